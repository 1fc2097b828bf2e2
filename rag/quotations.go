package rag

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"newsdesk/corpus"
	"newsdesk/rag/quotes"
)

// QuoteQuery says which quotations are asked for.
type QuoteQuery struct {
	// Speaker and About are as quotes.NewQuery has them; either may be blank.
	Speaker, About string
	Filter         corpus.Filter
	// Limit is how many quotations are listed at most; 0 sets none.
	Limit int
}

// Quotations are what was found of those that are asked for.
type Quotations struct {
	// List holds those of the newest article first. Its methods part it by
	// speaker and gather the wordings of one remark; QuoteCitation opens one.
	List quotes.List
	// More is how many were found beyond the limit.
	More int
	// Read is how many of the Articles that pass the filter were read for
	// them. Partial is true where the others may hold more.
	Read, Articles int
	Partial        bool
	newest         bool // and not the nearest were read
}

// Note says that not all was read, or is empty.
func (q *Quotations) Note() string {
	if !q.Partial {
		return ""
	}
	which := "nearest"
	if q.newest {
		which = "newest"
	}
	return fmt.Sprintf("Of %d articles, the %d %s were read: others may quote more.", q.Articles, q.Read, which)
}

const (
	// quotesRead is how many articles are read for quotations.
	quotesRead = 200
	// quoteDepth is how many passages are looked at to find these.
	quoteDepth = 600
)

// Quotes finds quotations in the articles that pass the filter. Of more than
// 200 it reads those that quote the speaker, where Speakers has found out which
// these are, or else the nearest to the speaker's name and the topic, the newest
// where neither is given. What steers a program is left out. The error is
// quotes.ErrNoTopic for a topic of function words.
func (e *Engine) Quotes(ctx context.Context, q QuoteQuery) (Quotations, error) {
	asked, err := quotes.NewQuery(q.Speaker, q.About)
	if err != nil {
		return Quotations{}, err
	}
	e, err = e.under(&q.Filter)
	if err != nil {
		return Quotations{}, err
	}
	if _, err := e.refresh(ctx); err != nil {
		return Quotations{}, err
	}
	listed, err := e.retriever.Passing(ctx, q.Filter)
	if err != nil {
		return Quotations{}, err
	}
	candidates, whole, err := e.quoting(ctx, q, listed)
	if err != nil {
		return Quotations{}, err
	}
	slices.SortStableFunc(candidates, func(a, b *corpus.Article) int {
		return cmp.Or(b.Published.Compare(a.Published), strings.Compare(a.ID, b.ID))
	})
	e.roster.urgent.Add(1)
	defer e.roster.urgent.Add(-1)
	list, err := e.quotesIn(ctx, asked, candidates)
	if err != nil {
		return Quotations{}, err
	}
	out := Quotations{List: list, Read: len(candidates), Articles: len(listed), Partial: !whole, newest: strings.TrimSpace(q.Speaker+q.About) == ""}
	if q.Limit > 0 && len(out.List) > q.Limit {
		out.More = len(out.List) - q.Limit
		out.List = out.List[:q.Limit]
	}
	return out, nil
}

// quotesIn is the quotations of the articles that are asked for, in their order.
func (e *Engine) quotesIn(ctx context.Context, asked quotes.Query, articles []*corpus.Article) (quotes.List, error) {
	found, errs := make([]quotes.List, len(articles)), make([]error, len(articles))
	workers := runtime.GOMAXPROCS(0)
	var work sync.WaitGroup
	for first := range min(workers, len(articles)) {
		work.Go(func() {
			for i := first; i < len(articles); i += workers {
				if found[i], errs[i] = e.quotesOf(ctx, asked, articles[i].ID); errs[i] != nil {
					return
				}
			}
		})
	}
	work.Wait()
	return slices.Concat(found...), errors.Join(errs...)
}

// quotesOf is the quotations of one article that are asked for; none where it
// has been removed since it was listed.
func (e *Engine) quotesOf(ctx context.Context, asked quotes.Query, id string) (quotes.List, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	d, err := e.document(ctx, id)
	if errors.Is(err, corpus.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return asked.In(d.Article, d.version, d.unsteeredQuotes()), nil
}

// unsteeredQuotes are the article's quotations that no instruction to a program
// is a part of.
func (d *document) unsteeredQuotes() []corpus.Quote {
	out := slices.Clone(d.quotes())
	for i := range d.sentences {
		if s := &d.sentences[i]; s.steers {
			out = slices.DeleteFunc(out, func(q corpus.Quote) bool { return q.Overlaps(s.Span) })
		}
	}
	return out
}

// quoting is the articles to be read for quotations, at most quotesRead, and
// whether no other can hold any.
func (e *Engine) quoting(ctx context.Context, q QuoteQuery, listed []*corpus.Article) (out []*corpus.Article, whole bool, err error) {
	if len(listed) <= quotesRead {
		return listed, true, nil
	}
	theirs, known := listed, true // those that can quote the speaker, if it is known
	if strings.TrimSpace(q.Speaker) != "" {
		if theirs, known = e.roster.quoting(q.Speaker, listed); known && len(theirs) <= quotesRead {
			return theirs, true, nil
		}
	}
	slices.SortStableFunc(theirs, func(a, b *corpus.Article) int { return b.Published.Compare(a.Published) })
	if known && strings.TrimSpace(q.About) == "" {
		return theirs[:quotesRead], false, nil
	}
	near, err := e.nearestArticles(ctx, q, listed)
	if err != nil {
		return nil, false, err
	}
	quotesThem := make(map[*corpus.Article]bool, len(theirs))
	for _, a := range theirs {
		quotesThem[a] = true
	}
	place := func(a *corpus.Article) int { // those near that quote them, others near, others that quote them
		at, isNear := near[a]
		switch {
		case isNear && quotesThem[a]:
			return at
		case isNear && !known:
			return at + len(near)
		}
		return 2 * len(near)
	}
	out = theirs
	for _, a := range listed {
		if _, isNear := near[a]; isNear && !known && !quotesThem[a] {
			out = append(out, a)
		}
	}
	slices.SortStableFunc(out, func(a, b *corpus.Article) int { return place(a) - place(b) })
	return out[:min(quotesRead, len(out))], false, nil
}

// nearestArticles is the articles nearest to the speaker's name and the topic
// with their places, from 0: those near to both before those near to the name.
func (e *Engine) nearestArticles(ctx context.Context, q QuoteQuery, listed []*corpus.Article) (map[*corpus.Article]int, error) {
	byID := make(map[string]*corpus.Article, len(listed))
	for _, a := range listed {
		byID[a.ID] = a
	}
	out := make(map[*corpus.Article]int)
	for _, text := range slices.Compact([]string{q.Speaker + " " + q.About, q.Speaker}) {
		text = cleaned(text)
		if !hasWordIn(text) {
			continue
		}
		read, err := e.newQuery(ctx, Question{Text: text, Filter: q.Filter}, reading{text: text})
		if err != nil {
			return nil, err
		}
		search := read.search(quoteDepth, q.Filter)
		search.Depth = quoteDepth
		hits, err := e.retriever.Search(ctx, search)
		if err != nil {
			return nil, err
		}
		for _, h := range hits {
			a := byID[h.Article]
			if _, ok := out[a]; a != nil && !ok && len(out) < quotesRead {
				out[a] = len(out)
			}
		}
	}
	return out, nil
}

// QuoteCitation is a quotation as a citation: its words are the citation's.
func QuoteCitation(n int, q *quotes.Quotation) Citation {
	a := q.In
	return Citation{N: n, Doc: a.ID, Version: q.Version, Title: a.Title, Outlet: a.Outlet, Author: a.Author, Agency: a.Agency,
		Published: a.Date(), URL: a.URL, Quote: q.Text, Start: q.Start, End: q.End, Speaker: q.Speaker}
}
