package verify

import (
	"regexp"
	"strings"
	"unicode"
)

// left is what stands for words that a quotation leaves out or puts in.
var left = regexp.MustCompile(`…|\.\.\.|\. \. \.|\[[^\]]*\]`)

// Restore gives what text has between quotation marks the characters of the
// source that holds it: its capitals, apostrophes and dashes. A comma or full stop
// that the source does not have in that place moves behind the closing mark. exact is false where
// a quotation stands in none of the sources; it is then left as it was.
func Restore(text string, sources []*Source) (restored string, exact bool) {
	var b strings.Builder
	done, exact := 0, true
	for _, q := range quoted(text) {
		if len(q.folded) == 0 {
			continue
		}
		b.WriteString(text[done:q.start])
		done = q.start
		inside, after, ok := original(text[q.start:q.end], sources)
		if !ok {
			exact = false
			continue
		}
		_, width := closing(text, q.end, markKind(text[:q.start]))
		mark := text[q.end : q.end+width]
		done = q.end + width
		if rest := text[done:]; after != "" && rest != "" && strings.ContainsAny(rest[:1], ".,;:!?") {
			after = "" // the sentence goes on with its own
		}
		b.WriteString(inside + mark + after)
	}
	return b.String() + text[done:], exact
}

// markKind is the kind of the mark that text ends with.
func markKind(text string) byte {
	for _, m := range [...]string{"“", "„", "«", "''", "``", `"`} {
		if strings.HasSuffix(text, m) {
			return '"'
		}
	}
	return '\''
}

// original is the quotation as the first source that holds it has it, and the
// punctuation at its end that the source has not.
func original(words string, sources []*Source) (inside, after string, ok bool) {
	for _, s := range sources {
		if inside, after, ok = s.original(words); ok {
			return inside, after, true
		}
	}
	return "", "", false
}

func (s *Source) original(words string) (inside, after string, ok bool) {
	var b strings.Builder
	at, done := 0, 0
	cuts := append(left.FindAllStringIndex(words, -1), []int{len(words), len(words)})
	text := s.article.Text
	for _, cut := range cuts {
		part := words[done:cut[0]]
		folded := foldText(part).text
		if strings.TrimSpace(folded) != "" {
			start, end, found := s.folded.find(folded, at)
			if !found {
				return "", "", false
			}
			at = end
			lead, trail := edges(part)
			if strings.HasSuffix(text[:start], lead) {
				start -= len(lead)
			}
			after = ""
			switch {
			case strings.HasPrefix(text[end:], trail):
				end += len(trail)
			case cut[0] == len(words):
				after = trail
			}
			b.WriteString(spaceBefore(part) + text[start:end] + spaceAfter(part))
		} else {
			b.WriteString(part)
		}
		b.WriteString(words[cut[0]:cut[1]])
		done = cut[1]
	}
	return b.String(), after, true
}

// edges are the marks around the words of part, such as "$" and ",".
func edges(part string) (lead, trail string) {
	part = strings.TrimSpace(part)
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }
	first := strings.IndexFunc(part, word)
	if first < 0 {
		return "", ""
	}
	inner := strings.TrimRightFunc(part, func(r rune) bool { return !word(r) })
	return part[:first], part[len(inner):]
}

func spaceBefore(s string) string { return s[:len(s)-len(strings.TrimLeft(s, " "))] }
func spaceAfter(s string) string  { return s[len(strings.TrimRight(s, " ")):] }
