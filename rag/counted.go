package rag

import (
	"slices"
	"strings"

	"newsdesk/rag/terms"
)

// "How many people were arrested?" counts what was done: five dead are no
// answer, however many they are.

// deed is what the things that a question counts did or had done to them: its
// stem and how the question writes it, both empty where that is not said.
func (p *parsed) deed() (stem, written string) {
	if p.wh < 0 || p.word(p.wh) != "how" || p.word(p.wh+1) != "many" {
		return "", ""
	}
	i := p.wh + 2
	if p.focus != "" && p.focusEnd >= i && p.focusEnd+1 < len(p.tokens) && p.tokens[p.focusEnd+1].Word {
		i = p.focusEnd + 1
	}
	if auxiliary(p.word(i)) { // "how many guards did Harrow hire"
		stem := p.verbAfter(i + 1)
		for _, t := range p.tokens[i:] {
			if stem != "" && t.Stem == stem {
				return stem, p.text[t.Start:t.End]
			}
		}
		return "", ""
	}
	for isBe(p.word(i)) || hasWord("have has had been be will would may might could", p.word(i)) || strings.HasSuffix(p.word(i), "ly") {
		i++
	}
	if lightVerbs[p.stemAt(i)] && p.word(i+1) == "part" {
		i++ // "took part"
	}
	if i >= len(p.tokens) || !subject(p.tokens[i]) || p.tokens[i].Capital || p.tokens[i].Number {
		return "", ""
	}
	return p.tokens[i].Stem, p.text[p.tokens[i].Start:p.tokens[i].End]
}

func (p *parsed) stemAt(i int) string {
	if i < 0 || i >= len(p.tokens) {
		return ""
	}
	return p.tokens[i].Stem
}

// fates are what reports count people by, apart from each other: the dead are
// not the arrested.
var fates = stemmed(`die kill drown murder hurt injure wound arrest detain jail charge indict convict sentence rescue evacuate sack dismiss fire
vanish come attend gather join march live reside flee deport expel`)

// dying is what is told of whoever was killed.
var (
	dying   = terms.Stems("die")[0]
	killing = stemmed("kill murder")
)

// readCount keeps of the evidence what counts those who did what the question
// says, or says that nobody did; where nothing does, no other count is given.
func (f *found) readCount() {
	stem, written := f.q.deed()
	if killing[stem] {
		stem = dying // who was killed has died
	}
	if f.q.language != english || f.q.reading.context != "" || !fates[stem] || lengthUnits[f.q.focus] {
		return
	}
	counts := func(ev evidence) bool {
		return len(f.told(ev.sentence, stem)) > 0 && (len(ev.cands.numbers) > 0 || countsNone(ev.sentence))
	}
	kept := slices.DeleteFunc(slices.Clone(f.ranked), func(ev evidence) bool { return !counts(ev) })
	if len(kept) == 0 {
		f.keep(nil, "No article found counts this: how many “"+written+"”.")
		return
	}
	f.ranked = kept
	i, ok := f.q.at[f.q.focus]
	if ok && f.q.focus != stem && f.q.focus != peopleStem && !slices.ContainsFunc(kept, func(ev evidence) bool {
		return f.scorer.has(ev.sentence, i) || countsNone(ev.sentence)
	}) {
		f.premise.unsaid = "No article found counts this of " + f.q.terms[i].written + "."
	}
}

// countsNone reports whether a sentence says of something that nobody did it or
// that it was done to nobody.
func countsNone(s *sentence) bool {
	denied := false
	for k, t := range s.tokens {
		switch {
		case hasWord("nobody none", t.Lower), t.Lower == "no" && k+1 < len(s.tokens) && s.tokens[k+1].Word && !strings.HasPrefix(s.tokens[k+1].Lower, "long"):
			return true
		case t.Lower == "not" || t.Lower == "never" || strings.HasSuffix(t.Lower, "n't"):
			denied = true
		case denied && hasWord("anyone anybody any", t.Lower):
			return true
		}
	}
	return false
}

// nobodyDid says, of a question for who did something, that no article found
// tells of its being done, or "".
func (f *found) nobodyDid() string {
	q := f.q
	if !f.assumes() || q.typ != wantsWho || q.wh != q.first || q.denies() || !hasWord("who", q.word(q.wh)) {
		return ""
	}
	i := q.wh + 1
	for isBe(q.word(i)) || hasWord("has have had been", q.word(i)) || strings.HasSuffix(q.word(i), "ly") {
		i++
	}
	if i >= len(q.tokens) || !subject(q.tokens[i]) || q.tokens[i].Capital || i > q.wh+1 && !participle(q.tokens[i]) {
		return ""
	}
	p := new(predication)
	if !f.reads(p, i) || len(likeVerbs[p.stem]) == 0 {
		return ""
	}
	if f.happened(p, i) {
		f.deed = p
		return ""
	}
	end := len(q.tokens)
	for end > i+1 && !q.tokens[end-1].Word {
		end--
	}
	return "No article found says that anybody did this, or that it was done: “" + q.text[q.tokens[i].Start:q.tokens[end-1].End] + "”."
}

// happened reports whether an article found tells of what was done: in one
// sentence its verb and, there, in the one before or in the title, a word of
// what it was done to; a person to whom it was done in that role.
func (f *found) happened(p *predication, verb int) bool {
	var object *predication
	if p.object != "" && !f.q.passive(verb) {
		if object, _ = f.nameAt(slices.IndexFunc(f.q.tokens, func(t terms.Token) bool { return t.Start >= f.q.tokens[verb].End && t.Capital })); object != nil && object.person {
			object.stem, object.also, object.passive = p.stem, p.also, true
			return f.asserted(object)
		}
	}
	for _, d := range f.docs {
		for i := range d.sentences {
			s := d.sentences[i].read(f.scorer.words)
			if len(f.deeds(s, p)) > 0 && f.touches(s, p.stem) {
				return true
			}
		}
	}
	return false
}

// touches reports whether a sentence, the one before or the title holds one of
// the question's words beside its verb, if there is any.
func (f *found) touches(s *sentence, verb string) bool {
	before := s.doc.neighbour(s.i, -1)
	others := false
	for i := range f.q.terms {
		t := &f.q.terms[i]
		if t.stem == verb || lightVerbs[t.stem] || bringing[t.stem] {
			continue
		}
		others = true
		if f.scorer.holds(s, i) > 0 || s.doc.title[t.stem] || before != nil && f.scorer.has(before, i) {
			return true
		}
	}
	return !others
}

// noCause says, of a question for what caused something, that no article found
// gives a cause of it, or "".
func (f *found) noCause() string {
	q := f.q
	if !f.assumes() || q.typ != wantsWhy || q.word(q.wh) == "why" || !q.causal() {
		return ""
	}
	for _, ev := range f.ranked {
		s := ev.sentence
		_, gives := f.cause(s)
		if (gives || len(s.cands.reasons) > 0 || slices.ContainsFunc(s.tokens, func(t terms.Token) bool { return blamed[t.Stem] && !t.Capital && !hasWord("cause causes", t.Lower) })) && f.touches(s, "") {
			return ""
		}
	}
	return "No article found gives a cause of it."
}
