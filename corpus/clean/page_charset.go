package clean

import (
	"bytes"
	"mime"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// Decode is raw in UTF-8. What says its encoding is, in this order: a
// byte-order mark, label (the name of an encoding, or ""), its being valid
// UTF-8; else it is Windows-1252, the commonest of those that remain. The
// error is ErrCharset, for a label that is no encoding's name where raw is
// not UTF-8, or ErrBinary.
func Decode(raw []byte, label string) (string, error) {
	if enc := byMark(raw); enc != nil {
		return convert(raw, enc)
	}
	enc, _ := charset.Lookup(label)
	switch {
	case utf8.Valid(raw) && !sevenBit(raw, enc):
		return convert(raw, unicode.UTF8)
	case enc != nil && enc != encoding.Replacement:
		return convert(raw, enc)
	case label != "" && enc == nil:
		return "", ErrCharset
	}
	return convert(raw, charmap.Windows1252)
}

// sevenBit reports whether raw may be valid UTF-8 only because its encoding
// writes other letters with seven bits or pairs of bytes: ISO-2022-JP, UTF-16.
func sevenBit(raw []byte, enc encoding.Encoding) bool {
	return enc != nil && (bytes.IndexByte(raw, 0x1B) >= 0 || bytes.IndexByte(raw, 0) >= 0)
}

func byMark(raw []byte) encoding.Encoding {
	switch {
	case bytes.HasPrefix(raw, []byte("\xEF\xBB\xBF")):
		return unicode.UTF8BOM
	case bytes.HasPrefix(raw, []byte{0xFF, 0xFE}):
		return unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
	case bytes.HasPrefix(raw, []byte{0xFE, 0xFF}):
		return unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM)
	}
	return nil
}

func convert(raw []byte, enc encoding.Encoding) (string, error) {
	out := raw
	if enc != unicode.UTF8 || !utf8.Valid(raw) {
		var err error
		if out, err = enc.NewDecoder().Bytes(raw); err != nil {
			return "", ErrCharset
		}
	}
	if bytes.IndexByte(out, 0) >= 0 {
		return "", ErrBinary
	}
	return strings.ToValidUTF8(string(out), "\uFFFD"), nil
}

// prescan is how many bytes of a page may stand before it says its encoding.
const prescan = 4096

var (
	xmlCharset  = regexp.MustCompile(`^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']`)
	metaCharset = regexp.MustCompile(`(?i)<meta\b[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{1,40})`)
)

// decodePage is a page in UTF-8. What its server says goes before what it
// says itself.
func decodePage(raw []byte, mediaType string) (string, error) {
	_, params, _ := mime.ParseMediaType(mediaType)
	label := params["charset"]
	if enc, _ := charset.Lookup(label); enc == nil {
		label = ""
	}
	head := raw[:min(len(raw), prescan)]
	for _, re := range []*regexp.Regexp{xmlCharset, metaCharset} {
		if m := re.FindSubmatch(head); label == "" && m != nil {
			label = string(m[1])
			// A page whose declaration can be read is not in UTF-16.
			if enc, name := charset.Lookup(label); enc == nil || strings.HasPrefix(name, "utf-16") {
				label = ""
			}
		}
	}
	if label == "" && len(head) > 3 && byMark(raw) == nil {
		// UTF-16 without a mark: "<" and NUL by turns.
		switch {
		case head[0] == '<' && head[1] == 0:
			return convert(raw, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM))
		case head[0] == 0 && head[1] == '<':
			return convert(raw, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM))
		}
	}
	return Decode(raw, label)
}
