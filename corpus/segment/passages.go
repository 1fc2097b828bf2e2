package segment

import (
	"unicode"
	"unicode/utf8"

	"newsdesk/corpus"
)

// MaxTokens is the most tokens (see Tokens) that a passage holds, unless a
// single sentence holds more.
const MaxTokens = 250

// paragraphTokens is how full a passage has to be for the end of a paragraph
// within it to be a better border than the last sentence that fits.
const paragraphTokens = MaxTokens * 3 / 5

// Passages joins the sentences ss of one article's text into runs of at most
// MaxTokens tokens. Passages are in order, do not overlap and together hold
// every sentence that is not Furniture, which closes a passage, so that no
// span runs over it. A passage rather ends where a paragraph does, and never
// with a heading that its text follows. A sentence beyond the limit is a
// passage by itself.
//
// There is no overlap between neighbours: it would count a sentence twice in
// the statistics of the index, and answers join neighbours anyway.
func Passages(article string, text string, ss []corpus.Sentence) []corpus.Passage {
	var out []corpus.Passage
	for first := 0; first < len(ss); {
		if ss[first].Kind == corpus.Furniture {
			first++
			continue
		}
		last := fill(text, ss, first)
		out = append(out, corpus.Passage{
			Article: article, N: len(out), First: first, Last: last,
			Span: corpus.Span{Start: ss[first].Start, End: ss[last-1].End},
		})
		first = last
	}
	return out
}

// fill is the end of the passage that begins with sentence first.
func fill(text string, ss []corpus.Sentence, first int) int {
	tokens, border, i := 0, 0, first
	for ; i < len(ss) && ss[i].Kind != corpus.Furniture; i++ {
		if i > first && ss[i].Block != ss[i-1].Block && tokens >= paragraphTokens {
			border = i
		}
		n := Tokens(ss[i].Of(text))
		if i > first && tokens+n > MaxTokens {
			break
		}
		tokens += n
	}
	if i == len(ss) || ss[i].Kind == corpus.Furniture {
		return i
	}
	if border > 0 {
		i = border
	}
	for i > first+1 && (ss[i-1].Kind == corpus.Heading || ss[i-1].Kind == corpus.Title) {
		i--
	}
	return i
}

// Tokens counts the tokens of s: a run of letters, digits and marks is one,
// and so is every other character but white space.
func Tokens(s string) int {
	n, in := 0, false
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		i += size
		switch {
		case 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9':
		case r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)):
		case isSpace(r):
			in = false
			continue
		default:
			in = false
			n++
			continue
		}
		if !in {
			in = true
			n++
		}
	}
	return n
}
