package index

import (
	"context"
	"slices"

	"newsdesk/corpus"
)

// Term is one word of a query.
type Term struct {
	// Stem is as package terms makes it.
	Stem string
	// Similar are indexed stems that may stand for it, for a word that the
	// index does not know.
	Similar []string
	// Weight is what a match is worth, an IDF.
	Weight float64
}

// Query is what to search for.
type Query struct {
	Terms  []Term
	Vector []float32 // of the index's embedder; nil for lexical only
	// Text takes the place of Vector where the index's embedder is a
	// QueryEmbedder, whose vectors the caller does not have.
	Text   string
	Filter corpus.Filter
	// K is how many passages to return at most.
	K int
	// Depth is how many passages each leg proposes, 100 where it is 0.
	Depth int
}

// Hit is a passage that was found.
type Hit struct {
	corpus.Passage
	// Score is the fused score: LexicalShare parts BM25 and the rest cosine,
	// each scaled to 0–1 over the candidates of this query. It ranks; it
	// says nothing of how good the best is.
	Score float64
	// Lexical is the raw BM25 score, Dense the raw cosine.
	Lexical, Dense float64
	// Foreign says that the cosine is not one to Query.Vector but to a vector
	// of Query.Text, in the space of a QueryEmbedder.
	Foreign bool
}

// LexicalShare is the weight of BM25 in the fused score. Fusing scores, not
// ranks, and leaning on BM25 is what measured best on news (convex
// combination; Bruch, Gai and Ingber, 2023).
const LexicalShare = .7

// candidates is how many passages each leg proposes, if nothing else is asked
// for.
const candidates = 100

// Search returns the best passages, ties in the order of article and place.
func (x *Index) Search(ctx context.Context, q Query) ([]Hit, error) {
	if err := x.refresh(ctx); err != nil {
		return nil, err
	}
	e, foreign := x.embedder.(QueryEmbedder)
	if foreign {
		var err error
		if q.Vector, err = e.EmbedQuery(ctx, q.Text); err != nil {
			return nil, err
		}
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	allowed, err := x.passing(ctx, q.Filter)
	if err != nil {
		return nil, err
	}
	depth := candidates
	if q.Depth > 0 {
		depth = q.Depth
	}
	avgLen, docs := x.stats.avgLen, []bool(nil)
	if q.Filter.View != nil {
		s, err := x.seenBy(ctx, q.Filter.View)
		if err != nil {
			return nil, err
		}
		if avgLen = s.stats.avgLen; len(allowed) == len(s.articles) {
			docs = s.docs
		}
	}
	near, err := x.dense.Nearest(ctx, q.Vector, depth, allowed)
	if err != nil {
		return nil, err
	}
	cosine := make(map[string]float64, 2*depth)
	also := make([]string, len(near))
	for i, n := range near {
		cosine[n.Key], also[i] = n.Cosine, n.Key
	}
	found, err := x.lex.search(ctx, q.Terms, avgLen, depth, scope{allowed, docs}, also)
	if err != nil {
		return nil, err
	}
	hits := make([]Hit, 0, len(found))
	for _, f := range found {
		p, ok := x.passages[f.key]
		if !ok { // the lexical index is behind; the library is the truth
			continue
		}
		c, ok := cosine[f.key]
		if !ok && len(q.Vector) > 0 {
			c = x.dense.Cosine(ctx, f.key, q.Vector)
		}
		hits = append(hits, Hit{Passage: p, Lexical: f.score, Dense: c, Foreign: foreign})
	}
	fuse(hits)
	return hits[:min(q.K, len(hits))], nil
}

// fuse scores and orders hits.
func fuse(hits []Hit) {
	lexical := scaler(hits, func(h Hit) float64 { return h.Lexical })
	dense := scaler(hits, func(h Hit) float64 { return h.Dense })
	for i, h := range hits {
		hits[i].Score = LexicalShare*lexical(h.Lexical) + (1-LexicalShare)*dense(h.Dense)
	}
	slices.SortFunc(hits, func(a, b Hit) int {
		if a.Score != b.Score {
			return cmpDesc(a.Score, b.Score)
		}
		return compareKeys(passageKey(a.Article, a.N), passageKey(b.Article, b.N))
	})
}

// scaler maps a figure of hits linearly onto 0–1; where all are equal, to 0.
func scaler(hits []Hit, of func(Hit) float64) func(float64) float64 {
	if len(hits) == 0 {
		return func(float64) float64 { return 0 }
	}
	lo, hi := of(hits[0]), of(hits[0])
	for _, h := range hits {
		lo, hi = min(lo, of(h)), max(hi, of(h))
	}
	return func(v float64) float64 { return (v - lo) / max(hi-lo, 1e-9) }
}
