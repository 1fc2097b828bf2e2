package rag

import (
	"context"
	"sync"

	"newsdesk/corpus"
	"newsdesk/corpus/dates"
	"newsdesk/corpus/quote"
	"newsdesk/corpus/segment"
	"newsdesk/rag/terms"
	"newsdesk/rag/verify"
)

// document is an article taken apart, as far as somebody has asked.
type document struct {
	*corpus.Article
	version   string // of the article as the library has it
	sentences []sentence
	title     map[string]bool // stems

	quoteOnce sync.Once
	quoted    []corpus.Quote

	peopleOnce sync.Once
	named      []quote.Person

	sourceOnce sync.Once
	checkable  *verify.Source
}

// sentence is one sentence of a document with its words.
type sentence struct {
	corpus.Sentence
	doc  *document
	i    int // its place in doc.sentences
	once sync.Once

	tokens []terms.Token // offsets count from the sentence's start
	words  []int         // indexes of the tokens that are words
	at     map[string][]int
	vector []float32
	cands  candidates
	steers bool // is an instruction to a program
	// tainted is true of a sentence that steers and of those before it in its paragraph.
	tainted bool

	datesOnce sync.Once
	dated     []dates.Mention

	dataOnce sync.Once
	figured  []datum
}

// newDocument splits an article; its words are read when they are needed.
func newDocument(a *corpus.Article) *document {
	version := a.Version()
	a = unsteered(a)
	d := &document{Article: a, version: version, title: make(map[string]bool)}
	ss := segment.Sentences(a)
	d.sentences = make([]sentence, len(ss))
	for i, s := range ss {
		d.sentences[i].Sentence, d.sentences[i].doc, d.sentences[i].i = s, d, i
	}
	for _, t := range terms.Tokens(a.Title) {
		if t.Word {
			d.title[t.Stem] = true
		}
	}
	d.markSteering()
	return d
}

// citation cites a span of the article, as the citation with the number n.
func (d *document) citation(n int, sp corpus.Span) Citation {
	return Citation{N: n, Doc: d.ID, Version: d.version, Title: d.Title, Outlet: d.Outlet, Author: d.Author, Agency: d.Agency,
		Published: d.Date(), URL: d.URL, Quote: sp.Of(d.Text), Start: sp.Start, End: sp.End}
}

// quotes are the article's quotations in order.
func (d *document) quotes() []corpus.Quote {
	d.quoteOnce.Do(func() { d.quoted = quote.Find(d.Article, d.plain()) })
	return d.quoted
}

// people are the persons whom the article names.
func (d *document) people() []quote.Person {
	d.peopleOnce.Do(func() { d.named = quote.People(d.Article, d.plain()) })
	return d.named
}

// plain are the document's sentences as package corpus has them.
func (d *document) plain() []corpus.Sentence {
	ss := make([]corpus.Sentence, len(d.sentences))
	for i := range d.sentences {
		ss[i] = d.sentences[i].Sentence
	}
	return ss
}

// source is the article as claims are held against it: without what steers
// and what leads to it, which is evidence of nothing.
func (d *document) source(w Words) *verify.Source {
	d.sourceOnce.Do(func() {
		ss := make([]corpus.Sentence, 0, len(d.sentences))
		for i := range d.sentences {
			if !d.sentences[i].tainted {
				ss = append(ss, d.sentences[i].Sentence)
			}
		}
		d.checkable = verify.NewSource(d.Article, ss, d.quotes(), w)
	})
	return d.checkable
}

// text is the sentence as it stands in the article.
func (s *sentence) text() string { return s.Of(s.doc.Text) }

// read splits the sentence into words, once.
func (s *sentence) read(w Words) *sentence {
	s.once.Do(func() {
		s.tokens = terms.Tokens(s.text())
		s.at = make(map[string][]int, len(s.tokens))
		s.vector = make([]float32, len(w.Vector("")))
		for i, t := range s.tokens {
			if !t.Word {
				continue
			}
			s.words = append(s.words, i)
			s.at[t.Stem] = append(s.at[t.Stem], i)
			v, _ := w.WordNorm(t.Lower)
			add(s.vector, v, 1)
		}
		s.vector = unit(s.vector)
		s.cands = findCandidates(s)
	})
	return s
}

// has reports whether the sentence holds the stem.
func (s *sentence) has(stem string) bool { return len(s.at[stem]) > 0 }

// firstWord is the folded first word, or "".
func (s *sentence) firstWord() string {
	if len(s.words) == 0 {
		return ""
	}
	return s.tokens[s.words[0]].Lower
}

// Texts gives articles with their texts.
type Texts interface {
	// Article returns corpus.ErrNotFound for an unknown ID.
	Article(ctx context.Context, id string) (*corpus.Article, error)
	// ArticleVersion is the article as it was in a version that a citation
	// names, or corpus.ErrNotFound or corpus.ErrNoVersion.
	ArticleVersion(ctx context.Context, id, version string) (*corpus.Article, error)
}
