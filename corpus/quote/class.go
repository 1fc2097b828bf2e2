package quote

import (
	"strings"
	"unicode"
)

// The classes of tokens, a letter each, so that the path between a mention
// and a quotation is a short string:
//
//	S  strong cue (said)      W  weak cue (called)     T  tells a hearer (told)
//	G  cue in -ing (saying)   A  according             X  auxiliary
//	R  adverb                 D  day or month          H  that
//	t  to     o  of, for      b  by    p  preposition  w  who
//	d  determiner             &  conjunction           C  capitalised
//	l  other lower case       n  other                 , : . ( -  marks
//
// In a reduced path Q, P, M and N stand for a whole quotation, pronoun, name
// and noun phrase.

// A cue verb is strong where it attributes in at least strongCue of its
// occurrences outside quotations, and a cue at all from weakCue.
const (
	strongCue = .25
	weakCue   = .02
)

// cue reports whether the class is that of a verb that can attribute.
func cue(k byte) bool { return k == 'S' || k == 'T' || k == 'W' || k == 'G' }

// class is the class of t.
func (m *Model) class(t *token) byte {
	switch t.text {
	case ",", ";":
		return ','
	case ":":
		return ':'
	case ".", "!", "?", "...", "…":
		return '.'
	case "(", ")", "[", "]":
		return '('
	case "—", "–", "--", "-":
		return '-'
	}
	switch t.low {
	case "to":
		return 't'
	case "of", "about", "for":
		return 'o'
	case "by":
		return 'b'
	case "that":
		return 'H'
	case "who":
		return 'w'
	case "according":
		if !t.is(fPreposition | fAuxiliary) {
			return 'A'
		}
	}
	switch {
	case t.is(fPreposition):
		return 'p'
	case t.is(fAuxiliary):
		return 'X'
	case t.is(fConjunction):
		return '&'
	case t.is(fDeterminer):
		return 'd'
	case t.is(fDate):
		return 'D'
	}
	if t.capital() {
		return 'C'
	}
	if !lowerCase(t.text) {
		return 'n'
	}
	if c, ok := m.forms[t.low]; ok && c.strength >= weakCue {
		switch {
		case strings.HasSuffix(t.low, "ing"):
			return 'G'
		case is(c.lemma, fHearer):
			return 'T'
		case c.strength >= strongCue:
			return 'S'
		}
		return 'W'
	}
	if t.is(fAdverb) || len(t.low) > 4 && strings.HasSuffix(t.low, "ly") {
		return 'R'
	}
	return 'l'
}

// nominalise makes the noun-like cues among ts nouns where no subject can
// stand before them: "the report", "North Korean state media".
func nominalise(ts []token) {
	for i := range ts {
		t := &ts[i]
		if goesOnSaying(ts, i) {
			t.k = 'S'
			continue
		}
		if !cue(t.k) || !t.is(fNounLike) {
			continue
		}
		if i == 0 {
			t.k = 'l'
			continue
		}
		p := &ts[i-1]
		if crowd(ts, i-1) { // some call it "…"
			continue
		}
		noun := p.is(fDeterminer|fPreposition|fDemonym|fConjunction) && !p.is(fPronoun) || p.low == "'s" || p.k == ',' && !p.quoted()
		if !noun && i+1 < len(ts) {
			// A verb's object begins with a determiner, a mark, a name …
			next := &ts[i+1]
			noun = next.k == 'X' || next.k == 'o' && next.low != "for" && p.k != 'R' || cue(next.k) || next.k == 'l' && p.k == 'l' && !strings.HasSuffix(p.low, "s")
		}
		if noun {
			t.k = 'l'
		}
	}
}

// goesOnSaying reports whether token i begins "went on" as a cue: at the end
// of its clause, or before a mark.
func goesOnSaying(ts []token, i int) bool {
	if ts[i].low != "went" && ts[i].low != "goes" || i+1 >= len(ts) || ts[i+1].low != "on" || ts[i].quoted() {
		return false
	}
	return i+2 == len(ts) || ts[i+2].quoted() || in(ts[i+2].k, ".,:")
}

// lowerCase reports whether w has letters and all of them are lower case.
func lowerCase(w string) bool {
	some := false
	for _, r := range w {
		if unicode.IsUpper(r) {
			return false
		}
		some = some || unicode.IsLower(r)
	}
	return some
}
