package rag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"newsdesk/corpus"
	"newsdesk/rag/vector"
)

// A question that asks for no kind of thing, "Reactions to the strike?", wants
// an overview: what there is on it, and every article that has it.

// overviewPassages is how many passages are read for an overview.
const overviewPassages = 60

// overview reports whether the question is a topic rather than a question.
func (p *parsed) overview() bool {
	return p.wh < 0 && p.typ == wantsThing && p.language == english && !p.intent.compare && p.intent.speaker == "" && p.asked == noRecord
}

// alike is the cosine from which two sentences of different articles are
// grouped under one statement.
const alike = .8

// survey takes the best sentence of each article that is close enough to the
// topic, groups those that say nearly the same, and leaves those that find no
// place among the statements to the note "Also on this".
func (e *Engine) survey(f *found) (shown []statement, more []evidence) {
	for _, src := range onTopic(f.ranked) {
		ev := src.best
		k := -1
		for i, s := range shown {
			if float64(vector.Dot(s.vector, ev.vector)) >= alike && sameNumbers(s.sentence, ev.sentence) {
				k = i
				break
			}
		}
		switch {
		case k >= 0:
			shown[k].also = append(shown[k].also, ev)
		case len(shown) < overviewMost:
			shown = append(shown, complete(shown, ev))
		default:
			more = append(more, ev)
		}
	}
	return shown, more
}

// coverage is an article with its best sentence and how much it has on the
// topic: the mean score of its best few sentences.
type coverage struct {
	best  evidence
	score float64
}

// sourceSentences is how many sentences speak for an article.
const sourceSentences = 4

// onTopic are the articles close enough to the topic, best first.
func onTopic(ranked []evidence) []coverage {
	var out []coverage
	at := make(map[*document]int)
	counts := make(map[*document]int)
	for _, ev := range ranked { // best first
		if ev.Kind != corpus.Body {
			continue
		}
		i, ok := at[ev.doc]
		if !ok {
			i = len(out)
			at[ev.doc] = i
			out = append(out, coverage{best: ev})
		}
		if counts[ev.doc] < sourceSentences {
			counts[ev.doc]++
			out[i].score += ev.score / sourceSentences
		}
	}
	slices.SortStableFunc(out, func(a, b coverage) int { return cmp.Compare(b.score, a.score) })
	for i := range out {
		if out[i].score < out[0].score-overviewMargin {
			return out[:i]
		}
	}
	return out
}

// noteMore cites the articles that are on the topic too.
func (w *writer) noteMore(more []evidence) {
	if len(more) == 0 {
		return
	}
	var b strings.Builder
	for _, ev := range more {
		fmt.Fprintf(&b, "[%d]", w.cite(ev.doc, ev.Span, ev.sentence))
	}
	w.notes = append(w.notes, "Also on this: "+b.String())
}
