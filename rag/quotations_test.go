package rag

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"newsdesk/corpus"
	"newsdesk/corpus/clean"
	"newsdesk/rag/quotes"
)

func TestQuotes(t *testing.T) {
	e := newEngine(t, harbour)
	got, err := e.Quotes(t.Context(), QuoteQuery{Speaker: "ruiz"})
	if err != nil {
		t.Fatal(err)
	}
	if got.Partial || got.Note() != "" || got.Read != 3 || got.Articles != 3 || len(got.List) < 3 {
		t.Fatalf("read %d of %d, %d quotations, %q", got.Read, got.Articles, len(got.List), got.Note())
	}
	if first := got.List[0]; first.Article != "courier" {
		t.Errorf("the newest article is not first: %s", first.Article)
	}
	for i := range got.List {
		c := QuoteCitation(i+1, &got.List[i])
		a, err := e.texts.Article(t.Context(), c.Doc)
		if err != nil {
			t.Fatal(err)
		}
		if c.Quote != a.Text[c.Start:c.End] || c.Version != a.Version() || c.Speaker != "Ana Ruiz" && c.Speaker != "Ruiz" || c.Outlet != a.Outlet {
			t.Errorf("citation %+v", c)
		}
	}
	limited, err := e.Quotes(t.Context(), QuoteQuery{Speaker: "ruiz", Limit: 1})
	if err != nil || len(limited.List) != 1 || limited.More != len(got.List)-1 {
		t.Errorf("limited to one: %d and %d more of %d, %v", len(limited.List), limited.More, len(got.List), err)
	}
	about, err := e.Quotes(t.Context(), QuoteQuery{About: "strike", Filter: corpus.Filter{Outlet: "Harbour Gazette"}})
	if err != nil || len(about.List) == 0 || about.List[0].Speaker != "Ben Okafor" || about.Articles != 1 {
		t.Errorf("on the strike: %+v, %v", about, err)
	}
	if _, err := e.Quotes(t.Context(), QuoteQuery{About: "of the"}); !errors.Is(err, quotes.ErrNoTopic) {
		t.Errorf("function words as a topic: %v", err)
	}
}

// TestQuotesOfMany asks an archive of more articles than are read.
func TestQuotesOfMany(t *testing.T) {
	var list []corpus.Article
	for i := range quotesRead + 50 {
		who, what := "Ilse Brandt", "The bridge will stay shut this winter."
		if i%100 == 7 {
			who, what = "Tomas Quayle", "The tram depot floods every spring."
		}
		raw := fmt.Sprintf("---\ntitle: Report %d\noutlet: Daily Marrow\npublished: 2021-%02d-%02d\n---\n\"%s\" %s said on day %d.\n\nNothing else happened in the town of Lowfield.\n", i, 1+i/28%12, 1+i%28, what, who, i)
		a, err := clean.Text(fmt.Sprintf("r%03d", i), []byte(raw))
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, a)
	}
	e := openArchive(t, list).Engine
	theirs := func(q QuoteQuery) Quotations {
		t.Helper()
		got, err := e.Quotes(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	want := []string{"r207", "r107", "r007"}
	articles := func(got Quotations) (out []string) {
		for _, q := range got.List {
			out = append(out, q.Article)
		}
		return out
	}
	cold := theirs(QuoteQuery{Speaker: "Quayle"})
	if got := articles(cold); !slices.Equal(got, want) || !cold.Partial || !strings.Contains(cold.Note(), "250 articles") {
		t.Errorf("cold: %v, %q", got, cold.Note())
	}
	if got := articles(theirs(QuoteQuery{About: "tram depot"})); !slices.Equal(got, want) {
		t.Errorf("on a topic: %v", got)
	}
	if got := theirs(QuoteQuery{}); got.Read != quotesRead || !got.Partial {
		t.Errorf("of all: read %d, partial %v", got.Read, got.Partial)
	}
	speakers(t, e, "", corpus.Filter{})
	warm := theirs(QuoteQuery{Speaker: "Quayle"})
	if got := articles(warm); !slices.Equal(got, want) || warm.Partial || warm.Read != 3 {
		t.Errorf("warm: %v, read %d, %q", got, warm.Read, warm.Note())
	}
	if often := theirs(QuoteQuery{Speaker: "Brandt"}); often.Read != quotesRead || !often.Partial || len(often.List) != quotesRead {
		t.Errorf("of one quoted in more articles than are read: %d quotations, read %d, partial %v", len(often.List), often.Read, often.Partial)
	}
}
