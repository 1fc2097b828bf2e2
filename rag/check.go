package rag

import (
	"context"
	"errors"
	"slices"
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
	// Citations are the evidence, best first, numbered from 1, then the sentences
	// of Others.
	Citations []Citation `json:"citations"`
	// Others are other articles that give another figure for the same thing than
	// the evidence does: some may bear the claim out where the evidence differs.
	Others []OtherFigure `json:"others,omitempty"`
}

// OtherFigure is what an article gives for a figure of a claim.
type OtherFigure struct {
	// Text is the figure as the article has it: "nearly five hours".
	Text string `json:"text"`
	// Agrees is true where it is the claim's.
	Agrees bool `json:"agrees"`
	// Citation is the number of the sentence.
	Citation int `json:"citation"`
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
	for _, ev := range r.Evidence {
		out.cite(docs[ev.Source], ev.Span)
	}
	for _, o := range e.otherFigures(c, docs, r.Evidence) {
		out.cite(o.doc, o.sentence.Span)
		out.Others = append(out.Others, OtherFigure{Text: shownText(o.text), Agrees: o.claimed, Citation: len(out.Citations)})
	}
	return out, nil
}

// cite adds a citation.
func (c *Checked) cite(d *document, sp corpus.Span) {
	cited := d.citation(len(c.Citations)+1, sp)
	for _, q := range d.quotes() {
		if q.Overlaps(sp) {
			cited.Speaker = q.Speaker
			break
		}
	}
	c.Citations = append(c.Citations, cited)
}

// otherFigure is a figure that an article gives for one of the claim's.
type otherFigure struct {
	*datum
	claimed bool // it is the claim's
}

// otherFigures are what the articles give otherwise than the best of the evidence
// that has a figure for the same thing as the claim: each article once, and each
// text that several have once.
func (e *Engine) otherFigures(c Claim, docs []*document, found []verify.Evidence) []otherFigure {
	if c.Article != "" {
		return nil
	}
	var out []otherFigure
	claim := newDocument(&corpus.Article{Text: c.Text})
	for i := range claim.sentences {
		for k := range claim.sentences[i].data(e.words) {
			claimed := &claim.sentences[i].figured[k]
			held := evidenceOf(claimed, docs, found, e.words)
			if held == nil {
				continue
			}
			for _, d := range docs {
				o := d.otherThan(held, e.words)
				if o == nil || slices.ContainsFunc(out, func(x otherFigure) bool { return x.doc == d || x.sentence.text() == o.sentence.text() }) {
					continue
				}
				out = append(out, otherFigure{o, o.agrees(claimed)})
			}
		}
	}
	return out
}

// evidenceOf is the first figure of the evidence for the same thing as x, or nil.
func evidenceOf(x *datum, docs []*document, found []verify.Evidence, w Words) *datum {
	for _, ev := range found {
		d := docs[ev.Source]
		for i := range d.sentences {
			if s := &d.sentences[i]; s.Overlaps(ev.Span) {
				for k := range s.data(w) {
					if s.figured[k].sameThing(x) {
						return &s.figured[k]
					}
				}
			}
		}
	}
	return nil
}

// otherThan is the article's first figure for the same thing and occasion as x
// that excludes x, where neither article gives both; or nil.
func (d *document) otherThan(x *datum, w Words) *datum {
	if d == x.doc || d.gives(x, w) {
		return nil
	}
	for i := range d.sentences {
		s := &d.sentences[i]
		if s.tainted || s.Kind != corpus.Body {
			continue
		}
		for k := range s.data(w) {
			if o := &s.figured[k]; o.conflicts(x) && x.oneOccasion(o, w) && !x.doc.gives(o, w) {
				return o
			}
		}
	}
	return nil
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
