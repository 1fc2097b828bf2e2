package verify

import (
	"strings"

	"newsdesk/rag/terms"
)

// amounts compares words of quantity: "some" become "all", "more than" become
// "less than", "nearly all" become "all".
func (l *layout) amounts() {
	for i := range l.tokens {
		t := &l.tokens[i]
		if t.class != quantity {
			continue
		}
		class := amountOf(l.tokens, i)
		head := l.head(l.tokens, i)
		if head < 0 {
			continue
		}
		j := l.to[head]
		if j < 0 {
			j = l.moved[head]
		}
		if j < 0 {
			continue
		}
		there, at := amountsAt(l.windowWords, j)
		mine, _ := amountsAt(l.tokens, head)
		if class == 0 || there&(1<<class) != 0 && !(class == all && (there&^mine)&(1<<about) != 0) {
			continue
		}
		if !overstates(class, there, l.tokens[head].number) {
			continue
		}
		source := ""
		if at >= 0 {
			source = l.source(at, j+1)
		} else {
			source = l.source(j, j+1)
		}
		l.found.add(Quantifier, l.said(opening(l.tokens, i), head+1), source, i)
	}
	l.lostFew()
}

// lostFew finds "few" and "little" of the window that the claim dropped: what is left
// says the contrary.
func (l *layout) lostFew() {
	for j := range l.windowWords {
		if amountOf(l.windowWords, j) != few || l.from[j] >= 0 || j > 0 && l.windowWords[j-1].lower == "a" {
			continue
		}
		head := l.head(l.windowWords, j)
		if head < 0 || head > j+2 || l.from[head] < 0 {
			continue
		}
		if i := l.from[head]; l.amountBefore(l.tokens, i) == 0 {
			l.found.add(Quantifier, l.said(i, i+1), l.source(j, head+1))
		}
	}
}

// amountOf is the class of quantity of the word i with its neighbours: "at
// least", "at most", "no more than", "a few".
func amountOf(ts []token, i int) uint8 {
	q := quantities[ts[i].lower]
	prev, next := "", ""
	if i > 0 {
		prev = ts[i-1].lower
	}
	if i+1 < len(ts) {
		next = ts[i+1].lower
	}
	numeric := i+1 < len(ts) && (ts[i+1].number || strings.Contains("$€£", next) && next != "")
	switch ts[i].lower {
	case "least":
		if prev == "at" {
			return more
		}
		return 0
	case "most":
		if prev == "at" {
			return less
		}
		// "the most expensive" compares, it does not count.
		if prev == "the" || prev == "s" {
			return 0
		}
	case "more", "less", "fewer":
		if next != "than" {
			return 0
		}
		if prev == "no" || prev == "not" {
			return more + less - q
		}
	case "over", "under", "above", "below", "around", "about", "exceeding", "exceeded", "nearly", "almost", "just":
		if !numeric && !(q == about && i+1 < len(ts) && quantities[next] != 0) {
			return 0
		}
	case "some":
		if numeric {
			return about
		}
	case "few", "little":
		if prev == "a" || prev == "the" {
			return some
		}
	case "part", "certain", "lots", "often", "usually", "mostly", "largely", "partly", "only", "merely", "solely":
		return q
	}
	return q
}

// passedOver may stand between a quantity and what it is of.
var passedOver = terms.Set("of the a an his her its their these those than all other $ new own")

// head is the word that the quantity i is of: the next number or content
// word, or -1.
func (l *layout) head(ts []token, i int) int {
	for k := i + 1; k < len(ts) && k <= i+4 && !ts[k].broken; k++ {
		if ts[k].number || !ts[k].stop && ts[k].class == open && !strings.Contains("$€£", ts[k].lower) {
			return k
		}
		if ts[k].stop && !passedOver[ts[k].lower] && ts[k].class == open {
			return -1
		}
	}
	return -1
}

// amountsAt is the set of classes of quantity before the word j, and
// where the first stands.
func amountsAt(ts []token, j int) (set uint32, at int) {
	at = -1
	for k := j - 1; k >= max(0, j-4); k-- {
		if k+1 < len(ts) && ts[k+1].broken {
			break
		}
		if c := amountOf(ts, k); c > 0 {
			set |= 1 << c
			at = opening(ts, k)
		}
		if ts[k].lower == "no" && (k+1 >= len(ts) || quantities[ts[k+1].lower] == 0) {
			set |= 1 << none
			at = k
		}
	}
	return set, at
}

// opening is where the quantity that ends at i begins: at the "at" of "at least".
func opening(ts []token, i int) int {
	if i > 0 && ts[i-1].lower == "at" {
		return i - 1
	}
	return i
}

func (l *layout) amountBefore(ts []token, i int) uint8 {
	for k := i - 1; k >= max(0, i-3) && !ts[k+1].broken; k-- {
		if c := amountOf(ts, k); c > 0 {
			return c
		}
		if ts[k].class == negation {
			return none
		}
	}
	return 0
}

// overstates reports whether a quantity of this class cannot be said where
// the source has those in the set there.
func overstates(class uint8, there uint32, number bool) bool {
	in := func(classes ...uint8) bool {
		for _, c := range classes {
			if there&(1<<c) != 0 {
				return true
			}
		}
		return false
	}
	switch class {
	case all:
		return in(some, many, most, few, only, about, none) || there == 0
	case most:
		return in(some, many, few, none) || there == 0
	case many:
		return in(some, few, none)
	case some:
		return in(all, most, none)
	case few:
		return in(many, most, all)
	case more:
		return number && (in(less, about) || there == 0)
	case less:
		return number && (in(more) || there == 0)
	case about:
		return in(more, less)
	}
	return false
}
