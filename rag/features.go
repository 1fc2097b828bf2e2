package rag

import (
	"math"
	"strings"
	"time"

	"newsdesk/corpus"
	"newsdesk/rag/index"
	"newsdesk/rag/terms"
	"newsdesk/rag/vector"
)

// feature numbers one measurement of a question against a sentence. All are
// cheap and none needs a neural model; the model in weights.go adds them up.
type feature int

// The features. Shares are of the question's weight (its words' IDFs).
const (
	fPassage   feature = iota // fused score of the passage, 0–1
	fOverlap                  // share that stands in the sentence
	fCount                    // share of the question's words, near forms counted
	fMaxSim                   // share matched, a missing word counting its best cosine
	fUnmatched                // mean best cosine of the missing words
	fCosine                   // of the whole question to the whole sentence
	fFocus                    // best cosine to the noun asked for
	fContext                  // share that neighbours and title add
	fTitle                    // share that stands in the title
	fPronoun                  // begins with a pronoun × missing share in the sentence before
	fBigram                   // share of neighbouring pairs that stand side by side
	fNumbers                  // share of the question's numbers; .5 where it has none
	fNear                     // matched words close to a candidate answer
	fWho                      // holds a candidate of the kind asked for …
	fNumber
	fWhen
	fWhere
	fMissing  // asked for who, when, where or a number and holds none
	fQuestion // is a question itself
	fShort    // has fewer than six words
	fLength   // words, in sixties, at most 1
	fAside    // caption, heading or byline
	fFresh    // published within ten days before the reader's day
	fQuoted   // wanted somebody's words and holds a quotation and a verb of saying
	fDuration // asked how long and holds a length of time or space
	fPeriod   // 1 tells of the time asked about, -1 of another
	fBefore   // missing share that stands in the sentence before
	fEarlier  // missing share that stands in the one before that
	featureCount
)

// featureNames are the names in weight files and explanations.
var featureNames = [featureCount]string{"passage", "overlap", "count", "maxsim", "unmatched", "cosine", "focus", "context",
	"title", "pronoun", "bigram", "numbers", "near", "who", "number", "when", "where", "missing", "question", "short", "length",
	"aside", "fresh", "quoted", "duration", "period", "before", "earlier"}

// vectorOf is one value a feature.
type vectorOf [featureCount]float64

// features measures s, found in the passage hit.
func (sc *scorer) features(s *sentence, hit index.Hit) vectorOf {
	s.read(sc.words)
	q, m := sc.q, sc.match(s)
	var f vectorOf
	f[fPassage] = hit.Score
	f[fNumbers] = .5
	var overlap, found, numbers float64
	for i := range q.terms {
		t := &q.terms[i]
		if m.exact[i] {
			overlap += t.weight
		}
		if m.exact[i] || m.near[i] {
			found++
		}
		if q.numbers[t.stem] && m.exact[i] {
			numbers++
		}
	}
	f[fOverlap] = overlap / q.total
	f[fCount] = found / float64(len(q.terms))
	if len(q.numbers) > 0 {
		f[fNumbers] = numbers / float64(len(q.numbers))
	}
	sc.similarity(&f, s, m)
	f[fCosine] = float64(vector.Dot(q.vector, s.vector))
	sc.neighbours(&f, s, m)
	f[fBigram] = sc.bigrams(m)
	sc.answers(&f, s, m)
	form(&f, s)
	f[fPeriod] = q.period.fits(s)
	if !s.doc.Published.IsZero() {
		if age := q.AskedOn.Sub(s.doc.Published); age >= -3*24*time.Hour && age <= 10*24*time.Hour {
			f[fFresh] = 1
		}
	}
	return f
}

// similarity fills the features that compare word vectors.
func (sc *scorer) similarity(f *vectorOf, s *sentence, m match) {
	q := sc.q
	best := make([]float32, len(q.terms))
	for i := range best {
		best[i] = -1
	}
	for _, k := range s.words {
		word := s.tokens[k].Lower
		for i, c := range sc.cosines(word) {
			best[i] = max(best[i], c)
		}
		f[fFocus] = max(f[fFocus], float64(sc.focus[word]))
	}
	var sum, lost, lostWeight float64
	for i := range q.terms {
		b := float64(best[i])
		if len(s.words) == 0 {
			b = 0
		}
		if m.exact[i] || m.near[i] {
			b = 1
		} else {
			lost += q.terms[i].weight * b
			lostWeight += q.terms[i].weight
		}
		sum += q.terms[i].weight * b
	}
	f[fMaxSim] = sum / q.total
	f[fUnmatched] = 1
	if lostWeight > 0 {
		f[fUnmatched] = lost / lostWeight
	}
}

// neighbours fills the features that look around the sentence.
func (sc *scorer) neighbours(f *vectorOf, s *sentence, m match) {
	q, d := sc.q, s.doc
	before, after := d.neighbour(s.i, -1), d.neighbour(s.i, 1)
	var earlier *sentence
	if before != nil {
		earlier = d.neighbour(before.i, -1)
	}
	pronoun := startsWithPronoun(s.read(sc.words))
	for i := range q.terms {
		t := &q.terms[i]
		inTitle := d.title[t.stem]
		if inTitle {
			f[fTitle] += t.weight / q.total
		}
		if m.exact[i] {
			continue
		}
		inBefore := before != nil && before.read(sc.words).has(t.stem)
		if inBefore && q.typ != wantsQuote { // what stands around a remark, remark.go weighs
			f[fBefore] += t.weight / q.total
		}
		if inBefore && pronoun {
			f[fPronoun] += t.weight / q.total
		}
		if earlier != nil && q.typ != wantsQuote && earlier.read(sc.words).has(t.stem) {
			f[fEarlier] += t.weight / q.total
		}
		if inTitle || inBefore || after != nil && after.read(sc.words).has(t.stem) {
			f[fContext] += t.weight / q.total
		}
	}
}

// neighbour is the nearest sentence that is neither furniture nor an instruction
// to a program, step 1 or -1 away,
// or nil.
func (d *document) neighbour(i, step int) *sentence {
	for i += step; i >= 0 && i < len(d.sentences); i += step {
		if d.sentences[i].Kind != corpus.Furniture && !d.sentences[i].steers {
			return &d.sentences[i]
		}
	}
	return nil
}

var leadingPronouns = terms.Set("he she it they his her their its this these that those")

func startsWithPronoun(s *sentence) bool { return leadingPronouns[s.firstWord()] }

// bigrams is the share of the question's neighbouring pairs of words that
// stand side by side in the sentence.
func (sc *scorer) bigrams(m match) float64 {
	var hit, all float64
	for i := 0; i+1 < len(sc.q.terms); i++ {
		w := sc.q.terms[i].weight + sc.q.terms[i+1].weight
		all += w
		if adjacent(m.positions[i], m.positions[i+1]) {
			hit += w
		}
	}
	if all == 0 {
		return 0
	}
	return hit / all
}

func adjacent(a, b []int) bool {
	for _, i := range a {
		for _, j := range b {
			if j == i+1 {
				return true
			}
		}
	}
	return false
}

// answers fills the features about the kind of answer.
func (sc *scorer) answers(f *vectorOf, s *sentence, m match) {
	q := sc.q
	found := s.cands.of(q, s)
	if len(found) == 0 {
		if q.typ == wantsWho || q.typ == wantsWhen || q.typ == wantsNumber || q.typ == wantsWhere {
			f[fMissing] = 1
		}
		return
	}
	switch q.typ {
	case wantsWho:
		f[fWho] = 1
	case wantsNumber:
		f[fNumber] = 1
		if q.wantsLength() {
			f[fDuration] = 1
		}
	case wantsWhen:
		f[fWhen] = 1
	case wantsWhere:
		for _, c := range found {
			if stands(s.tokens, c.from) {
				f[fWhere] = 1
			}
		}
	case wantsQuote:
		if s.cands.says {
			f[fQuoted] = 1
		}
	}
	for _, c := range found[:min(len(found), 12)] {
		var near float64
		for i := range q.terms {
			if gap := distance(m.positions[i], c.from); gap >= 0 {
				near += q.terms[i].weight * math.Exp(-float64(gap)/6)
			}
		}
		f[fNear] = max(f[fNear], near/q.total)
	}
}

// distance is the gap from the nearest position to at, -1 without positions.
func distance(positions []int, at int) int {
	best := -1
	for _, p := range positions {
		if d := max(p-at, at-p); best < 0 || d < best {
			best = d
		}
	}
	return best
}

// form fills what the sentence is like, whatever the question.
func form(f *vectorOf, s *sentence) {
	if strings.HasSuffix(strings.TrimRight(s.text(), "\"”’' "), "?") {
		f[fQuestion] = 1
	}
	if len(s.words) < 6 {
		f[fShort] = 1
	}
	f[fLength] = float64(min(len(s.words), 60)) / 60
	if s.Kind != corpus.Body {
		f[fAside] = 1
	}
}
