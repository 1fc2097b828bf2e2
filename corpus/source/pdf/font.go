package pdf

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// A font turns the bytes that are shown into letters and their widths.
type font struct {
	// wide: a code is two bytes.
	wide bool
	// utf16: codes are UTF-16.
	utf16 bool
	// toUnicode is what the file says of codes; letters what the encoding
	// does, for one byte; known says that there is such an encoding.
	toUnicode *cmap
	letters   [256]string
	// widths are in thousandths of the size; other is that of the rest.
	widths map[int]float64
	other  float64
	// guessed says that the file has no widths.
	guessed bool
}

// font is the one of that name in the page's resources.
func (f *file) font(v any) *font {
	r, isRef := v.(ref)
	if isRef && f.fonts[r.num] != nil {
		return f.fonts[r.num]
	}
	out := f.newFont(f.dictOf(v))
	if isRef {
		f.fonts[r.num] = out
	}
	return out
}

func (f *file) newFont(d dict) *font {
	out := &font{widths: map[int]float64{}, other: 500}
	if s, ok := f.resolve(d["ToUnicode"]).(*stream); ok {
		out.toUnicode = parseCmap(f.unpack(s))
	}
	if d["Subtype"] == name("Type0") {
		out.wide = true
		if n, ok := f.resolve(d["Encoding"]).(name); ok {
			out.utf16 = strings.Contains(string(n), "UCS2") || strings.Contains(string(n), "UTF16")
		}
		if list := f.arrayOf(d["DescendantFonts"]); len(list) > 0 {
			out.wideWidths(f, f.dictOf(list[0]))
		}
		return out
	}
	out.encode(f, d)
	first := int(f.number(d["FirstChar"]))
	list := f.arrayOf(d["Widths"])
	for i, w := range list[:min(len(list), 256)] {
		out.widths[first+i] = f.number(w)
	}
	if missing, ok := f.resolve(f.dictOf(d["FontDescriptor"])["MissingWidth"]).(float64); ok {
		out.other = missing
	}
	out.guessed = len(out.widths) == 0
	if d["Subtype"] == name("Type3") {
		// Its widths are in units of its own.
		scale := 1.0
		if m := f.arrayOf(d["FontMatrix"]); len(m) == 6 {
			scale = f.number(m[0]) * 1000
		}
		for c := range out.widths {
			out.widths[c] *= scale
		}
	}
	return out
}

// wideWidths reads the widths of a font of many characters: "1 [500 600]" and
// "3 9 500".
func (out *font) wideWidths(f *file, d dict) {
	out.other = 1000
	if n, ok := f.resolve(d["DW"]).(float64); ok {
		out.other = n
	}
	list := f.arrayOf(d["W"])
	for i := 0; i+1 < len(list) && len(out.widths) < 70_000; {
		first := int(f.number(list[i]))
		if each := f.arrayOf(list[i+1]); each != nil {
			for j, w := range each {
				out.widths[first+j] = f.number(w)
			}
			i += 2
			continue
		}
		if i+2 >= len(list) {
			break
		}
		for c := first; c <= min(int(f.number(list[i+1])), first+70_000); c++ {
			out.widths[c] = f.number(list[i+2])
		}
		i += 3
	}
}

// encode fills the letters of a font of one-byte codes.
func (out *font) encode(f *file, d dict) {
	base := name("")
	var differences array
	switch e := f.resolve(d["Encoding"]).(type) {
	case name:
		base = e
	case dict:
		base, _ = f.resolve(e["BaseEncoding"]).(name)
		differences = f.arrayOf(e["Differences"])
	}
	for c := range 256 {
		var s string
		switch base {
		case "MacRomanEncoding":
			s = string(charmap.Macintosh.DecodeByte(byte(c)))
		case "WinAnsiEncoding":
			s = winAnsi(string([]byte{byte(c)}))
		default:
			s = standard(byte(c))
		}
		if c < ' ' {
			s = ""
		}
		out.letters[c] = s
	}
	code := 0
	for _, v := range differences[:min(len(differences), 1000)] {
		switch v := f.resolve(v).(type) {
		case float64:
			code = int(v)
		case name:
			if code >= 0 && code < 256 {
				out.letters[code] = glyph(string(v))
			}
			code++
		}
	}
}

func winAnsi(s string) string {
	out, err := charmap.Windows1252.NewDecoder().String(s)
	if err != nil {
		return ""
	}
	return out
}

// standardHigh is Adobe's standard encoding from 0xA1 on.
const standardHigh = "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ\x00–†‡·\x00¶•‚„”»…‰\x00¿\x00`´ˆ˜¯˘˙¨\x00˚¸\x00˝˛ˇ—"

var standardLetters = func() (out [256]string) {
	for c := ' '; c < 127; c++ {
		out[c] = string(c)
	}
	out['\''], out['`'] = "’", "‘"
	c := 0xA1
	for _, r := range standardHigh {
		if r != 0 {
			out[c] = string(r)
		}
		c++
	}
	for c, s := range map[int]string{0xE1: "Æ", 0xE3: "ª", 0xE8: "Ł", 0xE9: "Ø", 0xEA: "Œ", 0xEB: "º", 0xF1: "æ", 0xF5: "ı", 0xF8: "ł", 0xF9: "ø", 0xFA: "œ", 0xFB: "ß"} {
		out[c] = s
	}
	return out
}()

func standard(c byte) string { return standardLetters[c] }

// marks are the accents in the names of letters.
var accents = map[string]string{
	"grave": "\u0300", "acute": "\u0301", "circumflex": "\u0302", "tilde": "\u0303", "macron": "\u0304", "breve": "\u0306", "dotaccent": "\u0307",
	"dieresis": "\u0308", "ring": "\u030A", "hungarumlaut": "\u030B", "caron": "\u030C", "cedilla": "\u0327", "commaaccent": "\u0326", "ogonek": "\u0328",
}

// glyphs are the names of signs and of letters that no accent makes.
var glyphs = pairs(`space=  exclam=! quotedbl=" numbersign=# dollar=$ percent=% ampersand=& quotesingle=' parenleft=( parenright=) asterisk=* plus=+
	comma=, hyphen=- minus=− period=. slash=/ zero=0 one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 colon=: semicolon=; less=< equal==
	greater=> question=? at=@ bracketleft=[ backslash=\ bracketright=] asciicircum=^ underscore=_ grave=` + "`" + ` braceleft={ bar=| braceright=} asciitilde=~
	exclamdown=¡ cent=¢ sterling=£ currency=¤ yen=¥ brokenbar=¦ section=§ dieresis=¨ copyright=© ordfeminine=ª guillemotleft=« logicalnot=¬ registered=®
	macron=¯ degree=° plusminus=± acute=´ mu=µ paragraph=¶ periodcentered=· cedilla=¸ ordmasculine=º guillemotright=» onequarter=¼ onehalf=½
	threequarters=¾ questiondown=¿ AE=Æ Eth=Ð multiply=× Oslash=Ø Thorn=Þ germandbls=ß ae=æ eth=ð divide=÷ oslash=ø thorn=þ dotlessi=ı Lslash=Ł lslash=ł
	OE=Œ oe=œ florin=ƒ fraction=⁄ quoteleft=‘ quoteright=’ quotesinglbase=‚ quotedblleft=“ quotedblright=” quotedblbase=„ dagger=† daggerdbl=‡ bullet=•
	ellipsis=… perthousand=‰ guilsinglleft=‹ guilsinglright=› endash=– emdash=— fi=fi fl=fl ff=ff ffi=ffi ffl=ffl Euro=€ trademark=™ nbspace=  sfthyphen=-
	circumflex=ˆ tilde=˜ breve=˘ dotaccent=˙ ring=˚ ogonek=˛ caron=ˇ hungarumlaut=˝ Dcroat=Đ dcroat=đ Hbar=Ħ hbar=ħ`)

func pairs(s string) map[string]string {
	out := map[string]string{}
	for p := range strings.FieldsSeq(strings.ReplaceAll(strings.ReplaceAll(s, "space=  ", ""), "nbspace=  ", "")) {
		k, v, _ := strings.Cut(p, "=")
		out[k] = v
	}
	out["space"], out["nbspace"] = " ", "\u00a0"
	return out
}

// glyph is the letter that a glyph's name stands for, or "".
func glyph(name string) string {
	name, _, _ = strings.Cut(name, ".")
	if s, ok := glyphs[name]; ok {
		return s
	}
	if len(name) == 1 {
		return name
	}
	hex := ""
	switch {
	case strings.HasPrefix(name, "uni") && len(name) >= 7:
		hex = name[3:7]
	case strings.HasPrefix(name, "u") && len(name) >= 5 && len(name) <= 7:
		hex = name[1:]
	}
	if n, err := strconv.ParseUint(hex, 16, 32); err == nil && utf8.ValidRune(rune(n)) && n >= ' ' {
		return string(rune(n))
	}
	if len(name) > 1 {
		if accent, ok := accents[name[1:]]; ok {
			return norm.NFC.String(name[:1] + accent)
		}
	}
	return ""
}

// ligatures are joined letters that stand for two or three.
var ligatures = strings.NewReplacer("ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl", "ﬅ", "st", "ﬆ", "st")

// next is the first code of s: its letters, its width, whether it is the
// space of one byte that word spacing widens, and the rest of s.
func (ft *font) next(s string) (letters string, width float64, space bool, rest string) {
	n := 1
	if ft.wide && len(s) > 1 {
		n = 2
	}
	if ft.toUnicode != nil {
		n = ft.toUnicode.length(s, n)
	}
	code := 0
	for _, c := range []byte(s[:n]) {
		code = code<<8 | int(c)
	}
	width, ok := ft.widths[code]
	if !ok {
		width = ft.other
	}
	switch {
	case ft.toUnicode != nil && ft.toUnicode.letters[s[:n]] != "":
		letters = ft.toUnicode.letters[s[:n]]
	case ft.utf16 && n == 2:
		letters = fromUTF16(s[:2])
	case !ft.wide && n == 1:
		letters = ft.letters[code]
	}
	return letters, width, n == 1 && code == ' ', s[n:]
}

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
