package index

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"newsdesk/corpus"
)

// A filtered search is a search of what passes: no passage that passes is
// lost to one that does not, however few pass.
func TestFilteredSearchIsASearchOfWhatPasses(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	words := strings.Fields("orchard market tram harbour budget strike vote storm bridge mayor school river")
	outlets := []string{"Gazette", "Post", "Times"}
	day := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	var articles []corpus.Article
	for i := range 2 * fewArticles { // so that filters are met on both sides of it
		var b strings.Builder
		for range 4 + r.IntN(5) {
			fmt.Fprintf(&b, "The %s and the %s met. ", words[r.IntN(len(words))], words[r.IntN(len(words))])
		}
		a := corpus.Article{ID: fmt.Sprintf("a%04d", i), Text: b.String(), Outlet: outlets[r.IntN(3)]}
		if r.IntN(10) > 0 {
			a.Published = day.AddDate(0, 0, r.IntN(1000))
		}
		articles = append(articles, a)
	}
	x := open(t, t.TempDir(), letters("a"), quiet())
	add(t, x, articles...)
	filters := []corpus.Filter{
		{Outlet: "gazette"},
		{Since: day.AddDate(0, 0, 300)},
		{Since: day.AddDate(0, 0, 500), Until: day.AddDate(0, 0, 520)},
		{Until: day.AddDate(0, 0, 700), Outlet: "Post"},
		{Outlet: "nobody"},
		{Since: day.AddDate(0, 0, 42), Until: day.AddDate(0, 0, 42)},
	}
	for _, f := range filters {
		var pass []corpus.Article
		for _, a := range articles {
			if f.Match(&a) {
				pass = append(pass, a)
			}
		}
		alone := open(t, t.TempDir(), letters("a"), quiet())
		add(t, alone, pass...)
		for range 6 {
			q := query(words[r.IntN(len(words))]+" "+words[r.IntN(len(words))], 3*candidates)
			want := exhaustive(t, alone, q)
			q.Filter = f
			hits, err := x.Search(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			for _, h := range hits {
				if a := articles[slices.IndexFunc(articles, func(a corpus.Article) bool { return a.ID == h.Article })]; !f.Match(&a) {
					t.Fatalf("%+v: found %s, which does not pass", f, h.Article)
				}
			}
			got := map[string]bool{}
			for _, h := range hits {
				got[passageKey(h.Article, h.N)] = true
			}
			for _, key := range want {
				if !got[key] {
					t.Fatalf("%+v, %d articles pass: lost %s", f, len(pass), showKey(key))
				}
			}
			if len(got) < min(candidates, len(pass)) {
				t.Fatalf("%+v: %d hits of %d articles that pass", f, len(got), len(pass))
			}
		}
	}
}

// exhaustive are the passages that each leg must propose for q: the nearest
// and those with the best BM25, by looking at all.
func exhaustive(t *testing.T, x *Index, q Query) []string {
	t.Helper()
	if _, err := x.Generation(t.Context()); err != nil {
		t.Fatal(err)
	}
	var near []Neighbour
	if err := x.lib.Passages(t.Context(), func(p corpus.Passage, v []float32) error {
		near = append(near, Neighbour{passageKey(p.Article, p.N), cosine(v, q.Vector)})
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	all := make([]string, len(near))
	for i, n := range near {
		all[i] = n.Key
	}
	// With no room for a best, every passage comes with its score.
	lexical, err := x.lex.search(context.Background(), q.Terms, x.stats.avgLen, 0, scope{}, all)
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(near, func(a, b Neighbour) int {
		if a.Cosine != b.Cosine {
			return cmpDesc(a.Cosine, b.Cosine)
		}
		return compareKeys(a.Key, b.Key)
	})
	slices.SortFunc(lexical, compareScored)
	var out []string
	for i := range min(candidates, len(near)) {
		out = append(out, near[i].Key)
		// The statistics of the smaller index differ a little: of equal
		// scores others may come first.
		if last := lexical[min(candidates, len(lexical))-1].score; lexical[i].score > last*(1+1e-6) && lexical[i].score > 0 && i < candidates/2 {
			out = append(out, lexical[i].key)
		}
	}
	return out
}

func TestBest(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		k, n := 1+r.IntN(8), r.IntN(40)
		b := newBest(k)
		var all []float64
		for range n {
			v := float64(r.IntN(10))
			all = append(all, v)
			b.add(v)
		}
		slices.Sort(all)
		slices.Reverse(all)
		if n >= k && b.floor() != all[k-1] {
			t.Fatalf("the %d-th greatest of %v is %v", k, all, b.floor())
		}
		if n < k && b.floor() > -1e300 {
			t.Fatalf("%d of %d figures leave no room", n, k)
		}
	}
}
