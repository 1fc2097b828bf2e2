package rag

import (
	"cmp"
	"math"
	"slices"

	"newsdesk/corpus"
)

// An answer that gives a figure shows what other articles give for the same
// thing, however the question is worded: what the figure is of is read from
// the sentences, not from the question.

// given is a figure in a sentence found.
type given struct {
	evidence
	*datum
}

// dissent is one statement of each article that gives the figure asked for,
// where two give different ones or the answer lacks it; else nil. shown is what the
// answer holds otherwise: its figure is the one asked for where the question
// names no thing of the lexicon.
func (e *Engine) dissent(f *found, shown []statement) []statement {
	if f.wants.thing == nil && f.q.typ != wantsNumber {
		return nil
	}
	all := e.givenFigures(f)
	first := f.asked(all, shown)
	if first == nil {
		return nil
	}
	out := []statement{complete(nil, first.evidence)}
	seen := []*document{first.evidence.doc}
	differ := false
	for _, g := range all {
		if !g.sameThing(first.datum) || slices.Contains(seen, g.evidence.doc) || !first.oneOccasion(g.datum, e.words) {
			continue
		}
		agrees := g.agrees(first.datum)
		if !agrees && (g.evidence.doc.gives(first.datum, e.words) || first.evidence.doc.gives(g.datum, e.words)) {
			continue // which of its two figures is meant cannot be told
		}
		if k := e.sameAs(f, out, g.evidence); k >= 0 {
			out[k].also = append(out[k].also, g.evidence)
		} else if len(out) < maxRemarks {
			out = append(out, complete(out, g.evidence))
			differ = differ || !agrees
		}
		seen = append(seen, g.evidence.doc)
	}
	f.figured = first.datum
	if !differ {
		if first.thing != nil && f.wants.thing != nil && !shows(shown, first.evidence) {
			return out
		}
		return nil
	}
	if f.supersedes(out) {
		slices.SortStableFunc(out, func(a, b statement) int { return b.doc.Published.Compare(a.doc.Published) })
	}
	return out
}

// maxOpposed is how many statements are added to an overview at most.
const maxOpposed = 2

// opposed adds to an overview what other articles give for a figure in it that
// is of a thing of the lexicon.
func (e *Engine) opposed(f *found, shown []statement) []statement {
	if len(shown) == 0 || len(shown) > overviewMost/2 {
		return shown // an overview of many articles is of more than one event
	}
	added := 0
	all := e.givenFigures(f)
	for _, s := range shown {
		for i := range s.data(e.words) {
			first := &s.figured[i]
			for _, g := range all {
				d := g.evidence.doc
				seen := slices.ContainsFunc(shown, func(o statement) bool { return o.doc == d || slices.Contains(docsOf(o.also), d) })
				if seen || added == maxOpposed || first.thing == nil || !g.conflicts(first) || !first.oneOccasion(g.datum, e.words) || d.gives(first, e.words) || s.doc.gives(g.datum, e.words) {
					continue
				}
				shown, added = append(shown, complete(shown, g.evidence)), added+1
			}
		}
	}
	return shown
}

// givenFigures are the figures of the articles found: of the sentences ranked,
// best first, then of the others.
func (e *Engine) givenFigures(f *found) []given {
	var out []given
	ranked := make(map[*sentence]bool)
	put := func(ev evidence) {
		for i := range ev.data(e.words) {
			out = append(out, given{ev, &ev.figured[i]})
		}
	}
	for _, ev := range f.ranked {
		ranked[ev.sentence] = true
		if ev.Kind == corpus.Body {
			put(ev)
		}
	}
	seen := make(map[*document]bool)
	for _, hit := range f.hits {
		d := f.docs[hit.Article]
		if d == nil || seen[d] {
			continue
		}
		seen[d] = true
		for i := range d.sentences {
			if s := &d.sentences[i]; s.Kind == corpus.Body && !s.tainted && !ranked[s] {
				put(evidence{sentence: s, score: math.Inf(-1)})
			}
		}
	}
	return out
}

// asked is the figure that the question asks for, or nil.
func (f *found) asked(all []given, shown []statement) *given {
	if f.wants.thing != nil {
		var other *given
		back := f.q.looksBack()
		for i := range all {
			g := &all[i]
			switch {
			case g.score < f.ranked[0].score-figureMargin || f.q.period.fits(g.evidence.sentence) < 0 || !f.wants.of(g.datum) || !f.concerns(g.evidence.sentence):
			case g.evidence.remembers() != back:
				other = cmp.Or(other, g) // an article looks back, where none is asked to
			default:
				return g
			}
		}
		return other
	}
	if f.q.typ != wantsNumber || len(shown) == 0 {
		return nil
	}
	x, ok := f.figure(shown[0].sentence, f.q.unit())
	if !ok {
		return nil
	}
	for i := range all {
		if g := &all[i]; g.evidence.sentence == shown[0].sentence && g.at == x.at {
			return g
		}
	}
	return nil
}

// concerns reports whether a sentence, its title or what its article opens with
// holds every name and number of the question and half of the weight of its other words,
// those for the figure apart; of the best sentence the names and numbers are
// enough.
func (f *found) concerns(s *sentence) bool {
	var held, all float64
	for i := range f.q.terms {
		t := &f.q.terms[i]
		if lightVerbs[t.stem] || negations[t.lower] || t.stem == f.q.focus || t.stem == tollStem || everybody[t.stem] || f.wants.thing == dying && takesLife[t.stem] || measureUnits[t.stem] || f.wants.thing.happens[t.stem] || slices.ContainsFunc(t.similar, func(o string) bool { return f.wants.thing.happens[o] }) {
			continue
		}
		in := s.doc.title[t.stem] || f.scorer.holds(s, i) >= nearLikeness || slices.ContainsFunc(s.doc.opening(), func(o *sentence) bool { return f.scorer.holds(o, i) >= nearLikeness })
		switch {
		case in:
			held += t.weight
		case f.q.hard(t):
			return false
		}
		all += t.weight
	}
	return 2*held >= all || s == f.ranked[0].sentence
}
