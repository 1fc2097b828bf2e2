package rag

import (
	"math"
	"slices"

	"newsdesk/corpus"
	"newsdesk/rag/terms"
)

// datum is a figure of a sentence with what it is of, whatever is asked: so that
// figures of one thing can be held against each other however a question is
// worded. "Nobody was arrested" is a datum too, and "a man was arrested" one of
// somebody at least.
type datum struct {
	*sentence
	text   string  // as the sentence has it
	lo, hi float64 // what it allows, in the smallest unit of its kind
	kind   string
	thing  *thing   // what it is of, or nil where no word of the lexicon says
	noun   string   // the stem of what is counted, or ""
	beside []string // the stems of the words beside it, its noun and names apart
	unit   string   // of quantity, for Disagreement.About
	at     int      // the token of the number
	total  bool     // counts all people, not those of a kind
	future bool     // is to come
	some   bool     // says that there was one, not how many
}

const (
	// nounReach is how many words of a noun phrase may follow its number,
	// verbReach how many tokens may stand between that and what was done.
	nounReach = 4
	verbReach = 6
	// timeReach is how many tokens a length of time may stand from the word for what took it.
	timeReach = 14
	// unequal is how far two units of time that do not convert may lie apart and be one: "a month" is about four weeks.
	unequal = .15
	// inexact is how far below or above a rough figure the exact one may lie.
	inexact = .1
)

// data are the figures of the sentence, found once.
func (s *sentence) data(w Words) []datum {
	s.dataOnce.Do(func() {
		s.figured = findData(s.read(w))
		for i := range s.figured {
			t := &s.figured[i]
			t.total = everybody[t.noun] || t.ofAll(w)
		}
	})
	return s.figured
}

func findData(s *sentence) []datum {
	var out []datum
	tokens := s.tokens
	for i := 0; i < len(tokens); i++ {
		value, to, ok := number(tokens, i)
		if !ok {
			continue
		}
		at := i
		i = to - 1
		if t, ok := datumAt(s, at, to, value); ok {
			out = append(out, t)
		}
	}
	return append(append(out, none(s)...), some(s)...)
}

// datumAt is the figure of the number in tokens at to to.
func datumAt(s *sentence, at, to int, value float64) (datum, bool) {
	tokens := s.tokens
	if !plainNumber(s, at, to) {
		return datum{}, false
	}
	next := to
	if next < len(tokens) && tokens[next].Lower == "-" {
		if next++; next >= len(tokens) || !measureUnits[tokens[next].Stem] {
			return datum{}, false // "3-2", "one-on-one"
		}
	}
	t := datum{sentence: s, at: at, kind: counting, lo: value, hi: value}
	end := to - 1
	unit := currencyOf(tokens[at].Lower)
	if next < len(tokens) && measureUnits[tokens[next].Stem] && !everybody[tokens[next].Stem] {
		unit, end = unitOf(tokens[next].Stem), next
	}
	switch m, measured := converts[unit]; {
	case unit == "percent":
		t.kind = percents
	case measured && m.kind == "length":
		t.kind = extent
		t.lo *= m.factor
	case measured:
		t.kind = timing
		t.lo *= m.factor * secondsIn[m.kind]
	case unit != "":
		t.kind = unit
	}
	t.hi, t.unit = t.lo, unit
	if t.kind == counting {
		t.noun, end = nounAfter(tokens, to)
		t.unit = t.noun
	}
	from := t.bounds(at)
	if t.partial(from, end) || s.unreal(from) {
		return datum{}, false
	}
	if unit != "" {
		from = scopeStart(tokens, from)
	}
	t.text = corpus.Span{Start: tokens[from].Start, End: tokens[scopeEnd(tokens, end)].End}.Of(s.text())
	if t.kind == counting {
		t.thing = s.doneTo(from, to, end)
	} else {
		t.thing = s.nearest(thingsOf(t.kind), at)
	}
	t.beside = s.besides(from, end, t.noun)
	t.future = s.toCome(from)
	return t, true
}

// secondsIn is the size of the units that package-wide conversion keeps apart.
var secondsIn = map[string]float64{"time": 1, "days": 24 * 3600, "months": 30.4 * 24 * 3600}

// plainNumber reports whether the number in tokens at to to is no ordinal, part
// of a name, a date or a time of day, one side of a range, or an age in commas.
func plainNumber(s *sentence, at, to int) bool {
	tokens := s.tokens
	word := func(i int) string {
		if i < 0 || i >= len(tokens) {
			return ""
		}
		return tokens[i].Lower
	}
	lower := tokens[at].Lower
	if n := len(lower); n > 2 && '0' <= lower[0] && lower[0] <= '9' && hasWord("st nd rd th", lower[n-2:]) {
		return false
	}
	if at > 0 && tokens[at-1].Capital && tokens[at-1].Word && !atSentenceStart(s, at-1) || at > 0 && word(at-1) == "-" && tokens[at-1].End == tokens[at].Start {
		return false
	}
	for _, d := range s.dates() {
		if d.Start <= tokens[at].Start && tokens[at].Start < d.End {
			return false
		}
	}
	switch after := word(to); {
	case hasWord("a.m p.m am pm o'clock", after), hasWord("or and to", after) && to+1 < len(tokens) && tokens[to+1].Number && word(to-1) != ",":
		return false
	case hasWord("or to", word(at-1)) && at > 1 && tokens[at-2].Number:
		return false
	case word(at-1) == "between", word(at-1) == "and" && at > 2 && tokens[at-2].Number && word(at-3) == "between":
		return false
	case word(at-1) == "," && after == ",", word(at-1) == "aged", word(at-1) == "(" && after == ")":
		return false
	}
	return true
}

// nounAfter is the stem of what a number counts, the first plural of the words
// that follow it, and the token where it ends; "" where there is none.
func nounAfter(tokens []terms.Token, to int) (string, int) {
	for k := to; k < min(len(tokens), to+nounReach); k++ {
		t := tokens[k]
		if !t.Word || t.Number || terms.Stop(t.Lower) || countedThings[t.Stem] != nil && !plural(t) {
			break
		}
		if plural(t) || t.Lower == "person" {
			return t.Stem, k
		}
	}
	return "", to - 1
}

// bounds widens a figure by the qualifier before token from, and returns where
// the figure begins with it.
func (t *datum) bounds(from int) int {
	tokens := t.tokens
	if from == 0 {
		return from
	}
	one, two := tokens[from-1].Lower, twoWords(tokens, from-2)
	switch {
	case atLeast[two]:
		t.hi, from = math.Inf(1), from-2
	case atMost[two]:
		t.lo, from = 0, from-2
	case atLeast[one]:
		t.hi, from = math.Inf(1), from-1
	case atMost[one]:
		t.lo, from = 0, from-1
	case roughly[one]:
		t.lo, t.hi, from = t.lo*(1-inexact), t.hi*(1+inexact), from-1
	}
	return from
}

// partial reports whether the figure in tokens from to end is of a part, a
// difference, a rate, or one point in time: "two of them", "another two", "two
// hours later", "after two hours".
func (t *datum) partial(from, end int) bool {
	tokens := t.tokens
	word := func(i int) string {
		if i < 0 || i >= len(tokens) {
			return ""
		}
		return tokens[i].Lower
	}
	if including[word(from-1)] || further[word(end+1)] || further[word(t.at+1)] || t.kind == timing && pointing[word(end+1)] && !hasWord("for lasted took spent needed", word(from-1)) {
		return true
	}
	if hasWord("a an", word(end+1)) && end+2 < len(tokens) && measureUnits[tokens[end+2].Stem] {
		return true // "two hours a day"
	}
	for _, k := range []int{t.at + 1, end + 1} {
		if word(k) == "of" && hasWord("the them those these his her its their whom which us you", word(k+1)) {
			return true
		}
	}
	return t.kind == timing && hasWord("after before in until every", word(from-1))
}

// unreal reports whether the words before token from in its clause say that
// this did not happen, or only may: "could kill 5", "was expected to last".
func (s *sentence) unreal(from int) bool {
	for k := from - 1; k >= max(0, from-verbReach); k-- {
		if hasWord(", ; : .", s.tokens[k].Lower) {
			return false
		}
		if unreal[s.tokens[k].Lower] {
			return true
		}
	}
	return false
}

// toCome reports whether the words before token from in its clause put the figure
// in time to come: "will play for two hours".
func (s *sentence) toCome(from int) bool {
	for k := from - 1; k >= max(0, from-verbReach) && s.tokens[k].Word; k-- {
		if s.tokens[k].Lower == "will" {
			return true
		}
	}
	return false
}

// conflicts reports whether two figures are of one thing and exclude each
// other.
func (t *datum) conflicts(o *datum) bool { return t.sameThing(o) && !t.agrees(o) }

// sameThing reports whether two figures are of one thing: of one kind, both of
// what has been or both of what will be, with one word of the lexicon for it, or another word beside both, and of the same
// people.
func (t *datum) sameThing(o *datum) bool {
	if t.kind != o.kind || t.thing != o.thing || t.future != o.future || t.some && o.some {
		return false
	}
	if t.thing == nil {
		if t.kind == counting && (t.noun == "" || t.noun != o.noun) {
			return false
		}
		return slices.ContainsFunc(t.beside, func(stem string) bool { return slices.Contains(o.beside, stem) })
	}
	if t.kind != counting || t.noun == o.noun || t.total && o.total {
		return !t.some && !o.some || t.hi == 0 || o.hi == 0
	}
	return t.hi == 0 || o.hi == 0
}

// ofAll reports whether a figure of people of a kind is of all whom its article
// counts: "two women" where it opens with them and gives no other.
func (t *datum) ofAll(w Words) bool {
	if opening := t.doc.opening(); len(opening) == 0 || opening[0] != t.sentence || !personKinds[t.noun] {
		return false
	}
	for i := range t.doc.sentences {
		s := &t.doc.sentences[i]
		if s == t.sentence {
			continue
		}
		if slices.ContainsFunc(s.data(w), func(o datum) bool { return o.thing == t.thing && !o.some }) {
			return false
		}
	}
	return true
}

// agrees reports whether one value fits both figures.
func (t *datum) agrees(o *datum) bool {
	margin := rounding
	if t.kind == timing && kindOf(t.unit) != kindOf(o.unit) {
		margin = unequal
	}
	return t.lo <= o.hi*(1+margin) && o.lo <= t.hi*(1+margin)
}
