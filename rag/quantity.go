package rag

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"newsdesk/corpus"
	"newsdesk/rag/terms"
)

// quantity is a number with what it counts.
type quantity struct {
	value    float64
	unit     string // a stem
	text     string
	from, at int // the tokens that it begins at, its qualifier apart, and of the number
}

// measure is a unit with others that convert to it.
type measure struct {
	kind   string
	factor float64
}

// converts gives units that differ in form only one kind and their size in it.
// A day is no multiple of hours here: "two days" is rarely 48 hours.
var converts = func() map[string]measure {
	m := make(map[string]measure)
	for kind, units := range map[string]map[string]float64{
		"time":   {"second": 1, "sec": 1, "minute": 60, "min": 60, "hour": 3600, "h": 3600, "hr": 3600},
		"days":   {"day": 1, "week": 7},
		"months": {"month": 1, "year": 12, "decade": 120, "century": 1200},
		"length": {"metre": 1, "meter": 1, "m": 1, "kilometre": 1000, "kilometer": 1000, "km": 1000, "mile": 1609.344, "foot": .3048, "inch": .0254, "cm": .01},
	} {
		for unit, factor := range units {
			m[terms.Stems(unit)[0]] = measure{kind, factor}
		}
	}
	return m
}()

// kindOf is what quantities of a unit can be held against.
func kindOf(unit string) string {
	if m, ok := converts[unit]; ok {
		return m.kind
	}
	return unit
}

func (x quantity) kind() string { return kindOf(x.unit) }

// rounding is how far two figures in different units may lie apart, as a share,
// and be one: 5 miles are 8 km.
const rounding = .02

// same reports whether two quantities of one kind are one in another form.
func (x quantity) same(y quantity) bool {
	if x.unit == y.unit {
		return x.value == y.value
	}
	a, b := x.value*max(converts[x.unit].factor, 1e-9), y.value*max(converts[y.unit].factor, 1e-9)
	return math.Abs(a-b) <= rounding*max(math.Abs(a), math.Abs(b))
}

// number reads the number that begins at token i, "46,000", "ninety-seven",
// "twelve hundred", "3.5 million", "two and a half", and where it ends.
func number(tokens []terms.Token, i int) (value float64, to int, ok bool) {
	word := func(k int) string {
		if k < len(tokens) {
			return tokens[k].Lower
		}
		return ""
	}
	switch {
	case tokens[i].Number:
		v, err := strconv.ParseFloat(strings.TrimRight(tokens[i].Stem, "abcdefghijklmnopqrstuvwxyz"), 64)
		if err != nil {
			return 0, i, false
		}
		value, to = v, i+1
	case tens[tokens[i].Lower] > 0:
		value, to = tens[tokens[i].Lower], i+1
		if hyphenAhead(tokens, i) && i+2 < len(tokens) && tokens[i+2].Number {
			ones, err := strconv.ParseFloat(tokens[i+2].Stem, 64)
			if err == nil && ones < 10 {
				value, to = value+ones, i+3
			}
		}
	default:
		return 0, i, false
	}
	for magnitudes[word(to)] > 0 {
		value, to = value*magnitudes[word(to)], to+1
	}
	if word(to) == "and" && word(to+1) == "a" && word(to+2) == "half" {
		value, to = value+.5, to+3
	}
	return value, to, true
}

// quantities are the numbers of a sentence with what they count: a unit of
// time or measure ("nearly five hours", "two-hour"), money ("$4 million", "14
// million pounds"), or what the question asks to count ("how many workers").
func (q *query) quantities(s *sentence) []quantity {
	var out []quantity
	tokens := s.tokens
	for i := 0; i < len(tokens); i++ {
		value, to, ok := number(tokens, i)
		if !ok {
			continue
		}
		at, next := i, to
		i = to - 1
		if hyphenAhead(tokens, i) && (to+1 >= len(tokens) || !measureUnits[tokens[to+1].Stem]) {
			continue // "one-on-one"
		}
		if at > 1 && tokens[at-1].Capital && tokens[at-1].Word && !months[tokens[at-1].Lower] && !atSentenceStart(s, at-1) {
			continue // a name's: "Boeing 737"
		}
		if at > 1 && tokens[at-1].Lower == "-" && tokens[at-1].End == tokens[at].Start {
			continue // the second part of such a word
		}
		x := quantity{value: value, unit: currencyOf(tokens[at].Lower), from: at, at: at}
		end := to - 1
		if next < len(tokens) && tokens[next].Lower == "-" {
			next++
		}
		if next < len(tokens) {
			switch u := tokens[next]; {
			case measureUnits[u.Stem], q.counted() != "" && u.Stem == q.counted():
				x.unit, end = unitOf(u.Stem), next
			case q.counted() == peopleStem && personKinds[u.Stem]:
				x.unit, end = peopleStem, next // "84 passengers"
			case x.unit == "" && q.unit() != "" && u.Word && !u.Capital && !u.Number && !terms.Stop(u.Lower) && !months[u.Lower]:
				x.unit, end = u.Stem, next // "41,000 households"
			}
		}
		switch noun := q.unit(); {
		case at > 0 && q.focus != "" && tokens[at-1].Stem == q.focus:
			x.unit, end = q.focus, to-1 // "magnitude 5.8"
			x.from--
		case noun != "" && x.unit != noun && next < len(tokens) && tokens[next].Lower == "of" && !(next+1 < len(tokens) && hasWord("the these those them", tokens[next+1].Lower)) && ahead(s, next, noun):
			x.unit, end = noun, to-1 // "30,000 of its kettles"
		case noun != "" && x.unit != noun && (next >= len(tokens) || !tokens[next].Word || terms.Stop(tokens[next].Lower)) && risen(s, at, noun):
			x.unit, end = noun, to-1 // "the number of recalled kettles has risen to 46,000"
		}
		if last := len(out) - 1; x.unit == "" && to > at+1 && last >= 0 && out[last].value >= 100 && (next >= len(tokens) || !tokens[next].Word) {
			x.unit = out[last].unit // "at 3 million crowns, insurers at 7.5 million"
		}
		if x.unit == "" {
			continue
		}
		from := x.from
		if from > 0 && from == at && qualifiers[tokens[from-1].Lower] {
			from--
		}
		from = scopeStart(tokens, from)
		sp := corpus.Span{Start: tokens[from].Start, End: tokens[scopeEnd(tokens, end)].End}
		x.text = sp.Of(s.text())
		out = append(out, x)
	}
	return out
}

// narrowing are the words that make a figure one of a part: a talk "one on one
// for two hours" is not the whole visit.
var narrowing = [][]string{{"1", "on", "1"}, {"1", "-", "on", "-", "1"}, {"face", "to", "face"}, {"face", "-", "to", "-", "face"}, {"in", "private"}, {"alone"}}

// scopeStart extends a figure, "two hours", by narrowing words before its "for".
func scopeStart(tokens []terms.Token, from int) int {
	if from == 0 || tokens[from-1].Lower != "for" {
		return from
	}
	for _, words := range narrowing {
		i := from - 1 - len(words)
		if i >= 0 && slices.EqualFunc(tokens[i:from-1], words, func(t terms.Token, w string) bool { return t.Lower == w }) {
			return i
		}
	}
	return from
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

// claimedUnit is the unit of the one figure that a question for yes or no gives,
// "was it two hours long", or "".
func (p *parsed) claimedUnit() string {
	if p.typ != wantsYesNo {
		return ""
	}
	unit := ""
	for i := 0; i < len(p.tokens); i++ {
		_, to, ok := number(p.tokens, i)
		if !ok {
			continue
		}
		u := currencyOf(p.tokens[i].Lower)
		if to < len(p.tokens) && p.tokens[to].Lower == "-" {
			to++
		}
		if to < len(p.tokens) && measureUnits[p.tokens[to].Stem] {
			u = unitOf(p.tokens[to].Stem)
		}
		switch {
		case u == "":
		case unit != "":
			return ""
		default:
			unit = u
		}
		i = to - 1
	}
	return unit
}

// ahead reports whether the noun stands within a few tokens after "of".
func ahead(s *sentence, of int, noun string) bool {
	return slices.ContainsFunc(s.at[noun], func(at int) bool { return at > of && at-of <= 5 })
}

func atSentenceStart(s *sentence, i int) bool { return len(s.words) > 0 && s.words[0] == i }

// reach is how many tokens before a number the noun may stand that it is of.
const reach = 14

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

var tens = map[string]float64{"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}

var magnitudes = map[string]float64{"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "m": 1e6, "bn": 1e9}

// currencies by their signs.
var currencies = map[string]string{"$": "dollar", "€": "euro", "£": "pound", "¥": "yen"}

// currencyOf is the unit of a sum of money by its sign, or "".
func currencyOf(number string) string {
	for sign, unit := range currencies {
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

var measureUnits = stemmed(`hour hr h minute min second day week month year decade percent mile kilometre kilometer km metre meter foot
dollar euro pound yen yuan franc ruble rouble rupee peso crown krona krone lira zloty dinar dirham shekel ton tonne people person dead injured`)

// peopleStem is what "how many people" counts, and personKinds whom a report
// may count in their stead.
var peopleStem = terms.Stems("people")[0]

var personKinds = stemmed(`passenger resident inhabitant worker employee visitor guest villager soldier civilian student pupil migrant refugee
tourist prisoner patient victim protester demonstrator man woman child`)

var qualifiers = terms.Set("nearly almost about around over under some roughly approximately")
