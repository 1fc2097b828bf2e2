package rag

import (
	"context"
	"slices"
	"testing"

	"newsdesk/corpus"
	"newsdesk/rag/index"
)

// listRetriever finds the passages of its articles, one each, in order.
type listRetriever struct {
	Retriever
	articles []string
}

func (r listRetriever) Search(_ context.Context, q index.Query) ([]index.Hit, error) {
	var hits []index.Hit
	for _, id := range r.articles[:min(q.K, len(r.articles))] {
		hits = append(hits, index.Hit{Passage: corpus.Passage{Article: id}})
	}
	return hits, nil
}

func TestHide(t *testing.T) {
	r := listRetriever{articles: []string{"a", "b", "a", "c", "d"}}
	for _, c := range []struct {
		hidden []string
		k      int
		want   []string
	}{
		{nil, 2, []string{"a", "b"}},
		{[]string{"a"}, 2, []string{"b", "c"}},
		{[]string{"a", "d"}, 9, []string{"b", "c"}},
		{[]string{"a", "b", "c", "d"}, 3, nil},
	} {
		hits, err := Hide(r, func(id string) bool { return slices.Contains(c.hidden, id) }).Search(t.Context(), index.Query{K: c.k})
		var got []string
		for _, h := range hits {
			got = append(got, h.Article)
		}
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("without %v: %v, %v, want %v", c.hidden, got, err, c.want)
		}
	}
}
