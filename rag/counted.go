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
	if p.wh < 0 || !p.typedMany() {
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
	if p.stemAt(i) == takeStem && p.word(i+1) == "part" {
		return participating, p.text[p.tokens[i].Start:p.tokens[i+1].End]
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
vanish come attend gather join march participate live reside flee deport expel`)

// presence are the fates that leave whoever it is as they were.
var presence = stemmed("come attend gather join march participate")

// dieStem is what is told of whoever was killed.
var (
	dieStem = terms.Stems("die")[0]
	killing = stemmed("kill murder")
)

// readCount keeps of the evidence what counts those who did what the question
// says, or says that nobody did; where nothing does, no other count is given.
func (f *found) readCount() {
	stem, written := f.q.deed()
	if killing[stem] {
		stem = dieStem // who was killed has died
	}
	if f.q.language != english || f.q.reading.context != "" || !fates[stem] || lengthUnits[f.q.focus] {
		return
	}
	counts := func(ev evidence) bool {
		return len(f.told(ev.sentence, stem)) > 0 && (len(ev.cands.numbers) > 0 || countsNone(ev.sentence))
	}
	kept := slices.DeleteFunc(slices.Clone(f.ranked), func(ev evidence) bool { return !counts(ev) })
	if len(kept) > 0 {
		f.ranked = kept
	} else {
		// Who was there may be told in other words, who died hardly.
		kept = slices.DeleteFunc(slices.Clone(f.ranked), func(ev evidence) bool {
			x, ok := f.figure(ev.sentence, "")
			return !ok || measureUnits[x.unit] && x.unit != peopleStem || moneyUnits[x.unit] || slices.ContainsFunc(ev.words, func(k int) bool { return fates[ev.tokens[k].Stem] })
		})
		if says := "No article found counts this: how many " + written + "."; harms[stem] || !presence[stem] || len(kept) == 0 {
			f.keep(nil, says)
		} else {
			f.ranked, f.premise.unsaid = kept, says
		}
		return
	}
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
		case isNot(t.Lower):
			denied = true
		case denied && hasWord("anyone anybody any", t.Lower):
			return true
		}
	}
	return false
}
