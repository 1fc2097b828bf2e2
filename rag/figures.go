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
	at := slices.IndexFunc(f.ranked, func(ev evidence) bool { _, ok := f.figure(ev.sentence, ""); return ok })
	if at < 0 || f.ranked[at].score < f.ranked[0].score-scoreMargin/2 {
		return nil
	}
	best := f.ranked[at]
	first, _ := f.figure(best.sentence, "")
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
const figureMargin = 6

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
	if i, ok := w.f.q.at[w.f.q.focus]; w.f.q.typ != wantsNumber || len(w.shown) < 2 || ok && !w.f.q.terms[i].known {
		return // what is counted stands nowhere
	}
	first, ok := w.f.figure(w.shown[0].sentence, "")
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
			} else if unit == "" && u.Word && !u.Capital && !u.Number && !terms.Stop(u.Lower) && !months[u.Lower] {
				unit, end = u.Stem, j // "41,000 households"
			}
		}
		from := i
		if len(value) > len(t.Stem) && tens[s.tokens[max(0, i-2)].Lower] != "" {
			from = i - 2
		}
		if i > 0 && q.focus != "" && s.tokens[i-1].Stem == q.focus {
			unit, end = q.focus, i // "magnitude 5.8"
			from--
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

// scopeWords is how many words after a figure may say what it is of.
const scopeWords = 3

// scopeEnd extends a figure to what it is of where that follows at once: the
// "two-hour one-on-one meeting" is not the whole visit.
func scopeEnd(tokens []terms.Token, end int) int {
	last, words := end, 0
	for i := end + 1; i < len(tokens) && words < scopeWords; i++ {
		t := tokens[i]
		if t.Lower == "-" && i+1 < len(tokens) && tokens[i-1].End == t.Start && t.End == tokens[i+1].Start {
			i++ // the part after a hyphen belongs to the word
			last = i
			continue
		}
		if !t.Word || t.Capital || t.Number && tokens[i-1].Lower != "-" && !hyphenAhead(tokens, i) || terms.Stop(t.Lower) || weekdays[t.Lower] {
			break
		}
		last = i
		words++
	}
	return last
}

func hyphenAhead(tokens []terms.Token, i int) bool {
	return i+1 < len(tokens) && tokens[i+1].Lower == "-" && tokens[i].End == tokens[i+1].Start
}

// counted is the stem of what "how many" counts, or "".
func (p *parsed) counted() string {
	if p.wh >= 0 && p.word(p.wh) == "how" && p.word(p.wh+1) == "many" {
		return p.focus
	}
	return ""
}

var tens = map[string]string{"twenty": "2", "thirty": "3", "forty": "4", "fifty": "5", "sixty": "6", "seventy": "7", "eighty": "8", "ninety": "9"}

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
