package dates

import "time"

// onWeekday is a weekday that has no date beside it.
func (s *scan) onWeekday(sp *spec, i, end int) (Date, bool) {
	if sp.base != nil {
		week, ok := s.resolve(sp.base, i, end)
		return Of(week.From.AddDate(0, 0, sp.weekday-1)), ok
	}
	if !sp.pointed {
		back, on := onOrBefore(s.anchor, sp.weekday), onOrAfter(s.anchor, sp.weekday)
		if s.limits(i, end) && on.Sub(s.anchor) < s.anchor.Sub(back) || s.tense(i, end) == future {
			return Of(on), true
		}
		return Of(back), true
	}
	switch sp.point {
	case last:
		return Of(onOrBefore(s.anchor.AddDate(0, 0, -1), sp.weekday)), true
	case next:
		return Of(onOrAfter(s.anchor.AddDate(0, 0, 1), sp.weekday)), true
	case this:
		return Of(monday(s.anchor).AddDate(0, 0, sp.weekday-1)), true
	}
	story, ok := s.story(Day, i)
	if !ok {
		return story, false
	}
	switch sp.point {
	case previous:
		return Of(onOrBefore(story.From.AddDate(0, 0, -1), sp.weekday)), true
	case following:
		return Of(onOrAfter(story.From.AddDate(0, 0, 1), sp.weekday)), true
	}
	return story, false
}

// limits reports whether the date between i and end is one up to which
// something happens. "Ahead of Monday's vote" and "until June" are written
// near that date, before it or after it, whatever the tense.
func (s *scan) limits(i, end int) bool {
	b := s.bound(i, end, false)
	return b == Before || b == Until
}

func onOrBefore(t time.Time, weekday int) time.Time {
	return t.AddDate(0, 0, -((isoWeekday(t) - weekday + 7) % 7))
}

func onOrAfter(t time.Time, weekday int) time.Time {
	return t.AddDate(0, 0, (weekday-isoWeekday(t)+7)%7)
}

// from is the date that sp counts from: the one it names, or else that of the
// story so far.
func (s *scan) from(sp *spec, i, end int) (Date, bool) {
	if sp.base != nil {
		return s.resolve(sp.base, i, end)
	}
	return s.story(sp.unit, i)
}

// story is the date that the text speaks of before token i: the last one in
// this sentence or the one before, if it is as fine as the unit.
func (s *scan) story(unit Precision, i int) (Date, bool) {
	if len(s.out) == s.line {
		return Date{}, false
	}
	m := s.out[len(s.out)-1]
	if !m.Resolved || m.Date.Precision > unit {
		return Date{}, false
	}
	ends := 0
	for k := s.done; k < i; k++ {
		if s.ends(k) {
			ends++
		}
	}
	return m.Date, ends <= 1
}

// distant is the unit that lies n units from t.
func distant(sp *spec, t time.Time) (Date, bool) {
	// Longer distances leave the years that can be written.
	if sp.vague || sp.n < -999 || sp.n > 999 {
		return Date{}, false
	}
	at := shift(t, sp.n, sp.unit)
	if sp.unit <= Year {
		return period(sp.unit, at), true
	}
	d := period(Year, at)
	d.Approx = true
	return d, true
}

// running is n units that end with the anchor or begin after it.
func (s *scan) running(sp *spec) (Date, bool) {
	if sp.vague || sp.n == 0 {
		return Date{}, false
	}
	far := shift(s.anchor, sp.n, sp.unit)
	if sp.n < 0 {
		return Date{From: far.AddDate(0, 0, 1), To: s.anchor, Precision: sp.unit}, true
	}
	return Date{From: s.anchor.AddDate(0, 0, 1), To: far, Precision: sp.unit}, true
}

// inside is the n-th unit or weekday of the base. The weeks of a month are
// counted from its first day, and only roughly meant.
func inside(sp *spec, base Date) (Date, bool) {
	var d Date
	switch {
	case sp.weekday != 0 && sp.n < 0:
		d = Of(onOrBefore(base.To, sp.weekday))
	case sp.weekday != 0:
		d = Of(onOrAfter(base.From, sp.weekday).AddDate(0, 0, 7*(sp.n-1)))
	case sp.unit == Month && sp.n < 0:
		d = period(Month, base.To)
	case sp.unit == Month:
		d = period(Month, shift(base.From, sp.n-1, Month))
	case sp.unit == Week && sp.n < 0:
		d = Date{From: base.To.AddDate(0, 0, -6), To: base.To, Precision: Week, Approx: true}
	case sp.unit == Week:
		from := base.From.AddDate(0, 0, 7*(sp.n-1))
		d = Date{From: from, To: from.AddDate(0, 0, 6), Precision: Week, Approx: true}
		if d.To.After(base.To) {
			d.To = base.To
		}
	case sp.n < 0:
		d = Of(base.To)
	default:
		d = Of(base.From.AddDate(0, 0, sp.n-1))
	}
	return d, base.Contains(d) && !d.From.After(d.To)
}

// between is a range; of its ends without a year the later one is resolved by
// the sentence, and the other is the next before it.
func (s *scan) between(sp *spec, i, end int) (Date, bool) {
	a, okA := s.resolve(sp.base, i, end)
	b, okB := s.resolve(sp.to, i, end)
	if !okA || !okB {
		return a, false
	}
	if b.From.Before(a.From) {
		switch {
		case sp.base.form == dayOfWeek && s.tense(i, end) == future:
			b = Of(b.From.AddDate(0, 0, 7))
		case sp.base.form == dayOfWeek:
			a = Of(a.From.AddDate(0, 0, -7))
		case sp.base.form == dated && sp.base.year == 0 && sp.base.base == nil:
			if a, okA = absolute(sp.base, a.From.Year()-1); !okA {
				return a, false
			}
		}
	}
	return Date{From: a.From, To: b.To, Precision: sp.unit, Approx: a.Approx || b.Approx}, !b.To.Before(a.From)
}
