package rag

import (
	"fmt"
	"strings"
	"time"

	"newsdesk/corpus/dates"
)

// resolveDates adds, where a date is asked for, what "Thursday" or "last week"
// in a statement means: counted from the article's own date, or, where that is
// unknown, as another article has it that is dated and says the same of the
// same people.
func (w *writer) resolveDates() {
	if w.f.q.typ != wantsWhen {
		return
	}
	said := make(map[string]bool)
	for i, s := range w.shown {
		n := w.statements[i].Citations[0]
		for _, m := range s.dates() {
			if !m.Relative || m.Resolved && m.Date.Precision > dates.Month || said[m.Text] || s.quotedAt(s.Start+m.Start) {
				continue // a speaker's "today" is the day of the remark
			}
			switch {
			case m.Resolved:
				said[m.Text] = true
				w.notes = append(w.notes, fmt.Sprintf("“%s” [%d] is %s: the report is of %s.", m.Text, n, m.Date, longDate(s.doc.Published)))
			case m.Weekday != "":
				other, date, ok := w.datedElsewhere(s, m)
				if !ok {
					w.notes = append(w.notes, fmt.Sprintf("The report [%d] has no date of its own, so which %s is meant is not known.", n, m.Weekday))
					said[m.Text] = true
					continue
				}
				said[m.Text] = true
				k := w.cite(other.doc, other.Span, other.sentence)
				w.notes = append(w.notes, fmt.Sprintf("“%s” [%d] is %s, going by the report of %s [%d].", m.Text, n, date, longDate(other.doc.Published), k))
			}
		}
	}
}

// datedElsewhere finds evidence of a dated article that names the same weekday
// and all the names of the question that the statement holds.
func (w *writer) datedElsewhere(s statement, m dates.Mention) (evidence, dates.Date, bool) {
	for _, ev := range w.f.ranked {
		if ev.doc == s.doc || ev.doc.Published.IsZero() || !w.sharesNames(s.sentence, ev.sentence) {
			continue
		}
		for _, o := range ev.dates() {
			if o.Resolved && strings.EqualFold(o.Weekday, m.Weekday) {
				return ev, o.Date, true
			}
		}
	}
	return evidence{}, dates.Date{}, false
}

// sharesNames reports whether b holds every name of the question that a holds,
// and there is one.
func (w *writer) sharesNames(a, b *sentence) bool {
	shared := 0
	for stem := range w.f.q.entities {
		switch {
		case a.has(stem) && b.has(stem):
			shared++
		case a.has(stem):
			return false
		}
	}
	return shared > 0
}

func longDate(t time.Time) string { return t.Format("2 January 2006") }

// compareDates notes that cited articles give different days, months or years
// where a date is asked for, about the same names.
func (w *writer) compareDates() {
	if w.f.q.typ != wantsWhen || len(w.shown) < 2 {
		return
	}
	type position struct {
		date     dates.Date
		text     string
		citation int
		doc      *document
	}
	var list []position
	for i, s := range w.shown {
		if i > 0 && (s.score < w.shown[0].score-dateMargin || !w.f.sameNames(w.shown[0].sentence, s.sentence)) {
			continue
		}
		if i > 0 && !w.f.sameThing(w.shown[0].sentence, s.sentence) {
			continue
		}
		for _, m := range s.dates() {
			if m.Resolved && !s.quotedAt(s.Start+m.Start) && !s.saidOn(m.Start) {
				list = append(list, position{m.Date, m.Text, w.statements[i].Citations[0], s.doc})
				break
			}
		}
	}
	for i := range list {
		for j := i + 1; j < len(list); j++ {
			a, b := list[i], list[j]
			if a.doc == b.doc || a.date.Overlaps(b.date) || a.date.Precision != b.date.Precision {
				continue
			}
			w.disagree = append(w.disagree, Disagreement{About: "the date",
				Text:      fmt.Sprintf("The reports give different dates: %s [%d]; %s [%d].", a.text, a.citation, b.text, b.citation),
				Positions: []Position{{Text: a.text, Citations: []int{a.citation}}, {Text: b.text, Citations: []int{b.citation}}}})
			return
		}
	}
}

// dateMargin is how far behind the first a statement may score for its date to
// be held against the first's: one further off tells of another event.
const dateMargin = 2.5

// saidOn reports whether the date at byte i of the sentence is when something
// was said, not when it happened: "the ministry said on Tuesday".
func (s *sentence) saidOn(i int) bool {
	for k, t := range s.tokens {
		if t.Start < i && saying[t.Stem] && !t.Capital {
			words := 0
			for _, u := range s.tokens[k+1:] {
				if u.Start >= i {
					return words <= 3
				}
				words++
			}
		}
	}
	return false
}
