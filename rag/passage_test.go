package rag

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"newsdesk/corpus"
	"newsdesk/rag/index"
)

func TestPassage(t *testing.T) {
	e := newEngine(t, harbour)
	a := ask(t, e, Question{Text: "How long did the meeting with the port workers last?"})
	if len(a.Citations) == 0 {
		t.Fatal("no citation to open")
	}
	for _, c := range a.Citations {
		for around := range 3 {
			p, err := e.Passage(t.Context(), c, around, corpus.Filter{})
			if err != nil {
				t.Fatal(err)
			}
			art, err := e.texts.Article(t.Context(), c.Doc)
			if err != nil {
				t.Fatal(err)
			}
			if p.Quote.Of(p.Text) != c.Quote || art.Text[p.Start:p.Start+len(p.Text)] != p.Text || p.Changed {
				t.Errorf("%d around [%d]: %+v", around, c.N, p)
			}
			if lines := strings.Count(strings.TrimSpace(p.Text), "\n\n"); lines > 2*around {
				t.Errorf("%d around [%d]: %d paragraphs", around, c.N, lines+1)
			}
		}
	}

	// The article changes: the citation still opens what it was made from.
	c := a.Citations[0]
	ix := e.retriever.(*index.Index)
	if _, err := ix.Add(t.Context(), articlesOf(t, map[string]string{c.Doc: "---\ntitle: Other\n---\nAll of this is new and shorter."})); err != nil {
		t.Fatal(err)
	}
	p, err := e.Passage(t.Context(), c, 1, corpus.Filter{})
	if err != nil || !p.Changed || p.Quote.Of(p.Text) != c.Quote {
		t.Errorf("after a change: %+v, %v", p, err)
	}
	unversioned := c
	unversioned.Version = ""
	if _, err := e.Passage(t.Context(), unversioned, 1, corpus.Filter{}); !errors.Is(err, ErrGone) || errors.Is(err, ErrAbsent) {
		t.Errorf("of no version, after a change: %v", err)
	}
	if _, err := ix.Remove(t.Context(), c.Doc); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Passage(t.Context(), c, 1, corpus.Filter{}); !errors.Is(err, ErrAbsent) || !errors.Is(err, ErrGone) {
		t.Errorf("after a removal: %v", err)
	}
}

// TestPassageIsBounded cites the middle of a paragraph that is too long.
func TestPassageIsBounded(t *testing.T) {
	filler := strings.Repeat("Søren tæller de små både på åen. ", 300)
	e := newEngine(t, map[string]string{"long": "---\ntitle: Long\n---\n" + filler + "The ferry sank at noon. " + filler})
	a, err := e.texts.Article(t.Context(), "long")
	if err != nil {
		t.Fatal(err)
	}
	for _, quote := range []string{"The ferry sank at noon.", a.Text[:5000] + a.Text[5000:strings.Index(a.Text[5000:], " ")+5000]} {
		at := strings.Index(a.Text, quote)
		p, err := e.Passage(t.Context(), Citation{Doc: "long", Version: a.Version(), Quote: quote, Start: at, End: at + len(quote)}, 2, corpus.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Text) > MaxPassage || len(p.Text) < MaxPassage-2*nearSpace || !utf8.ValidString(p.Text) || !p.After {
			t.Errorf("%d bytes, after %v", len(p.Text), p.After)
		}
		if shown := p.Quote.Of(p.Text); !strings.HasPrefix(quote, shown) || shown == "" {
			t.Errorf("marked %.40q", shown)
		}
	}
}
