package eval

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"newsdesk/rag"
)

func TestAUROC(t *testing.T) {
	for _, c := range []struct {
		high, low []float64
		want      float64
	}{
		{[]float64{.9, .8}, []float64{.1, .2}, 1},
		{[]float64{.1}, []float64{.9}, 0},
		{[]float64{.5, .5}, []float64{.5}, .5},
		// Of six pairs .7 wins three, .4 two and ties none.
		{[]float64{.7, .4}, []float64{.3, .5, .1}, 5. / 6},
		// .4 ties with one of the two.
		{[]float64{.4}, []float64{.4, .6}, .25},
		{nil, []float64{.1}, 0},
	} {
		if got := auroc(c.high, c.low); !near(got, c.want) {
			t.Errorf("auroc(%v, %v) is %g, want %g", c.high, c.low, got, c.want)
		}
	}
}

func TestRecallAt(t *testing.T) {
	twenty := make([]float64, 20)
	for i := range twenty {
		twenty[i] = float64(i+1) / 20
	}
	for _, c := range []struct {
		answerable, null []float64
		price, want      float64
	}{
		// One of twenty may be refused: the threshold is the second lowest.
		{twenty, []float64{.01, .05, .09, .1, .5}, .05, 3. / 5},
		// None of three may be.
		{[]float64{.4, .6, .8}, []float64{.3, .4, .5}, .05, 1. / 3},
		{[]float64{.4, .6, .8}, []float64{.3, .4, .5}, .34, 1},
		{[]float64{.4}, []float64{.1}, 1, 1},
		{nil, []float64{.1}, .05, 0},
	} {
		if got := recallAt(c.answerable, c.null, c.price); !near(got, c.want) {
			t.Errorf("recallAt(%v, %v, %g) is %g, want %g", c.answerable, c.null, c.price, got, c.want)
		}
	}
}

// archive of the paired test: three articles of which no two answer alike.
func threeArticles(fn func(article, text string) error) error {
	for _, a := range [][2]string{{"train", "Kim came by train on Thursday."}, {"again", "It was Thursday."}, {"soup", "He ate 3 soups."}} {
		if err := fn(a[0], a[1]); err != nil {
			return err
		}
	}
	return nil
}

func TestPaired(t *testing.T) {
	questions := []Question{
		{ID: "text", Text: "When did he come?", Tag: "date", Answerable: true, Answer: texts{"on Thursday", "Thursday"}, Evidence: []Evidence{{"train", "Thursday"}}},
		{ID: "group", Text: "How many soups?", Answerable: true, AnswerAll: []texts{{"three"}}},
		{ID: "docs", Text: "What?", Answerable: true, Evidence: []Evidence{{"train", ""}}, AltEvidence: []Evidence{{"soup", ""}}, RelevantDocs: []string{"gone"}},
		{ID: "all", Text: "Everything?", Answerable: true, Answer: texts{"Thursday"}, Evidence: []Evidence{{"soup", ""}}},
		{ID: "none", Text: "Which moon?", Answerable: true, Answer: texts{"Io"}},
		{ID: "null", Text: "Who?"},
	}
	hidden := map[string][]string{}
	var mu sync.Mutex
	hiding := func(hide func(string) bool) rag.Asker {
		return askFunc(func(_ context.Context, q rag.Question) (rag.Answer, error) {
			mu.Lock()
			defer mu.Unlock()
			_ = threeArticles(func(article, _ string) error {
				if hide(article) {
					hidden[q.Text] = append(hidden[q.Text], article)
				}
				return nil
			})
			return rag.Answer{Abstained: q.Text != "What?", Confidence: .3}, nil
		})
	}
	pairs, err := Paired(context.Background(), hiding, threeArticles, questions, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{"When did he come?": {"train", "again"}, "How many soups?": {"soup"}, "What?": {"train", "soup"}}
	if !maps.EqualFunc(hidden, want, slices.Equal) {
		t.Errorf("hidden: %v, want %v", hidden, want)
	}
	if len(pairs.LeftOut) != 2 || !strings.HasPrefix(pairs.LeftOut[0], "all: ") || !strings.HasPrefix(pairs.LeftOut[1], "none: ") {
		t.Errorf("left out: %q", pairs.LeftOut)
	}
	results, err := Run(context.Background(), askFunc(func(_ context.Context, q rag.Question) (rag.Answer, error) {
		return rag.Answer{Abstained: q.Text == "How many soups?", Confidence: float64(len(q.Text)) / 100}, nil
	}), questions, Options{})
	if err != nil {
		t.Fatal(err)
	}
	rep := Evaluate(results, oneArticle)
	rep.AddPairs(pairs, oneArticle)
	if len(rep.Pairs) != 6 || rep.Pairs[3].ID != "text" || rep.Pairs[3].Answerable {
		t.Fatalf("rows of the pairs: %+v", rep.Pairs)
	}
	for alias, want := range map[string]float64{
		"paired-abstention-recall": 2. / 3, "paired-false-abstention": 1. / 3, "paired-abstention-precision": 2. / 3, "paired-abstention-f1": 2. / 3,
		// .17, .15 and .05 against three times .3.
		"paired-confidence-auroc": 0, "paired-abstention-recall-05": 0,
		// The answerable have .17, .15, .05, .11 and .11, the unanswerable .04.
		"confidence-auroc": 1, "abstention-recall-05": 1,
	} {
		if f, ok := rep.Figures().Get(alias); !ok || !f.Known || !near(f.Value, want) {
			t.Errorf("%s is %g (%t), want %g", alias, f.Value, f.Known, want)
		}
	}
	broken := errors.New("damaged")
	if _, err := Paired(context.Background(), hiding, func(func(string, string) error) error { return broken }, questions, Options{}); !errors.Is(err, broken) {
		t.Errorf("a damaged archive: %v", err)
	}
}

// rowsOf are answers and abstentions by hand: confidence, answerable,
// abstained, right.
func rowsOf(in ...[4]float64) []Row {
	var out []Row
	for _, v := range in {
		out = append(out, Row{Confidence: v[0], Answerable: v[1] == 1, Abstained: v[2] == 1, Values: map[string]float64{"answer_recall": v[3]}})
	}
	return out
}

var fewRows = rowsOf(
	[4]float64{.95, 1, 0, 1}, // right
	[4]float64{.95, 1, 0, 0}, // wrong
	[4]float64{.9, 0, 0, 0},  // wrong: there is no answer
	[4]float64{1, 1, 0, 1},   // right
	[4]float64{.3, 0, 1, 0},  // rightly silent
	[4]float64{.31, 1, 1, 0}, // wrongly silent
	[4]float64{.6, 1, 0, 1},  // right
	[4]float64{.599, 0, 1, 0},
)

func TestRiskCoverage(t *testing.T) {
	want := []Point{{1, 1, 0, 1. / 8, 0}, {.95, 3, 1, 3. / 8, 1. / 3}, {.9, 4, 2, .5, .5}, {.6, 5, 2, 5. / 8, .4}}
	if got := RiskCoverage(fewRows); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := RiskCoverage(rowsOf([4]float64{.9, 0, 1, 0})); len(got) != 0 {
		t.Errorf("an answer in a silent run: %v", got)
	}
	// What has no acceptable answer is judged by its citations, if it can be.
	cited := []Row{
		{Confidence: .5, Answerable: true, Values: map[string]float64{"cit_recall": .25}},
		{Confidence: .4, Answerable: true, Values: map[string]float64{"cit_recall": 0}},
		{Confidence: .3, Answerable: true, Values: map[string]float64{}},
		{Confidence: .2, Answerable: true, Values: map[string]float64{"answer_recall": 1, "trap": 1}},
	}
	if got := RiskCoverage(cited); len(got) != 3 || got[0].Wrong != 0 || got[1].Wrong != 1 || got[2] != (Point{.2, 3, 2, 1, 2. / 3}) {
		t.Errorf("judged by citations: %v", got)
	}
}

func TestReliability(t *testing.T) {
	got := Reliability(fewRows)
	want := []Band{
		{.3, .4, 2, .305, .5, 0, 0},
		{.5, .6, 1, .599, 0, 0, 0},
		{.6, .7, 1, .6, 1, 1, 1},
		{.9, 1, 4, .95, .75, 4, .5},
	}
	if !slices.EqualFunc(got, want, func(a, b Band) bool {
		mean, near := near(a.Mean, b.Mean), near(a.Right, b.Right)
		a.Mean, a.Right = b.Mean, b.Right
		return mean && near && a == b
	}) {
		t.Errorf("got %v, want %v", got, want)
	}
	// (2 × .195 + 1 × .599 + 1 × .4 + 4 × .2) / 8
	if e := CalibrationError(got); !near(e, 2.189/8) {
		t.Errorf("calibration error %g", e)
	}
	if b := reliability(fewRows, words); len(b) != 3 || b[0].N != 3 || b[1].N != 1 || b[2].N != 4 {
		t.Errorf("in words: %v", b)
	}
	if e := CalibrationError(nil); e != 0 {
		t.Errorf("of nothing %g", e)
	}
}

func TestCurvesAndDrawing(t *testing.T) {
	rep := &Report{Rows: fewRows, Pairs: fewRows[:4]}
	var b strings.Builder
	if err := rep.WriteCurves(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"--- risk and coverage, as asked\n", "   0.625        5      2  0.400  at least 0.600\n", "--- risk and coverage, paired\n",
		"0.9 to 1.0    4  0.950       0.750        4  0.500\n", "0.0 to 0.6    3  0.403       0.333        0      -\n", "expected calibration error 0.274\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
	path := filepath.Join(t.TempDir(), "a.svg")
	for _, rep := range []*Report{rep, {}, {Rows: rowsOf([4]float64{0, 0, 1, 0})}} {
		if err := rep.WriteSVG(path); err != nil {
			t.Fatal(err)
		}
		raw, err := os.ReadFile(path)
		if err != nil || string(raw) != rep.SVG() {
			t.Fatalf("%v: the file differs from the drawing", err)
		}
		elements := 0
		for d := xml.NewDecoder(strings.NewReader(string(raw))); ; elements++ {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("no XML: %v\n%s", err, raw)
			}
		}
		if elements < 100 || strings.Contains(string(raw), "NaN") || strings.Contains(string(raw), "Inf") {
			t.Errorf("%d elements\n%s", elements, raw)
		}
	}
	if err := rep.WriteSVG(filepath.Join(t.TempDir(), "missing", "a.svg")); err == nil || strings.Contains(err.Error(), "\n") {
		t.Errorf("no folder: %v", err)
	}
}

// TestSilenceOfTheEngine makes the pairs on the embedded articles with the
// real engine: confidence must tell the answerable from their pairs.
func TestSilenceOfTheEngine(t *testing.T) {
	ix, table := newSampleIndex(t)
	questions := sampleQuestions(t)
	results, err := Run(t.Context(), rag.New(ix, ix.Library(), table), questions, Options{})
	if err != nil {
		t.Fatal(err)
	}
	rep := Evaluate(results, sampleText)
	pairs, err := Paired(t.Context(), func(hidden func(string) bool) rag.Asker {
		return rag.New(rag.Hide(ix, hidden), ix.Library(), table)
	}, eachSample, questions, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range pairs.Results {
		for _, c := range r.Answer.Citations {
			for _, e := range questions[slices.IndexFunc(questions, func(q Question) bool { return q.ID == r.Question.ID })].Evidence {
				if c.Doc == e.Doc {
					t.Errorf("%s cites %s, which is hidden", r.Question.ID, c.Doc)
				}
			}
		}
	}
	rep.AddPairs(pairs, sampleText)
	floor := Floor{"paired-confidence-auroc", .75}
	if err := floor.Check(rep.Figures()); err != nil {
		t.Error(err)
	}
}
