package quote

import (
	_ "embed"
	"strings"
)

// words.txt holds the hand-written lists. What is learned from annotated
// articles (the strength of cues, the nouns that speak) is in the Model.
//
//go:embed words.txt
var wordLists string

// flags is the set of lists that a lower-case word stands in.
type flags uint32

const (
	fTitle flags = 1 << iota
	fMaleTitle
	fFemaleTitle
	fOrg
	fPlace
	fDate
	fPronoun
	fMale
	fFemale
	fFunction
	fPreposition
	fAuxiliary
	fAdverb
	fDeterminer
	fConjunction
	fHearer
	fParticle
	fBaseCue
	fCollective
	fFamilyFirst
	fAcronym
	fFamilyFirstShort
	fSpeaker
	fDemonym
	fGeographic
	fNounLike
	fClause
	fObject
)

var sections = map[string]flags{
	"titles": fTitle, "male-titles": fMaleTitle, "female-titles": fFemaleTitle,
	"org": fOrg, "place": fPlace, "dates": fDate, "pronouns": fPronoun,
	"male-names": fMale, "female-names": fFemale, "function": fFunction,
	"prepositions": fPreposition, "auxiliaries": fAuxiliary, "adverbs": fAdverb,
	"determiners": fDeterminer, "conjunctions": fConjunction, "hearer": fHearer,
	"particles": fParticle, "cues": fBaseCue, "collective": fCollective,
	"family-first": fFamilyFirst, "family-first-short": fFamilyFirstShort, "acronyms": fAcronym, "speakers": fSpeaker,
	"demonyms": fDemonym, "geographic": fGeographic, "noun-like": fNounLike,
	"clause": fClause, "object": fObject,
}

// lexicon maps a lower-case word to its lists.
var lexicon = readWordLists(wordLists)

func readWordLists(text string) map[string]flags {
	m := make(map[string]flags, 2500)
	var cur flags
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "["):
			cur = sections[strings.Trim(line, "[]")]
		default:
			for w := range strings.FieldsSeq(line) {
				m[w] |= cur
			}
		}
	}
	return m
}

// is reports whether the lower-case word stands in any of the lists f.
func is(low string, f flags) bool { return lexicon[low]&f != 0 }

// orgWord reports whether w, as written, is a word of organisations' names.
func orgWord(w string) bool {
	f := lexicon[bare(strings.ToLower(w))]
	return f&fOrg != 0 || f&fAcronym != 0 && strings.ToUpper(w) == w
}

// bare is a title without its full stop: "mr." → "mr".
func bare(low string) string { return strings.Trim(low, ".") }

var irregular = map[string]string{
	"said": "say", "says": "say", "saying": "say", "told": "tell", "tells": "tell", "telling": "tell",
	"wrote": "write", "written": "write", "writes": "write", "writing": "write", "according": "accord",
	"thought": "think", "thinks": "think", "replied": "reply", "went": "go", "read": "read", "reads": "read",
	"reading": "read", "sang": "sing", "put": "put", "made": "make", "shot": "shoot", "spoke": "speak",
	"denied": "deny", "saw": "see", "sent": "send", "felt": "feel",
}

var suffixes = [...]struct{ cut, add string }{
	{"ies", "y"}, {"ied", "y"}, {"ying", "y"}, {"ing", ""}, {"ed", ""}, {"es", ""}, {"s", ""},
}

// lemma is the base form of a lower-case verb as far as known tells: a form
// that it reports true for, or else the bare stem.
func lemma(w string, known func(string) bool) string {
	if l, ok := irregular[w]; ok {
		return l
	}
	for _, s := range suffixes {
		if !strings.HasSuffix(w, s.cut) || len(w)-len(s.cut) < 2 {
			continue
		}
		stem := w[:len(w)-len(s.cut)] + s.add
		if known(stem) {
			return stem
		}
		if known(stem + "e") {
			return stem + "e"
		}
		if n := len(stem); n > 2 && stem[n-1] == stem[n-2] && known(stem[:n-1]) {
			return stem[:n-1]
		}
		return stem
	}
	return w
}
