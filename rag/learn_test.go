package rag

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"newsdesk/corpus"
	"newsdesk/corpus/clean"
	"newsdesk/rag/embed"
	"newsdesk/rag/index"
)

var learn = flag.Bool("learn", false, "learn the weights of rank, gate and premise from ../shared/eval/train and print them")

// trainQuestion is a line of the training questions.
type trainQuestion struct {
	Question   string
	Answerable bool
	ContextDoc string `json:"context_doc"`
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
	learnPremise(ctx, t, questions, full)
}

// groupOf is the article that a paragraph was cut from: squad documents are
// named sq-Title-number.
func groupOf(doc string) string { return doc[:strings.LastIndexByte(doc, '-')] }

type archive struct {
	*Engine
	docs map[string]bool
}

func openArchive(t testing.TB, articles []corpus.Article) *archive {
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

// example is the measurements of one question, with the answer wanted of a
// logistic model and how much it counts.
type example struct {
	x      []float64
	yes    bool
	weight float64
}

// fitLogistic is a standardised logistic regression with a small ridge, by
// gradient ascent. signs bind each weight's direction; 0 leaves it free.
func fitLogistic(cases []example, signs []float64) logisticModel {
	m := logisticModel{weights: make([]logistic, len(signs))}
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
		g := make([]float64, len(signs))
		var gb, total float64
		for _, c := range cases {
			y := 0.
			if c.yes {
				y = 1
			}
			d := c.weight * (y - m.probability(c.x))
			gb += d
			total += c.weight
			for k, l := range m.weights {
				g[k] += d * l.standard(c.x[k])
			}
		}
		m.bias += gb / total
		for k := range g {
			w := &m.weights[k].weight
			*w += g[k]/total - .002**w
			if *w*signs[k] < 0 { // projected: a sign that contradicts sense does not carry to other archives
				*w = 0
			}
		}
	}
	return m
}

// source is the model as Go source.
func (m *logisticModel) source() string {
	var b strings.Builder
	fmt.Fprintf(&b, "bias %.4f\n", m.bias)
	for i, l := range m.weights {
		fmt.Fprintf(&b, "\t/* %2d */ {%.4f, %.4f, %.4f},\n", i, l.weight, l.mean, l.deviation)
	}
	return b.String()
}

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
