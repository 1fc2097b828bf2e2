package draft

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

func read(text string, size int) []Sentence {
	var r Reader
	var out []Sentence
	for len(text) > 0 {
		n := min(size, len(text))
		out = append(out, r.Write(text[:n])...)
		text = text[n:]
	}
	return append(out, r.Close()...)
}

func TestReader(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []Sentence
	}{
		{"marker before the stop", "The bridge opened on Monday [1]. It cost 4 million [2][3].", []Sentence{
			{"The bridge opened on Monday.", []int{1}}, {"It cost 4 million.", []int{2, 3}}}},
		{"marker after the stop", "The bridge opened. [1] It cost 4 million. [2, 3]", []Sentence{
			{"The bridge opened.", []int{1}}, {"It cost 4 million.", []int{2, 3}}}},
		{"a line each", "- The bridge opened [1]\n2. **It** cost 4 million [^2]\n", []Sentence{
			{"The bridge opened", []int{1}}, {"It cost 4 million", []int{2}}}},
		{"marker in the middle", "Two said yes [1] and three said no [2].", []Sentence{{"Two said yes and three said no.", []int{1, 2}}}},
		{"shared marker", "The bridge opened. Many came. [4]", []Sentence{{"The bridge opened.", []int{4}}, {"Many came.", []int{4}}}},
		{"no marker", "Here is what I found:\nIt opened [1].", []Sentence{{"Here is what I found:", nil}, {"It opened.", []int{1}}}},
		{"brackets in a quotation", "“We gave [the council] a year,” she said [2].", []Sentence{{"“We gave [the council] a year,” she said.", []int{2}}}},
		{"abbreviation", "Mr. Hale spoke to the U.S. Congress [1].", []Sentence{{"Mr. Hale spoke to the U.S. Congress.", []int{1}}}},
		{"thinking", "<think>\nPerhaps [1].\n</think>\nIt opened [1].", []Sentence{{"It opened.", []int{1}}}},
		{"thinking without end", "<think>It opened [1].", nil},
		{"wide brackets", "It opened【3†source】.", []Sentence{{"It opened.", []int{3}}}},
		{"nothing", " \n\n ", nil},
	} {
		for _, size := range []int{1, 3, 7, 1000} {
			if got := read(c.text, size); !reflect.DeepEqual(got, c.want) {
				t.Errorf("%s, %d bytes at a time:\n got %v\nwant %v", c.name, size, got, c.want)
			}
		}
	}
}

func TestReaderGivesSentencesEarly(t *testing.T) {
	var r Reader
	if got := r.Write("It opened [1]. Man"); len(got) != 1 || got[0].Text != "It opened." {
		t.Errorf("after the next sentence has begun: %v", got)
	}
	if got := r.Write("y came [2"); len(got) != 0 {
		t.Errorf("half a marker completes %v", got)
	}
}

// FuzzReader: the same output gives the same sentences however it is cut, and
// no marker stays in them.
func FuzzReader(f *testing.F) {
	for _, s := range []string{"It opened [1]. Many came [2].", "<think>x</think>A [1]\nB", "a【1】b", "[1][2]. x", "\xff[1]"} {
		f.Add(s, 3)
	}
	f.Fuzz(func(t *testing.T, text string, size int) {
		if size < 1 || len(text) > 4096 || !utf8.ValidString(text) {
			return
		}
		var r Reader
		var got []Sentence
		for runes := []rune(text); len(runes) > 0; {
			n := min(size, len(runes))
			got = append(got, r.Write(string(runes[:n]))...)
			runes = runes[n:]
		}
		got = append(got, r.Close()...)
		if want := read(text, max(1, len(text))); !reflect.DeepEqual(got, want) {
			t.Errorf("%q, %d at a time: %v, at once: %v", text, size, got, want)
		}
		for _, s := range got {
			if strings.TrimSpace(s.Text) == "" || strings.Contains(s.Text, "\n") {
				t.Errorf("%q holds %q", text, s.Text)
			}
		}
	})
}
