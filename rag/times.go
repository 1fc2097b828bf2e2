package rag

import "newsdesk/rag/terms"

// "How many times has Osman met Olaf?" has an answer only where times are
// counted of both: a count of other people's meetings is near it.

// countsTimes reports whether the question asks how often something happened.
func (p *parsed) countsTimes() bool {
	return p.language == english && p.wh >= 0 && p.word(p.wh) == "how" &&
		(p.word(p.wh+1) == "often" || p.word(p.wh+1) == "many" && p.word(p.wh+2) == "times")
}

// timesCounted are the ranked sentences that count times of every name in the
// question, as said of them or of a pronoun that means them.
func (f *found) timesCounted() []evidence {
	var out []evidence
	for _, ev := range f.ranked {
		if f.tellsTimes(ev.sentence) && f.namesAll(ev.sentence) {
			out = append(out, ev)
		}
	}
	return out
}

var (
	ordinals   = terms.Set("first second third fourth fifth sixth seventh eighth ninth tenth")
	timesWords = terms.Set("once twice thrice never repeatedly")
)

// tellsTimes reports whether the sentence says how often: "twice", "four
// times", "their third meeting" of a question about meetings, or in years one
// after the other.
func (f *found) tellsTimes(s *sentence) bool {
	s.read(f.scorer.words)
	years := 0
	for k, t := range s.tokens {
		next := ""
		if k+1 < len(s.tokens) {
			next = s.tokens[k+1].Lower
		}
		switch {
		case timesWords[t.Lower], t.Lower == "times" && k > 0 && !hasWord("at the modern recent", s.tokens[k-1].Lower):
			return true
		case ordinals[t.Lower] && next != "" && (next == "time" || f.scorer.nearTo(s.tokens[k+1].Stem) != 0):
			return true
		case isYear(t.Lower):
			years++
		}
	}
	return years > 1
}

// namesAll reports whether the sentence names everybody whom the question
// does, or has a pronoun and the sentences before name who is missing.
func (f *found) namesAll(s *sentence) bool {
	from := s.i
	if refers(s) {
		from = max(0, s.i-meantReach)
	}
	for stem := range f.q.entities {
		named := false
		for k := from; k <= s.i && !named; k++ {
			named = s.doc.sentences[k].read(f.scorer.words).has(stem)
		}
		if !named && !f.namesTitle(stem) {
			return false
		}
	}
	return true
}

// namesTitle reports whether a capitalised word of the question is a title
// before a name, "King", which an article need not repeat.
func (f *found) namesTitle(stem string) bool {
	for i, t := range f.q.tokens {
		if t.Stem == stem {
			return personNouns[t.Stem] && i+1 < len(f.q.tokens) && f.q.tokens[i+1].Capital
		}
	}
	return false
}
