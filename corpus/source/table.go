package source

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"newsdesk/corpus/clean"
)

// csv reads a table whose first row names the fields.
func (r *reading) csv(it item) error {
	in := bufio.NewReaderSize(it.r, 64<<10)
	head, err := in.Peek(64 << 10)
	if err != nil && err != io.EOF {
		return err
	}
	text, head := tableText(in, head)
	// The parser reads a row whole, and a quotation mark that is never closed
	// makes all that follows one row.
	bound := &bounded{r: text, comma: byte(delimiter(head))}
	c := csv.NewReader(bound)
	c.Comma = rune(bound.comma)
	c.FieldsPerRecord = -1
	c.LazyQuotes = true
	c.ReuseRecord = true
	bound.left, bound.cells = MaxBytes, maxCells
	names, err := c.Read()
	if err == io.EOF {
		return ErrNothing
	}
	if err != nil {
		return err
	}
	names = slices.Clone(names)
	for i := range names {
		names[i] = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(names[i], "\uFEFF")))
	}
	if !slices.Contains(names, "text") {
		return reasonf(`its first row has to name the columns, one of them "text": %s`, strings.Join(recordFields, ", "))
	}
	l := records{r: r, it: it, from: "CSV"}
	for {
		if err := r.ctx.Err(); err != nil {
			return stopped{err}
		}
		bound.left, bound.cells = MaxBytes+64<<10, maxCells
		row, err := c.Read()
		if err == io.EOF {
			return l.none()
		}
		if errors.Is(err, errLine) {
			return reasonf("a row is longer than %d MB: is a quotation mark not closed? The rest of it is left out", MaxBytes>>20)
		}
		if err != nil && row == nil {
			return err
		}
		line := 1
		if len(row) > 0 {
			line, _ = c.FieldPos(0)
		}
		fields := map[string]string{}
		for i, value := range row {
			if i < len(names) && fields[names[i]] == "" {
				fields[names[i]] = value
			}
		}
		var fault error
		if !utf8.ValidString(fields["text"]) {
			fault = clean.ErrEncoding
		}
		if err := l.record(line, fields, fault); err != nil {
			return err
		}
	}
}

// maxCells is how many cells a row may have, and commas.
const maxCells = 1 << 20

// bounded is a reader that fails after left bytes, or cells commas.
type bounded struct {
	r           io.Reader
	left, cells int
	comma       byte
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left < 0 || b.cells < 0 {
		return 0, errLine
	}
	n, err := b.r.Read(p)
	b.left -= n
	b.cells -= bytes.Count(p[:n], []byte{b.comma})
	return n, err
}

// tableText is the text of a table in UTF-8, and of its head. Tables say
// nothing of their encoding: what is neither UTF-8 nor has a mark is
// Windows-1252, in which spreadsheets write them.
func tableText(r io.Reader, head []byte) (io.Reader, []byte) {
	whole := head
	for len(whole) > 0 && len(head)-len(whole) < utf8.UTFMax && !utf8.Valid(whole) && len(head) == 64<<10 {
		whole = whole[:len(whole)-1] // a character may be cut in two
	}
	var t transform.Transformer
	switch {
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE}), bytes.HasPrefix(head, []byte{0xFE, 0xFF}):
		t = unicode.BOMOverride(transform.Nop)
	case !utf8.Valid(whole):
		t = charmap.Windows1252.NewDecoder()
	default:
		return r, head
	}
	out := make([]byte, 3*len(head))
	n, _, _ := t.Transform(out, head, false)
	t.Reset()
	return transform.NewReader(r, t), out[:n]
}

// delimiter is the one that the first line has most of.
func delimiter(head []byte) rune {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	best, most := ',', 0
	for _, d := range ",;\t" {
		if n := bytes.Count(line, []byte(string(d))); n > most {
			best, most = d, n
		}
	}
	return best
}
