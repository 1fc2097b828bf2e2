package rag

import (
	"slices"
	"strings"
	"testing"
)

// TestFiller keeps words for whoever answers apart from the subject's, and
// beside each the same words where they are the subject's.
func TestFiller(t *testing.T) {
	for _, c := range []struct{ question, want string }{
		{"Can you please tell me more about Ana Ruiz?", "ana ruiz"},
		{"Who told the council to tell the truth?", "tell council tell truth"},
		{"I want to know a little bit about the port, pls.", "port"},
		{"Do the voters want a little port?", "voter want littl port"},
		{"Yes. I heard that it had a strike in June.", "strike june"},
		{"Who heard the strike?", "hear strike"},
		{"What do you think Ruiz will say?", "ruiz say"},
		{"What does Ruiz think of the mean streets?", "ruiz think mean street"},
		{"Summarize the report on lorries", "report lorri"},
	} {
		p := parse(c.question)
		var got []string
		for i, tok := range p.tokens {
			if subject(tok) && !p.filler(i) {
				got = append(got, tok.Stem)
			}
		}
		if !slices.Equal(got, strings.Fields(c.want)) {
			t.Errorf("%s: got %q, want %q", c.question, got, c.want)
		}
	}
}
