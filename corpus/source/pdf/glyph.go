package pdf

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// winAnsi is a string in the encoding of most files.
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
