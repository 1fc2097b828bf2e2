package dates

import "time"

// resolve is the date that sp, spelt by the tokens from i to end, means.
func (s *scan) resolve(sp *spec, i, end int) (Date, bool) {
	d, ok := s.plain(sp, i, end)
	if !ok {
		return Date{}, false
	}
	if sp.limit != 0 && s.known && !d.From.After(s.anchor) && !d.To.Before(s.anchor) {
		if sp.limit < 0 {
			d.To = s.anchor
		} else {
			d.From = s.anchor
		}
	}
	d = narrow(d, sp.part)
	d.Approx = d.Approx || sp.hedge
	if d.From.After(d.To) || d.From.Year() < minYear || d.To.Year() > maxYear {
		return Date{}, false
	}
	return d, true
}

// plain is resolve without parts and limits.
func (s *scan) plain(sp *spec, i, end int) (Date, bool) {
	switch sp.form {
	case dated:
		if sp.year != 0 {
			return absolute(sp, sp.year)
		}
		return s.partial(sp, i, end)
	case between:
		return s.between(sp, i, end)
	case nth:
		base, ok := s.resolve(sp.base, i, end)
		if !ok {
			return base, false
		}
		return inside(sp, base)
	case weekOf:
		base, ok := s.resolve(sp.base, i, end)
		return period(Week, base.From), ok
	case apart:
		base, ok := s.from(sp, i, end)
		if !ok || base.Precision > sp.unit || sp.vague {
			return base, false
		}
		return distant(sp, base.From)
	}
	if !s.known {
		return Date{}, false
	}
	switch sp.form {
	case dayOfWeek:
		return s.onWeekday(sp, i, end)
	case away:
		return distant(sp, s.anchor)
	case units:
		n := sp.n
		if sp.vague && s.anchor.Weekday() != time.Saturday && s.anchor.Weekday() != time.Sunday && s.tense(i, end) != future {
			n = -1 // "over the weekend"
		}
		return period(sp.unit, shift(s.anchor, n, sp.unit)), true
	case running:
		return s.running(sp)
	}
	return Date{}, false
}

// absolute is the period that sp names in the year, of a decade or century
// the one that begins with it.
func absolute(sp *spec, year int) (Date, bool) {
	d := Date{Precision: sp.unit}
	switch sp.unit {
	case Day:
		if !isDay(year, sp.month, sp.day) {
			return d, false
		}
		d.From = date(year, sp.month, sp.day)
		d.To = d.From
		return d, true
	case Month:
		d.From, d.To = months(year, sp.month, 1)
	case Quarter:
		d.From, d.To = months(year, sp.month*3-2, 3)
	case Season:
		d.From, d.To = months(year, sp.month*3, 3)
	default:
		d = period(sp.unit, date(year, 1, 1))
	}
	return d, true
}

// partial is a day, month, season or quarter whose year is not written.
func (s *scan) partial(sp *spec, i, end int) (Date, bool) {
	if sp.base != nil { // "February last year", "the 25th of last month"
		in, ok := s.resolve(sp.base, i, end)
		if !ok {
			return in, false
		}
		at := *sp
		if sp.month == 0 {
			at.month = int(in.From.Month())
		}
		return absolute(&at, in.From.Year())
	}
	if !s.known {
		return Date{}, false
	}
	if sp.month == 0 {
		return s.choose(sp, i, end, 3, func(k int) (Date, bool) {
			m := shift(date(s.anchor.Year(), int(s.anchor.Month()), 1), k, Month)
			at := *sp
			at.month = int(m.Month())
			return absolute(&at, m.Year())
		})
	}
	// Eight years hold a 29 February wherever the anchor stands.
	return s.choose(sp, i, end, 8, func(k int) (Date, bool) { return absolute(sp, s.anchor.Year()+k) })
}

// choose picks one of the dates that come back every year or month, at(-most)
// to at(most), by pointer and tense.
func (s *scan) choose(sp *spec, i, end, most int, at func(int) (Date, bool)) (Date, bool) {
	want := s.tense(i, end)
	if !sp.pointed && s.limits(i, end) {
		return s.nearest(noTense, most, at)
	}
	var best Date
	found := false
	for k := -most; k <= most; k++ {
		d, ok := at(k)
		if !ok {
			continue
		}
		begun, over := !d.From.After(s.anchor), d.To.Before(s.anchor)
		better := false
		switch {
		case sp.pointed && sp.point == this:
			better = !found && (begun && !over || d.From.Year() == s.anchor.Year())
			if found {
				better = begun && !over || best.To.Before(s.anchor) && want == future && !over
			}
		case sp.pointed && sp.point == last:
			better = over
		case sp.pointed && sp.point == next:
			better = !found && !begun
		case sp.unit == Day && sp.month != 0 && want != noTense:
			better = s.unwritten(d, want)
		case want == future:
			better = !found && !over
		case sp.unit == Day:
			better = !found || distance(d, s.anchor) < distance(best, s.anchor)
		default:
			better = begun
		}
		if better {
			best, found = d, true
		}
	}
	if !found && sp.unit == Day {
		best, found = s.nearest(want, most, at)
	}
	if !found || sp.weekday == 0 || isoWeekday(best.From) == sp.weekday {
		return best, found
	}
	// The weekday beside the date tells which year is meant, if any does.
	for _, k := range []int{0, -1, 1} {
		if d, ok := at(k); ok && isoWeekday(d.From) == sp.weekday {
			return d, true
		}
	}
	return best, true
}

// nearest is the nearest date on the side that the tense wants: 29 February,
// which no nearby year may have.
func (s *scan) nearest(want tense, most int, at func(int) (Date, bool)) (best Date, found bool) {
	for k := -most; k <= most; k++ {
		d, ok := at(k)
		if !ok || want == behind && d.From.After(s.anchor) || want == future && d.To.Before(s.anchor) {
			continue
		}
		if !found || distance(d, s.anchor) < distance(best, s.anchor) {
			best, found = d, true
		}
	}
	return best, found
}

// How many days on the wrong side of the anchor a date without a year may lie
// before its tense rather than the calendar year decides. Measured on the 51
// such dates in 670 American reports.
const (
	mostAhead = 120
	mostBack  = 60
)

// unwritten reports whether news would leave out the year of the day d. Style
// books (AP) have it left out within the calendar year, even where the verb
// nearby is of another tense ("held its breath for the June 7 primary"); across
// New Year it is left out where the tense makes it plain.
func (s *scan) unwritten(d Date, want tense) bool {
	year := s.anchor.Year()
	days := int(date(year, int(d.From.Month()), d.From.Day()).Sub(s.anchor).Hours() / 24)
	switch {
	case want == behind && days > mostAhead:
		year--
	case want == future && days < -mostBack:
		year++
	}
	return d.From.Year() == year
}

func isoWeekday(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 }

// distance is how far d's first day is from t.
func distance(d Date, t time.Time) time.Duration { return d.From.Sub(t).Abs() }
