package rag

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"encoding/json"

	"newsdesk/corpus"
	"newsdesk/corpus/clean"
	"newsdesk/rag/embed"
	"newsdesk/rag/index"
)

var learn = flag.Bool("learn", false, "learn the weights of rank and gate from ../shared/eval/train and print them")

// trainQuestion is a line of the training questions.
type trainQuestion struct {
	Question   string
	Answerable bool
	Evidence   []struct{ Doc, Text string }
}

// TestLearn learns the weights in weights.go: go test ./rag -run TestLearn
// -learn -v. It prints Go source and cross-validated figures, by article.
func TestLearn(t *testing.T) {
	if !*learn {
		t.Skip("only with -learn")
	}
	ctx := context.Background()
	articles := loadArticles(t, "../../shared/eval/dev/squad2/corpus")
	questions := loadTrain(t, "../../shared/eval/train/squad2/questions.jsonl")
	full := openArchive(t, articles)
	var lists []rankList
	for _, q := range questions {
		if !q.Answerable || len(q.Evidence) == 0 {
			continue
		}
		if l, ok := full.rankList(ctx, t, q); ok {
			lists = append(lists, l)
		}
	}
	learnRank(t, lists)
	learnGate(ctx, t, articles, questions, full)
}

// rankList is the sentences of one question, with which of them answer.
type rankList struct {
	group    string
	features []vectorOf
	right    []bool
}

// groupOf is the article that a paragraph was cut from: squad documents are
// named sq-Title-number.
func groupOf(doc string) string { return doc[:strings.LastIndexByte(doc, '-')] }

type archive struct {
	*Engine
	docs map[string]bool
}

func openArchive(t *testing.T, articles []corpus.Article) *archive {
	t.Helper()
	ctx := context.Background()
	table, err := embed.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	ix, err := index.Open(ctx, t.TempDir(), table, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ix.Close() })
	if _, err := ix.Add(ctx, articles); err != nil {
		t.Fatal(err)
	}
	a := &archive{New(ix, ix.Library(), table), make(map[string]bool)}
	for i := range articles {
		a.docs[articles[i].ID] = true
	}
	return a
}

func loadArticles(t *testing.T, dir string) []corpus.Article {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Skipf("no articles in %s", dir)
	}
	var out []corpus.Article
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		a, err := clean.Text(strings.TrimSuffix(filepath.Base(f), ".txt"), raw)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, a)
	}
	return out
}

func loadTrain(t *testing.T, path string) []trainQuestion {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	var out []trainQuestion
	for d := json.NewDecoder(f); d.More(); {
		var q trainQuestion
		if err := d.Decode(&q); err != nil {
			t.Fatal(err)
		}
		out = append(out, q)
	}
	return out
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
				scores[i] = m.probability(c.x)
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
	var b strings.Builder
	for i, l := range m.weights {
		fmt.Fprintf(&b, "\t\t/* %2d */ {%.4f, %.4f, %.4f},\n", i, l.weight, l.mean, l.deviation)
	}
	t.Logf("gate: bias %.4f\n%s", m.bias, b.String())
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

func auroc(pos, neg []float64) float64 {
	var s float64
	for _, p := range pos {
		for _, n := range neg {
			switch {
			case p > n:
				s++
			case p == n:
				s += .5
			}
		}
	}
	return s / float64(len(pos)*len(neg))
}

// recallAt is the share of neg below the threshold that refuses share of pos.
func recallAt(pos, neg []float64, share float64) float64 {
	pos = slices.Sorted(slices.Values(pos))
	limit := pos[int(share*float64(len(pos)))]
	n := 0
	for _, x := range neg {
		if x < limit {
			n++
		}
	}
	return float64(n) / float64(len(neg))
}

// fitGate is a standardised logistic regression with a small ridge; each kind
// of archive weighs the same, and so do its answerable and unanswerable halves.
func fitGate(cases []gateCase) gateModel {
	var m gateModel
	weight := make(map[string]float64)
	key := func(c gateCase) string {
		size, _, _ := strings.Cut(c.kind, " ")
		return fmt.Sprint(size, c.answerable)
	}
	for _, c := range cases {
		weight[key(c)]++
	}
	for k := range m.weights {
		var s, ss float64
		for _, c := range cases {
			s += c.x[k]
			ss += c.x[k] * c.x[k]
		}
		n := float64(len(cases))
		m.weights[k].mean = s / n
		m.weights[k].deviation = math.Sqrt(max(1e-6, ss/n-s/n*s/n))
	}
	for range 1500 {
		var g [gateCount]float64
		var gb, total float64
		for _, c := range cases {
			y := 0.
			if c.answerable {
				y = 1
			}
			wt := 1 / weight[key(c)]
			d := wt * (y - m.probability(c.x))
			gb += d
			total += wt
			for k, l := range m.weights {
				g[k] += d * l.standard(c.x[k])
			}
		}
		m.bias += 1 * gb / total
		for k := range g {
			w := &m.weights[k].weight
			*w += 1 * (g[k]/total - .002**w)
			if *w*gateSigns[k] < 0 { // projected: a sign that contradicts sense does not carry to other archives
				*w = 0
			}
		}
	}
	return m
}
