package render

import (
	"strings"
	"testing"

	"newsdesk/rag"
)

func TestLiveWritesWhatTerminalWrites(t *testing.T) {
	c := rag.Citation{N: 1, Doc: "a", Title: "A title", Published: "2021-03-12", Quote: "x"}
	done := rag.Answer{Mode: "generative", Text: "x", Statements: []rag.Statement{{Text: "The first.", Citations: []int{1}}, {Text: "The second.", Citations: []int{1}}},
		Citations: []rag.Citation{c}, Notes: []string{"A note."}}
	part := done
	part.Notes, part.Statements = nil, done.Statements[:1]
	var live, whole strings.Builder
	l := NewLive(&live, Options{})
	for _, err := range []error{l.Show(part), l.Show(part), l.Finish(done), Terminal(&whole, done, Options{})} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if live.String() != whole.String() {
		t.Errorf("live:\n%s\nat once:\n%s", live.String(), whole.String())
	}

	live.Reset()
	l = NewLive(&live, Options{})
	other := done
	other.Statements = []rag.Statement{{Text: "Another.", Citations: []int{1}}}
	for _, err := range []error{l.Show(part), l.Finish(other)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if s := live.String(); !strings.Contains(s, "Instead:") || !strings.Contains(s, "• Another.") || !strings.HasPrefix(s, "• The first.") {
		t.Errorf("%s", s)
	}
}
