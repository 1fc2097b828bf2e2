package dates

import (
	"strings"
	"testing"
	"time"
)

func TestInQuestion(t *testing.T) {
	day := func(t time.Time) string {
		if t.IsZero() {
			return "open"
		}
		return t.Format(time.DateOnly)
	}
	for _, c := range []struct{ question, want string }{
		{"What happened this week?", "this week: on 2019-04-22 2019-04-28"},
		{"who won in 2018", "2018: on 2018-01-01 2018-12-31"},
		{"who won in march", "march: on 2019-03-01 2019-03-31"},
		{"who won last may?", "last may: on 2018-05-01 2018-05-31"},
		{"What was agreed last month?", "last month: on 2019-03-01 2019-03-31"},
		{"What was agreed on 25 April?", "25 April: on 2019-04-25 2019-04-25"},
		{"what was agreed on april 25", "april 25: on 2019-04-25 2019-04-25"},
		{"what was agreed in feb", "feb: on 2019-02-01 2019-02-28"},
		{"What has changed since March 2018?", "March 2018: since 2018-03-01 open"},
		{"What has changed since the end of March 2018?", "end of March 2018: since 2018-03-21 open"},
		{"What was known until Thursday?", "Thursday: until open 2019-04-25"},
		{"What must be done by 1 June?", "1 June: until open 2019-06-01"},
		{"Who governed before 2011?", "2011: before open 2010-12-31"},
		{"Who governed prior to 2011?", "2011: before open 2010-12-31"},
		{"Who governed after 2011?", "2011: after 2012-01-01 open"},
		{"Who met between 24 and 26 April?", "24 and 26 April: between 2019-04-24 2019-04-26"},
		{"Who met between March and May 2018?", "March and May 2018: between 2018-03-01 2018-05-31"},
		{"who met between monday and wednesday", "monday and wednesday: between 2019-04-22 2019-04-24"},
		{"Who met from 2011 to 2013?", "2011 to 2013: between 2011-01-01 2013-12-31"},
		{"What will happen next week?", "next week: on 2019-04-29 2019-05-05"},
		{"What will happen on Monday?", "Monday: on 2019-04-29 2019-04-29"},
		{"What did he say in the last 7 days?", "last 7 days: on 2019-04-20 2019-04-26"},
		{"What did he say yesterday?", "yesterday: on 2019-04-25 2019-04-25"},
		{"What did reports from April 2019 say?", "April 2019: on 2019-04-01 2019-04-30"},
		{"What did they decide from April 2018 on?", "April 2018: since 2018-04-01 open"},
		{"What was said before the summit?", ""},
		{"Who may succeed him?", ""},
		{"Who was prime minister before May?", ""},
		{"Did 2000 people march?", ""},
	} {
		var got []string
		for _, m := range InQuestion(c.question, friday) {
			since, until := m.Window()
			got = append(got, m.Text+": "+m.Bound.String()+" "+day(since)+" "+day(until))
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s\n got  %s\n want %s", c.question, s, c.want)
		}
	}
}

func TestWindowOfTheUnknownIsOpen(t *testing.T) {
	for _, m := range InQuestion("What has happened since Thursday?", time.Time{}) {
		if since, until := m.Window(); m.Resolved || !since.IsZero() || !until.IsZero() {
			t.Errorf("%+v: from %s to %s", m, since, until)
		}
	}
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"2019-04-25", "25 April 2019"}, {"25 April 2019", "25 April 2019"}, {"April 25 2019", "25 April 2019"},
		{" april 25, 2019 ", "25 April 2019"}, {"25.4.2019", "25 April 2019"}, {"April 2019", "April 2019"},
		{"2010-12", "December 2010"}, {"2019", "2019"}, {"2000", "2000"}, {"may 2019", "May 2019"},
		{"the 1990s", "the 1990s"}, {"summer 2018", "summer 2018"}, {"Q2 2018", "the second quarter of 2018"},
		{"the end of 2018", "the end of 2018"}, {"in 2018", "2018"}, {"on 25 April 2019", "25 April 2019"},
		{"24-26 April 2019", "24–26 April 2019"},
		{"", ""}, {"soon", ""}, {"31 February 2019", ""}, {"2019-13-01", ""}, {"2019-02-30", ""}, {"0099", ""},
		{"last week", ""}, {"Thursday", ""}, {"04/05/2019", ""}, {"2019 or 2018", ""}, {"25 April 2019 or so", ""},
	} {
		d, err := Parse(c.text)
		switch {
		case c.want == "" && err == nil:
			t.Errorf("%q is %s, want an error", c.text, d)
		case c.want == "" && (strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "2019-04-25")):
			t.Errorf("%q: the error does not help in one line: %v", c.text, err)
		case c.want != "" && (err != nil || d.String() != c.want):
			t.Errorf("%q is %s (%v), want %s", c.text, d, err, c.want)
		}
	}
}

func TestParseAt(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"today", "26 April 2019"}, {"Yesterday", "25 April 2019"}, {"last week", "15–21 April 2019"},
		{"Thursday", "25 April 2019"}, {"25 April", "25 April 2019"}, {"may", "May 2018"}, {"March", "March 2019"},
		{"two weeks ago", "8–14 April 2019"}, {"last 7 days", "20–26 April 2019"}, {"this year", "2019"},
		{"the past year", "27 April 2018 – 26 April 2019"}, {"last summer", "summer 2018"}, {"several years ago", ""},
	} {
		d, err := ParseAt(c.text, friday)
		if c.want == "" {
			if err == nil {
				t.Errorf("%q is %s, want an error", c.text, d)
			}
		} else if err != nil || d.String() != c.want {
			t.Errorf("%q is %s (%v), want %s", c.text, d, err, c.want)
		}
	}
}
