package rag

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"newsdesk/corpus/quote"
	"newsdesk/rag/terms"
)

// compareRemarks notes citations of different articles that word one remark
// of one person differently.
func (w *writer) compareRemarks() {
	for i := range w.shown {
		for j := i + 1; j < len(w.shown); j++ {
			a, b := w.shown[i], w.shown[j]
			x, okX := w.mainQuote(a.sentence)
			y, okY := w.mainQuote(b.sentence)
			if a.doc == b.doc || !okX || !okY || x.Speaker == "" || !quote.SamePerson(x.Speaker, y.Speaker) {
				continue
			}
			one, other := x.Of(a.doc.Text), y.Of(b.doc.Text)
			if !w.f.q.rewords(one, other) || negates(one) != negates(other) || apart(a.doc, b.doc) {
				continue
			}
			n, m := w.statements[i].Citations[0], w.statements[j].Citations[0]
			w.disagree = append(w.disagree, Disagreement{About: "the wording of a remark by " + x.Speaker,
				Text:      fmt.Sprintf("[%d] and [%d] word one remark differently.", n, m),
				Positions: []Position{{Text: one, Citations: []int{n}}, {Text: other, Citations: []int{m}}}})
		}
	}
}

// remarkDays is how many days after one report another may have the same remark.
const remarkDays = 14

// apart reports whether two articles are of days too far from each other to
// report one occasion.
func apart(a, b *document) bool {
	if a.Published.IsZero() || b.Published.IsZero() {
		return false
	}
	return a.Published.Sub(b.Published).Abs() > remarkDays*24*time.Hour
}

// negates reports whether a text says no.
func negates(text string) bool {
	return slices.ContainsFunc(terms.Tokens(text), func(t terms.Token) bool { return negations[t.Lower] || strings.HasSuffix(t.Lower, "n't") })
}

// rewords reports whether two texts are one remark in different words. The
// question's own words do not count: they brought both here.
func (q *query) rewords(a, b string) bool {
	return quote.Reworded(a, b, terms.Content, func(stem string) bool { _, asked := q.at[stem]; return asked })
}

// plain is a text's words alone, folded.
func plain(s string) string {
	var b strings.Builder
	for _, t := range terms.Tokens(s) {
		if t.Word {
			b.WriteString(t.Lower + " ")
		}
	}
	return b.String()
}

// wordingsFirst moves forward the remarks that another article has in other
// words: in a comparison they are what is asked for. The order is kept
// otherwise.
func (q *query) wordingsFirst(candidates []evidence) []evidence {
	var first, rest []evidence
	for _, a := range candidates {
		paired := false
		for _, b := range candidates {
			close := min(a.score, b.score) >= candidates[0].score-scoreMargin
			paired = paired || a.doc != b.doc && close && q.rewords(a.text(), b.text())
		}
		if paired {
			first = append(first, a)
		} else {
			rest = append(rest, a)
		}
	}
	return append(first, rest...)
}

// comparable keeps the sentences that hold an answer of the kind asked for
// and, of numbers, one in the unit that the best of them has: three hours and
// five hours can be compared, three hours and two months cannot.
func (f *found) comparable(candidates []evidence) []evidence {
	var typed []evidence
	switch f.q.typ {
	case wantsWho, wantsWhere, wantsWhy:
		for _, ev := range candidates {
			if _, ok := f.position(ev.sentence); ok {
				typed = append(typed, ev)
			}
		}
		if len(typed) > 0 {
			return typed
		}
	case wantsNumber, wantsWhen:
	default:
		return candidates
	}
	for _, ev := range candidates {
		if len(ev.cands.of(f.q, ev.sentence)) > 0 {
			typed = append(typed, ev)
		}
	}
	if len(typed) == 0 {
		return candidates
	}
	if f.q.typ != wantsNumber {
		return typed
	}
	for _, first := range typed {
		if x, ok := f.figure(first.sentence, ""); ok {
			return slices.DeleteFunc(typed, func(ev evidence) bool {
				_, ok := f.figure(ev.sentence, x.unit)
				return !ok
			})
		}
	}
	return typed
}
