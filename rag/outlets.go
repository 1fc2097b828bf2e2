package rag

import (
	"context"
	"slices"
	"strings"
	"time"

	"newsdesk/corpus"
	"newsdesk/corpus/copies"
)

// Compare sets side by side what each source has on a topic, "the length of the
// talks" or "what the mayor said about the quay": the statement nearest to it
// and, where two tell of one thing differently, those that do. A source is an
// outlet with its agency, or an article that names none; copies of one text are
// one source. What they differ in, figures, dates, persons, places, causes or
// whether something is so, is in the answer's Disagreements. The answer
// abstains where the archive has nothing on the topic. The error is
// ErrEmptyQuestion or ErrLongQuestion for such a topic.
func (e *Engine) Compare(ctx context.Context, topic string, f corpus.Filter) (Answer, error) {
	start := e.now()
	question, err := e.prepare(Question{Text: topic, Filter: f, topic: true})
	if err != nil {
		return Answer{}, err
	}
	if e, err = e.under(&question.Filter); err != nil {
		return Answer{}, err
	}
	var a Answer
	var found time.Time
	err = e.steadily(ctx, func() error {
		of, err := e.findRead(ctx, question, reading{text: question.Text}, corpus.Filter{})
		if err != nil {
			return err
		}
		found, a = e.now(), of.unwritten()
		if reason := e.decide(of); reason != "" {
			of.abstain(&a, reason)
		} else {
			e.composeComparison(of, &a)
		}
		return nil
	})
	if err != nil {
		return Answer{}, err
	}
	e.seal(&a, topic, start, found)
	return a, nil
}

// composeComparison writes what each source has on the topic.
func (e *Engine) composeComparison(f *found, a *Answer) {
	w := &writer{f: f}
	w.shown = e.perSource(f)
	contrasts := f.contrasts(w.shown)
	for _, c := range contrasts {
		for _, ev := range c.told {
			if !shows(w.shown, ev) {
				w.shown = append(w.shown, complete(w.shown, ev))
			}
		}
	}
	for _, s := range w.shown {
		w.state(s)
	}
	w.compareSources(e.words)
	w.noteContrasts(contrasts)
	w.resolveDates()
	w.noteCopies()
	w.lead()
	sources := w.sourceCount()
	if w.leadText == "" {
		w.leadText = capital(count(sources)) + " sources on " + strings.TrimRight(f.q.reading.text, " .?!") + ":"
		if sources == 1 {
			w.leadText = "One source on " + strings.TrimRight(f.q.reading.text, " .?!") + ":"
		}
	}
	switch {
	case sources == 1:
		w.notes = append(w.notes, "I find no statement of another source near to it to set beside it.")
	case len(w.disagree) == 0: // whether they agree is not said: that cannot be told from the words alone
		w.notes = append(w.notes, "Name one point, such as how long or how many, to have it compared.")
	}
	w.warn()
	w.finish(a)
}

// sourceCount is how many sources the statements have.
func (w *writer) sourceCount() int {
	seen := make(map[string]bool)
	for _, s := range w.shown {
		for _, d := range append([]*document{s.doc}, docsOf(s.also)...) {
			seen[sourceKey(d.Article)] = true
		}
	}
	for _, group := range w.groups { // copies in several outlets are one
		keys := make(map[string]bool)
		for _, a := range group {
			keys[sourceKey(a)] = true
		}
		first := ""
		for _, a := range group {
			switch key := sourceKey(a); {
			case first == "":
				first = key
			case key != first:
				delete(seen, key)
			}
		}
	}
	return len(seen)
}

// sourceKey tells sources apart: an outlet with its agency, or the article
// itself where it names neither.
func sourceKey(a *corpus.Article) string {
	if a.Outlet == "" && a.Agency == "" {
		return "article " + a.ID
	}
	return strings.ToLower(a.Outlet + "\x1f" + a.Agency)
}

// perSource takes the best sentence of each source that is nearly as much to
// the point as the best of all. Of copies of one text it takes one, and cites
// the others where they say the same.
func (e *Engine) perSource(f *found) []statement {
	candidates := f.ranked
	if len(f.speaking) > 0 {
		candidates = f.onTopic(f.speaking)
	}
	candidates = f.comparable(candidates)
	if len(candidates) == 0 {
		return nil
	}
	first := candidates[0]
	if len(f.speaking) > 0 {
		candidates = f.q.wordingsFirst(candidates)
	}
	var out []statement
	seen := make(map[string]bool)
	var articles []*corpus.Article
	for _, ev := range candidates {
		key := sourceKey(ev.doc.Article)
		if ev.Kind != corpus.Body || seen[key] || len(articles) == maxGrouped {
			continue
		}
		if k := e.sameAs(f, out, ev); k >= 0 {
			out[k].also = append(out[k].also, ev)
		} else if f.compares(first, ev) && !copied(articles, ev.doc.Article) {
			out = append(out, complete(out, ev))
		} else {
			continue
		}
		seen[key] = true
		articles = append(articles, ev.doc.Article)
	}
	return out
}

// compares reports whether a sentence may stand beside the first. It is nearly
// as much to the point; where a kind of answer is asked for, as there is more
// than one fire, both name one person or thing, or their titles do, or have two
// words of the topic; and then it is enough that its article is on the topic at
// about that time: "they met for three hours" need not say "talks".
func (f *found) compares(first, ev evidence) bool {
	near := ev.score >= first.score-comparedMargin
	switch f.q.typ {
	case wantsThing, wantsHow, wantsQuote, wantsYesNo:
		return near
	}
	if ev.sentence == first.sentence {
		return true
	}
	if !sameNamed(first.sentence, ev.sentence) && f.heldByBoth(first.sentence, ev.sentence) < 2 {
		return false
	}
	best := slices.IndexFunc(f.ranked, func(o evidence) bool { return o.doc == ev.doc })
	return near || f.ranked[best].score >= f.ranked[0].score-comparedMargin && !apart(first.doc, ev.doc)
}

// heldByBoth counts the words of the topic that two sentences hold.
func (f *found) heldByBoth(a, b *sentence) int {
	n := 0
	for i := range f.q.terms {
		if f.scorer.holds(a, i) >= 1 && f.scorer.holds(b, i) >= 1 {
			n++
		}
	}
	return n
}

// sameNamed reports whether a name in one of two sentences stands in the other
// or its title.
func sameNamed(a, b *sentence) bool {
	in := func(x, y *sentence) bool {
		return slices.ContainsFunc(x.words, func(i int) bool {
			t := x.tokens[i]
			return t.Capital && i != x.words[0] && subject(t) && !notNames[t.Lower] && (y.has(t.Stem) || y.doc.title[t.Stem])
		})
	}
	return in(a, b) || in(b, a)
}

// comparedMargin is how far behind the best a source's sentence may score.
const comparedMargin = figureMargin

// copied reports whether an article is a copy of one of the others.
func copied(articles []*corpus.Article, a *corpus.Article) bool {
	if len(articles) == 0 {
		return false
	}
	return slices.ContainsFunc(copies.Group(append(slices.Clone(articles), a)), func(group []*corpus.Article) bool {
		return len(group) > 1 && slices.Contains(group, a)
	})
}
