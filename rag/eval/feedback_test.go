package eval

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"newsdesk/rag"
)

var thatDay = time.Date(2026, 3, 4, 15, 0, 0, 0, time.UTC)

// TestFeedbackAsksAgain approves of every answer about the embedded articles:
// asked again of the same archive, each scores in full.
func TestFeedbackAsksAgain(t *testing.T) {
	e := newSampleEngine(t)
	pairs, err := Pairs()
	if err != nil {
		t.Fatal(err)
	}
	var list []Feedback
	answered, conflicts := 0, 0
	for _, q := range pairs {
		ask := q.Ask()
		a, err := e.Ask(t.Context(), ask)
		if err != nil {
			t.Fatal(err)
		}
		if !a.Abstained {
			answered++
		}
		if len(a.Disagreements) > 0 {
			conflicts++
		}
		list = append(list, Feedback{Question: ask.Text, History: ask.History, AskedOn: ask.AskedOn, Answer: a, Verdict: Up, At: thatDay})
	}
	if answered < 10 || answered == len(pairs) || conflicts == 0 {
		t.Fatalf("%d of %d answered, %d with a disagreement: the test needs all kinds", answered, len(pairs), conflicts)
	}
	questions := exported(t, list)
	if len(questions) != len(list) {
		t.Fatalf("%d questions of %d", len(questions), len(list))
	}
	results, err := Run(t.Context(), e, questions, Options{})
	if err != nil {
		t.Fatal(err)
	}
	rows := Evaluate(results, sampleText).Rows
	for i, r := range rows {
		if r.Abstained == r.Answerable {
			t.Errorf("%s: answerable %v, abstained %v", questions[i].Text, r.Answerable, r.Abstained)
		}
		if !r.Answerable {
			continue
		}
		for _, figure := range []string{"answer_recall", "cit_recall"} {
			if r.Values[figure] != 1 && (figure == "answer_recall" || len(questions[i].Evidence) > 0) {
				t.Errorf("%s: %s is %v, of %q", questions[i].Text, figure, r.Values[figure], questions[i].Answer)
			}
		}
		if n := r.Values["n_cit"]; r.Values["cit_ok"] != n {
			t.Errorf("%s: %v of %v citations right", questions[i].Text, r.Values["cit_ok"], n)
		}
	}
}

func exported(t *testing.T, list []Feedback) []Question {
	t.Helper()
	var b bytes.Buffer
	if err := WriteFeedback(&b, list); err != nil {
		t.Fatal(err)
	}
	questions, err := ReadQuestions(&b)
	if err != nil {
		t.Fatal(err)
	}
	return questions
}

func TestFeedbackForReview(t *testing.T) {
	yes := rag.Answer{Text: "It sank at noon. [1]", Statements: []rag.Statement{{Text: "It sank at noon.", Citations: []int{1}, Key: "noon"}},
		Citations: []rag.Citation{{N: 1, Doc: "gazette", Quote: "It sank at noon."}}}
	history := []rag.Turn{{Question: "Which ferry?", Answer: "The Silver Tern. [1]"}, {Question: "Whose?"}}
	list := []Feedback{
		{Question: "When did it sink?", History: history, Answer: yes, Verdict: Up, At: thatDay},
		{Question: "Why did it sink?", Answer: yes, Verdict: Down, Reason: "that is <when>", At: thatDay},
		{Question: "Who sank it?", Answer: yes, Verdict: Up, At: thatDay},
		{Question: "Who sank it?", Answer: yes, Verdict: Down, At: thatDay.Add(time.Hour)},
		{Question: "Who sank it?", Answer: yes, Verdict: Up, At: thatDay.Add(2 * time.Hour)},
		{Question: "Who sank it?", Answer: yes, Verdict: Up, At: thatDay.AddDate(0, 0, 1)},
	}
	var b bytes.Buffer
	if err := WriteFeedback(&b, list); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"reason":"that is <when>","review":true,"shown":{"text":"It sank at noon. [1]","abstained":false,"citations":[{"doc":"gazette","text":"It sank at noon."}]}`,
		`"answer":["noon"],"answerable":true,"evidence":[{"doc":"gazette","text":"It sank at noon."}],"history":[{"role":"user","content":"Which ferry?"},{"role":"assistant","content":"The Silver Tern. [1]"},{"role":"user","content":"Whose?"}],"asked_on":"2026-03-04","verdict":"up"`,
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %s in\n%s", want, b.String())
		}
	}
	questions := exported(t, list)
	ready, waiting := Reviewed(questions)
	if len(questions) != 4 || waiting != 2 || len(ready) != 2 || ready[0].Text != "When did it sink?" || len(ready[0].History) != 2 || ready[1].Text != "Who sank it?" {
		t.Errorf("%d questions, %d for review, ready: %+v", len(questions), waiting, ready)
	}
}

// What was thought of verdicts is a claim a line, whatever the day.
func TestFeedbackOnClaims(t *testing.T) {
	rests := rag.Answer{Citations: []rag.Citation{{N: 1, Doc: "gazette", Quote: "It sank at noon."}}}
	list := []Feedback{
		{Question: "It sank at <noon>.", Ruled: "supported", Answer: rests, Verdict: Up, At: thatDay},
		{Question: "It sank at one.", Ruled: "altered", Answer: rests, Verdict: Up, At: thatDay},
		{Question: "It sank at <noon>.", Ruled: "supported", Answer: rests, Verdict: Up, At: thatDay.AddDate(0, 0, 1)},
		{Question: "It sank at one.", Ruled: "altered", Answer: rests, Verdict: Down, Reason: "it did", At: thatDay.AddDate(0, 0, 2)},
	}
	var b bytes.Buffer
	if err := WriteClaims(&b, list); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	if len(lines) != 2 || !strings.HasSuffix(lines[0], `"claim":"It sank at <noon>.","expected_verdict":"supported","feedback":"up"}`) ||
		!strings.HasSuffix(lines[1], `"claim":"It sank at one.","feedback":"down","reason":"it did","review":true,"shown":{"verdict":"altered","citations":[{"doc":"gazette","text":"It sank at noon."}]}}`) {
		t.Errorf("written:\n%s", b.String())
	}
}

func TestNoFeedback(t *testing.T) {
	var b bytes.Buffer
	if err := WriteFeedback(&b, nil); err != nil || b.Len() != 0 {
		t.Errorf("%q, %v", b.String(), err)
	}
}
