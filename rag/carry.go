package rag

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// carry takes over what the Engine itself says of the sources: where they
// differ, with the citations for it, and the notes on what is cited.
func (w *writer) carry(own *Answer) {
	for _, d := range own.Disagreements {
		had := len(w.citations)
		d.Text, _ = w.renumber(own, d.Text, true)
		positions := make([]Position, len(d.Positions))
		for i, p := range d.Positions {
			positions[i] = Position{Text: p.Text}
			for _, n := range p.Citations {
				positions[i].Citations = append(positions[i].Citations, w.adopt(own, n))
			}
			if cites := positions[i].Citations; len(cites) > 0 && slices.Min(cites) > had && d.Text != "" {
				// No statement shows it.
				d.Text += " " + markers(cites) + ": " + inMarks(strings.TrimRight(shownText(p.Text), ",;.")) + "."
			}
		}
		d.Positions = positions
		w.disagree = append(w.disagree, d)
	}
	for _, n := range own.Notes {
		if text, ok := w.renumber(own, n, false); ok {
			w.notes = append(w.notes, text)
		}
	}
}

// inMarks is a text between quotation marks, unless it has marks of its own.
func inMarks(text string) string {
	if marks(text) > 0 {
		return text
	}
	return "“" + text + "”"
}

// ourMarker is a marker of our own.
var ourMarker = regexp.MustCompile(`\[(\d+)\]`)

// renumber gives the markers of a line of own this answer's numbers; ok is
// false where one is of a citation that this answer lacks and must not gain.
func (w *writer) renumber(own *Answer, line string, gain bool) (text string, ok bool) {
	ok = true
	text = ourMarker.ReplaceAllStringFunc(line, func(m string) string {
		n, err := strconv.Atoi(m[1 : len(m)-1])
		if err != nil || n < 1 || n > len(own.Citations) {
			return m
		}
		to := w.known(own.Citations[n-1])
		if to == 0 && gain {
			to = w.adopt(own, n)
		}
		ok = ok && to > 0
		return fmt.Sprintf("[%d]", to)
	})
	return text, ok
}

// known is the number of a citation of the same words here, or 0.
func (w *writer) known(c Citation) int {
	for _, o := range w.citations {
		if o.Doc == c.Doc && o.Start < c.End && c.Start < o.End {
			return o.N
		}
	}
	return 0
}

// adopt is the number of citation n of own here, new if it must be.
func (w *writer) adopt(own *Answer, n int) int {
	c := own.Citations[n-1]
	if k := w.known(c); k > 0 {
		return k
	}
	c.N = len(w.citations) + 1
	w.citations = append(w.citations, c)
	return c.N
}
