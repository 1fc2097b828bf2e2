package rag

import (
	"cmp"
	"slices"
	"strings"

	"newsdesk/rag/terms"
)

// answers is how plainly a sentence answers a question by its predicate: that
// it was so or not, who did it, how many in all; 0 for one that does not say.
func (f *found) answers(s *sentence) int {
	s.read(f.scorer.words)
	switch {
	case f.q.language != english:
	case f.q.typ == wantsYesNo:
		return f.affirms(s)
	case f.q.typ == wantsWho && f.deed != nil && len(f.deeds(s, f.deed)) > 0:
		return 1
	case f.q.typ == wantsNumber && f.q.typedMany() && !partitive(s):
		return 1
	}
	return 0
}

// typedMany reports whether the question is "how many".
func (p *parsed) typedMany() bool { return p.word(p.wh) == "how" && p.word(p.wh+1) == "many" }

// partitive reports whether a sentence begins by counting a part: "Two of the
// injured".
func partitive(s *sentence) bool {
	return len(s.tokens) > 2 && s.tokens[0].Number && s.tokens[1].Lower == "of" && hasWord("the these those them", s.tokens[2].Lower)
}

// affirms is how plainly a sentence says yes or no: 4 where it says it of whom
// the question asks about, or not of them ("Tull did not"); 3 where it denies
// that it was done, 2 where it only tells of the deed.
func (f *found) affirms(s *sentence) int {
	p := f.predication()
	var verbs []int
	if p != nil {
		if verbs = f.deeds(s, p); len(verbs) > 0 {
			meant := f.meantIn(s, p)
			rivals := f.rivalsOf(s, meant)
			if slices.ContainsFunc(verbs, func(v int) bool { return s.fills(v, meant, rivals, p.passive) }) {
				return 4
			}
		}
		before := s.doc.neighbour(s.i, -1)
		if len(verbs) == 0 && before != nil && len(f.namings(s, p)) > 0 && f.leavesOut(s) && len(f.deeds(before.read(f.scorer.words), p)) > 0 {
			return 4
		}
	} else {
		for i := range f.q.terms {
			if t := &f.q.terms[i]; len(likeVerbs[t.stem]) > 0 && !f.q.hard(t) {
				verbs = append(verbs, f.told(s, t.stem)...)
			}
		}
	}
	switch {
	case len(verbs) == 0:
		return 0
	case slices.ContainsFunc(s.words, func(k int) bool {
		return denials[s.tokens[k].Lower] || withheld[s.tokens[k].Lower] || strings.HasSuffix(s.tokens[k].Lower, "n't")
	}):
		// "Lacey denied it" says nothing of another, "nobody did it" does.
		if p == nil || len(f.namings(s, p)) > 0 || slices.ContainsFunc(s.words, func(k int) bool { return hasWord("nobody none no any anyone anybody", s.tokens[k].Lower) }) {
			return 3
		}
	}
	return 2
}

// leavesOut reports whether a sentence ends with an auxiliary whose verb the
// sentence before has: "Tull did not."
func (f *found) leavesOut(s *sentence) bool {
	last := slices.DeleteFunc(slices.Clone(s.tokens), func(t terms.Token) bool { return !t.Word })
	if n := len(last); n > 0 && (last[n-1].Lower == "not" || strings.HasSuffix(last[n-1].Lower, "n't")) {
		return true
	}
	return len(last) > 0 && len(last) <= 4 && auxiliaries[last[len(last)-1].Lower]
}

// answersFirst brings the sentence that answers best by its predicate, if one
// does and the best does not, before the others.
func (f *found) answersFirst(ranked []evidence) []evidence {
	if f.q.typ != wantsYesNo && (f.q.typ != wantsWho || f.deed == nil) || len(ranked) == 0 {
		return ranked
	}
	best, most := 0, f.answers(ranked[0].sentence)
	for i, ev := range ranked {
		if n := f.answers(ev.sentence); n > most {
			best, most = i, n
		}
	}
	if best == 0 || f.q.typ == wantsYesNo && most < 3 {
		return ranked
	}
	return slices.Concat(ranked[best:best+1], ranked[:best], ranked[best+1:])
}

// inOrder puts first what answers most plainly.
func (f *found) inOrder(shown []statement) []statement {
	slices.SortStableFunc(shown, func(a, b statement) int { return cmp.Compare(f.answers(b.sentence), f.answers(a.sentence)) })
	return shown
}
