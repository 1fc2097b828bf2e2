// Package quotes gathers who said what in many articles: it keeps of the
// quotations that package corpus/quote finds those that are asked for (Query),
// and puts together what one person said and how several articles word one
// remark (List).
package quotes

import (
	"errors"
	"sort"
	"strings"

	"newsdesk/corpus"
	"newsdesk/corpus/quote"
	"newsdesk/corpus/segment"
	"newsdesk/rag/terms"
)

// ErrNoTopic is returned for a topic of function words alone.
var ErrNoTopic = errors.New("the topic has no word with a meaning of its own: name one, such as security guarantees")

// Query says which quotations are asked for. The zero Query asks for all.
type Query struct {
	speaker string
	about   []string // stems
}

// NewQuery asks for what speaker said about a topic; either may be blank. A
// speaker is a person or organisation by name or surname, as
// quote.SamePerson has it. The topic's words must stand in the quotation's
// sentence, in whatever form: all of one or two, two thirds of more. The error
// is ErrNoTopic.
func NewQuery(speaker, about string) (Query, error) {
	q := Query{speaker: strings.TrimSpace(speaker), about: terms.Content(about)}
	if strings.TrimSpace(about) != "" && len(q.about) == 0 {
		return Query{}, ErrNoTopic
	}
	return q, nil
}

// Quotation is what somebody said, with what is known of its article. It keeps
// the article's text no longer than it is found.
type Quotation struct {
	corpus.Quote
	// Text is the words between the marks, or the reporting clause: byte for
	// byte Quote.Of the article's text.
	Text string
	// In is what is known of the article, without Text and Blocks. The
	// quotations of one article share it.
	In *corpus.Article
	// Version is the article's, as Article.Version has it.
	Version string
}

// In is the quotations of an article that are asked for, in order. found are
// all that it has, as quote.Find gives them, and version is its version in the
// library.
func (q Query) In(a *corpus.Article, version string, found []corpus.Quote) List {
	var out List
	var sentences []corpus.Sentence
	var known *corpus.Article
	for _, said := range found {
		if q.speaker != "" && !quote.SamePerson(q.speaker, said.Speaker) {
			continue
		}
		if len(q.about) > 0 {
			if sentences == nil {
				sentences = segment.Sentences(a)
			}
			if !q.isAbout(aroundSentence(sentences, said.Span).Of(a.Text)) {
				continue
			}
		}
		if known == nil {
			known = textless(a)
		}
		out = append(out, Quotation{Quote: said, Text: strings.Clone(said.Of(a.Text)), In: known, Version: version})
	}
	return out
}

// textless is what is known of an article, sharing no memory with its text:
// a title read from a file is a part of it.
func textless(a *corpus.Article) *corpus.Article {
	known := *a
	known.Text, known.Blocks, known.Raw = "", nil, nil
	for _, s := range []*string{&known.ID, &known.URL, &known.Title, &known.Author, &known.Outlet, &known.Agency, &known.Dateline} {
		*s = strings.Clone(*s)
	}
	return &known
}

// isAbout reports whether text holds the topic's words.
func (q Query) isAbout(text string) bool {
	held := make(map[string]bool)
	for _, t := range terms.Tokens(text) {
		held[t.Stem] = true
	}
	n := 0
	for _, stem := range q.about {
		if held[stem] {
			n++
		}
	}
	if len(q.about) <= 2 {
		return n == len(q.about)
	}
	return 3*n >= 2*len(q.about)
}

// aroundSentence is sp, widened to whole sentences.
func aroundSentence(sentences []corpus.Sentence, sp corpus.Span) corpus.Span {
	i := sort.Search(len(sentences), func(i int) bool { return sentences[i].End > sp.Start })
	for ; i < len(sentences) && sentences[i].Start < sp.End; i++ {
		sp.Start, sp.End = min(sp.Start, sentences[i].Start), max(sp.End, sentences[i].End)
	}
	return sp
}
