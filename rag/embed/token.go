package embed

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxWord is the length in runes beyond which a word is unknown, as in BERT's
// tokeniser.
const maxWord = 100

// continuation marks a piece that does not begin a word.
const continuation = "##"

var continuationHash = hashByte(hashByte(hashSeed, '#'), '#')

// appendRows appends the rows of the word pieces of s in order. The rules are
// those of BERT's uncased tokeniser: control characters dropped, canonical
// decomposition, combining marks dropped, lower case, a split at white space
// and around every punctuation character and CJK ideograph, then the longest
// piece first. A word that cannot be split into known pieces yields nothing.
func (t *Table) appendRows(rows []uint32, s string) []uint32 {
	if !isASCII(s) {
		// What is decomposed after a broken byte depends on where it stands.
		s = norm.NFD.String(strings.ToValidUTF8(s, "\uFFFD"))
	}
	var buf [maxWord * utf8.UTFMax]byte
	word, runes := buf[:0], 0
	flush := func() {
		if runes > 0 && runes <= maxWord {
			rows = t.appendWord(rows, word)
		}
		word, runes = buf[:0], 0
	}
	for _, r := range s {
		class := classify(r)
		switch {
		case class == drop:
			continue
		case class == inWord:
			if runes++; runes <= maxWord {
				word = utf8.AppendRune(word, unicode.ToLower(r))
			}
			continue
		}
		flush()
		if class == alone {
			word, runes = utf8.AppendRune(word, unicode.ToLower(r)), 1
			flush()
		}
	}
	flush()
	return rows
}

// appendWord appends the pieces of one cleaned word, longest first, or none
// if some part of it is not in the vocabulary.
func (t *Table) appendWord(rows []uint32, w []byte) []uint32 {
	keep := len(rows)
	var hashes [maxPiece]uint32
	prefix, h := "", uint32(hashSeed)
	for len(w) > 0 {
		n := min(len(w), t.longest-len(prefix))
		for i := range n {
			h = hashByte(h, w[i])
			hashes[i] = h
		}
		for ; n > 0; n-- {
			if row, ok := t.lookup(hashes[n-1], prefix, w[:n]); ok {
				rows = append(rows, row)
				break
			}
		}
		if n <= 0 {
			return rows[:keep]
		}
		w, prefix, h = w[n:], continuation, continuationHash
	}
	return rows
}

// What a rune does to the word that it stands in.
const (
	inWord = iota
	drop   // as if it were not there
	space  // ends a word
	alone  // a word by itself
)

func classify(r rune) int {
	if r < utf8.RuneSelf {
		return int(asciiClass[r])
	}
	switch {
	case r == utf8.RuneError || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.C, r):
		return drop
	case unicode.IsSpace(r):
		return space
	case unicode.IsPunct(r) || isIdeograph(r):
		return alone
	}
	return inWord
}

// asciiClass holds the classes of ASCII: every symbol there counts as
// punctuation, beyond Unicode's category P.
var asciiClass = func() (c [utf8.RuneSelf]uint8) {
	for i := range c {
		r := rune(i)
		switch {
		case r == ' ' || r == '\t' || r == '\n' || r == '\r':
			c[i] = space
		case r < ' ' || r == 0x7f:
			c[i] = drop
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			c[i] = alone
		}
	}
	return c
}()

// isIdeograph covers the blocks that BERT's tokeniser splits rune by rune.
func isIdeograph(r rune) bool {
	return r >= 0x4e00 && r <= 0x9fff || r >= 0x3400 && r <= 0x4dbf || r >= 0xf900 && r <= 0xfaff ||
		r >= 0x20000 && r <= 0x2ceaf || r >= 0x2f800 && r <= 0x2fa1f
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
