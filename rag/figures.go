package rag

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"newsdesk/corpus"
	"newsdesk/rag/terms"
)

// quantity is a number with what it counts.
type quantity struct {
	value, unit string
	text        string
	at          int // the number's token
}

// figures is one statement of each article that gives a figure in the unit of
// the best, about the same names and things and nearly as much to the point:
// where sources give different values, an ordinary answer shows them all, the
// newest report first where each has its own date.
func (e *Engine) figures(f *found) []statement {
	if len(f.ranked) == 0 {
		return nil
	}
	unit, margin := "", scoreMargin/2
	if u := f.q.unit(); u != "" { // what is counted says more than the words around it
		unit, margin = u, figureMargin
	}
	at := slices.IndexFunc(f.ranked, func(ev evidence) bool { _, ok := f.figure(ev.sentence, unit); return ok && ev.Kind == corpus.Body })
	if at < 0 || f.ranked[at].score < f.ranked[0].score-margin {
		return nil
	}
	best := f.ranked[at]
	first, _ := f.figure(best.sentence, unit)
	var out []statement
	for _, ev := range f.ranked[at:] {
		if ev.score < best.score-figureMargin || len(out) == maxRemarks {
			break
		}
		seen := slices.ContainsFunc(out, func(s statement) bool { return s.doc == ev.doc })
		if _, ok := f.figure(ev.sentence, first.unit); !ok || seen || ev.Kind != corpus.Body || !f.sameNames(best.sentence, ev.sentence) || !f.sameThing(best.sentence, ev.sentence) {
			continue
		}
		if k := e.sameAs(f, out, ev); k >= 0 {
			out[k].also = append(out[k].also, ev)
			continue
		}
		out = append(out, complete(out, ev))
	}
	if f.supersedes(out) {
		slices.SortStableFunc(out, func(a, b statement) int { return b.doc.Published.Compare(a.doc.Published) })
	}
	return out
}

// figureMargin is how far behind the best a sentence with another article's
// figure may score.
const figureMargin = 9

// figure is the quantity of a sentence that stands nearest to the question's
// words, of one unit if unit is not empty.
func (f *found) figure(s *sentence, unit string) (quantity, bool) {
	var best quantity
	nearest := 0
	m := f.scorer.match(s.read(f.scorer.words))
	for _, x := range f.q.quantities(s) {
		if unit != "" && x.unit != unit || f.q.wantsLength() && !lengthUnits[x.unit] {
			continue
		}
		gap := 0
		for i := range f.q.terms {
			if d := distance(m.positions[i], x.at); d >= 0 && !f.q.entities[f.q.terms[i].stem] {
				gap -= max(0, 12-d)
			}
		}
		if best.value == "" || gap < nearest {
			best, nearest = x, gap
		}
	}
	return best, best.value != ""
}

// sameThing reports whether b holds, in a word of like meaning at least, every
// word of the question that a holds, names and light verbs apart: the number
// aboard is not the number of the dead.
func (f *found) sameThing(a, b *sentence) bool {
	if f.q.wantsLength() {
		return true // a length of time beside the same names is of the same thing
	}
	for i := range f.q.terms {
		t := &f.q.terms[i]
		if f.q.entities[t.stem] || lightVerbs[t.stem] || t.stem == f.q.focus || f.scorer.holds(a, i) < 1 {
			continue
		}
		if f.scorer.holds(b, i) < nearLikeness && !b.doc.title[t.stem] {
			return false
		}
	}
	return true
}

// supersedes reports whether the statements come from reports of different days.
func (f *found) supersedes(list []statement) bool {
	days := make(map[time.Time]bool)
	for _, s := range list {
		if s.doc.Published.IsZero() {
			return false
		}
		days[s.doc.Published] = true
	}
	return len(list) > 1 && len(days) == len(list)
}

// compareValues notes that cited articles give different figures of one unit
// where the question asks for a number.
func (w *writer) compareValues() {
	if slices.ContainsFunc(w.f.q.tokens, func(t terms.Token) bool { return t.Lower == "each" || t.Lower == "respectively" }) {
		return // several figures are asked for
	}
	if i, ok := w.f.q.at[w.f.q.focus]; w.f.q.typ != wantsNumber || len(w.shown) < 2 || ok && !w.f.q.terms[i].known {
		return // what is counted stands nowhere
	}
	first, ok := w.f.figure(w.shown[0].sentence, w.f.q.unit())
	if !ok {
		return
	}
	d := Disagreement{About: "the figure in " + first.unit}
	values := make(map[string]int)
	sources := make(map[int]bool)
	for i, s := range w.shown {
		x, ok := w.f.figure(s.sentence, first.unit)
		if !ok || !w.f.sameThing(w.shown[0].sentence, s.sentence) {
			continue
		}
		n := w.statements[i].Citations[0]
		sources[w.sourceOf(s.doc)] = true
		if k, ok := values[x.value]; ok {
			d.Positions[k].Citations = appendNew(d.Positions[k].Citations, n)
			continue
		}
		values[x.value] = len(d.Positions)
		d.Positions = append(d.Positions, Position{Text: x.text, Citations: []int{n}})
	}
	if len(sources) < 2 || len(d.Positions) < 2 {
		return
	}
	var parts []string
	for _, p := range d.Positions {
		part := p.Text + " " + markers(p.Citations)
		if len(d.Positions) < len(sources) {
			part += fmt.Sprintf(" (%s of %s)", count(len(p.Citations)), count(len(sources)))
		}
		if day := w.citations[p.Citations[0]-1].Published; w.f.supersedes(w.shown) {
			part += " (report of " + day + ")"
		}
		parts = append(parts, part)
	}
	d.Text = "The reports give different figures: " + strings.Join(parts, "; ") + "."
	w.disagree = append(w.disagree, d)
}

func appendNew(list []int, n int) []int {
	if slices.Contains(list, n) {
		return list
	}
	return append(list, n)
}

// quantities are the numbers of a sentence with what they count: a unit of
// time or measure ("nearly five hours", "two-hour"), money ("$4 million", "14
// million pounds"), or what the question asks to count ("how many workers").
func (q *query) quantities(s *sentence) []quantity {
	var out []quantity
	for i, t := range s.tokens {
		if !t.Number || hyphenAhead(s.tokens, i) && (i+2 >= len(s.tokens) || !measureUnits[s.tokens[i+2].Stem]) {
			continue // "one-on-one"
		}
		if i > 1 && s.tokens[i-1].Capital && s.tokens[i-1].Word && !months[s.tokens[i-1].Lower] && !atSentenceStart(s, i-1) {
			continue // a name's: "Boeing 737"
		}
		value, j := t.Stem, i+1
		if i > 1 && s.tokens[i-1].Lower == "-" && s.tokens[i-1].End == t.Start && tens[s.tokens[i-2].Lower] == "" {
			continue // the second part of such a word
		}
		if i > 1 && s.tokens[i-1].Lower == "-" && tens[s.tokens[i-2].Lower] != "" {
			value = tens[s.tokens[i-2].Lower] + value // "ninety-seven"
		}
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
			} else if unit == "" && q.unit() != "" && u.Word && !u.Capital && !u.Number && !terms.Stop(u.Lower) && !months[u.Lower] {
				unit, end = u.Stem, j // "41,000 households"
			}
		}
		from := i
		if len(value) > len(t.Stem) && tens[s.tokens[max(0, i-2)].Lower] != "" {
			from = i - 2
		}
		switch {
		case i > 0 && q.focus != "" && s.tokens[i-1].Stem == q.focus:
			unit, end = q.focus, i // "magnitude 5.8"
			from--
		case q.unit() != "" && unit != q.unit() && j < len(s.tokens) && s.tokens[j].Lower == "of" && ahead(s, j, q.unit()):
			unit, end = q.unit(), i // "30,000 of its kettles"
		case q.unit() != "" && unit != q.unit() && (j >= len(s.tokens) || !s.tokens[j].Word || terms.Stop(s.tokens[j].Lower)) && risen(s, i, q.unit()):
			unit, end = q.unit(), i // "the number of recalled kettles has risen to 46,000"
		}
		if unit == "" {
			continue
		}
		if i > 0 && from == i && qualifiers[s.tokens[i-1].Lower] {
			from--
		}
		sp := corpus.Span{Start: s.tokens[from].Start, End: s.tokens[scopeEnd(s.tokens, end)].End}
		out = append(out, quantity{value: value, unit: unit, text: sp.Of(s.text()), at: i})
	}
	return out
}

// scopeEnd extends a figure by a compound that follows at once, and its noun:
// the "two-hour one-on-one meeting" is not the whole visit.
func scopeEnd(tokens []terms.Token, end int) int {
	i := end + 1
	if i >= len(tokens) || !tokens[i].Word || !hyphenAhead(tokens, i) {
		return end
	}
	for i+2 < len(tokens) && hyphenAhead(tokens, i) {
		i += 2
	}
	if i+1 < len(tokens) && tokens[i+1].Word && !tokens[i+1].Capital && !terms.Stop(tokens[i+1].Lower) {
		i++
	}
	return i
}

func hyphenAhead(tokens []terms.Token, i int) bool {
	return i+1 < len(tokens) && tokens[i+1].Lower == "-" && tokens[i].End == tokens[i+1].Start
}

// unit is the stem of what a number is asked of, or "": what "how many" counts,
// or a noun such as "magnitude" or "toll".
func (p *parsed) unit() string {
	if c := p.counted(); c != "" {
		return c
	}
	if numberNouns[p.focus] && !durations[p.focus] {
		return p.focus
	}
	return ""
}

// ahead reports whether the noun stands within a few tokens after "of".
func ahead(s *sentence, of int, noun string) bool {
	return slices.ContainsFunc(s.at[noun], func(at int) bool { return at > of && at-of <= 5 })
}

func atSentenceStart(s *sentence, i int) bool { return len(s.words) > 0 && s.words[0] == i }

// reach is how many tokens before a number the noun may stand that it is of.
const reach = 9

// risen reports whether the noun stands before the number with a verb of change
// between: "corrected the magnitude from 5.8 to 5.9" (the last one counts).
func risen(s *sentence, i int, noun string) bool {
	if i+1 < len(s.tokens) && s.tokens[i+1].Lower == "to" {
		return false
	}
	gap := -1
	for _, at := range s.at[noun] {
		if at < i {
			gap = i - at
		}
	}
	return gap > 0 && gap <= reach && i > 0 && hasWord("to at is was of", s.tokens[i-1].Lower)
}

// counted is the stem of what "how many" counts, or "".
func (p *parsed) counted() string {
	if p.wh >= 0 && p.word(p.wh) == "how" && p.word(p.wh+1) == "many" {
		return p.focus
	}
	return ""
}

var tens = map[string]string{"twenty": "2", "thirty": "3", "forty": "4", "fifty": "5", "sixty": "6", "seventy": "7", "eighty": "8", "ninety": "9"}

var magnitudes = terms.Set("hundred thousand million billion trillion m bn")

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

var qualifiers = terms.Set("nearly almost about around over under some roughly approximately")
