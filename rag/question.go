package rag

import (
	"slices"
	"strings"

	"newsdesk/rag/terms"
)

// answerType is what kind of thing a question wants.
type answerType uint8

const (
	wantsThing answerType = iota
	wantsWho
	wantsWhen
	wantsNumber
	wantsWhere
	wantsWhy
	wantsQuote
	wantsHow
	wantsYesNo
)

// parsed is what a question's own words say, before the archive is asked.
type parsed struct {
	text   string
	tokens []terms.Token
	// first is the index of the first word.
	first int
	// wh is the index of the question word that counts, or -1.
	wh int
	// typ is the kind of thing wanted; focus the stem of the noun that names
	// it ("which company"), or empty.
	typ   answerType
	focus string
	// focusEnd is the index of the token that focus is of.
	focusEnd int
	// entities are stems of capitalised words that do not merely begin the
	// question; numbers the stems of its numbers.
	entities, numbers map[string]bool
	// words are those that the question quotes, four or more, folded.
	words string
	// negated is true where the question holds a negation.
	negated bool
	// language is the question's; foreign describes it where it is not
	// English and its words are known.
	language string
	foreign  *language
	intent   intent
	// sides are the words of the two things that it compares by measure, or nil.
	sides [][]string
	// asked is what the question wants to know of an article itself.
	asked recordField
}

// parse reads a question.
func parse(text string) parsed {
	p := parsed{text: text, tokens: terms.Tokens(text), wh: -1, entities: make(map[string]bool), numbers: make(map[string]bool)}
	p.first = max(0, slices.IndexFunc(p.tokens, func(t terms.Token) bool { return t.Word }))
	for i, t := range p.tokens {
		if t.Word && t.Capital && !terms.Stop(t.Lower) && !whWords[t.Lower] && !p.beginsSentence(i) {
			p.entities[t.Stem] = true
		}
		if t.Number {
			p.numbers[t.Stem] = true
		}
		p.negated = p.negated || negations[t.Lower] || strings.HasSuffix(t.Lower, "n't")
	}
	p.words = p.quotedWords()
	p.findWh()
	p.classify()
	p.findLanguage()
	p.asked = p.record()
	p.readIntent()
	p.sides = p.either()
	return p
}

// beginsSentence reports whether token i owes its capital to its place: the
// first word, unless another capital follows, or one after a full stop.
func (p *parsed) beginsSentence(i int) bool {
	if i > 0 && slices.Contains([]string{".", "?", "!", `"`}, p.tokens[i-1].Lower) {
		return true
	}
	return i == p.first && (i+1 >= len(p.tokens) || !p.tokens[i+1].Capital)
}

// findWh picks the question word: the first word if it is one, else the last
// strong one, since quiz questions put it at their end ("… in what city?").
func (p *parsed) findWh() {
	strong := -1
	for i, t := range p.tokens {
		if !whWords[t.Lower] && !p.misspeltWh(i) {
			continue
		}
		if i == p.first {
			p.wh = i
			if t.Lower == "how" && auxiliary(p.word(i+1)) || t.Lower == "what" && i+1 < len(p.tokens) && comparing[p.tokens[i+1].Stem] {
				continue // "how do the reports differ on how long it took"
			}
			return
		}
		relative := i > 0 && p.tokens[i-1].Lower == ","
		switch t.Lower {
		case "which", "who", "when", "where":
			if !relative && strong < 0 {
				strong = i
			}
		default:
			strong = i
		}
	}
	if strong >= 0 {
		p.wh = strong
	}
}

func auxiliary(w string) bool { return w == "do" || w == "does" || w == "did" }

// misspeltWh accepts "wat", "waht", "hwo" in the first place.
func (p *parsed) misspeltWh(i int) bool {
	w := p.tokens[i].Lower
	if i != p.first || len(w) < 3 || whWords[w] || terms.Stop(w) {
		return false
	}
	for _, wh := range []string{"what", "who", "when", "where", "which", "how", "why"} {
		if len(w) <= len(wh)+1 && terms.Distance(w, wh) == 1 && (w[0] == 'w' || w[0] == 'h') && i+1 < len(p.tokens) && terms.Stop(p.tokens[i+1].Lower) {
			return true
		}
	}
	return false
}

// word is the lower form of token i, or "".
func (p *parsed) word(i int) string {
	if i < 0 || i >= len(p.tokens) {
		return ""
	}
	return p.tokens[i].Lower
}

// classify sets typ and focus.
func (p *parsed) classify() {
	if p.wh < 0 {
		if slices.Contains([]string{"is", "are", "was", "were", "do", "does", "did", "has", "have", "had", "can", "could", "will", "would", "should"}, p.word(p.first)) {
			p.typ = wantsYesNo
		}
		switch {
		case p.numberNoun():
			p.typ = wantsNumber
		case p.causal():
			p.typ = wantsWhy
		}
		p.quoteType()
		return
	}
	w, next := p.word(p.wh), p.word(p.wh+1)
	p.findFocus(w, next)
	switch {
	case w == "who" || w == "whom" || w == "whose":
		p.typ = wantsWho
	case w == "when":
		p.typ = wantsWhen
	case w == "where":
		p.typ = wantsWhere
	case w == "why" || p.causal():
		p.typ = wantsWhy
	case w == "how" && measures[next], w == "how" && auxiliary(next) && p.numberNoun(): // "how do they differ on the length of it"
		p.typ = wantsNumber
	case w == "how":
		p.typ = wantsHow
	case dateNouns[p.focus]:
		p.typ = wantsWhen
	case placeNouns[p.focus]:
		p.typ = wantsWhere
	case numberNouns[p.focus]:
		p.typ = wantsNumber
	case personNouns[p.focus]:
		p.typ = wantsWho
	}
	p.quoteType()
}

// causal recognises "what caused" and "the cause of".
func (p *parsed) causal() bool {
	for i, t := range p.tokens {
		if caused[t.Stem] && strings.HasSuffix(t.Lower, "d") && p.wh >= 0 && i == p.wh+1 && p.word(p.wh) == "what" || p.causeNoun(i) {
			return true
		}
	}
	return false
}

// causeNoun reports whether token i is the noun in "the cause of".
func (p *parsed) causeNoun(i int) bool {
	return hasWord("cause causes reason reasons", p.word(i)) && p.word(i-1) == "the" && hasWord("of for", p.word(i+1))
}

// numberNoun recognises "the length of", "the number of" wherever it stands.
func (p *parsed) numberNoun() bool {
	for i, t := range p.tokens {
		if numberNouns[t.Stem] && (p.word(i-1) == "the" || i == p.first) && p.word(i+1) == "of" {
			p.focus, p.focusEnd = t.Stem, i
			return true
		}
	}
	return false
}

// findFocus finds the noun after what, which, whose, how many: "what year",
// "which news agency", "what is the name of the company".
func (p *parsed) findFocus(w, next string) {
	i := p.wh + 1
	switch {
	case w == "how" && next == "much" && auxiliaryOrBe(p.word(i+1)):
		return // "how much is the ship worth" counts nothing
	case w == "how" && next == "many":
		if many := p.content(i+1, 4); len(many) > 1 {
			if k := slices.IndexFunc(many, plural); k >= 0 {
				p.focus = many[k].Stem
				p.focusEnd = i + 1 + k
				return
			}
		}
		i++
	case w == "how" && next == "much":
		i++
	case w != "what" && w != "which" && w != "whose" && w != "whats":
		return
	}
	run := p.content(i, 4)
	switch {
	case len(run) == 0 && (isBe(p.word(i)) || p.contracted()):
		if !p.contracted() {
			i++
		}
		for ; slices.Contains([]string{"the", "a", "an", "name", "of", "type", "kind"}, p.word(i)); i++ {
		}
		run = p.content(i, 3)
	case len(run) > 1 && w != "whose":
		run = run[:2]
		if verbLike(run[1]) && !adjectival(run[0].Lower) {
			run = run[:1] // "which company makes"
		}
	}
	if len(run) == 0 {
		return
	}
	noun := run[len(run)-1]
	if noun.Capital {
		noun = run[0]
	}
	p.focus = noun.Stem
	p.focusEnd = slices.IndexFunc(p.tokens, func(t terms.Token) bool { return t.Start == noun.Start })
}

// plural reports whether a word after "how many" looks like what is counted.
func plural(t terms.Token) bool {
	return t.Lower != "news" && strings.HasSuffix(t.Lower, "s") && !strings.HasSuffix(t.Lower, "ss") && !strings.HasSuffix(t.Lower, "us") ||
		hasWord("people children men women police", t.Lower)
}

// contracted reports whether the question word holds its verb: "what's", "whats".
func (p *parsed) contracted() bool {
	t := p.tokens[p.wh]
	return len(t.Lower) >= len("what") && strings.HasPrefix(t.Lower, "what") && strings.HasSuffix(p.text[t.Start:t.End], "s")
}

func auxiliaryOrBe(w string) bool { return auxiliary(w) || isBe(w) || w == "will" || w == "would" }

// content is the run of at most limit content words from token i on.
func (p *parsed) content(i, limit int) []terms.Token {
	j := i
	for j < len(p.tokens) && j-i < limit && p.tokens[j].Word && !terms.Stop(p.tokens[j].Lower) {
		j++
	}
	if i >= j {
		return nil
	}
	return p.tokens[i:j]
}

func isBe(w string) bool { return w == "is" || w == "are" || w == "was" || w == "were" }

func verbLike(t terms.Token) bool {
	return !t.Capital && (strings.HasSuffix(t.Lower, "ed") || strings.HasSuffix(t.Lower, "s"))
}

func adjectival(w string) bool {
	return strings.HasSuffix(w, "al") || strings.HasSuffix(w, "ic") || strings.HasSuffix(w, "an")
}

// quoteType recognises that the question wants somebody's words.
func (p *parsed) quoteType() {
	says := false
	for i, t := range p.tokens {
		if hasWord("quote quotes quotation quotations", t.Lower) {
			p.typ = wantsQuote
		}
		if i > p.wh && p.says(i) {
			says = true
		}
	}
	if says && p.wh >= 0 && (p.word(p.wh) == "what" || p.word(p.wh) == "how" || p.misspeltWh(p.wh)) && (p.typ == wantsThing || p.typ == wantsHow) {
		switch aux := p.word(p.wh + 1); aux {
		case "did", "does", "do", "has", "have", "had", "was", "is":
			p.typ = wantsQuote
		default:
			if p.indirect() {
				p.typ = wantsQuote
			}
		}
	}
	if p.typ == wantsQuote {
		p.focus, p.focusEnd = "", 0 // words are wanted, not a kind of thing
	}
}

// indirect recognises a question put as a clause, "what Anna Smith said about":
// between its "what" and the verb of saying stands a name.
func (p *parsed) indirect() bool {
	i := p.wh + 1
	for i < len(p.tokens) && (p.tokens[i].Capital || determiners[p.word(i)]) {
		i++
	}
	return p.word(p.wh) == "what" && i > p.wh+1 && i < len(p.tokens) && p.tokens[i-1].Capital && p.says(i)
}

// says reports whether token i is a verb of saying and not part of a name
// ("United States").
func (p *parsed) says(i int) bool { return saying[p.tokens[i].Stem] && !p.tokens[i].Capital }

// quotedWords are the longest words between quotation marks, if four or more.
func (p *parsed) quotedWords() string {
	best, open := "", -1
	for i, t := range p.tokens {
		if t.Lower != `"` {
			continue
		}
		if open >= 0 {
			inside := plain(p.text[p.tokens[open].End:t.Start])
			if n := len(strings.Fields(inside)); n >= 4 && len(inside) > len(best) {
				best = inside
			}
			open = -1
			continue
		}
		open = i
	}
	return strings.TrimSpace(best)
}

var courtesies = terms.Set("thanks thank thx hello hi hey bye goodbye ok okay cool great please morning evening good cheers welcome")

// courtesy reports whether nothing is asked: "thanks a lot", "hello".
func (p *parsed) courtesy() bool {
	polite := 0
	for _, t := range p.tokens {
		switch {
		case !t.Word:
		case courtesies[t.Lower]:
			polite++
		case !terms.Stop(t.Lower) && t.Lower != "lot" && t.Lower != "much":
			return false
		}
	}
	return polite > 0 && p.wh < 0
}
