package quote

import (
	"slices"
	"strings"
)

// nameCore is the words of a name without titles: Sen. Ted Cruz → Ted Cruz.
// The name of an organisation keeps all its words.
func nameCore(ts []token) []string {
	words := make([]string, 0, len(ts))
	for i := range ts {
		if w := ts[i].low; w != "'s" && w != "'" {
			words = append(words, ts[i].text)
		}
	}
	return stripTitles(words)
}

// stripTitles takes titles and "Jr." off a name's words. What follows the
// last title is the name, unless that is an organisation's: "FBI Director
// James Comey", but "Press Secretary Office".
func stripTitles(words []string) []string {
	for len(words) > 1 && suffixOfName[bare(strings.ToLower(words[len(words)-1]))] {
		words = words[:len(words)-1]
	}
	for i := len(words) - 2; i >= 0; i-- {
		w := bare(strings.ToLower(words[i]))
		if !is(w, fTitle) || adjectiveTitle[w] {
			continue
		}
		rest := words[i+1:]
		if strings.EqualFold(rest[0], "of") || strings.EqualFold(rest[0], "for") {
			if rest = afterOffice(rest); rest == nil {
				return words
			}
		}
		if slices.ContainsFunc(rest, orgWord) {
			return words
		}
		return rest
	}
	return words
}

// afterOffice is the personal name after an office: of "of State John Kerry"
// the last two words, from a known given name on. It is nil where there is
// none.
func afterOffice(words []string) []string {
	for i, w := range words {
		if i > 0 && is(strings.ToLower(w), fMale|fFemale) && i+1 < len(words) {
			return words[i:]
		}
	}
	return nil
}

var (
	// adjectiveTitle are words of titles that also begin other names.
	adjectiveTitle = map[string]bool{"state": true, "prime": true, "vice": true, "national": true, "foreign": true}
	suffixOfName   = map[string]bool{"jr": true, "sr": true, "iii": true, "ii": true}
)
