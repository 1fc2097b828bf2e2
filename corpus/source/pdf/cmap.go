package pdf

// A cmap says what letters codes stand for.
type cmap struct {
	letters map[string]string
	// lengths says how long codes are, by their first byte.
	lengths map[byte]int
}

// maxCodes is how many codes a map may have.
const maxCodes = 100_000

func (m *cmap) length(s string, usual int) int {
	if n := m.lengths[s[0]]; n > 0 {
		return min(n, len(s))
	}
	return min(usual, len(s))
}

// parseCmap reads the map of a font.
func parseCmap(b []byte) *cmap {
	m := &cmap{letters: map[string]string{}, lengths: map[byte]int{}}
	l := &lexer{b: b}
	var args []any
	for {
		v := l.value(0, false)
		k, ok := v.(keyword)
		if !ok {
			if len(args) < 4*maxCodes {
				args = append(args, v)
			}
			continue
		}
		switch k {
		case "":
			return m
		case "endcodespacerange":
			for i := 0; i+1 < len(args); i += 2 {
				lo, _ := args[i].(text)
				hi, _ := args[i+1].(text)
				if len(lo) > 0 && len(lo) <= 4 && len(lo) == len(hi) {
					for c := int(lo[0]); c <= int(hi[0]); c++ {
						m.lengths[byte(c)] = len(lo)
					}
				}
			}
		case "endbfchar":
			for i := 0; i+1 < len(args); i += 2 {
				code, _ := args[i].(text)
				if to, ok := args[i+1].(text); ok && len(m.letters) < maxCodes {
					m.letters[string(code)] = fromUTF16(string(to))
				}
			}
		case "endbfrange":
			for i := 0; i+2 < len(args); i += 3 {
				m.span(args[i], args[i+1], args[i+2])
			}
		}
		args = args[:0]
	}
}

// span maps a range of codes to letters that follow one another, or to a
// list of them.
func (m *cmap) span(from, to, letters any) {
	lo, _ := from.(text)
	hi, _ := to.(text)
	if len(lo) == 0 || len(lo) > 4 || len(lo) != len(hi) {
		return
	}
	value := func(t text) (n int) {
		for _, c := range []byte(t) {
			n = n<<8 | int(c)
		}
		return n
	}
	first := value(lo)
	for c := first; c <= value(hi) && len(m.letters) < maxCodes; c++ {
		code := make([]byte, len(lo))
		for i, v := len(lo)-1, c; i >= 0; i, v = i-1, v>>8 {
			code[i] = byte(v)
		}
		switch t := letters.(type) {
		case text:
			r := []rune(fromUTF16(string(t)))
			if len(r) > 0 {
				r[len(r)-1] += rune(c - first)
				m.letters[string(code)] = string(r)
			}
		case array:
			if c-first >= len(t) {
				return
			}
			one, _ := t[c-first].(text)
			m.letters[string(code)] = fromUTF16(string(one))
		}
	}
}
