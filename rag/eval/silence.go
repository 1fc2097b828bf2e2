package eval

import (
	"slices"
	"sort"
)

// FalseAbstentions is the share of answerable questions that may be refused
// where abstention recall is given at a fixed price.
const FalseAbstentions = .05

// silence are the figures of how well an answer's confidence, a number, tells
// what the archive answers from what it does not. They are not the reference
// scorer's.
var silence = []metric{
	{name: "confidence AUROC", alias: "confidence-auroc", doc: "how often an answerable question has more confidence than an unanswerable one; .5 is chance", of: func(_, a, n []Row) (float64, int, bool) {
		return auroc(confidences(a), confidences(n)), len(n), len(a) > 0 && len(n) > 0
	}},
	{name: "abstention recall at FA .05", alias: "abstention-recall-05", doc: "abstention recall if the confidence below which at most 5 % of the answerable lie meant silence", of: func(_, a, n []Row) (float64, int, bool) {
		return recallAt(confidences(a), confidences(n), FalseAbstentions), len(n), len(a) > 0 && len(n) > 0
	}},
}

// paired are the figures of the paired test: those of abstention over the
// answerable questions that have a pair, and the pairs.
var paired = func() []metric {
	var out []metric
	for _, m := range append(slices.Clone(metrics), silence...) {
		switch m.alias {
		case "abstention-precision", "abstention-recall", "abstention-f1", "false-abstention", "confidence-auroc", "abstention-recall-05":
			m.name, m.alias, m.doc = "paired "+m.name, "paired-"+m.alias, "the same over the pairs of --paired"
			out = append(out, m)
		}
	}
	return out
}()

// AddPairs scores pairs, which Paired made of the report's questions, and adds
// their figures.
func (rep *Report) AddPairs(pairs *Pairing, texts Texts) {
	scorer := NewScorer(texts)
	has := map[string]bool{}
	rep.Pairs, rep.LeftOut = nil, pairs.LeftOut
	rep.Inexact = append(rep.Inexact, Inexact(pairs.Results, texts)...)
	var again []Row
	for i := range pairs.Results {
		r := &pairs.Results[i]
		has[r.Question.ID] = true
		again = append(again, scorer.Score(r.Question, &r.Line))
		rep.Citations += len(r.Answer.Citations)
		if r.Err != nil {
			rep.Failed = append(rep.Failed, r.Err)
		}
	}
	for _, r := range rep.Rows {
		if r.Answerable && has[r.ID] {
			rep.Pairs = append(rep.Pairs, r)
		}
	}
	rep.Pairs = append(rep.Pairs, again...)
	rep.Silence = append(summarise(silence, rep.Rows), summarise(paired, rep.Pairs)...)
}

func confidences(rows []Row) []float64 {
	out := make([]float64, len(rows))
	for i, r := range rows {
		out[i] = r.Confidence
	}
	return out
}

// auroc is the area under the receiver operating characteristic, which is the
// share of pairs of one of high and one of low in which the first is greater;
// a tie counts half (Hanley and McNeil, 1982). 0 if either is empty.
func auroc(high, low []float64) float64 {
	if len(high) == 0 || len(low) == 0 {
		return 0
	}
	low = slices.Sorted(slices.Values(low))
	var wins float64
	for _, h := range high {
		below := sort.SearchFloat64s(low, h)
		above := sort.Search(len(low), func(i int) bool { return low[i] > h })
		wins += float64(below) + float64(above-below)/2
	}
	return wins / float64(len(high)*len(low))
}

// recallAt is the share of null that lie below the highest threshold that
// refuses at most the share price of answerable. 0 if either is empty.
func recallAt(answerable, null []float64, price float64) float64 {
	if len(answerable) == 0 || len(null) == 0 {
		return 0
	}
	answerable = slices.Sorted(slices.Values(answerable))
	threshold := answerable[min(int(price*float64(len(answerable))), len(answerable)-1)]
	n := 0
	for _, c := range null {
		if c < threshold {
			n++
		}
	}
	return float64(n) / float64(len(null))
}
