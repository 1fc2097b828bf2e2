package dates

import (
	"testing"
	"time"
	"unicode/utf8"
)

// FuzzFind holds what every caller relies on: spans in order, apart, on rune
// borders and equal to their text; a date that ends no sooner than it begins;
// and a day that, written out, is found again.
func FuzzFind(f *testing.F) {
	for _, s := range []string{
		"They met on Thursday, April 25, and two days later in May.", "the last week of 2018/19 – 25.4.2019", "’90s “Today”",
		"from late February to 3 March 2020, a couple of centuries ago", "earlier this week; the first Tuesday in November",
		"25\u00a0Apr.\u202f2019 the 1990's Q3 of last year", "2019-04-25T10:30 29 February next year", "\xff\xc2May 5\n–6", "ʼ90s ʼToday",
		"a year before the day before yesterday", "the second half of the 1000s, 999 years ago, mid-2999",
	} {
		f.Add(s, int64(1556236800))
		f.Add(s, int64(0))
	}
	f.Fuzz(func(t *testing.T, text string, unix int64) {
		var anchor time.Time
		if unix != 0 {
			anchor = time.Unix(unix%(1<<36), 0).UTC()
		}
		check := func(ms []Mention) {
			end := 0
			for _, m := range ms {
				if m.Start < end || m.End <= m.Start || m.End > len(text) {
					t.Fatalf("span %v after %d of %d bytes", m.Span, end, len(text))
				}
				end = m.End
				if utf8.ValidString(text) && (!utf8.ValidString(text[:m.Start]) || !utf8.ValidString(m.Text)) {
					t.Fatalf("span %v of %q cuts a rune", m.Span, text)
				}
				if m.Text != text[m.Start:m.End] {
					t.Fatalf("text %q at %v of %q", m.Text, m.Span, text)
				}
				if m.Resolved != !m.Date.IsZero() || m.Date.To.Before(m.Date.From) {
					t.Fatalf("%q: resolved %v, from %s to %s", m.Text, m.Resolved, m.Date.From, m.Date.To)
				}
				if m.Resolved && m.Relative && anchor.IsZero() && len(ms) == 1 {
					t.Fatalf("%q is %s without an anchor", m.Text, m.Date)
				}
				again(t, m)
			}
		}
		check(Find(text, anchor))
		check(InQuestion(text, anchor))
		if d, err := ParseAt(text, anchor); err == nil && (d.IsZero() || d.To.Before(d.From)) {
			t.Fatalf("%q parses to %s", text, d)
		}
	})
}

func again(t *testing.T, m Mention) {
	d := m.Date
	if !m.Resolved || d.Precision != Day || !d.From.Equal(d.To) || d.Approx {
		return
	}
	ms := Find("On "+d.String()+".", time.Time{})
	if len(ms) != 1 || !ms[0].Resolved || ms[0].Date != Of(d.From) {
		t.Fatalf("%q is %s, which is found as %+v", m.Text, d, ms)
	}
}
