package verify

import (
	"testing"
	"unicode/utf8"
)

func TestQuoted(t *testing.T) {
	for text, want := range map[string][]string{
		`"We will go," she said. "Now."`:                       {"We will go,", "Now."},
		"“We will go,” she said, ‘now’.":                       {"We will go,", "now"},
		"He wants 'the workers' pay' to rise.":                 {"the workers' pay"},
		"The workers' pay isn't low.":                          nil,
		"„Nein“, sagte er. «Non», dit-elle.":                   {"Nein", "Non"},
		`The board is 6" wide and 5'10" long.`:                 nil,
		`"We will go, she said.`:                               {"We will go, she said."},
		`How can that be?" she asked. "Nobody knows."`:         {"How can that be?", "Nobody knows."},
		"\"One paragraph\n\n\"and the next,\" he said.":        {"One paragraph", "and the next,"},
		"They said ``it's odd'' and `fine' and went on.":       {"it's odd", "fine"},
		`He said "I told them 'never' and they laughed" once.`: {"I told them 'never' and they laughed"},
	} {
		var got []string
		for _, q := range quoted(text) {
			got = append(got, text[q.start:q.end])
		}
		if len(got) != len(want) {
			t.Errorf("%s: %q, want %q", text, got, want)
			continue
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%s: %q, want %q", text, got, want)
			}
		}
	}
}

// FuzzQuoted: quotations lie in the text, in order, apart from each other, and
// break no character.
func FuzzQuoted(f *testing.F) {
	f.Add(`"We will go," she said. "Now."`)
	f.Add("‘He said “no”’ 6\" «a» „b“ ``c''\n\n\"d")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			t.Skip()
		}
		end := 0
		for _, q := range quoted(text) {
			if q.start < end || q.end < q.start || q.end > len(text) {
				t.Fatalf("%d to %d after %d in %q", q.start, q.end, end, text)
			}
			if !utf8.ValidString(text[q.start:q.end]) {
				t.Fatalf("%q in %q", text[q.start:q.end], text)
			}
			end = q.end
		}
	})
}
