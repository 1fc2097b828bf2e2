package rag

import (
	"context"
	"errors"
	"strings"
	"time"

	"newsdesk/corpus"
	"newsdesk/rag/verify"
)

// Claim is a sentence to be held against the archive.
type Claim struct {
	Text string
	// Article, if set, is the ID of the only article to check against.
	Article string
	Filter  corpus.Filter
}

// Checked is a claim with what the archive says of it. Its JSON may grow.
type Checked struct {
	Claim string `json:"claim"`
	// Verdict is "supported", "altered", "contradicted" or "unverified"; of
	// the last, nothing is said of its truth.
	Verdict   verify.Verdict `json:"verdict"`
	Supported bool           `json:"supported"`
	// Score orders claims by how well they are supported, 0 to 1.
	Score float64 `json:"score"`
	// Changes are the words that differ from the source's.
	Changes []verify.Change `json:"changes"`
	// Citations are the evidence, best first, numbered from 1.
	Citations []Citation `json:"citations"`
}

// checkedArticles is how many articles a claim is held against.
const checkedArticles = 5

// Check holds a claim against the articles that are nearest to it, or against
// the one it names. The error corpus.ErrNotFound means that there is no such
// article.
func (e *Engine) Check(ctx context.Context, c Claim) (Checked, error) {
	out := Checked{Claim: c.Text, Changes: []verify.Change{}, Citations: []Citation{}}
	e, err := e.under(&c.Filter)
	if err != nil {
		return out, err
	}
	var docs []*document
	err = e.steadily(ctx, func() (err error) {
		docs, err = e.claimed(ctx, c)
		return err
	})
	if err != nil {
		return out, err
	}
	checker, err := e.checker()
	if err != nil {
		return out, err
	}
	sources := make([]*verify.Source, len(docs))
	for i, d := range docs {
		sources[i] = d.source(e.words)
	}
	r := checker.Check(c.Text, sources)
	out.Verdict, out.Supported, out.Score, out.Changes = r.Verdict, r.Supported, r.Score, append(out.Changes, r.Changes...)
	for i, ev := range r.Evidence {
		d := docs[ev.Source]
		cited := d.citation(i+1, ev.Span)
		for _, q := range d.quotes() {
			if q.Overlaps(ev.Span) {
				cited.Speaker = q.Speaker
				break
			}
		}
		out.Citations = append(out.Citations, cited)
	}
	return out, nil
}

// claimed are the articles that a claim is held against.
func (e *Engine) claimed(ctx context.Context, c Claim) ([]*document, error) {
	switch {
	case strings.TrimSpace(c.Text) == "":
		return nil, ErrEmptyQuestion
	case len(c.Text) > MaxQuestion:
		return nil, ErrLongQuestion
	}
	if c.Article != "" {
		d, err := e.document(ctx, c.Article)
		return []*document{d}, err
	}
	q, err := e.newQuery(ctx, Question{Text: c.Text, AskedOn: e.now().UTC().Truncate(24 * time.Hour)}, reading{text: c.Text})
	if err != nil {
		return nil, err
	}
	hits, err := e.retriever.Search(ctx, q.search(retrievedCount, c.Filter))
	if err != nil {
		return nil, err
	}
	var docs []*document
	seen := make(map[string]bool)
	for _, h := range hits {
		if len(docs) < checkedArticles && !seen[h.Article] {
			seen[h.Article] = true
			d, err := e.document(ctx, h.Article)
			if errors.Is(err, corpus.ErrNotFound) {
				continue // removed since it was found
			}
			if err != nil {
				return nil, err
			}
			docs = append(docs, d)
		}
	}
	return docs, nil
}
