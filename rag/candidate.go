package rag

import (
	"slices"
	"strings"

	"newsdesk/rag/terms"
)

// span is a half-open range of tokens of a sentence.
type span struct{ from, to int }

// candidates are the parts of a sentence that could answer a question of each
// kind, whatever the question.
type candidates struct {
	names, dates, numbers, places, reasons, means, marks []span
	says                                                 bool
}

var reasons = terms.Set("because due since so owing thanks caused causing after amid")

var ways = terms.Set("by through using via with")

var locatives = terms.Set("in at near from to of outside around across off into")

func findCandidates(s *sentence) candidates {
	var c candidates
	first := -1
	if len(s.words) > 0 {
		first = s.words[0]
	}
	for i := 0; i < len(s.tokens); i++ {
		t := s.tokens[i]
		if t.Capital && t.Word {
			j := nameEnd(s.tokens, i)
			if isName(s.tokens, i, j, first) {
				c.names = append(c.names, span{i, j})
				if i > 0 && locatives[s.tokens[i-1].Lower] {
					c.places = append(c.places, span{i, j})
				}
			}
			for k := i; k < j; k++ {
				c.single(s.tokens, k)
			}
			i = j - 1
			continue
		}
		c.single(s.tokens, i)
	}
	return c
}

// single files one token under the kinds that a single word can be of.
func (c *candidates) single(tokens []terms.Token, i int) {
	t, one := tokens[i], span{i, i + 1}
	switch {
	case isDate(tokens, i):
		c.dates = append(c.dates, one)
	case reasons[t.Lower]:
		c.reasons = append(c.reasons, one)
	case ways[t.Lower]:
		c.means = append(c.means, one)
	case t.Lower == `"`:
		c.marks = append(c.marks, one)
	}
	if t.Number || numberNames[t.Lower] {
		c.numbers = append(c.numbers, one)
	}
	c.says = c.says || saying[t.Stem]
}

// nameEnd is where the run of capitals from i on ends; "of", "the" and such
// belong to it between capitals.
func nameEnd(tokens []terms.Token, i int) int {
	j := i + 1
	for j < len(tokens) {
		t := tokens[j]
		glue := hasWord("of de the - &", t.Lower) && j+1 < len(tokens) && tokens[j+1].Capital
		if !(t.Capital && t.Word) && !glue {
			break
		}
		j++
	}
	return j
}

// isName tells names from words that only begin the sentence and from dates.
func isName(tokens []terms.Token, i, j, first int) bool {
	if j > i+1 {
		return true
	}
	w := tokens[i].Lower
	return !months[w] && !weekdays[w] && !terms.Stop(w) && !(i == first && whWords[w])
}

func isDate(tokens []terms.Token, i int) bool {
	t := tokens[i]
	switch {
	case isYear(t.Lower), weekdays[t.Lower], hasWord("century decade bc ad bce", t.Lower):
		return true
	case months[t.Lower]:
		return t.Lower != "may" || t.Capital && (i+1 < len(tokens) && tokens[i+1].Number || i > 0 && tokens[i-1].Number)
	case t.Lower == "year" || t.Lower == "month" || t.Lower == "week":
		return i > 0 && hasWord("last next this", tokens[i-1].Lower)
	}
	return false
}

// isYear accepts 1000 to 2099 and decades such as "1990s".
func isYear(w string) bool {
	w = strings.TrimSuffix(w, "s")
	if len(w) != 4 || w[0] != '1' && (w[0] != '2' || w[1] != '0') {
		return false
	}
	return strings.Trim(w, "0123456789") == ""
}

// placeReach is how many tokens before a name its preposition may stand.
const placeReach = 5

// stands reports whether a name is where something is, "in the port of Oddra",
// rather than where it goes to or comes from: the nearest preposition of place
// before it, "of" apart, says so.
func stands(tokens []terms.Token, i int) bool {
	for k := i - 1; k >= max(0, i-placeReach); k-- {
		switch w := tokens[k].Lower; {
		case hasWord("in at near on outside off around across", w):
			return true
		case !tokens[k].Word, hasWord("to from into for by with and", w):
			return false
		}
	}
	return false
}

// of are the candidates of the kind that q wants which the question does not
// hold itself.
func (c *candidates) of(q *query, s *sentence) []span {
	fresh := func(list []span) []span {
		var out []span
		for _, sp := range list {
			for k := sp.from; k < sp.to; k++ {
				t := s.tokens[k]
				if _, asked := q.at[t.Stem]; t.Word && !asked && (!terms.Stop(t.Lower) || months[t.Lower]) {
					out = append(out, sp)
					break
				}
			}
		}
		return out
	}
	switch q.typ {
	case wantsWho:
		return fresh(c.names)
	case wantsWhen:
		return fresh(c.dates)
	case wantsNumber:
		if q.wantsLength() {
			return fresh(measured(s, c.numbers))
		}
		return fresh(c.numbers)
	case wantsWhere:
		if places := fresh(c.places); len(places) > 0 {
			return places
		}
		return fresh(c.names)
	case wantsWhy:
		return c.reasons
	case wantsQuote:
		return c.marks
	case wantsHow:
		return c.means
	}
	return append(fresh(c.names), c.marks...)
}

// measured are the numbers that a unit of time or length follows: "how long"
// wants no other.
func measured(s *sentence, numbers []span) []span {
	var out []span
	for _, n := range numbers {
		i := n.to
		if i < len(s.tokens) && s.tokens[i].Lower == "-" {
			i++
		}
		if i < len(s.tokens) && lengthUnits[s.tokens[i].Stem] {
			out = append(out, n)
		}
	}
	return out
}

// wantsLength reports whether the question asks how long something is or took.
func (p *parsed) wantsLength() bool {
	return p.wh >= 0 && p.word(p.wh) == "how" && p.word(p.wh+1) == "long" || durations[p.focus]
}

var durations = stemmed("length duration")

var lengthUnits = stemmed("second minute hour day week month year decade century mile kilometre km metre foot inch")

// key is the candidate answer of the sentence that stands nearest to the
// question's words, as written, or "" where none is plainly nearest.
func (f *found) key(s *sentence) string {
	switch f.q.typ {
	case wantsWho, wantsWhen, wantsNumber, wantsWhere:
	default:
		return ""
	}
	if x, ok := f.figure(s, ""); ok && f.q.typ == wantsNumber {
		return x.text
	}
	m := f.scorer.match(s.read(f.scorer.words))
	if f.q.typ == wantsWho && f.q.word(f.q.wh) != "whose" && f.q.focus == "" {
		return f.doer(s)
	}
	best, most, tie := span{}, 0., false
	for _, c := range s.cands.of(f.q, s) {
		if f.q.typ == wantsWhere && !slices.Contains(s.cands.places, c) {
			continue // a name that no "in" or "at" makes a place
		}
		var near float64
		for i := range f.q.terms {
			if gap := distance(m.positions[i], c.from); gap >= 0 {
				near += f.q.terms[i].weight / float64(2+gap)
			}
		}
		tie = near == most
		if near > most {
			best, most = c, near
		}
	}
	if most == 0 || tie {
		return ""
	}
	if f.q.typ == wantsWhen {
		for _, d := range s.dates() { // the whole date, not its month alone
			if at := s.tokens[best.from].Start; d.Start <= at && at < d.End {
				return d.Text
			}
		}
	}
	return s.text()[s.tokens[best.from].Start:s.tokens[best.to-1].End]
}
