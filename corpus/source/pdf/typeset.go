package pdf

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A matrix maps (x, y) to (ax+cy+e, bx+dy+f).
type matrix struct{ a, b, c, d, e, f float64 }

var identity = matrix{1, 0, 0, 1, 0, 0}

// then is m followed by n.
func (m matrix) then(n matrix) matrix {
	return matrix{
		m.a*n.a + m.b*n.c, m.a*n.b + m.b*n.d, m.c*n.a + m.d*n.c, m.c*n.b + m.d*n.d,
		m.e*n.a + m.f*n.c + n.e, m.e*n.b + m.f*n.d + n.f,
	}
}

// A line is letters that stand side by side.
type line struct {
	text            string
	x0, x1, y, size float64
	top, bottom     bool // the first or last of its page
}

// state is what operators set.
type state struct {
	ctm                        matrix
	font                       *font
	size                       float64
	charSpace, wordSpace, rise float64
	scale, leading             float64
}

// A typesetter collects the lines of a page in the order in which they are
// shown.
type typesetter struct {
	f     *file
	s     state
	stack []state
	tm    matrix
	tlm   matrix
	lines []line
	// unread counts codes that stand for no letter.
	unread  int
	letters int
	forms   int // that were drawn
}

func (t *typesetter) page(p page) {
	t.s = state{ctm: identity, scale: 1}
	switch math.Mod(math.Mod(p.rotate, 360)+360, 360) {
	case 90:
		t.s.ctm = matrix{0, -1, 1, 0, 0, 0}
	case 180:
		t.s.ctm = matrix{-1, 0, 0, -1, 0, 0}
	case 270:
		t.s.ctm = matrix{0, 1, -1, 0, 0, 0}
	}
	var body []byte
	switch c := t.f.resolve(p.dict["Contents"]).(type) {
	case *stream:
		body = t.f.unpack(c)
	case array:
		for _, v := range c[:min(len(c), 2000)] {
			s, _ := t.f.resolve(v).(*stream)
			if body = append(append(body, t.f.unpack(s)...), '\n'); len(body) > maxStream {
				break
			}
		}
	}
	t.run(body, p.resources, 0)
}

// run interprets a stream of operators.
func (t *typesetter) run(body []byte, resources dict, depth int) {
	if t.f.run += len(body); t.f.run > maxRun {
		return
	}
	l := &lexer{b: body}
	var args []any
	fonts, forms := t.f.dictOf(resources["Font"]), t.f.dictOf(resources["XObject"])
	for n := 0; ; n++ {
		v := l.value(0, false)
		k, ok := v.(keyword)
		if !ok {
			if len(args) < 64 {
				args = append(args, v)
			}
			continue
		}
		if k == "" || n%1024 == 0 && t.f.late() || t.letters > maxText {
			return
		}
		switch k {
		case "Tf":
			if len(args) >= 2 {
				if fn, ok := args[0].(name); ok && fonts[fn] != nil {
					t.s.font = t.f.font(fonts[fn])
				}
				t.s.size = num(args, 1)
			}
		case "Do":
			if len(args) > 0 && depth < maxForms {
				fn, _ := args[0].(name)
				t.form(forms[fn], resources, depth)
			}
		case "BI":
			skipImage(l)
		default:
			t.operate(string(k), args)
		}
		args = args[:0]
	}
}

// skipImage passes over the bytes of a picture within the operators.
func skipImage(l *lexer) {
	for l.at < len(l.b) {
		i := strings.Index(string(l.b[l.at:min(len(l.b), l.at+1<<20)]), "EI")
		if i < 0 {
			l.at = len(l.b)
			return
		}
		end := l.at + i
		l.at = end + 2
		if end > 0 && isSpace(l.b[end-1]) && (l.at == len(l.b) || isSpace(l.b[l.at])) {
			return
		}
	}
}

// form runs what is drawn by name.
func (t *typesetter) form(v any, resources dict, depth int) {
	s, ok := t.f.resolve(v).(*stream)
	if t.forms++; !ok || s.dict["Subtype"] != name("Form") || t.forms > maxDrawn {
		return
	}
	if own := t.f.dictOf(s.dict["Resources"]); own != nil {
		resources = own
	}
	saved := t.s
	if m := t.f.arrayOf(s.dict["Matrix"]); len(m) == 6 {
		t.s.ctm = matrix{num(m, 0), num(m, 1), num(m, 2), num(m, 3), num(m, 4), num(m, 5)}.then(t.s.ctm)
	}
	t.run(t.f.unpack(s), resources, depth+1)
	t.s = saved
}

func num(args []any, i int) float64 {
	if i < 0 || i >= len(args) {
		return 0
	}
	n, _ := args[i].(float64)
	return n
}

func str(args []any) string {
	if len(args) == 0 {
		return ""
	}
	s, _ := args[len(args)-1].(text)
	return string(s)
}

func six(args []any) matrix {
	return matrix{num(args, 0), num(args, 1), num(args, 2), num(args, 3), num(args, 4), num(args, 5)}
}

func (t *typesetter) operate(op string, args []any) {
	s := &t.s
	switch op {
	case "q":
		if len(t.stack) < 256 {
			t.stack = append(t.stack, *s)
		}
	case "Q":
		if n := len(t.stack); n > 0 {
			*s = t.stack[n-1]
			t.stack = t.stack[:n-1]
		}
	case "cm":
		s.ctm = six(args).then(s.ctm)
	case "BT":
		t.tm, t.tlm = identity, identity
	case "Tm":
		t.tlm = six(args)
		t.tm = t.tlm
	case "Td":
		t.move(num(args, 0), num(args, 1))
	case "TD":
		s.leading = -num(args, 1)
		t.move(num(args, 0), num(args, 1))
	case "T*":
		t.move(0, -s.leading)
	case "Tc":
		s.charSpace = num(args, 0)
	case "Tw":
		s.wordSpace = num(args, 0)
	case "Tz":
		s.scale = num(args, 0) / 100
	case "TL":
		s.leading = num(args, 0)
	case "Ts":
		s.rise = num(args, 0)
	case "Tj":
		t.show(str(args))
	case "'":
		t.move(0, -s.leading)
		t.show(str(args))
	case "\"":
		s.wordSpace, s.charSpace = num(args, 0), num(args, 1)
		t.move(0, -s.leading)
		t.show(str(args))
	case "TJ":
		if len(args) == 0 {
			return
		}
		list, _ := args[len(args)-1].(array)
		for _, v := range list {
			switch v := v.(type) {
			case text:
				t.show(string(v))
			case float64:
				t.tm = matrix{1, 0, 0, 1, -v / 1000 * s.size * s.scale, 0}.then(t.tm)
			}
		}
	}
}

func (t *typesetter) move(x, y float64) {
	t.tlm = matrix{1, 0, 0, 1, x, y}.then(t.tlm)
	t.tm = t.tlm
}

// show places the letters of s.
func (t *typesetter) show(s string) {
	if t.s.font == nil {
		return
	}
	at := matrix{t.s.size * t.s.scale, 0, 0, t.s.size, 0, t.s.rise}.then(t.tm).then(t.s.ctm)
	size := math.Hypot(at.c, at.d)
	upright := math.Abs(at.a) >= math.Abs(at.b) && at.a > 0
	var b strings.Builder
	advance := 0.0
	for len(s) > 0 {
		var letters string
		var width float64
		var space bool
		letters, width, space, s = t.s.font.next(s)
		if letters == "" {
			t.unread++
		}
		b.WriteString(ligatures.Replace(letters))
		step := width/1000*t.s.size + t.s.charSpace
		if space {
			step += t.s.wordSpace
		}
		advance += step * t.s.scale
	}
	start := at
	t.tm = matrix{1, 0, 0, 1, advance, 0}.then(t.tm)
	end := matrix{t.s.size * t.s.scale, 0, 0, t.s.size, 0, t.s.rise}.then(t.tm).then(t.s.ctm)
	if text := b.String(); upright && text != "" && size > 0.1 && size < 2000 {
		t.letters += len(text)
		t.place(text, start.e, end.e, start.f, size)
	}
}

// place adds letters to the line that they stand on, with a space where there
// is one between them.
func (t *typesetter) place(s string, x0, x1, y, size float64) {
	if n := len(t.lines); n > 0 {
		l := &t.lines[n-1]
		gap := x0 - l.x1
		if math.Abs(y-l.y) < 0.4*math.Max(size, l.size) && gap > -0.6*size && len(l.text) < maxLine {
			last, _ := utf8.DecodeLastRuneInString(l.text)
			first, _ := utf8.DecodeRuneInString(s)
			wide := 0.17
			if t.s.font.guessed {
				wide = 0.3
			}
			switch {
			case gap > 3*size:
				l.text += "\t"
			case gap > wide*size && !unicode.IsSpace(last) && !unicode.IsSpace(first):
				l.text += " "
			}
			l.text += s
			l.x1 = math.Max(l.x1, x1)
			if size > l.size*1.05 && len(l.text) < 2*len(s) {
				l.size, l.y = size, y // an initial or a note's number came first
			}
			return
		}
	}
	if len(t.lines) < 100_000 {
		t.lines = append(t.lines, line{text: s, x0: x0, x1: x1, y: y, size: size})
	}
}

// finish is the lines of the page that have anything in them.
func (t *typesetter) finish() []line {
	out := t.lines[:0]
	for _, l := range t.lines {
		if l.text = strings.TrimSpace(strings.ToValidUTF8(l.text, "")); l.text != "" {
			out = append(out, l)
		}
	}
	if n := len(out); n > 0 {
		hi, lo := 0, 0
		for i := range out {
			if out[i].y > out[hi].y {
				hi = i
			}
			if out[i].y < out[lo].y {
				lo = i
			}
		}
		out[hi].top, out[lo].bottom = true, true
	}
	return out
}
