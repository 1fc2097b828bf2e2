package rag

import (
	"fmt"
	"slices"
	"strings"

	"newsdesk/corpus"
	"newsdesk/corpus/quote"
	"newsdesk/rag/terms"
)

// position is what one sentence gives as the answer.
type position struct {
	text  string
	stems []string // what it is told apart by
	no    bool     // of a question for yes or no: it denies
}

// position is the answer that a sentence gives to a question for a person, a
// place, a cause, or yes or no, if it tells of the event that is asked about.
func (f *found) position(s *sentence) (position, bool) {
	s.read(f.scorer.words)
	var p phrase
	ok := false
	switch f.q.typ {
	case wantsWho:
		if saying[f.q.predicate()] {
			return position{}, false // two may say one thing
		}
		name, ok := f.agent(s)
		return position{text: name}, ok && f.tellsOf(s)
	case wantsWhere:
		if f.q.predicate() == "" {
			return position{}, false // nothing tells which of the sentence's places it is
		}
		p, ok = f.place(s)
	case wantsWhy:
		p, ok = f.cause(s)
	case wantsYesNo:
		return position{text: shownText(s.text()), no: negates(s.text())}, f.tellsOf(s)
	}
	if !ok || !f.tellsOf(s) {
		return position{}, false
	}
	text := shownText(p.text())
	if first := p.tokens[p.from]; terms.Stop(first.Lower) {
		text = strings.ToLower(text[:1]) + text[1:] // "An explosion" within a line
	}
	return position{text: text, stems: p.content(f.q)}, true
}

// agent is the person named nearest to the question's verb, before it or after
// its "by".
func (f *found) agent(s *sentence) (string, bool) {
	m := f.scorer.match(s)
	var at []int
	for i := range f.q.terms {
		if f.q.terms[i].stem == f.q.predicate() {
			at = m.positions[i]
		}
	}
	best, nearest := span{}, -1
	done := !isBe(f.q.word(f.q.wh + 1)) // "who is the mayor" has no verb to stand before
	for _, c := range s.cands.of(f.q, s) {
		if slices.Contains(s.cands.places, c) || !person(s.doc, s.tokens[c.to-1].Stem) {
			continue
		}
		if done && !slices.ContainsFunc(at, func(k int) bool { return c.to <= k }) && !(c.from > 0 && s.tokens[c.from-1].Lower == "by") {
			continue // "Renn stole it", "it was stolen by Renn"
		}
		if gap := distance(at, c.from); gap >= 0 && (nearest < 0 || gap < nearest) {
			best, nearest = c, gap
		}
	}
	if nearest < 0 {
		return "", false
	}
	return s.text()[s.tokens[best.from].Start:s.tokens[best.to-1].End], true
}

// person reports whether an article has a person of that surname.
func person(d *document, stem string) bool {
	return slices.ContainsFunc(d.people(), func(p quote.Person) bool { return slices.Contains(terms.Stems(p.Name), stem) })
}

// predicate is the stem of the word that says what was done, of a question for
// who or where, or "": the one after "who", the last one after "where was".
func (p *parsed) predicate() string {
	switch {
	case p.wh < 0:
	case p.typ == wantsWho:
		for i := p.wh + 1; i < len(p.tokens); i++ {
			if subject(p.tokens[i]) {
				return p.tokens[i].Stem
			}
		}
	case p.typ == wantsWhere && auxiliary(p.word(p.wh+1)):
		return p.verbAfter(p.wh + 2)
	case p.typ == wantsWhere && (isBe(p.word(p.wh+1)) || p.intent.compare):
		for i := len(p.tokens) - 1; i > p.wh; i-- {
			if subject(p.tokens[i]) {
				return p.tokens[i].Stem
			}
		}
	}
	return ""
}

// verbAfter is the stem of the verb after "where did" and the subject: behind
// the capitals of a name, last of the words behind an article.
func (p *parsed) verbAfter(i int) string {
	article := determiners[p.word(i)]
	for i < len(p.tokens) && !subject(p.tokens[i]) {
		i++
	}
	run := p.content(i, 4)
	k := 0
	for k+1 < len(run) && (run[k].Capital || article && !run[k+1].Capital) {
		k++
	}
	if len(run) == 0 {
		return ""
	}
	return run[k].Stem
}

// about reports whether the article is about a word: its title or its first
// sentence holds it.
func (f *found) about(d *document, stem string) bool {
	if d.title[stem] {
		return true
	}
	for i := range d.sentences {
		if s := &d.sentences[i]; s.Kind == corpus.Body {
			return s.read(f.scorer.words).has(stem)
		}
	}
	return false
}

// tellsOf reports whether a sentence is about the event asked about: it holds
// what was done and, with its title and the sentence before it, all else of
// the question or, of four words and more, three quarters.
func (f *found) tellsOf(s *sentence) bool {
	m := f.scorer.match(s)
	before := s.doc.neighbour(s.i, -1)
	held, missed, all := 0, 0, 0
	done := f.q.predicate()
	for i := range f.q.terms {
		t := &f.q.terms[i]
		if t.stem == done && !m.exact[i] && !m.near[i] {
			return false
		}
		if lightVerbs[t.stem] || events[t.stem] || t.stem == f.q.focus && f.q.typ != wantsYesNo {
			continue
		}
		all++
		switch {
		case m.exact[i] || m.near[i] || f.named(t.stem, s):
			held++
		case f.q.typ == wantsWhy && s.has(pronounStem) && before != nil && before.read(f.scorer.words).has(t.stem):
			held++ // "investigators blame a cable for it"
		case done != "" && f.about(s.doc, t.stem), s.doc.title[t.stem], before != nil && before.read(f.scorer.words).has(t.stem):
		default:
			missed++
		}
	}
	words := all
	if lightVerbs[done] {
		words++
	}
	if words < 2 && f.q.typ != wantsWhy && !f.q.state() && !f.q.planned() {
		return false // "where did they meet" does not say which meeting
	}
	return all > 0 && 2*held >= all && (missed == 0 || done != "" && 4*missed <= all)
}

// pronounStem is the pronoun that takes up what the sentence before tells of.
var pronounStem = terms.Stems("it")[0]

// events are nouns for what happened that an account of it need not hold.
var events = stemmed("disaster accident incident crash tragedy catastrophe event affair")

// named reports whether a sentence holds the name that another gives to the
// thing: "the passenger ferry Silver Tern" makes the Silver Tern the ferry.
func (f *found) named(stem string, s *sentence) bool {
	for _, ev := range f.ranked {
		for _, i := range ev.at[stem] {
			if i+1 >= len(ev.tokens) || !ev.tokens[i+1].Capital || ev.tokens[i].Capital {
				continue
			}
			to := nameEnd(ev.tokens, i+1)
			if !slices.ContainsFunc(ev.tokens[i+1:to], func(t terms.Token) bool { return t.Word && !s.has(t.Stem) }) {
				return true
			}
		}
	}
	return false
}

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
			if !slices.Contains(docsOf(shown[k].also), ev.doc) {
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

// comparePositions notes that sources name different persons, places or causes,
// or contradict each other.
func (w *writer) comparePositions() {
	f := w.f
	var names = map[answerType][2]string{wantsWho: {"who it was", "name different people"}, wantsWhere: {"the place", "give different places"},
		wantsWhy: {"the cause", "give different causes"}, wantsYesNo: {"whether it is so", "contradict each other"}}
	name, ok := names[f.q.typ]
	if !ok || len(w.shown) < 2 {
		return
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
	w.differ(name[0], name[1], groups)
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
// how many hold each where they are more than the sides.
func (w *writer) differ(about, verb string, sides []side) {
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
	dated := (w.f.q.state() || w.f.q.typ == wantsNumber) && ordered(sides)
	if dated && w.f.q.state() {
		verb = "of different days " + verb
	}
	var parts []string
	for _, g := range sides {
		part := g.text + " " + markers(g.citations)
		if w.f.q.typ == wantsYesNo {
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
	if w.f.q.typ == wantsYesNo {
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
