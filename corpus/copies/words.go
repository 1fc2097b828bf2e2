package copies

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"newsdesk/corpus"
)

// lower maps an ASCII letter or digit to its folded form and every other
// byte to 0.
var lower = func() (t [256]byte) {
	for c := byte('0'); c <= '9'; c++ {
		t[c] = c
	}
	for c := byte('a'); c <= 'z'; c++ {
		t[c], t[c-'a'+'A'] = c, c
	}
	return t
}()

// body calls yield with the spans of a's running text, in order. An article
// without blocks is running text throughout.
func body(a *corpus.Article, yield func(corpus.Span)) {
	if len(a.Blocks) == 0 {
		yield(corpus.Span{Start: 0, End: len(a.Text)})
		return
	}
	at := 0
	for _, b := range a.Blocks {
		if b.Kind == corpus.Body && at <= b.Start && b.Start <= b.End && b.End <= len(a.Text) {
			yield(b.Span)
			at = b.End
		}
	}
}

// nextWord is the first word of text[at:end], and an empty span at end where
// there is none. A word is a run of letters, digits and their marks; an
// apostrophe parts it, because some pages have lost theirs to a space. In a
// script that puts no spaces between words each character is one.
func nextWord(text string, at, end int) (start, stop int) {
	for at < end {
		c := text[at]
		if c < utf8.RuneSelf {
			if lower[c] != 0 {
				return at, wordEnd(text, at+1, end)
			}
			at++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[at:end])
		switch {
		case unspaced(r):
			return at, marksEnd(text, at+n, end)
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return at, wordEnd(text, at+n, end)
		}
		at += n
	}
	return end, end
}

func wordEnd(text string, at, end int) int {
	for at < end {
		c := text[at]
		if c < utf8.RuneSelf {
			if lower[c] == 0 {
				return at
			}
			at++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[at:end])
		if unspaced(r) || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !attached(r) {
			return at
		}
		at += n
	}
	return end
}

func marksEnd(text string, at, end int) int {
	for at < end {
		r, n := utf8.DecodeRuneInString(text[at:end])
		if !attached(r) {
			return at
		}
		at += n
	}
	return end
}

// attached reports whether r belongs to the letter before it: an accent, a
// soft hyphen, a zero-width joiner.
func attached(r rune) bool {
	return r >= 0xAD && (unicode.Is(unicode.M, r) || unicode.Is(unicode.Cf, r))
}

func unspaced(r rune) bool {
	return r >= 0x0E00 && unicode.IsLetter(r) &&
		unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// appendFolded appends the folded form of a word to buf: small letters
// without accents, compatibility forms resolved.
func appendFolded(buf []byte, word string) []byte {
	n := len(buf)
	for i := 0; i < len(word); i++ {
		if word[i] >= utf8.RuneSelf {
			return appendFoldedUnicode(buf[:n], word)
		}
		buf = append(buf, lower[word[i]])
	}
	return buf
}

func appendFoldedUnicode(buf []byte, word string) []byte {
	for _, r := range norm.NFKD.String(word) {
		switch {
		case unicode.Is(unicode.Mn, r) && r < 0x0E00, unicode.Is(unicode.Cf, r):
			// Accents go, the vowel signs of Indic scripts stay.
		case r == 'ς':
			buf = append(buf, "σ"...)
		default:
			buf = utf8.AppendRune(buf, unicode.ToLower(r))
		}
	}
	return buf
}

// hashWord is FNV-1a over the folded word.
func hashWord(word string) uint64 {
	const offset, prime = 14695981039346656037, 1099511628211
	h := uint64(offset)
	for i := 0; i < len(word); i++ {
		c := word[i]
		if c >= utf8.RuneSelf {
			h = offset
			var buf [64]byte
			for _, c := range appendFoldedUnicode(buf[:0], word) {
				h = (h ^ uint64(c)) * prime
			}
			return h
		}
		h = (h ^ uint64(lower[c])) * prime
	}
	return h
}
