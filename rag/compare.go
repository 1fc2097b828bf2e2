package rag

import (
	"fmt"
	"slices"
	"strings"

	"newsdesk/corpus"
	"newsdesk/rag/terms"
)

// Two remarks of one person are one remark in two wordings where they share
// some of their words and not nearly all.
const (
	wordingLow     = .25
	wordingHighest = .5 // sure enough to lead with
	wordingHigh    = .95
)

// compareRemarks notes citations of different articles that word one remark
// of one person differently.
func (w *writer) compareRemarks() {
	for i := range w.shown {
		for j := i + 1; j < len(w.shown); j++ {
			a, b := w.shown[i], w.shown[j]
			if a.doc == b.doc {
				continue
			}
			x, okX := w.mainQuote(a.sentence)
			y, okY := w.mainQuote(b.sentence)
			if !okX || !okY || x.Speaker == "" || x.Speaker != y.Speaker {
				continue
			}
			if s := overlap(x.Of(a.doc.Text), y.Of(b.doc.Text)); s >= wordingLow && s < wordingHigh {
				n, m := w.statements[i].Citations[0], w.statements[j].Citations[0]
				w.notes = append(w.notes, fmt.Sprintf("[%d] and [%d] word one remark differently.", n, m))
				w.disagree = append(w.disagree, Disagreement{About: "the wording of a remark by " + x.Speaker, Positions: []Position{
					{Text: x.Of(a.doc.Text), Citations: []int{n}}, {Text: y.Of(b.doc.Text), Citations: []int{m}}}})
			}
		}
	}
}

// wordingsFirst moves forward the remarks that another article has in other
// words: in a comparison they are what is asked for. The order is kept
// otherwise.
func wordingsFirst(candidates []evidence, remarks bool) []evidence {
	if !remarks {
		return candidates
	}
	var first, rest []evidence
	for _, a := range candidates {
		paired := false
		for _, b := range candidates {
			if a.doc != b.doc && a.score >= candidates[0].score-scoreMargin && b.score >= candidates[0].score-scoreMargin {
				s := overlap(a.text(), b.text())
				paired = paired || s >= wordingHighest && s < wordingHigh
			}
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
func comparable(q *query, candidates []evidence) []evidence {
	var typed []evidence
	for _, ev := range candidates {
		if len(ev.cands.of(q, ev.sentence)) > 0 {
			typed = append(typed, ev)
		}
	}
	if len(typed) == 0 {
		return candidates
	}
	if q.typ != wantsNumber {
		return typed
	}
	for _, first := range typed {
		units := quantities(first.sentence)
		if len(units) == 0 {
			continue
		}
		return slices.DeleteFunc(typed, func(ev evidence) bool {
			return !slices.ContainsFunc(quantities(ev.sentence), func(x quantity) bool { return x.unit == units[0].unit })
		})
	}
	return typed
}

// overlap is the share of content stems of the shorter text that stand in the
// other.
func overlap(a, b string) float64 {
	x, y := contentStems(a), contentStems(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < 2 {
		return 0
	}
	common := 0
	for s := range x {
		if y[s] {
			common++
		}
	}
	return float64(common) / float64(len(x))
}

func contentStems(text string) map[string]bool {
	out := make(map[string]bool)
	for _, t := range terms.Tokens(text) {
		if t.Word && !terms.Stop(t.Lower) {
			out[t.Stem] = true
		}
	}
	return out
}

// quantity is a number with the noun it counts.
type quantity struct {
	value, unit string
	text        string
}

// compareValues notes that cited articles give different numbers of one unit
// where the question asks for a number.
func (w *writer) compareValues() {
	if w.f.q.typ != wantsNumber {
		return
	}
	type position struct {
		quantity
		citation int
		doc      *document
	}
	byUnit := make(map[string][]position)
	var units []string
	for i, s := range w.shown {
		for _, q := range quantities(s.sentence) {
			if len(byUnit[q.unit]) == 0 {
				units = append(units, q.unit)
			}
			byUnit[q.unit] = append(byUnit[q.unit], position{q, w.statements[i].Citations[0], s.doc})
		}
	}
	for _, unit := range units {
		list := byUnit[unit]
		d := Disagreement{About: "the number of " + list[0].unitWord()}
		docs := make(map[*document]bool)
		values := make(map[string]int)
		for _, p := range list {
			docs[p.doc] = true
			if k, ok := values[p.value]; ok {
				d.Positions[k].Citations = appendNew(d.Positions[k].Citations, p.citation)
				continue
			}
			values[p.value] = len(d.Positions)
			d.Positions = append(d.Positions, Position{Text: p.text, Citations: []int{p.citation}})
		}
		if len(docs) < 2 || len(d.Positions) < 2 {
			continue
		}
		w.disagree = append(w.disagree, d)
		var parts []string
		for _, p := range d.Positions {
			parts = append(parts, p.Text+" "+markers(p.Citations))
		}
		w.notes = append(w.notes, "The reports give different figures: "+strings.Join(parts, "; ")+".")
	}
}

func appendNew(list []int, n int) []int {
	for _, m := range list {
		if m == n {
			return list
		}
	}
	return append(list, n)
}

// unitWord is the unit as the first text has it.
func (q quantity) unitWord() string {
	fields := strings.FieldsFunc(q.text, func(r rune) bool { return r == ' ' || r == '-' })
	return strings.TrimSuffix(fields[len(fields)-1], "s") + "s"
}

// quantities are the numbers of a sentence that a unit of time or measure
// follows, with a qualifier before ("nearly five hours", "two-hour").
func quantities(s *sentence) []quantity {
	var out []quantity
	for i, t := range s.tokens {
		if !t.Number || i+1 >= len(s.tokens) {
			continue
		}
		j := i + 1
		if s.tokens[j].Lower == "-" && j+1 < len(s.tokens) {
			j++
		}
		if !measureUnits[s.tokens[j].Stem] {
			continue
		}
		from := i
		if i > 0 && qualifiers[s.tokens[i-1].Lower] {
			from--
		}
		sp := corpus.Span{Start: s.tokens[from].Start, End: s.tokens[j].End}
		out = append(out, quantity{value: t.Stem, unit: s.tokens[j].Stem, text: sp.Of(s.text())})
	}
	return out
}

var measureUnits = stemmed("hour minute second day week month year percent mile kilometre kilometer metre meter dollar euro pound ton tonne people")

var qualifiers = lower("nearly almost about around over under some roughly approximately")
