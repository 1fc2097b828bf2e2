package verify_test

import (
	"os"
	"testing"

	"newsdesk/corpus"
	"newsdesk/corpus/quote"
	"newsdesk/corpus/segment"
	"newsdesk/rag/verify"
	"newsdesk/rag/verify/synth"
)

// remarks are what r quotes, of speakers whom it names.
func (r *report) remarks() (out []synth.Remark) {
	a := r.source.Article()
	for _, q := range quote.Find(a, segment.Sentences(a)) {
		if q.Kind == corpus.Direct && q.Speaker != "" && q.Confidence >= .8 {
			out = append(out, synth.Remark{Text: q.Of(a.Text), Speaker: q.Speaker})
		}
	}
	return out
}

var foreignNames = []string{"Oslo Harbour Board", "Maria Lopez", "Henrik Dahl", "Northbank Holdings", "Adrian Wells"}

// TestFabricatedQuotations: of the false quotations that package synth makes of
// the invented reports none is supported. What was never said so is called a quotation that
// is not the source's, and what another said misattributed. VERIFY_SHOW=kind lists those
// of a kind.
func TestFabricatedQuotations(t *testing.T) {
	c, reports := loadReports(t)
	m := synth.New(11, foreignNames)
	var foreign [][]synth.Remark
	for i := range reports {
		var others []synth.Remark
		for k := range reports {
			if k != i {
				others = append(others, reports[k].remarks()...)
			}
		}
		foreign = append(foreign, others)
	}
	total := 0
	for _, kinds := range [][]string{synth.Fabrications, synth.Misattributions} {
		want := verify.Quotation
		if kinds[0] == synth.Misattributions[0] {
			want = verify.Speaker
		}
		for _, kind := range kinds {
			n, named := 0, 0
			for i, r := range reports {
				seen := map[string]bool{}
				rs := r.remarks()
				for k := range rs {
					for range 3 {
						lie := m.Fabricate(kind, k, rs, foreign[i], r.synth)
						if lie == "" || seen[lie] {
							continue
						}
						seen[lie] = true
						n++
						res := c.Check(lie, []*verify.Source{r.source})
						if res.Verdict == verify.Supported {
							t.Errorf("%s, %s: supported: %s", r.name, kind, lie)
						}
						if hasKind(res.Changes, want) {
							named++
						} else if os.Getenv("VERIFY_SHOW") == kind {
							t.Logf("%v %q %v", res.Verdict, lie, res.Changes)
						}
					}
				}
			}
			t.Logf("%-11s %3d: called a false %v %.2f", kind, n, want, float64(named)/float64(n))
			if n < 25 || float64(named)/float64(n) < .95 {
				t.Errorf("%s: %d sentences, %d called a false %v, want at least 25 and .95", kind, n, named, want)
			}
			total += n
		}
	}
	t.Logf("%d false quotations", total)
	if total < 500 {
		t.Errorf("%d false quotations, want 500", total)
	}
}

func hasKind(cs []verify.Change, k verify.Kind) bool {
	for _, c := range cs {
		if c.Kind == k {
			return true
		}
	}
	return false
}

// TestGenuineQuotations: the same remarks given to those who made them, in the
// same marks and sentences, are not called false.
func TestGenuineQuotations(t *testing.T) {
	c, reports := loadReports(t)
	m := synth.New(11, nil)
	n, supported := 0, 0
	for _, r := range reports {
		for _, q := range r.remarks() {
			for range 4 {
				n++
				s := m.Attribute(q)
				switch res := c.Check(s, []*verify.Source{r.source}); res.Verdict {
				case verify.Supported:
					supported++
				case verify.Unverified:
					t.Logf("%s: unverified %.2f %q %v", r.name, res.Score, s, res.Changes)
				default:
					t.Errorf("%s: %v %q %v", r.name, res.Verdict, s, res.Changes)
				}
			}
		}
	}
	t.Logf("%d of %d supported", supported, n)
	if share := float64(supported) / float64(n); share < .95 {
		t.Errorf("%.3f of the genuine quotations are supported, want .95", share)
	}
}

// Whose words are they? By pronouns, posts, names beside the marks.
func TestWhoseQuotation(t *testing.T) {
	const report = "Mayor Anna Keller met the press on Monday. \"We will rebuild the bridge,\" she said. Peter Lind, who leads the opposition, was not convinced. " +
		"\"I have my doubts,\" he said. \"It won't be ready in May.\"\n\nAnna Keller said that the toll would fall."
	for claim, want := range map[string]verify.Verdict{
		"The mayor said: \"We will rebuild the bridge.\"":                      verify.Supported,
		"\"It won’t be ready in May,\" Lind said.":                             verify.Supported,
		"Keller: \"I have my doubts.\"":                                        verify.Altered,
		"\"I have my doubts,\" she said.":                                      verify.Altered,
		"\"We will rebuild the bridge,\" he said.":                             verify.Altered,
		"As Keller put it, \"I have my doubts\".":                              verify.Altered,
		"In Lind's words, \"We will rebuild the bridge\".":                     verify.Altered,
		"\"I have my doubts\" – Anna Keller":                                   verify.Altered,
		"\"We will rebuild the bridge,\" said the mayor, Peter Lind.":          verify.Altered,
		"\"We will rebuild the bridge,\" Peter Keller said.":                   verify.Altered,
		"\"It will be ready in May,\" Lind said.":                              verify.Altered,
		"Lind said the bridge would be \"ready in May\".":                      verify.Contradicted,
		"Anna Keller said that the toll \"would fall\".":                       verify.Altered,
		"Keller rejected Lind's \"I have my doubts\".":                         verify.Unverified,
		"\"I have my doubts,\" Keller said, and Lind: \"We will rebuild it.\"": verify.Altered,
		"\"We will rebuild the bridge, Anna Keller said.":                      verify.Altered, // never closed
	} {
		if res := checkAgainst(t, report, claim); res.Verdict != want {
			t.Errorf("%q: %v %v, want %v", claim, res.Verdict, res.Changes, want)
		}
	}
}
