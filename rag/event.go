package rag

import (
	"cmp"
	"context"
	"slices"
	"time"

	"newsdesk/corpus"
)

// A question may count from an event: "since the election", "before the Hanoi
// summit", "in the week after the fire". The archive's own sentences date it.

// fromEvent is the stretch of a question that counts from an event.
type fromEvent struct {
	event string // "Hanoi summit"
	cut   cut
	// after is false of what comes before the event; days bounds it, 0 for none.
	after bool
	days  int
	// only is true where nothing else can be meant than articles of that time.
	only bool
}

// unitDays is how many days "in the week after" spans.
var unitDays = map[string]int{"day": 1, "days": 3, "week": 7, "weeks": 28, "month": 31, "months": 92, "year": 366}

// eventWords is how many words an event's name has at most.
const eventWords = 5

// readEvent finds what counts from an event, or reports that nothing does. A
// question that says when in days or years needs no event.
func (p *parsed) readEvent() (fromEvent, bool) {
	for i := range p.tokens {
		w := p.word(i)
		out := fromEvent{after: hasWord("since after following", w), only: w == "since" || p.typ == wantsQuote}
		if !out.after && w != "before" || p.word(i+1) != "the" || i == p.first && w != "before" && w != "after" {
			continue
		}
		from, to := i, i+2
		for to < len(p.tokens) && to < i+2+eventWords && p.tokens[to].Word && (p.eventWord(to) || p.word(to) == "of" && p.eventWord(to+1)) {
			to++
		}
		if to == i+2 || to < len(p.tokens) && !hasWord("? . , !", p.word(to)) {
			continue // "after the mayor had left"
		}
		if unit := unitDays[p.word(i-1)]; unit > 0 {
			if p.word(i-2) != "the" || p.word(i-3) != "in" {
				continue
			}
			out.days, out.only, from = unit, true, i-3
		}
		out.event = p.text[p.tokens[i+2].Start:p.tokens[to-1].End]
		out.cut = cut{from: p.tokens[from].Start, to: p.tokens[to-1].End}
		return out, true
	}
	return fromEvent{}, false
}

func (p *parsed) eventWord(i int) bool {
	return i < len(p.tokens) && subject(p.tokens[i]) && !p.tokens[i].Number && !months[p.word(i)]
}

const (
	// eventPassages is how many passages are read to date an event.
	eventPassages = 20
	// eventSpread is within how many days dates are those of one event.
	eventSpread = 3
)

// narrowByEvent is the time that a question counts from an event. What is not
// dated narrows nothing; the note then says so, if it would have.
func (e *Engine) narrowByEvent(ctx context.Context, text string, q Question) (n narrowed, note string, err error) {
	p := parse(text)
	r, ok := p.readEvent()
	if !ok || p.words != "" || !readPeriod(text, q.AskedOn).any() {
		return narrowed{}, "", nil
	}
	first, last, err := e.dateOf(ctx, r.event, q.Filter)
	if err != nil || first.IsZero() {
		if r.only && err == nil {
			note = "the archive does not date the " + r.event + ", so all of it was searched"
		}
		return narrowed{}, note, err
	}
	f := corpus.Filter{Until: first.AddDate(0, 0, -1)}
	when := "before " + longDate(first)
	if r.after {
		f = corpus.Filter{Since: last}
		when = "since " + longDate(last)
	}
	switch {
	case r.days > 0 && r.after:
		f.Until = last.AddDate(0, 0, r.days)
		when = longDate(last) + " to " + longDate(f.Until)
	case r.days > 0:
		f.Since = first.AddDate(0, 0, -r.days)
		when = longDate(f.Since) + " to " + longDate(f.Until)
	}
	set := q.Filter
	if f.Since.After(set.Since) {
		set.Since = f.Since
	}
	if !f.Until.IsZero() && (set.Until.IsZero() || f.Until.Before(set.Until)) {
		set.Until = f.Until
	}
	return narrowed{filter: set, sure: r.only, said: "articles published " + when + " (the " + r.event + ")", text: r.cut.apply(text)}, "", nil
}

// dateOf is the first and the last day of an event: the day that most articles
// give in sentences that hold all its words. Both are zero where none does or
// days far apart are as well borne out.
func (e *Engine) dateOf(ctx context.Context, event string, f corpus.Filter) (first, last time.Time, err error) {
	f.Since, f.Until = time.Time{}, time.Time{} // it lies outside of what is asked about
	events, err := e.dated(ctx, event, f, eventPassages)
	if err != nil {
		return first, last, err
	}
	events = slices.DeleteFunc(events, func(ev Event) bool {
		return !ev.whole || ev.said || ev.date.To.Sub(ev.date.From) > eventSpread*24*time.Hour
	})
	slices.SortStableFunc(events, func(a, b Event) int { return cmp.Compare(b.Articles, a.Articles) })
	for _, ev := range events {
		near := first.IsZero() || ev.date.From.Sub(first).Abs() <= eventSpread*24*time.Hour
		switch {
		case first.IsZero():
			first, last = ev.date.From, ev.date.To
		case near && ev.date.To.After(last):
			last = ev.date.To
		case near && ev.date.From.Before(first):
			first = ev.date.From
		case !near && ev.Articles == events[0].Articles:
			return time.Time{}, time.Time{}, nil
		}
	}
	return first, last, nil
}
