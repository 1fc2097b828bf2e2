package source

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"newsdesk/corpus/clean"
)

// recordFields are the fields of a record, by the names of the contract.
var recordFields = []string{"id", "title", "outlet", "author", "published", "url", "text"}

// Reasons for which a record is left out.
var (
	errLine   = reasonf("the line is longer than %d MB", MaxBytes>>20)
	errObject = reasonf(`the line is no JSON object: write {"title": "…", "text": "…"}, each on one line`)
	errNoText = reasonf(`it has no field "text"`)
)

// A records hands on the records of one file, and counts its faults.
type records struct {
	r      *reading
	it     item
	from   string
	faults int
	found  bool
	// waiting are the faults before the first record that can be read.
	waiting []File
}

// record hands on one record.
func (l *records) record(line int, fields map[string]string, err error) error {
	path := fmt.Sprintf("%s:%d", l.it.path, line)
	if err == nil && strings.TrimSpace(fields["text"]) == "" {
		err = errNoText
	}
	if err != nil {
		return l.fault(path, err)
	}
	name := fmt.Sprintf("%s:%d", l.it.id, line)
	if u := strings.TrimSpace(fields["url"]); fields["id"] == "" && strings.Contains(u, "://") {
		name = u
	}
	a, err := clean.Plain(name, fields["text"], clean.Known{Fields: fields, From: l.from})
	if err != nil {
		return l.fault(path, err)
	}
	return l.good(File{Path: path, Article: a})
}

// fault reports a record. Those before the first that can be read wait, since
// a file without any is no list, and needs one line.
func (l *records) fault(path string, why error) error {
	l.faults++
	switch {
	case l.faults == MaxFaults:
		return ErrFaults
	case l.found:
		return l.r.skip(path, why)
	case len(l.waiting) == maxWaiting:
		return l.none()
	}
	l.waiting = append(l.waiting, File{Path: path, Skipped: why})
	return nil
}

// maxWaiting is how many faults a list may begin with.
const maxWaiting = 20

// none is why a file without a record that can be read is left out.
func (l *records) none() error {
	if len(l.waiting) == 0 {
		return nil
	}
	first := l.waiting[0]
	_, line, _ := CutLine(first.Path)
	return reasonf("none of its lines can be read; of line %s: %w", line, first.Skipped)
}

// good hands on an article, after the faults that waited for one.
func (l *records) good(f File) error {
	for _, w := range l.waiting {
		if err := l.r.hand(w); err != nil {
			return err
		}
	}
	l.waiting, l.found = nil, true
	return l.r.hand(f)
}

// jsonl reads a list of JSON objects, a line each.
func (r *reading) jsonl(it item) error {
	l := records{r: r, it: it, from: "JSONL"}
	in := bufio.NewReaderSize(it.r, 64<<10)
	for n := 1; ; n++ {
		if err := r.ctx.Err(); err != nil {
			return stopped{err}
		}
		line, err := readLine(in, MaxBytes)
		if err == io.EOF {
			return l.none()
		}
		if err != nil && err != errLine {
			return err
		}
		if n == 1 {
			line = bytes.TrimPrefix(line, []byte("\uFEFF"))
		}
		if err == nil && len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		var fields map[string]string
		if err == nil {
			fields, err = object(line)
		}
		if err := l.record(n, fields, err); err != nil {
			return err
		}
	}
}

// readLine reads a line without its end. One that is longer than limit is
// read past, with errLine.
func readLine(in *bufio.Reader, limit int) ([]byte, error) {
	var line []byte
	long := false
	for {
		part, err := in.ReadSlice('\n')
		if long = long || len(line)+len(part) > limit; long {
			line = nil
		} else {
			line = append(line, part...)
		}
		switch {
		case err == bufio.ErrBufferFull:
			continue
		case err == io.EOF && len(line) == 0 && len(part) == 0 && !long:
			return nil, io.EOF
		case err != nil && err != io.EOF:
			return nil, err
		case long:
			return nil, errLine
		}
		return bytes.TrimRight(line, "\r\n"), nil
	}
}

// object is the fields of a line that are of the contract, as texts.
func object(line []byte) (map[string]string, error) {
	if !utf8.Valid(line) {
		return nil, clean.NotUTF8(line)
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(line, &all); err != nil || all == nil {
		return nil, errObject
	}
	out := map[string]string{}
	for key, raw := range all {
		if key = strings.ToLower(key); !slices.Contains(recordFields, key) || out[key] != "" {
			continue
		}
		var text string
		var several []string
		switch {
		case json.Unmarshal(raw, &text) == nil:
			out[key] = text
		case json.Unmarshal(raw, &several) == nil:
			out[key] = strings.Join(several, ", ")
		case key == "text":
			return nil, reasonf(`its field "text" is no text`)
		default:
			// A number is an ID as good as any.
			out[key] = strings.Trim(string(raw), "{}[]")
		}
	}
	return out, nil
}
