package language

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold is text in lower case without accents, as names are compared: "Müller"
// and "MULLER" are one, "Søren" and "Soren". Marks on Cyrillic letters stay,
// since they make letters of their own there.
func Fold(text string) string {
	if ascii(text) {
		return strings.ToLower(text)
	}
	var b strings.Builder
	var base rune
	for _, r := range norm.NFD.String(strings.ToLower(text)) {
		if !unicode.Is(unicode.Mn, r) {
			base = r
		} else if !unicode.Is(unicode.Cyrillic, base) {
			continue
		}
		if plain, ok := undecomposed[r]; ok {
			b.WriteString(plain)
		} else {
			b.WriteRune(r)
		}
	}
	return strings.ReplaceAll(norm.NFC.String(b.String()), "ё", "е")
}

// undecomposed are letters that Unicode does not take apart.
var undecomposed = map[rune]string{'ø': "o", 'ł': "l", 'đ': "d", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'ı': "i", '’': "'"}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Named reports whether a name stands in text in whole words that follow each
// other, case and accents apart: "abbasova" in "By Vusala Abbasova", not
// "Abbas". An empty name stands nowhere.
func Named(text, name string) bool {
	in, of := nameWords(text), nameWords(name)
	for i := 0; len(of) > 0 && i+len(of) <= len(in); i++ {
		if strings.Join(in[i:i+len(of)], " ") == strings.Join(of, " ") {
			return true
		}
	}
	return false
}

func nameWords(s string) []string {
	return strings.FieldsFunc(Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
