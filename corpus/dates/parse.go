package dates

import (
	"fmt"
	"strings"
	"time"
)

// Parse reads a date as a user types it: "2019-04-25", "25 April 2019",
// "April 25, 2019", "2019-04", "April 2019", "2019", "summer 2018", "the
// 1990s". The error is one line that says what to write instead.
func Parse(s string) (Date, error) { return ParseAt(s, time.Time{}) }

// ParseAt is [Parse] for a reader's day, the zero time where it is unknown:
// it also reads "yesterday", "last week", "25 April", "two months ago". A
// partial date is the nearest past one.
func ParseAt(s string, today time.Time) (Date, error) {
	s = strings.TrimSpace(s)
	if d, ok := typed(s); ok {
		return d, nil
	}
	const forms = "write it as 2019-04-25, 25 April 2019, April 2019 or 2019"
	if s == "" {
		return Date{}, fmt.Errorf("the date is empty: %s", forms)
	}
	// As words of a question, where "may" is a month and small letters do.
	const before = "in "
	text := before + s
	ms := newScan(text, today, true).find()
	if len(ms) != 1 || ms[0].End != len(text) {
		return Date{}, fmt.Errorf("%q is not a date: %s", s, forms)
	}
	if lead := strings.ToLower(text[len(before):ms[0].Start]); lead != "" && lead != "the " && lead != "in " && lead != "on " {
		return Date{}, fmt.Errorf("%q is not a date: %s", s, forms)
	}
	switch m := ms[0]; {
	case m.Resolved:
		return m.Date, nil
	case m.Relative:
		return Date{}, fmt.Errorf("%q is a date only from a known day on: %s", s, forms)
	default:
		return Date{}, fmt.Errorf("%q can be read in two ways: %s", s, forms)
	}
}

// typed reads the forms that are no more than digits; "2010-12" is a month
// here, in running text rather two years.
func typed(s string) (Date, bool) {
	for layout, unit := range map[string]Precision{"2006-01-02": Day, "2006-01": Month, "2006": Year} {
		t, err := time.Parse(layout, s)
		if err == nil && t.Year() >= minYear && t.Year() <= maxYear {
			return period(unit, t), true
		}
	}
	return Date{}, false
}
