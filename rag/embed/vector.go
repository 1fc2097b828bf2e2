package embed

import (
	"context"

	"newsdesk/rag/vector"
)

// Embed returns a vector for each text, in order: of unit length, or all zero
// where the text has no known word. It stops early with ctx's error. The
// texts are not changed; the vectors are the caller's.
func (t *Table) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	for i, s := range texts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		out[i] = t.Vector(s)
	}
	return out, nil
}

// Vector is the embedding of one text: of unit length, or all zero where the
// text has no known word. It is the caller's own. It is nil of a nil Table.
func (t *Table) Vector(text string) []float32 {
	if t == nil {
		return nil
	}
	v := make([]float32, t.dim)
	var buf [64]uint32
	t.sum(v, t.appendRows(buf[:0], text))
	if n := float32(vector.Length(v)); n > 0 {
		scale(v, 1/n)
	}
	return v
}

// Word is the sum of the vectors of a word's pieces, not normalised: its
// length is the word's weight (smooth inverse frequency), so the sum of a
// text's words, scaled to unit length, is the text's Vector. An unknown word
// is all zero. The result is shared: callers must not modify it.
//
// A repeated word costs one look-up in a cache of bounded size.
func (t *Table) Word(lower string) []float32 {
	v, _ := t.WordNorm(lower)
	return v
}

// WordNorm is Word with the length of its vector, which the cache keeps.
func (t *Table) WordNorm(lower string) (v []float32, norm float32) {
	if t == nil {
		return nil, 0
	}
	h := uint32(hashSeed)
	for i := range len(lower) {
		h = hashByte(h, lower[i])
	}
	slot := &t.cache[finish(h)%cacheSlots]
	if e := slot.Load(); e != nil && e.word == lower {
		return e.vec, e.norm
	}
	var buf [16]uint32
	e := &wordEntry{word: lower, vec: t.zero}
	if rows := t.appendRows(buf[:0], lower); len(rows) > 0 {
		e.vec = make([]float32, t.dim)
		t.sum(e.vec, rows)
		e.norm = float32(vector.Length(e.vec))
	}
	if len(lower) <= maxCachedWord {
		slot.Store(e)
	}
	return e.vec, e.norm
}

// Rank is the place of a word in the vocabulary, which is sorted by how often
// the words occur in English, or -1 if the word is not one piece. Word ranks
// start near 1,000 with "the"; lower rows are punctuation and single letters.
func (t *Table) Rank(lower string) int {
	if t == nil {
		return -1
	}
	var buf [16]uint32
	if rows := t.appendRows(buf[:0], lower); len(rows) == 1 {
		return int(rows[0])
	}
	return -1
}

// The cache maps a word's hash to one entry that the next word with that hash
// replaces: at most cacheSlots entries of about 1.1 KB, no lock, no eviction
// list. Two words that share a slot only cost each other a recomputation.
const (
	cacheSlots    = 8192
	maxCachedWord = 64 // bytes: longer "words" are not worth keeping alive
)

type wordEntry struct {
	word string
	vec  []float32
	norm float32
}

// sum adds the rows to v.
func (t *Table) sum(v []float32, rows []uint32) {
	for _, row := range rows {
		s := t.scale(row)
		values := t.rows[int(row)*t.dim:][:len(v)]
		for j := range v {
			// The conversion keeps the product from being fused with the
			// addition, so that every processor gives the same bits.
			v[j] += float32(s * float32(int8(values[j])))
		}
	}
}

func scale(v []float32, by float32) {
	for j := range v {
		v[j] *= by
	}
}
