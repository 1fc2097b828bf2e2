package thesaurus

import (
	"slices"
	"strings"
)

// reading is a word of the table that a word may be a form of.
type reading struct {
	word     int // in table.words
	discount float32
}

// inflections are the regular endings of English and what they replace,
// after WordNet's own rules of detachment (morphy, WordNet 3.0 manual).
var inflections = [...]struct{ ending, base string }{
	{"ies", "y"}, {"es", ""}, {"s", ""},
	{"ied", "y"}, {"ed", "e"}, {"ed", ""},
	{"ing", "e"}, {"ing", ""},
	{"ier", "y"}, {"er", "e"}, {"er", ""},
	{"iest", "y"}, {"est", "e"}, {"est", ""},
}

// readings are the words of the table that a folded word may be a form of,
// the likeliest first: the word itself; what regular endings leave; and where
// there is neither, what has the word's stem, which takes in irregular forms
// and British spellings.
func (t *table) readings(lower, own string) []reading {
	var out []reading
	add := func(word string, discount float32) bool {
		i, ok := slices.BinarySearch(t.words, word)
		if ok && !slices.ContainsFunc(out, func(r reading) bool { return r.word == i }) {
			out = append(out, reading{i, discount})
		}
		return ok
	}
	if stands(lower, own) { // else "won" would be a currency: only "win" is meant
		exact := add(lower, 1)
		for _, in := range inflections {
			base, ok := strings.CutSuffix(lower, in.ending)
			if !ok || len(base) < 2 {
				continue
			}
			bases := []string{base + in.base}
			if n := len(base); n > 3 && base[n-1] == base[n-2] && in.base == "" {
				bases = append(bases, base[:n-1]) // stopped, bigger
			}
			for _, b := range bases {
				// Of a word that is in the table, only what the stemmer too takes
				// for its base: "meeting" of "meet", but "news" not of "new",
				// "worker" not of "work".
				if !exact {
					add(b, 1)
				} else if stem(b) == own {
					add(b, otherReading)
				}
			}
		}
	}
	if len(out) > 0 {
		return out
	}
	// The first that is a word: "win" of "won", not "wine" too.
	_ = add(own, fromStem) || add(own+"e", fromStem) || strings.HasSuffix(own, "i") && add(own[:len(own)-1]+"y", fromStem)
	return out
}
