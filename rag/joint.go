package rag

import (
	"strings"

	"newsdesk/corpus"
	"newsdesk/rag/verify"
)

// joint leads from the bytes of texts laid end to end back to the articles
// they are of.
type joint []seam

// seam is one stretch: bytes start to end of it are those of doc from `from` on.
type seam struct {
	doc              *document
	start, end, from int
}

// at is where a span of the joined text stands, nil where it crosses a seam.
func (j joint) at(sp corpus.Span) (*document, corpus.Span) {
	for _, s := range j {
		if s.start <= sp.Start && sp.End <= s.end {
			shift := s.from - s.start
			return s.doc, corpus.Span{Start: sp.Start + shift, End: sp.End + shift}
		}
	}
	return nil, corpus.Span{}
}

// join lays what was shown of articles end to end as one source, with its
// quotations and their speakers. What was not shown, such as a sentence that
// gives orders to a program, is no part of it: nothing can be quoted from there.
func (v *vetter) join(docs []*document) (*verify.Source, joint) {
	var text strings.Builder
	var j joint
	var sentences []corpus.Sentence
	quotes := []corpus.Quote{}
	for _, d := range docs {
		last := corpus.Span{End: -1}
		for _, i := range v.sentences(d) {
			s := d.sentences[i].Sentence
			gap := "\n\n"
			if i > 0 && d.sentences[i-1].Span == last {
				gap = d.Text[last.End:s.Start] // a quotation may go on
			}
			if last = s.Span; text.Len() > 0 {
				text.WriteString(gap)
			}
			shift := text.Len() - s.Start
			j = append(j, seam{doc: d, start: text.Len(), end: text.Len() + s.Len(), from: s.Start})
			for _, q := range d.quotes() {
				if q.Overlaps(s.Span) {
					q.Span = corpus.Span{Start: max(q.Start, s.Start) + shift, End: min(q.End, s.End) + shift}
					quotes = append(quotes, q)
				}
			}
			text.WriteString(s.Of(d.Text))
			s.Span = corpus.Span{Start: s.Start + shift, End: s.End + shift}
			sentences = append(sentences, s)
		}
	}
	a := &corpus.Article{ID: "evidence", Text: text.String()}
	return verify.NewSource(a, sentences, quotes, v.words), j
}
