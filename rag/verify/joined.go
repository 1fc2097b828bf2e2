package verify

import "newsdesk/corpus"

// oneSentence reports whether the words of the claim, but for names that a
// pronoun carries, stand in a single sentence, or in two of which the second goes on about
// what the first names: "Rescuers reached Palmera. They found …". A quotation
// counts as one sentence, however many it has.
func (l *layout) oneSentence() bool {
	first, last := len(l.src.sentences), -1
	for _, standing := range l.standing {
		if len(standing) > 0 {
			a, b := l.src.sentencesOf(standing[0])
			first, last = min(first, a), max(last, b)
		}
	}
	quoted := last >= 0
	a, b := first, last
	for _, i := range l.content {
		j := l.to[i]
		if j < 0 {
			j = l.moved[i]
		}
		if j >= 0 && !l.carries[i] {
			s := l.src.at[l.window[j]]
			a, b = min(a, s), max(b, s)
		}
	}
	switch {
	case a == first && b == last, !quoted && a >= b:
		return true
	case !quoted:
		return b == a+1 && (l.src.goesOn(b) && l.namesLinked(a) || l.joins(a, b))
	case a == first:
		return b == last+1 && l.src.goesOn(b)
	}
	return a == first-1 && b == last // what introduces a quotation
}

// joins reports whether the claim is two clauses with "and", "but" or "while" between, of
// which each begins as one of the sentences a and b does and has no word of the other.
func (l *layout) joins(a, b int) bool {
	for i := range l.tokens {
		if w := l.tokens[i].lower; i > 1 && (w == "and" || w == "but" || w == "while") && l.tokens[i].broken {
			x, y := l.clause(0, i), l.clause(i+1, len(l.tokens))
			if x == a && y == b || x == b && y == a {
				return true
			}
		}
	}
	return false
}

// clause is the sentence that the words from to end of the claim are all of,
// if they begin as it does and not with a pronoun; else -1.
func (l *layout) clause(from, end int) int {
	s, start := -1, true
	for i := from; i < end; i++ {
		j := l.to[i]
		if j < 0 {
			j = l.moved[i]
		}
		if l.tokens[i].stop && l.tokens[i].class == open && j < 0 {
			continue
		}
		if j < 0 || s >= 0 && l.src.at[l.window[j]] != s {
			return -1
		}
		s = l.src.at[l.window[j]]
		if start && (pronouns[l.tokens[i].lower] || l.window[j] > l.src.sentences[s].from+1) {
			return -1
		}
		start = false
	}
	return s
}

// namesLinked reports whether the names of the claim keep what its words from the
// two sentences from first on say of them: what follows a name of the first in the second follows a
// pronoun there, and what is said of a name of the second is in the second.
func (l *layout) namesLinked(first int) bool {
	name := -1 // the last name, if no other word came since
	for _, i := range l.content {
		j := l.to[i]
		if j < 0 {
			j = l.moved[i]
		}
		if j < 0 {
			continue
		}
		if l.properName(i) {
			name = j
			continue
		}
		if name >= 0 {
			here, there := l.src.at[l.window[j]], l.src.at[l.window[name]]
			switch {
			case there > first && here == first && !l.saidBefore(i):
				return false
			case there == first && here > first && !l.pronounBefore(j):
				return false
			}
		}
		name = -1
	}
	return true
}

// saidBefore reports whether a verb of saying stands close before the word i.
func (l *layout) saidBefore(i int) bool {
	for k := max(0, i-4); k < i; k++ {
		if saying[l.tokens[k].lower] {
			return true
		}
	}
	return false
}

// pronounBefore reports whether a pronoun, and no name, stands close before
// the window's word j.
func (l *layout) pronounBefore(j int) bool {
	for k := j - 1; k >= max(0, j-3); k-- {
		switch w := &l.windowWords[k]; {
		case w.name && w.capital:
			return false
		case pronouns[w.lower]:
			return true
		}
	}
	return false
}

// sentencesOf is the first and the last sentence that sp touches.
func (s *Source) sentencesOf(sp corpus.Span) (first, last int) {
	first, last = -1, -1
	for n := range s.sentences {
		if s.sentences[n].Overlaps(sp) {
			if first < 0 {
				first = n
			}
			last = n
		}
	}
	return first, last
}

// goesOn reports whether sentence s begins, within a few words, by pointing
// to somebody or something named before.
func (s *Source) goesOn(n int) bool {
	x := s.sentences[n]
	for j := x.from; j < min(x.to, x.from+6); j++ {
		if w := s.flat[j].lower; pronouns[w] && w != "i" && w != "we" && w != "who" {
			return true
		}
	}
	return false
}
