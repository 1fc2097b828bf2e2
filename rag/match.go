package rag

import (
	"newsdesk/rag/terms"
	"newsdesk/rag/vector"
)

// scorer measures sentences against one question. It remembers what it has
// computed for each word. Not safe for concurrent use.
type scorer struct {
	q     *query
	words Words
	sims  map[string][]float32 // word → cosine to each term
	near  map[string]uint64    // stem → terms that it is a near form of, a bit each
	focus map[string]float32
}

func newScorer(q *query, w Words) *scorer {
	return &scorer{q: q, words: w, sims: make(map[string][]float32), near: make(map[string]uint64), focus: make(map[string]float32)}
}

// match is how the question's words fare in one sentence.
type match struct {
	exact, near []bool  // by term
	positions   [][]int // tokens, by term
}

// match finds the question's words in s.
func (sc *scorer) match(s *sentence) match {
	n := len(sc.q.terms)
	m := match{exact: make([]bool, n), near: make([]bool, n), positions: make([][]int, n)}
	missing := false
	for i := range sc.q.terms {
		t := &sc.q.terms[i]
		if at := s.at[t.stem]; len(at) > 0 {
			m.exact[i], m.positions[i] = true, at
			continue
		}
		for _, alt := range t.similar {
			if at := s.at[alt]; len(at) > 0 {
				m.exact[i], m.positions[i] = true, at
				break
			}
		}
		missing = missing || !m.exact[i]
	}
	if !missing {
		return m
	}
	for _, k := range s.words {
		stem := s.tokens[k].Stem
		bits := sc.nearTo(stem)
		for i := 0; bits != 0 && i < n; i++ {
			if bits&(1<<i) != 0 && !m.exact[i] && !m.near[i] {
				m.near[i], m.positions[i] = true, s.at[stem]
			}
		}
	}
	return m
}

// nearTo is the set of terms (the first 64) that stem is a near form of.
func (sc *scorer) nearTo(stem string) uint64 {
	if bits, ok := sc.near[stem]; ok {
		return bits
	}
	var bits uint64
	for i := range sc.q.terms {
		if i < 64 && terms.Near(sc.q.terms[i].stem, stem) {
			bits |= 1 << i
		}
	}
	sc.near[stem] = bits
	return bits
}

// cosines are those of a word to each of the question's terms.
func (sc *scorer) cosines(word string) []float32 {
	if c, ok := sc.sims[word]; ok {
		return c
	}
	c := make([]float32, len(sc.q.terms))
	if v, n := sc.words.WordNorm(word); n > 0 {
		for i := range sc.q.terms {
			c[i] = vector.Dot(sc.q.terms[i].unit, v) / n
		}
		if sc.q.focusV != nil {
			sc.focus[word] = vector.Dot(sc.q.focusV, v) / n
		}
	}
	sc.sims[word] = c
	return c
}
