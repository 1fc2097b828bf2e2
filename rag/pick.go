package rag

import (
	"regexp"
	"slices"

	"newsdesk/corpus"
)

// statement is one thing the answer says, and the sentences that say it.
type statement struct {
	evidence
	// from and to are the run of sentences shown, half-open: mostly one, two
	// where one completes the other.
	from, to int
	// also are sentences of other articles that say the same.
	also []evidence
}

// How many statements an answer holds at most, one that quotes a person or
// compares sources more, and how far behind the best a sentence may score: the
// margin is in the units of rankWeights. Three statements held the answer for
// .71 of the news questions with .83 of the citations right, four for .73 with
// .80, five for .76 with .79.
const (
	maxStatements  = 4
	maxRemarks     = 5
	scoreMargin    = 4.0
	remarkMargin   = 8.0  // of remarks on the topic: "he said" scores less than a name
	overviewMost   = 8    // statements of an overview
	overviewMargin = 4.25 // and how far behind the best a source of it may score
)

// sameJaccard is the share of common stems from which two sentences count as
// one.
const sameJaccard = .6

// pick chooses the statements of an answer from candidates, best first.
func (e *Engine) pick(f *found, candidates []evidence, most int, margin float64) []statement {
	var out []statement
	for _, ev := range candidates {
		if len(out) > 0 && ev.score < out[0].score-margin {
			break
		}
		if (ev.Kind == corpus.Title || ev.Kind == corpus.Heading || ev.Kind == corpus.Caption) && e.saidInBody(candidates, ev) {
			continue
		}
		if k := e.sameAs(f, out, ev); k >= 0 {
			if ev.doc != out[k].doc && !shows(out, ev) {
				out[k].also = append(out[k].also, ev)
			}
			continue
		}
		if len(out) < most {
			s := complete(out, ev)
			if s.from < ev.i && f.q.reading.shownBefore(&ev.doc.sentences[s.from]) {
				s.from = ev.i // the conversation has just shown it
			}
			out = append(out, s)
		}
	}
	return out
}

// sameAs is the statement that says what ev says, or -1.
func (e *Engine) sameAs(f *found, list []statement, ev evidence) int {
	for k, s := range list {
		if s.doc == ev.doc && s.from <= ev.i && ev.i < s.to {
			return k
		}
		for i := s.from; i < s.to; i++ {
			o := s.doc.sentences[i].read(e.words)
			// A figure or a wording that differs is what the reader must see.
			if jaccard(o, ev.sentence) >= sameJaccard && sameNumbers(o, ev.sentence) && (s.doc == ev.doc || !f.q.rewords(o.text(), ev.text())) {
				return k
			}
		}
	}
	return -1
}

// sameNumbers reports whether two sentences hold the same numbers and dates.
func sameNumbers(a, b *sentence) bool {
	for _, s := range [][2]*sentence{{a, b}, {b, a}} {
		for _, d := range s[0].cands.dates {
			if !s[1].has(s[0].tokens[d.from].Stem) {
				return false
			}
		}
		for _, n := range s[0].cands.numbers {
			if t := s[0].tokens[n.from]; t.Number && !s[1].has(t.Stem) {
				return false
			}
		}
	}
	return true
}

// saidInBody reports whether running text covers nearly as much of the question
// as the aside does: a headline says in short what the text says in full, and
// a caption answers only what stands nowhere else.
func (e *Engine) saidInBody(candidates []evidence, aside evidence) bool {
	for _, ev := range candidates {
		if ev.Kind == corpus.Body && ev.features[fCount] >= .7*aside.features[fCount] {
			return true
		}
	}
	return false
}

// correction recognises a newspaper's note on an error of its own, whose first
// sentence repeats the error.
var correction = regexp.MustCompile(`(?i)^correction\b|\b(earlier|previous) version\b|\bwe wrote that\b`)

// complete joins the sentence before to one that begins with a pronoun and
// whose words stand there, so that the reader knows who "he" is, and the one
// after to a correction.
func complete(shown []statement, ev evidence) statement {
	s := statement{evidence: ev, from: ev.i, to: ev.i + 1}
	if next := ev.doc.neighbour(ev.i, 1); next != nil && next.i == ev.i+1 && next.Block == ev.Block && correction.MatchString(ev.text()) {
		s.to++ // what was wrong, and what is right
		return s
	}
	before := ev.doc.neighbour(ev.i, -1)
	if before != nil && slices.ContainsFunc(shown, func(o statement) bool { return o.doc == ev.doc && o.from <= before.i && before.i < o.to }) {
		return s // the reader has just read it
	}
	if before != nil && before.i == ev.i-1 && before.Block == ev.Block && startsWithPronoun(ev.sentence) &&
		ev.features[fPronoun] > 0 && len(before.words)+len(ev.words) <= 60 {
		s.from--
	}
	return s
}

// span is what the statement shows of its article.
func (s *statement) span() corpus.Span {
	return corpus.Span{Start: s.doc.sentences[s.from].Start, End: s.doc.sentences[s.to-1].End}
}

// jaccard is the share of common stems of two sentences.
func jaccard(a, b *sentence) float64 {
	common := 0
	for stem := range a.at {
		if b.has(stem) {
			common++
		}
	}
	all := len(a.at) + len(b.at) - common
	if all == 0 {
		return 0
	}
	return float64(common) / float64(all)
}
