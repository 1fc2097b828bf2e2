package rag

import (
	"fmt"
	"slices"
	"strings"

	"newsdesk/corpus"
	"newsdesk/corpus/quote"
	"newsdesk/rag/terms"
)

// Sources disagree where they give different answers that exclude each other.
// An ordinary answer gathers one statement for each side, and says so; copies
// of one text are one source.

// agree reports whether two positions are one.
func (f *found) agree(a, b position) bool {
	switch f.q.typ {
	case wantsYesNo:
		return a.no == b.no
	case wantsWho:
		return quote.SamePerson(a.text, b.text)
	}
	return slices.ContainsFunc(a.stems, func(s string) bool { return slices.Contains(b.stems, s) })
}

// rival reports whether two sides exclude each other. Two places or persons
// that one report names both do not: the campus lies on the island. But who
// hands over an office is named beside the next.
func (f *found) rival(a, b side) bool {
	if f.agree(a.position, b.position) {
		return false
	}
	if f.q.typ != wantsWho && f.q.typ != wantsWhere || f.q.state() {
		return true
	}
	return !f.bothIn(a.doc, a.text, b.text) && !f.bothIn(b.doc, a.text, b.text)
}

// bothIn reports whether one article holds both answers: of each a name, or
// where it has none, every word.
func (f *found) bothIn(d *document, a, b string) bool {
	return f.holdsAnswer(d, a) && f.holdsAnswer(d, b)
}

func (f *found) holdsAnswer(d *document, answer string) bool {
	stems := properStems(answer)
	for i := range d.sentences {
		s := d.sentences[i].read(f.scorer.words)
		if len(stems) > 0 && !slices.ContainsFunc(stems, func(stem string) bool { return !s.has(stem) }) {
			return true
		}
	}
	return false
}

// properStems are the stems of an answer's capitals, or of all its words where
// it has none.
func properStems(answer string) []string {
	var proper, all []string
	for _, t := range terms.Tokens(answer) {
		if !subject(t) {
			continue
		}
		all = append(all, t.Stem)
		if t.Capital {
			proper = append(proper, t.Stem)
		}
	}
	if len(proper) > 0 {
		return proper
	}
	return all
}

// rivalMargin is how far behind the best a sentence of another answer may score,
// in the units of rankWeights.
const rivalMargin = 8

// rivals adds to the statements those of other articles that give another
// answer, nearly as much to the point.
func (e *Engine) rivals(f *found, shown []statement) []statement {
	var held []side
	for _, s := range shown {
		if p, ok := f.position(s.sentence); ok {
			held = append(held, side{position: p, doc: s.doc})
		}
	}
	if len(shown) == 0 || len(held) == 0 && f.q.typ != wantsWhy {
		return shown // of a cause, the sentence that gives it may be far from the event's
	}
	for _, ev := range f.ranked {
		if ev.score < shown[0].score-rivalMargin || len(shown) >= maxNamesakes {
			break
		}
		if ev.Kind != corpus.Body || slices.ContainsFunc(held, func(h side) bool { return h.doc == ev.doc }) {
			continue
		}
		p, ok := f.position(ev.sentence)
		if !ok {
			continue
		}
		other := side{position: p, doc: ev.doc}
		if k := e.sameAs(f, shown, ev); k >= 0 {
			if shown[k].doc != ev.doc && !slices.Contains(docsOf(shown[k].also), ev.doc) {
				shown[k].also = append(shown[k].also, ev)
			}
		} else if !slices.ContainsFunc(held, func(h side) bool { return !f.rival(other, h) }) {
			shown, held = append(shown, complete(shown, ev)), append(held, other)
		}
	}
	return shown
}

// directFirst puts the statements that give the cause or the figure asked for
// before those that only tell of the event.
func (f *found) directFirst(shown []statement) []statement {
	if f.q.typ != wantsWhy && f.q.typ != wantsNumber {
		return shown
	}
	gives := func(s statement) int {
		_, cause := f.position(s.sentence)
		_, figure := f.figure(s.sentence, f.q.unit())
		if cause || f.q.typ == wantsNumber && figure && s.has(f.q.focus) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(shown, func(a, b statement) int { return gives(a) - gives(b) })
	return shown
}

// differing is, by what a question wants, what sources differ in and how the
// answer says so.
var differing = map[answerType]struct{ about, verb string }{
	wantsWho:   {"who it was", "name different people"},
	wantsWhere: {"the place", "give different places"},
	wantsWhy:   {"the cause", "give different causes"},
	wantsYesNo: {"whether it is so", "contradict each other"},
}

// comparePositions notes that sources name different persons, places or causes,
// or contradict each other.
func (w *writer) comparePositions() {
	f := w.f
	how, ok := differing[f.q.typ]
	if !ok || len(w.shown) < 2 || f.q.typ == wantsWho && isBe(f.q.word(f.q.wh+1)) && f.capitalAt(f.q.wh+2) {
		return // "who is Ann Wu" names whom it is about
	}
	var groups []side
	for i, s := range w.shown {
		p, ok := f.position(s.sentence)
		if !ok {
			continue
		}
		k := slices.IndexFunc(groups, func(g side) bool { return f.agree(g.position, p) })
		if k < 0 {
			own := side{position: p, doc: s.doc}
			if slices.ContainsFunc(groups, func(g side) bool { return !f.rival(g, own) }) {
				continue // one beside the other, not instead of it
			}
			groups, k = append(groups, own), len(groups)
		}
		for _, d := range append([]*document{s.doc}, docsOf(s.also)...) {
			groups[k].sources = appendNew(groups[k].sources, w.sourceOf(d))
		}
		for _, n := range w.statements[i].Citations {
			groups[k].citations = appendNew(groups[k].citations, n)
		}
	}
	w.differ(how.about, how.verb, groups, w.f.q.state() || w.f.q.claimedUnit() != "")
}

// side is one position with who holds it.
type side struct {
	position
	doc       *document
	citations []int
	sources   []int  // as writer.sourceOf numbers them
	instead   string // what it corrects, as the answer shows it
	gone      bool   // another corrects it
}

// differ adds a disagreement of at least two sides by at least two sources, and
// how many hold each where they are more than the sides; dated, with the days of
// the reports, the newest first.
func (w *writer) differ(about, verb string, sides []side, dated bool) {
	var all []int
	for _, g := range sides {
		for _, s := range g.sources {
			all = appendNew(all, s)
		}
	}
	if len(sides) < 2 || len(all) < 2 {
		return
	}
	d := Disagreement{About: about}
	dated = dated && ordered(sides)
	if dated && w.f.q.state() {
		verb = "of different days " + verb
	}
	asserts := about == differing[wantsYesNo].about
	var parts []string
	for _, g := range sides {
		part := g.text + " " + markers(g.citations)
		if asserts {
			part = markers(g.citations) // the sentences stand above
		}
		if dated {
			part += " (report of " + g.doc.Date() + ")"
		}
		if len(sides) < len(all) {
			part += fmt.Sprintf(" (%s of %s)", count(len(g.sources)), count(len(all)))
		}
		parts = append(parts, part+g.instead)
		d.Positions = append(d.Positions, Position{Text: g.text, Citations: g.citations})
	}
	between := "; "
	if asserts {
		between = " against "
	}
	d.Text = "The reports " + verb + ": " + strings.Join(parts, between) + "."
	w.disagree = append(w.disagree, d)
}

// ordered sorts sides by the day of their first report, the newest first, if
// each has a day of its own.
func ordered(sides []side) bool {
	for i, a := range sides {
		if a.doc.Published.IsZero() || slices.ContainsFunc(sides[:i], func(b side) bool { return b.doc.Published.Equal(a.doc.Published) }) {
			return false
		}
	}
	slices.SortStableFunc(sides, func(a, b side) int { return b.doc.Published.Compare(a.doc.Published) })
	return true
}
