package pdf

import (
	"bytes"
	"strconv"
)

// The values of a file: nil, bool, float64, name, text, array, dict, ref and
// *stream.
type (
	name  string
	text  string // the bytes of a string
	array = []any
	dict  = map[name]any
	ref   struct{ num int }
	// keyword is an operator, or the end of an array or dictionary.
	keyword string
	stream  struct {
		dict dict
		raw  []byte
	}
)

const (
	// maxNesting is how deep arrays and dictionaries may lie in one another.
	maxNesting = 60
	// maxElements is how many values an array may have, and maxString how
	// many bytes a string.
	maxElements = 1 << 20
	maxString   = 1 << 20
)

// A lexer reads values from bytes. At the end, and after damage, it returns
// the keyword "".
type lexer struct {
	b  []byte
	at int
	// left, if not nil, is how many values may still be read.
	left *int
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

func (l *lexer) space() {
	for l.at < len(l.b) {
		switch c := l.b[l.at]; {
		case isSpace(c):
			l.at++
		case c == '%':
			for l.at < len(l.b) && l.b[l.at] != '\n' && l.b[l.at] != '\r' {
				l.at++
			}
		default:
			return
		}
	}
}

// value reads the next value or keyword. With refs, "1 0 R" is one value.
func (l *lexer) value(depth int, refs bool) any {
	l.space()
	if l.left != nil {
		*l.left--
	}
	if l.at >= len(l.b) || depth > maxNesting || l.left != nil && *l.left < 0 {
		l.at = len(l.b)
		return keyword("")
	}
	switch c := l.b[l.at]; c {
	case '/':
		l.at++
		return name(l.nameBytes())
	case '(':
		return l.spend(l.literal())
	case '<':
		if l.at+1 < len(l.b) && l.b[l.at+1] == '<' {
			l.at += 2
			return l.dict(depth, refs)
		}
		return l.spend(l.hex())
	case '[':
		l.at++
		out := array{}
		for {
			v := l.value(depth+1, refs)
			if k, ok := v.(keyword); ok {
				if k == "]" || k == "" {
					return out
				}
				continue
			}
			if out = append(out, v); len(out) == maxElements {
				return out
			}
		}
	case '>':
		if l.at+1 < len(l.b) && l.b[l.at+1] == '>' {
			l.at += 2
			return keyword(">>")
		}
		l.at++
		return keyword(">")
	case ']', '{', '}', ')':
		l.at++
		return keyword(string(c))
	}
	start := l.at
	for l.at < len(l.b) && !isSpace(l.b[l.at]) && !isDelimiter(l.b[l.at]) {
		l.at++
	}
	word := l.b[start:l.at]
	if n, ok := number(word); ok {
		if refs && n >= 0 && n == float64(int(n)) {
			if l.reference() {
				return ref{int(n)}
			}
		}
		return n
	}
	switch string(word) {
	case "true":
		return true
	case "false":
		return false
	case "null":
		return nil
	}
	return keyword(word)
}

// spend counts a string for as many values as take its place in memory.
func (l *lexer) spend(s text) text {
	if l.left != nil {
		*l.left -= len(s) / 16
	}
	return s
}

// reference reads " 0 R" if it is next.
func (l *lexer) reference() bool {
	at := l.at
	for at < len(l.b) && isSpace(l.b[at]) {
		at++
	}
	digits := at
	for at < len(l.b) && l.b[at] >= '0' && l.b[at] <= '9' && at-digits < 6 {
		at++
	}
	if at == digits {
		return false
	}
	for at < len(l.b) && isSpace(l.b[at]) {
		at++
	}
	if at < len(l.b) && l.b[at] == 'R' && (at+1 == len(l.b) || isSpace(l.b[at+1]) || isDelimiter(l.b[at+1])) {
		l.at = at + 1
		return true
	}
	return false
}

func number(word []byte) (float64, bool) {
	if len(word) == 0 || len(word) > 30 {
		return 0, false
	}
	if c := word[0]; c != '+' && c != '-' && c != '.' && (c < '0' || c > '9') {
		return 0, false
	}
	n, err := strconv.ParseFloat(string(word), 64)
	return n, err == nil && n == n && n < 1e15 && n > -1e15
}

func (l *lexer) nameBytes() []byte {
	var out []byte
	for l.at < len(l.b) && !isSpace(l.b[l.at]) && !isDelimiter(l.b[l.at]) {
		c := l.b[l.at]
		if c == '#' && l.at+2 < len(l.b) {
			if n, err := strconv.ParseUint(string(l.b[l.at+1:l.at+3]), 16, 8); err == nil {
				c = byte(n)
				l.at += 2
			}
		}
		out = append(out, c)
		l.at++
	}
	return out
}

func (l *lexer) dict(depth int, refs bool) dict {
	out := dict{}
	for {
		k := l.value(depth+1, refs)
		if w, ok := k.(keyword); ok {
			if w == ">>" || w == "" {
				return out
			}
			continue
		}
		key, ok := k.(name)
		if !ok {
			continue
		}
		v := l.value(depth+1, refs)
		if w, ok := v.(keyword); ok {
			if w == ">>" || w == "" {
				return out
			}
			continue
		}
		out[key] = v
	}
}

// literal reads a string in brackets.
func (l *lexer) literal() text {
	var out []byte
	l.at++
	for open := 1; l.at < len(l.b) && len(out) < maxString; l.at++ {
		c := l.b[l.at]
		switch c {
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				l.at++
				return text(out)
			}
		case '\\':
			if l.at++; l.at >= len(l.b) {
				return text(out)
			}
			switch c = l.b[l.at]; c {
			case 'n':
				c = '\n'
			case 'r':
				c = '\r'
			case 't':
				c = '\t'
			case 'b':
				c = '\b'
			case 'f':
				c = '\f'
			case '\r':
				if l.at+1 < len(l.b) && l.b[l.at+1] == '\n' {
					l.at++
				}
				continue
			case '\n':
				continue
			default:
				if c >= '0' && c <= '7' {
					n := 0
					for i := 0; i < 3 && l.at < len(l.b) && l.b[l.at] >= '0' && l.b[l.at] <= '7'; i++ {
						n = n*8 + int(l.b[l.at]-'0')
						l.at++
					}
					l.at--
					c = byte(n)
				}
			}
		}
		out = append(out, c)
	}
	return text(out)
}

// hex reads a string of hexadecimal digits.
func (l *lexer) hex() text {
	var out []byte
	high, half := byte(0), false
	for l.at++; l.at < len(l.b) && len(out) < maxString; l.at++ {
		c := l.b[l.at]
		var d byte
		switch {
		case c == '>':
			l.at++
			if half {
				out = append(out, high<<4)
			}
			return text(out)
		case c >= '0' && c <= '9':
			d = c - '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			d = c | 0x20 - 'a' + 10
		default:
			continue
		}
		if half {
			out = append(out, high<<4|d)
		}
		high, half = d, !half
	}
	return text(out)
}

// object reads the value of "1 0 obj … endobj", and the stream after it.
func (f *file) object(at int) any {
	l := &lexer{f.raw, at, &f.left}
	v := l.value(0, true)
	d, ok := v.(dict)
	if !ok {
		if _, damaged := v.(keyword); damaged {
			return nil
		}
		return v
	}
	l.space()
	if !bytes.HasPrefix(l.b[l.at:], []byte("stream")) {
		return d
	}
	start := l.at + len("stream")
	if start < len(l.b) && l.b[start] == '\r' {
		start++
	}
	if start < len(l.b) && l.b[start] == '\n' {
		start++
	}
	rest := l.b[min(start, len(l.b)):]
	// The length may stand in another object, or be wrong.
	if n, ok := f.resolve(d["Length"]).(float64); ok && n >= 0 && int(n) <= len(rest) {
		if tail := bytes.TrimLeft(rest[int(n):min(len(rest), int(n)+20)], "\r\n "); bytes.HasPrefix(tail, []byte("endstream")) {
			return &stream{d, rest[:int(n)]}
		}
	}
	if i := bytes.Index(rest, []byte("endstream")); i >= 0 {
		rest = rest[:i]
	}
	return &stream{d, rest}
}
