// Package pdf reads the text layer of PDF files: paragraphs in the order in
// which they were written, with headings told by their size and page numbers
// and running heads told by their repetition.
//
// It looks for objects in the whole file rather than in its table, since many
// tables are damaged; it reads no pictures, forms or notes, and no file that
// is encrypted. Whatever the bytes, it takes memory in proportion to them, up
// to limits, and no longer than a few seconds. There is a library for this,
// which takes any size and any reference at the file's word: it allocates
// what a table says it needs, and follows circles.
package pdf

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// The limits of a file.
const (
	maxObjects = 500_000
	maxPages   = 3000
	maxForms   = 12        // forms within forms
	maxDrawn   = 500       // forms on a page
	maxRun     = 64 << 20  // bytes of operators
	maxStream  = 32 << 20  // bytes of a stream, unpacked
	maxTotal   = 128 << 20 // bytes of all streams, unpacked
	maxText    = 10 << 20  // bytes of text
	maxLine    = 16 << 10  // bytes of a line
	maxValues  = 4_000_000 // values in objects
	maxTime    = 3 * time.Second
)

// The reasons for which there is no text.
var (
	ErrNotPDF = errors.New("it is no PDF, or damaged beyond reading")
	ErrLocked = errors.New("it is encrypted: save it without a password and try again")
	ErrScan   = errors.New("it has no text layer: a scan has to go through text recognition first")
	ErrSlow   = fmt.Errorf("it took longer than %v to read", maxTime)
)

// Document is what was read of a file.
type Document struct {
	// Title and Author are those that the file gives itself, or "".
	Title, Author string
	Paragraphs    []Paragraph
}

// Kind says what a paragraph is.
type Kind int

// The kinds of paragraph.
const (
	Body    Kind = iota
	Title        // the first page's largest letters
	Heading      // larger letters than the body's
	Margin       // a running head or foot, a page number
)

// Paragraph is a paragraph, its lines joined.
type Paragraph struct {
	Kind Kind
	Text string
}

// A file is one that is being read.
type file struct {
	raw     []byte
	offsets map[int]int    // of objects, by number
	order   []int          // their numbers, by offset
	packed  map[int]packed // objects in streams of objects
	cache   map[int]any
	busy    map[int]bool // objects that are being read
	total   int          // bytes unpacked
	run     int          // bytes of operators that were run
	left    int          // how many values may still be read
	until   time.Time
	fonts   map[int]*font
}

// packed is where an object lies in a stream of objects.
type packed struct {
	body []byte
	at   int
}

// Read reads a file's text. The errors are ErrNotPDF, ErrLocked, ErrScan and
// ErrSlow.
func Read(raw []byte) (d Document, err error) {
	defer func() {
		// A last resort: what is damaged in a way not foreseen is no reason
		// to end the program.
		if x := recover(); x != nil {
			d, err = Document{}, ErrNotPDF
		}
	}()
	if !bytes.Contains(raw[:min(len(raw), 1024)], []byte("%PDF-")) {
		return d, ErrNotPDF
	}
	f := &file{raw: raw, left: maxValues, offsets: map[int]int{}, packed: map[int]packed{}, cache: map[int]any{}, busy: map[int]bool{}, until: time.Now().Add(maxTime), fonts: map[int]*font{}}
	f.scan()
	f.order = slices.SortedFunc(maps.Keys(f.offsets), func(a, b int) int { return cmp.Compare(f.offsets[a], f.offsets[b]) })
	trailer := f.trailer()
	if trailer["Encrypt"] != nil {
		return d, ErrLocked
	}
	f.unpackObjects()
	root := f.dictOf(trailer["Root"])
	if root["Pages"] == nil {
		root = f.catalog()
	}
	pages := f.pages(root["Pages"])
	switch {
	case f.late():
		return d, ErrSlow
	case len(pages) == 0:
		return d, ErrNotPDF
	}
	info := f.dictOf(trailer["Info"])
	d.Title, d.Author = f.string(info["Title"]), f.string(info["Author"])
	var all [][]line
	unread, size := 0, 0
	for _, p := range pages {
		if f.late() {
			return Document{}, ErrSlow
		}
		t := typesetter{f: f}
		t.page(p)
		unread += t.unread
		lines := t.finish()
		for _, l := range lines {
			size += len(l.text)
		}
		all = append(all, lines)
		if size > maxText {
			break
		}
	}
	if f.late() {
		return Document{}, ErrSlow
	}
	if size == 0 || unread > size {
		return Document{}, ErrScan
	}
	d.Paragraphs = paragraphs(all)
	return d, nil
}

// late reports whether the time is up.
func (f *file) late() bool { return time.Now().After(f.until) }

// scan finds the objects of the file; of two with one number the later is
// the newer.
func (f *file) scan() {
	for at := 0; len(f.offsets) < maxObjects; {
		i := bytes.Index(f.raw[at:], []byte("obj"))
		if i < 0 {
			return
		}
		end := at + i
		at = end + 3
		if end > 2 && bytes.HasPrefix(f.raw[end-3:], []byte("endobj")) {
			continue
		}
		_, begin, ok := digitsBefore(f.raw, end)
		if !ok {
			continue
		}
		if num, _, ok := digitsBefore(f.raw, begin); ok {
			f.offsets[num] = at
		}
	}
}

// digitsBefore is the number that ends before at, white space aside.
func digitsBefore(b []byte, at int) (n, begin int, ok bool) {
	end := at
	for end > 0 && isSpace(b[end-1]) {
		end--
	}
	begin = end
	for begin > 0 && b[begin-1] >= '0' && b[begin-1] <= '9' && end-begin < 8 {
		begin--
	}
	for _, c := range b[begin:end] {
		n = n*10 + int(c-'0')
	}
	return n, begin, begin < end
}

// head is the beginning of an object, for a glance at its type.
func (f *file) head(at int) []byte { return f.raw[at:min(len(f.raw), at+400)] }

// trailer is the last dictionary that names the root, with all that the
// others say.
func (f *file) trailer() dict {
	out := dict{}
	add := func(d dict) {
		for _, k := range []name{"Root", "Info", "Encrypt"} {
			if d[k] != nil {
				out[k] = d[k]
			}
		}
	}
	for at := 0; ; {
		i := bytes.Index(f.raw[at:], []byte("trailer"))
		if i < 0 || f.late() {
			break
		}
		at += i + len("trailer")
		if d, ok := (&lexer{f.raw, at, &f.left}).value(0, true).(dict); ok {
			add(d)
		}
	}
	for _, num := range f.order {
		if h := f.head(f.offsets[num]); bytes.Contains(h, []byte("/XRef")) {
			if s, ok := f.get(num).(*stream); ok && s.dict["Type"] == name("XRef") {
				add(s.dict)
			}
		}
	}
	return out
}

// unpackObjects lists the objects that lie in streams.
func (f *file) unpackObjects() {
	for _, num := range f.order {
		at := f.offsets[num]
		if !bytes.Contains(f.head(at), []byte("/ObjStm")) {
			continue
		}
		s, ok := f.get(num).(*stream)
		if !ok || s.dict["Type"] != name("ObjStm") {
			continue
		}
		body := f.unpack(s)
		n, _ := f.resolve(s.dict["N"]).(float64)
		first, _ := f.resolve(s.dict["First"]).(float64)
		l := &lexer{b: body}
		for i := 0; i < int(n) && len(f.packed) < maxObjects; i++ {
			id, ok1 := l.value(0, false).(float64)
			off, ok2 := l.value(0, false).(float64)
			if !ok1 || !ok2 {
				break
			}
			if pos := int(first) + int(off); pos >= 0 && pos < len(body) && f.offsets[int(id)] < at {
				f.packed[int(id)] = packed{body, pos}
			}
		}
	}
}

// get is the object of that number, or nil.
func (f *file) get(num int) any {
	if v, ok := f.cache[num]; ok {
		return v
	}
	if f.busy[num] || len(f.busy) > 100 || f.late() {
		return nil // a circle
	}
	f.busy[num] = true
	defer delete(f.busy, num)
	var v any
	if p, ok := f.packed[num]; ok {
		v = (&lexer{p.body, p.at, &f.left}).value(0, true)
	} else if at, ok := f.offsets[num]; ok {
		v = f.object(at)
	}
	if _, damaged := v.(keyword); damaged {
		v = nil
	}
	f.cache[num] = v
	return v
}

// resolve follows a reference.
func (f *file) resolve(v any) any {
	for range 8 {
		r, ok := v.(ref)
		if !ok {
			return v
		}
		v = f.get(r.num)
	}
	return nil
}

func (f *file) dictOf(v any) dict {
	switch v := f.resolve(v).(type) {
	case dict:
		return v
	case *stream:
		return v.dict
	}
	return nil
}

func (f *file) arrayOf(v any) array {
	a, _ := f.resolve(v).(array)
	return a
}

func (f *file) number(v any) float64 {
	n, _ := f.resolve(v).(float64)
	return n
}

// string is a text string: UTF-16 with a mark, UTF-8 with one, or Latin.
func (f *file) string(v any) string {
	t, _ := f.resolve(v).(text)
	s := string(t)
	switch {
	case strings.HasPrefix(s, "\xFE\xFF"):
		s = fromUTF16(s[2:])
	case strings.HasPrefix(s, "\xEF\xBB\xBF"):
		s = s[3:]
	case !utf8.ValidString(s):
		s = winAnsi(s)
	}
	return strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
}

func fromUTF16(s string) string {
	units := make([]uint16, 0, len(s)/2)
	for i := 0; i+1 < len(s); i += 2 {
		units = append(units, uint16(s[i])<<8|uint16(s[i+1]))
	}
	return string(utf16.Decode(units))
}
