package rag

import (
	"slices"
	"strings"

	"newsdesk/rag/terms"
)

// Where and why are answered by a phrase rather than a word: "in a barn near
// Kalmer", "because a second cable had to be replaced".

// phrase is a run of a sentence's tokens, half-open.
type phrase struct {
	*sentence
	from, to int
}

func (p phrase) text() string {
	return p.sentence.text()[p.tokens[p.from].Start:p.tokens[p.to-1].End]
}

// content are the stems of the phrase that are neither function words nor in
// the question.
func (p phrase) content(q *query) []string {
	var out []string
	for _, t := range p.tokens[p.from:p.to] {
		if _, asked := q.at[t.Stem]; t.Word && !asked && !terms.Stop(t.Lower) {
			out = append(out, t.Stem)
		}
	}
	return out
}

// phraseMost is how many tokens a phrase has at most.
const phraseMost = 14

// clauseEnd is where the clause that token i is of ends: at a mark, or at a
// word that begins another.
func clauseEnd(tokens []terms.Token, i int) int {
	for j := i; j < len(tokens); j++ {
		t := tokens[j]
		joined := t.Lower == "-" || t.Lower == "." && j > 0 && len(tokens[j-1].Lower) < 3 && j+1 < len(tokens)
		if !t.Word && !joined || j > i && (hasWord("which who whose where when while but", t.Lower) || j-i == phraseMost) {
			return j
		}
	}
	return len(tokens)
}

// clauseStart is where the clause that ends before token i begins.
func clauseStart(tokens []terms.Token, i int) int {
	j := i
	for j > 0 && (tokens[j-1].Word && !hasWord("that and but which who whose when while it is was", tokens[j-1].Lower) || tokens[j-1].Lower == "-") && i-j < phraseMost {
		j--
	}
	return j
}

var placing = terms.Set("in at near on under inside outside off beneath beside aboard to")

// nowhere are nouns after a preposition of place that say how or when, not where.
var nowhere = stemmed(`statement report interview speech letter tweet article post message remark comment briefing bid effort attempt way case manner
move sign vote debate sense fact row time year month week moment response reply protest`)

// moving are verbs whose "to" says where somebody or something came to be.
var moving = stemmed("bring take move send carry evacuate transfer drive fly ship deliver escort")

// place is the phrase that says where, of those that a preposition of place
// begins the one nearest to the question's words.
func (f *found) place(s *sentence) (phrase, bool) {
	m := f.scorer.match(s)
	var best phrase
	most := 0.
	for i := 0; i+1 < len(s.tokens); i++ {
		if !placing[s.tokens[i].Lower] || dateAhead(s, i+1) || !placed(s.tokens, i) {
			continue
		}
		end := clauseEnd(s.tokens, i+1)
		for k := i + 1; k < end; k++ { // "in a barn on Wednesday"
			if terms.Stop(s.tokens[k].Lower) && dateAhead(s, k+1) || s.tokens[k].Lower == "as" || saying[s.tokens[k].Stem] && !s.tokens[k].Capital {
				end = k
			}
		}
		if s.tokens[i+1].Capital { // "in Hanoi broke down"
			if k := nameEnd(s.tokens, i+1); k < end && s.tokens[k].Word && !locatives[s.tokens[k].Lower] {
				end = k
			}
		}
		if end == i+1 {
			continue
		}
		p := phrase{s, i, end}
		near := 0.
		for k := range f.q.terms {
			if gap := distance(m.positions[k], i); gap >= 0 {
				near += f.q.terms[k].weight / float64(2+gap)
			}
		}
		if near > most && len(p.content(f.q)) > 0 && !s.quotedAt(s.Start+s.tokens[i].Start) {
			best, most = p, near
		}
		i = end - 1
	}
	return best, most > 0
}

// placed reports whether what follows the preposition at token i can be a
// place: "in a barn", "in Kalmer", not "in particular", "on CNN" or "to talks".
func placed(tokens []terms.Token, i int) bool {
	next := tokens[i+1]
	if slices.ContainsFunc(tokens[i+1:min(len(tokens), i+4)], func(t terms.Token) bool { return nowhere[t.Stem] }) {
		return false
	}
	switch tokens[i].Lower {
	case "to":
		if !slices.ContainsFunc(tokens[max(0, i-3):i], func(t terms.Token) bool { return moving[t.Stem] }) {
			return false
		}
	case "on":
		return (determiners[next.Lower] || next.Capital) && slices.ContainsFunc(tokens[i+1:min(len(tokens), i+4)], func(t terms.Token) bool { return placeNouns[t.Stem] })
	}
	return determiners[next.Lower] || next.Capital
}

// dateAhead reports whether a date or a time begins at token i, an article apart.
func dateAhead(s *sentence, i int) bool {
	if i < len(s.tokens) && determiners[s.tokens[i].Lower] {
		i++
	}
	if i >= len(s.tokens) {
		return false
	}
	at := s.Start + s.tokens[i].Start
	for _, d := range s.dates() {
		if s.Start+d.Start <= at && at < s.Start+d.End {
			return true
		}
	}
	return isDate(s.tokens, i) || lengthUnits[s.tokens[i].Stem] || s.tokens[i].Number || hasWord("morning evening night noon", s.tokens[i].Lower)
}

// Words that lead from an effect to its cause: the ones of two words after
// their first.
var (
	becauses  = terms.Set("because due owing thanks")
	blamed    = stemmed("cause blame attribute trigger spark pin trace")
	blaming   = stemmed("blame")
	beginning = stemmed("start begin erupt")
	caused    = stemmed("cause trigger spark provoke")
)

// mishaps are events and agents that a report gives as a cause by making them
// the subject: "an explosion tore the roof off".
var mishaps = stemmed(`explosion blast fire blaze storm rain flood wind gust wave lightning landslide collision impact leak crack spark
fault failure malfunction defect error mistake negligence bomb missile drone shell sabotage attack hacker overload overheating corrosion`)

// cause is the phrase that says why.
func (f *found) cause(s *sentence) (phrase, bool) {
	at := func(i int) string {
		if i < len(s.tokens) {
			return s.tokens[i].Lower
		}
		return ""
	}
	to := func(i int) (phrase, bool) {
		p := phrase{s, i, clauseEnd(s.tokens, i)}
		if n := p.to - p.from; n > 2 && at(p.to-1) == "it" && at(p.to-2) == "for" {
			p.to -= 2 // "blame a cable for it"
		}
		return p, p.to > p.from && len(p.content(f.q)) > 0
	}
	asked := func(t terms.Token) bool { _, ok := f.q.at[t.Stem]; return ok }
	for i, t := range s.tokens {
		switch next := at(i + 1); {
		case becauses[t.Lower] && hasWord("of to", next):
			return to(i + 2)
		case t.Lower == "because":
			return to(i + 1)
		case beginning[t.Stem] && hasWord("after when", next):
			return to(i + 2) // "the fire started after a firework landed"
		case blamed[t.Stem] && hasWord("by on to", next), t.Lower == "down" && next == "to" && slices.ContainsFunc(s.tokens[:i], func(t terms.Token) bool { return t.Stem == "put" }):
			return to(i + 2)
		case t.Lower == "result" && next == "of":
			return to(i + 2)
		case caused[t.Stem] && !s.nounAt(i) || t.Stem == "lead" && next == "to":
			p := phrase{s, clauseStart(s.tokens, i), i}
			return p, p.to > p.from && len(p.content(f.q)) > 0
		case blaming[t.Stem] && !s.nounAt(i):
			return to(i + 1)
		case mishaps[t.Stem] && i < 4 && !asked(t) && slices.ContainsFunc(s.tokens[i:], func(t terms.Token) bool { return strings.HasSuffix(t.Lower, "ed") && !t.Capital }):
			return to(clauseStart(s.tokens, i))
		}
	}
	return phrase{}, false
}

// nounAt reports whether an article or an adjective of possession makes token i
// a noun: "the cause".
func (s *sentence) nounAt(i int) bool {
	return i > 0 && (determiners[s.tokens[i-1].Lower] || hasWord("its their his her no any to of", s.tokens[i-1].Lower))
}
