package index

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"newsdesk/corpus"
	"newsdesk/rag/terms"
)

// TestPartKeepsUp changes an archive at random and holds, after each change,
// what two views let through against their rule.
func TestPartKeepsUp(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 5))
	x, ctx := open(t, t.TempDir(), letters("a"), quiet()), t.Context()
	views := []corpus.View{{Own: "server:1", All: true}, {Own: "server:2", Shared: []string{"City"}, Outlets: []string{"dock news"}}, {All: true}}
	collections := []string{"server:1", "server:2", "City"}
	stem := terms.Stems("ferries")[0]
	there := map[string]bool{}
	for step := range 60 {
		id := fmt.Sprintf("a%02d", rng.IntN(25))
		var err error
		switch op := rng.IntN(5); {
		case op < 2 || len(there) == 0:
			a := article(id, "", "", fmt.Sprintf("The ferries were late on day %d.", step))
			a.Outlet, a.Published = []string{"Dock News", "The Gull"}[rng.IntN(2)], time.Date(2020, 1, 1+step, 0, 0, 0, 0, time.UTC)
			add(t, x, a)
			there[id] = true
		case op == 2:
			err = x.Library().JoinCollections(ctx, collections[rng.IntN(3):][:1], id)
		case op == 3:
			_, err = x.Library().LeaveCollection(ctx, collections[rng.IntN(3)], id)
		default:
			_, err = x.Remove(ctx, id)
			delete(there, id)
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range views {
			want, err := x.Library().List(ctx, corpus.Filter{View: &v})
			if err != nil {
				t.Fatal(err)
			}
			var oldest, newest time.Time
			ids := map[string]bool{}
			for _, a := range want {
				ids[a.ID] = true
				if oldest.IsZero() || a.Published.Before(oldest) {
					oldest = a.Published
				}
				if a.Published.After(newest) {
					newest = a.Published
				}
			}
			p := x.Under(v)
			got, err := p.Articles(ctx)
			if err != nil || !slices.EqualFunc(got, want, func(a *corpus.Article, b corpus.Article) bool { return a.ID == b.ID }) {
				t.Fatalf("step %d, %+v: %d articles, want %d (%v)", step, v, len(got), len(want), err)
			}
			passages, counts, err := p.Frequencies(ctx, []string{stem, "none"})
			if err != nil || passages != len(want) || counts[0] != len(want) || counts[1] != 0 {
				t.Fatalf("step %d, %+v: %d passages, %v hold the words, want %d (%v)", step, v, passages, counts, len(want), err)
			}
			if from, to, err := p.Reach(ctx); err != nil || from != oldest || to != newest {
				t.Fatalf("step %d, %+v: %v to %v, want %v to %v (%v)", step, v, from, to, oldest, newest, err)
			}
			hits, err := p.Search(ctx, Query{Terms: []Term{{Stem: stem, Weight: 1}}, K: 50})
			found := map[string]bool{}
			for _, h := range hits {
				found[h.Article] = true
			}
			if err != nil || !maps.Equal(found, ids) {
				t.Fatalf("step %d, %+v: found %v, want %v (%v)", step, v, found, ids, err)
			}
			similar, err := p.Similar(ctx, "ferriez", true)
			if err != nil || (len(similar) > 0) != (len(want) > 0) {
				t.Fatalf("step %d, %+v: %v is similar in %d articles (%v)", step, v, similar, len(want), err)
			}
			if sees, err := p.Sees(ctx, id); err != nil || sees != ids[id] {
				t.Fatalf("step %d, %+v: sees %s %v (%v)", step, v, id, sees, err)
			}
		}
	}
}
