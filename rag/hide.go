package rag

import (
	"context"
	"slices"

	"newsdesk/rag/index"
)

// hideDepth is how many passages are asked for before the hidden ones are
// dropped, far more than an index proposes.
const hideDepth = 1000

// Hide is r without the articles of which hidden is true: an Engine on it
// answers as if they were not in the archive, which is how silence is measured
// (rag/eval) and learned. Only Search hides: the frequencies of words stay
// those of the whole archive. hidden is called from many goroutines.
func Hide(r Retriever, hidden func(article string) bool) Retriever { return hiding{r, hidden} }

type hiding struct {
	Retriever
	hidden func(article string) bool
}

func (h hiding) Search(ctx context.Context, q index.Query) ([]index.Hit, error) {
	k := q.K
	q.K = max(k, hideDepth)
	hits, err := h.Retriever.Search(ctx, q)
	hits = slices.DeleteFunc(hits, func(hit index.Hit) bool { return h.hidden(hit.Article) })
	return hits[:min(k, len(hits))], err
}
