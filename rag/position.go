package rag

import (
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
		if f.q.state() && accedes(s) {
			return s.text()[s.tokens[c.from].Start:s.tokens[c.to-1].End], true // "Rand has succeeded Storm as bishop"
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
		case before != nil && before.read(f.scorer.words).has(t.stem):
		case person(s.doc, t.stem):
			missed = all + len(f.q.terms) // whom somebody met is not known from the headline
		case done != "" && f.about(s.doc, t.stem), s.doc.title[t.stem]:
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
