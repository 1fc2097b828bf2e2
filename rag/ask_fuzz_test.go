package rag

import (
	"errors"
	"testing"
)

// FuzzAsk asks anything of three articles: whatever is read into a question, its
// answer is cited exactly, and nothing panics.
func FuzzAsk(f *testing.F) {
	for _, s := range []string{
		"Why did Ana Ruiz set fire to the quay?", "Who is the mayor of Kim?", "How many people were arrested?", "What happened on 12 March 2021?",
		"When was Ruiz, or Okafor, fired?", "how long did it take", "Did nobody die?", "What caused it?", "Why did the's meet and?", "latest news", "Who's 's?",
		"Is it true that Ana Ruiz - resigned", "How many of the mayor's deputies had never before been in prison?",
	} {
		f.Add(s)
	}
	e := newEngine(f, harbour)
	f.Fuzz(func(t *testing.T, s string) {
		a, err := e.Ask(t.Context(), Question{Text: s})
		if errors.Is(err, ErrEmptyQuestion) || errors.Is(err, ErrLongQuestion) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		checkAnswer(t, e, a)
	})
}
