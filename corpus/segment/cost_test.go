package segment

import (
	"strings"
	"testing"
	"time"

	"newsdesk/corpus"
)

// TestCostIsLinear cuts texts that are nothing but what the rules look at,
// since anybody can write one.
func TestCostIsLinear(t *testing.T) {
	for _, unit := range []string{
		".", ". ", ". . ", "a.", "a. ", "a.B", ". \" ", "x. \"", "!”", "?* ", "[", ".[a", "… ", "- ", "“a? B ", "“Why?” Ab Cd Ef Gh ",
		"A", "\u00a0", "\n", " \n", "U.S. ", "1. ", "。", "(", ".\"'", "' ", "Mr. ",
	} {
		text := strings.Repeat(unit, 1<<20/len(unit))
		start := time.Now()
		a := corpus.Article{Text: text}
		ss := Sentences(&a)
		Passages("a", text, ss)
		// A megabyte takes about 30 ms; a quadratic rule would take minutes.
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("a megabyte of %q took %v", unit, d)
		}
	}
}
