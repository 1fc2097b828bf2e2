package rag

import (
	"context"
	"fmt"
	"strings"
	"time"

	"newsdesk/corpus/dates"
)

// period is the time that a question is about: "in 2018", "since March",
// "this week". A zero end is open; both zero is any time.
type period struct {
	since, until time.Time
	// precise is true of a month or less: "this week", "25 April". A year may
	// name an event ("the 2024 race") that was news long before.
	precise bool
}

func (p period) any() bool { return p.since.IsZero() && p.until.IsZero() }

// overlaps reports whether a date lies at least partly within the period.
func (p period) overlaps(d dates.Date) bool {
	return (p.since.IsZero() || !d.To.Before(p.since)) && (p.until.IsZero() || !d.From.After(p.until))
}

// readPeriod finds the period of a question asked on a day; several mentions
// give none, since it is not plain which one is meant.
func readPeriod(question string, today time.Time) period {
	var out period
	for _, m := range dates.InQuestion(question, today) {
		// "In July", "on Friday": of which year or week, the article says.
		open := m.Relative && (m.Month != 0 || m.Weekday != "")
		if !m.Resolved || open || m.Date.Precision >= dates.Year && !adverbial(question[:m.Start]) {
			continue
		}
		if !out.any() {
			return period{}
		}
		out.since, out.until = m.Window()
		out.precise = m.Date.Precision <= dates.Month
	}
	return out
}

// adverbial reports whether a preposition of time stands before a date: "in
// 2018", not "the 2018 race".
func adverbial(before string) bool {
	fields := strings.Fields(before)
	return len(fields) > 0 && hasWord("in during since until before after from by between throughout", strings.ToLower(fields[len(fields)-1]))
}

// fits is 1 where the sentence tells of the period, -1 where it tells of
// another time only, 0 where that is not known.
func (p period) fits(s *sentence) float64 {
	if p.any() {
		return 0
	}
	dated := false
	for _, m := range s.dates() {
		if !m.Resolved {
			continue
		}
		if p.overlaps(m.Date) {
			return 1
		}
		dated = true
	}
	if dated {
		return -1
	}
	if day := s.doc.Published; !day.IsZero() {
		if p.overlaps(dates.Of(day)) {
			return 1
		}
		return -1
	}
	return 0
}

// dates are the date expressions of the sentence, counted from the article's
// own date.
func (s *sentence) dates() []dates.Mention {
	s.datesOnce.Do(func() { s.dated = dates.Find(s.text(), s.doc.Published) })
	return s.dated
}

// beyond says how far the archive reaches where the question is about a time
// after its newest article, of which no sentence found tells either, or "".
func (e *Engine) beyond(ctx context.Context, f *found) (string, error) {
	p := f.q.period
	if p.since.IsZero() || !p.precise {
		return "", nil
	}
	oldest, newest, err := e.retriever.Reach(ctx)
	if err != nil || newest.IsZero() || !p.since.After(newest) {
		return "", err
	}
	for _, ev := range f.ranked {
		if ev.features[fPeriod] > 0 { // announced before it came
			return "", nil
		}
	}
	return fmt.Sprintf("The archive does not reach that far: its dated articles are of %s to %s.", longDate(oldest), longDate(newest)), nil
}
