package quote

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"newsdesk/corpus"
)

func TestMarks(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`She said, "Yes, we can."`, `Yes, we can.`},
		{`“One,” he said. “Two.”`, `One,|Two.`},
		{`"One,” he said. "Two."`, `One,|Two.`},
		{`«One», he said.`, `One`},
		{`“One “two” three,” he said.`, `One “two`}, // the glyphs do not say which closes which
		{`"We go now," he said. "We stay`, `We go now,`},
		{`He said: "We go now and never come back`, `We go now and never come back`},
		{`We go now and never come back,” he said.`, `We go now and never come back,`},
		{`A 12" shelf and a 9" one.`, ``},
		{`He is 6'2" tall.`, ``},
		{`"It was 2016" he said.`, `It was 2016`},
		{"``Two'' he said.", `Two`},
		{`It's the leaders' talks.`, ``},
		{`The '90s and rock 'n' roll.`, ``},
		{`He said 'we go now' and left.`, `we go now`},
		{`“ Spaced out, ” he said.`, `Spaced out,`},
		{`"" is nothing, " " too.`, ``},
	} {
		s := scanner{text: c.text}
		var got []string
		for _, m := range s.paragraph(corpus.Span{End: len(c.text)}) {
			got = append(got, m.Of(c.text))
		}
		if g := strings.Join(got, "|"); g != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.text, g, c.want)
		}
	}
}

// FuzzFind sees that whatever the text, quotations are ordered spans of whole
// characters within it, speakers are named only with words that stand in it,
// and the same text gives the same quotations.
func FuzzFind(f *testing.F) {
	for _, s := range []string{
		"", "\n", `"`, `“”`, "“Yes,” said Ann Porter.\n“No.\n“Never.”",
		"Ann Porter (R-Me.) said 'no way' and \"fine\".", "`` '' \" ” “", "Russia\u00a0s \"plan\" isn\u00a0t, he said",
		"According to TASS, \"Kim\" quoted Putin as saying he", "\u200b\u202a”He,“ \u00e9\u0301 said X.",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			t.Skip()
		}
		a := &corpus.Article{ID: "x", Text: s}
		qs := Find(a, nil)
		for i, q := range qs {
			if q.Start < 0 || q.End > len(s) || q.Start >= q.End {
				t.Fatalf("quotation %d at %v of %d bytes", i, q.Span, len(s))
			}
			words := q.Of(s)
			if !utf8.ValidString(words) || strings.TrimFunc(words, isSpace) != words {
				t.Errorf("quotation %q is cut within a character or has space around it", words)
			}
			if i > 0 && q.Start < qs[i-1].Start {
				t.Errorf("quotation %d is out of order", i)
			}
			if !strings.Contains(s, q.SpeakerAsWritten) {
				t.Errorf("%q does not stand in the text", q.SpeakerAsWritten)
			}
			if q.Speaker != "" && q.Confidence < minConfidence || q.Confidence < 0 || q.Confidence > 1 {
				t.Errorf("%q has confidence %v", q.Speaker, q.Confidence)
			}
			for w := range strings.FieldsSeq(q.Speaker) {
				if !strings.Contains(s, w) {
					t.Errorf("%q of the speaker %q does not stand in the text", w, q.Speaker)
				}
			}
		}
		if !slices.Equal(qs, Find(a, nil)) {
			t.Error("a second look finds other quotations")
		}
		for _, p := range People(a, nil) {
			if p.First.Of(s) != p.Forms[0] {
				t.Errorf("the first mention of %q is %q", p.Forms[0], p.First.Of(s))
			}
		}
	})
}

// TestCostIsLinear sees that hostile articles cost no more than their length:
// one paragraph of names, quotations and pronouns without end.
func TestCostIsLinear(t *testing.T) {
	line := `Ann Porter said "we go," and Tom Baker told her he "stays," the World Bank said. She met the Finnish president. `
	cost := func(n int) time.Duration {
		a := &corpus.Article{ID: "x", Text: strings.Repeat(line, n)}
		best := time.Hour
		for range 3 {
			start := time.Now()
			Find(a, nil)
			best = min(best, time.Since(start))
		}
		return best
	}
	if ratio := float64(cost(1600)) / float64(cost(200)); ratio > 20 {
		t.Errorf("eight times the text costs %.0f times the work", ratio)
	}
}
