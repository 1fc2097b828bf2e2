package rag

import (
	"slices"
	"strings"

	"newsdesk/corpus"
	"newsdesk/corpus/quote"
	"newsdesk/rag/terms"
)

// isSpeaker reports whether a resolved name is the person that the question
// asks about. Of a single word the surname must be it; of several, given names
// must not differ; of a description every word must stand in the name.
func (q *query) isSpeaker(name string) bool {
	if name == "" {
		return false
	}
	if parts := strings.Split(q.intent.speaker, " and "); len(parts) > 1 && q.intent.proper {
		return slices.ContainsFunc(parts, func(p string) bool { return quote.SamePerson(p, name) })
	}
	stems := terms.Stems(name)
	surname := terms.Stems(quote.Surname(name))
	matched, last := 0, false
	for _, s := range q.intent.speakerStems {
		i, ok := q.at[s]
		for _, n := range stems {
			if n == s || ok && q.terms[i].matches(n) {
				matched++
				last = last || slices.Contains(surname, n)
				break
			}
		}
	}
	switch n := len(q.intent.speakerStems); {
	case n == 1:
		return last || matched == len(stems) && matched > 0
	case !q.intent.proper:
		return matched == n // "the Chinese foreign ministry" is no other ministry
	default:
		return last && matched == n || quote.SamePerson(q.intent.speaker, name)
	}
}

// spokenBy reports whether a quotation of the document is by the person asked
// about, whom the document may name by a title only where it quotes them.
func (q *query) spokenBy(d *document, qu corpus.Quote) bool {
	if q.isSpeaker(qu.Speaker) {
		return true
	}
	if q.intent.proper || qu.Speaker == "" {
		return false
	}
	return q.described(d, qu.Speaker)
}

// described reports whether the document gives a person the description or
// title that the question does.
func (q *query) described(d *document, name string) bool {
	for _, p := range d.people() {
		if !quote.SamePerson(p.Name, name) {
			continue
		}
		for _, form := range p.Forms {
			if q.describes(form) {
				return true
			}
		}
	}
	return q.apposed(d, name)
}

// titled reports whether what the question puts before a surname belongs to the
// person: given names, or a title that the document gives them.
func (q *query) titled(d *document, name string) bool {
	stems := terms.Stems(name)
	for _, s := range q.intent.speakerStems {
		if slices.Contains(stems, s) {
			continue
		}
		held := false
		for _, p := range d.people() {
			held = held || quote.SamePerson(p.Name, name) && slices.ContainsFunc(p.Forms, func(form string) bool { return slices.Contains(terms.Stems(form), s) })
		}
		if !held && !q.beside(d, name, s) {
			return false
		}
	}
	return true
}

// beside reports whether a word stands right beside a name in the document.
func (q *query) beside(d *document, name, stem string) bool {
	given := terms.Stems(name)
	for i := range d.sentences {
		s := &d.sentences[i]
		for _, at := range s.at[given[0]] {
			if gap := distance(s.at[stem], at); gap >= 0 && gap <= appositionGap {
				return true
			}
		}
	}
	return false
}

// appositionGap is how many words may lie between a name and its description.
const appositionGap = 6

// apposed reports whether the document describes a name as the question does,
// right beside it: "the county's education officer, Greta Lyle".
func (q *query) apposed(d *document, name string) bool {
	surname, full := terms.Stems(quote.Surname(name)), terms.Stems(name)
	if len(surname) == 0 {
		return false
	}
	last := surname[len(surname)-1]
	if slices.Contains(q.intent.speakerStems, last) {
		return false // the name is the description itself
	}
	for i := range d.sentences {
		s := &d.sentences[i]
		for _, at := range s.at[last] {
			if n := len(full); n > 1 && (at == 0 || s.tokens[at-1].Stem != full[n-2] && s.tokens[at-1].Lower != "-") {
				continue // another of the same surname
			}
			near := true
			for _, w := range q.intent.speakerStems {
				gap := distance(s.at[w], at)
				near = near && gap >= 0 && gap <= appositionGap
			}
			if near && len(q.intent.speakerStems) > 0 {
				return true
			}
		}
	}
	return false
}

// describes reports whether a form of a name, such as "the mayor, Tom Field",
// holds every word that the question describes the speaker with.
func (q *query) describes(form string) bool {
	stems := terms.Stems(form)
	for _, s := range q.intent.speakerStems {
		if !slices.Contains(stems, s) {
			return false
		}
	}
	return len(q.intent.speakerStems) > 0
}
