package source

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"time"

	"golang.org/x/net/html/charset"

	"newsdesk/corpus/clean"
)

const (
	// maxParts is how many parts of a message are looked at, and maxNesting
	// how deep they may lie in one another.
	maxParts   = 500
	maxNesting = 8
)

var words = mime.WordDecoder{CharsetReader: charset.NewReaderLabel}

// charsetOf is the encoding that a content type names, or "".
func charsetOf(mediaType string) string {
	_, params, _ := mime.ParseMediaType(mediaType)
	return params["charset"]
}

// A letter is what is read of a message or a saved page.
type letter struct {
	parts int
	// html and plain are the first parts of those types that are no
	// attachments; address is where the html came from.
	html, plain         []byte
	htmlType, plainType string
	address             string
}

// message reads an e-mail message: its plain text, or its HTML where it has
// no other. Attachments are not read.
func (r *reading) message(it item) error {
	l, h, err := readLetter(it)
	if err != nil {
		return err
	}
	fields := map[string]string{"title": decoded(h.Get("Subject"))}
	if from, err := (&mail.AddressParser{WordDecoder: &words}).Parse(h.Get("From")); err == nil {
		fields["author"] = from.Name
	}
	if t, err := h.Date(); err == nil {
		fields["published"] = t.Format(time.DateOnly)
	}
	known := clean.Known{Fields: fields, From: "message"}
	if len(bytes.TrimSpace(l.plain)) > 0 {
		text, err := clean.Decode(l.plain, charsetOf(l.plainType))
		if err != nil {
			return err
		}
		a, err := clean.Plain(it.id, text, known)
		return r.give(it.path, a, err)
	}
	a, err := clean.HTML(clean.Page{Name: it.id, MediaType: l.htmlType, Raw: l.html, Known: known, Whole: true})
	return r.give(it.path, a, err)
}

// webArchive reads a page that a browser saved with its pictures in one file.
func (r *reading) webArchive(it item) error {
	l, h, err := readLetter(it)
	if err != nil {
		return err
	}
	if len(l.html) == 0 {
		return ErrNothing
	}
	p := clean.Page{Name: it.id, URL: h.Get("Snapshot-Content-Location"), MediaType: l.htmlType, Raw: l.html}
	if p.URL == "" {
		p.URL = l.address
	}
	p.Fetched, _ = h.Date()
	a, err := clean.HTML(p)
	return r.give(it.path, a, err)
}

func decoded(s string) string {
	if out, err := words.DecodeHeader(s); err == nil {
		return out
	}
	return s
}

func readLetter(it item) (letter, mail.Header, error) {
	var l letter
	raw, err := load(it, MaxDocument, ErrDocument)
	if err != nil {
		return l, nil, err
	}
	m, err := mail.ReadMessage(bytes.NewReader(bytes.TrimLeft(raw, "\r\n \t")))
	if err != nil {
		return l, nil, err
	}
	err = l.part(m.Header, m.Body, 0)
	if l.html == nil && l.plain == nil && err == nil {
		err = ErrNothing
	}
	if l.html != nil || l.plain != nil {
		// What is cut short after the text has the text.
		err = nil
	}
	return l, m.Header, err
}

// header is what a message's and a part's have in common.
type header interface{ Get(string) string }

func (l *letter) part(h header, body io.Reader, depth int) error {
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		kind = "text/plain"
	}
	if strings.HasPrefix(kind, "multipart/") {
		if depth == maxNesting || params["boundary"] == "" {
			return ErrDamaged
		}
		for parts := multipart.NewReader(body, params["boundary"]); l.parts < maxParts; l.parts++ {
			p, err := parts.NextRawPart()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			if err := l.part(p.Header, p, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	if disposition, _, _ := mime.ParseMediaType(h.Get("Content-Disposition")); disposition == "attachment" {
		return nil
	}
	var into *[]byte
	switch {
	case kind == "text/html" || kind == "application/xhtml+xml":
		into = &l.html
	case kind == "text/plain":
		into = &l.plain
	}
	if into == nil || *into != nil {
		return nil
	}
	switch strings.ToLower(strings.TrimSpace(h.Get("Content-Transfer-Encoding"))) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	raw, err := io.ReadAll(io.LimitReader(body, MaxBytes+1))
	if len(raw) > MaxBytes {
		return ErrTooLarge
	}
	*into = raw
	if into == &l.html {
		l.htmlType, l.address = h.Get("Content-Type"), h.Get("Content-Location")
	} else {
		l.plainType = h.Get("Content-Type")
	}
	if len(raw) > 0 {
		return nil
	}
	return err
}
