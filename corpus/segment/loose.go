package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"newsdesk/corpus"
)

// Loose cuts text as Sentences does, and also where a small letter begins a
// sentence, as people write in a chat: "the bridge is shut. nobody knows why".
// There a full stop ends the sentence unless the word before it may be an
// abbreviation, another mark unless it ends a quotation or a name ("Yahoo!").
// A line ends a sentence.
func Loose(text string) []corpus.Span {
	var out []corpus.Span
	for _, s := range Sentences(&corpus.Article{Text: text}) {
		for at := s.Start; at < s.End; {
			end := endBy(text, at, s.End, endsLoosely)
			out = append(out, corpus.Span{Start: at, End: end})
			at = skipSpace(text, end, s.End)
		}
	}
	return out
}

// endsLoosely reports whether a small letter after s begins another sentence.
func endsLoosely(text string, start, end int, s stop) (int, bool) {
	next := skipSpace(text, s.end, end)
	if f := follow(text, next, end); s.ellipsis || next == s.end || !f.lower || f.opened {
		return s.end, false
	}
	tok := token(text, start, s.start)
	if first, _ := utf8.DecodeRuneInString(tok); !s.point {
		return s.end, unicode.IsLower(first) || unicode.IsDigit(first)
	}
	if digits(tok) {
		return s.end, true
	}
	// What has no vowel is no word: "Bhd.", "etc." and "dept." are in the list.
	return s.end, utf8.RuneCountInString(tok) > 1 && !strings.Contains(tok, ".") && abbreviations[strings.ToLower(tok)] == 0 &&
		strings.ContainsAny(strings.ToLower(tok), "aeiouy")
}
