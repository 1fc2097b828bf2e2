package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"newsdesk/corpus"
)

// A line is a non-blank line of the text, or several that are one wrapped
// paragraph, without surrounding white space.
type line struct {
	corpus.Block
	text string
	// done: something has said what the line is.
	done bool
}

func (l *line) is(k corpus.Kind) { l.Kind, l.done = k, true }

// mark fills a.Blocks, and what its first lines tell about the article.
func mark(a *corpus.Article) { markLines(a, paragraphs(a.Text)) }

// markLines is mark for lines of which some are known.
func markLines(a *corpus.Article, lines []line) {
	for i := range lines {
		l := &lines[i]
		switch {
		case l.done:
		case isFurniture(l.text):
			l.is(corpus.Furniture)
		case isCaption(l.text):
			l.is(corpus.Caption)
		}
	}
	readHead(a, lines)
	for i := range lines {
		if l := &lines[i]; !l.done && isHeading(lines, i) {
			l.Kind = corpus.Heading
		}
	}
	a.Blocks = make([]corpus.Block, len(lines))
	for i, l := range lines {
		a.Blocks[i] = l.Block
	}
}

// paragraphs are the non-blank lines of text. A line is a paragraph, as
// pages come out when they are saved as text, unless it plainly goes on.
func paragraphs(text string) []line {
	var out []line
	var run []corpus.Span
	flush := func() {
		out = appendRun(out, text, run)
		run = run[:0]
	}
	for at := 0; at < len(text); {
		end := len(text)
		if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
			end = at + i
		}
		left := strings.TrimLeftFunc(text[at:end], isSpace)
		s := corpus.Span{Start: end - len(left)}
		s.End = s.Start + len(strings.TrimRightFunc(left, isSpace))
		if s.Len() == 0 {
			flush()
		} else {
			run = append(run, s)
		}
		at = end + 1
	}
	flush()
	return out
}

// isSpace agrees with what the sentences count as white space.
func isSpace(r rune) bool {
	return unicode.IsSpace(r) || r == 0x200B || r == 0xFEFF
}

// Paragraphs that are wrapped at a column are narrow, and have no line that
// the next word would have fitted on.
const (
	wrapNarrow = 40
	wrapWide   = 130
)

// appendRun adds the lines of a run, which no blank line parts.
func appendRun(out []line, text string, run []corpus.Span) []line {
	if wrapped(text, run) {
		s := corpus.Span{Start: run[0].Start, End: run[len(run)-1].End}
		return append(out, line{Block: corpus.Block{Span: s}, text: s.Of(text)})
	}
	for i := 0; i < len(run); i++ {
		s := run[i]
		for i+1 < len(run) && goesOn(run[i].Of(text), run[i+1].Of(text)) {
			i++
			s.End = run[i].End
		}
		out = append(out, line{Block: corpus.Block{Span: s}, text: s.Of(text)})
	}
	return out
}

// wrapped reports whether the lines of run are one paragraph broken at a
// column: three or more, of which most end within a sentence and none but
// the last has room for the first word of the next.
func wrapped(text string, run []corpus.Span) bool {
	if len(run) < 3 {
		return false
	}
	width, open := 0, 0
	for _, s := range run {
		width = max(width, utf8.RuneCountInString(s.Of(text)))
	}
	if width < wrapNarrow || width > wrapWide {
		return false
	}
	for i, s := range run[:len(run)-1] {
		next, _, _ := strings.Cut(run[i+1].Of(text), " ")
		if utf8.RuneCountInString(s.Of(text))+1+utf8.RuneCountInString(next) <= width {
			return false
		}
		if strings.HasPrefix(next, "-") || strings.HasPrefix(next, "*") || strings.HasPrefix(next, "•") || strings.HasPrefix(next, "#") {
			return false
		}
		if !endsSentence(s.Of(text)) {
			open++
		}
	}
	return 2*open >= len(run)-1
}

// goesOn reports whether b continues the sentence of the line a: a long line
// without a stop, then a small letter.
func goesOn(a, b string) bool {
	if len(a) < wrapNarrow {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(a)
	first, n := utf8.DecodeRuneInString(b)
	second, _ := utf8.DecodeRuneInString(b[n:])
	return (unicode.IsLower(last) || last == ',') && unicode.IsLower(first) && (unicode.IsLower(second) || second == ' ')
}

// endsSentence reports whether s ends with a full stop, question or
// exclamation mark or ellipsis, quotation marks and brackets aside.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, `"'”’)]» *_`)
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…。！？", r)
}

func wordCount(s string) int { return len(strings.Fields(s)) }

// isHeading reports whether line i is a heading within the text: Markdown's,
// or a short line without a full stop that a paragraph follows.
func isHeading(lines []line, i int) bool {
	s := lines[i].text
	if _, ok := markdownHeading(s); ok {
		return true
	}
	if n := wordCount(s); n > 12 || len(s) > 100 || strings.Contains(s, "\n") {
		return false
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, `"'“‘`))
	last, _ := utf8.DecodeLastRuneInString(s)
	switch {
	case !unicode.IsUpper(first) && !unicode.IsDigit(first):
		return false
	case last == '?':
		if !asks[strings.ToLower(firstWord(s))] {
			return false
		}
	case endsSentence(s), strings.ContainsRune(",;:-–—|", last), speaks(s):
		return false
	}
	for _, next := range lines[i+1:] {
		if next.done && (next.Kind == corpus.Furniture || next.Kind == corpus.Caption) {
			continue
		}
		return len(next.text) >= 80 && endsSentence(next.text)
	}
	return false
}

var asks = wordSet(`who|what|when|where|why|how|which|is|are|was|were|do|does|did|can|could|will|would|should|has|have`)

// markdownHeading is the words of a Markdown heading.
func markdownHeading(s string) (string, bool) {
	rest := strings.TrimLeft(s, "#")
	if n := len(s) - len(rest); n == 0 || n > 6 || !strings.HasPrefix(rest, " ") {
		return "", false
	}
	rest = strings.TrimSpace(strings.TrimRight(rest, "# "))
	return rest, rest != ""
}

func firstWord(s string) string {
	w, _, _ := strings.Cut(s, " ")
	return strings.Trim(w, `"'“”‘’.,:;!?()`)
}

// speaks reports whether somebody is quoted or reported in s: a sign of
// running text, whatever else s looks like.
func speaks(s string) bool {
	if strings.ContainsAny(s, `"“”`) {
		return true
	}
	for w := range strings.FieldsSeq(s) {
		switch strings.Trim(w, ".,;:") {
		case "said", "says", "told", "added", "saying", "according":
			return true
		}
	}
	return false
}
