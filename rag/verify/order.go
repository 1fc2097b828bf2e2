package verify

import "strings"

// ranks are the ordinals in letters.
var ranks = map[string]float64{"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}

// rank is the place that an ordinal gives, or 0: "third", "3rd". A "second"
// after a number is a time.
func rank(ts []token, i int) float64 {
	t := &ts[i]
	if t.date != noDate || i > 0 && ts[i-1].number {
		return 0
	}
	if v, ok := ranks[t.lower]; ok {
		return v
	}
	if n := len(t.lower); t.number && n > 2 && strings.Contains("st nd rd th", t.lower[n-2:]) {
		return t.num
	}
	return 0
}

// rankedReach is within how many words after an ordinal the thing stands that
// it is of.
const rankedReach = 3

// ranked is the thing that the ordinal i is of, or -1 where it stands alone.
func ranked(ts []token, i int) int {
	for k := i + 1; k < len(ts) && k <= i+rankedReach && !ts[k].broken; k++ {
		if !ts[k].stop && !ts[k].number {
			return k
		}
	}
	return -1
}

// order finds a place in a row that the source gives otherwise: the "first
// meeting" of what was the second.
func (l *layout) order() {
	for i := range l.tokens {
		place, noun := rank(l.tokens, i), ranked(l.tokens, i)
		if place == 0 || noun < 0 {
			continue
		}
		rival, same := -1, false
		for j := range l.windowWords {
			other := rank(l.windowWords, j)
			if other == 0 {
				continue
			}
			switch n := ranked(l.windowWords, j); {
			case n >= 0 && !l.oneThing(noun, n):
			case other == place && (n >= 0 || l.nearest(j) == j):
				same = true
			case n >= 0 && other != place:
				rival = j
			}
		}
		switch {
		case same:
			l.found.settle(i)
		case rival >= 0:
			l.found.add(Number, l.said(i, i+1), l.source(rival, rival+1), i)
		case !l.tokens[i].capital && l.tokens[noun].lower != "time" && !past(l.tokens[noun].lower) && !l.rankedBeside(place, noun):
			l.doubtful = true // nothing says which one it was
		}
	}
}

// rankedBeside reports whether a sentence next to the best gives the thing at
// noun of the claim that place.
func (l *layout) rankedBeside(place float64, noun int) bool {
	for s := max(0, l.best-1); s <= min(len(l.src.sentences)-1, l.best+1); s++ {
		words := l.src.flat[l.src.sentences[s].from:l.src.sentences[s].to]
		for j := range words {
			if n := ranked(words, j); rank(words, j) == place && n >= 0 && words[n].stem == l.tokens[noun].stem {
				return true
			}
		}
	}
	return false
}

// oneThing reports whether a word of the claim and one of the window are the
// same or nearly.
func (l *layout) oneThing(i, j int) bool {
	if l.tokens[i].stem == l.windowWords[j].stem {
		return true
	}
	sim, _ := similar(&l.tokens[i], &l.windowWords[j])
	return sim >= sameWord
}

// nearest is, of the window's ordinals, the one that stands nearest to what the
// claim says, the ordinal that it names and its thing apart.
func (l *layout) nearest(j int) int {
	best, least := j, -1
	for k := range l.windowWords {
		if rank(l.windowWords, k) == 0 {
			continue
		}
		gap := 0
		for _, i := range l.content {
			if at := l.place(i); at >= 0 && rank(l.tokens, i) == 0 {
				gap += max(at-k, k-at)
			}
		}
		if least < 0 || gap < least {
			best, least = k, gap
		}
	}
	return best
}
