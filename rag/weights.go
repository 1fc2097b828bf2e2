package rag

import "math"

// rankWeights add the features up to a sentence's score. They are the study's,
// learned on Wikipedia paragraphs; learning them again with these features
// (TestLearn) changes Hits@1 by .001 and Hits@3 by .003, which is noise. The
// freshness weight alone was set on news (1 gave MRR@10 .875, 2 gives .898 on
// realtimeqa's development questions), since the training questions have no date,
// and that of durations is the log-odds of a sentence's holding one, about 1 in
// 12: the training questions hardly ever ask how long. They name no periods
// either: fPeriod, counted twice from -1 to 1, weighs as much as fFresh and half
// as much again; fWhere weighs as fNumber and fWhen do (learned on names of any
// kind it came out as nothing). fBefore and fEarlier were learned with all others
// held (.46 and 1.42) and halved, since news leans on them less than an
// encyclopaedia does.
var rankWeights = vectorOf{
	fPassage: 7.0888, fOverlap: .8069, fCount: 1.6405, fMaxSim: 6.6421, fUnmatched: 1.2423, fCosine: 3.3033, fFocus: .7989,
	fContext: 2.8258, fTitle: 4.5626, fPronoun: 2.9016, fBigram: 1.8659, fNumbers: .9269, fNear: .4165, fWho: .4372,
	fNumber: .8421, fWhen: .7967, fWhere: .8, fMissing: -1.136, fQuestion: -2.6577, fShort: -1.7278, fLength: -1.0786, fAside: -.4979,
	fFresh: 2, fDuration: 2.5, fPeriod: 1.5, fBefore: .23, fEarlier: .71,
}

// The gate's measurements of how well the archive fits the question.
const (
	gPassageCoverage = iota // share of the question in the best passage
	gCosine                 // of the best sentence
	gEntitiesMissing        // names that the best passage lacks
	gMaxSim                 // of the best sentence
	gPassageCosine          // of the best passage
	gPassageBM25            // BM25 of the best passage, per weight of the question
	gTitleCoverage          // share in the best passage or its title
	gRarest                 // the rarest word stands in the best passage or its title
	gUnknown                // share that no article holds
	gOverlap                // share in the best sentence
	gNear                   // matched words near a candidate answer, in the best sentence
	gMissing                // the kind of answer wanted is missing from the best sentence
	gContext                // share that the best sentence's neighbours and title add
	gFocus                  // the noun asked for is missing from the best passage and its title
	gSurprise               // of the words that the best sentence and its neighbours hold, in nats, at most 12
	gMissed                 // surprise that the other words would have been, at most 12
	gateCount
)

// logistic is one weight of a standardised logistic model.
type logistic struct{ weight, mean, deviation float64 }

// standard is x in deviations from the mean, at most four.
func (l logistic) standard(x float64) float64 { return max(-4, min(4, (x-l.mean)/l.deviation)) }

// logisticModel is a standardised logistic model, a weight a measurement.
type logisticModel struct {
	bias    float64
	weights []logistic
}

func (m *logisticModel) probability(x []float64) float64 {
	z := m.bias
	for i, l := range m.weights {
		z += l.weight * l.standard(x[i])
	}
	return 1 / (1 + math.Exp(-z))
}

// gate says how likely it is that the archive holds a question's subject. It
// was learned by TestLearn on answerable questions of ../shared/eval/train
// and the same asked of archives of 3, 30 and 355 paragraphs without their
// evidence; out of fold, by article, AUROC .94 where other paragraphs of the
// same article remained and .995 where none did. Each weight's sign is bound to
// what the measurement means.
var gate = logisticModel{bias: 0.1063, weights: []logistic{
	gPassageCoverage: {0.5406, 0.5578, 0.3203},
	gCosine:          {1.0093, 0.4458, 0.2137},
	gEntitiesMissing: {-0.6491, 0.2975, 0.6744},
	gMaxSim:          {0.6273, 0.6129, 0.2554},
	gPassageCosine:   {0.0000, 0.4020, 0.2001},
	gPassageBM25:     {0.0000, 0.7431, 0.4337},
	gTitleCoverage:   {0.8138, 0.5617, 0.3189},
	gRarest:          {0.0921, 0.5133, 0.4998},
	gUnknown:         {0.0000, 0.2191, 0.3271},
	gOverlap:         {0.2746, 0.4953, 0.3165},
	gNear:            {0.0435, 0.1367, 0.1636},
	gMissing:         {-0.2157, 0.0388, 0.1931},
	gContext:         {0.1369, 0.0480, 0.1086},
	gFocus:           {0.0000, 0.3377, 0.4729},
	gSurprise:        {0.8358, 3.2102, 3.7149},
	gMissed:          {0.0000, 3.3856, 4.3090},
}}

// fitting says how likely it is that a question's assumptions are the
// archive's. It was learned by TestLearn on the training questions that assume
// something, 1,555 with an answer and 1,705 written to have none in the
// paragraph they are about; out of fold, by article, AUROC .70, which is near
// what such questions allow.
var fitting = logisticModel{bias: -0.3176, weights: []logistic{
	pDenied:        {-0.8265, 0.0494, 0.2167},
	pContrary:      {-0.7178, 0.0294, 0.1691},
	pNumber:        {-0.4985, 0.0316, 0.1749},
	pName:          {-0.5525, 0.0270, 0.1621},
	pPassageCosine: {0.3808, 0.4915, 0.1461},
	pCosine:        {0.1639, 0.5613, 0.1508},
	pMaxSim:        {0.1394, 0.7823, 0.1644},
	pNear:          {0.1335, 0.1876, 0.1793},
	pMissed:        {-0.4043, 0.3292, 0.2272},
	pGate:          {-0.4716, 2.0345, 1.8279},
	pWords:         {0.3222, 0.5371, 0.2025},
}}

// premiseThreshold is the probability below which they are taken not to be:
// with the gate, .20 of the training questions' answerable half are then
// refused and .47 of the other, out of fold.
const premiseThreshold = .44

// The probability below which the subject is taken not to be in the archive:
// smallThreshold for up to a hundred passages, largeThreshold from ten thousand
// on, by the logarithm in between. Among thousands of passages some match any
// question by chance, in a few hardly any does.
const (
	smallThreshold = .4
	largeThreshold = .5
)

// gateThreshold is the threshold for an archive of so many passages.
func gateThreshold(passages int) float64 {
	share := (math.Log10(max(1, float64(passages))) - 2) / 2
	return smallThreshold + (largeThreshold-smallThreshold)*max(0, min(1, share))
}
