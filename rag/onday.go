package rag

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"newsdesk/corpus"
	"newsdesk/corpus/dates"
	"newsdesk/rag/index"
	"newsdesk/rag/terms"
)

// "What happened on 3 March 2025?" names no subject to look for, and reports
// rarely write such a date: they say "on Monday". The days that they mean
// answer it.

const (
	// reportedWithin is how long after a day reports on it are looked for.
	reportedWithin = 21 * 24 * time.Hour
	// dayArticles is how many articles are read for a day at most, the nearest
	// to it.
	dayArticles = 200
	// longestDay is the longest period that is taken for a day: a month.
	longestDay = 31 * 24 * time.Hour
)

var happening = stemmed("happen occur event take place go")

// asksOfDay reports whether the question asks what happened at a time and names
// nothing else.
func (q *query) asksOfDay() bool {
	p := q.period
	if q.language != english || q.wh < 0 || q.word(q.wh) != "what" || !p.precise || p.since.IsZero() || p.until.IsZero() || p.until.Sub(p.since) > longestDay || q.reading.context != "" {
		return false
	}
	happens := false
	for i, t := range q.tokens {
		dated := p.from <= t.Start && t.Start < p.to
		switch {
		case happening[t.Stem]:
			happens = true
		case !dated && subject(t) && !q.misspeltWh(i) && !q.filler(i):
			return false
		}
	}
	return happens
}

// readDay finds what articles tell of the day that the question asks about,
// or notes that they tell nothing of it.
func (e *Engine) readDay(ctx context.Context, f *found) error {
	if !f.q.asksOfDay() {
		return nil
	}
	p := f.q.period
	listed, err := e.retriever.Passing(ctx, f.q.Filter)
	if err != nil {
		return err
	}
	listed = slices.DeleteFunc(slices.Clone(listed), func(a *corpus.Article) bool {
		return a.Published.Before(p.since) || a.Published.Sub(p.until) > reportedWithin
	})
	slices.SortStableFunc(listed, earlier)
	var told []evidence
	for _, known := range listed[:min(len(listed), dayArticles)] {
		d, err := e.document(ctx, known.ID)
		if errors.Is(err, corpus.ErrNotFound) {
			continue // removed since it was listed
		}
		if err != nil {
			return err
		}
		for i := range d.sentences {
			s := &d.sentences[i]
			if s.Kind != corpus.Body || s.steers {
				continue
			}
			if m, said, ok := s.read(e.words).eventDate(); ok && p.meets(m, d.Published) && !said && m.Date.Precision <= dates.Month {
				told = append(told, evidence{sentence: s, score: -float64(len(told)), features: f.scorer.features(s, index.Hit{})})
			}
		}
	}
	f.premise = premise{fits: 1}
	if len(told) == 0 {
		f.keep(nil, "No article found dates anything to "+bareDate(f.q.text[p.from:p.to])+".")
		return nil
	}
	for i := range told { // all are of that day: none is far behind
		told[i].score = told[i].score / float64(len(told))
	}
	f.keep(told, "")
	return nil
}

// dateWords are the words of the question's date as it is written, where term i
// is one of them, or "".
func (f *found) dateWords(i int) string {
	p := f.q.period
	if p.any() || p.to > len(f.q.text) {
		return ""
	}
	for _, t := range f.q.tokens {
		if t.Stem == f.q.terms[i].stem && p.from <= t.Start && t.Start < p.to {
			return bareDate(f.q.text[p.from:p.to])
		}
	}
	return ""
}

// bareDate is a date without the preposition before it: "3 March" of "on 3
// March".
func bareDate(date string) string {
	date = strings.TrimSpace(date)
	if first, rest, ok := strings.Cut(date, " "); ok && terms.Stop(strings.ToLower(first)) {
		return rest
	}
	return date
}
