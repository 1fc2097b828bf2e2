package dates

import (
	"fmt"
	"strings"
	"time"
)

var seasons = [...]string{"", "spring", "summer", "autumn", "winter"}

var quarters = [...]string{"", "first", "second", "third", "fourth"}

// String is the form shown to readers: "25 April 2019", "April 2019", "2019",
// "late February 2019", "22–28 April 2019", "around 2010". The zero Date is
// "an unknown date".
func (d Date) String() string {
	if d.IsZero() {
		return "an unknown date"
	}
	if d.Part != Whole && d.Precision >= Month {
		return d.partly()
	}
	s := d.whole()
	if d.Approx {
		return "around " + s
	}
	return s
}

// partly is the unit that From lies in, with the part of it that is meant.
func (d Date) partly() string {
	unit := period(d.Precision, d.From).whole()
	bare, the := strings.CutPrefix(unit, "the ")
	article := ""
	if the {
		article = "the "
	}
	switch d.Part {
	case Early, Late:
		return article + d.Part.String() + " " + bare
	case Mid:
		return article + "mid-" + bare
	}
	return d.Part.String() + " " + unit
}

// whole writes runs of whole units by their names and all else by days.
func (d Date) whole() string {
	first, last := period(d.Precision, d.From), period(d.Precision, d.To)
	if !first.From.Equal(d.From) || !last.To.Equal(d.To) {
		return run(d.From, d.To)
	}
	one := first.From.Equal(last.From)
	switch d.Precision {
	case Month:
		return monthRun(d.From, d.To)
	case Year:
		if one {
			return fmt.Sprint(d.From.Year())
		}
		return fmt.Sprintf("%d–%d", d.From.Year(), d.To.Year())
	case Quarter, Season, Decade, Century:
		if one {
			return unitName(d)
		}
		return unitName(first) + " to " + unitName(last)
	}
	return run(d.From, d.To)
}

// unitName is the name of the single quarter, season, decade or century d.
func unitName(d Date) string {
	y, m := d.From.Year(), int(d.From.Month())
	switch d.Precision {
	case Quarter:
		return fmt.Sprintf("the %s quarter of %d", quarters[(m+2)/3], y)
	case Season:
		if m == 12 {
			return fmt.Sprintf("winter %d–%02d", y, (y+1)%100)
		}
		return fmt.Sprintf("%s %d", seasons[m/3], y)
	case Decade:
		return fmt.Sprintf("the %ds", y)
	}
	n := y/100 + 1
	suffix := "th"
	if n/10%10 != 1 && n%10 >= 1 && n%10 <= 3 {
		suffix = [...]string{"", "st", "nd", "rd"}[n%10]
	}
	return fmt.Sprintf("the %d%s century", n, suffix)
}

// run is a day or a run of days, naming month and year once where it can.
func run(from, to time.Time) string {
	const day, dayMonth, full = "2", "2 January", "2 January 2006"
	switch {
	case from.Equal(to):
		return to.Format(full)
	case from.Year() != to.Year():
		return from.Format(full) + " – " + to.Format(full)
	case from.Month() != to.Month():
		return from.Format(dayMonth) + " – " + to.Format(full)
	}
	return from.Format(day) + "–" + to.Format(full)
}

// monthRun is a month or a run of months.
func monthRun(from, to time.Time) string {
	const month, full = "January", "January 2006"
	switch {
	case from.Year() != to.Year():
		return from.Format(full) + " – " + to.Format(full)
	case from.Month() != to.Month():
		return from.Format(month) + "–" + to.Format(full)
	}
	return to.Format(full)
}
