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
		start := s.Start
		for i := start; i < s.End; i++ {
			if !stops[text[i]] {
				continue
			}
			run := stopAt(text, i, s.End)
			if run.end == i {
				continue
			}
			if next := skipSpace(text, run.end, s.End); next < s.End && endsLoosely(text, start, s.End, run) {
				out = append(out, corpus.Span{Start: start, End: run.end})
				start = next
			}
			i = run.end - 1
		}
		out = append(out, corpus.Span{Start: start, End: s.End})
	}
	return out
}

// endsLoosely reports whether a small letter after s begins another sentence.
func endsLoosely(text string, start, end int, s stop) bool {
	next := skipSpace(text, s.end, end)
	if f := follow(text, next, end); s.ellipsis || next == s.end || !f.lower || f.opened {
		return false
	}
	tok := token(text, start, s.start)
	if first, _ := utf8.DecodeRuneInString(tok); !s.point {
		return unicode.IsLower(first) || unicode.IsDigit(first)
	}
	if digits(tok) {
		return true
	}
	// What has no vowel is no word: "Bhd.", "etc." and "dept." are in the list.
	return utf8.RuneCountInString(tok) > 1 && !strings.Contains(tok, ".") && abbreviations[strings.ToLower(tok)] == 0 &&
		strings.ContainsAny(strings.ToLower(tok), "aeiouy")
}
