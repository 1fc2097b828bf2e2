package quote_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"newsdesk/corpus"
	"newsdesk/corpus/quote"
)

// TestCases runs the invented articles of testdata/cases.txtar: each file NAME
// is a text, NAME.want the quotations that it holds, a line each:
//
//	kind | speaker | as written | via | words
func TestCases(t *testing.T) {
	ar, err := txtar.ParseFile("testdata/cases.txtar")
	if err != nil {
		t.Fatal(err)
	}
	text := map[string]string{}
	for _, f := range ar.Files {
		name, want := strings.CutSuffix(f.Name, ".want")
		if !want {
			text[name] = string(f.Data)
			continue
		}
		t.Run(name, func(t *testing.T) {
			a := &corpus.Article{ID: name, Text: text[name]}
			var got strings.Builder
			for _, q := range quote.Find(a, nil) {
				fmt.Fprintf(&got, "%s | %s | %s | %s | %s\n", q.Kind, q.Speaker, q.SpeakerAsWritten, q.Via, strings.ReplaceAll(q.Of(a.Text), "\u00a0", "~"))
			}
			if want := string(f.Data); got.String() != want {
				t.Errorf("got:\n%swant:\n%s", got.String(), want)
			}
		})
	}
}

// TestKinds sees to what blocks give no quotations.
func TestKinds(t *testing.T) {
	lines := []string{
		`Mayor says 'no more tolls' on bridge`,
		`By Ann Porter`,
		`"No more tolls," Mayor Paul Green said on Monday.`,
		`"Log in to comment," the page said.`,
	}
	kinds := []corpus.Kind{corpus.Title, corpus.Byline, corpus.Body, corpus.Furniture}
	a := &corpus.Article{ID: "x", Text: strings.Join(lines, "\n")}
	at := 0
	for i, l := range lines {
		a.Blocks = append(a.Blocks, corpus.Block{Span: corpus.Span{Start: at, End: at + len(l)}, Kind: kinds[i]})
		at += len(l) + 1
	}
	qs := quote.Find(a, nil)
	if len(qs) != 2 {
		t.Fatalf("%d quotations, want the headline's and the body's: %+v", len(qs), qs)
	}
	for i, words := range []string{"no more tolls", "No more tolls,"} {
		if got := qs[i].Of(a.Text); got != words || qs[i].Speaker != "Paul Green" {
			t.Errorf("quotation %d is %q by %q", i, got, qs[i].Speaker)
		}
	}
	for _, p := range quote.People(a, nil) {
		if p.Name == "Ann Porter" {
			t.Error("the author of the report is one of its people")
		}
	}
}

func TestPeople(t *testing.T) {
	a := &corpus.Article{ID: "x", Text: "Finance Minister Maria Lopez met Tom Baker in Lisbon.\nLopez left early. The North Korean team and the World Bank stayed.\n"}
	ps := quote.People(a, nil)
	if len(ps) != 2 || ps[0].Name != "Maria Lopez" || ps[1].Name != "Tom Baker" {
		t.Fatalf("people are %+v", ps)
	}
	if got := ps[0].First.Of(a.Text); got != "Finance Minister Maria Lopez" {
		t.Errorf("first mention is %q", got)
	}
	if len(ps[0].Forms) != 2 || ps[0].Forms[1] != "Lopez" || ps[0].Mentions != 2 {
		t.Errorf("forms are %q, %d mentions", ps[0].Forms, ps[0].Mentions)
	}
}
