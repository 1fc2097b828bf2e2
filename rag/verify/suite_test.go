package verify_test

import (
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"newsdesk/corpus"
	"newsdesk/corpus/clean"
	"newsdesk/corpus/segment"
	"newsdesk/rag/embed"
	"newsdesk/rag/verify"
	"newsdesk/rag/verify/synth"
)

// report is an invented article of testdata with sentences about it.
type report struct {
	name   string
	source *verify.Source
	synth  *synth.Article
	// claims stay close to the article, free ones say the same in other words.
	claims, free []string
}

func loadReports(t testing.TB) (*verify.Checker, []report) {
	t.Helper()
	table, err := embed.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	c, err := verify.New(table)
	if err != nil {
		t.Fatal(err)
	}
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no testdata: %v", err)
	}
	sort.Strings(paths)
	var out []report
	for _, p := range paths {
		ar, err := txtar.ParseFile(p)
		if err != nil {
			t.Fatal(err)
		}
		r := report{name: strings.TrimSuffix(filepath.Base(p), ".txtar")}
		for _, f := range ar.Files {
			switch f.Name {
			case "article.md":
				a, err := clean.Text(r.name, f.Data)
				if err != nil {
					t.Fatal(err)
				}
				ss := segment.Sentences(&a)
				r.source = verify.NewSource(&a, ss, nil, table)
				r.synth = synth.NewArticle(a.Title, texts(&a, ss))
			case "claims.txt":
				r.claims = lines(f.Data)
			case "free.txt":
				r.free = lines(f.Data)
			}
		}
		out = append(out, r)
	}
	return c, out
}

func texts(a *corpus.Article, ss []corpus.Sentence) (out []string) {
	for _, s := range ss {
		if s.Kind == corpus.Body {
			out = append(out, s.Of(a.Text))
		}
	}
	return out
}

func lines(b []byte) (out []string) {
	for l := range strings.Lines(string(b)) {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// tally counts what became of the sentences of one kind.
type tally struct{ n, caught, called int }

// floors are the shares of corrupted sentences that must not pass, of each
// kind: what the project promises, or about .05 below what was measured.
var floors = map[string]float64{"entity": .90, "stranger": .95, "number": .93, "date": .93, "unit": .93, "negation": .93, "antonym": .90, "speaker": .90,
	"modality": .85, "quantifier": .80, "direction": .65, "extra": .80, "fusion": .80, "circumstance": .78, "splice": .80}

// TestSuite checks sentences that stay close to invented reports, the
// same corrupted in every way that package synth knows, and free paraphrases.
// A sentence is caught when it is not Supported. VERIFY_SHOW=kind lists what
// passed of a kind of corruption.
func TestSuite(t *testing.T) {
	c, reports := loadReports(t)
	total, removed := 0, 0
	for _, r := range reports {
		for _, s := range r.claims {
			total++
			if res := c.Check(s, []*verify.Source{r.source}); res.Verdict != verify.Supported {
				removed++
				t.Logf("%s: %v %.2f %q %v", r.name, res.Verdict, res.Score, s, res.Changes)
			}
		}
	}
	t.Logf("faithful: %d of %d not supported", removed, total)
	if total < 200 {
		t.Errorf("%d faithful sentences, want 200", total)
	}
	if share := float64(removed) / float64(total); share > .05 {
		t.Errorf("%.3f of the faithful sentences are not supported, more than .05", share)
	}
	all := 0
	for _, kind := range synth.Corruptions {
		n := corrupted(t, c, reports, kind)
		share := float64(n.caught) / float64(n.n)
		t.Logf("%-13s %3d: caught %.2f, called altered or contradicted %.2f", kind, n.n, share, float64(n.called)/float64(n.n))
		if n.n < 25 || share < floors[kind] {
			t.Errorf("%s: %d sentences, %.3f caught, want at least 25 and %.2f", kind, n.n, share, floors[kind])
		}
		all += n.n
	}
	if all < 600 {
		t.Errorf("%d corrupted sentences, want 600", all)
	}
}

func corrupted(t *testing.T, c *verify.Checker, reports []report, kind string) (n tally) {
	m := synth.New(7, []string{"Oslo", "Maria Lopez", "Henrik Dahl", "Quito", "Northbank Holdings", "Adrian Wells"})
	for _, r := range reports {
		seen := map[string]bool{}
		for i, s := range r.claims {
			for range 3 {
				bad := m.Corrupt(kind, s, r.synth, i)
				if bad == "" || seen[bad] {
					continue
				}
				seen[bad] = true
				n.n++
				res := c.Check(bad, []*verify.Source{r.source})
				switch res.Verdict {
				case verify.Supported:
					if os.Getenv("VERIFY_SHOW") == kind {
						t.Logf("passed %.2f %q %v", res.Score, bad, res.Changes)
					}
				case verify.Unverified:
					n.caught++
				default:
					n.caught++
					n.called++
				}
			}
		}
	}
	return n
}

// TestParaphrases: what words alone cannot judge is never called wrong.
func TestParaphrases(t *testing.T) {
	c, reports := loadReports(t)
	n := 0
	for _, r := range reports {
		for _, s := range r.free {
			n++
			if res := c.Check(s, []*verify.Source{r.source}); res.Verdict == verify.Contradicted || res.Verdict == verify.Altered {
				t.Errorf("%s: called %v: %q %v", r.name, res.Verdict, s, res.Changes)
			}
		}
	}
	if n < 100 {
		t.Errorf("%d paraphrases, want 100", n)
	}
}

// TestOwnSentences: an article supports each of its own sentences.
func TestOwnSentences(t *testing.T) {
	c, reports := loadReports(t)
	for _, r := range reports {
		for _, s := range r.synth.Sentences {
			if res := c.Check(s, []*verify.Source{r.source}); res.Verdict != verify.Supported || len(res.Changes) > 0 {
				t.Errorf("%s: %v %.2f %q %v", r.name, res.Verdict, res.Score, s, res.Changes)
			}
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	c, reports := loadReports(b)
	n := 0
	for b.Loop() {
		r := reports[n%len(reports)]
		c.Check(r.claims[n%len(r.claims)], []*verify.Source{r.source})
		n++
	}
}

func BenchmarkNewSource(b *testing.B) {
	_, reports := loadReports(b)
	table, err := embed.Builtin()
	if err != nil {
		b.Fatal(err)
	}
	a := reports[0].source.Article()
	b.SetBytes(int64(len(a.Text)))
	for b.Loop() {
		verify.NewSource(a, nil, nil, table)
	}
}
