package render

import (
	"fmt"
	"io"

	"newsdesk/rag"
)

// Timeline writes events to w as Terminal writes an answer: a line with the
// date, below it what happened, and the footnotes at the end. The error is w's.
func Timeline(w io.Writer, events []rag.Event, opt Options) error {
	blocks, cited := dated(events)
	return write(w, append(blocks, footnotes(cited)...), opt)
}

// dated is events, below their dates, with how they differ, and the citations.
func dated(events []rag.Event) (blocks []block, cited []rag.Citation) {
	for i, e := range events {
		if i == 0 || events[i-1].Date != e.Date {
			blocks = append(blocks, block{role: lead, text: line(e.Date), gap: true})
		}
		text := line(e.Text)
		if e.Articles > 1 {
			text += fmt.Sprintf(" (%d articles)", e.Articles)
		}
		blocks = append(blocks, block{mark: "• ", text: text, cites: []int{e.Citation.N}})
		blocks = append(blocks, differences(e.Disagreements)...)
		cited = append(cited, e.Citation)
	}
	return blocks, cited
}
