package rag

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"strings"

	"newsdesk/corpus"
	"newsdesk/rag/index"
	"newsdesk/rag/vector"
)

// evidence is a sentence with how well it answers.
type evidence struct {
	*sentence
	score    float64
	features vectorOf
	passage  int // its place among the hits
	// bonus is the part of score that does not follow from features.
	bonus float64
}

// readPassages is how many passages are read sentence by sentence; for a
// comparison, which wants every source, all that were retrieved.
const readPassages = 10

func (q *query) readPassages() int {
	switch {
	case q.overview(), q.topic:
		return overviewPassages
	case q.intent.compare:
		return retrievedCount
	}
	return readPassages
}

// preferBonus is what a sentence of a source gains that the question may mean:
// half of what parts the statements of one answer.
const preferBonus = scoreMargin / 2

// rank scores the sentences of the best passages, best first; ties in the
// order of article and place.
func (e *Engine) rank(ctx context.Context, sc *scorer, hits []index.Hit) ([]evidence, error) {
	var out []evidence
	for i, hit := range hits[:min(sc.q.readPassages(), len(hits))] {
		d, err := e.document(ctx, hit.Article)
		if errors.Is(err, corpus.ErrNotFound) {
			continue // removed since it was found
		}
		if err != nil {
			return nil, err
		}
		preferred := !sc.q.prefer.Zero() && sc.q.prefer.Match(d.Article)
		for j := hit.First; j < min(hit.Last, len(d.sentences)); j++ {
			s := &d.sentences[j]
			if s.Kind == corpus.Furniture || len(s.read(e.words).words) == 0 || s.steers || sc.asksTheSame(s) || sc.q.reading.shownBefore(s) {
				continue
			}
			f := sc.features(s, hit)
			ev := evidence{sentence: s, score: sumOf(f, rankWeights), features: f, passage: i}
			if preferred {
				ev.add(preferBonus)
			}
			out = append(out, ev)
		}
	}
	if sc.q.recent() && sc.q.period.any() {
		preferRecent(out)
	}
	slices.SortStableFunc(out, func(a, b evidence) int {
		if a.score != b.score {
			return cmp.Compare(b.score, a.score)
		}
		if c := strings.Compare(a.doc.ID, b.doc.ID); c != 0 {
			return c
		}
		return a.Start - b.Start
	})
	return out, nil
}

func sumOf(f, w vectorOf) float64 {
	var s float64
	for i, v := range f {
		s += v * w[i]
	}
	return s
}

// gateOf is the probability that the archive holds the question's subject:
// a logistic model over raw scores, since fused ranks carry no calibration.
func (e *Engine) gateOf(ctx context.Context, f *found) (float64, error) {
	if len(f.hits) == 0 || len(f.ranked) == 0 {
		return 0, nil
	}
	x, err := e.gateFeatures(ctx, f)
	return gate.probability(x[:]), err
}

func (e *Engine) gateFeatures(ctx context.Context, f *found) ([gateCount]float64, error) {
	var x [gateCount]float64
	chosen := f.timeless()
	q, top, best := f.q, f.top, chosen.features
	d := f.docs[top.Article]
	for i := range q.terms {
		t := &q.terms[i]
		in, titled := d.holds(t, top.Passage, e.words), d.title[t.stem]
		if in {
			x[gPassageCoverage] += t.weight / q.total
		} else if q.entities[t.stem] {
			x[gEntitiesMissing]++
		}
		if in || titled {
			x[gTitleCoverage] += t.weight / q.total
			if i == q.rare[0] {
				x[gRarest] = 1
			}
		}
		if f.scorer.beside(chosen, i) {
			x[gSurprise] += t.surprise
		} else {
			x[gMissed] += t.surprise
		}
		if t.stem == q.focus && !in && !titled {
			x[gFocus] = 1
		}
		if !t.known {
			x[gUnknown] += t.weight / q.total
		}
	}
	x[gSurprise], x[gMissed] = min(12, x[gSurprise]), min(12, x[gMissed])
	x[gCosine], x[gMaxSim], x[gOverlap], x[gNear] = best[fCosine], best[fMaxSim], best[fOverlap], best[fNear]
	x[gMissing], x[gContext] = best[fMissing], best[fContext]
	x[gPassageCosine] = top.Dense
	if top.Foreign { // the gate was learned with our own vectors
		x[gPassageCosine] = float64(vector.Dot(q.vector, e.words.Vector(index.PassageText(d.Article, top.Passage))))
	}
	x[gPassageBM25] = top.Lexical / q.total
	return x, nil
}

// timeless is the best evidence by the weights that the gate was learned with,
// whatever its date and place: the gate asks whether the subject is here, not
// whether it is new.
func (f *found) timeless() evidence {
	best, most := f.ranked[0], math.Inf(-1)
	for _, ev := range f.ranked {
		x := ev.features
		if s := ev.score - ev.bonus - x[fFresh]*rankWeights[fFresh] - x[fPeriod]*rankWeights[fPeriod] - x[fWhere]*rankWeights[fWhere]; s > most {
			best, most = ev, s
		}
	}
	return best
}

// holds reports whether the passage holds the term.
func (d *document) holds(t *term, p corpus.Passage, w Words) bool {
	for i := p.First; i < min(p.Last, len(d.sentences)); i++ {
		for stem := range d.sentences[i].read(w).at {
			if t.matches(stem) {
				return true
			}
		}
	}
	return false
}

// beside reports whether term i stands, in a near form at least, in the
// sentence or the one before or after it.
func (sc *scorer) beside(ev evidence, i int) bool {
	for _, s := range []*sentence{ev.sentence, ev.doc.neighbour(ev.i, -1), ev.doc.neighbour(ev.i, 1)} {
		if s == nil {
			continue
		}
		if m := sc.match(s.read(sc.words)); m.exact[i] || m.near[i] {
			return true
		}
	}
	return false
}

// sameQuestion is the share of a question's words from which it counts as the
// one that was asked.
const sameQuestion = .7

// asksTheSame reports whether the sentence only puts the question again, as a
// quiz page does: it fits best of all and answers nothing.
func (sc *scorer) asksTheSame(s *sentence) bool {
	if sc.q.words != "" { // a quoted question is what is looked for
		return false
	}
	if !strings.HasSuffix(strings.TrimRight(s.text(), "\"”’' )"), "?") {
		return false
	}
	var held float64
	for i := range sc.q.terms {
		if s.has(sc.q.terms[i].stem) {
			held += sc.q.terms[i].weight
		}
	}
	return held >= sameQuestion*sc.q.total
}
