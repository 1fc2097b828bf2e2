package rag

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"newsdesk/corpus"
)

// gateCase is one question that the archive answers, or not.
type gateCase struct {
	kind, group string
	x           [gateCount]float64
	answerable  bool
}

func (a *archive) gateCase(ctx context.Context, t *testing.T, q trainQuestion, kind string, hidden func(string) bool) (gateCase, bool) {
	c := gateCase{kind: kind, group: groupOf(q.Evidence[0].Doc), answerable: hidden == nil}
	e := New(a.retriever, a.texts, a.words)
	if hidden != nil {
		e.retriever = Hide(a.retriever, hidden)
	}
	f, err := e.find(ctx, Question{Text: q.Question})
	if err != nil {
		t.Fatal(err)
	}
	if len(f.ranked) == 0 {
		return c, false
	}
	c.x, err = e.gateFeatures(ctx, f)
	if err != nil {
		t.Fatal(err)
	}
	return c, true
}

// learnGate makes answerable and unanswerable questions of archives of 3, 30
// and all articles: an answerable one asked again where its paragraph, or all
// of its article, is missing.
func learnGate(ctx context.Context, t *testing.T, articles []corpus.Article, questions []trainQuestion, full *archive) {
	rng := rand.New(rand.NewPCG(1, 2))
	var answerable []trainQuestion
	for _, q := range questions {
		if q.Answerable && len(q.Evidence) > 0 {
			answerable = append(answerable, q)
		}
	}
	var cases []gateCase
	put := func(c gateCase, ok bool) {
		if ok {
			cases = append(cases, c)
		}
	}
	for i, q := range answerable {
		doc := q.Evidence[0].Doc
		put(full.gateCase(ctx, t, q, "all", nil))
		if i%2 == 0 {
			put(full.gateCase(ctx, t, q, "all near", func(a string) bool { return a == doc }))
		} else {
			put(full.gateCase(ctx, t, q, "all far", func(a string) bool { return groupOf(a) == groupOf(doc) }))
		}
	}
	for _, size := range []int{3, 30} {
		for range 240 / size {
			shuffled := slices.Clone(articles)
			rng.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
			sub := openArchive(t, shuffled[:size])
			groups := make(map[string]bool)
			for id := range sub.docs {
				groups[groupOf(id)] = true
			}
			yes := 0
			for _, q := range answerable {
				if sub.docs[q.Evidence[0].Doc] {
					yes++
					put(sub.gateCase(ctx, t, q, fmt.Sprint(size), nil))
				}
			}
			for n, k := 0, 0; n < yes && k < 4*len(answerable); k++ {
				q := answerable[rng.IntN(len(answerable))]
				if near := groups[groupOf(q.Evidence[0].Doc)]; !sub.docs[q.Evidence[0].Doc] && near == (n%2 == 0) {
					kind := "far"
					if near {
						kind = "near"
					}
					put(sub.gateCase(ctx, t, q, fmt.Sprint(size, " ", kind), func(string) bool { return false }))
					n++
				}
			}
		}
	}
	t.Logf("gate: %d cases", len(cases))
	groups := make(map[string]bool)
	for _, c := range cases {
		groups[c.group] = true
	}
	scores := make([]float64, len(cases))
	for g := range groups {
		var train []gateCase
		for _, c := range cases {
			if c.group != g {
				train = append(train, c)
			}
		}
		m := fitGate(train)
		for i, c := range cases {
			if c.group == g {
				scores[i] = m.probability(c.x[:])
			}
		}
	}
	for _, size := range []string{"", "3", "30", "all"} {
		for _, null := range []string{"near", "far"} {
			var pos, neg []float64
			for i, c := range cases {
				s, k, _ := strings.Cut(c.kind, " ")
				if size != "" && s != size {
					continue
				}
				if c.answerable {
					pos = append(pos, scores[i])
				} else if k == null {
					neg = append(neg, scores[i])
				}
			}
			t.Logf("gate: size %q %s: AUROC %.3f (%d, %d), out of fold; recall at 5 %% false abstention %.3f", size, null, auroc(pos, neg), len(pos), len(neg), recallAt(pos, neg, .05))
		}
	}
	m := fitGate(cases)
	t.Logf("gate: %s", m.source())
	for _, size := range []string{"3", "30", "all"} {
		var pos []float64
		for i, c := range cases {
			if s, _, _ := strings.Cut(c.kind, " "); s == size && c.answerable {
				pos = append(pos, scores[i])
			}
		}
		slices.Sort(pos)
		t.Logf("gate: size %s: thresholds that refuse 5, 10, 15, 20 %% of the answerable: %.3f %.3f %.3f %.3f", size,
			pos[len(pos)/20], pos[len(pos)/10], pos[len(pos)*15/100], pos[len(pos)/5])
	}
}

// gateSigns are the directions that the measurements may count in.
var gateSigns = [gateCount]float64{gPassageCoverage: 1, gCosine: 1, gEntitiesMissing: -1, gMaxSim: 1, gPassageCosine: 1, gPassageBM25: 1,
	gTitleCoverage: 1, gRarest: 1, gUnknown: -1, gOverlap: 1, gNear: 1, gMissing: -1, gContext: 1, gFocus: -1, gSurprise: 1, gMissed: -1}

// fitGate learns the gate; each kind of archive weighs the same, and so do its
// answerable and unanswerable halves.
func fitGate(cases []gateCase) logisticModel {
	count := make(map[string]float64)
	key := func(c gateCase) string {
		size, _, _ := strings.Cut(c.kind, " ")
		return fmt.Sprint(size, c.answerable)
	}
	for _, c := range cases {
		count[key(c)]++
	}
	var list []example
	for _, c := range cases {
		list = append(list, example{c.x[:], c.answerable, 1 / count[key(c)]})
	}
	return fitLogistic(list, gateSigns[:])
}
