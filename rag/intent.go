package rag

import (
	"slices"
	"strings"

	"newsdesk/rag/terms"
)

// intent is what a question asks for beside a kind of thing.
type intent struct {
	// speaker is the person whose words are wanted, as the question names
	// them, or empty.
	speaker string
	// speakerStems are its words.
	speakerStems []string
	// proper is true of a name, false of a description such as "the Chinese
	// foreign ministry".
	proper bool
	// described is true where an article stands before it.
	described bool
	// topic is what the words are to be about, as the question has it.
	topic string
	// compare is true where the question is about how sources differ.
	compare bool
}

// shown is the speaker as a sentence names them.
func (in *intent) shown() string {
	if in.described {
		return "the " + in.speaker
	}
	return in.speaker
}

var comparing = stemmed(`across agree disagree differ different difference disagreement discrepancy contradict compare version versions conflict`)

var sourceNouns = stemmed("source report outlet account article newspaper agency paper")

// readIntent reads what is asked for.
func (q *parsed) readIntent() {
	in := &q.intent
	compares, sources := false, false
	for _, t := range q.tokens {
		compares = compares || comparing[t.Stem]
		sources = sources || sourceNouns[t.Stem]
	}
	in.compare = compares && sources
	if q.typ == wantsQuote || q.wantsRemark() {
		q.findSpeaker(in)
	}
}

var remarkNouns = terms.Set(`remark remarks comment comments statement statements view views opinion opinions reaction reactions response
words position positions stance quote quotes quotation quotations`)

// wantsRemark recognises "Putin's remark about", "the view of Trump on".
func (q *parsed) wantsRemark() bool {
	return slices.ContainsFunc(q.tokens, func(t terms.Token) bool { return remarkNouns[t.Lower] && !t.Capital })
}

// findSpeaker takes the name between the auxiliary and the verb of saying
// ("what did X say"), or before a noun of saying ("X's remark").
func (q *parsed) findSpeaker(in *intent) {
	for verb, t := range q.tokens {
		i := verb
		if i == 0 || !(q.says(i) || remarkNouns[t.Lower]) || whWords[t.Lower] {
			continue
		}
		j := q.subjectStart(i)
		if from, to := q.nameAfterBy(i); from < to && (j == i || q.passive(j)) {
			j, i = from, to
		}
		if j == i {
			continue
		}
		from, to := q.tokens[j], q.tokens[i-1]
		name := q.text[from.Start:to.End]
		in.speaker = unowned(name)
		in.described = j > 0 && determiners[q.word(j-1)]
		in.proper = !in.described && (from.Capital || to.Capital || !slices.ContainsFunc(q.tokens[j:i], func(t terms.Token) bool { return t.Capital }))
		for _, t := range q.tokens[j:i] {
			if t.Word && !terms.Stop(t.Lower) {
				in.speakerStems = append(in.speakerStems, t.Stem)
			}
		}
		if i <= verb {
			in.topic = q.topicAfter(verb + 1)
		}
		return
	}
}

// subjectStart is where the subject of the verb at token i begins: after "what
// did" all that stands before the verb ("the Chinese foreign ministry"), else
// the name just before it; i where there is none.
func (q *parsed) subjectStart(i int) int {
	aux := q.wh + 1
	if q.wh >= 0 && aux < i && hasWord("did does do has have had", q.word(aux)) && i-aux <= 8 {
		for aux++; aux < i && determiners[q.word(aux)]; aux++ {
		}
		if last := q.tokens[i-1].Stem; sourceNouns[last] || textNouns[last] {
			return i // "what did the reports say": nobody's words
		}
		if aux < i && !leadingPronouns[q.word(aux)] && !hasWord("anyone anybody someone people who", q.word(aux)) {
			return aux
		}
		return i
	}
	return q.nameStart(i)
}

var determiners = terms.Set("the a an this that these those his her its their")

// nameStart is where the name that ends before token i begins; i where none
// does. Parts joined by a hyphen belong together, "Jae-in" as a whole.
func (q *parsed) nameStart(i int) int {
	for i > 0 {
		switch {
		case q.nameLike(i - 1):
			i--
		case i > 2 && q.tokens[i-2].Lower == "-" && q.touch(i-2) && q.tokens[i-3].Capital:
			i -= 3
		default:
			return i
		}
	}
	return i
}

// passive reports whether a form of "be" stands before token i: "what was Kim
// called by Putin".
func (q *parsed) passive(i int) bool { return isBe(q.word(i - 1)) }

// touch reports whether token i stands between its neighbours without a space.
func (q *parsed) touch(i int) bool {
	return q.tokens[i-1].End == q.tokens[i].Start && i+1 < len(q.tokens) && q.tokens[i].End == q.tokens[i+1].Start
}

// nameAfterBy is the range of the name in "called … by Putin", empty at i if
// there is none.
func (q *parsed) nameAfterBy(i int) (from, to int) {
	for k := i + 1; k < len(q.tokens); k++ {
		if q.tokens[k].Lower != "by" {
			continue
		}
		to := k + 1
		for to < len(q.tokens) && q.tokens[to].Capital && q.tokens[to].Word {
			to++
		}
		if to > k+1 {
			return k + 1, to
		}
	}
	return i, i
}

// nameLike reports whether token i can belong to a speaker's name: capitals,
// or, in a question typed without any, a content word that is no verb.
func (q *parsed) nameLike(i int) bool {
	t := q.tokens[i]
	if !t.Word || terms.Stop(t.Lower) || whWords[t.Lower] || t.Number {
		return t.Lower == "-" && i > 0 && i+1 < len(q.tokens) && q.tokens[i+1].Capital
	}
	if t.Capital {
		return true
	}
	cased := slices.ContainsFunc(q.tokens, func(t terms.Token) bool { return t.Capital && len(t.Lower) > 1 })
	return !cased || q.misspeltWh(q.first)
}

// topicAfter is what follows the first "about" or "on" from token i on, up to
// the end of the sentence or to what says how to compare.
func (q *parsed) topicAfter(i int) string {
	for i < len(q.tokens) && !hasWord("about on regarding concerning over", q.tokens[i].Lower) {
		i++
	}
	i++
	j := i
	for j < len(q.tokens) && !hasWord(". ? ! ; ,", q.tokens[j].Lower) && !q.meta(j) {
		j++
	}
	for j > i && (!q.tokens[j-1].Word || terms.Stop(q.tokens[j-1].Lower)) {
		j-- // "… translated in the different reports"
	}
	if i >= j || whWords[q.word(i)] {
		return ""
	}
	return q.text[q.tokens[i].Start:q.tokens[j-1].End]
}

// meta reports whether token i says what form the answer is to have rather
// than what it is about: "say" in a question for somebody's words, "sources"
// and "agree" in one that compares.
func (q *parsed) meta(i int) bool {
	t := q.tokens[i]
	if t.Capital && i != q.first {
		return false
	}
	switch {
	case q.intent.compare && (q.says(i) || comparing[t.Stem] || sourceNouns[t.Stem] || acrossWords[t.Stem]):
		return true
	case measures[t.Lower] && i > 0 && q.word(i-1) == "how":
		return true // "how long"
	case q.typ == wantsNumber && durations[q.focus] && i == q.focusEnd:
		return true // nor need a report of five hours say "length"
	case q.asked != noRecord && (publishing[t.Stem] || sourceNouns[t.Stem] || textNouns[t.Stem]):
		return true
	case q.typ == wantsWhen && dateNouns[q.focus] && q.wh < i && i <= q.focusEnd:
		return true // "on what calendar date"
	case q.sides != nil && comparative(t.Lower):
		return true // a report that gives one figure need not say "longer"
	case q.typ == wantsWhy && (q.causeNoun(i) || caused[t.Stem] && i == q.wh+1):
		return true // what a report on it need not say: "the cause of"
	case q.typ == wantsQuote && (saying[t.Stem] || strings.HasPrefix(t.Stem, "quot")):
		return true
	}
	return q.intent.speaker != "" && remarkNouns[t.Lower]
}

var acrossWords = stemmed("across between among translate translated word worded report reported cite")
