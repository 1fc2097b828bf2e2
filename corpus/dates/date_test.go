package dates

import (
	"testing"
	"time"
)

func span(from, to time.Time, p Precision) Date { return Date{From: from, To: to, Precision: p} }

func TestString(t *testing.T) {
	year := period(Year, date(2019, 5, 1))
	for _, c := range []struct {
		d    Date
		want string
	}{
		{Date{}, "an unknown date"},
		{Of(date(2019, 4, 25)), "25 April 2019"},
		{period(Month, date(2019, 4, 25)), "April 2019"},
		{year, "2019"},
		{narrow(period(Month, date(2019, 2, 1)), Late), "late February 2019"},
		{narrow(year, End), "the end of 2019"},
		{narrow(year, Mid), "mid-2019"},
		{narrow(year, FirstHalf), "the first half of 2019"},
		{narrow(period(Decade, date(1994, 1, 1)), Mid), "the mid-1990s"},
		{narrow(period(Century, date(1994, 1, 1)), Late), "the late 20th century"},
		{period(Week, date(2019, 4, 25)), "22–28 April 2019"},
		{period(Week, date(2019, 4, 30)), "29 April – 5 May 2019"},
		{period(Week, date(2019, 12, 31)), "30 December 2019 – 5 January 2020"},
		{period(Weekend, date(2019, 4, 24)), "27–28 April 2019"},
		{period(Quarter, date(2019, 12, 31)), "the fourth quarter of 2019"},
		{period(Season, date(2019, 1, 31)), "winter 2018–19"},
		{period(Season, date(2019, 9, 1)), "autumn 2019"},
		{period(Century, date(2000, 1, 1)), "the 20th century"},
		{period(Century, date(2001, 1, 1)), "the 21st century"},
		{period(Century, date(1100, 1, 1)), "the 11th century"},
		{span(date(2018, 11, 1), date(2019, 2, 28), Month), "November 2018 – February 2019"},
		{span(date(2019, 1, 1), date(2019, 6, 30), Quarter), "the first quarter of 2019 to the second quarter of 2019"},
		{Date{From: date(2010, 1, 1), To: date(2010, 12, 31), Precision: Year, Approx: true}, "around 2010"},
	} {
		if got := c.d.String(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestNarrow(t *testing.T) {
	for _, c := range []struct {
		d        Date
		part     Part
		from, to time.Time
	}{
		{period(Month, date(2019, 2, 1)), Early, date(2019, 2, 1), date(2019, 2, 10)},
		{period(Month, date(2019, 2, 1)), Mid, date(2019, 2, 11), date(2019, 2, 20)},
		{period(Month, date(2019, 2, 1)), Late, date(2019, 2, 21), date(2019, 2, 28)},
		{period(Month, date(2019, 2, 1)), SecondHalf, date(2019, 2, 15), date(2019, 2, 28)},
		{period(Year, date(2019, 2, 1)), Early, date(2019, 1, 1), date(2019, 4, 30)},
		{period(Year, date(2019, 2, 1)), End, date(2019, 9, 1), date(2019, 12, 31)},
		{period(Quarter, date(2019, 2, 1)), Mid, date(2019, 2, 1), date(2019, 2, 28)},
		{period(Decade, date(2019, 2, 1)), SecondHalf, date(2015, 1, 1), date(2019, 12, 31)},
		{period(Week, date(2019, 4, 25)), Start, date(2019, 4, 22), date(2019, 4, 23)},
		{period(Week, date(2019, 4, 25)), Late, date(2019, 4, 26), date(2019, 4, 28)},
	} {
		if got := narrow(c.d, c.part); !got.From.Equal(c.from) || !got.To.Equal(c.to) {
			t.Errorf("%s %s: %s to %s, want %s to %s", c.part, c.d, got.From, got.To, c.from, c.to)
		}
	}
}

func TestContainsAndOverlaps(t *testing.T) {
	april, day := period(Month, date(2019, 4, 1)), Of(date(2019, 4, 30))
	week := period(Week, date(2019, 4, 30))
	for _, c := range []struct {
		a, b               Date
		contains, overlaps bool
	}{
		{april, day, true, true}, {day, april, false, true}, {april, week, false, true},
		{week, day, true, true}, {april, Of(date(2019, 5, 1)), false, false}, {day, day, true, true},
	} {
		if got := c.a.Contains(c.b); got != c.contains {
			t.Errorf("%s contains %s: %v", c.a, c.b, got)
		}
		if got := c.a.Overlaps(c.b); got != c.overlaps {
			t.Errorf("%s overlaps %s: %v", c.a, c.b, got)
		}
	}
}

func TestMayMean(t *testing.T) {
	day, april := Of(date(2019, 4, 25)), period(Month, date(2019, 4, 1))
	for _, c := range []struct {
		text string
		d    Date
		want bool
	}{
		{"on Thursday", day, true}, {"on Friday", day, false}, {"on Friday", april, true},
		{"on 25 April", day, true}, {"on 26 April", day, false}, {"on 26 April", april, true},
		{"in April", day, true}, {"in May", day, false}, {"in 2019", day, true}, {"in 2018", day, false},
		{"on 04/05/2019", day, true}, {"on 04/05/2018", day, false},
		{"it was last year", day, false}, {"on 29 February", period(Year, date(2019, 1, 1)), false},
		{"on 29 February", period(Decade, date(2019, 1, 1)), true}, {"on Thursday", Date{}, false},
	} {
		ms := Find(c.text, time.Time{})
		if len(ms) != 1 {
			t.Fatalf("%q: %d mentions", c.text, len(ms))
		}
		if got := ms[0].MayMean(c.d); got != c.want {
			t.Errorf("%q may mean %s: %v", c.text, c.d, got)
		}
	}
}

func TestShiftEndsWithTheMonth(t *testing.T) {
	for _, c := range []struct {
		t    time.Time
		n    int
		unit Precision
		want time.Time
	}{
		{date(2019, 1, 31), 1, Month, date(2019, 2, 28)},
		{date(2020, 2, 29), 1, Year, date(2021, 2, 28)},
		{date(2019, 3, 31), -1, Month, date(2019, 2, 28)},
		{date(2019, 1, 1), -1, Day, date(2018, 12, 31)},
		{date(2019, 1, 1), 2, Week, date(2019, 1, 15)},
		{date(2019, 5, 1), -2, Decade, date(1999, 5, 1)},
	} {
		if got := shift(c.t, c.n, c.unit); !got.Equal(c.want) {
			t.Errorf("%d %ss from %s: %s, want %s", c.n, c.unit, c.t, got, c.want)
		}
	}
}
