// Package thesaurus knows which English words stand for one another, so that
// a question about "gifts" can find a sentence about "donations". It is a
// table of 19,000 words made from WordNet 3.0 (Miller, "WordNet: A Lexical
// Database for English", 1995) by build.py; README.md is its card.
//
// A related word is a hint, never evidence by itself: Related.Strength says
// how far to trust it, and an antonym is kept apart.
package thesaurus

import (
	"cmp"
	"slices"

	"newsdesk/rag/terms"
)

// Kind says how two words are related.
type Kind uint8

// The kinds of relation. The table stores them by number: build.py has the
// same order.
const (
	Synonym  Kind = iota // shares a sense: sofa, couch
	Derived              // of one family: arrive, arrival; Korea, Korean
	Broader              // what the word is a kind of: limousine, car
	Narrower             // a kind of the word: car, limousine
	Antonym              // the opposite: never a stand-in, see Antonyms
	kinds
)

// String is the kind's name in lower case.
func (k Kind) String() string {
	if k >= kinds {
		return "unknown"
	}
	return [...]string{"synonym", "derived", "broader", "narrower", "antonym"}[k]
}

// Related is a word that may stand where another was asked for.
type Related struct {
	// Stem is what rag/terms makes of the related word.
	Stem string
	// Kind is that of the strongest relation that leads to Stem.
	Kind Kind
	// Strength is about the probability that the word, where it stands in a
	// sentence without the one asked for, stands for it rather than being
	// there by chance: 0 to 1, never 0.
	Strength float32
}

// limit bounds what Of returns.
const limit = 12

// weight is the strength of the closest pairs of each kind. With them the
// mean strength of the pairs met in training questions is 1 - 1/lift, where
// lift says how much oftener a related word stands in the sentence that
// answers than in its neighbours (README.md, "What it is worth").
var weight = [kinds]float32{Synonym: .82, Derived: .68, Broader: .5, Narrower: .5}

// Discounts of what is read less directly than a word that is in the table.
const (
	otherReading = .7 // "meeting" as a form of "meet"
	fromStem     = .8 // "labourers" by way of the stem "labor"
)

// Of lists the words related to a folded word (terms.Token.Lower), strongest
// first, 12 at most, antonyms and words of the same stem left out. Inflected
// forms are read as their base: "gifts", "failed". Of words that the table
// does not know, and of function words, it lists nothing.
func Of(lower string) []Related {
	if terms.Stop(lower) {
		return nil
	}
	t, own := builtin(), stem(lower)
	var out []Related
	for _, r := range t.readings(lower, own) {
		for _, rel := range t.of(r.word) {
			word := t.words[rel.word]
			s := stem(word)
			if rel.kind == Antonym || s == own || !stands(word, s) {
				continue
			}
			strength := weight[rel.kind] * r.discount * (1 + rel.closeness) / 2
			i := slices.IndexFunc(out, func(o Related) bool { return o.Stem == s })
			switch {
			case i < 0:
				out = append(out, Related{s, rel.kind, strength})
			case out[i].Strength < strength:
				out[i] = Related{s, rel.kind, strength}
			}
		}
	}
	against := t.antonyms(lower, own)
	out = slices.DeleteFunc(out, func(r Related) bool { return slices.Contains(against, r.Stem) })
	slices.SortFunc(out, func(a, b Related) int {
		return cmp.Or(cmp.Compare(b.Strength, a.Strength), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Stem, b.Stem))
	})
	return out[:min(len(out), limit)]
}

// Antonyms lists the stems of the opposites of a folded word, in alphabetical
// order.
func Antonyms(lower string) []string {
	if terms.Stop(lower) {
		return nil
	}
	return builtin().antonyms(lower, stem(lower))
}

func (t *table) antonyms(lower, own string) []string {
	var out []string
	for _, r := range t.readings(lower, own) {
		for _, rel := range t.of(r.word) {
			if rel.kind != Antonym {
				continue
			}
			if word := t.words[rel.word]; stem(word) != own && stands(word, stem(word)) {
				out = append(out, stem(word))
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// stem is the stem of a single folded word, the word itself where it has
// none.
func stem(lower string) string {
	if s := terms.Stems(lower); len(s) == 1 {
		return s[0]
	}
	return lower
}

// stands reports whether a word of the table can be told by its stem: not
// "saw" the tool, which rag/terms takes for a form of "see", nor "four",
// which it takes for a number, nor a function word.
func stands(word, stem string) bool {
	return !terms.Stop(word) && sharedPrefix(word, stem) >= min(len(stem)-1, 4)
}

func sharedPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}
