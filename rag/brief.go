package rag

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"unicode"

	"newsdesk/corpus"
)

// exhibit is one piece of evidence as a model is shown it.
type exhibit struct {
	n int // its number, from 1
	*document
	// from and to are its sentences, half-open.
	from, to int
	speaker  string
}

func (x *exhibit) span() corpus.Span {
	return corpus.Span{Start: x.sentences[x.from].Start, End: x.sentences[x.to-1].End}
}

// brief is the evidence for one question, best first. Nothing else can be
// cited.
type brief []exhibit

// maxExhibits is how many pieces of evidence a model is shown. Twelve hold the
// answer to nearly every question that the ranking can answer at all, and more
// cost tokens and attention.
const maxExhibits = 12

// exhibitMargin is how far behind the best a sentence may score, in the units of
// rankWeights, to be shown: what has little to do with the question only gives
// whoever would steer the model a place to do it from. On realtimeqa's
// development questions the evidence so holds an acceptable answer to .933 of the
// answerable ones; without the margin to .939, with half of it to .884.
const exhibitMargin = 2 * scoreMargin

// newBrief chooses the evidence: what the extractive answer cites, then the next
// best sentences, as far as the budget of tokens goes, but one in any case.
func (e *Engine) newBrief(f *found, a *Answer, tokens int) brief {
	var b brief
	put := func(d *document, from, to int, speaker string) {
		x := exhibit{n: len(b) + 1, document: d, from: from, to: to, speaker: speaker}
		if tokens -= tokensOf(x.credit() + shownText(x.span().Of(d.Text))); len(b) == 0 || tokens >= 0 && len(b) < maxExhibits {
			b = append(b, x)
		}
	}
	docs := make(map[string]*document)
	for _, ev := range f.ranked {
		docs[ev.doc.ID] = ev.doc
	}
	for _, c := range a.Citations {
		if d := docs[c.Doc]; d != nil {
			if from, to := d.run(corpus.Span{Start: c.Start, End: c.End}); from < to {
				put(d, from, to, c.Speaker)
			}
		}
	}
	for _, ev := range f.ranked {
		if ev.score < f.ranked[0].score-exhibitMargin {
			break
		}
		if ev.Kind != corpus.Body && ev.Kind != corpus.Caption || ev.tainted || b.holds(ev.doc, ev.i) {
			continue
		}
		said, _ := (&writer{f: f}).mainQuote(ev.sentence)
		put(ev.doc, ev.i, ev.i+1, said.Speaker)
	}
	return b
}

// holds reports whether the brief has sentence i of d, or the same words of a
// copy.
func (b brief) holds(d *document, i int) bool {
	words := plain(d.sentences[i].text())
	return slices.ContainsFunc(b, func(x exhibit) bool {
		if x.document == d {
			return x.from <= i && i < x.to
		}
		return plain(x.span().Of(x.Text)) == words
	})
}

// run is the sentences that overlap a span, half-open.
func (d *document) run(sp corpus.Span) (from, to int) {
	for i := range d.sentences {
		if d.sentences[i].Overlaps(sp) {
			if to == 0 {
				from = i
			}
			to = i + 1
		}
	}
	return from, to
}

// TokenBytes is how many bytes of English text a model's token has, roughly.
const TokenBytes = 4

// tokensOf estimates how many tokens a model makes of a text: never fewer than
// there are words.
func tokensOf(text string) int { return max(len(text)/TokenBytes, len(strings.Fields(text))) + 1 }

// shownExhibit is an exhibit as the prompt has it.
type shownExhibit struct {
	N            int
	Credit, Text string
}

// shown is the evidence for a prompt.
func (b brief) shown() []shownExhibit {
	out := make([]shownExhibit, len(b))
	for i := range b {
		out[i] = shownExhibit{b[i].n, b[i].credit(), fenced(b[i].span().Of(b[i].Text))}
	}
	return out
}

// credit says whose an exhibit is, of what day, and who speaks in it.
func (x *exhibit) credit() string {
	parts := []string{cmp.Or(fenced(x.Outlet), fenced(x.Agency), "outlet unknown"), cmp.Or(x.Date(), "undated")}
	if x.speaker != "" {
		parts = append(parts, "speaker: "+fenced(x.speaker))
	}
	return strings.Join(parts, ", ")
}

// fence names the lines around the evidence by what stands between them, so
// that no article can hold its own.
func (b brief) fence() string {
	h := fnv.New64a()
	for _, s := range b.shown() {
		fmt.Fprintf(h, "%d %s %s\n", s.N, s.Credit, s.Text)
	}
	return fmt.Sprintf("%016x", h.Sum64())
}

// fenced is an article's text on one line, without what cannot be seen and
// without brackets that could pass for our markers.
func fenced(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '[':
			return '('
		case r == ']':
			return ')'
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r >= 0xE0000 && r <= 0xE01EF, r >= 0xFE00 && r <= 0xFE0F:
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
