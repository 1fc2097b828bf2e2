package rag

import (
	"math"
	"slices"
	"strings"

	"newsdesk/corpus"
	"newsdesk/rag/terms"
)

// What a figure is of is told by the words around it: what was done to those it
// counts, what took the time, what was priced.

// thingAt is what of counted things token i says, or nil.
func thingAt(tokens []terms.Token, i int) *thing {
	t := tokens[i]
	if !t.Word || t.Capital && i > 0 {
		return nil
	}
	near := func(stems map[string]bool) bool {
		return slices.ContainsFunc(tokens[max(0, i-3):min(len(tokens), i+4)], func(o terms.Token) bool { return stems[o.Stem] })
	}
	switch {
	case lives[t.Stem] && near(takesLife), t.Stem == takeLives && near(lives):
		return dying
	}
	return countedThings[t.Stem]
}

// takeLives is the verb of "they lost their lives".
var takeLives = terms.Stems("lose")[0]

// doneTo is what the people counted in tokens from to end did or had done to
// them: what follows ("five people died", "12 were injured", "three dead",
// "two arrests"), or what is done before ("killed three", "a toll of five").
func (s *sentence) doneTo(from, to, end int) *thing {
	tokens := s.tokens
	for k := to; k <= end; k++ {
		if t := thingAt(tokens, k); t != nil {
			return t // "two arrests", "three dead firefighters"
		}
	}
	be := false
	for k := end + 1; k < min(len(tokens), end+1+verbReach); k++ {
		t := tokens[k]
		if th := thingAt(tokens, k); th != nil {
			if th.does[t.Stem] && !be && s.hasObject(k) {
				return nil // "two men killed a dog"
			}
			return th
		}
		be = be || isBe(t.Lower) || hasWord("been be being", t.Lower)
		if !t.Word || t.Number || negations[t.Lower] || hasWord("and in at when as but while after", t.Lower) {
			break
		}
	}
	for k := from - 1; k >= max(0, from-2); k-- {
		t := tokens[k]
		th := thingAt(tokens, k)
		switch {
		case th != nil && th.does[t.Stem] && !(k > 0 && isBe(tokens[k-1].Lower)):
			return th // "killed three", "injuring a further 12"
		case th != nil && !th.does[t.Stem] && t.Lower != "died" && k == from-1:
			return th // "dead: five"
		}
		if !hasWord("the a a total of that", t.Lower) {
			break
		}
	}
	if from > 0 && hasWord("to at of is was reach reached reaches hit hits", tokens[from-1].Lower) {
		for k := from - 2; k >= max(0, from-2-verbReach); k-- {
			if th := thingAt(tokens, k); th != nil && s.nominal(k) {
				return th // "the death toll rose to five", "the number of arrests stands at 12"
			}
			if !tokens[k].Word || tokens[k].Number {
				break
			}
		}
	}
	return nil
}

// nominal reports whether token k is a noun for a thing rather than its verb.
func (s *sentence) nominal(k int) bool {
	l := s.tokens[k].Lower
	toll := k+1 < len(s.tokens) && s.tokens[k+1].Stem == tollStem // "the death toll"
	return toll || hasWord("turnout attendance audience", l) || strings.HasSuffix(l, "s") || strings.HasSuffix(l, "ion")
}

// hasObject reports whether a noun phrase follows the verb at token k: "killed a
// dog", where "killed in a fire" has none.
func (s *sentence) hasObject(k int) bool {
	if k+1 >= len(s.tokens) {
		return false
	}
	t := s.tokens[k+1]
	return t.Word && (determiners[t.Lower] || t.Number || t.Capital || !terms.Stop(t.Lower) && !hasWord("on early late outside near overnight", t.Lower) && !weekdays[t.Lower] && !isDate(s.tokens, k+1))
}

// nearest is what of the things stands nearest to token at, within timeReach.
func (s *sentence) nearest(of map[string]*thing, at int) *thing {
	var best *thing
	nearest := timeReach + 1
	for k := max(0, at-timeReach); k < min(len(s.tokens), at+timeReach+1); k++ {
		t := s.tokens[k]
		if th := of[t.Stem]; th != nil && t.Word && !(t.Capital && k != s.words[0]) {
			gap := max(k-at, at-k)
			for _, o := range s.tokens[min(k, at):max(k, at)] { // what stands in another clause is further off
				if hasWord("; : while but and", o.Lower) {
					gap += timeReach / 2
				}
			}
			if gap < nearest {
				best, nearest = th, gap
			}
		}
	}
	return best
}

// besides are the stems of what stands beside the figure in tokens from to end:
// no names, numbers or units.
func (s *sentence) besides(from, end int, noun string) []string {
	var out []string
	for k := max(0, from-figureReach); k < min(len(s.tokens), end+1+figureReach); k++ {
		t := s.tokens[k]
		if subject(t) && !t.Number && !saying[t.Stem] && t.Stem != noun && !measureUnits[t.Stem] && !lightVerbs[t.Stem] && !measures[t.Lower] &&
			!(t.Capital && k != s.words[0]) && magnitudes[t.Lower] == 0 && !roughly[t.Lower] && !months[t.Lower] && !weekdays[t.Lower] {
			out = append(out, t.Stem)
		}
	}
	return out
}

// none are the data that say that there was nobody: "nobody was arrested",
// "no one was hurt", "without injuries", "have not arrested anyone".
func none(s *sentence) []datum {
	var out []datum
	tokens := s.tokens
	put := func(from, to int, th *thing) {
		if !s.unreal(from) {
			out = append(out, datum{sentence: s, at: from, kind: counting, thing: th, text: corpus.Span{Start: tokens[from].Start, End: tokens[to].End}.Of(s.text())})
		}
	}
	for i, t := range tokens {
		person := nobodies[t.Lower] || t.Lower == "no" && i+1 < len(tokens) && (tokens[i+1].Lower == "1" || tokens[i+1].Lower == "-" || everybody[tokens[i+1].Stem])
		if person || t.Lower == "without" {
			if i > 0 && person {
				if th := thingAt(tokens, i-1); th != nil && th.does[tokens[i-1].Stem] {
					put(i-1, i, th) // "arrested nobody"
					continue
				}
			}
			for k := i + 1; k < min(len(tokens), i+1+verbReach); k++ {
				if th := thingAt(tokens, k); th != nil {
					put(i, k, th)
					break
				}
				if !tokens[k].Word && tokens[k].Lower != "-" || t.Lower == "without" && !hasWord("any", tokens[k].Lower) {
					break
				}
			}
			continue
		}
		if !isNot(t.Lower) {
			continue
		}
		for k := i + 1; k < min(len(tokens), i+4); k++ {
			if th := thingAt(tokens, k); th != nil && th.does[tokens[k].Stem] && slices.ContainsFunc(tokens[k+1:min(len(tokens), k+3)], func(o terms.Token) bool { return anybody[o.Lower] }) {
				put(i, min(len(tokens)-1, k+1), th)
				break
			}
		}
	}
	return out
}

// some are the data that say that it was done to somebody, whom they do not
// count: "a man was arrested", "arrested the driver".
func some(s *sentence) []datum {
	var out []datum
	tokens := s.tokens
	for i := range tokens {
		th := thingAt(tokens, i)
		if th == nil || th.does == nil || !th.does[tokens[i].Stem] || s.unreal(i) {
			continue
		}
		from, to := i, i
		switch {
		case i > 1 && hasWord("was been", tokens[i-1].Lower):
			k := i - 1
			for k > 0 && hasWord("was been has had", tokens[k].Lower) {
				k--
			}
			if from = s.onePerson(k, -1); from < 0 {
				continue
			}
		default:
			if i > 0 && (isBe(tokens[i-1].Lower) || negations[tokens[i-1].Lower]) || i+1 >= len(tokens) {
				continue
			}
			if to = s.onePerson(i+1, 1); to < 0 {
				continue
			}
		}
		out = append(out, datum{sentence: s, at: from, kind: counting, thing: th, lo: 1, hi: math.Inf(1), some: true,
			text: corpus.Span{Start: tokens[from].Start, End: tokens[to].End}.Of(s.text())})
	}
	return out
}

// personReach is how many tokens a phrase for one person may have, with what it
// is "of" or "from".
const personReach = 6

// onePerson is the far end of a phrase for one person that begins at token i and
// goes on forward, or ends there and began before it: "a 51-year-old man", "the
// driver of the lorry", a name; -1 where there is none.
func (s *sentence) onePerson(i, step int) int {
	for k := i; k >= 0 && k < len(s.tokens) && max(k-i, i-k) < personReach; k += step {
		t := s.tokens[k]
		one := somebody[t.Stem] && !plural(t)
		switch {
		case t.Lower == "," && k == i && step < 0 && i > 0 && s.tokens[i-1].Capital: // "the manager, Jon Berg, was"
		case !t.Word && t.Lower != "-" || negations[t.Lower] || plural(t) && somebody[t.Stem]:
			return -1
		case one && step > 0, t.Capital && step > 0 && person(s.doc, t.Stem):
			return k
		case t.Capital && (person(s.doc, t.Stem) || k > 0 && s.tokens[k-1].Capital):
			for k > 0 && s.tokens[k-1].Capital && s.tokens[k-1].Word {
				k--
			}
			return k
		case one:
			for from := k - 1; from >= max(0, k-nounReach) && (s.tokens[from].Word || s.tokens[from].Lower == "-"); from-- {
				if hasWord("a an the", s.tokens[from].Lower) {
					return from
				}
			}
			return -1
		}
	}
	return -1
}
