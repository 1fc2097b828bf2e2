package rag

import (
	"fmt"
	"slices"
	"strings"

	"newsdesk/corpus/quote"
	"newsdesk/rag/terms"
)

// warn points out, above all else, what the question takes for granted and the
// archive does not bear out.
func (w *writer) warn() {
	if w.f.q.language != english || w.f.trait != nil {
		return
	}
	warning := w.denial()
	if warning == "" {
		if warning = w.f.premise.unsaid; warning == "" {
			warning = w.unknown()
		}
		if warning != "" && w.leadText == "" {
			w.leadText = "The nearest:"
		}
	}
	w.premise = warning
	w.leadText = strings.TrimSpace(warning + " " + w.leadText)
}

// unknownShare is the share of the question from which words that no article
// holds are pointed out: the answer may then rest on a premise that the archive
// does not bear out.
const unknownShare = .35

// unknown points out what of the question no article mentions.
func (w *writer) unknown() string {
	q := w.f.q
	var share float64
	for i := range q.terms {
		t := &q.terms[i]
		switch {
		case t.known || lightVerbs[t.stem] || w.tells(t.stem):
		case q.hard(t) || t.stem == q.focus:
			share = 1 // without it the question rests on nothing
		default:
			share += t.weight / q.total
		}
	}
	if share < unknownShare {
		return ""
	}
	return w.f.unknownWords()
}

// tells reports whether a statement tells in another word what a verb of the
// question says.
func (w *writer) tells(verb string) bool {
	return len(likeVerbs[verb]) > 0 && slices.ContainsFunc(w.shown, func(s statement) bool { return len(w.f.told(s.sentence, verb)) > 0 })
}

// denial points out that the first statement denies what the question says of
// its subject: "Why will the school close?" of one that will not. It takes the
// statement's own words, from before the "not" to the word denied.
func (w *writer) denial() string {
	if !w.f.assumes() || w.f.q.denies() || len(w.shown) == 0 {
		return ""
	}
	s := w.shown[0]
	if w.f.q.asksLast() || slices.ContainsFunc(s.tokens, func(t terms.Token) bool { return hasWord("since until before", t.Lower) }) || w.affirmed() {
		return "" // "has not won since 1988" tells when it won
	}
	m := w.f.scorer.match(s.sentence)
	for _, n := range s.words {
		if !isNot(s.tokens[n].Lower) {
			continue
		}
		for i := range w.f.q.terms {
			if !m.exact[i] || !w.f.q.ofSubject(i) {
				continue
			}
			for _, at := range m.positions[i] {
				if at > n && at <= n+2 && s.clause(n, at) {
					from := n
					if n > 0 && s.tokens[n-1].Word {
						from--
					}
					return fmt.Sprintf("The question takes for granted what %s denies: “%s”.", markers(w.statements[0].Citations[:1]),
						s.text()[s.tokens[from].Start:s.tokens[at].End])
				}
			}
		}
	}
	return ""
}

// asksLast reports whether a question wants the last or the first time.
func (p *parsed) asksLast() bool {
	return slices.ContainsFunc(p.tokens, func(t terms.Token) bool { return t.Lower == "last" || t.Lower == "first" })
}

// affirmed reports whether another statement tells of a word that the question
// says of its subject, and denies nothing: one article may say of some what
// another denies of others.
func (w *writer) affirmed() bool {
	return slices.ContainsFunc(w.shown[1:], func(s statement) bool {
		if slices.ContainsFunc(s.tokens, func(t terms.Token) bool { return denying(t.Lower) }) {
			return false
		}
		m := w.f.scorer.match(s.sentence)
		for i := range w.f.q.terms {
			if m.exact[i] && w.f.q.ofSubject(i) {
				return true
			}
		}
		return false
	})
}

// ofSubject reports whether term i says something of the subject: no name, no
// number and not what is asked for.
func (q *query) ofSubject(i int) bool {
	t := &q.terms[i]
	return !q.hard(t) && !lightVerbs[t.stem] && t.stem != q.focus && q.predicates(t.stem)
}

// clause reports whether only words stand between two tokens.
func (s *sentence) clause(from, to int) bool {
	return !slices.ContainsFunc(s.tokens[from:to], func(t terms.Token) bool { return !t.Word })
}

// predicates reports whether a word stands in the question after its auxiliary
// and so says something of the subject: "why will the school close".
func (p *parsed) predicates(stem string) bool {
	aux := p.auxiliaryAt()
	return aux >= 0 && slices.ContainsFunc(p.tokens[aux:], func(t terms.Token) bool { return t.Stem == stem })
}

// auxiliaryAt is the index of the first auxiliary verb after the question word,
// or -1.
func (p *parsed) auxiliaryAt() int {
	for i := max(0, p.wh); i < len(p.tokens); i++ {
		if hasWord("did does do will would has have had was were is are can could", p.tokens[i].Lower) {
			return i
		}
	}
	return -1
}

// apartReach is how many sentences before one a word may stand for the sentence
// to be about it.
const apartReach = 2

// other is the one person of the sentence whom the question does not name, or "".
func (f *found) other(s *sentence) string {
	only := ""
	for _, n := range s.cands.names {
		name := s.text()[s.tokens[n.from].Start:s.tokens[n.to-1].End]
		switch {
		case slices.ContainsFunc(s.tokens[n.from:n.to], func(t terms.Token) bool { _, asked := f.q.at[t.Stem]; return asked }):
		case !slices.ContainsFunc(s.doc.people(), func(p quote.Person) bool { return quote.SamePerson(p.Name, name) }):
		case only != "":
			return ""
		default:
			only = name
		}
	}
	return only
}
