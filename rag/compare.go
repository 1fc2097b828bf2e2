package rag

import (
	"fmt"
	"slices"
	"strings"

	"newsdesk/corpus"
	"newsdesk/corpus/dates"
	"newsdesk/corpus/quote"
	"newsdesk/rag/terms"
)

// sameRemark is the share of the shorter remark's words that two wordings of
// one remark have in common, the question's own words not counted: those brought
// both here. minShared is how many there must be.
const (
	sameRemark = .6
	minShared  = 2
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
			if !w.f.q.rewords(one, other) {
				continue
			}
			n, m := w.statements[i].Citations[0], w.statements[j].Citations[0]
			w.disagree = append(w.disagree, Disagreement{About: "the wording of a remark by " + x.Speaker,
				Text:      fmt.Sprintf("[%d] and [%d] word one remark differently.", n, m),
				Positions: []Position{{Text: one, Citations: []int{n}}, {Text: other, Citations: []int{m}}}})
		}
	}
}

// rewords reports whether two texts are one remark in different words.
func (q *query) rewords(a, b string) bool {
	x, y := q.ownStems(a), q.ownStems(b)
	if len(x) > len(y) {
		a, b, x, y = b, a, y, x
	}
	common := 0
	for s := range x {
		if y[s] {
			common++
		}
	}
	if common < minShared || float64(common) < sameRemark*float64(len(x)) {
		return false
	}
	return !strings.Contains(plain(b), plain(a))
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

// ownStems are a text's content stems that the question does not hold.
func (q *query) ownStems(text string) map[string]bool {
	out := make(map[string]bool)
	for _, t := range terms.Tokens(text) {
		if _, asked := q.at[t.Stem]; t.Word && !asked && !terms.Stop(t.Lower) {
			out[t.Stem] = true
		}
	}
	return out
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
		units := q.quantities(first.sentence)
		if len(units) == 0 {
			continue
		}
		return slices.DeleteFunc(typed, func(ev evidence) bool {
			return !slices.ContainsFunc(q.quantities(ev.sentence), func(x quantity) bool { return x.unit == units[0].unit })
		})
	}
	return typed
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
		for _, q := range w.f.q.quantities(s.sentence) {
			if len(byUnit[q.unit]) == 0 {
				units = append(units, q.unit)
			}
			byUnit[q.unit] = append(byUnit[q.unit], position{q, w.statements[i].Citations[0], s.doc})
		}
	}
	for _, unit := range units {
		list := byUnit[unit]
		d := Disagreement{About: "the figure in " + unit}
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
		var parts []string
		for _, p := range d.Positions {
			parts = append(parts, p.Text+" "+markers(p.Citations))
		}
		d.Text = "The reports give different figures: " + strings.Join(parts, "; ") + "."
		w.disagree = append(w.disagree, d)
	}
}

// compareDates notes that cited articles give different days, months or years
// where a date is asked for, about the same names.
func (w *writer) compareDates() {
	if w.f.q.typ != wantsWhen || len(w.shown) < 2 {
		return
	}
	type position struct {
		date     dates.Date
		text     string
		citation int
		doc      *document
	}
	var list []position
	for i, s := range w.shown {
		if i > 0 && (s.score < w.shown[0].score-dateMargin || !w.f.sameNames(w.shown[0].sentence, s.sentence)) {
			continue
		}
		for _, m := range dates.Find(s.text(), s.doc.Published) {
			if m.Resolved && !s.quotedAt(s.Start+m.Start) {
				list = append(list, position{m.Date, m.Text, w.statements[i].Citations[0], s.doc})
				break
			}
		}
	}
	for i := range list {
		for j := i + 1; j < len(list); j++ {
			a, b := list[i], list[j]
			if a.doc == b.doc || a.date.Overlaps(b.date) || a.date.Precision != b.date.Precision {
				continue
			}
			w.disagree = append(w.disagree, Disagreement{About: "the date",
				Text:      fmt.Sprintf("The reports give different dates: %s [%d]; %s [%d].", a.text, a.citation, b.text, b.citation),
				Positions: []Position{{Text: a.text, Citations: []int{a.citation}}, {Text: b.text, Citations: []int{b.citation}}}})
			return
		}
	}
}

// dateMargin is how far behind the first a statement may score for its date to
// be held against the first's: one further off tells of another event.
const dateMargin = 2.5

func appendNew(list []int, n int) []int {
	for _, m := range list {
		if m == n {
			return list
		}
	}
	return append(list, n)
}

// quantities are the numbers of a sentence with what they count: a unit of
// time or measure ("nearly five hours", "two-hour"), money ("$4 million", "14
// million pounds"), or what the question asks to count ("how many workers").
func (q *query) quantities(s *sentence) []quantity {
	var out []quantity
	for i, t := range s.tokens {
		if !t.Number {
			continue
		}
		value, j := t.Stem, i+1
		if j < len(s.tokens) && magnitudes[s.tokens[j].Lower] {
			value += " " + s.tokens[j].Lower
			j++
		}
		end, unit := j-1, currencyOf(t.Lower)
		if j < len(s.tokens) && s.tokens[j].Lower == "-" {
			j++
		}
		if j < len(s.tokens) {
			if u := s.tokens[j]; measureUnits[u.Stem] || q.counted() != "" && u.Stem == q.counted() {
				unit, end = unitOf(u.Stem), j
			}
		}
		if unit == "" {
			continue
		}
		from := i
		if i > 0 && qualifiers[s.tokens[i-1].Lower] {
			from--
		}
		sp := corpus.Span{Start: s.tokens[from].Start, End: s.tokens[end].End}
		out = append(out, quantity{value: value, unit: unit, text: sp.Of(s.text())})
	}
	return out
}

// counted is the stem of what "how many" counts, or "".
func (p *parsed) counted() string {
	if p.wh >= 0 && p.word(p.wh) == "how" && p.word(p.wh+1) == "many" {
		return p.focus
	}
	return ""
}

var magnitudes = lower("hundred thousand million billion trillion m bn")

// currencyOf is the unit of a sum of money by its sign, or "".
func currencyOf(number string) string {
	for sign, unit := range map[string]string{"$": "dollar", "€": "euro", "£": "pound", "¥": "yen"} {
		if strings.HasPrefix(number, sign) {
			return unit
		}
	}
	if strings.HasSuffix(number, "%") {
		return "percent"
	}
	return ""
}

// unitOf gives words for one unit one name.
func unitOf(stem string) string {
	if stem == "per" {
		return "percent"
	}
	return stem
}

var measureUnits = stemmed("hour minute second day week month year percent mile kilometre kilometer metre meter dollar euro pound yen ton tonne people person dead injured")

var qualifiers = lower("nearly almost about around over under some roughly approximately")
