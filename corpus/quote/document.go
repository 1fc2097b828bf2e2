package quote

import (
	"strings"
	"unicode/utf8"

	"newsdesk/corpus"
	"newsdesk/corpus/segment"
)

// document is an article taken apart: paragraphs of tokens, quotations,
// mentions of people and things, and the persons behind them.
type document struct {
	model    *Model
	text     string
	title    string // the headline in lower case
	titles   []corpus.Span
	paras    []paragraph
	units    []*unit
	mentions []*mention
	ents     []*entity
	byHead   map[string][]*entity // by the nouns that describe them
	lower    map[string]bool      // the words that the article writes in lower case
	odd      map[string]bool      // family names that are otherwise words of grammar
	sents    int
	said     string // see document.echoed
	buf      []byte // of features, reused
}

// paragraph is one paragraph of running text.
type paragraph struct {
	corpus.Span
	toks     []token
	spans    []marked
	mentions []*mention
	reduced  *reduction
	rivals   map[int]int // see document.rivals
	filled   int8        // see document.fills: 0 until that is known, then 1 or -1
}

// unit is one quotation: the thing a speaker is sought for.
type unit struct {
	marked
	para int // index in document.paras
	n    int // index in the paragraph's quotations
	i    int // index in document.units
	ts   int // its tokens, half-open; marks included
	te   int
	sent int
	nw   int // words
}

// newDocument takes a apart. Furniture, bylines and headings are left out:
// nobody speaks there, and their names are not the story's.
func newDocument(a *corpus.Article, m *Model) *document {
	d := &document{model: m, text: a.Text, title: strings.ToLower(a.Title), lower: make(map[string]bool, len(a.Text)/32), byHead: map[string][]*entity{}, odd: map[string]bool{}}
	scan := scanner{text: a.Text}
	toks := make([]token, 0, len(a.Text)/5+16)
	for _, b := range paragraphs(a) {
		switch b.Kind {
		case corpus.Title:
			d.titles = append(d.titles, b.Span)
			if d.title == "" {
				d.title = strings.ToLower(b.Of(a.Text))
			}
			continue
		case corpus.Byline, corpus.Heading, corpus.Furniture:
			continue
		}
		for rest := b.Span; rest.Len() > 0; {
			sp := corpus.Span{Start: rest.Start, End: cut(a.Text, rest)}
			rest.Start = sp.End
			from := len(toks)
			toks = appendTokens(toks, a.Text, sp.Start, sp.End)
			d.paras = append(d.paras, paragraph{Span: sp, spans: scan.paragraph(sp), toks: toks[from:len(toks):len(toks)]})
		}
	}
	for i := range d.paras {
		d.classify(&d.paras[i])
		d.sentences(&d.paras[i])
	}
	for i := range d.paras {
		d.addUnits(i)
		d.findMentions(i)
	}
	d.findPersons()
	return d
}

// longest is the most bytes of a paragraph that are looked at together: the
// work grows with the square of a paragraph's names and quotations.
const longest = 8 << 10

// cut is where the part of sp to look at ends: its end, or a space before the
// limit.
func cut(text string, sp corpus.Span) int {
	if sp.Len() <= longest {
		return sp.End
	}
	if i := strings.LastIndexByte(text[sp.Start:sp.Start+longest], ' '); i > 0 {
		return sp.Start + i + 1
	}
	for end := sp.Start + longest; end > sp.Start; end-- {
		if utf8.RuneStart(text[end]) {
			return end
		}
	}
	return sp.Start + longest // not UTF-8: no rune to keep whole
}

// paragraphs is the blocks of a, or its non-blank lines where it has none.
func paragraphs(a *corpus.Article) []corpus.Block {
	if len(a.Blocks) > 0 {
		return a.Blocks
	}
	var out []corpus.Block
	at := 0
	for line := range strings.Lines(a.Text) {
		if sp := trim(a.Text, corpus.Span{Start: at, End: at + len(line)}); sp.Len() > 0 {
			out = append(out, corpus.Block{Span: sp})
		}
		at += len(line)
	}
	return out
}

// classify sets the tokens' classes and the quotations that they stand in.
func (d *document) classify(p *paragraph) {
	n := 0
	for i := range p.toks {
		t := &p.toks[i]
		for n < len(p.spans) && t.a >= p.spans[n].outer.End {
			n++
		}
		if n < len(p.spans) && t.a >= p.spans[n].outer.Start {
			t.q = n
		}
		t.k = d.model.class(t)
		if i > 0 && 'a' <= t.low[0] && t.low[0] <= 'z' && !t.capital() {
			d.lower[t.low] = true
		}
	}
	nominalise(p.toks)
}

// sentences numbers the sentences of p. A quotation is one unit: the
// sentence goes on after it, unless it ends with a full stop and a capital
// follows.
func (d *document) sentences(p *paragraph) {
	ts := p.toks
	start := p.Start        // of the sentence
	run, stops := -1, false // where the marks around a full stop end, and whether the sentence does
	for i := range ts {
		t := &ts[i]
		t.sent = d.sents
		end := false
		switch {
		case !t.quoted():
			if t.text == "." && t.a >= run {
				run, stops = segment.Stop(d.text, start, t.a, p.End)
			}
			end = t.text == "!" || t.text == "?" || stops && t.b == run
		case i+1 < len(ts) && ts[i+1].q != t.q:
			body := p.spans[t.q].Of(d.text)
			last, next := body[len(body)-1], &ts[i+1]
			switch {
			case next.quoted():
				end = strings.IndexByte(".!?", last) >= 0
			case !next.capital():
			case last == '.':
				end = true
			case last == '!' || last == '?':
				// "Really?" Trump said: one sentence where a cue follows soon.
				end = true
				for j := i + 1; j < len(ts) && j < i+6; j++ {
					if cue(ts[j].k) {
						end = false
					}
				}
			}
		}
		if end {
			d.sents++
			start = t.b
			if i+1 < len(ts) {
				start = ts[i+1].a
			}
		}
	}
	d.sents++
}

func (d *document) addUnits(pi int) {
	p := &d.paras[pi]
	for n, sp := range p.spans {
		u := &unit{marked: sp, para: pi, n: n, i: len(d.units), ts: -1}
		for i := range p.toks {
			if p.toks[i].q != n {
				continue
			}
			if u.ts < 0 {
				u.ts = i
			}
			u.te = i + 1
		}
		if u.ts < 0 {
			continue
		}
		u.sent, u.nw = p.toks[u.ts].sent, len(strings.Fields(sp.Of(d.text)))
		d.units = append(d.units, u)
	}
}
