package render

import (
	"strings"
	"testing"

	"newsdesk/rag"
)

// TestKeyIsSetOff: the words that answer stand out where that can be shown,
// and markup in them stays harmless.
func TestKeyIsSetOff(t *testing.T) {
	a := rag.Answer{Statements: []rag.Statement{{Text: "The ferry left at noon with *nine* people.", Citations: []int{1}, Key: "*nine* people"}},
		Citations: []rag.Citation{{N: 1, Doc: "ferry"}}}
	var b strings.Builder
	if err := Terminal(&b, a, Options{Color: true}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), bold+"*nine* people"+reset) {
		t.Errorf("terminal: %q", b.String())
	}
	if plain := Plain(a); strings.Contains(plain, "\x1b") || !strings.Contains(plain, "with *nine* people. [1]") {
		t.Errorf("plain: %q", plain)
	}
	if got := Discord(a)[0].Content; !strings.Contains(got, `with **\*nine\* people**.`) {
		t.Errorf("Discord: %q", got)
	}
}
