package copies

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"newsdesk/corpus"
	"newsdesk/corpus/source"
)

// TestSets prints the groups of copies in the evaluation sets, to be judged
// by eye (-v), and holds what a Set finds against a comparison of every two
// signatures.
func TestSets(t *testing.T) {
	for _, name := range []string{"realtimeqa", "polnear_quotes"} {
		t.Run(name, func(t *testing.T) {
			articles := read(t, name)
			signatures := make([]Signature, len(articles))
			var set Set
			for i, a := range articles {
				signatures[i] = Sign(a)
				set.Add(a.ID, signatures[i])
			}
			near, missed := 0, 0
			for i := 0; i < len(articles); i += 8 {
				found := set.Near(signatures[i], .5)
				for j := range articles {
					if signatures[i].Similarity(signatures[j]) < .5 {
						continue
					}
					near++
					if !slices.Contains(found, articles[j].ID) {
						missed++
					}
				}
			}
			t.Logf("%d articles; of %d pairs of similarity .5 or more (with itself) of every eighth Near misses %d", len(articles), near, missed)
			if missed*50 > near {
				t.Errorf("Near misses %d of %d", missed, near)
			}
			groups, members := 0, 0
			for _, g := range GroupSigned(articles, signatures) {
				if len(g) < 2 {
					continue
				}
				groups++
				members += len(g)
				id, why := Original(g)
				t.Logf("group %d; original %q: %s", groups, id, why)
				for _, a := range g {
					s, t0 := Sign(a), Sign(g[0])
					t.Logf("    %-60s %s %s | overlap %.2f similarity %.2f", a.ID, a.Date(), a.Source(), Overlap(a, g[0]), s.Similarity(t0))
				}
			}
			t.Logf("%d groups of %d articles", groups, members)
			spread(t, articles, signatures, &set)
		})
	}
}

// spread prints how the overlaps of all pairs that share anything lie.
func spread(t *testing.T, articles []*corpus.Article, signatures []Signature, set *Set) {
	byID := map[string]*corpus.Article{}
	for _, a := range articles {
		byID[a.ID] = a
	}
	var tenths [11]int
	for i, a := range articles {
		for _, m := range set.Overlapping(signatures[i], .1) {
			if m.ID <= a.ID {
				continue
			}
			x := Overlap(a, byID[m.ID])
			tenths[int(10*x)]++
			if x >= .3 && x < .7 {
				t.Logf("%.2f (estimate %.2f, %.2f): %s, %s", x, m.Held, m.Holds, a.ID, m.ID)
			}
		}
	}
	t.Logf("pairs by tenths of overlap: %d", tenths)
}

func read(t *testing.T, set string) []*corpus.Article {
	dir := filepath.Join("..", "..", "..", "shared", "eval", "dev", set, "corpus")
	var articles []*corpus.Article
	err := source.Files(context.Background(), []string{dir}, func(f source.File) error {
		if f.Skipped == nil {
			articles = append(articles, &f.Article)
		}
		return nil
	})
	if err != nil {
		t.Skip("the evaluation sets are not here:", err)
	}
	return articles
}
