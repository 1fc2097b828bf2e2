package dates

import (
	"unicode"
	"unicode/utf8"
)

// kind is what a token is made of.
type kind uint8

const (
	word    kind = iota // letters
	number              // digits only
	figures             // digits with . , : or / between: "1,984", "25.4.2019"
	decades             // "1990s", "90s"
	mixed               // letters and digits: "F16"
	mark                // one rune of punctuation
	gap                 // the end of a line, which no expression runs over
)

// A token is a word, a number or a mark of the text.
type token struct {
	start, end int
	kind       kind
	entry
	// num and digits are the value and the number of digits of a number.
	num    int
	digits uint8
	// mark is the punctuation as ASCII: '-' any hyphen, '~' any longer dash,
	// '\'' and '"' any quotation mark, 0 any other.
	mark byte
	// upper: the first letter is a capital; spaced: white space stands before.
	upper, spaced bool
	// possessive: "'s" follows, which is not in start and end. will: "'ll".
	possessive, will bool
}

// lex appends the tokens of the text from byte i on, without white space, and
// a gap at its end.
func lex(toks []token, text string, i int) []token {
	spaced := true
	for i < len(text) {
		c := text[i]
		if c == ' ' || c == '\t' || c == '\r' {
			i++
			spaced = true
			continue
		}
		t := token{start: i, spaced: spaced}
		switch {
		case c < utf8.RuneSelf && isDigit(c):
			i = t.number(text, i)
		case c < utf8.RuneSelf && isLetter(c):
			i = t.word(text, i)
		default:
			r, n := utf8.DecodeRuneInString(text[i:])
			if unicode.IsSpace(r) {
				i += n
				spaced = true
				continue
			}
			if unicode.IsLetter(r) && r != 'ʼ' {
				i = t.word(text, i)
			} else {
				t.kind, t.mark, t.end = mark, ascii(r), i+n
				i += n
			}
		}
		spaced = false
		toks = append(toks, t)
	}
	return append(toks, token{start: len(text), end: len(text), kind: gap})
}

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// ascii folds typographic marks.
func ascii(r rune) byte {
	switch r {
	case '-', '‐', '‑':
		return '-'
	case '–', '—', '―', '−':
		return '~'
	case '\'', '’', '‘', 'ʼ':
		return '\''
	case '"', '“', '”':
		return '"'
	}
	if r < utf8.RuneSelf {
		return byte(r)
	}
	return 0
}

// letters is the end of the run of letters and joined digits that begins at
// i, and whether a digit is among them.
func letters(text string, i int) (end int, digits bool) {
	for i < len(text) {
		c := text[i]
		switch {
		case c < utf8.RuneSelf && isLetter(c):
			i++
		case c < utf8.RuneSelf && (isDigit(c) || c == '_'):
			digits = true
			i++
		case c < utf8.RuneSelf:
			return i, digits
		default:
			r, n := utf8.DecodeRuneInString(text[i:])
			if !unicode.IsLetter(r) && !unicode.IsMark(r) || r == 'ʼ' { // an apostrophe, though Unicode has it a letter
				return i, digits
			}
			i += n
		}
	}
	return i, digits
}

// word reads the word at i and the "'s" or "'ll" after it, and returns where
// reading goes on.
func (t *token) word(text string, i int) int {
	end, digits := letters(text, i)
	t.end = end
	if c := text[i]; c < utf8.RuneSelf {
		t.upper = c < 'a'
	} else {
		r, _ := utf8.DecodeRuneInString(text[i:])
		t.upper = unicode.IsUpper(r)
	}
	if t.entry = lookup(text[i:end]); digits && t.class != quarter {
		t.kind, t.entry = mixed, entry{}
		return end
	}
	return t.clitic(text, end)
}

// clitic reads "'s" or "'ll" at i, which stays outside of the token.
func (t *token) clitic(text string, i int) int {
	at := i
	switch {
	case at < len(text) && text[at] == '\'':
		at++
	case at+3 <= len(text) && text[at:at+3] == "’":
		at += 3
	default:
		return i
	}
	end, digits := letters(text, at)
	if digits {
		return i
	}
	switch text[at:end] {
	case "s", "S":
		t.possessive = true
		return end
	case "ll", "LL":
		t.will = true
		return end
	}
	return i
}

// number reads the number at i with what is written together with it, and
// returns where reading goes on.
func (t *token) number(text string, i int) int {
	t.kind = number
	end := digits(text, i)
	if end-i <= 6 {
		t.digits = uint8(end - i)
		for _, c := range []byte(text[i:end]) {
			t.num = t.num*10 + int(c-'0')
		}
	}
	for end+1 < len(text) && isSeparator(text[end]) && isDigit(text[end+1]) {
		t.kind = figures
		end = digits(text, end+1)
	}
	t.end = end
	after, _ := letters(text, end)
	if after == end {
		return t.clitic(text, end)
	}
	if t.kind == figures {
		t.end = after
		t.kind = mixed
		return after
	}
	switch suffix := text[end:after]; {
	case suffix == "s" && t.num%10 == 0 && (t.digits == 2 || t.digits == 4):
		t.kind = decades
	case isOrdinal(suffix) && t.digits <= 2:
		t.class, t.val = ordinal, int8(t.num)
	case isClock(suffix) && t.digits == 2:
		return end // "2019-04-25T10:00Z": the time is the next token
	default:
		t.kind = mixed
	}
	t.end = after
	return after
}

func digits(text string, i int) int {
	for i < len(text) && isDigit(text[i]) {
		i++
	}
	return i
}

func isSeparator(c byte) bool { return c == '.' || c == ',' || c == ':' || c == '/' }

func isOrdinal(s string) bool {
	switch s {
	case "st", "nd", "rd", "th", "ST", "ND", "RD", "TH":
		return true
	}
	return false
}

// isClock reports whether s begins like the time of an ISO 8601 date.
func isClock(s string) bool {
	return len(s) >= 3 && s[0] == 'T' && isDigit(s[1]) && isDigit(s[2])
}

// lookup finds the word without regard to the case of ASCII letters.
func lookup(w string) entry {
	if len(w) > longest {
		return entry{}
	}
	var buf [longest]byte
	for i := 0; i < len(w); i++ {
		c := w[i]
		if c >= utf8.RuneSelf {
			return entry{}
		}
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		buf[i] = c
	}
	return lexicon[string(buf[:len(w)])]
}
