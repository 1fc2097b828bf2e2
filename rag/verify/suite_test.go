package verify_test

import (
	"fmt"
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

func TestSuite(t *testing.T) {
	c, reports := loadReports(t)
	verbose := os.Getenv("VERIFY_SHOW")
	total, removed := 0, 0
	for _, r := range reports {
		for _, s := range r.claims {
			total++
			res := c.Check(s, []*verify.Source{r.source})
			if res.Verdict != verify.Supported {
				removed++
				t.Logf("%s: %v %.2f %q %v", r.name, res.Verdict, res.Score, s, res.Changes)
			}
		}
	}
	t.Logf("faithful: %d of %d not supported", removed, total)
	wrong, frees := 0, 0
	for _, r := range reports {
		for _, s := range r.free {
			frees++
			res := c.Check(s, []*verify.Source{r.source})
			if res.Verdict == verify.Contradicted || res.Verdict == verify.Altered {
				wrong++
				t.Errorf("paraphrase called %v: %q %v", res.Verdict, s, res.Changes)
			}
		}
	}
	t.Logf("free: %d of %d called wrong", wrong, frees)
	for _, kind := range synth.Corruptions {
		n, caught, called, named := 0, 0, 0, 0
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
					n++
					res := c.Check(bad, []*verify.Source{r.source})
					switch res.Verdict {
					case verify.Supported:
						if verbose == kind {
							t.Logf("MISSED %.2f %q %v", res.Score, bad, res.Changes)
						}
					case verify.Unverified:
						caught++
						if verbose == kind+"+" {
							t.Logf("unverified %q %v", bad, res.Changes)
						}
					default:
						caught++
						called++
						for _, ch := range res.Changes {
							if ch.Kind.String() == kind {
								named++
								break
							}
						}
						if verbose == kind+"+" {
							t.Logf("%v %q %v", res.Verdict, bad, res.Changes)
						}
					}
				}
			}
		}
		fmt.Printf("%-13s n %3d caught %.2f called altered %.2f kind right %.2f\n", kind, n, float64(caught)/float64(n), float64(called)/float64(n), float64(named)/float64(n))
	}
}
