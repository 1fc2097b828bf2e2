package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word, a clitic ("'s") or one mark. a and b are byte offsets
// into the article's text.
type token struct {
	text, low string
	a, b      int
	f         flags // the lists that low stands in
	q         int   // the quotation of the paragraph that it stands in, or -1
	sent      int   // the sentence, numbered through the article
	k         byte  // its class, see Model.class
	mentioned bool  // part of a mention
}

func (t *token) is(f flags) bool { return t.f&f != 0 }

// quoted reports whether t stands between quotation marks.
func (t *token) quoted() bool { return t.q >= 0 }

// capital reports whether t begins with an upper-case letter.
func (t *token) capital() bool {
	c := t.text[0]
	if c < utf8.RuneSelf {
		return 'A' <= c && c <= 'Z'
	}
	r, _ := utf8.DecodeRuneInString(t.text)
	return unicode.IsUpper(r)
}

// clitics are split from the word that they lean on.
var clitics = [...]string{"s", "re", "ve", "d", "ll", "m"}

var abbreviations = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq("Mr Mrs Ms Dr Sen Sens Rep Reps Gov Govs Lt Gen Rev Col Sgt Jr Sr St Prof Capt Atty Hon Adm Maj Co Inc Corp Ft Mt vs Jan Feb Aug Sept Oct Nov Dec") {
		m[w] = true
	}
	return m
}()

func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

func isSpace(r rune) bool { return unicode.IsSpace(r) || r == '\u200b' }

// wordEnd is the end of the run of letters and digits that starts at i.
func wordEnd(s string, i int) int {
	for i < len(s) {
		if c := s[i]; c < utf8.RuneSelf {
			if !isWord(rune(c)) {
				return i
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if !isWord(r) {
			return i
		}
		i += n
	}
	return i
}

// cliticAt is the clitic that stands at i, without its apostrophe, or "".
func cliticAt(s string, i int) string {
	for _, c := range clitics {
		if strings.HasPrefix(s[i:], c) && wordEnd(s, i) == i+len(c) {
			return c
		}
	}
	return ""
}

const (
	curly = "’"
	nbsp  = "\u00a0"
)

// apostrophe is the width of an apostrophe at i, or 0. A no-break space
// between a word and "s", "t", "re" … is one that was lost in conversion.
func apostrophe(s string, i int) int {
	switch {
	case s[i] == '\'':
		return 1
	case strings.HasPrefix(s[i:], curly):
		return len(curly)
	case strings.HasPrefix(s[i:], nbsp) && i > 0:
		j := i + len(nbsp)
		if r, _ := utf8.DecodeLastRuneInString(s[:i]); isWord(r) && j < len(s) && (cliticAt(s, j) != "" || s[j] == 't' && wordEnd(s, j) == j+1) {
			return len(nbsp)
		}
	}
	return 0
}

// lower folds case and apostrophes; it allocates only where that changes w.
func lower(w string) string {
	w = strings.ToLower(w)
	for i := range len(w) {
		if w[i] >= utf8.RuneSelf {
			return strings.ReplaceAll(strings.ReplaceAll(w, curly, "'"), nbsp, "'")
		}
	}
	return w
}

// appendTokens appends the tokens of text[from:to], a paragraph, to ts.
func appendTokens(ts []token, text string, from, to int) []token {
	s := text[:to]
	for i := from; i < to; {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		j := i + n
		if w := apostrophe(s, i); w > 0 && i+w < to {
			if c := cliticAt(s, i+w); c != "" {
				j = i + w + len(c)
				low := "'" + c
				if c == "s" {
					low = "'s"
				}
				ts = append(ts, token{text: text[i:j], low: low, a: i, b: j, f: lexicon[low], q: -1})
				i = j
				continue
			}
		}
		switch {
		case isSpace(r):
			i = j
			continue
		case isWord(r):
			j = endOfWord(s, i)
		case r == '.' && strings.HasPrefix(s[i:], "..."):
			j = i + 3
		case r == '-' && strings.HasPrefix(s[i:], "--"):
			for j < to && s[j] == '-' {
				j++
			}
		}
		low := lower(text[i:j])
		ts = append(ts, token{text: text[i:j], low: low, a: i, b: j, f: lexicon[low], q: -1})
		i = j
	}
	return ts
}

// endOfWord is the end of the word that starts at i: with its full stop
// where it is an abbreviation or initial, with what hyphens and apostrophes
// join to it, without a clitic.
func endOfWord(s string, i int) int {
	j := wordEnd(s, i)
	if j < len(s) && s[j] == '.' {
		if j == i+1 && 'A' <= s[i] && s[i] <= 'Z' {
			k := j + 1
			for k+1 < len(s) && 'A' <= s[k] && s[k] <= 'Z' && s[k+1] == '.' {
				k += 2
			}
			if k > j+1 { // U.S.
				return k
			}
			if rest := strings.TrimLeftFunc(s[k:], isSpace); len(rest) > 0 && 'A' <= rest[0] && rest[0] <= 'Z' { // George W. Bush, N.Korea
				return k
			}
		} else if abbreviations[s[i:j]] {
			return j + 1
		}
	}
	for j < len(s) {
		w := 0
		switch s[j] {
		case '-', '&', '/', '@':
			w = 1
		default:
			w = apostrophe(s, j)
		}
		if w == 0 || j+w >= len(s) || cliticAt(s, j+w) != "" {
			return j
		}
		k := wordEnd(s, j+w)
		if k == j+w {
			return j
		}
		j = k
	}
	return j
}
