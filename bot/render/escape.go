package render

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// noPing stands between "@" and a name: a mention so broken looks the same
// and pings nobody, even on a server that ignores allowed_mentions.
const noPing = "\u200b"

// Escape makes text harmless in a Discord message: on one line, shown as it
// stands, with no mention, link, emoji, heading, list, quotation, spoiler or
// code in it. A backslash before punctuation is not shown by Discord.
func Escape(text string) string {
	text = line(text)
	var b strings.Builder
	b.Grow(len(text) + len(text)/8)
	lineStart := true // nothing but digits so far
	for i, r := range text {
		rest := text[i+utf8.RuneLen(r):]
		switch {
		case strings.ContainsRune("\\*_~`|<>[]/", r),
			// ":smile:" and "https:" but not "he said: no".
			r == ':' && rest != "" && rest[0] != ' ',
			i == 0 && strings.ContainsRune("#-+", r),
			// A link's address, should a client read "\\](" as one.
			r == '(' && i > 0 && text[i-1] == ']',
			r == '.' && lineStart && i > 0:
			b.WriteByte('\\')
		}
		b.WriteRune(r)
		if next, _ := utf8.DecodeRuneInString(rest); r == '@' && rest != "" &&
			(next == '!' || next == '&' || unicode.IsLetter(next) || unicode.IsDigit(next)) {
			b.WriteString(noPing)
		}
		lineStart = lineStart && '0' <= r && r <= '9'
	}
	return b.String()
}

// Units is the length of s as Discord counts it, in UTF-16 code units.
func Units(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// split cuts escaped text into pieces of at most limit units, between words
// where a word fits, and never between a backslash and what it escapes.
func split(text string, limit int) []string {
	var out []string
	for Units(text) > limit {
		end := prefix(text, limit)
		if space := strings.LastIndexByte(text[:end], ' '); space > 0 {
			end = space
		} else if slashes := end - len(strings.TrimRight(text[:end], `\`)); slashes%2 == 1 && end > 1 {
			end--
		}
		out = append(out, text[:end])
		text = strings.TrimLeft(text[end:], " ")
	}
	if text != "" || len(out) == 0 {
		out = append(out, text)
	}
	return out
}

// prefix is the number of bytes of the longest start of s within limit units.
func prefix(s string, limit int) int {
	n := 0
	for i, r := range s {
		n += utf16.RuneLen(r)
		if n > limit {
			return i
		}
	}
	return len(s)
}
