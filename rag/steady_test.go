package rag

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"newsdesk/corpus"
	"newsdesk/rag/index"
)

// shifting is an archive that another process changes at chosen moments.
type shifting struct {
	Retriever
	Texts
	// afterSearch and afterRead, if not nil, are called when passages have been
	// found and when an article has been read, before the caller has them.
	afterSearch, afterRead func()
	searches               int
}

func (s *shifting) Search(ctx context.Context, q index.Query) ([]index.Hit, error) {
	s.searches++
	hits, err := s.Retriever.Search(ctx, q)
	if s.afterSearch != nil {
		s.afterSearch()
	}
	return hits, err
}

func (s *shifting) Article(ctx context.Context, id string) (*corpus.Article, error) {
	a, err := s.Texts.Article(ctx, id)
	if s.afterRead != nil {
		s.afterRead()
	}
	return a, err
}

// tollReports are two reports of one toll.
func tollReports(crowns int) []corpus.Article {
	text := func(lead string) string {
		return fmt.Sprintf("%s The harbour toll for lorries is %d crowns, Mayor Ana Ruiz said on Thursday. The port workers met for hours.", lead, crowns)
	}
	// The leads move what follows, so that places of one state are wrong in another.
	leads := []string{"It was raining.", "Talks at the quay went on until late at night, and few came out smiling."}
	if crowns%2 == 0 {
		leads[0], leads[1] = leads[1], leads[0]
	}
	return []corpus.Article{{ID: "gazette", Outlet: "Harbour Gazette", Text: text(leads[0])}, {ID: "courier", Outlet: "Evening Courier", Text: text(leads[1])}}
}

// engineOver is the Engine of an archive that shifts, and what puts reports
// into it.
func engineOver(t *testing.T) (*Engine, *shifting, func(crowns int)) {
	e := openArchive(t, tollReports(11)).Engine
	ix := e.retriever.(*index.Index)
	s := &shifting{Retriever: ix, Texts: ix.Library()}
	return New(s, s, e.words), s, func(crowns int) {
		t.Helper()
		if _, err := ix.Add(t.Context(), tollReports(crowns)); err != nil {
			t.Fatal(err)
		}
	}
}

// untimed is what an answer says, without its times.
func untimed(t *testing.T, a Answer) string {
	t.Helper()
	a.TimingsMS = Timings{}
	b, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

const tollQuestion = "How many crowns is the harbour toll for lorries?"

// TestAnswerIsOfOneState changes the archive while an answer looks for
// passages and while it reads articles: the answer is the one that the archive
// gives afterwards.
func TestAnswerIsOfOneState(t *testing.T) {
	for name, hook := range map[string]func(*shifting) *func(){
		"search": func(s *shifting) *func() { return &s.afterSearch },
		"read":   func(s *shifting) *func() { return &s.afterRead },
	} {
		for changes := 1; changes < steadyTries; changes++ {
			t.Run(fmt.Sprint(name, changes), func(t *testing.T) {
				e, s, put := engineOver(t)
				left := changes
				*hook(s) = func() {
					if left--; left >= 0 {
						put(12 + left)
					}
				}
				got := ask(t, e, Question{Text: tollQuestion})
				if left >= 0 {
					t.Fatal("the archive has not changed")
				}
				want := ask(t, New(s.Retriever, s.Texts, e.words), Question{Text: tollQuestion})
				if untimed(t, got) != untimed(t, want) || want.Abstained {
					t.Errorf("while it changed:\n%s\nafterwards:\n%s", untimed(t, got), untimed(t, want))
				}
			})
		}
	}
}

// TestArchiveThatNeverRests is answered from all the same, after so many tries.
func TestArchiveThatNeverRests(t *testing.T) {
	e, s, put := engineOver(t)
	crowns := 11
	s.afterSearch = func() {
		crowns++
		put(crowns)
	}
	a, err := e.Ask(t.Context(), Question{Text: tollQuestion})
	if err != nil || s.searches != steadyTries {
		t.Errorf("%d searches, %v", s.searches, err)
	}
	for _, c := range a.Citations {
		if ok, err := s.Texts.(*corpus.Library).Cited(t.Context(), c.Doc, c.Version, corpus.Span{Start: c.Start, End: c.End}, c.Quote); err != nil || !ok {
			t.Errorf("%+v does not hold, %v", c, err)
		}
	}
}

// TestUnchangedArchiveIsSearchedOnce holds what a steady archive costs.
func TestUnchangedArchiveIsSearchedOnce(t *testing.T) {
	e, s, _ := engineOver(t)
	if ask(t, e, Question{Text: tollQuestion}); s.searches != 1 {
		t.Errorf("%d searches", s.searches)
	}
}

// TestArticleReadTooEarly has an article change, and another question see that,
// between its being read and its being kept taken apart: whoever asks next is
// answered from the new one.
func TestArticleReadTooEarly(t *testing.T) {
	e, s, put := engineOver(t)
	if _, err := e.refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.afterRead = func() {
		s.afterRead = nil
		put(12)
		if _, err := e.refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := e.document(t.Context(), "gazette"); err != nil {
		t.Fatal(err)
	}
	d, err := e.document(t.Context(), "gazette")
	if want := tollReports(12)[0].Text; err != nil || d.Text != want {
		t.Errorf("%q, %v, want %q", d.Text, err, want)
	}
}
