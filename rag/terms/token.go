// Package terms turns text into the words that retrieval compares: it
// tokenises, folds (case, accents, typographic marks, lost apostrophes),
// reads number words and dotted abbreviations, and stems,
// irregular forms and British spellings included. The lexical index
// and the scoring of sentences share it, so that a term means the same in
// both. Nothing here changes a text: a Token points back at its bytes.
package terms

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Token is one word, number or other mark of a text.
type Token struct {
	// Start and End are its bytes in the text, half-open.
	Start, End int
	// Lower is the folded form: lower case, no accents, possessive 's
	// dropped, "u.s." and "US" both "u.s", "three" and "3" both "3",
	// "10,000" as "10000".
	Lower string
	// Stem is Lower stemmed (words) or without its unit sign (numbers).
	Stem string
	// Word is true of words and numbers, false of punctuation.
	Word bool
	// Number is true of digits and of number words to twenty.
	Number bool
	// Capital is true where the first letter is upper case.
	Capital bool
}

// Tokens splits text. White space yields nothing; every punctuation mark is
// a token of its own.
func Tokens(text string) []Token {
	out := make([]Token, 0, len(text)/5+4)
	shouting := !strings.ContainsFunc(text, unicode.IsLower)
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsSpace(r) || r == utf8.RuneError && n == 1 || unicode.Is(unicode.Cf, r):
			i += n
		case isLetter(r):
			end := wordEnd(text, i)
			out = append(out, word(text, i, end, shouting))
			i = end
		case unicode.IsDigit(r), isCurrency(r) && startsDigit(text[i+n:]):
			end := numberEnd(text, i)
			out = append(out, number(text, i, end))
			i = end
		default:
			mark := foldMark(r)
			out = append(out, Token{Start: i, End: i + n, Lower: mark, Stem: mark})
			i += n
		}
	}
	return out
}

// Stems are the stems of the words of text, in order.
func Stems(text string) []string {
	toks := Tokens(text)
	out := make([]string, 0, len(toks))
	for _, t := range toks {
		if t.Word {
			out = append(out, t.Stem)
		}
	}
	return out
}

// Content are the stems of the words of text that carry meaning, in order.
func Content(text string) []string {
	var out []string
	for _, t := range Tokens(text) {
		if t.Word && !Stop(t.Lower) {
			out = append(out, t.Stem)
		}
	}
	return out
}

func isLetter(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
	}
	return unicode.IsLetter(r) || unicode.Is(unicode.Mn, r)
}

func isCurrency(r rune) bool { return r == '$' || r == '€' || r == '£' || r == '¥' }

func startsDigit(s string) bool { return s != "" && '0' <= s[0] && s[0] <= '9' }

// wordEnd is where the word that starts at i ends. An apostrophe or a full
// stop between letters belongs to it ("don't", "U.S"), and so does a no-break
// space before a contraction's tail: some feeds lose their apostrophes so.
func wordEnd(text string, i int) int {
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case isLetter(r):
			i += n
			continue
		case r == '\'' || r == '’' || r == '.':
			if next, _ := utf8.DecodeRuneInString(text[i+n:]); isLetter(next) && (r != '.' || dotted(text, i)) {
				i += n
				continue
			}
		case r == '\u00a0':
			if k := tail(text[i+n:]); k > 0 {
				return i + n + k
			}
		}
		return i
	}
	return i
}

// dotted reports whether the full stop at i stands between single letters,
// as in "U.S", rather than between sentences that lost their space.
func dotted(text string, i int) bool {
	_, n := utf8.DecodeLastRuneInString(text[:i])
	before, _ := utf8.DecodeLastRuneInString(text[:i-n])
	_, n = utf8.DecodeRuneInString(text[i+1:])
	after, _ := utf8.DecodeRuneInString(text[i+1+n:])
	return !isLetter(before) && !isLetter(after)
}

// tail is the length of the contraction's tail that s begins with, else 0.
func tail(s string) int {
	for _, t := range [...]string{"s", "t", "re", "ve", "ll", "d", "m"} {
		if strings.HasPrefix(s, t) {
			if next, _ := utf8.DecodeRuneInString(s[len(t):]); !isLetter(next) && !unicode.IsDigit(next) {
				return len(t)
			}
		}
	}
	return 0
}

// numberEnd is where the number that starts at i ends: "$1,234.5", "80%",
// "1990s", "5G".
func numberEnd(text string, i int) int {
	if r, n := utf8.DecodeRuneInString(text[i:]); isCurrency(r) {
		i += n
	}
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsDigit(r) || isLetter(r):
			i += n
		case (r == ',' || r == '.') && startsDigit(text[i+1:]):
			i++
		case r == '%':
			return i + 1
		default:
			return i
		}
	}
	return i
}

func word(text string, start, end int, shouting bool) Token {
	written := text[start:end]
	first, _ := utf8.DecodeRuneInString(written)
	t := Token{Start: start, End: end, Word: true, Capital: unicode.IsUpper(first)}
	t.Lower = Fold(written)
	t.Lower = strings.TrimSuffix(t.Lower, "'s")
	if strings.Contains(t.Lower, ".") {
		if joined := strings.ReplaceAll(t.Lower, ".", ""); !Stop(joined) {
			t.Lower = joined
		}
	} else if !shouting && len(written) > 1 && Stop(t.Lower) && strings.ToUpper(written) == written {
		// "US" is no "us", "WHO" no "who": give them their dotted form.
		t.Lower = strings.Join(strings.Split(t.Lower, ""), ".")
	}
	if n, ok := numberWords[t.Lower]; ok {
		t.Lower, t.Number, t.Stem = n, true, n
		return t
	}
	base := t.Lower
	if l, ok := lemma[base]; ok && (!t.Capital || shouting || atStart(text, start)) {
		base = l // not in names: "Rose", "Left"
	}
	t.Stem = stem(american(base))
	return t
}

// atStart reports whether a word owes its capital to the start of a text or
// sentence.
func atStart(text string, i int) bool {
	before := strings.TrimRight(text[:i], " \n\t\"“‘'(\u00a0")
	return before == "" || strings.HasSuffix(before, ".") || strings.HasSuffix(before, "?") || strings.HasSuffix(before, "!")
}

func number(text string, start, end int) Token {
	t := Token{Start: start, End: end, Word: true, Number: true}
	t.Lower = strings.ReplaceAll(Fold(text[start:end]), ",", "")
	t.Stem = strings.TrimRight(strings.TrimLeft(t.Lower, "$€£¥"), "%")
	return t
}

// Fold lowers case, removes accents and maps typographic apostrophes and
// no-break spaces (which stand for lost ones) to the plain apostrophe.
func Fold(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return foldUnicode(s)
		}
	}
	return strings.ToLower(s)
}

func foldUnicode(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ReplaceAll(s, "\u00a0", "'")) {
		switch {
		case unicode.Is(unicode.Mn, r) && r < 0x0e00: // combining accents, not vowel signs
		case r == '’' || r == '‘':
			b.WriteByte('\'')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return norm.NFC.String(b.String())
}

// foldMark gives typographic marks their plain form.
func foldMark(r rune) string {
	switch r {
	case '“', '”', '„', '«', '»':
		return `"`
	case '‘', '’', '‚':
		return "'"
	case '–', '—', '−', '‐', '‑':
		return "-"
	}
	return string(r)
}

var numberWords = map[string]string{
	"zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
	"eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14",
	"fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20",
}
