package corpus

import (
	"errors"
	"strings"
	"testing"
)

func TestAround(t *testing.T) {
	a := &Article{Text: "Title\n\nOne. Two.\nThree.\n\nFour.\n\nFive."}
	at := func(text string) Span {
		start := strings.Index(a.Text, text)
		return Span{start, start + len(text)}
	}
	for _, text := range []string{"Title", "One. Two.\nThree.", "Four.", "Five."} {
		a.Blocks = append(a.Blocks, Block{Span: at(text)})
	}
	for _, tc := range []struct {
		cited                    string
		n                        int
		before, paragraph, after string
	}{
		{"Title", 1, "", "Title", "One. Two.\nThree."},
		{"Two.", 0, "", "One. Two.", ""},
		{"Two.", 1, "Title", "One. Two.", "\nThree."},
		{"Two.\nThree", 1, "Title", "One. Two.\nThree.", "Four."},
		{"Three.", 1, "One. Two.\n", "Three.", "Four."},
		{"Four.", 2, "Title\n\nOne. Two.\nThree.", "Four.", "Five."},
		{"Five.", 9, "Title\n\nOne. Two.\nThree.\n\nFour.", "Five.", ""},
	} {
		before, paragraph, after, err := a.Around(at(tc.cited), tc.n)
		if err != nil || before.Of(a.Text) != tc.before || paragraph.Of(a.Text) != tc.paragraph || after.Of(a.Text) != tc.after {
			t.Errorf("%q, %d around: %q, %q, %q, %v", tc.cited, tc.n, before.Of(a.Text), paragraph.Of(a.Text), after.Of(a.Text), err)
		}
	}
	for _, s := range []Span{{-1, 2}, {3, 3}, {3, 900}} {
		if _, _, _, err := a.Around(s, 1); !errors.Is(err, ErrOutside) {
			t.Errorf("%v: %v", s, err)
		}
	}
}
