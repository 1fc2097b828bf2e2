package rag

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"newsdesk/corpus"
)

// rankList is the sentences of one question, with which of them answer.
type rankList struct {
	group    string
	features []vectorOf
	right    []bool
}

func (a *archive) rankList(ctx context.Context, t *testing.T, q trainQuestion) (rankList, bool) {
	f, err := a.find(ctx, Question{Text: q.Question})
	if err != nil {
		t.Fatal(err)
	}
	l := rankList{group: groupOf(q.Evidence[0].Doc)}
	any := false
	for _, ev := range f.ranked {
		at := strings.Index(ev.doc.Text, q.Evidence[0].Text)
		right := ev.doc.ID == q.Evidence[0].Doc && at >= 0 && ev.Overlaps(corpus.Span{Start: at, End: at + len(q.Evidence[0].Text)})
		l.features = append(l.features, ev.features)
		l.right = append(l.right, right)
		any = any || right
	}
	return l, any
}

// fitRank is a conditional logit with several right answers, pulled towards
// the given weights, by Adam over all lists.
func fitRank(lists []rankList, prior vectorOf, pull float64, frozen map[feature]bool) vectorOf {
	w := prior
	var m, v vectorOf
	for step := 1; step <= 400; step++ {
		var g vectorOf
		for _, l := range lists {
			scores := make([]float64, len(l.features))
			top := math.Inf(-1)
			for i, f := range l.features {
				scores[i] = sumOf(f, w)
				top = max(top, scores[i])
			}
			var all, good float64
			for i := range scores {
				scores[i] = math.Exp(scores[i] - top)
				all += scores[i]
				if l.right[i] {
					good += scores[i]
				}
			}
			for i, f := range l.features {
				d := -scores[i] / all
				if l.right[i] {
					d += scores[i] / good
				}
				for k, x := range f {
					g[k] += d * x
				}
			}
		}
		rate := .1 / (1 + float64(step)/100)
		for k := range w {
			if frozen[feature(k)] {
				continue
			}
			g[k] = g[k]/float64(len(lists)) - pull*(w[k]-prior[k])
			m[k] = .9*m[k] + .1*g[k]
			v[k] = .999*v[k] + .001*g[k]*g[k]
			w[k] += rate * (m[k] / (1 - math.Pow(.9, float64(step)))) / (math.Sqrt(v[k]/(1-math.Pow(.999, float64(step)))) + 1e-8)
		}
	}
	return w
}

// hitsAt is the share of lists with a right one among the first k.
func hitsAt(lists []rankList, w vectorOf, k int) float64 {
	n := 0
	for _, l := range lists {
		order := make([]int, len(l.features))
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(sumOf(l.features[b], w), sumOf(l.features[a], w)) })
		if slices.ContainsFunc(order[:min(k, len(order))], func(i int) bool { return l.right[i] }) {
			n++
		}
	}
	return float64(n) / float64(len(lists))
}

// unlearnable are features that the training questions do not vary.
var unlearnable = map[feature]bool{fAside: true, fFresh: true, fQuoted: true, fShort: true}

func learnRank(t *testing.T, lists []rankList) {
	groups := make(map[string]bool)
	for _, l := range lists {
		groups[l.group] = true
	}
	for _, pull := range []float64{1e-3} {
		var h1, h3, n float64
		for g := range groups {
			var train, test []rankList
			for _, l := range lists {
				if l.group == g {
					test = append(test, l)
				} else {
					train = append(train, l)
				}
			}
			w := fitRank(train, rankWeights, pull, unlearnable)
			h1 += hitsAt(test, w, 1) * float64(len(test))
			h3 += hitsAt(test, w, 3) * float64(len(test))
			n += float64(len(test))
		}
		t.Logf("rank: pull %g: Hits@1 %.3f Hits@3 %.3f of %.0f, out of fold; as shipped %.3f %.3f", pull, h1/n, h3/n, n, hitsAt(lists, rankWeights, 1), hitsAt(lists, rankWeights, 3))
	}
	w := fitRank(lists, rankWeights, 1e-3, unlearnable)
	var b strings.Builder
	for k, x := range w {
		fmt.Fprintf(&b, "\t/* %s */ %.4f,\n", featureNames[k], x)
	}
	t.Logf("rankWeights:\n%s", b.String())
}
