package rag

import (
	"slices"
	"strings"

	"newsdesk/corpus"
	"newsdesk/corpus/quote"
	"newsdesk/rag/terms"
)

// cite returns the number of the citation of a span, new or known.
func (w *writer) cite(d *document, sp corpus.Span, s *sentence) int {
	for _, c := range w.citations {
		if c.Doc == d.ID && c.Start == sp.Start && c.End == sp.End {
			return c.N
		}
	}
	c := d.citation(len(w.citations)+1, sp)
	if q, ok := w.mainQuote(s); ok {
		c.Speaker = q.Speaker
	}
	w.citations = append(w.citations, c)
	return c.N
}

// mainQuote is the quotation that the sentence is about: the asked speaker's
// if there is one, else the longest part.
func (w *writer) mainQuote(s *sentence) (corpus.Quote, bool) {
	var best corpus.Quote
	most := 0
	for _, q := range s.quotes() {
		n := min(q.End, s.End) - max(q.Start, s.Start)
		if w.f.asks.speaker != "" && w.f.q.isSpeaker(q.Speaker) {
			n += 1 << 20
		}
		if n > most {
			best, most = q, n
		}
	}
	return best, most > 0
}

// show is the statement as the reader sees it: the source's own characters,
// with the marks of a quotation that began before or ends after, and the name
// of a speaker whom the sentence only calls "he" or not at all.
func (w *writer) show(s statement) string {
	sp := s.span()
	text := sp.Of(s.doc.Text)
	open, closed := quotedAround(s.doc, sp)
	if open {
		text = markLike(s.doc, sp, "“") + text
	}
	if closed {
		text += markLike(s.doc, sp, "”")
	}
	text = shownText(text)
	if marks(text)%2 == 1 {
		text += "”" // one that the source never closes must not run into what follows
	}
	q, ok := w.mainQuote(s.sentence)
	unsure := q.Kind == corpus.Indirect && q.Confidence < sureSpeaker
	if !ok || q.Speaker == "" || unsure || names(text, q.Speaker) && (!w.shared || namesFully(text, q.Speaker)) {
		return text
	}
	if open && closed && q.Span.Start <= sp.Start && sp.End <= q.Span.End {
		return text + " — " + likely(q)
	}
	return text + " (" + likely(q) + ")"
}

// sureSpeaker is the confidence from which a speaker is named without a hedge.
const sureSpeaker = .7

// likely is the speaker's name, hedged where the attribution is not sure.
func likely(q corpus.Quote) string {
	if q.Confidence < sureSpeaker {
		return "probably " + q.Speaker
	}
	return q.Speaker
}

// markLike is a quotation mark of the kind that the passage uses.
func markLike(d *document, sp corpus.Span, typographic string) string {
	if text := sp.Of(d.Text); strings.Contains(text, `"`) && !strings.ContainsAny(text, "“”") {
		return `"`
	}
	return typographic
}

// marks counts the double quotation marks of a text.
func marks(text string) int {
	return strings.Count(text, `"`) + strings.Count(text, "“") + strings.Count(text, "”") + strings.Count(text, "„")
}

// names reports whether text names a person: by the last word of the surname,
// or by the first of a name written family first, as a hyphen in the given name
// shows ("Koo" for Koo Kab-woo).
func names(text, person string) bool {
	stems := terms.Stems(text)
	name, surname := terms.Stems(person), terms.Stems(quote.Surname(person))
	if len(name) == 0 || len(surname) == 0 {
		return false
	}
	return slices.Contains(stems, surname[len(surname)-1]) || strings.Contains(person, "-") && slices.Contains(stems, name[0])
}

// quotedAround reports whether a span begins inside a quotation whose opening
// mark stands before it, and whether it ends inside one that closes later.
func quotedAround(d *document, sp corpus.Span) (open, closed bool) {
	for _, q := range d.quotes() {
		if q.Kind == corpus.Indirect || !q.Overlaps(sp) {
			continue
		}
		if q.Start < sp.Start || q.Start == sp.Start && !strings.ContainsAny(firstMark(d.Text, sp), `"“`) && q.End > sp.Start {
			open = true
		}
		if q.End > sp.End || q.End == sp.End {
			closed = true
		}
	}
	return open, closed
}

// firstMark is the first character of the span.
func firstMark(text string, sp corpus.Span) string {
	for _, r := range sp.Of(text) {
		return string(r)
	}
	return ""
}
