// Package segment cuts an article into sentences and passages, as byte spans
// of its text.
//
// The rules are our own: blocks and lines are borders first, so that a
// headline or a byline never runs into a sentence, and within a block a full
// stop, question mark, exclamation mark or ellipsis ends a sentence unless
// what stands around it says otherwise (see ends). They are made for English
// news; text in another script still comes back whole, in coarser pieces.
package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"newsdesk/corpus"
)

// Sentences cuts a.Text into sentences, in order and without overlap; every
// byte that is not white space is in exactly one of them. Each lies within
// one block of a.Blocks. A block that holds several lines is one paragraph,
// whose line breaks are white space; a blank line always ends a sentence.
// A title, byline, heading or piece of furniture is one sentence whatever
// stops it holds: headlines put capitals where sentences do not begin.
//
// Where a.Blocks is empty every non-blank line counts as a block of kind
// Body, and Sentence.Block is its number among them. Text that no block
// covers comes back as Body with Block -1.
func Sentences(a *corpus.Article) []corpus.Sentence {
	if a.Text == "" {
		return nil
	}
	c := cutter{text: a.Text, out: make([]corpus.Sentence, 0, len(a.Text)/120+4)}
	if len(a.Blocks) == 0 {
		c.lines()
		return c.out
	}
	at := 0
	for i, b := range a.Blocks {
		// A block that reaches back or outside would break the promise that
		// spans are disjoint; its text is then taken as uncovered.
		if b.Start < at || b.End < b.Start || b.End > len(a.Text) {
			continue
		}
		c.region(at, b.Start, corpus.Body, -1)
		c.region(b.Start, b.End, b.Kind, i)
		at = b.End
	}
	c.region(at, len(a.Text), corpus.Body, -1)
	return c.out
}

// A cutter collects the sentences of one text.
type cutter struct {
	text string
	out  []corpus.Sentence
}

// lines takes every line for a paragraph.
func (c *cutter) lines() {
	n := 0
	for at := 0; at < len(c.text); {
		end := len(c.text)
		if i := strings.IndexByte(c.text[at:], '\n'); i >= 0 {
			end = at + i
		}
		before := len(c.out)
		c.region(at, end, corpus.Body, n)
		if len(c.out) > before {
			n++
		}
		at = end + 1
	}
}

// region cuts text[start:end], which lies in one block.
func (c *cutter) region(start, end int, k corpus.Kind, block int) {
	for start < end {
		start = skipSpace(c.text, start, end)
		if start == end {
			return
		}
		stop := c.paragraphEnd(start, end)
		for at := start; at < stop; {
			next := stop
			if k == corpus.Body || k == corpus.Caption {
				next = sentenceEnd(c.text, at, stop)
			}
			c.add(at, next, k, block)
			at = skipSpace(c.text, next, stop)
		}
		start = stop
	}
}

// paragraphEnd is where the first blank line after start begins, or end.
func (c *cutter) paragraphEnd(start, end int) int {
	for at := start; ; {
		i := strings.IndexByte(c.text[at:end], '\n')
		if i < 0 {
			return end
		}
		for at += i + 1; at < end && (c.text[at] == ' ' || c.text[at] == '\t'); at++ {
		}
		if at < end && c.text[at] == '\n' {
			return at
		}
	}
}

func (c *cutter) add(start, end int, k corpus.Kind, block int) {
	for end > start {
		r, n := utf8.DecodeLastRuneInString(c.text[start:end])
		if !isSpace(r) {
			break
		}
		end -= n
	}
	if start < end {
		c.out = append(c.out, corpus.Sentence{Span: corpus.Span{Start: start, End: end}, Kind: k, Block: block})
	}
}

// isSpace reports whether r is white space at the edge of a sentence: what
// Unicode calls so (with the no-break space), and the marks that show
// nothing.
func isSpace(r rune) bool {
	return r == ' ' || r == '\n' || r == 0x200B || r == 0xFEFF || unicode.IsSpace(r)
}

func skipSpace(text string, at, end int) int {
	for at < end {
		if text[at] == ' ' {
			at++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[at:end])
		if !isSpace(r) {
			break
		}
		at += n
	}
	return at
}
