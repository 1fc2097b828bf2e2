package index

import (
	"context"
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"strings"

	bindex "github.com/blevesearch/bleve_index_api"
)

// BM25's parameters (Robertson and Zaragoza, 2009): saturation and length.
const (
	bm25K1 = 1.2
	bm25B  = .75
)

// stats are what scoring needs to know of the whole index.
type stats struct {
	passages int
	avgLen   float64
}

func (l *lexical) stats() (stats, error) {
	var s stats
	err := l.read(func(r bindex.IndexReader) error {
		n, err := r.DocCount()
		if err != nil || n == 0 {
			return err
		}
		s.passages = int(n)
		// Every posting's frequency sums to the total length; reading all of
		// them is dear, so the average comes from a sample of documents.
		s.avgLen, err = sampleLength(r, nil)
		return err
	})
	return s, err
}

// sampleLength is the average field length over the postings of the commonest
// of a few function words, which nearly every passage holds. A word's postings
// are read to their end and lengths summed as whole numbers: bleve numbers its
// documents as its segments happen to be merged, and the same passages must give
// the same average. docs, if not nil, says which documents count.
func sampleLength(r bindex.IndexReader, docs []bool) (float64, error) {
	var sum, n int
	for _, word := range [...]string{"the", "a", "in", "of", "to", "and"} {
		tfr, err := r.TermFieldReader(context.Background(), []byte(word), textField, true, true, false)
		if err != nil {
			return 0, err
		}
		for {
			d, err := tfr.Next(nil)
			if err != nil {
				return 0, errors.Join(err, tfr.Close())
			}
			if d == nil {
				break
			}
			if docs != nil && !docs[docNumber(d.ID)] {
				continue
			}
			sum += int(math.Round(fieldLength(d)))
			n++
		}
		if err := tfr.Close(); err != nil {
			return 0, err
		}
		if n >= 5_000 {
			break
		}
	}
	if n == 0 {
		return 150, nil
	}
	return float64(sum) / float64(n), nil
}

// fieldLength undoes bleve's norm, 1/√length.
func fieldLength(d *bindex.TermFieldDoc) float64 {
	if d.Norm == 0 {
		return 1
	}
	return 1 / (d.Norm * d.Norm)
}

// scored is a passage with its score.
type scored struct {
	key   string
	score float64
}

// search is BM25 over the postings of the query's terms, with the weights
// that the caller gives them instead of an IDF of this index. Best first, ties in the order of
// article and place; at most k, and after them the passages of also that are
// not among them, so that every candidate has a score.
func (l *lexical) search(ctx context.Context, query []Term, avgLen float64, k int, in scope, also []string) ([]scored, error) {
	var out []scored
	err := l.read(func(r bindex.IndexReader) error {
		var acc accumulator
		for _, t := range query {
			if err := ctx.Err(); err != nil {
				return err
			}
			for i, stem := range append([]string{t.Stem}, t.Similar...) {
				weight := t.Weight
				if i > 0 {
					weight *= similarWeight
				}
				if err := postings(ctx, r, textField, stem, func(d *bindex.TermFieldDoc) error {
					tf := float64(d.Freq)
					acc.add(docNumber(d.ID), weight*tf*(bm25K1+1)/(tf+bm25K1*(1-bm25B+bm25B*fieldLength(d)/avgLen)))
					return nil
				}); err != nil {
					return err
				}
			}
			acc.endTerm()
		}
		passes, err := in.passes(ctx, r)
		if err != nil {
			return err
		}
		if out, err = acc.top(r, k, passes); err != nil {
			return err
		}
		found := make(map[string]bool, len(out))
		for _, s := range out {
			found[s.key] = true
		}
		for _, key := range also {
			if found[key] {
				continue
			}
			id, err := r.InternalID(key)
			if err != nil {
				return err
			}
			s := scored{key: key}
			if id != nil {
				s.score = acc.of(docNumber(id))
			}
			out = append(out, s)
		}
		return nil
	})
	return out, err
}

// similarWeight is how much a word counts that stands in for another.
const similarWeight = .8

// postings calls fn for each passage whose field holds the term.
func postings(ctx context.Context, r bindex.IndexReader, field, term string, fn func(*bindex.TermFieldDoc) error) error {
	tfr, err := r.TermFieldReader(ctx, []byte(term), field, true, true, false)
	if err != nil {
		return err
	}
	var buf bindex.TermFieldDoc
	for {
		d, err := tfr.Next(buf.Reset())
		if err == nil && d != nil {
			err = fn(d)
		}
		if err != nil || d == nil {
			return errors.Join(err, tfr.Close())
		}
	}
}

// docNumber reads scorch's internal identifier, a big-endian number.
func docNumber(id bindex.IndexInternalID) int { return int(binary.BigEndian.Uint64(id)) }

// accumulator sums scores by document number. Of a term's several readings
// the best counts. Terms are added in the query's order, so that equal
// passages get bit-equal sums.
type accumulator struct {
	sum, best []float64
	touched   []int // since the last endTerm
}

func (a *accumulator) add(doc int, score float64) {
	if doc >= len(a.sum) {
		a.sum = append(a.sum, make([]float64, doc+1024-len(a.sum))...)
		a.best = append(a.best, make([]float64, len(a.sum)-len(a.best))...)
	}
	if a.best[doc] == 0 {
		a.touched = append(a.touched, doc)
	}
	a.best[doc] = max(a.best[doc], score)
}

func (a *accumulator) endTerm() {
	for _, doc := range a.touched {
		a.sum[doc] += a.best[doc]
		a.best[doc] = 0
	}
	a.touched = a.touched[:0]
}

func (a *accumulator) of(doc int) float64 {
	if doc < len(a.sum) {
		return a.sum[doc]
	}
	return 0
}

// top takes the best k of the passages that pass.
func (a *accumulator) top(r bindex.IndexReader, k int, passes func(doc int) (bool, error)) ([]scored, error) {
	near := newBest(k)
	var docs []int
	for doc, s := range a.sum {
		if s <= 0 || s < near.floor() {
			continue
		}
		ok, err := passes(doc)
		if err != nil {
			return nil, err
		}
		if ok {
			near.add(s)
			docs = append(docs, doc)
		}
	}
	var out []scored
	for _, doc := range docs {
		if a.sum[doc] < near.floor() {
			continue
		}
		key, err := docKey(r, doc)
		if err != nil {
			return nil, err
		}
		out = append(out, scored{key, a.sum[doc]})
	}
	slices.SortFunc(out, compareScored)
	return out[:min(k, len(out))], nil
}

// fewArticles is up to how many articles their passages are looked up, and not
// the articles of passages.
const fewArticles = 500

// scope is the part of the index that is searched: the passages of the articles
// allowed, nil for all, and where it is known, by number, which documents these
// are.
type scope struct {
	allowed map[string]bool
	docs    []bool
}

// passes says which documents are in the scope.
func (s scope) passes(ctx context.Context, r bindex.IndexReader) (func(doc int) (bool, error), error) {
	allowed := s.allowed
	switch {
	case allowed == nil:
		return func(int) (bool, error) { return true, nil }, nil
	case s.docs != nil:
		return func(doc int) (bool, error) { return s.docs[doc], nil }, nil
	}
	if len(allowed) > fewArticles {
		return func(doc int) (bool, error) {
			key, err := docKey(r, doc)
			article, _ := splitKey(key)
			return allowed[article], err
		}, nil
	}
	docs := make(map[int]bool)
	for article := range allowed {
		if err := postings(ctx, r, articleField, article, func(d *bindex.TermFieldDoc) error {
			docs[docNumber(d.ID)] = true
			return nil
		}); err != nil {
			return nil, err
		}
	}
	return func(doc int) (bool, error) { return docs[doc], nil }, nil
}

// docKey is the key of the passage with that document number.
func docKey(r bindex.IndexReader, doc int) (string, error) {
	return r.ExternalID(binary.BigEndian.AppendUint64(nil, uint64(doc)))
}

// compareScored orders by score, best first, then by article and place.
func compareScored(a, b scored) int {
	if a.score != b.score {
		return cmpDesc(a.score, b.score)
	}
	return compareKeys(a.key, b.key)
}

func cmpDesc(a, b float64) int {
	switch {
	case a > b:
		return -1
	case a < b:
		return 1
	}
	return 0
}

// compareKeys orders passages by article, then by place in it.
func compareKeys(a, b string) int {
	x, m := splitKey(a)
	y, n := splitKey(b)
	if c := strings.Compare(x, y); c != 0 {
		return c
	}
	return m - n
}
