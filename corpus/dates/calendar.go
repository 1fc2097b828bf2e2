package dates

import "time"

// Years that the package resolves to. Outside of them four digits are no
// year, and String and Find would not agree.
const (
	minYear = 1000
	maxYear = 2999
)

func date(year, month, day int) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	return date(y, int(m), d)
}

func daysIn(year, month int) int { return date(year, month+1, 0).Day() }

// isDay reports whether the month has such a day; year 0 is a leap year, so
// that 29 February without a year is one.
func isDay(year, month, day int) bool {
	if year == 0 {
		year = 2000
	}
	return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
}

// monday is the first day of t's week.
func monday(t time.Time) time.Time {
	return t.AddDate(0, 0, -(int(t.Weekday())+6)%7)
}

// period is the unit that contains t.
func period(unit Precision, t time.Time) Date {
	y, m, _ := t.Date()
	d := Date{From: t, To: t, Precision: unit}
	switch unit {
	case Weekend:
		d.From = monday(t).AddDate(0, 0, 5)
		d.To = d.From.AddDate(0, 0, 1)
	case Week:
		d.From = monday(t)
		d.To = d.From.AddDate(0, 0, 6)
	case Month:
		d.From, d.To = months(y, int(m), 1)
	case Quarter:
		d.From, d.To = months(y, (int(m)-1)/3*3+1, 3)
	case Season:
		d.From, d.To = months(y, int(m)/3*3, 3)
	case Year:
		d.From, d.To = months(y, 1, 12)
	case Decade:
		d.From, d.To = months(y/10*10, 1, 120)
	case Century:
		d.From, d.To = months((y-1)/100*100+1, 1, 1200)
	}
	return d
}

// months is n whole months from the first of one.
func months(year, month, n int) (from, to time.Time) {
	return date(year, month, 1), date(year, month+n, 0)
}

// shift is t moved by n units. Where the month is too short it takes its last
// day, so that a month after 31 January is a day of February.
func shift(t time.Time, n int, unit Precision) time.Time {
	switch unit {
	case Day:
		return t.AddDate(0, 0, n)
	case Week, Weekend:
		return t.AddDate(0, 0, 7*n)
	}
	m := map[Precision]int{Month: 1, Quarter: 3, Season: 3, Year: 12, Decade: 120, Century: 1200}[unit]
	first := date(t.Year(), int(t.Month())+n*m, 1)
	return first.AddDate(0, 0, min(t.Day(), daysIn(first.Year(), int(first.Month())))-1)
}

// narrow is the part of d, in thirds or halves: of a month by days (early: 1
// to 10), of a longer period by months (early 2018: January to April).
func narrow(d Date, part Part) Date {
	if part == Whole {
		return d
	}
	d.Part, d.Approx = part, part != FirstHalf && part != SecondHalf
	days := int(d.To.Sub(d.From).Hours()/24) + 1
	length := (d.To.Year()-d.From.Year())*12 + int(d.To.Month()) - int(d.From.Month()) + 1
	at := func(n, of int) time.Time { // the first day of the n-th of so many parts
		if d.Precision >= Quarter {
			return d.From.AddDate(0, length*n/of, 0)
		}
		if d.Precision == Month && of == 3 {
			return d.From.AddDate(0, 0, 10*n)
		}
		return d.From.AddDate(0, 0, days*n/of)
	}
	from, to := d.From, d.To
	switch part {
	case Early, Start:
		to = at(1, 3).AddDate(0, 0, -1)
	case Mid:
		from, to = at(1, 3), at(2, 3).AddDate(0, 0, -1)
	case Late, End:
		from = at(2, 3)
	case FirstHalf:
		to = at(1, 2).AddDate(0, 0, -1)
	case SecondHalf:
		from = at(1, 2)
	}
	if to.Before(from) {
		return d
	}
	d.From, d.To = from, to
	return d
}
