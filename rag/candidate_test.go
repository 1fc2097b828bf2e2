package rag

import (
	"testing"

	"newsdesk/rag/terms"
)

// TestStands: where something is, not where it goes to.
func TestStands(t *testing.T) {
	for text, want := range map[string]bool{
		"They met in the port of Oddra":          true,
		"They met near Oddra":                    true,
		"She sailed to Oddra":                    false,
		"She asked him to come to Oddra":         false,
		"The mayor of Oddra":                     false,
		"At noon, the mayor left Oddra":          false,
		"A march on the old quay of Oddra":       true,
		"The letter from the council in Oddra":   true,
		"In May the ministers moved from Oddra":  false,
		"He was seen outside the hall of Oddra":  true,
		"Visitors came by ferry and went to see": false,
	} {
		tokens := terms.Tokens(text)
		if got := stands(tokens, len(tokens)-1); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
