package dates

import (
	"time"

	"newsdesk/corpus"
)

// Mention is a date expression in a text with what it means.
type Mention struct {
	// Span is in bytes of the text. It holds the weekday of "Thursday, April
	// 25" and the "late" of "late February", no preposition and no article.
	corpus.Span
	// Text is the expression as written.
	Text string
	// Date is what it means, zero unless Resolved.
	Date Date
	// Resolved is false where the expression is relative or partial and what
	// it counts from is unknown.
	Resolved bool
	// Relative: the expression alone does not say which date it is
	// ("Thursday", "April 25", "last week", "two days later").
	Relative bool
	// Weekday is the day of the week that is written, "Thursday", or empty.
	// It may contradict Date, which then follows the written date.
	Weekday string
	// Year, Month and Day are those written, 0 where they are not.
	Year  int
	Month time.Month
	Day   int
	// Part is which part of the period is meant.
	Part Part
	// Offset is the distance of a relative expression.
	Offset Offset
	// Bound is how a preposition before it limits: "since March 2018".
	Bound Bound
}

// Offset is a distance in time: N units after, or before where N is negative.
// "Last week" is {-1, Week}, "this week" {0, Week}, "two months after" {2,
// Month}. The zero Offset is none, or a vague one ("several years ago").
type Offset struct {
	N    int
	Unit Precision
}

// Bound is how a date limits what is said about it.
type Bound uint8

// The bounds. On is the zero value: at some time within the date.
const (
	On Bound = iota
	Since
	Until // also "by"
	Before
	After
	Between // a range named by both ends
)

// String is the bound as a preposition.
func (b Bound) String() string {
	names := [...]string{"on", "since", "until", "before", "after", "between"}
	if int(b) >= len(names) {
		return names[0]
	}
	return names[b]
}

// Window is the first and the last day, inclusive, that m lets pass, as a
// filter takes them; the zero time leaves that side open. Both are zero where
// m is not resolved.
func (m Mention) Window() (since, until time.Time) {
	if !m.Resolved {
		return time.Time{}, time.Time{}
	}
	switch m.Bound {
	case Since:
		return m.Date.From, time.Time{}
	case Until:
		return time.Time{}, m.Date.To
	case Before:
		return time.Time{}, m.Date.From.AddDate(0, 0, -1)
	case After:
		return m.Date.To.AddDate(0, 0, 1), time.Time{}
	}
	return m.Date.From, m.Date.To
}

// MayMean reports whether m can mean a day of d: as resolved, or as far as
// its year, month, day and weekday are written. Of a relative expression
// without any of these nothing is known, and the answer is false.
func (m Mention) MayMean(d Date) bool {
	if m.Resolved {
		return m.Date.Overlaps(d)
	}
	if m.Year == 0 && m.Month == 0 && m.Day == 0 && m.Weekday == "" || d.IsZero() {
		return false
	}
	// Every combination of month, day and weekday comes back within 28 years,
	// 40 over a century that is no leap year.
	const most = 40 * 366
	for t, n := d.From, 0; !t.After(d.To) && n < most; t, n = t.AddDate(0, 0, 1), n+1 {
		if (m.Year == 0 || t.Year() == m.Year) && (m.Month == 0 || t.Month() == m.Month) &&
			(m.Day == 0 || t.Day() == m.Day) && (m.Weekday == "" || t.Weekday().String() == m.Weekday) {
			return true
		}
	}
	return false
}
