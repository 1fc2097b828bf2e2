package rag

import (
	"math"
	"slices"
	"strings"
)

// premise is how far what a question takes for granted fits the articles: "Why
// did the price fall in 2019?" assumes that it fell, and when. The gate asks
// whether the subject is here; this asks whether it is as the question has it.
type premise struct {
	// doubts are the words that do not fit; the question then rests on them.
	doubts []doubt
	// fits is the probability that the question's assumptions are the
	// archive's, by the model in weights.go; 1 where nothing is assumed.
	fits float64
	// alone is true where one article at most tells of the subject and lacks a
	// word of the question beside its best sentence.
	alone bool
	// unsaid is that no article found says of the subject what the question
	// does, or empty.
	unsaid string
}

// The premise's measurements.
const (
	pDenied        = iota // the doubts, each 0 or 1 …
	pContrary             //
	pNumber               //
	pName                 //
	pPassageCosine        // of the best passage
	pCosine               // of the best sentence …
	pMaxSim               //
	pNear                 //
	pMissed               // greatest weight of a word that the best sentence lacks, in tens
	pGate                 // log-odds that the subject is here
	pWords                // content words of the question, in tens
	premiseCount
)

// premiseReach is how many of the best sentences' articles and passages are
// read for a word before it counts as missing: where several tell of a subject,
// each in its own words, one that lacks a word says little.
const premiseReach = 6

// assumes reports whether the question takes something for granted that can be
// held against the archive: it asks for a part of what it states. A yes or no
// question asks whether it is so; a follow-up leaves its assumptions to what
// was said before, and one with a sentence before it tells more than it needs;
// of a remark, remark.go asks whether it was made.
func (f *found) assumes() bool {
	q := f.q
	return q.wh >= 0 && q.typ != wantsYesNo && q.language == english && q.asked == noRecord && q.words == "" && !q.preceded() &&
		q.reading.context == "" && q.reading.note == "" && f.asks.speaker == "" && !f.asks.compare && !q.overview() && len(f.ranked) > 0
}

// preceded reports whether a sentence stands before the question.
func (p *parsed) preceded() bool {
	for i, t := range p.tokens[:max(0, len(p.tokens)-1)] {
		if (t.Lower == "." || t.Lower == "!" || t.Lower == "?") && p.tokens[i+1].Capital && p.tokens[i+1].Start > t.End {
			return true
		}
	}
	return false
}

// readPremise holds the question's assumptions against the articles.
func (f *found) readPremise() premise {
	if !f.assumes() {
		return premise{fits: 1}
	}
	p := premise{doubts: f.doubts()}
	x := f.premiseFeatures(p.doubts)
	p.fits = fitting.probability(x[:])
	p.alone = p.fits < premiseThreshold && f.alone()
	return p
}

func (f *found) premiseFeatures(doubts []doubt) [premiseCount]float64 {
	var x [premiseCount]float64
	for _, d := range doubts {
		x[pDenied+int(d.kind)] = 1
	}
	best := f.ranked[0]
	x[pPassageCosine] = f.top.Dense
	x[pCosine], x[pMaxSim], x[pNear] = best.features[fCosine], best.features[fMaxSim], best.features[fNear]
	m := f.scorer.match(best.sentence)
	for i := range f.q.terms {
		if !m.exact[i] && !m.near[i] && f.q.terms[i].stem != f.q.focus {
			x[pMissed] = max(x[pMissed], f.q.terms[i].weight/10)
		}
	}
	odds := max(1e-6, f.gate) / max(1e-6, 1-f.gate)
	x[pGate] = math.Log(odds)
	x[pWords] = float64(len(f.q.terms)) / 10
	return x
}

// Where the assumptions may be doubted by measurements alone. aloneShare is the
// share of the question that a second article must hold for the subject to be
// told of twice; alonePassages is how many passages the archive must have: the
// model was learned on hundreds, and on the archives of a few articles in
// rag/eval it refused twelve of 175 sound questions for being in other words.
const (
	aloneShare    = .7
	alonePassages = 100
)

// alone reports whether no second article tells of the subject and a word of
// the question is missing beside the best sentence.
func (f *found) alone() bool {
	if f.q.passages < alonePassages {
		return false
	}
	best := f.ranked[0]
	missing := false
	for i := range f.q.terms {
		missing = missing || !f.scorer.beside(best, i)
	}
	return missing && !f.anyArticle(func(d *document) bool {
		var held float64
		for i := range f.q.terms {
			if d != best.doc && f.inArticle(d, i) {
				held += f.q.terms[i].weight
			}
		}
		return held >= aloneShare*f.q.total
	})
}

// silences reports whether the archive is better silent: the assumptions most
// likely do not fit, and it can be said why.
func (p *premise) silences() bool {
	return p.fits < premiseThreshold && (len(p.doubts) > 0 || p.alone)
}

// mistaken says why the question is not answered as it is asked.
func (f *found) mistaken() string {
	var why []string
	for _, d := range f.premise.doubts {
		if says := f.says(d); !slices.Contains(why, says) {
			why = append(why, says)
		}
	}
	if why == nil {
		return strings.TrimSpace("The archive tells of this, but most likely not what is asked. Looked for: " + f.soughtWords() + ". " + f.unknownWords())
	}
	return "The archive does not answer this as it is asked: " + strings.Join(why, "; ") + "."
}
