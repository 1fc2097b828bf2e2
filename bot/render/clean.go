package render

import (
	"strings"
	"unicode/utf8"
)

// line is text on one line, harmless to a terminal: runs of blanks and line
// breaks become one space (no-break spaces stay, they belong to the text),
// control characters become visible, invalid UTF-8 and characters that turn
// the direction of what follows become U+FFFD.
func line(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	blank := false
	for _, r := range text {
		switch {
		case r == ' ' || '\t' <= r && r <= '\r' || r == 0x85 || r == 0x2028 || r == 0x2029:
			blank = b.Len() > 0
			continue
		case r < 0x20:
			r += 0x2400 // ESC is shown as ␛
		case r == 0x7f:
			r = 0x2421
		case 0x80 <= r && r < 0xa0, 0x202a <= r && r <= 0x202e, 0x2066 <= r && r <= 0x2069:
			r = utf8.RuneError
		}
		if blank {
			b.WriteByte(' ')
			blank = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// lines is text as cleaned lines, without the blank ones.
func lines(text string) []string {
	var out []string
	for l := range strings.SplitSeq(text, "\n") {
		if l = line(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}
