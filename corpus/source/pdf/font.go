package pdf

import (
	"strings"

	"golang.org/x/text/encoding/charmap"
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
