package index

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"newsdesk/corpus"
	"newsdesk/corpus/clean"
	"newsdesk/rag/terms"
)

// TestRandomFiltersLoseNothing holds what a filtered search finds against the
// articles that pass when each is asked, for random archives and filters:
// where there is room for all of them, all are found, and no other is.
func TestRandomFiltersLoseNothing(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 11))
	pick := func(list ...string) string { return list[rng.IntN(len(list))] }
	day := func() time.Time { return time.Date(2020, 1, 1+rng.IntN(20), 0, 0, 0, 0, time.UTC) }
	texts := []string{"The ferry was late because of the storm, the harbour office said on Monday.", "La ville a dit que le ferry est en retard et que la tempête ne passe pas.", "Ferry ice."}
	var articles []corpus.Article
	for i := range 60 {
		a, err := clean.Text(fmt.Sprintf("a%02d", i), []byte(pick(texts...)+" ferry"))
		if err != nil {
			t.Fatal(err)
		}
		a.Outlet, a.Agency, a.Author = pick("", "Dock News", "The Gull"), pick("", "", "AFP"), pick("", "Léa Dupont", "Ann Lea", "Leander Holt")
		if rng.IntN(4) > 0 {
			a.Published = day()
		}
		if name := pick("", "", "City", "server:1", "server:2"); name != "" {
			a.Collections = []string{name}
		}
		articles = append(articles, a)
	}
	x := open(t, t.TempDir(), letters("a"), quiet())
	if _, err := x.Add(t.Context(), articles); err != nil {
		t.Fatal(err)
	}
	for range 200 {
		f := corpus.Filter{Outlet: pick("", "", "afp", "the gull", "DOCK NEWS"), Author: pick("", "", "lea", "Dupont", "holt"), Language: pick("", "", "en", "fr")}
		if rng.IntN(3) == 0 {
			f.Since = day()
		}
		if rng.IntN(3) == 0 {
			f.Until = day()
		}
		if rng.IntN(2) == 0 {
			f.View = &corpus.View{Own: pick("", "server:1", "server:2"), All: rng.IntN(2) == 0, Shared: []string{"city"}}
		}
		var want, got []string
		for i := range articles {
			if f.Match(&articles[i]) {
				want = append(want, articles[i].ID)
			}
		}
		stem := terms.Stems("ferry")[0]
		hits, err := x.Search(t.Context(), Query{Terms: []Term{{Stem: stem, Weight: 1}}, Filter: f, K: 100})
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range hits {
			got = append(got, h.Article)
		}
		slices.Sort(got)
		if got = slices.Compact(got); !slices.Equal(got, want) {
			t.Errorf("%+v: found %s, want %s", f, strings.Join(got, " "), strings.Join(want, " "))
		}
		listed, err := x.Library().List(t.Context(), f)
		if err != nil || len(listed) != len(want) {
			t.Errorf("%+v: %d listed, want %d (%v)", f, len(listed), len(want), err)
		}
	}
}
