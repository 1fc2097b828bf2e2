package eval

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The comparisons of this file are those of the reference scorer, a Python
// program, rune for rune: its figures and ours agree only if both think the
// same two strings equal. Where the two languages' notions differ (white
// space, word characters, lower case), Python's is spelled out.

// folds maps typographic quotes and dashes to ASCII.
var folds = strings.NewReplacer(
	"“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`,
	"‘", "'", "’", "'", "‚", "'", "′", "'",
	"–", "-", "—", "-", "−", "-", "‐", "-", "‑", "-", "…", "...",
	"\u200b", "",
)

// fold makes two spellings of one quotation equal: compatibility forms
// composed, typographic marks in ASCII, runs of white space one space.
func fold(s string) string {
	return strings.Join(strings.FieldsFunc(folds.Replace(norm.NFKC.String(s)), isSpace), " ")
}

var numberWords = func() map[string]string {
	m := map[string]string{}
	for i, w := range strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty") {
		m[w] = strconv.Itoa(i)
	}
	return m
}()

// tokens are the words that count when answers are compared: lower case,
// without articles and punctuation, numbers up to twenty as digits.
func tokens(s string) []string {
	in := []rune(lower(fold(s)))
	out := make([]rune, 0, len(in))
	at := func(i int) rune {
		if i < 0 || i >= len(in) {
			return ' '
		}
		return in[i]
	}
	digits := func(from int) bool {
		return unicode.IsDigit(at(from)) && unicode.IsDigit(at(from+1)) && unicode.IsDigit(at(from+2)) && !isWord(at(from+3))
	}
	for i, r := range in {
		switch {
		case r == ',' && unicode.IsDigit(at(i-1)) && digits(i+1):
			// A thousands separator vanishes.
		case r == '.' && !(unicode.IsDigit(at(i-1)) && unicode.IsDigit(at(i+1))), r == '_':
			out = append(out, ' ')
		case r == '.' || isWord(r) || isSpace(r) || strings.ContainsRune("%$€£", r):
			out = append(out, r)
		default:
			out = append(out, ' ')
		}
	}
	var words []string
	for _, w := range strings.FieldsFunc(string(out), isSpace) {
		switch n, ok := numberWords[w]; {
		case ok:
			words = append(words, n)
		case w != "a" && w != "an" && w != "the":
			words = append(words, w)
		}
	}
	return words
}

// normalise is the tokens of s with one space between them.
func normalise(s string) string { return strings.Join(tokens(s), " ") }

// contains reports whether answer occurs in text on word boundaries once both
// are normalised; text without spaces between words is compared without any.
func contains(text, answer string) bool { return holds(normalise(text), normalise(answer)) }

// holds is contains of what is normalised already.
func holds(t, a string) bool {
	switch {
	case a == "":
		return false
	case hasIdeographs(a):
		return strings.Contains(strings.ReplaceAll(t, " ", ""), strings.ReplaceAll(a, " ", ""))
	}
	return strings.Contains(" "+t+" ", " "+a+" ")
}

func containsAny(text string, answers []string) bool {
	for _, a := range answers {
		if contains(text, a) {
			return true
		}
	}
	return false
}

// units are tokens with each ideograph apart.
func units(s string) []string {
	var out []string
	for _, t := range tokens(s) {
		if hasIdeographs(t) {
			out = append(out, strings.Split(t, "")...)
		} else {
			out = append(out, t)
		}
	}
	return out
}

// f1 is the harmonic mean of the precision and recall of units, 0 to 1, as
// SQuAD's evaluation computes it (Rajpurkar et al., 2016).
func f1(answer, gold string) float64 {
	a, g := units(answer), units(gold)
	if len(a) == 0 || len(g) == 0 {
		if len(a) == len(g) {
			return 1
		}
		return 0
	}
	n := shared(a, g)
	return 2 * float64(n) / float64(len(a)+len(g))
}

// shared counts the units that a and b have in common, repetitions included.
func shared(a, b []string) int {
	count := map[string]int{}
	for _, u := range a {
		count[u]++
	}
	n := 0
	for _, u := range b {
		if count[u] > 0 {
			count[u]--
			n++
		}
	}
	return n
}

func hasIdeographs(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return r >= 0x3040 && r <= 0x9fff || r >= 0xac00 && r <= 0xd7af
	})
}

// isSpace is Python's str.isspace: Unicode white space and the four
// information separators.
func isSpace(r rune) bool { return unicode.IsSpace(r) || r >= 0x1c && r <= 0x1f }

// isWord is \w of Python's re: letters and numbers of every script, but, other
// than elsewhere, no combining marks.
func isWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r) }

// withoutSpace is s without white space.
func withoutSpace(s string) string {
	return strings.Map(func(r rune) rune {
		if isSpace(r) {
			return -1
		}
		return r
	}, s)
}

// lower is Python's str.lower, which differs from strings.ToLower in two
// letters: the dotted capital I and the capital sigma at the end of a word.
func lower(s string) string {
	if !strings.ContainsAny(s, "İΣ") {
		return strings.ToLower(s)
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == 'İ':
			b.WriteString("i\u0307")
		case r == 'Σ' && endsWord(s[:i], s[i+utf8.RuneLen(r):]):
			b.WriteRune('ς')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// endsWord is the condition Final_Sigma of the Unicode standard, section
// 3.13: a cased letter before, none after, case-ignorable runes apart.
func endsWord(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(before, caseIgnorable))
	next, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(after, caseIgnorable))
	return cased(last) && !cased(next)
}

func cased(r rune) bool {
	return unicode.In(r, unicode.Lu, unicode.Ll, unicode.Lt, unicode.Other_Uppercase, unicode.Other_Lowercase)
}

func caseIgnorable(r rune) bool {
	return strings.ContainsRune("'.:·․﹒：．’‘", r) || unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Lm, unicode.Sk)
}
