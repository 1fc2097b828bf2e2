package rag

import (
	"slices"
	"strings"

	"newsdesk/corpus"
	"newsdesk/rag/terms"
)

// Words that part a subject and its verb and leave it the subject; and those
// that begin a clause which has one of its own.
var (
	auxiliaries = terms.Set(`is are was were be been being has have had do does did will would shall should can could may might must not never
		also then itself himself herself themselves both already later still now reportedly allegedly recently who and`)
	subordinate = terms.Set("where when while because whether if that after before until since as")
	staged      = stemmed("make launch lead carry stage order begin start give hand tender submit announce commit do take responsible behind accuse blame charge claim suspect guilty plot plan face")
)

// fills reports whether one of the tokens meant is the doer of the verb at
// token v, or in the passive whom it is done to.
func (s *sentence) fills(v int, meant []int, rivals []span, passive bool) bool {
	done := s.passiveAt(v)
	noun := s.nounAt(v) || v > 0 && s.possessiveAt(v-1)
	for _, x := range meant {
		rival := slices.ContainsFunc(rivals, func(n span) bool { return n.from > x && n.to <= v && s.onlyAuxiliaries(n.to, v) })
		owns := ownings[s.tokens[x].Lower] && !(s.tokens[x].Lower == "her" && x > v) || s.possessiveAt(x)
		switch {
		case x == v, owns && !(noun && x < v):
			// "his deputy resigned"
		case x < v && noun:
			owned := x == v-1 || s.tokens[v-1].Lower != "the" && v-x <= 2
			if owned || !passive && !rival && slices.ContainsFunc(s.tokens[max(x, v-5):v], func(t terms.Token) bool { return staged[t.Stem] }) {
				return true
			}
		case x < v:
			if (done == passive || passive && s.reduced(x, v)) && !rival && !s.ownClause(x, v) {
				return true
			}
		case passive && !done || noun:
			if x-v <= objectReach && s.reaches(v, x, rivals) && (noun || s.governsAt(v)) {
				return true
			}
		case !passive && done:
			if slices.ContainsFunc(s.tokens[v+1:x], func(t terms.Token) bool { return t.Lower == "by" }) && s.clause(v, x) && x-v <= objectReach {
				return true
			}
		}
	}
	return false
}

// coordinated reports whether the participle at token v follows another one, by
// "and" or a comma, of which one of the tokens meant is the subject and nobody
// else is near: "Orr was arrested on Friday and charged with arson".
func (s *sentence) coordinated(v int, meant []int, rivals []span, passive bool) bool {
	if v == 0 || !participle(s.tokens[v]) || !hasWord("and , then later but", s.tokens[v-1].Lower) {
		return false
	}
	for k := v - 2; k > 0; k-- {
		if participle(s.tokens[k]) && s.passiveAt(k) == passive && s.fills(k, meant, rivals, passive) {
			return !slices.ContainsFunc(rivals, func(n span) bool { return n.from > k && n.to <= v && s.tokens[max(0, n.from-1)].Lower != "by" })
		}
	}
	return false
}

// leads reports whether one of the tokens meant stands before token v with no
// rival and no clause of its own between: "Frith is in prison".
func (s *sentence) leads(v int, meant []int, rivals []span) bool {
	return slices.ContainsFunc(meant, func(x int) bool {
		return x < v && !s.ownClause(x, v) && !slices.ContainsFunc(rivals, func(n span) bool { return x < n.from && n.to <= v })
	})
}

// objectReach is how many tokens after a verb whom it is done to may stand.
const objectReach = 8

// passiveAt reports whether the verb at token v is a participle after a form of
// "be".
func (s *sentence) passiveAt(v int) bool {
	for k := v - 1; k >= max(0, v-4); k-- {
		switch w := s.tokens[k].Lower; {
		case isBe(w) || hasWord("be been being get gets got", w):
			return participle(s.tokens[v])
		case !auxiliaries[w] && !strings.HasSuffix(w, "ly"):
			return false
		}
	}
	return false
}

// reduced reports whether a participle follows what it is said of without a
// form of "be": "Brandt, arrested on Tuesday,", and in titles.
func (s *sentence) reduced(x, v int) bool {
	return participle(s.tokens[v]) && (s.Kind == corpus.Title || v > 0 && (s.tokens[v-1].Lower == "," || s.tokens[v-1].Lower == "(") && v-x <= 4)
}

// onlyAuxiliaries reports whether nothing but auxiliaries and adverbs stands
// between two tokens.
func (s *sentence) onlyAuxiliaries(from, to int) bool {
	return !slices.ContainsFunc(s.tokens[from:to], func(t terms.Token) bool {
		return !auxiliaries[t.Lower] && !strings.HasSuffix(t.Lower, "ly")
	})
}

// governsAt reports whether the word at token v can be a verb with an object
// behind it: "arrested", "arrest the", "arrest Holm", not "fire chief".
func (s *sentence) governsAt(v int) bool {
	t := s.tokens[v]
	if participle(t) || strings.HasSuffix(t.Lower, "ing") || v+1 >= len(s.tokens) {
		return true
	}
	next := s.tokens[v+1]
	return next.Capital || next.Number || determiners[next.Lower] || hasWord("him her them its of by", next.Lower)
}

// reaches reports whether what stands after a verb is still its own: no mark
// but a comma, no verb of saying and no rival come between or right after.
func (s *sentence) reaches(v, x int, rivals []span) bool {
	for k := v + 1; k < min(len(s.tokens), x+3); k++ {
		t := s.tokens[k]
		initial := t.Lower == "." && len(s.tokens[k-1].Lower) == 1
		if k <= x && !t.Word && t.Lower != "," && t.Lower != "-" && !initial || saying[t.Stem] && !t.Capital {
			return false
		}
	}
	return !slices.ContainsFunc(rivals, func(n span) bool { return v < n.from && n.to <= x })
}

// ownClause reports whether the verb at token v has another subject than what
// stands at x before it: reported speech or a clause of its own lies between,
// and no pronoun takes up the subject there.
func (s *sentence) ownClause(x, v int) bool {
	for k := x + 1; k < v; k++ {
		t := s.tokens[k]
		takesUp := slices.ContainsFunc(s.tokens[k+1:v], func(t terms.Token) bool { return nominal[t.Lower] })
		switch {
		case saying[t.Stem] && !t.Capital && !s.nounAt(k):
			if !takesUp && !s.joined(k, v) {
				return true
			}
		case subordinate[t.Lower]:
			if next := s.tokens[k+1]; !takesUp && next.Word && !strings.HasSuffix(next.Lower, "ing") && !next.Number && k+1 < v && v-k <= 6 {
				return true
			}
		case t.Lower == "who" || t.Lower == "which":
			// "Pereira, 43, who escaped": whom the clause is about stands before it.
			about := k - 1
			for about > x && (s.tokens[about].Lower == "," || s.tokens[about].Number) {
				about--
			}
			if about != x {
				return true
			}
		}
	}
	return false
}

// joined reports whether an "and" right before the verb gives it the subject of
// the one before: "said so and resigned".
func (s *sentence) joined(k, v int) bool {
	return slices.ContainsFunc(s.tokens[k:v], func(t terms.Token) bool { return t.Lower == "and" }) && s.onlyAuxiliaries(max(k, v-2), v)
}
