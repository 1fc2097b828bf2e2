package rag

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"newsdesk/corpus"
	"newsdesk/corpus/clean"
	"newsdesk/rag/draft"
	"newsdesk/rag/embed"
	"newsdesk/rag/verify"
	"newsdesk/rag/verify/synth"
)

// vetReport is an invented article of package verify with sentences about it, as
// a model would have been shown it.
type vetReport struct {
	d            *document
	synth        *synth.Article
	claims, free []string
}

func loadVetReports(tb testing.TB) []vetReport {
	tb.Helper()
	paths, err := filepath.Glob("verify/testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		tb.Fatalf("no reports: %v", err)
	}
	var out []vetReport
	for _, p := range paths {
		ar, err := txtar.ParseFile(p)
		if err != nil {
			tb.Fatal(err)
		}
		var r vetReport
		for _, f := range ar.Files {
			lines := strings.FieldsFunc(string(f.Data), func(r rune) bool { return r == '\n' })
			switch f.Name {
			case "article.md":
				a, err := clean.Text(strings.TrimSuffix(filepath.Base(p), ".txtar"), f.Data)
				if err != nil {
					tb.Fatal(err)
				}
				r.d = newDocument(&a)
				var texts []string
				for i := range r.d.sentences {
					if s := &r.d.sentences[i]; s.Kind == corpus.Body {
						texts = append(texts, s.text())
					}
				}
				r.synth = synth.NewArticle(a.Title, texts)
			case "claims.txt":
				r.claims = lines
			case "free.txt":
				r.free = lines
			}
		}
		if r.d != nil && len(r.claims) > 0 {
			out = append(out, r)
		}
	}
	return out
}

// vetOn is a vetter over the exhibits that retrieval would show for a question
// that s answers, and the two of them that a model would cite for it.
func (r *vetReport) vetOn(tb testing.TB, s string) (*vetter, []int) {
	tb.Helper()
	table, err := embed.Builtin()
	if err != nil {
		tb.Fatal(err)
	}
	checker, err := verify.New(table)
	if err != nil {
		tb.Fatal(err)
	}
	claim := newDocument(&corpus.Article{ID: "claim", Text: s})
	var order []int
	share := make(map[int]float64)
	for i := range r.d.sentences {
		if x := &r.d.sentences[i]; x.Kind == corpus.Body {
			order = append(order, i)
			for k := range claim.sentences {
				for stem := range claim.sentences[k].read(table).at {
					if x.read(table).has(stem) {
						share[i]++
					}
				}
			}
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(share[b], share[a]) })
	v := &vetter{checker: checker, words: table, sources: make(map[*document]exhibited)}
	for n, i := range order[:min(len(order), maxExhibits)] {
		v.brief = append(v.brief, exhibit{n: n + 1, document: r.d, from: i, to: i + 1})
	}
	return v, []int{1, 2}
}

// corruptions are those of package synth by the share that must not be shown.
var corruptions = []struct {
	kind  string
	floor float64
}{{"entity", .85}, {"number", .85}, {"date", .85}, {"unit", .85}, {"negation", .80}, {"antonym", .80}, {"speaker", .80}, {"modality", .60}}

// TestVetting is what verification does to sentences that a model may write of
// an invented article: faithful ones, the same corrupted, and free paraphrases.
// VET_SHOW lists what went wrong.
func TestVetting(t *testing.T) {
	reports := loadVetReports(t)
	faithful, removed, replaced, free, falsely := 0, 0, 0, 0, 0
	for i := range reports {
		r := &reports[i]
		for _, s := range r.claims {
			v, cites := r.vetOn(t, s)
			f := v.vet(draft.Sentence{Text: s, Cites: cites})
			faithful++
			switch {
			case f.fault == Unverified && len(f.exhibits) > 0:
				replaced++
			case f.fault != "":
				removed++
			}
			if f.fault != "" && os.Getenv("VET_SHOW") != "" {
				t.Logf("%s: %s: %s", f.fault, s, f.reason)
			}
		}
		for _, s := range r.free {
			v, cites := r.vetOn(t, s)
			f := v.vet(draft.Sentence{Text: s, Cites: cites})
			free++
			if f.fault.repairable() {
				falsely++
				t.Logf("called false: %s: %s: %s", f.fault, s, f.reason)
			}
		}
	}
	t.Logf("faithful: %d, of which %d removed and %d replaced by their source; free paraphrases: %d, of which %d called false", faithful, removed, replaced, free, falsely)
	if 20*(removed+replaced) > faithful {
		t.Errorf("%d of %d faithful sentences are not shown as they are, more than .05", removed+replaced, faithful)
	}
	if falsely > 0 {
		t.Errorf("%d free paraphrases are called false", falsely)
	}
	total := 0
	for _, c := range corruptions {
		n, stopped := corruptedVetting(t, reports, c.kind)
		total += n
		share := float64(stopped) / float64(n)
		t.Logf("%-9s %3d corrupted, %.3f not shown", c.kind, n, share)
		if share < c.floor {
			t.Errorf("%s: %.3f of the corrupted sentences are not shown, want %.2f", c.kind, share, c.floor)
		}
	}
	t.Logf("%d corrupted sentences", total)
}

func corruptedVetting(t *testing.T, reports []vetReport, kind string) (n, stopped int) {
	m := synth.New(11, []string{"Oslo", "Maria Lopez", "Henrik Dahl", "Quito", "Northbank Holdings", "Adrian Wells"})
	for i := range reports {
		r := &reports[i]
		for k, s := range r.claims {
			bad := m.Corrupt(kind, s, r.synth, k)
			if bad == "" || bad == s {
				continue
			}
			v, cites := r.vetOn(t, s)
			n++
			if f := v.vet(draft.Sentence{Text: bad, Cites: cites}); f.fault != "" {
				stopped++
			} else if os.Getenv("VET_SHOW") == kind {
				t.Logf("shown: %s", f.text)
			}
		}
	}
	return n, stopped
}

// TestFabricatedQuotations: of the false quotations that package synth makes,
// cited as a model might, none is shown.
func TestFabricatedQuotations(t *testing.T) {
	reports := loadVetReports(t)
	remarks := make([][]synth.Remark, len(reports))
	for i := range reports {
		for _, q := range reports[i].d.quotes() {
			if q.Kind == corpus.Direct && q.Speaker != "" && q.Confidence >= .8 {
				remarks[i] = append(remarks[i], synth.Remark{Text: q.Of(reports[i].d.Text), Speaker: q.Speaker})
			}
		}
	}
	m := synth.New(13, []string{"Oslo Harbour Board", "Maria Lopez", "Henrik Dahl", "Northbank Holdings"})
	total := 0
	faults := make(map[Fault]int)
	for i := range reports {
		var foreign []synth.Remark
		for k := range reports {
			if k != i {
				foreign = append(foreign, remarks[k]...)
			}
		}
		for _, kind := range append(slices.Clone(synth.Fabrications), synth.Misattributions...) {
			seen := make(map[string]bool)
			for n := range 3 * len(remarks[i]) {
				k := n / 3
				lie := m.Fabricate(kind, k, remarks[i], foreign, reports[i].synth)
				if lie == "" || seen[lie] {
					continue
				}
				seen[lie] = true
				total++
				v, cites := reports[i].vetOn(t, remarks[i][k].Text)
				f := v.vet(draft.Sentence{Text: lie, Cites: cites})
				if faults[f.fault]++; f.fault == "" {
					t.Errorf("%s, %s: shown: %s", reports[i].d.ID, kind, f.text)
				}
			}
		}
	}
	t.Logf("%d false quotations: %v", total, faults)
	if total < 500 {
		t.Errorf("%d false quotations, want 500", total)
	}
}

// BenchmarkVet is the verification of one sentence, its share of taking the
// evidence apart included: six sentences an answer.
func BenchmarkVet(b *testing.B) {
	reports := loadVetReports(b)
	type job struct {
		v *vetter
		s draft.Sentence
	}
	var jobs []job
	for i := range reports {
		v, _ := reports[i].vetOn(b, reports[i].claims[0])
		for _, s := range reports[i].claims[:6] {
			jobs = append(jobs, job{v, draft.Sentence{Text: s, Cites: []int{1, 2, 3}}})
		}
	}
	n := 0
	for b.Loop() {
		j := jobs[n%len(jobs)]
		if n%6 == 0 {
			clear(j.v.sources)
		}
		j.v.vet(j.s)
		n++
	}
}
