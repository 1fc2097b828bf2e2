package eval

import (
	"slices"
	"strings"
	"testing"

	"newsdesk/corpus"
	"newsdesk/rag"
)

// TestNamedOutletLosesNothing asks the questions of every archive "according
// to" each of its outlets and holds what is retrieved against the articles
// that pass: these archives are small enough that all of them must be there.
func TestNamedOutletLosesNothing(t *testing.T) {
	narrowed := 0
	for _, a := range archives(t, "archives") {
		engine := engineOver(t, a.articles)
		outlets := map[string]bool{}
		for i := range a.articles {
			outlets[a.articles[i].Outlet] = true
		}
		for _, q := range a.questions[:min(5, len(a.questions))] {
			for outlet := range outlets {
				named := q.Tag == "outlet" || q.Tag == "author" // one source is enough
				if named || outlet == "" || !strings.HasSuffix(q.Text, "?") || len(q.History) > 0 {
					continue
				}
				text := strings.TrimSuffix(q.Text, "?") + ", according to " + outlet + "?"
				got, err := engine.Ask(t.Context(), rag.Question{Text: text})
				if err != nil {
					t.Fatal(err)
				}
				if !strings.Contains(got.Reading, "only "+outlet) && !got.Abstained {
					continue // of an article itself
				}
				narrowed++
				var want, have []string
				for i := range a.articles {
					if (corpus.Filter{Outlet: outlet}).Match(&a.articles[i]) {
						want = append(want, a.articles[i].ID)
					}
				}
				for _, r := range got.Retrieved {
					have = append(have, r.Doc)
				}
				slices.Sort(want)
				slices.Sort(have)
				if have = slices.Compact(have); !slices.Equal(have, want) {
					t.Errorf("%s\nretrieved %v, want %v", text, have, want)
				}
			}
		}
	}
	if narrowed < 50 {
		t.Errorf("only %d questions were narrowed", narrowed)
	}
}
