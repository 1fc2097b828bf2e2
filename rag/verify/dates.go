package verify

import (
	"time"

	"newsdesk/rag/terms"
)

// dateWord judges a month, weekday, day of the month or year of the claim.
func (l *layout) dateWord(i int) {
	t := &l.tokens[i]
	for j := range l.windowWords {
		u := &l.windowWords[j]
		if u.stem == t.stem && (t.date != monthDay || u.date == monthDay) && (l.to[i] == j || l.to[i] < 0 && l.neighbours(i, j) || l.onlyDate(t.date)) {
			l.carries[i] = true
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

var relativeDay = terms.Set("yesterday today tomorrow tonight")

var relativeWords = map[string]int{"last": 1, "past": 1, "previous": 1, "this": 2, "next": 3, "coming": 3}

var calendarUnits = terms.Set("day week weekend month year decade morning evening night summer winter spring autumn fall season century")

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
