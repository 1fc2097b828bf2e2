package render

import (
	"io"
	"reflect"

	"newsdesk/rag"
)

// Live writes an answer to a terminal while it is made: each statement as soon
// as it is there, the rest when it is done.
type Live struct {
	w     io.Writer
	opt   Options
	shown []block
}

// NewLive writes to w as Terminal does with opt.
func NewLive(w io.Writer, opt Options) *Live { return &Live{w: w, opt: opt} }

// Show writes what a, the answer so far, has beyond what stands there. The
// error is the writer's.
func (l *Live) Show(a rag.Answer) error { return l.rest(body(a)) }

// Finish writes what is left of the finished answer: all of it, below a line
// that says so, where it is not the one that was begun.
func (l *Live) Finish(a rag.Answer) error {
	blocks := append(append(body(a), nearest(a)...), footnotes(a.Citations)...)
	if !l.begins(blocks) {
		l.shown = nil
		if err := write(l.w, []block{{role: aside, text: "(That did not hold up as a whole. Instead:)"}}, l.opt); err != nil {
			return err
		}
	}
	return l.rest(blocks)
}

// begins reports whether blocks begin with what stands there.
func (l *Live) begins(blocks []block) bool {
	return len(blocks) >= len(l.shown) && (len(l.shown) == 0 || reflect.DeepEqual(blocks[:len(l.shown)], l.shown))
}

func (l *Live) rest(blocks []block) error {
	if !l.begins(blocks) {
		return nil // Finish tells
	}
	more := blocks[len(l.shown):]
	if len(more) > 0 && len(l.shown) > 0 && more[0].gap {
		if _, err := io.WriteString(l.w, "\n"); err != nil {
			return err
		}
	}
	l.shown = blocks
	return write(l.w, more, l.opt)
}
