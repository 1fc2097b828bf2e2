package verify

import (
	"math"
	"strings"
	"time"

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

// dateWord judges a month, weekday, day of the month or year of the claim.
func (l *layout) dateWord(i int) {
	t := &l.tokens[i]
	for j := range l.windowWords {
		u := &l.windowWords[j]
		if u.stem == t.stem && (t.date != monthDay || u.date == monthDay) && (l.to[i] == j || l.to[i] < 0 && l.neighbours(i, j) || l.onlyDate(t.date)) {
			return
		}
	}
	if t.date != year && l.resolves(i) {
		l.carries[i] = true
		return
	}
	rival := l.rival(i, func(u *token) bool { return u.date == t.date && u.stem != t.stem })
	if rival < 0 {
		for j := range l.windowWords {
			if u := &l.windowWords[j]; u.date == t.date && u.stem != t.stem && !l.inClaim(u.stem) {
				rival = j
				break
			}
		}
	}
	switch {
	case rival >= 0:
		l.found.add(Date, l.said(i, i+1), l.source(rival, rival+1), i)
	case t.date == year && l.resolves(i):
		l.carries[i] = true
	case !l.src.article.Published.IsZero() && l.otherDay(i) >= 0:
		j := l.otherDay(i)
		l.found.add(Date, l.said(i, i+1), l.source(j, j+1), i)
	default:
		l.absent(Date, i)
	}
}

// otherDay is a weekday of the window in the place of the claim's date, which
// it does not come to, or the other way round; else -1.
func (l *layout) otherDay(i int) int {
	if k := l.tokens[i].date; k == year {
		return -1
	}
	return l.rival(i, func(u *token) bool { return u.date == weekday || u.date == month })
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

// onlyDate reports whether the claim has at most one date of this kind, so
// that its place says nothing.
func (l *layout) onlyDate(k dateKind) bool {
	n := 0
	for i := range l.tokens {
		if l.tokens[i].date == k {
			n++
		}
	}
	return n <= 1
}

// resolves reports whether the date of the claim is what a weekday of the
// window, or a weekday of the claim what a date of the window comes to, given the day
// of publication; and whether the claim's year is that day's.
func (l *layout) resolves(i int) bool {
	day := l.src.article.Published
	if day.IsZero() {
		return false
	}
	t := &l.tokens[i]
	if t.date == year {
		return int(t.num) == day.Year()
	}
	// A week to either side: the verb tells which, and both are accepted.
	for d := -7; d <= 7; d++ {
		on := day.AddDate(0, 0, d)
		if !names(l.tokens, i, on) {
			continue
		}
		for j := range l.windowWords {
			if names(l.windowWords, j, on) {
				return true
			}
		}
	}
	return false
}

// names reports whether the date word i names the day: as its weekday, or as
// month and day together.
func names(ts []token, i int, on time.Time) bool {
	t := &ts[i]
	switch t.date {
	case weekday:
		return weekdays[t.lower] == int(on.Weekday())+1
	case month, monthDay:
		for k := max(0, i-1); k <= min(len(ts)-1, i+1); k++ {
			m, d := t, &ts[k]
			if t.date == monthDay {
				m, d = d, m
			}
			if m.date == month && d.date == monthDay && months[m.lower] == int(on.Month()) && int(d.num) == on.Day() {
				return true
			}
		}
	}
	return false
}

// nearby reports whether a word stands in the sentences beside the window.
func (l *layout) nearby(t *token) bool {
	id, ok := l.src.types[t.stem]
	if !ok {
		return false
	}
	first, last := l.src.at[l.window[0]], l.src.at[l.window[len(l.window)-1]]
	for _, p := range l.src.where[id] {
		if at := l.src.at[p]; at >= first-2 && at <= last+1 {
			return true
		}
	}
	return false
}

var relativeDay = set("yesterday today tomorrow tonight")

var relativeWords = map[string]int{"last": 1, "past": 1, "previous": 1, "this": 2, "next": 3, "coming": 3}

var calendarUnits = set("day week weekend month year decade morning evening night summer winter spring autumn fall season century")

// relative is a date such as "last week": its place and words.
type relative struct {
	from, to int
	words    string
}

func relatives(ts []token) (out []relative) {
	for i := range ts {
		if relativeDay[ts[i].lower] {
			out = append(out, relative{i, i + 1, ts[i].lower})
		}
		if n := relativeWords[ts[i].lower]; n > 0 && i+1 < len(ts) && calendarUnits[ts[i+1].lower] {
			out = append(out, relative{i, i + 2, [...]string{"", "last ", "this ", "next "}[n] + ts[i+1].lower})
		}
	}
	return out
}

// relativeDates compares "yesterday" and "last month": a claim with one must
// not have another than the window's.
func (l *layout) relativeDates() {
	there := relatives(l.windowWords)
	for _, r := range relatives(l.tokens) {
		var rival *relative
		same := false
		for n := range there {
			if there[n].words == r.words {
				same = true
			} else if l.from[there[n].from] < 0 || l.from[there[n].to-1] < 0 {
				rival = &there[n]
			}
		}
		if !same && rival != nil {
			l.found.add(Date, l.said(r.from, r.to), l.source(rival.from, rival.to), span(r.from, r.to)...)
		}
	}
}
