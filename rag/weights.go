package rag

// rankWeights add the features up to a sentence's score.
var rankWeights = vectorOf{
	fPassage: 7.0888, fOverlap: .8069, fCount: 1.6405, fMaxSim: 6.6421, fUnmatched: 1.2423, fCosine: 3.3033, fFocus: .7989,
	fContext: 2.8258, fTitle: 4.5626, fPronoun: 2.9016, fBigram: 1.8659, fNumbers: .9269, fNear: .4165, fWho: .4372,
	fNumber: .8421, fWhen: .7967, fMissing: -1.136, fQuestion: -2.6577, fShort: -1.7278, fLength: -1.0786, fAside: -.4979,
	fFresh: 1,
}

// logistic is one weight of a standardised logistic model.
type logistic struct{ weight, mean, deviation float64 }

// The gate's measurements.
const (
	gPassageCoverage = iota // share of the question in the best passage
	gCosine                 // of the best sentence
	gEntitiesMissing        // names that the best passage lacks
	gMaxSim                 // of the best sentence
	gPassageCosine
	gPassageBM25 // BM25 of the best passage, per weight of the question
	gateCount
)

var (
	gateBias    = -.1031
	gateWeights = [gateCount]logistic{
		{.6994, .5635, .2641}, {.6439, .4581, .1927}, {-.5406, .2691, .6165},
		{.7339, .6169, .2207}, {.2767, .4175, .1854}, {.2833, .731, .3508},
	}
)

// gateThreshold is the probability below which the subject is taken not to be
// in the archive.
const gateThreshold = .6009
