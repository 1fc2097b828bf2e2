package quote

import (
	"strings"
	"unicode/utf8"

	"newsdesk/corpus"
)

// marked is a quotation as its marks show it. Span lies between the marks;
// outer includes them.
type marked struct {
	corpus.Span
	outer corpus.Span
	// continued: an earlier paragraph left its quotation open and this one
	// takes it up with a mark of its own.
	continued bool
	// open: no closing mark; the quotation runs to the end of its paragraph.
	open bool
	// single: between single marks, which are also apostrophes.
	single bool
}

// mark is one quotation mark of a paragraph.
type mark struct {
	a, b  int  // bytes of the article's text
	shape byte // 'o' opens, 'c' closes, '?' either
	plain bool // straight: the same glyph opens and closes
}

// scanner finds the quotations of paragraphs in order. It remembers whether
// the paragraph before ended within one.
type scanner struct {
	text  string
	carry bool
	marks []mark
}

const (
	afterOpener  = "([{—–-"
	beforeCloser = ",.;:!?)]}—–-"
)

func around(text string, a, b, from, to int) (prev, next rune) {
	prev, next = ' ', ' '
	if a > from {
		prev, _ = utf8.DecodeLastRuneInString(text[:a])
	}
	if b < to {
		next, _ = utf8.DecodeRuneInString(text[b:])
	}
	return prev, next
}

// find lists the marks of the paragraph p with the shape that their
// surroundings give them.
func (s *scanner) find(p corpus.Span) []mark {
	ms := s.marks[:0]
	for i := p.Start; i < p.End; i++ {
		c := s.text[i]
		switch {
		case c == '"' || (c == '\'' || c == '`') && i+1 < p.End && s.text[i+1] == c:
			w := 1
			if c != '"' {
				w = 2
			}
			prev, next := around(s.text, i, i+w, p.Start, p.End)
			if w == 1 && inches(s.text[p.Start:i]) && !opensPlain(ms) {
				continue
			}
			shape := byte('?')
			if (isSpace(prev) || strings.ContainsRune(afterOpener, prev)) && !isSpace(next) {
				shape = 'o'
			} else if isSpace(next) || strings.ContainsRune(beforeCloser, next) {
				shape = 'c'
			}
			ms = append(ms, mark{i, i + w, shape, true})
			i += w - 1
		case c == 0xe2 || c == 0xc2:
			r, w := utf8.DecodeRuneInString(s.text[i:])
			switch r {
			case '“', '„', '«':
				prev, next := around(s.text, i, i+w, p.Start, p.End)
				shape := byte('o')
				// the wrong glyph: ,“ said X
				if len(ms) > 0 && !isSpace(prev) && !strings.ContainsRune("([—–-", prev) && isSpace(next) {
					shape = 'c'
				}
				ms = append(ms, mark{i, i + w, shape, false})
			case '”', '»':
				ms = append(ms, mark{i, i + w, 'c', false})
			}
			i += w - 1
		}
	}
	s.marks = ms
	return ms
}

// inches reports whether before ends in a bare number of one or two digits,
// as in 5'2".
func inches(before string) bool {
	i := len(before)
	for i > 0 && digit(before[i-1]) {
		i--
	}
	n := len(before) - i
	return (n == 1 || n == 2) && i > 0 && (before[i-1] == '\'' || before[i-1] == ' ' || strings.HasSuffix(before[:i], curly))
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

// opensPlain reports whether a straight mark stands open.
func opensPlain(ms []mark) bool {
	open := false
	for _, m := range ms {
		if m.plain {
			open = m.shape == 'o' || m.shape == '?' && !open
		}
	}
	return open
}

// paragraph is the quotations of the paragraph p, in order, without overlap.
func (s *scanner) paragraph(p corpus.Span) []marked {
	ms := s.find(p)
	if len(ms) == 0 {
		s.carry = false
		return singles(s.text, p)
	}
	resumed := s.carry && strings.TrimSpace(s.text[p.Start:ms[0].a]) == ""
	var out []marked
	add := func(outer, inner corpus.Span, open bool) {
		inner = trim(s.text, inner)
		if inner.Len() > 0 {
			out = append(out, marked{Span: inner, outer: outer, open: open})
		}
	}
	cur := -1   // index in ms of the mark that stands open
	nested := 0 // marks of the other glyphs, curly or straight, open within
	for i := range ms {
		m := ms[i]
		if m.plain && m.shape == '?' {
			m.shape = 'o'
			if cur >= 0 {
				m.shape = 'c'
			}
		}
		if m.shape == 'o' {
			if cur >= 0 {
				// A second opening mark: nested, unless a sentence ended
				// there, which leaves the first one unclosed.
				ended := endsIn(s.text[ms[cur].b:m.a], ".!?,")
				if !ended || s.text[ms[cur].a:ms[cur].b] != s.text[m.a:m.b] && !m.plain {
					if m.plain != ms[cur].plain {
						nested++
					}
					continue
				}
				if s.text[ms[cur].a:ms[cur].b] == s.text[m.a:m.b] {
					add(corpus.Span{Start: ms[cur].a, End: m.a}, corpus.Span{Start: ms[cur].b, End: m.a}, true)
				}
			}
			cur, nested = i, 0
			continue
		}
		switch {
		case cur >= 0 && nested > 0 && m.plain != ms[cur].plain:
			nested--
		case cur >= 0:
			add(corpus.Span{Start: ms[cur].a, End: m.b}, corpus.Span{Start: ms[cur].b, End: m.a}, false)
			cur = -1
		case len(out) == 0 && m.a > p.Start+15 && strings.IndexByte(",.!?", s.text[m.a-1]) >= 0:
			// Closed but never opened: a remark that begins the paragraph.
			add(corpus.Span{Start: p.Start, End: m.b}, corpus.Span{Start: p.Start, End: m.a}, false)
		case i+1 < len(ms) && ms[i+1].shape == 'c' && startsCapital(s.text[m.b:ms[i+1].a]):
			// The mark sits on the wrong side of its space: conference." Therefore …"
			cur, nested = i, 0
		}
	}
	if cur >= 0 && p.End-ms[cur].a > 12 {
		add(corpus.Span{Start: ms[cur].a, End: p.End}, corpus.Span{Start: ms[cur].b, End: p.End}, true)
	}
	if len(out) > 0 {
		out[0].continued = resumed
	}
	s.carry = len(out) > 0 && out[len(out)-1].open && out[len(out)-1].outer.End == p.End
	return out
}

func endsIn(s, set string) bool {
	s = strings.TrimRightFunc(s, isSpace)
	return s != "" && strings.IndexByte(set, s[len(s)-1]) >= 0
}

func startsCapital(s string) bool {
	s = strings.TrimLeftFunc(s, isSpace)
	return s != "" && 'A' <= s[0] && s[0] <= 'Z'
}

// trim takes white space off both ends of sp.
func trim(text string, sp corpus.Span) corpus.Span {
	s := sp.Of(text)
	left := len(s) - len(strings.TrimLeftFunc(s, isSpace))
	if left == len(s) {
		return corpus.Span{Start: sp.Start, End: sp.Start}
	}
	right := len(s) - len(strings.TrimRightFunc(s, isSpace))
	return corpus.Span{Start: sp.Start + left, End: sp.End - right}
}
