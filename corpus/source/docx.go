package source

import (
	"encoding/xml"
	"io"
	"strings"

	"newsdesk/corpus"
	"newsdesk/corpus/clean"
)

// docx reads a word processor's document: its paragraphs and tables. Notes,
// headers and what was struck out are not read.
func (r *reading) docx(it item) error {
	b, err := r.bundle(it)
	if err != nil {
		return err
	}
	raw, err := b.read("word/document.xml", MaxDocument)
	if err != nil {
		return err
	}
	var w wordText
	if err := w.read(decoderOf(raw)); err != nil {
		return err
	}
	fields := map[string]string{"title": w.title}
	if core, err := b.read("docProps/core.xml", 1<<20); err == nil {
		var c struct {
			Title   string `xml:"title"`
			Creator string `xml:"creator"`
		}
		if decoderOf(core).Decode(&c) == nil {
			if w.title == "" {
				fields["title"] = c.Title
			}
			fields["author"] = person(c.Creator)
		}
	}
	a, err := clean.Document(it.id, w.paragraphs, clean.Known{Fields: fields, From: "document"})
	return r.give(it.path, a, err)
}

const (
	// xmlDepth is how deep elements may lie in one another.
	xmlDepth = 512
	// maxParagraphs is how many paragraphs a document may have.
	maxParagraphs = 200_000
)

// wordText collects the paragraphs of a document's body.
type wordText struct {
	paragraphs []clean.Paragraph
	title      string

	text    strings.Builder // of the open paragraph
	kind    corpus.Kind
	reading bool // within w:t
	setting bool // within the properties of a paragraph
	// rows are the cells of the rows that are open, cells the paragraphs of
	// the cells that are: a table may stand in another's cell.
	rows, cells [][]string
}

func (w *wordText) read(d *xml.Decoder) error {
	skipped := 0 // how deep in what is not read
	for depth := 0; ; {
		t, err := d.RawToken()
		if err == io.EOF || err != nil && len(w.paragraphs) > 0 {
			return nil // cut short, perhaps: there is text all the same
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if len(w.paragraphs) > maxParagraphs {
				return ErrTooLarge
			}
			if depth++; depth > xmlDepth {
				return ErrDamaged
			}
			switch name := t.Name.Local; {
			case skipped > 0, name == "Fallback", name == "del", name == "instrText", name == "moveFrom":
				skipped++
			default:
				w.start(t)
			}
		case xml.EndElement:
			depth--
			if skipped > 0 {
				skipped--
			} else {
				w.end(t.Name.Local)
			}
		case xml.CharData:
			if skipped == 0 && w.reading {
				w.text.Write(t)
			}
		}
	}
}

func (w *wordText) start(t xml.StartElement) {
	switch t.Name.Local {
	case "p":
		w.text.Reset()
		w.kind = corpus.Body
	case "pPr":
		w.setting = true
	case "pStyle":
		for _, a := range t.Attr {
			if a.Name.Local == "val" {
				w.kind = styleKind(a.Value)
			}
		}
	case "t":
		w.reading = true
	case "tab":
		if !w.setting {
			w.text.WriteByte('\t')
		}
	case "br", "cr":
		w.text.WriteByte('\n')
	case "noBreakHyphen":
		w.text.WriteString("\u2011")
	case "tr":
		w.rows = append(w.rows, nil)
	case "tc":
		w.cells = append(w.cells, nil)
	}
}

func (w *wordText) end(name string) {
	switch name {
	case "t":
		w.reading = false
	case "pPr":
		w.setting = false
	case "p":
		w.paragraph(w.text.String(), w.kind)
		w.text.Reset()
	case "tc":
		if n := len(w.cells); n > 0 {
			cell := strings.Join(w.cells[n-1], " ")
			w.cells = w.cells[:n-1]
			if m := len(w.rows); m > 0 {
				w.rows[m-1] = append(w.rows[m-1], cell)
			}
		}
	case "tr":
		if n := len(w.rows); n > 0 {
			row := strings.Join(w.rows[n-1], "\t")
			w.rows = w.rows[:n-1]
			w.paragraph(row, corpus.Body)
		}
	}
}

// paragraph takes a paragraph that is whole, into the open cell if one is.
func (w *wordText) paragraph(text string, kind corpus.Kind) {
	if text = strings.TrimSpace(text); text == "" {
		return
	}
	if n := len(w.cells); n > 0 {
		w.cells[n-1] = append(w.cells[n-1], text)
		return
	}
	if kind == corpus.Title && w.title == "" {
		w.title = text
	}
	w.paragraphs = append(w.paragraphs, clean.Paragraph{Kind: kind, Text: text})
}

// styleKind is what a paragraph's style says of it.
func styleKind(style string) corpus.Kind {
	low := strings.ToLower(style)
	switch {
	case low == "title" || low == "titel" || low == "titre":
		return corpus.Title
	case low == "caption" || low == "beschriftung":
		return corpus.Caption
	case strings.HasPrefix(low, "heading"), strings.HasPrefix(low, "berschrift"), strings.HasPrefix(low, "subtitle"), strings.HasPrefix(low, "titre"), strings.HasPrefix(low, "ttulo"):
		return corpus.Heading
	}
	return corpus.Body
}
