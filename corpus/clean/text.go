// Package clean turns the bytes of a page into an Article: its text, frozen,
// what is known about it, and what each line is: running text, headline,
// byline, heading, caption, or the page's own furniture.
//
// Nothing is cut out of a text and nothing is guessed. Furniture is marked
// by rules that rather let a button pass for a sentence than lose a sentence
// of the report.
package clean

import (
	"bytes"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"newsdesk/corpus"
)

// The reasons for which bytes are no article. Text wraps none of them: each
// is the whole sentence for the person who has the file.
var (
	ErrBinary   = errors.New("this is not a text file: it holds NUL bytes")
	ErrEncoding = errors.New("the text is not UTF-8: convert it (iconv -f latin1 -t utf-8) and try again")
	ErrUTF16    = errors.New("the text is UTF-16, not UTF-8: convert it (iconv -f utf-16 -t utf-8) and try again")
	ErrEmpty    = errors.New("there is no text in it")
)

// Text is the article in the bytes of a plain-text or Markdown file. name is
// the file's name without its extension, the article's ID where the front
// matter gives none.
//
// The article's text is the file's own characters without front matter,
// byte-order mark and carriage returns. What the front matter leaves empty
// is looked for in the first lines of the text; Article.Provenance says
// which is which. The errors are ErrBinary, ErrEncoding, ErrUTF16,
// ErrEmpty, *FrontMatterError and *DateError.
func Text(name string, raw []byte) (corpus.Article, error) {
	text, err := decode(raw)
	if err != nil {
		return corpus.Article{}, err
	}
	k := Known{From: "front matter"}
	yaml, rest, ok, err := splitFrontMatter(text)
	if err != nil {
		return corpus.Article{}, err
	}
	if ok {
		if k.Fields, err = parse(yaml); err != nil {
			return corpus.Article{}, err
		}
		text = rest
	}
	return plain(name, text, k)
}

// hasWords reports whether there is a letter or digit in s.
func hasWords(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// decode checks raw and takes the byte-order mark and carriage returns out.
func decode(raw []byte) (string, error) {
	raw = bytes.TrimPrefix(raw, []byte("\uFEFF"))
	switch {
	case utf16(raw):
		return "", ErrUTF16 // which holds NUL bytes too
	case bytes.IndexByte(raw, 0) >= 0:
		return "", ErrBinary
	case !utf8.Valid(raw):
		return "", ErrEncoding
	}
	text := string(raw)
	if strings.Contains(text, "\r") {
		if !strings.Contains(text, "\n") {
			// The line ends of old Macintosh files: without them all lines
			// would run into one.
			return strings.ReplaceAll(text, "\r", "\n"), nil
		}
		text = strings.ReplaceAll(text, "\r", "")
	}
	return text, nil
}

// utf16 reports whether raw begins with the byte-order mark of UTF-16.
func utf16(raw []byte) bool {
	return bytes.HasPrefix(raw, []byte{0xFF, 0xFE}) || bytes.HasPrefix(raw, []byte{0xFE, 0xFF})
}

// NotUTF8 is the reason for which raw, which is not UTF-8, is no text.
func NotUTF8(raw []byte) error {
	if utf16(raw) {
		return ErrUTF16
	}
	return ErrEncoding
}

// set records a field that was found, unless it is already known.
func set(a *corpus.Article, name string, field *string, value, from string) {
	if value = strings.TrimSpace(value); value == "" || *field != "" {
		return
	}
	*field = value
	a.Provenance[name] = from
}
