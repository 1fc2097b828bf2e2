package bot

import (
	"strings"
	"time"

	"newsdesk/corpus"
)

// What is said to days that cannot be read.
const (
	sayNoDay    = "I cannot read that date: please write it like 2019-04-25, 2019-04 or 2019."
	sayBackward = "The first day comes after the last one, so there is nothing between them."
)

// spanOf reads what was typed as the first and the last day into f, either of
// which may be blank, or says what is wrong with it.
func spanOf(since, until string, f *corpus.Filter) (no string) {
	since, until = strings.TrimSpace(since), strings.TrimSpace(until)
	if since != "" {
		first, _, ok := daysOf(since)
		if !ok {
			return sayNoDay
		}
		f.Since = first
	}
	if until != "" {
		_, last, ok := daysOf(until)
		if !ok {
			return sayNoDay
		}
		f.Until = last
	}
	if !f.Since.IsZero() && !f.Until.IsZero() && f.Until.Before(f.Since) {
		return sayBackward
	}
	return ""
}

// daysOf is the first and the last day of a day, a month or a year.
func daysOf(text string) (first, last time.Time, ok bool) {
	for _, l := range []struct {
		layout              string
		years, months, days int
	}{{time.DateOnly, 0, 0, 1}, {"2006-01", 0, 1, 0}, {"2006", 1, 0, 0}} {
		if t, err := time.Parse(l.layout, text); err == nil {
			return t, t.AddDate(l.years, l.months, l.days).AddDate(0, 0, -1), true
		}
	}
	return first, last, false
}
