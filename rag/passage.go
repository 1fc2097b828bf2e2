package rag

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"newsdesk/corpus"
)

// ErrGone means that what a citation cites is kept no longer.
var ErrGone = errors.New("the archive no longer holds what this cites")

// ErrAbsent is the ErrGone of an article that is not there at all: it has been
// removed, or whoever asks may not read it now.
var ErrAbsent = fmt.Errorf("%w: not even the article", ErrGone)

// Passage is what stands around a citation in its article, verbatim.
type Passage struct {
	// Text is that part of the article, at most MaxPassage bytes, and Start
	// where it begins.
	Text  string `json:"text"`
	Start int    `json:"start"`
	// Quote is the citation's words as a span of Text, cut with it where they
	// alone are longer.
	Quote corpus.Span `json:"quote"`
	// Before and After are true where the article goes on there.
	Before bool `json:"before"`
	After  bool `json:"after"`
	// Changed is true where the article has changed since: Text is as it was.
	Changed bool `json:"changed"`
}

// MaxPassage is the length of a Passage in bytes.
const MaxPassage = 3000

// Passage is the paragraph that a citation stands in, with up to around
// paragraphs on either side, from the version of the article that the citation
// names. What is too long is cut, at a space where there is one near, the far
// paragraphs first. The error is ErrAbsent where the article is kept no longer,
// or f does not let it pass as it is now: what was cited could be read then and
// must be readable now. It is ErrGone alone where f lets the article pass, but
// that version of it is kept no longer.
func (e *Engine) Passage(ctx context.Context, c Citation, around int, f corpus.Filter) (Passage, error) {
	a, now, err := citedArticle(ctx, e.texts, c, f)
	if err != nil {
		return Passage{}, err
	}
	quote := corpus.Span{Start: c.Start, End: c.End}
	before, paragraph, after, err := a.Around(quote, around)
	if err != nil {
		return Passage{}, fmt.Errorf("%w: article %s", ErrGone, c.Doc)
	}
	whole := corpus.Span{Start: before.Start, End: after.End}
	if whole.Len() > MaxPassage {
		whole = paragraph
	}
	if whole.Len() > MaxPassage {
		whole = cutAround(a.Text, paragraph, quote)
	}
	quote.End = min(quote.End, whole.End)
	return Passage{
		Text: whole.Of(a.Text), Start: whole.Start, Quote: corpus.Span{Start: quote.Start - whole.Start, End: quote.End - whole.Start},
		Before:  strings.TrimSpace(a.Text[:whole.Start]) != "",
		After:   strings.TrimSpace(a.Text[whole.End:]) != "",
		Changed: a != now,
	}, nil
}

// CitedArticle is the article that a citation cites, in the version that it
// names. The error is ErrAbsent where the article is kept no longer, and ErrGone
// where that version is not, or its text is not what is cited.
func CitedArticle(ctx context.Context, t Texts, c Citation) (*corpus.Article, error) {
	a, _, err := citedArticle(ctx, t, c, corpus.Filter{})
	return a, err
}

// citedArticle is CitedArticle, and the article as it is now, which f must let
// pass.
func citedArticle(ctx context.Context, t Texts, c Citation, f corpus.Filter) (a, now *corpus.Article, err error) {
	now, err = t.Article(ctx, c.Doc)
	if errors.Is(err, corpus.ErrNotFound) {
		return nil, nil, fmt.Errorf("%w: %s", ErrAbsent, c.Doc)
	}
	if err != nil {
		return nil, nil, err
	}
	// With the collections that it is in now.
	if !f.Match(now) {
		return nil, nil, fmt.Errorf("%w: %s", ErrAbsent, c.Doc)
	}
	if a = now; c.Version != "" && c.Version != now.Version() {
		a, err = t.ArticleVersion(ctx, c.Doc, c.Version)
	}
	gone := fmt.Errorf("%w: article %s", ErrGone, c.Doc)
	if errors.Is(err, corpus.ErrNotFound) || errors.Is(err, corpus.ErrNoVersion) {
		return nil, nil, gone
	}
	if err != nil {
		return nil, nil, err
	}
	if c.Start < 0 || c.Start > c.End || c.End > len(a.Text) || a.Text[c.Start:c.End] != c.Quote {
		return nil, nil, gone
	}
	return a, now, nil
}

// cutAround is at most MaxPassage bytes of a paragraph with the quotation
// about in the middle, or its beginning.
func cutAround(text string, paragraph, quote corpus.Span) corpus.Span {
	room := max(MaxPassage-quote.Len(), 0)
	out := corpus.Span{Start: max(paragraph.Start, quote.Start-room/2)}
	out.End = min(paragraph.End, out.Start+MaxPassage)
	out.Start = max(paragraph.Start, min(out.Start, out.End-MaxPassage))
	if out.Start > paragraph.Start {
		for out.Start < quote.Start && !utf8.RuneStart(text[out.Start]) {
			out.Start++
		}
		if i := strings.IndexByte(text[out.Start:quote.Start], ' '); i >= 0 && i < nearSpace {
			out.Start += i + 1
		}
	}
	if out.End < paragraph.End {
		for !utf8.RuneStart(text[out.End]) {
			out.End--
		}
		from := max(out.End-nearSpace, min(quote.End, out.End))
		if i := strings.LastIndexByte(text[from:out.End], ' '); i >= 0 {
			out.End = from + i
		}
	}
	return out
}

// nearSpace is how far a cut moves for a space, in bytes.
const nearSpace = 40
