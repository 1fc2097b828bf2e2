package verify_test

import (
	"strings"
	"sync"
	"testing"

	"newsdesk/corpus"
	"newsdesk/rag/embed"
	"newsdesk/rag/verify"
)

func source(t testing.TB, id, text string) *verify.Source {
	t.Helper()
	table, err := embed.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return verify.NewSource(&corpus.Article{ID: id, Text: text}, nil, nil, table)
}

func checker(t testing.TB) *verify.Checker {
	t.Helper()
	table, err := embed.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	c, err := verify.New(table)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The source that supports a claim decides, wherever it stands in the list,
// and its sentence leads the evidence.
func TestCheckPicksTheSource(t *testing.T) {
	c := checker(t)
	other := source(t, "other", "The mayor opened a library on Monday. The council met for five hours.")
	right := source(t, "right", "It rained. The mayor of Brenton opened a hospital on Friday after a delay of two years.")
	const claim = "The mayor of Brenton opened a hospital on Friday."
	for _, ss := range [][]*verify.Source{{other, right}, {right, other}} {
		r := c.Check(claim, ss)
		if r.Verdict != verify.Supported || !r.Supported || len(r.Evidence) == 0 {
			t.Fatalf("%+v", r)
		}
		e := r.Evidence[0]
		if e.Article != "right" || ss[e.Source] != right {
			t.Errorf("evidence %+v", e)
		}
		if got := e.Of(right.Article().Text); !strings.HasPrefix(got, "The mayor of Brenton") {
			t.Errorf("evidence %q", got)
		}
	}
}

func TestCheckNothing(t *testing.T) {
	c := checker(t)
	s := source(t, "a", "The mayor opened a library on Monday.")
	for _, tc := range []struct {
		claim   string
		sources []*verify.Source
	}{
		{"", []*verify.Source{s}}, {"…", []*verify.Source{s}}, {"The mayor opened a library.", nil},
		{"The mayor opened a library.", []*verify.Source{source(t, "b", "")}},
		{strings.Repeat("The mayor opened a library. ", 400), []*verify.Source{s}},
	} {
		r := c.Check(tc.claim, tc.sources)
		if r.Verdict != verify.Unverified || r.Supported || r.Evidence == nil || r.Changes == nil {
			t.Errorf("%.30q: %+v", tc.claim, r)
		}
	}
}

func TestFabricatedAndMisattributed(t *testing.T) {
	c := checker(t)
	s := source(t, "a", "\"We will rebuild the bridge,\" Anna Keller said. \"I have my doubts,\" said Peter Lind.")
	made := c.Check("\"Nobody shall ever sleep hungry again,\" Anna Keller said.", []*verify.Source{s})
	if made.Verdict != verify.Altered || len(made.Changes) == 0 || !made.Changes[0].Fabricated() {
		t.Errorf("fabricated: %+v", made)
	}
	given := c.Check("\"I have my doubts,\" Anna Keller said.", []*verify.Source{s})
	if given.Verdict != verify.Altered || len(given.Changes) == 0 || !given.Changes[0].Misattributed() || given.Changes[0].Fabricated() {
		t.Errorf("misattributed: %+v", given)
	}
	if got, want := given.Changes[0].String(), "misattributed to “Anna Keller”, the source has “Peter Lind”"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// One Checker and its sources serve many goroutines, and always say the same.
func TestCheckConcurrently(t *testing.T) {
	c, reports := loadReports(t)
	r := reports[0]
	want := make([]verify.Result, len(r.claims))
	for i, s := range r.claims {
		want[i] = c.Check(s, []*verify.Source{r.source})
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i, s := range r.claims {
				if got := c.Check(s, []*verify.Source{r.source}); got.Verdict != want[i].Verdict || got.Score != want[i].Score {
					t.Errorf("%q: %v, then %v", s, want[i], got)
				}
			}
		})
	}
	wg.Wait()
}

func TestReadTrees(t *testing.T) {
	m, err := verify.ReadTrees("base 0.5\n0<0.25 -1 2<0.5 1 2\n-0.25\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ tri, skips, want float64 }{{.2, 0, -.75}, {.25, 1, -.75}, {.3, .5, 1.25}, {.3, .6, 2.25}} {
		v := make([]float64, len(verify.FeatureNames))
		v[0], v[2] = tc.tri, tc.skips
		if got := m.Score(v); got != tc.want {
			t.Errorf("%+v: %v", tc, got)
		}
	}
	for _, bad := range []string{"", "base", "base x", "base 0\n0<0.5 1", "base 0\n99<0.5 1 2", "base 0\n1 2", "base 0\n0<x 1 2"} {
		if _, err := verify.ReadTrees(bad); err == nil {
			t.Errorf("ReadTrees(%q) gave no error", bad)
		}
	}
}

// FuzzCheck: whatever the article and the claim, the evidence lies in the
// article, the score in 0 to 1, a change's source is the article's own words; and a plain
// sentence of the article is never said to differ from it.
func FuzzCheck(f *testing.F) {
	c := checker(f)
	f.Add("The mayor said \"we'll go\" on 5 May 2019. She may not.", "The mayor said \"we’ll stay\" on 6 May.")
	f.Add("It cost $4.5 million, 3, 800 people and 1. 3 km per cent", "they'll 'll n't can't it cost 4.5bn")
	f.Add("Kim Jong\u00a0Un met Putin. ``Odd'' `marks' ‘here’ […] \"", "\u0301 \"a ... b\" [c] said Putin")
	f.Fuzz(func(t *testing.T, text, claim string) {
		text = strings.ToValidUTF8(text, "")
		s := source(t, "a", text)
		for _, cl := range []string{claim, text} {
			r := c.Check(cl, []*verify.Source{s})
			if !(r.Score >= 0 && r.Score <= 1) {
				t.Fatalf("score %v", r.Score)
			}
			for _, e := range r.Evidence {
				if e.Start < 0 || e.End > len(text) || e.Start >= e.End || !(e.Score > 0 && e.Score < 1.001) {
					t.Fatalf("evidence %+v of %d bytes", e, len(text))
				}
			}
			for _, ch := range r.Changes {
				if !strings.Contains(text, ch.Source) || !strings.Contains(cl, ch.Claim) {
					t.Fatalf("change %+v is in neither %q nor %q", ch, text, cl)
				}
			}
		}
	})
}
