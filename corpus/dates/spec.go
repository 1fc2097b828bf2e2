package dates

import "time"

// form is how an expression says its date.
type form uint8

const (
	dated     form = iota // by the calendar, perhaps without a year: "April 25"
	ambiguous             // "04/05/2019": day and month, or month and day
	dayOfWeek             // "Thursday"
	units                 // n calendar units from the present one: "last week"
	running               // n units up to the anchor, or from it: "the past two weeks"
	away                  // n units from the anchor: "two weeks ago"
	apart                 // n units from another date: "two weeks later"
	nth                   // the n-th unit of a period: "the first week of April"
	between               // from one date to another
	weekOf                // the week that holds a date
	event                 // what is no date itself: the vote of "two days after the vote"
)

// spec is what an expression says, before it is resolved.
type spec struct {
	form form
	unit Precision
	// year, month and day are 0 where they are not written. A decade or
	// century has its first year, a season or quarter its number as month.
	year, month, day int
	// weekday is 1, Monday, to 7, or 0.
	weekday int
	// point is the pointer of a partial date ("last February"), if pointed.
	point   int8
	pointed bool
	// n counts units; of an nth, -1 is the last.
	n int
	// vague: n is not known ("several years ago").
	vague bool
	part  Part
	// limit is -1 for "earlier this year", 1 for "later this year".
	limit int8
	hedge bool
	// base is what is counted from or lies within; of a range, base and to
	// are its ends.
	base, to *spec
}

// relative reports whether sp alone does not say which date it is.
func (sp *spec) relative() bool {
	switch sp.form {
	case dated:
		return sp.year == 0
	case ambiguous:
		return false
	case between:
		return sp.base.relative() || sp.to.relative()
	case nth, weekOf:
		return sp.base.relative()
	case apart:
		return sp.base == nil || sp.base.relative()
	}
	return true
}

// offset is the distance that sp writes.
func (sp *spec) offset() Offset {
	if sp.vague {
		return Offset{}
	}
	switch sp.form {
	case units, running, away, apart:
		return Offset{N: sp.n, Unit: sp.unit}
	case dated:
		if sp.pointed && sp.base != nil { // "February last year"
			return sp.base.offset()
		}
	}
	return Offset{}
}

// written is the year, month and day that stand in the text.
func (sp *spec) written() (year int, m time.Month, day int) {
	if sp.form != dated && sp.form != ambiguous {
		return 0, 0, 0
	}
	if sp.unit == Day || sp.unit == Month {
		m = time.Month(sp.month)
	}
	if sp.unit <= Year {
		year = sp.year
	}
	return year, m, sp.day
}
