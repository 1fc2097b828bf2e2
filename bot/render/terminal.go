package render

import (
	"bufio"
	"io"
	"strings"

	"github.com/rivo/uniseg"

	"newsdesk/rag"
)

// Options say how Terminal writes. The zero value is 80 columns, no colour.
type Options struct {
	// Width is the number of columns to fill; 0 means 80, less than 0 means
	// that lines are not wrapped.
	Width int
	// Color allows escape sequences: colours, and titles that link to their
	// article in place of a line with its address (OSC 8).
	Color bool
}

// minWidth is the narrowest layout; a narrower window breaks lines itself.
const minWidth = 20

// Escape sequences of the colours (ECMA-48).
const (
	bold  = "\x1b[1m"
	faint = "\x1b[2m"
	cyan  = "\x1b[36m"
	reset = "\x1b[0m"
)

// Terminal writes a to w: the answer, statements as bullets, then where
// sources differ, the notes, and a footnote for each citation; of an
// abstention what was looked for and the nearest passages. The error is w's.
func Terminal(w io.Writer, a rag.Answer, opt Options) error {
	return write(w, append(append(body(a), nearest(a)...), footnotes(a.Citations)...), opt)
}

// write writes blocks to w, one below the other.
func write(w io.Writer, blocks []block, opt Options) error {
	switch {
	case opt.Width == 0:
		opt.Width = 80
	case opt.Width > 0:
		opt.Width = max(opt.Width, minWidth)
	}
	out := bufio.NewWriter(w)
	for i, b := range blocks {
		if b.gap && i > 0 {
			out.WriteByte('\n')
		}
		for _, l := range b.render(opt) {
			out.WriteString(l)
			out.WriteByte('\n')
		}
	}
	return out.Flush()
}

// Plain is a as plain text: what Terminal writes, without colour and without
// wrapping.
func Plain(a rag.Answer) string {
	var b strings.Builder
	// A strings.Builder returns no errors.
	_ = Terminal(&b, a, Options{Width: -1})
	return b.String()
}

// render is b as the lines of a terminal.
func (b block) render(opt Options) []string {
	hang := uniseg.StringWidth(b.mark)
	indent := strings.Repeat(" ", hang)
	tail := b.markers()
	if tail != "" {
		tail = " " + tail
	}
	text := b.text
	if b.title != "" {
		text += twoLines(b.text, b.title, opt.Width-hang) + b.after
	}
	rows := wrap(text, tail, opt.Width-hang)
	last := len(rows) - 1
	for i, row := range rows {
		if opt.Color {
			row = b.paint(row, tail, i == last)
		}
		start := indent
		if i == 0 {
			start = b.mark
			if opt.Color && b.role == footnote {
				start = cyan + b.mark + reset
			}
		}
		rows[i] = start + row
	}
	if b.link != "" && !opt.Color {
		// An address is never broken: a broken one cannot be followed.
		rows = append(rows, indent+b.link)
	}
	return rows
}

// twoLines is title, cut so that it ends on the second line of a note which
// begins with lead. Without a width a line has 80 columns.
func twoLines(lead, title string, width int) string {
	if width < 1 {
		return shorten(title, 2*80)
	}
	// What a break in the line leaves empty is not known before.
	for columns := 2 * width; columns > minWidth; columns-- {
		cut := shorten(title, columns)
		if len(wrap(lead+cut+",", "", width)) <= 2 {
			return cut
		}
	}
	return shorten(title, minWidth)
}

// paint colours one row of b. Only our own markers get the markers' colour:
// a "[2]" in an article's text stays plain.
func (b block) paint(row, tail string, last bool) string {
	marks := ""
	if last && tail != "" && strings.HasSuffix(row, tail) {
		row, marks = strings.TrimSuffix(row, tail), cyan+tail+reset
	}
	switch b.role {
	case lead, heading:
		row = bold + row + reset
	case statement:
		if b.key != "" { // words that the line's end parts stay plain
			row = strings.Replace(row, b.key, bold+b.key+reset, 1)
		}
	case aside, passage:
		row = faint + row + reset
	case footnote:
		if b.link != "" {
			row = "\x1b]8;;" + b.link + "\x1b\\" + row + "\x1b]8;;\x1b\\"
		}
	}
	return row + marks
}
