package rag

import (
	"slices"
	"strings"

	"newsdesk/corpus"
	"newsdesk/rag/terms"
)

// "Which school has more pupils, Thrupp or Wick Marsh?" is answered by the
// figure of each, whatever the figures of others.

// either are the content stems of the two things that a question compares by
// measure, or nil.
func (p *parsed) either() [][]string {
	or := slices.IndexFunc(p.tokens, func(t terms.Token) bool { return t.Lower == "or" })
	if or < 0 || p.wh < 0 || !slices.ContainsFunc(p.tokens[:or], func(t terms.Token) bool { return comparative(t.Lower) }) {
		return nil
	}
	comma := or - 1
	for comma > p.wh && p.tokens[comma].Lower != "," {
		comma--
	}
	if comma <= p.wh {
		return nil
	}
	var sides [][]string
	first, second := p.tokens[comma+1:or], p.tokens[or+1:]
	if slices.ContainsFunc(second, func(t terms.Token) bool { return hasWord("1 that those ones", t.Lower) }) {
		// "the power cut in the city or the one in Fallow End": what tells the
		// first apart stands behind its preposition.
		if k := slices.IndexFunc(first, func(t terms.Token) bool { return hasWord("in of at on from by for", t.Lower) }); k >= 0 {
			first = first[k:]
		}
	}
	for _, part := range [][]terms.Token{first, second} {
		var stems []string
		for _, t := range part {
			if subject(t) && !t.Number {
				stems = append(stems, t.Stem)
			}
		}
		if len(stems) == 0 {
			return nil
		}
		sides = append(sides, stems)
	}
	a := slices.DeleteFunc(slices.Clone(sides[0]), func(s string) bool { return slices.Contains(sides[1], s) })
	b := slices.DeleteFunc(slices.Clone(sides[1]), func(s string) bool { return slices.Contains(sides[0], s) })
	if len(a) == 0 || len(b) == 0 {
		return nil
	}
	return [][]string{a, b}
}

// comparative reports whether a word compares by measure.
func comparative(w string) bool {
	return hasWord("more most less least fewer fewest", w) || slices.Contains(comparatives, w)
}

// comparatives of adjectives that a number can bear out.
var comparatives = strings.Fields(`longer longest shorter shortest larger largest bigger biggest smaller smallest higher highest lower lowest
taller tallest older oldest younger youngest heavier heaviest faster fastest slower slowest deeper deepest wider widest costlier dearer cheaper
cheapest earlier earliest later latest`)

// each is one statement for each of two things compared, the best that holds a
// number and, by itself, its title or the sentence before, the most of the
// thing's words; nil where either has none.
func (e *Engine) each(f *found) []statement {
	var out []statement
	for k, stems := range f.q.sides {
		others := f.q.sides[1-k]
		best, most := -1, 0
		for i, ev := range f.ranked {
			if len(ev.cands.numbers) == 0 || ev.Kind != corpus.Body || !f.measures(ev.sentence) || slices.ContainsFunc(others, ev.has) {
				continue
			}
			before := ev.doc.neighbour(ev.i, -1)
			held := 0
			for _, stem := range stems {
				switch {
				case ev.has(stem):
					held += 3
				case ev.doc.title[stem], before != nil && before.Block == ev.Block && before.read(f.scorer.words).has(stem):
					held += 2
				}
			}
			if held > most && held >= len(stems) {
				best, most = i, held
			}
		}
		if best < 0 {
			return nil
		}
		out = append(out, complete(out, f.ranked[best]))
	}
	return out
}

// measures reports whether a sentence has a number of what the question
// compares: a length of time or space for "longer", the noun itself for "more
// pupils".
func (f *found) measures(s *sentence) bool {
	for i, t := range f.q.tokens {
		switch {
		case !comparative(t.Lower):
		case hasWord("longer longest shorter shortest", t.Lower):
			return len(measured(s, s.cands.numbers)) > 0
		case hasWord("more most less least fewer fewest", t.Lower) && i+1 < len(f.q.tokens) && subject(f.q.tokens[i+1]):
			return s.has(f.q.tokens[i+1].Stem)
		}
	}
	return true
}
