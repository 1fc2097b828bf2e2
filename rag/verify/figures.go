package verify

import (
	"math"
	"strings"

	"newsdesk/rag/terms"
)

// figures compares numbers, their units, and dates.
func (l *layout) figures() {
	for i := range l.tokens {
		t := &l.tokens[i]
		switch {
		case t.date != noDate:
			l.dateWord(i)
		case t.number:
			l.number(i)
		}
	}
	l.relativeDates()
}

func (l *layout) number(i int) {
	t := &l.tokens[i]
	if j := l.sameNumber(i); j >= 0 {
		l.unit(i, j)
		return
	}
	rival := l.rival(i, func(u *token) bool { return u.number && u.date == noDate && !l.inClaim(u.stem) })
	if rival < 0 {
		rival = l.countOf(i)
	}
	if rival < 0 {
		l.absent(Number, i)
		return
	}
	u := &l.windowWords[rival]
	if l.rounds(i, u) {
		l.carries[i] = true
		return
	}
	if sameDigits(t.num, u.num) {
		l.found.add(Unit, l.said(i, i+1), l.source(rival, rival+1), i)
		return
	}
	l.found.add(Number, l.said(i, i+1), l.source(rival, rival+1), i)
}

// sameNumber is where the window has the number i in the same place, or in
// another with a neighbour in common; else -1.
func (l *layout) sameNumber(i int) int {
	if j := l.to[i]; j >= 0 && l.windowWords[j].stem == l.tokens[i].stem {
		return j
	}
	for j := range l.windowWords {
		if l.windowWords[j].stem != l.tokens[i].stem || !l.windowWords[j].number {
			continue
		}
		// What they count decides, where both say it.
		u, v := l.thing(l.tokens, i), l.thing(l.windowWords, j)
		if u >= 0 && v >= 0 {
			if sim, _ := similar(&l.tokens[u], &l.windowWords[v]); sim >= sameWord {
				return j
			}
			continue
		}
		if l.neighbours(i, j) {
			return j
		}
	}
	return -1
}

// countOf is a number of the window that counts the same thing as number i
// of the claim does, or -1: the window has "30 homes" where the claim has
// "13 homes", whatever stands around them.
func (l *layout) countOf(i int) int {
	u := l.thing(l.tokens, i)
	if u < 0 {
		return -1
	}
	for j := range l.windowWords {
		if w := &l.windowWords[j]; w.number && w.date == noDate {
			if v := l.thing(l.windowWords, j); v >= 0 && l.windowWords[v].stem == l.tokens[u].stem {
				return j
			}
		}
	}
	return -1
}

// thing is the word that says what the number i counts: the next but one at
// most, or the currency before; -1 where there is none.
func (l *layout) thing(ts []token, i int) int {
	if i > 0 && strings.Contains("$€£", ts[i-1].lower) && ts[i-1].lower != "" {
		return i - 1
	}
	for k := i + 1; k < len(ts) && k <= i+2 && !ts[k].broken; k++ {
		if !ts[k].stop && !ts[k].number && ts[k].class == open {
			return k
		}
		if ts[k].lower != "of" && ts[k].lower != "more" && ts[k].lower != "other" {
			return -1
		}
	}
	return -1
}

// units groups what can be measured instead of each other.
var units = func() map[string]int {
	m := map[string]int{}
	for n, line := range strings.Split(`second minute hour day week month year decade
mile kilometre kilometer km metre meter foot inch yard centimetre centimeter
kilogram kg gram tonne ton pound ounce stone
$ dollar € euro £ yen rouble ruble franc yuan rupee won
% point degree
man woman child boy girl person adult
vote point seat goal game match
litre liter gallon barrel
acre hectare`, "\n") {
		for w := range strings.FieldsSeq(line) {
			s := w
			if len(w) > 1 {
				s = stemOf(w)
			}
			if m[s] == 0 {
				m[s] = n + 1
			}
		}
	}
	return m
}()

var signs = map[string]string{"$": "dollar", "€": "euro", "£": "pound"}

// stemOf is the stem of a single word.
func stemOf(w string) string {
	for _, s := range terms.Stems(w) {
		return s
	}
	return w
}

func sameUnit(a, b string) bool {
	x, y := unitName(a), unitName(b)
	return x == y
}

func unitName(stem string) string {
	if s, ok := signs[stem]; ok {
		stem = stemOf(s)
	}
	switch stem {
	case "kilomet", "km":
		return "km"
	case "met", "meter":
		return "meter"
	}
	return stem
}

// unit compares what number i of the claim and its equal j count.
func (l *layout) unit(i, j int) {
	u, v := l.thing(l.tokens, i), l.thing(l.windowWords, j)
	if u < 0 || v < 0 {
		return
	}
	a, b := &l.tokens[u], &l.windowWords[v]
	if sameUnit(a.stem, b.stem) {
		return
	}
	sim, anti := similar(a, b)
	group := units[a.stem]
	switch {
	case group > 0 && group == units[b.stem]:
	case units[a.stem] > 0 && units[b.stem] > 0 && l.to[u] < 0:
	case anti:
	case sim >= sameWord || l.to[u] >= 0 || l.moved[u] >= 0 || l.from[v] >= 0 || a.name || b.name:
		return
	case v != j+1 || u != i+1:
		return
	case sim > .15 || a.weight < .3:
		return
	default:
		// "40 soldiers" for "40 civilians" is a change only where all else is
		// the source's.
		if l.closeness() < .85 {
			return
		}
	}
	l.found.add(Unit, l.said(min(i, u), max(i, u)+1), l.source(min(j, v), max(j, v)+1), i, u)
}

// rounds reports whether number i of the claim is an honest rounding of u:
// to two digits or more, or with a word that says so.
func (l *layout) rounds(i int, u *token) bool {
	t := &l.tokens[i]
	if t.date == year || t.num == 0 || u.num == 0 {
		return false
	}
	off := t.num - u.num
	if u.num >= 100 && t.num >= 100 {
		digit := math.Pow(10, math.Floor(math.Log10(u.num))-1)
		if math.Abs(math.Round(u.num/digit)*digit-t.num) < digit/1e6 {
			return true
		}
	}
	if math.Abs(off) > .3*u.num {
		return false
	}
	for k := max(0, i-3); k < i; k++ {
		honest := false
		switch w := l.tokens[k].lower; quantities[w] {
		case about:
			honest = math.Abs(off) <= .1*u.num && (w != "nearly" && w != "almost" || off > 0)
		case more:
			honest = off < 0
		case less:
			honest = off > 0
		}
		if honest {
			l.carries[k] = true
			return true
		}
	}
	return false
}

// sameDigits is true of 3 million and 3 billion.
func sameDigits(a, b float64) bool {
	if a <= 0 || b <= 0 {
		return false
	}
	r := math.Log10(a / b)
	return math.Abs(r) >= 2.5 && math.Abs(r-math.Round(r)) < 1e-9
}

// absent notes a figure that the window has nothing for: a change if the
// source has it nowhere, unless it is a mere "one".
func (l *layout) absent(kind Kind, i int) {
	t := &l.tokens[i]
	switch _, ok := l.src.types[t.stem]; {
	case l.nearby(t), t.spelled && t.num <= 1:
	case ok:
		l.found.add(Addition, l.said(i, i+1), "", i)
	default:
		l.found.add(kind, l.said(i, i+1), "", i)
	}
}
