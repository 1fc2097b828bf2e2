package rag

import (
	"context"
	"fmt"
	"strings"

	"newsdesk/corpus"
	"newsdesk/rag/terms"
)

// recordField is what a question about an article itself wants to know.
type recordField uint8

const (
	noRecord recordField = iota
	recordPublished
	recordAuthor
	recordOutlet
)

var publishing = stemmed("publish publication write print post appear issue byline author")

var textNouns = stemmed("article report story piece")

// record reads whether the question is about an article rather than about
// what it reports: when it was published, who wrote it, where it appeared.
func (p *parsed) record() recordField {
	text, publish := false, false
	for i, t := range p.tokens {
		text = text || textNouns[t.Stem] && !t.Capital
		publish = publish || publishing[t.Stem] && i != p.wh
	}
	switch {
	case !text || !publish:
		return noRecord
	case p.typ == wantsWhen:
		return recordPublished
	case p.typ == wantsWho:
		return recordAuthor
	case sourceNouns[p.focus] && !textNouns[p.focus]:
		return recordOutlet
	}
	return noRecord
}

// recordCoverage is the share of the question that an article's title, author
// and outlet must hold for the question to be about it.
const recordCoverage = .6

// fromRecord answers a question about an article from what is known of it, or
// reports that no article is meant or the field is unknown.
func (e *Engine) fromRecord(ctx context.Context, w *writer) (bool, error) {
	q := w.f.q
	var best *document
	most := recordCoverage
	for _, h := range w.f.hits {
		d := w.f.docs[h.Article]
		stems := make(map[string]bool)
		for _, s := range terms.Stems(d.Title + "\n" + d.Author + "\n" + d.Outlet + "\n" + d.Agency) {
			stems[s] = true
		}
		var covered float64
		for i := range q.terms {
			for s := range stems {
				if q.terms[i].matches(s) {
					covered += q.terms[i].weight
					break
				}
			}
		}
		if covered/q.total > most {
			best, most = d, covered/q.total
		}
	}
	if best == nil {
		return false, nil
	}
	var value string
	switch q.asked {
	case recordPublished:
		if !best.Published.IsZero() {
			value = "Published " + longDate(best.Published)
		}
	case recordAuthor:
		if best.Author != "" {
			value = "By " + best.Author
		}
	case recordOutlet:
		value = best.Outlet
	}
	if value == "" {
		return false, nil
	}
	s := best.recordSentence()
	if s == nil {
		return false, nil
	}
	s.read(e.words)
	w.statements = append(w.statements, Statement{Text: fmt.Sprintf("%s: %s", value, shownText(s.text())), Citations: []int{w.cite(best, s.Span, s)}})
	return true, nil
}

// recordSentence is the byline, else the title, else the first sentence.
func (d *document) recordSentence() *sentence {
	for _, kind := range []corpus.Kind{corpus.Byline, corpus.Title, corpus.Body} {
		for i := range d.sentences {
			if d.sentences[i].Kind == kind {
				return &d.sentences[i]
			}
		}
	}
	return nil
}

// shownText is a stretch of an article on one line.
func shownText(s string) string { return strings.Join(strings.Fields(s), " ") }
