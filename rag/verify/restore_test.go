package verify

import (
	"strings"
	"testing"

	"newsdesk/corpus"
)

func TestRestore(t *testing.T) {
	s := NewSource(&corpus.Article{ID: "a", Text: "“We don’t want this – not now – and it costs $5m,” said Ada Kell. She called it \"a very bad deal\" twice."}, nil, nil, nil)
	for _, c := range []struct {
		text, want string
		exact      bool
	}{
		{`Kell said "we don't want this - not now".`, `Kell said "We don’t want this – not now".`, true},
		{`“It costs $5m,” Kell said.`, `“it costs $5m,” Kell said.`, true},
		{`“we don't want this,” Kell said.`, `“We don’t want this”, Kell said.`, true},
		{`Kell called it “a very bad deal.”`, `Kell called it “a very bad deal”.`, true},
		{`Kell called it “a very bad deal.”.`, `Kell called it “a very bad deal”.`, true},
		{`She spoke of “We don't want … it costs $5M”.`, `She spoke of “We don’t want … it costs $5m”.`, true},
		{`Kell called it “a very good deal”.`, `Kell called it “a very good deal”.`, false},
		{`Nothing is quoted.`, `Nothing is quoted.`, true},
		{`An open “mark`, `An open “mark`, false},
	} {
		got, exact := Restore(c.text, []*Source{s})
		if got != c.want || exact != c.exact {
			t.Errorf("%s\n got %s %v\nwant %s %v", c.text, got, exact, c.want, c.exact)
		}
	}
}

// FuzzRestore: what is restored stands in the source, and restoring it again
// changes nothing.
func FuzzRestore(f *testing.F) {
	f.Add("“a b” c", "he said a b, c")
	f.Add("'' x…y ''", "x z y")
	f.Add("„x [y] z“,", "x q z")
	f.Fuzz(func(t *testing.T, claim, text string) {
		if len(claim)+len(text) > 2000 {
			return
		}
		s := NewSource(&corpus.Article{ID: "a", Text: text}, []corpus.Sentence{}, []corpus.Quote{}, nil)
		once, exact := Restore(claim, []*Source{s})
		if !exact || strings.ContainsAny(text, "\"'`“”„«»‘’[]") { // marks inside a quotation part it anew
			return
		}
		if twice, _ := Restore(once, []*Source{s}); twice != once {
			t.Errorf("%q, then %q", once, twice)
		}
	})
}
