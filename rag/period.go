package rag

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"newsdesk/corpus/dates"
)

// period is the time that a question is about: "in 2018", "since March",
// "this week". A zero end is open; both zero is any time.
type period struct {
	since, until time.Time
	// precise is true of a month or less: "this week", "25 April". A year may
	// name an event ("the 2024 race") that was news long before.
	precise bool
	// absolute is true of one that names its year. "This fall" may lie ahead
	// of the reports on it.
	absolute bool
	// from and to are where the question names it, its preposition included.
	from, to int
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
		out.from, out.to = m.Start, m.End
		if adverbial(question[:m.Start]) {
			out.from = strings.LastIndexFunc(strings.TrimRight(question[:m.Start], " "), unicode.IsSpace) + 1
		}
		out.absolute = !m.Relative
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
		if p.meets(m, s.doc.Published) {
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

// meets reports whether a date in a report lies at least partly within the
// period; what holds since a day holds until the report.
func (p period) meets(m dates.Mention, published time.Time) bool {
	if m.Bound != dates.Since {
		return p.overlaps(m.Date)
	}
	_, last := m.Window()
	if last.IsZero() {
		last = published
	}
	return (p.until.IsZero() || !m.Date.From.After(p.until)) && (p.since.IsZero() || last.IsZero() || !last.Before(p.since))
}

// within leaves out evidence that tells of another time only, where some that
// is nearly as good tells of the period asked about.
func (p period) within(ranked []evidence) []evidence {
	if !p.absolute || !slices.ContainsFunc(ranked, func(ev evidence) bool {
		return ev.features[fPeriod] > 0 && ev.score >= ranked[0].score-scoreMargin
	}) {
		return ranked
	}
	var out []evidence
	for _, ev := range ranked {
		if ev.features[fPeriod] >= 0 {
			out = append(out, ev)
		}
	}
	return out
}

// reportedIn keeps the remarks that undated reports have, and those dated
// within the period: a remark was made shortly before its report.
func (p period) reportedIn(remarks []evidence) []evidence {
	if p.any() {
		return remarks
	}
	var out []evidence
	for _, ev := range remarks {
		if day := ev.doc.Published; day.IsZero() || p.overlaps(dates.Of(day)) {
			out = append(out, ev)
		}
	}
	return out
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
