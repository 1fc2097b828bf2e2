package copies

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"newsdesk/corpus"
)

func TestShared(t *testing.T) {
	const (
		long  = "The council of the islands met for nine hours on Monday and agreed on nothing at all"
		short = "Nobody asked what it would cost."
		quote = "“We will not be told by anybody on the mainland how many sheep we may keep here,”"
	)
	tests := []struct {
		name string
		a, b string
		want []string // as it stands in a, then as in b
	}{
		{"nothing", long + ".", "Something else was said about another matter altogether.", nil},
		{"a run within sentences", "Yesterday, as I hear, " + long + ", which is no news.", "(" + strings.ToUpper(long) + ".) Well!",
			[]string{long + ",", "(" + strings.ToUpper(long) + ".)"}},
		{"a sentence", "They left. " + short + " It rained.", "It was sunny. Nobody asked, what it would cost! They stayed.", []string{short, "Nobody asked, what it would cost!"}},
		{"part of a longer sentence", short, "Nobody asked what it would cost them.", nil},
		{"too short a sentence", "It rained. He did not reply.", "He did not reply. It was sunny.", nil},
		{"quoted", "The shepherd said: " + quote + " and left.", "“Never! We will not be told by anybody on the mainland how many sheep we may keep here.”",
			[]string{quote, "We will not be told by anybody on the mainland how many sheep we may keep here.”"}},
		{"across paragraphs", "A b. " + long + ".\n\n" + short + " C d.", long + ". " + short, []string{long + ".\n\n" + short, long + ". " + short}},
		{"a hyphen at the edge", long + " that is well-known here", long + " that is well meant", []string{long + " that is well-", long + " that is well"}},
		{"an apostrophe lost", "Then Russia's envoy told " + long, "Later Russia\u00a0s envoy told " + long + ".",
			[]string{"Russia's envoy told " + long, "Russia\u00a0s envoy told " + long + "."}},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			a, b := &corpus.Article{Text: tc.a}, &corpus.Article{Text: tc.b}
			var got []string
			for _, p := range Shared(a, b) {
				got = append(got, p.A.Of(a.Text), p.B.Of(b.Text))
				if (p.Quoted == p.Words) != (tc.name == "quoted") {
					t.Errorf("%d of %d words are quoted", p.Quoted, p.Words)
				}
			}
			if strings.Join(got, "|") != strings.Join(tc.want, "|") {
				t.Errorf("shared %q,\nwant %q", got, tc.want)
			}
		})
	}
}

// TestSharedAroundCaption: a caption between two shared paragraphs parts the
// run, and is no part of it.
func TestSharedAroundCaption(t *testing.T) {
	a := page(t, title, first, "Photo: The northern quay in winter (Vellmouth Courier/Jon Ek)", second)
	b := page(t, title, first, second)
	pairs := Shared(a, b)
	if len(pairs) != 2 || pairs[0].A.Of(a.Text) != first || pairs[0].B.Of(b.Text) != first || pairs[1].A.Of(a.Text) != second || pairs[1].B.Of(b.Text) != second {
		t.Errorf("%+v", pairs)
	}
}

// FuzzShared: every pair has the same words on both sides, lies in the texts,
// overlaps no other in the second, and no run of twelve words in common is
// left out.
func FuzzShared(f *testing.F) {
	f.Add(first+second, second+first)
	f.Add(strings.Repeat("a b ", 30), strings.Repeat("b a ", 20))
	f.Add(strings.Repeat("one two three four five six seven. ", 4), "x. One two three four five six seven. y-z")
	f.Add("a b c d e f g h i j k l", "x x a b c d e f g h i j k")
	f.Add("a-b-c-d-e-f-g-h-i-j-k-l-m-n", "x a b c d e f g h i j k l-y")
	f.Fuzz(func(t *testing.T, s, u string) {
		a, b := &corpus.Article{Text: s}, &corpus.Article{Text: u}
		pairs := Shared(a, b)
		covered := make([]bool, len(u)+1)
		for _, p := range pairs {
			if p.A.Start < 0 || p.A.End > len(s) || p.A.Len() <= 0 || p.B.Start < 0 || p.B.End > len(u) || p.B.Len() <= 0 {
				t.Fatalf("%+v lies outside", p)
			}
			if x, y := plain(p.A.Of(s)), plain(p.B.Of(u)); x != y {
				t.Fatalf("%q is not %q", x, y)
			}
			if p.Words < sentenceWords || p.Quoted > p.Words {
				t.Fatalf("%+v", p)
			}
			for i := p.B.Start; i < p.B.End; i++ {
				if covered[i] {
					t.Fatalf("%+v overlaps another", p)
				}
				covered[i] = true
			}
		}
		x, y := plain(s), spans(u)
		for i := 0; i+runWords <= len(y); i++ {
			window := plain(u[y[i].Start:y[i+runWords-1].End])
			if !strings.Contains(x, window) {
				continue
			}
			// All of it, or what a run from an earlier word has left of it.
			if !covered[y[i].Start] && !covered[y[i+runWords-1].Start] {
				t.Fatalf("%q is in both and in no pair", window)
			}
		}
	})
}

// plain is the folded words of s, a space before and after each.
func plain(s string) string {
	b := []byte{' '}
	for _, w := range spans(s) {
		b = append(appendFolded(b, w.Of(s)), ' ')
	}
	return string(b)
}

// spans are where the words of s stand.
func spans(s string) []corpus.Span {
	var all []corpus.Span
	for at := 0; ; {
		start, stop := nextWord(s, at, len(s))
		if start == stop {
			return all
		}
		all = append(all, corpus.Span{Start: start, End: stop})
		at = stop
	}
}

// TestSharedIsLinear: texts that repeat themselves take no longer than others.
func TestSharedIsLinear(t *testing.T) {
	a := &corpus.Article{Text: strings.Repeat("buy now ", 50000)}
	r := rand.New(rand.NewPCG(1, 2))
	b := &corpus.Article{Text: strings.Repeat("buy now ", 20000) + "x " + strings.Join(randomWords(r, 1000), " ") + strings.Repeat(" now buy", 20000)}
	begun := time.Now()
	pairs := Shared(a, b)
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
	if len(pairs) != 2 {
		t.Errorf("%d pairs", len(pairs))
	}
}
