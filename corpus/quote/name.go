package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fullName is a written name taken apart for comparison: folded words
// without titles.
type fullName struct {
	given  []string
	family string
	shown  string // the family name as written, with its particles
	gender byte   // as a title tells, or 0
	all    []string

	familyFirst bool
}

// SamePerson reports whether two written names can be one person's: "Putin",
// "Mr. Putin", "President Vladimir Putin" and "Vladimir Putin"; "Kim", "Kim
// Jong-un" and "Kim Jong Un"; an acronym and what it stands for. Differing
// given names, or a title and a given name of different gender, tell persons
// of one family apart. Empty names are nobody's.
func SamePerson(a, b string) bool {
	x, y := parseName(a), parseName(b)
	if len(x.all) == 0 || len(y.all) == 0 {
		return false
	}
	if strings.Join(x.all, "") == strings.Join(y.all, "") {
		return true
	}
	if acronym(a, b) || acronym(b, a) {
		return true
	}
	if x.family != y.family {
		return false
	}
	if x.gender != 0 && y.gender != 0 && x.gender != y.gender {
		return false
	}
	if x.familyFirst || y.familyFirst {
		// The parts of such a given name are one: Jong Un is not Jong Il.
		return len(x.given) == 0 || len(y.given) == 0
	}
	return givenAgree(x.given, y.given)
}

// Surname is the family name within a full name: "von der Leyen", and "Kim"
// of "Kim Jong Un". Of a single word it is that word.
func Surname(name string) string { return parseName(name).shown }

func givenAgree(x, y []string) bool {
	if len(x) == 0 || len(y) == 0 {
		return true
	}
	a, b := strings.Join(x, ""), strings.Join(y, "")
	if a == b {
		return true
	}
	p, q := x[0], y[0]
	return p == q || len(p) == 1 && strings.HasPrefix(q, p) || len(q) == 1 && strings.HasPrefix(p, q)
}

func parseName(s string) fullName {
	var shown []string
	for w := range strings.FieldsSeq(strings.ReplaceAll(s, nbsp, " ")) {
		w = strings.TrimFunc(w, func(r rune) bool { return !isWord(r) && r != '.' && r != '-' })
		w = strings.TrimSuffix(strings.TrimSuffix(w, "'s"), curly+"s")
		if w != "" && !strings.EqualFold(w, "the") {
			shown = append(shown, w)
		}
	}
	var n fullName
	for _, w := range shown {
		switch w := bare(strings.ToLower(w)); {
		case is(w, fMaleTitle):
			n.gender = 'm'
		case is(w, fFemaleTitle):
			n.gender = 'f'
		}
	}
	shown = stripTitles(shown)
	var at []int // the word of shown that each word of all comes from
	for i, w := range shown {
		for _, part := range strings.FieldsFunc(foldName(w), func(r rune) bool { return r == '-' }) {
			n.all = append(n.all, part)
			at = append(at, i)
		}
	}
	if len(n.all) == 0 {
		return n
	}
	if familyFirst(n.all, shown) {
		n.familyFirst, n.family, n.given, n.shown = true, n.all[0], n.all[1:], shown[0]
	} else {
		last := len(n.all) - 1
		n.family, n.given = n.all[last], n.all[:last]
		from := at[last]
		for from > 0 && is(strings.ToLower(shown[from-1]), fParticle) {
			from--
		}
		n.shown = strings.Join(shown[from:], " ")
		for len(n.given) > 0 && is(n.given[len(n.given)-1], fParticle) {
			n.given = n.given[:len(n.given)-1]
		}
	}
	if n.gender == 0 && len(n.given) > 0 {
		switch male, female := is(n.given[0], fMale), is(n.given[0], fFemale); {
		case male && !female:
			n.gender = 'm'
		case female && !male:
			n.gender = 'f'
		}
	}
	return n
}

// familyFirst reports whether a name of the folded parts begins with the
// family name: one of East Asia's, with a given name in two parts or none
// that the West knows; or any before a given name spelt as Korean ones are,
// "Kab-woo".
func familyFirst(parts, words []string) bool {
	if len(words) == 2 && hyphenedGiven(words[1]) {
		return true
	}
	if len(parts) < 2 || len(parts) > 3 || !strings.EqualFold(words[0], parts[0]) || !is(parts[0], fFamilyFirst) {
		return false
	}
	if is(parts[1], fMale|fFemale) {
		return false
	}
	return len(parts) == 3 || is(parts[0], fFamilyFirstShort)
}

// hyphenedGiven reports whether a word is a capital part, a hyphen and a small
// one.
func hyphenedGiven(word string) bool {
	first, second, ok := strings.Cut(word, "-")
	if !ok || first == "" || second == "" {
		return false
	}
	capital, _ := utf8.DecodeRuneInString(first)
	small, _ := utf8.DecodeRuneInString(second)
	return unicode.IsUpper(capital) && unicode.IsLower(small)
}

// foldName takes case, accents and full stops off a word.
func foldName(w string) string {
	return strings.Map(func(r rune) rune {
		if r == '.' || unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(w))
}

// acronym reports whether short is the initials of long's capitalised words.
func acronym(short, long string) bool {
	short = strings.ReplaceAll(strings.TrimSpace(short), ".", "")
	if len(short) < 2 || strings.ToUpper(short) != short {
		return false
	}
	i := 0
	for w := range strings.FieldsSeq(long) {
		if w[0] < 'A' || w[0] > 'Z' {
			continue
		}
		if i >= len(short) || w[0] != short[i] {
			return false
		}
		i++
	}
	return i == len(short)
}
