package rag

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"newsdesk/corpus"
	"newsdesk/corpus/dates"
	"newsdesk/rag/terms"
)

// figures is one statement of each article that gives a figure in the unit of
// the best, about the same names and things and nearly as much to the point:
// where sources give different values, an ordinary answer shows them all, the
// newest report first where each has its own date.
func (e *Engine) figures(f *found) []statement {
	if len(f.ranked) == 0 {
		return nil
	}
	unit, margin := "", scoreMargin/2
	if u := cmp.Or(f.q.unit(), f.q.claimedUnit()); u != "" { // what is counted says more than the words around it
		unit, margin = u, figureMargin
	}
	at := slices.IndexFunc(f.ranked, func(ev evidence) bool { _, ok := f.figure(ev.sentence, unit); return ok && ev.Kind == corpus.Body })
	if at < 0 || f.ranked[at].score < f.ranked[0].score-margin {
		return nil
	}
	best := f.ranked[at]
	first, _ := f.figure(best.sentence, unit)
	var out []statement
	for _, ev := range f.ranked[at:] {
		if ev.score < best.score-figureMargin || len(out) == maxRemarks {
			break
		}
		seen := slices.ContainsFunc(out, func(s statement) bool { return s.doc == ev.doc })
		if _, ok := f.figure(ev.sentence, first.unit); !ok || seen || ev.Kind != corpus.Body || !f.sameNames(best.sentence, ev.sentence) || !f.sameThing(best.sentence, ev.sentence) {
			continue
		}
		if k := e.sameAs(f, out, ev); k >= 0 {
			out[k].also = append(out[k].also, ev)
			continue
		}
		out = append(out, complete(out, ev))
	}
	for _, ev := range f.ranked {
		if len(out) > 0 && len(out) <= maxRemarks && !shows(out, ev) && f.revises(ev.sentence, first.unit, out) {
			out = append(out, complete(out, ev))
		}
	}
	if f.supersedes(out) {
		slices.SortStableFunc(out, func(a, b statement) int { return b.doc.Published.Compare(a.doc.Published) })
	}
	return out
}

// shows reports whether a sentence is among the statements.
func shows(list []statement, ev evidence) bool {
	return slices.ContainsFunc(list, func(s statement) bool {
		return s.doc == ev.doc && s.from <= ev.i && ev.i < s.to || slices.ContainsFunc(s.also, func(a evidence) bool { return a.sentence == ev.sentence })
	})
}

// revises reports whether a sentence corrects a figure of the statements:
// "from 5.8 to 5.9" those that give 5.8.
func (f *found) revises(s *sentence, unit string, list []statement) bool {
	_, old, ok := f.revised(s, unit)
	return ok && slices.ContainsFunc(list, func(o statement) bool {
		x, ok := f.figure(o.sentence, unit)
		return ok && x.value == old
	})
}

// revised is the new figure and the old one of a sentence that has both.
func (f *found) revised(s *sentence, unit string) (x quantity, old float64, ok bool) {
	if x, ok = f.figure(s, unit); !ok || x.at < 2 || s.tokens[x.at-1].Lower != "to" {
		return x, 0, false
	}
	for i := max(1, x.at-4); i < x.at-1; i++ {
		if s.tokens[i-1].Lower == "from" {
			if v, _, ok := number(s.tokens, i); ok {
				return x, v, true
			}
		}
	}
	return x, 0, false
}

// figureMargin is how far behind the best a sentence with another article's
// figure may score.
const figureMargin = 9

// figure is the quantity of a sentence that stands nearest to the question's
// words, of one unit if unit is not empty.
func (f *found) figure(s *sentence, unit string) (quantity, bool) {
	var best quantity
	nearest := 0
	m := f.scorer.match(s.read(f.scorer.words))
	for _, x := range f.q.quantities(s) {
		if unit != "" && x.unit != unit && (unit == f.q.unit() || x.kind() != kindOf(unit)) || f.q.wantsLength() && !lengthUnits[x.unit] || f.extents && x.kind() != extent || f.ofOther(s, x) {
			continue
		}
		gap := 0
		for i := range f.q.terms {
			if d := distance(m.positions[i], x.at); d >= 0 && !f.q.entities[f.q.terms[i].stem] {
				gap -= max(0, 12-d)
			}
		}
		if best.text == "" || gap < nearest {
			best, nearest = x, gap
		}
	}
	return best, best.text != ""
}

// ofOther reports whether a figure is plainly of another thing than the question
// asks for: of the dead, where the injured are.
func (f *found) ofOther(s *sentence, x quantity) bool {
	if f.wants.thing == nil {
		return false
	}
	d := s.datumOf(x, f.scorer.words)
	return d != nil && d.kind == f.wants.kind && d.thing != nil && d.thing != f.wants.thing
}

// sameThing reports whether b holds, in a word of like meaning at least, every
// word of the question that a holds, names and light verbs apart: the number
// aboard is not the number of the dead.
func (f *found) sameThing(a, b *sentence) bool {
	if otherTime(a, b) {
		return false
	}
	if f.q.wantsLength() {
		return f.oneLength(a, b) // a length of time beside the same names is of the same thing
	}
	for i := range f.q.terms {
		t := &f.q.terms[i]
		if f.q.entities[t.stem] || lightVerbs[t.stem] || t.stem == f.q.focus || f.scorer.holds(a, i) < 1 {
			continue
		}
		if f.scorer.holds(b, i) < nearLikeness && !f.about(b.doc, t.stem) {
			return false
		}
	}
	return true
}

// datumOf is the first of the sentence's data at the number of a quantity, or nil.
func (s *sentence) datumOf(x quantity, w Words) *datum {
	for i := range s.data(w) {
		if s.figured[i].at == x.at {
			return &s.figured[i]
		}
	}
	return nil
}

// oneLength reports whether the lengths of time that two sentences give may be
// of one thing: no word of the lexicon says that they are of two, nor is one of
// what is to come.
func (f *found) oneLength(a, b *sentence) bool {
	of := func(s *sentence) *datum {
		x, _ := f.figure(s, "")
		return s.datumOf(x, f.scorer.words)
	}
	x, y := of(a), of(b)
	if x != nil && y != nil && x.kind == extent && y.kind == extent {
		return x.sameThing(y) // much has a length in metres
	}
	return x == nil || y == nil || x.future == y.future && (x.thing == nil || y.thing == nil || x.thing == y.thing)
}

// supersedes reports whether the statements come from reports of different days.
func (f *found) supersedes(list []statement) bool {
	days := make(map[time.Time]bool)
	for _, s := range list {
		if s.doc.Published.IsZero() {
			return false
		}
		days[s.doc.Published] = true
	}
	return len(list) > 1 && len(days) == len(list)
}

// compareValues notes that cited articles give different figures of one kind
// where the question asks for a number, or that one sentence sets the figures
// of two side by side.
func (w *writer) compareValues(words Words) {
	f := w.f
	if slices.ContainsFunc(f.q.tokens, func(t terms.Token) bool { return t.Lower == "each" || t.Lower == "respectively" }) {
		return // several figures are asked for
	}
	claimed := f.q.claimedUnit()
	if i, ok := f.q.at[f.q.focus]; f.q.typ != wantsNumber && claimed == "" || ok && !f.q.terms[i].known {
		return // what is counted stands nowhere
	}
	for i, s := range w.shown {
		if sides := f.estimates(s.sentence); len(sides) > 1 {
			for k := range sides {
				sides[k].citations, sides[k].sources = w.statements[i].Citations[:1], []int{k}
			}
			w.differ("the figure", figuresDiffer, sides, true)
			return
		}
	}
	if len(w.shown) < 2 || f.figured != nil && f.figured.thing != nil {
		return
	}
	first, ok := f.figure(w.shown[0].sentence, cmp.Or(f.q.unit(), claimed))
	if !ok {
		return
	}
	var sides []side
	var figures []quantity
	var of, held []*sentence
	for i, s := range w.shown {
		x, ok := f.figure(s.sentence, first.unit)
		if !ok || !f.sameThing(w.shown[0].sentence, s.sentence) || f.q.period.fits(s.sentence) < 0 {
			continue
		}
		k := slices.IndexFunc(figures, x.same)
		if k < 0 && i > 0 && !slices.ContainsFunc(held, func(o *sentence) bool { return o.doc == s.doc || oneOccasion(o, s.sentence, words) }) {
			continue
		}
		held = append(held, s.sentence)
		if k < 0 {
			k = len(figures)
			figures, of = append(figures, x), append(of, s.sentence)
			sides = append(sides, side{position: position{text: x.text}, doc: s.doc})
		}
		for _, d := range append([]*document{s.doc}, docsOf(s.also)...) {
			sides[k].sources = appendNew(sides[k].sources, w.sourceOf(d))
		}
		for _, n := range w.statements[i].Citations {
			sides[k].citations = appendNew(sides[k].citations, n)
		}
	}
	for k := range sides {
		if _, old, ok := f.revised(of[k], first.unit); ok {
			if i := slices.IndexFunc(figures, func(x quantity) bool { return x.value == old }); i >= 0 {
				sides[k].instead = fmt.Sprintf(" (corrected from %s %s)", sides[i].text, markers(sides[i].citations))
				sides[i].gone = true
			}
		}
	}
	sides = slices.DeleteFunc(sides, func(s side) bool { return s.gone })
	w.differ("the figure in "+first.unit, figuresDiffer, sides, true)
}

// estimates are the figures that one sentence sets side by side, each as
// somebody's own: "the town puts the damage at 3 million, insurers at 7.5".
func (f *found) estimates(s *sentence) []side {
	var out []side
	kind, last := "", -1
	for _, x := range f.q.quantities(s) {
		if x.from == 0 || s.tokens[x.from-1].Lower != "at" || kind != "" && x.kind() != kind || last >= 0 && len(dates.Find(s.text()[s.tokens[last].Start:s.tokens[x.at].Start], s.doc.Published)) > 0 {
			continue
		}
		kind, last = x.kind(), x.at
		out = append(out, side{position: position{text: x.text}, doc: s.doc})
	}
	if !s.has(f.q.focus) && !f.tellsOf(s) {
		return nil
	}
	return out
}

func appendNew(list []int, n int) []int {
	if slices.Contains(list, n) {
		return list
	}
	return append(list, n)
}
