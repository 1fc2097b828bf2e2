package rag

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"newsdesk/corpus"
	"newsdesk/corpus/dates"
	"newsdesk/rag/index"
)

// Event is something that reports on a topic date.
type Event struct {
	// Date is when, as readers are shown it: "27 February 2019", "March 2019".
	Date string `json:"date"`
	// From and To are its first and last day, YYYY-MM-DD.
	From string `json:"from"`
	To   string `json:"to"`
	// Text is the sentence that tells it, on one line.
	Text string `json:"text"`
	// Articles is how many articles tell it, Outlets who published these.
	Articles int      `json:"articles"`
	Outlets  []string `json:"outlets"`
	// Citation is the sentence in the first of the articles; N numbers the
	// events from 1.
	Citation Citation `json:"citation"`
	// Disagreements are how it differs from earlier ones of the list that tell
	// the same of that date; positions cite events by N.
	Disagreements []Disagreement `json:"disagreements,omitempty"`

	date  dates.Date
	score float64
	// whole is true where the sentence itself holds all of the topic, said
	// where the date is only that on which somebody said it.
	whole, said bool
	sentence    *sentence
	docs        []string
}

const (
	// maxEvents is how many events a timeline has at most, the nearest to the
	// topic.
	maxEvents = 40
	// timelinePassages is how many passages are read for one.
	timelinePassages = 100
	// onTopicShare is the share of the topic that a sentence must hold, its
	// article's title included, and ownShare by itself; oneEventShare the share of the shorter one's
	// words that two sentences of one date have in common where they tell one
	// event.
	onTopicShare  = .99
	ownShare      = .5
	oneEventShare = .5
)

// Timeline is the dated events on a topic in the articles that pass f, oldest
// first. A sentence that gives a day, a week or a month tells an event; what
// several articles tell of one date is one event. The error is
// ErrEmptyQuestion or ErrLongQuestion for such a topic.
func (e *Engine) Timeline(ctx context.Context, topic string, f corpus.Filter) ([]Event, error) {
	e, err := e.under(&f)
	if err != nil {
		return nil, err
	}
	var found []Event
	err = e.steadily(ctx, func() (err error) {
		found, err = e.dated(ctx, topic, f, timelinePassages)
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(found, func(a, b Event) int {
		return cmp.Or(cmp.Compare(b.score, a.score), a.date.From.Compare(b.date.From))
	})
	found = found[:min(len(found), maxEvents)]
	slices.SortStableFunc(found, func(a, b Event) int {
		return cmp.Or(a.date.From.Compare(b.date.From), a.date.To.Compare(b.date.To), strings.Compare(a.sentence.doc.ID, b.sentence.doc.ID), a.sentence.Start-b.sentence.Start)
	})
	for i := range found {
		found[i].Citation.N = i + 1
	}
	e.noteDiffering(found)
	return found, nil
}

// noteDiffering says of events of one date in which figure they differ, or that
// one denies the other.
func (e *Engine) noteDiffering(events []Event) {
	for i := range events {
		for k := range events[:i] {
			a, b := &events[k], &events[i]
			if !a.sameDate(b) || !oneEvent(a.sentence, b.sentence) {
				continue
			}
			sides := [2]string{a.Text, b.Text}
			about, how := differing[wantsYesNo].about, differing[wantsYesNo].verb+": [%[2]d] against [%[4]d]."
			if x, y := differ(a.sentence, b.sentence, e.words); x != nil {
				about, how, sides = x.about(), figuresDiffer+": %s [%d]; %s [%d].", [2]string{shownText(x.text), shownText(y.text)}
			} else if !denies(a.sentence, b.sentence) {
				continue
			}
			n, m := a.Citation.N, b.Citation.N
			b.Disagreements = append(b.Disagreements, Disagreement{About: about, Text: fmt.Sprintf("The reports "+how, sides[0], n, sides[1], m),
				Positions: []Position{{Text: sides[0], Citations: []int{n}}, {Text: sides[1], Citations: []int{m}}}})
		}
	}
}

func (ev *Event) sameDate(o *Event) bool {
	return ev.date.From.Equal(o.date.From) && ev.date.To.Equal(o.date.To)
}

// dated is the events that the best passages on a topic tell, by their dates.
func (e *Engine) dated(ctx context.Context, topic string, f corpus.Filter, passages int) ([]Event, error) {
	question, err := e.prepare(Question{Text: topic, Filter: f})
	if err != nil {
		return nil, err
	}
	q, err := e.newQuery(ctx, question, reading{text: question.Text})
	if err != nil {
		return nil, err
	}
	hits, err := e.retriever.Search(ctx, q.search(passages, f))
	if err != nil {
		return nil, err
	}
	var found []Event
	for _, hit := range hits {
		d, err := e.document(ctx, hit.Article)
		if errors.Is(err, corpus.ErrNotFound) {
			continue // removed since it was found
		}
		if err != nil {
			return nil, err
		}
		found = append(found, e.eventsOf(q, d, hit)...)
	}
	// The earliest report of an event stands for it.
	slices.SortStableFunc(found, func(a, b Event) int {
		return cmp.Or(a.date.From.Compare(b.date.From), a.date.To.Compare(b.date.To), earlier(a.sentence.doc.Article, b.sentence.doc.Article),
			strings.Compare(a.sentence.doc.ID, b.sentence.doc.ID), a.sentence.Start-b.sentence.Start)
	})
	return merged(found, e.words), nil
}

// earlier orders articles by day of publication, undated ones last.
func earlier(a, b *corpus.Article) int {
	if a.Published.IsZero() != b.Published.IsZero() {
		if a.Published.IsZero() {
			return 1
		}
		return -1
	}
	return a.Published.Compare(b.Published)
}

// eventsOf are the dated sentences on the topic in a passage.
func (e *Engine) eventsOf(q *query, d *document, hit index.Hit) []Event {
	var out []Event
	for j := hit.First; j < min(hit.Last, len(d.sentences)); j++ {
		s := &d.sentences[j]
		if s.Kind != corpus.Body || s.steers {
			continue
		}
		s.read(e.words)
		own, all := q.heldBy(s)
		if own < ownShare*q.total || all < onTopicShare*q.total {
			continue
		}
		if m, said, ok := s.eventDate(); ok {
			out = append(out, Event{
				Date: m.Date.String(), From: m.Date.From.Format(time.DateOnly), To: m.Date.To.Format(time.DateOnly), Text: shownText(s.text()),
				Citation: d.citation(0, s.Span),
				date:     m.Date, score: hit.Score + own/q.total, sentence: s, whole: own >= onTopicShare*q.total, said: said,
			})
		}
	}
	return out
}

// heldBy is the weight of the topic's words that stand in the sentence, and
// in it or its article's title.
func (q *query) heldBy(s *sentence) (own, all float64) {
	for i := range q.terms {
		t := &q.terms[i]
		in := s.has(t.stem) || slices.ContainsFunc(t.similar, s.has)
		if in {
			own += t.weight
		}
		if in || s.doc.title[t.stem] {
			all += t.weight
		}
	}
	return own, all
}

// eventDate is when the sentence's event was: its first date of a month or
// less that is not merely when something was said, else the first.
func (s *sentence) eventDate() (m dates.Mention, said, ok bool) {
	var first dates.Mention
	for _, m := range s.dates() {
		if !m.Resolved || m.Date.Precision > dates.Month || m.Bound == dates.Before || m.Bound == dates.After {
			continue
		}
		if !s.saidOn(m.Start) {
			return m, false, true
		}
		if !first.Resolved {
			first = m
		}
	}
	return first, true, first.Resolved
}

// merged joins the events, in order of date, that are one. Of those who differ in
// a figure, or whether it is so, neither bears out the other.
func merged(events []Event, w Words) []Event {
	var out []Event
	for _, ev := range events {
		k := -1
		for i := len(out) - 1; i >= 0 && out[i].date.From.Equal(ev.date.From) && k < 0; i-- {
			if o := &out[i]; o.sameDate(&ev) && oneEvent(o.sentence, ev.sentence) && !contradicts(o.sentence, ev.sentence, w) {
				k = i
			}
		}
		if k < 0 {
			out = append(out, ev)
			k = len(out) - 1
		}
		held := &out[k]
		held.score = max(held.score, ev.score)
		d := ev.sentence.doc
		if !slices.Contains(held.docs, d.ID) {
			held.docs = append(held.docs, d.ID)
			held.Articles++
		}
		if from := d.Source(); from != "" && !slices.Contains(held.Outlets, from) {
			held.Outlets = append(held.Outlets, from)
		}
	}
	for i := range out {
		if out[i].Outlets == nil {
			out[i].Outlets = []string{}
		}
	}
	return out
}

// oneEvent reports whether two sentences have enough words in common to tell
// one event. Dates do not count: both have them.
func oneEvent(a, b *sentence) bool {
	x, y := a.eventWords(), b.eventWords()
	common := 0
	for w := range x {
		if y[w] {
			common++
		}
	}
	n := min(len(x), len(y))
	return n > 0 && float64(common) >= oneEventShare*float64(n)
}

func (s *sentence) eventWords() map[string]bool {
	out := make(map[string]bool)
	for _, k := range s.words {
		t := s.tokens[k]
		dated := slices.ContainsFunc(s.dates(), func(m dates.Mention) bool { return m.Start <= t.Start && t.Start < m.End })
		if subject(t) && !dated && !saying[t.Stem] {
			out[t.Stem] = true
		}
	}
	return out
}
