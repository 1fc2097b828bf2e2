package quote

import (
	"strings"
	"unicode/utf8"

	"newsdesk/corpus"
)

// singles is the quotations of p between single marks, of which the closing
// one is also an apostrophe. It is for paragraphs without double marks.
func singles(text string, p corpus.Span) []marked {
	var out []marked
	for i := p.Start; i < p.End; {
		w := opensSingle(text, i, p)
		if w == 0 {
			i++
			continue
		}
		end, after := closeSingle(text, i+w, p)
		if end < 0 {
			i += w
			continue
		}
		in := trim(text, corpus.Span{Start: i + w, End: end})
		// One bare word is a nickname or an elision ('em).
		if words := strings.Fields(in.Of(text)); len(words) > 1 {
			out = append(out, marked{Span: in, outer: corpus.Span{Start: i, End: after}, single: true})
		}
		i = after
	}
	return out
}

// opensSingle is the width of a single mark at i that opens, or 0.
func opensSingle(text string, i int, p corpus.Span) int {
	w := 0
	switch {
	case text[i] == '\'':
		w = 1
	case strings.HasPrefix(text[i:], "‘"):
		w = len("‘")
	default:
		return 0
	}
	prev, next := around(text, i, i+w, p.Start, p.End)
	if (isSpace(prev) || strings.ContainsRune(afterOpener, prev)) && isWord(next) && !(next >= '0' && next <= '9') {
		return w
	}
	return 0
}

// closeSingle is where the quotation that begins at i ends, and where its mark
// does; -1 where it does not. An apostrophe after a plural's s ("leaders'
// talks") closes only if nothing later does.
func closeSingle(text string, i int, p corpus.Span) (end, after int) {
	end = -1
	for j := i; j < p.End; j++ {
		w := 0
		switch {
		case text[j] == '\'':
			w = 1
		case strings.HasPrefix(text[j:], curly):
			w = len(curly)
		default:
			continue
		}
		prev, next := around(text, j, j+w, p.Start, p.End)
		if isSpace(prev) || !isSpace(next) && !strings.ContainsRune(beforeCloser, next) {
			continue
		}
		if opensSingle(text, j, p) > 0 {
			break
		}
		if end < 0 || prev != 's' {
			end, after = j, j+w
		}
		if r, _ := utf8.DecodeLastRuneInString(text[:j]); r != 's' {
			break
		}
	}
	return end, after
}

// headlineQuotes is the quotations of the titles: a headline quotes what the
// text does, so that its words have the speaker that they have there, and none
// where the text does not say them.
func (d *document) headlineQuotes(id string, body []corpus.Quote) []corpus.Quote {
	var out []corpus.Quote
	scan := scanner{text: d.text}
	for _, t := range d.titles {
		for _, s := range scan.paragraph(t) {
			words := plain(s.Of(d.text))
			if strings.Count(words, " ") < 3 { // two words and the spaces around
				continue
			}
			q := corpus.Quote{Article: id, Span: s.Span, Kind: corpus.Mixed}
			for _, b := range body {
				if b.Kind != corpus.Indirect && b.Confidence > q.Confidence && strings.Contains(plain(b.Of(d.text)), words) {
					q.Speaker, q.SpeakerAsWritten, q.Via, q.Confidence = b.Speaker, b.SpeakerAsWritten, b.Via, b.Confidence
				}
			}
			if is(lower(q.SpeakerAsWritten), fPronoun) {
				q.SpeakerAsWritten = "" // a pronoun of the text means nothing here
			}
			out = append(out, q)
		}
	}
	return out
}

// plain is the words of s in lower case, each between single spaces.
func plain(s string) string {
	var b strings.Builder
	b.WriteByte(' ')
	for _, t := range appendTokens(nil, s, 0, len(s)) {
		if r, _ := utf8.DecodeRuneInString(t.text); isWord(r) {
			b.WriteString(t.low)
			b.WriteByte(' ')
		}
	}
	return b.String()
}
