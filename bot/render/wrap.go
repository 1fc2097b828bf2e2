package render

import (
	"strings"

	"github.com/rivo/uniseg"
)

// wrap breaks text into lines of at most width columns where Unicode allows a
// break (UAX 14), and inside a word only where the word alone is wider. The
// tail, " [1][2]", stays on the line of the last word. A width below 1 leaves
// the text on one line.
func wrap(text, tail string, width int) []string {
	if width < 1 || text == "" {
		return []string{text + tail}
	}
	var out []string
	current, columns := "", 0
	for state := -1; text != ""; {
		var segment string
		segment, text, _, state = uniseg.FirstLineSegmentInString(text, state)
		if text == "" {
			segment += tail
		}
		word := strings.TrimRight(segment, " ")
		if current != "" && columns+uniseg.StringWidth(word) > width {
			out = append(out, strings.TrimRight(current, " "))
			current, columns = "", 0
		}
		for current == "" {
			head := firstColumns(word, width)
			if head == word {
				break
			}
			out = append(out, head)
			word, segment = word[len(head):], segment[len(head):]
		}
		current += segment
		columns += uniseg.StringWidth(segment)
	}
	return append(out, strings.TrimRight(current, " "))
}

// firstColumns is the start of s that fits in width columns, at least one
// character as readers see them.
func firstColumns(s string, width int) string {
	end, columns := 0, 0
	for state, rest := -1, s; rest != ""; {
		var g string
		var w int
		g, rest, w, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if end > 0 && columns+w > width {
			break
		}
		end += len(g)
		columns += w
	}
	return s[:end]
}
