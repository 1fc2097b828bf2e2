package quote

import (
	"fmt"
	"strings"
	"testing"
)

// long is the words of four letters and more: enough of a stemmer for a test.
func long(text string) []string {
	var out []string
	for w := range strings.FieldsSeq(plain(text)) {
		if len(w) >= 4 {
			out = append(out, strings.TrimSuffix(w, "s"))
		}
	}
	return out
}

func TestReworded(t *testing.T) {
	never := func(string) bool { return false }
	for _, c := range []struct {
		a, b   string
		ignore func(string) bool
		want   bool
	}{
		{"guarantees of its safety, the keeping of its borders", "a guarantee of safety and of open borders", never, true},
		{"guarantees of its safety", "a guarantee of safety", func(s string) bool { return s == "safety" || s == "guarantee" }, false},
		{"guarantees of its safety", "Guarantees of its safety!", nil, false}, // the same words
		{"the harvest was poor", "the winter was long", nil, false},
		{"bridges open slowly", "bridges", nil, false}, // one word in common
		{"", "", nil, false},
	} {
		if got := Reworded(c.a, c.b, long, c.ignore); got != c.want {
			t.Errorf("Reworded(%q, %q) = %v", c.a, c.b, got)
		}
		if got := Reworded(c.b, c.a, long, c.ignore); got != c.want {
			t.Errorf("Reworded(%q, %q) = %v", c.b, c.a, got)
		}
	}
}

func TestGroup(t *testing.T) {
	qs := []Spoken{
		{"guarantees of safety", "Igor Petrov", "a"},
		{"the harvest was poor this year", "Igor Petrov", "a"},
		{"North Valley needs a guarantee for its safety", "Petrov", "b"},
		{"guarantees of safety and borders", "Igor Petrov", "c"},
		{"guarantees of safety", "Anna Petrov", "d"},
		{"guarantees of safety", "", "e"},
		{"a guarantee for your safety", "Igor Petrov", "a"}, // said again, elsewhere
		{"guarantees of safety", "", "f"},
	}
	var got []string
	for _, r := range Group(qs, long) {
		got = append(got, fmt.Sprint(r.Wordings))
	}
	want := "[{[3 0]} {[2]} {[6]}] [{[1]}] [{[4]}] [{[5]}] [{[7]}]"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}

// FuzzGroup sees that every quotation is in exactly one wording, whatever they
// say, and that the first of a wording is its longest.
func FuzzGroup(f *testing.F) {
	f.Add("the harvest was poor", "a poor harvest", "harvest", "Ann Porter", "Porter")
	f.Add("", "“”", "x", "", "Kim Jong Un")
	f.Fuzz(func(t *testing.T, a, b, c, who, other string) {
		qs := []Spoken{{a, who, "1"}, {b, other, "2"}, {c, who, "3"}, {a + b, other, "1"}, {a, who, "2"}}
		seen := make([]int, len(qs))
		for _, r := range Group(qs, long) {
			for _, w := range r.Wordings {
				for _, i := range w.Quotes {
					seen[i]++
					if len(plain(qs[i].Text)) > len(plain(qs[w.Quotes[0]].Text)) {
						t.Errorf("%q stands before the longer %q", qs[w.Quotes[0]].Text, qs[i].Text)
					}
				}
			}
		}
		for i, n := range seen {
			if n != 1 {
				t.Errorf("quotation %d is in %d wordings", i, n)
			}
		}
	})
}
