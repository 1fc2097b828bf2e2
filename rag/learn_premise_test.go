package rag

import (
	"context"
	"testing"
)

// premiseCase is one question about what the archive tells of, answered there
// or not.
type premiseCase struct {
	group      string
	x          [premiseCount]float64
	answerable bool
	refused    bool // by the gate already
	reason     bool // there is something that silence can name
}

// premiseSigns are the directions that the measurements may count in.
var premiseSigns = [premiseCount]float64{pDenied: -1, pContrary: -1, pNumber: -1, pName: -1, pPassageCosine: 1, pCosine: 1, pMaxSim: 1,
	pNear: 1, pMissed: -1}

// learnPremise learns from the questions that were written to have no answer in
// the paragraph they are about.
func learnPremise(ctx context.Context, t *testing.T, questions []trainQuestion, full *archive) {
	var cases []premiseCase
	for _, q := range questions {
		f, err := full.find(ctx, Question{Text: q.Question})
		if err != nil {
			t.Fatal(err)
		}
		if !f.assumes() {
			continue
		}
		doubts := f.doubts()
		cases = append(cases, premiseCase{group: groupOf(q.ContextDoc), x: f.premiseFeatures(doubts), answerable: q.Answerable,
			refused: f.gate < gateThreshold(f.q.passages), reason: len(doubts) > 0 || f.alone()})
	}
	groups := make(map[string]bool)
	for _, c := range cases {
		groups[c.group] = true
	}
	scores := make([]float64, len(cases))
	for g := range groups {
		var train []example
		for _, c := range cases {
			if c.group != g {
				train = append(train, example{c.x[:], c.answerable, 1})
			}
		}
		m := fitLogistic(train, premiseSigns[:])
		for i, c := range cases {
			if c.group == g {
				scores[i] = m.probability(c.x[:])
			}
		}
	}
	var pos, neg []float64
	var list []example
	for i, c := range cases {
		list = append(list, example{c.x[:], c.answerable, 1})
		if c.answerable {
			pos = append(pos, scores[i])
		} else {
			neg = append(neg, scores[i])
		}
	}
	t.Logf("premise: AUROC %.3f (%d, %d), out of fold", auroc(pos, neg), len(pos), len(neg))
	for _, threshold := range []float64{0, .2, .25, .3, .35, .38, .4, .42, .44, .46, .5} {
		var right, wrong float64
		for i, c := range cases {
			switch silent := c.refused || scores[i] < threshold && c.reason; {
			case silent && c.answerable:
				wrong++
			case silent:
				right++
			}
		}
		t.Logf("premise: below %.2f, with the gate: abstention F1 %.3f, recall %.3f, false abstention %.3f, out of fold",
			threshold, 2*right/(right+wrong+float64(len(neg))), right/float64(len(neg)), wrong/float64(len(pos)))
	}
	m := fitLogistic(list, premiseSigns[:])
	t.Logf("premise: %s", m.source())
}
