package source

import (
	"newsdesk/corpus"
	"newsdesk/corpus/clean"
	"newsdesk/corpus/source/pdf"
)

// pdf reads the text layer of a PDF file.
func (r *reading) pdf(it item) error {
	raw, err := load(it, MaxDocument, ErrDocument)
	if err != nil {
		return err
	}
	d, err := pdf.Read(raw)
	if err != nil {
		return r.skip(it.path, err)
	}
	kinds := map[pdf.Kind]corpus.Kind{pdf.Title: corpus.Title, pdf.Heading: corpus.Heading, pdf.Margin: corpus.Furniture}
	fields := map[string]string{"author": person(d.Author), "url": it.url}
	var paragraphs []clean.Paragraph
	for _, p := range d.Paragraphs {
		if p.Kind == pdf.Title {
			fields["title"] = p.Text
		}
		paragraphs = append(paragraphs, clean.Paragraph{Kind: kinds[p.Kind], Text: p.Text})
	}
	if fields["title"] == "" {
		fields["title"] = d.Title
	}
	a, err := clean.Document(it.id, paragraphs, clean.Known{Fields: fields, From: "document"})
	return r.giveWith(it, raw, a, err)
}
