package rag

import (
	"fmt"
	"slices"

	"newsdesk/corpus"
	"newsdesk/corpus/dates"
)

// contrast is two sentences of different sources that tell of one thing and
// differ in a figure, a date, or whether it is so.
type contrast struct {
	told  [2]evidence
	about string
	verb  string
	texts [2]string // what each has, or "" where it is the whole sentence
}

const (
	// maxContrasts is how many are shown at most.
	maxContrasts = 3
	// figureReach is how many words beside a figure say what it is of.
	figureReach = 5
)

// contrasts are those between the best few sentences on the topic of the
// articles shown. Where a kind of thing or somebody's words are asked for, what
// differs in these is found otherwise.
func (f *found) contrasts(shown []statement) []contrast {
	if f.q.typ != wantsThing && f.q.typ != wantsHow || f.asks.speaker != "" {
		return nil
	}
	near := make(map[*document][]evidence)
	for _, ev := range f.ranked {
		if ev.score < f.ranked[0].score-comparedMargin {
			break
		}
		if slices.ContainsFunc(shown, func(s statement) bool { return s.doc == ev.doc }) && len(near[ev.doc]) < sourceSentences {
			near[ev.doc] = append(near[ev.doc], ev)
		}
	}
	var out []contrast
	for i, a := range shown {
		for _, b := range shown[i+1:] {
			if a.doc == b.doc || apart(a.doc, b.doc) {
				continue
			}
			out = append(out, f.between(near[a.doc], near[b.doc])...)
		}
	}
	return out[:min(maxContrasts, len(out))]
}

// between is those of the first two sentences of two articles that have any.
func (f *found) between(of, with []evidence) (out []contrast) {
	known := func(about string) bool {
		return slices.ContainsFunc(out, func(c contrast) bool { return c.about == about })
	}
	for _, a := range of {
		for _, b := range with {
			if x, y := differ(a.sentence, b.sentence, f.scorer.words); x != nil && !known(x.about()) && x.oneOccasion(y, f.scorer.words) && !a.doc.gives(y, f.scorer.words) && !b.doc.gives(x, f.scorer.words) {
				out = append(out, contrast{told: [2]evidence{a, b}, about: x.about(), verb: figuresDiffer, texts: [2]string{shownText(x.text), shownText(y.text)}})
				continue
			}
			if !oneEvent(a.sentence, b.sentence) {
				continue
			}
			put := func(about, verb, one, other string) {
				out = append(out, contrast{told: [2]evidence{a, b}, about: about, verb: verb, texts: [2]string{one, other}})
			}
			if x, y, ok := f.otherFigures(a.sentence, b.sentence); ok {
				put("the figure in "+x.unit, figuresDiffer, x.text, y.text)
			}
			if x, y, ok := otherDates(a.sentence, b.sentence); ok {
				put("the date", "give different dates", x.Text, y.Text)
			}
			if how := differing[wantsYesNo]; f.q.rewords(a.text(), b.text()) && negates(a.text()) != negates(b.text()) && denies(a.sentence, b.sentence) {
				put(how.about, how.verb, "", "")
			}
			if out != nil {
				return out
			}
		}
	}
	return nil
}

// otherFigures are the figures of one kind and of one thing, by the words
// beside them, that two sentences give differently.
func (f *found) otherFigures(a, b *sentence) (x, y quantity, ok bool) {
	of, with := f.q.quantities(a), f.q.quantities(b)
	gives := func(list []quantity, z quantity) bool {
		return slices.ContainsFunc(list, func(o quantity) bool { return o.kind() == z.kind() && o.same(z) })
	}
	for _, x := range of {
		for _, y := range with {
			if x.kind() == y.kind() && !gives(with, x) && !gives(of, y) && f.beside(a, x, b, y) {
				return x, y, true
			}
		}
	}
	return x, y, false
}

// beside reports whether a word stands beside both figures that is neither
// their unit nor one of the topic's, which stand everywhere.
func (f *found) beside(a *sentence, x quantity, b *sentence, y quantity) bool {
	near := func(s *sentence, q quantity) (out []string) {
		for i := max(0, q.at-figureReach); i < min(len(s.tokens), q.at+figureReach+1); i++ {
			t := s.tokens[i]
			if _, ofTopic := f.q.at[t.Stem]; subject(t) && !ofTopic && !t.Number && t.Stem != q.unit && !saying[t.Stem] {
				out = append(out, t.Stem)
			}
		}
		return out
	}
	with := near(b, y)
	return slices.ContainsFunc(near(a, x), func(stem string) bool { return slices.Contains(with, stem) })
}

// otherDates are the dates of the event that two sentences tell, where they
// exclude each other.
func otherDates(a, b *sentence) (x, y dates.Mention, ok bool) {
	x, saidA, okA := a.eventDate()
	y, saidB, okB := b.eventDate()
	if !okA || !okB || saidA || saidB || a.quotedAt(a.Start+x.Start) || b.quotedAt(b.Start+y.Start) {
		return x, y, false
	}
	return x, y, x.Date.Precision == y.Date.Precision && !x.Date.Overlaps(y.Date)
}

// noteContrasts says in what the sentences shown differ.
func (w *writer) noteContrasts(list []contrast) {
	for _, c := range list {
		var n [2]int
		for i, ev := range c.told {
			n[i] = w.cite(ev.doc, w.spanOf(ev), ev.sentence)
		}
		if slices.ContainsFunc(w.disagree, func(d Disagreement) bool { return d.About == c.about && sameSides(d, n) }) {
			continue
		}
		d := Disagreement{About: c.about, Text: fmt.Sprintf("The reports %s: %s [%d]; %s [%d].", c.verb, c.texts[0], n[0], c.texts[1], n[1])}
		if c.texts[0] == "" {
			d.Text = fmt.Sprintf("The reports %s: [%d] against [%d].", c.verb, n[0], n[1])
		}
		for i, ev := range c.told {
			text := c.texts[i]
			if text == "" {
				text = shownText(ev.text())
			}
			d.Positions = append(d.Positions, Position{Text: text, Citations: []int{n[i]}})
		}
		w.disagree = append(w.disagree, d)
	}
}

// spanOf is what is shown of a sentence: the statement that it stands in.
func (w *writer) spanOf(ev evidence) corpus.Span {
	for _, s := range w.shown {
		if s.doc == ev.doc && s.from <= ev.i && ev.i < s.to {
			return s.span()
		}
	}
	return ev.Span
}

// sameSides reports whether a disagreement is between these two citations.
func sameSides(d Disagreement, n [2]int) bool {
	for _, k := range n {
		if !slices.ContainsFunc(d.Positions, func(p Position) bool { return slices.Contains(p.Citations, k) }) {
			return false
		}
	}
	return true
}
