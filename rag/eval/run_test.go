package eval

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"newsdesk/corpus"
	"newsdesk/rag"
)

type askFunc func(context.Context, rag.Question) (rag.Answer, error)

func (f askFunc) Ask(ctx context.Context, q rag.Question) (rag.Answer, error) { return f(ctx, q) }

const article = "Kim came by train. He ate soup."

func oneArticle(doc string) (string, bool) { return article, doc == "d" }

func cite(n, start, end int, quote string) rag.Citation {
	return rag.Citation{N: n, Doc: "d", Start: start, End: end, Quote: quote}
}

func TestRunKeepsTheOrder(t *testing.T) {
	questions := make([]Question, 40)
	for i := range questions {
		questions[i] = Question{ID: string(rune('a'+i%26)) + string(rune('0'+i/26)), Text: strings.Repeat("x", i+1), Answerable: true}
	}
	var running, most atomic.Int32
	asker := askFunc(func(_ context.Context, q rag.Question) (rag.Answer, error) {
		most.Store(max(most.Load(), running.Add(1)))
		defer running.Add(-1)
		runtime.Gosched()
		if q.Filter.Outlet != "AFP" {
			return rag.Answer{}, errors.New("the filter was lost")
		}
		if len(q.Text) == 7 {
			return rag.Answer{Text: "half an answer"}, errors.New("model is away")
		}
		return rag.Answer{Text: q.Text, Abstained: len(q.Text)%2 == 0, Confidence: .5}, nil
	})
	calls := 0
	results, err := Run(context.Background(), asker, questions, Options{Workers: 3, Filter: corpus.Filter{Outlet: "AFP"}, Done: func(n int) {
		if calls++; n != calls {
			t.Errorf("done %d at call %d", n, calls)
		}
	}})
	if err != nil || calls != 40 || most.Load() > 3 {
		t.Fatalf("%v, %d calls, %d at once", err, calls, most.Load())
	}
	for i, r := range results {
		if r.Question != &questions[i] || r.Line.ID != questions[i].ID || *r.Line.Abstained != r.Answer.Abstained {
			t.Errorf("result %d is of question %q", i, r.Line.ID)
		}
		switch {
		case i == 6 && (r.Err == nil || !strings.Contains(r.Err.Error(), `"g0"`) || r.Line.Answer != ""):
			t.Errorf("a failure gave %+v", r)
		case i != 6 && (r.Err != nil || r.Line.Answer != questions[i].Text):
			t.Errorf("result %d: %+v", i, r)
		}
	}
	if rep := Evaluate(results, oneArticle); len(rep.Failed) != 1 || len(rep.Rows) != 40 {
		t.Errorf("%d failed of %d", len(rep.Failed), len(rep.Rows))
	}
}

func TestRunStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	asked := 0
	_, err := Run(ctx, askFunc(func(context.Context, rag.Question) (rag.Answer, error) {
		asked++
		cancel()
		return rag.Answer{}, ctx.Err()
	}), make([]Question, 1000), Options{Workers: 1})
	if !errors.Is(err, context.Canceled) || asked > 20 {
		t.Errorf("%v after %d questions", err, asked)
	}
}

func TestInexact(t *testing.T) {
	for name, c := range map[string]struct {
		citation rag.Citation
		want     string
	}{
		"exact":        {cite(1, 0, 18, "Kim came by train."), ""},
		"other words":  {cite(1, 0, 18, "Kim came by plane."), "not"},
		"shifted":      {cite(1, 1, 19, "Kim came by train."), "not"},
		"past the end": {cite(1, 0, 99, "x"), "is no part"},
		"negative":     {cite(1, -1, 2, "x"), "is no part"},
		"empty":        {cite(1, 3, 3, ""), "is no part"},
		"no article":   {rag.Citation{N: 1, Doc: "e", End: 3, Quote: "Kim"}, "no article"},
	} {
		q := &Question{ID: "q"}
		got := Inexact([]Result{{Question: q, Answer: rag.Answer{Citations: []rag.Citation{c.citation}}}}, oneArticle)
		if (len(got) == 0) != (c.want == "") || len(got) == 1 && !strings.Contains(got[0], c.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestWriteAnswers(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "answers.jsonl")
	a := rag.Answer{Text: "<b> & “x”", Confidence: .93, Citations: []rag.Citation{cite(1, 0, 3, "Kim")},
		Retrieved: []rag.Retrieved{{Doc: "d", Text: "one"}, {Doc: "e", Text: "two"}, {Doc: "d", Text: "three"}}}
	results := []Result{{Line: NewLine("a", a, 1.4)}, {Line: NewLine("b", rag.Answer{Abstained: true}, 0)}}
	if err := WriteAnswers(path, results); err != nil {
		t.Fatal(err)
	}
	const want = `{"id":"a","answer":"<b> & “x”","abstained":false,"citations":[{"doc":"d","quote":"Kim"}],"retrieved":["d","e"],"retrieved_texts":["one","two","three"],"confidence":0.93,"ms":1.4}
{"id":"b","answer":"","abstained":true,"citations":[],"retrieved":[],"retrieved_texts":[],"confidence":0,"ms":0}
`
	if got, err := os.ReadFile(path); err != nil || string(got) != want {
		t.Errorf("%v\n%s", err, got)
	}
	back, err := ReadAnswers(strings.NewReader(want))
	if err != nil || len(back) != 2 || !*back["b"].Abstained || back["b"].Retrieved == nil {
		t.Errorf("read back %v, %v", back, err)
	}
	if err := WriteAnswers(filepath.Join(dir, "missing", "a.jsonl"), results); err == nil || strings.Contains(err.Error(), "\n") {
		t.Errorf("no folder: %v", err)
	}
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := WriteAnswers(filepath.Join(dir, "folder"), results); err == nil {
		t.Error("a folder was replaced")
	}
	if left, _ := os.ReadDir(dir); len(left) != 2 {
		t.Errorf("a temporary file is left: %v", left)
	}
}

func TestGolden(t *testing.T) {
	questions := []Question{
		{ID: "q1", Tag: "fact", Text: "How did Kim come?", Answerable: true, Answer: texts{"by train"}, Evidence: []Evidence{{"d", "Kim came by train."}}},
		{ID: "q2", Tag: "fact", Text: "What did Kim eat?", Answerable: true, Answer: texts{"soup"}, Evidence: []Evidence{{"d", "He ate soup."}}},
		{ID: "q3", Tag: "null", Text: "Who is Moon?"},
		{ID: "q4", Tag: "null", Text: "What is red?", MustNot: []string{"train"}},
	}
	slow := askFunc(func(_ context.Context, q rag.Question) (rag.Answer, error) {
		time.Sleep(time.Duration(len(q.Text)%3) * time.Millisecond)
		switch q.Text {
		case "How did Kim come?":
			return rag.Answer{Text: "Kim came by train. [1]", Citations: []rag.Citation{cite(1, 0, 18, "Kim came by train.")},
				Retrieved: []rag.Retrieved{{Doc: "d", Text: article}}}, nil
		case "What did Kim eat?":
			return rag.Answer{Text: "Kim had bread. [1]", Citations: []rag.Citation{cite(1, 0, 3, "bread")}}, nil
		case "Who is Moon?":
			return rag.Answer{Abstained: true}, nil
		}
		return rag.Answer{Text: "The train."}, nil
	})
	const want = `4 questions, 2 citations of which 1 exact, 0 failed

hits@4                   0.500  of 2
recall@4                 0.500  of 2
mrr@10                   0.500  of 2
chunk-hits@4             1.000  of 1
chunk-mrr@10             1.000  of 1
answer-recall            0.500  of 2
answer-recall-partial    0.500  of 2
trap-rate                1.000  of 1
citation-precision       0.500  of 2
citation-recall          0.500  of 2
span-hit                 0.500  of 2
verbatim-strict          0.500  of 2
abstention-precision     1.000  of 1
abstention-recall        0.500  of 2
abstention-f1            0.667  of 2
false-abstention         0.000  of 2

right by tag
fact                     1 of 2
null                     1 of 2

wrong
q2       no acceptable answer     What did Kim eat?
q4       fell into the trap       What is red?
`
	for range 3 {
		results, err := Run(context.Background(), slow, questions, Options{Workers: 4})
		if err != nil {
			t.Fatal(err)
		}
		if got := Evaluate(results, oneArticle).Golden(); got != want {
			t.Fatalf("got\n%s", got)
		}
	}
}
