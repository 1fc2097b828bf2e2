package corpus

import (
	"errors"
	"strings"
)

// ErrOutside means that a span is no part of an article's text.
var ErrOutside = errors.New("the article has no such part")

// Around is the paragraph that s lies in, or the paragraphs: whole lines; and
// up to n blocks before and after it, an empty span where there are none. The
// error is ErrOutside.
func (a *Article) Around(s Span, n int) (before, paragraph, after Span, err error) {
	if s.Start < 0 || s.Start >= s.End || s.End > len(a.Text) {
		return before, paragraph, after, ErrOutside
	}
	paragraph = a.lines(s)
	before = Span{paragraph.Start, paragraph.Start}
	after = Span{paragraph.End, paragraph.End}
	first := 0 // the block that paragraph begins in, or the one after it
	for first < len(a.Blocks) && a.Blocks[first].Start < paragraph.Start {
		first++
	}
	if k := max(first-n, 0); k < first {
		before = Span{a.Blocks[k].Start, min(a.Blocks[first-1].End, paragraph.Start)}
	}
	for _, b := range a.Blocks {
		if n <= 0 {
			break
		}
		if b.End <= paragraph.End {
			continue
		}
		if after.Len() == 0 {
			after.Start = max(b.Start, paragraph.End)
		}
		after.End = b.End
		n--
	}
	return before, paragraph, after, nil
}

// lines is s, widened to whole lines: a paragraph is a line.
func (a *Article) lines(s Span) Span {
	out := Span{0, len(a.Text)}
	if i := strings.LastIndexByte(a.Text[:s.Start], '\n'); i >= 0 {
		out.Start = i + 1
	}
	if i := strings.IndexByte(a.Text[s.End:], '\n'); i >= 0 {
		out.End = s.End + i
	}
	return out
}
