// Package dates finds date expressions in English text and says what they
// mean: "Thursday" in a report of 26 April 2019 is 25 April 2019.
//
// [Find] lexes a text once, recognises expressions with a small hand-written
// grammar (absolute.go, year.go, relative.go, offset.go, part.go) and
// resolves them against a date of publication (resolve.go). An expression
// that cannot be resolved is still a [Mention]: it knows its weekday, month
// or offset. [InQuestion] does the same for what a reader asks, [Parse] for
// what a user types as a setting.
//
// The division into expressions, their values and an anchor follows TimeML's
// TIMEX3 (Pustejovsky et al. 2003, ISO 24617-1); a unit counted from the
// anchor ("two months ago") has, as there, the precision of the unit.
package dates

import "time"

// Precision is how long a period a date expression names.
type Precision uint8

// The precisions, finest first. The zero value is no precision.
const (
	Day Precision = iota + 1
	Weekend
	Week // Monday to Sunday
	Month
	Quarter
	Season // three whole months, northern: spring is March to May
	Year
	Decade  // "the 1990s": 1990 to 1999
	Century // "the 20th century": 1901 to 2000
)

// String is the precision's name in lower case, or "none".
func (p Precision) String() string {
	names := [...]string{"none", "day", "weekend", "week", "month", "quarter", "season", "year", "decade", "century"}
	if int(p) >= len(names) {
		return names[0]
	}
	return names[p]
}

// Part is which part of a period is meant: "late February", "mid-2018".
type Part uint8

// The parts of a period. The zero value is the whole of it.
const (
	Whole Part = iota
	Early
	Mid
	Late
	Start
	End
	FirstHalf
	SecondHalf
)

// String is the part as [Date.String] writes it, or "" for the whole.
func (p Part) String() string {
	names := [...]string{"", "early", "mid", "late", "the start of", "the end of", "the first half of", "the second half of"}
	if int(p) >= len(names) {
		return ""
	}
	return names[p]
}

// Date is a day or a longer period.
type Date struct {
	// From and To are the first and the last day, midnight UTC.
	From, To time.Time
	// Precision is the unit in which the period was named. A run of several
	// units ("2011–2013") has that of one.
	Precision Precision
	// Part is which part of the unit From and To cover.
	Part Part
	// Approx: the days are an estimate ("late February", "around 2010").
	Approx bool
}

// IsZero reports whether d is the zero Date, which is no date.
func (d Date) IsZero() bool { return d.From.IsZero() && d.To.IsZero() }

// Contains reports whether every day of other is a day of d.
func (d Date) Contains(other Date) bool {
	return !other.From.Before(d.From) && !other.To.After(d.To)
}

// Overlaps reports whether d and other share a day.
func (d Date) Overlaps(other Date) bool {
	return !other.From.After(d.To) && !d.From.After(other.To)
}

// Of is the single day on which t falls, in t's own time zone.
func Of(t time.Time) Date {
	d := midnight(t)
	return Date{From: d, To: d, Precision: Day}
}
