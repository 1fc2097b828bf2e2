package eval

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"newsdesk/rag"
)

func TestReadQuestions(t *testing.T) {
	got, err := ReadQuestions(strings.NewReader("\ufeff" + `{"id":"a","question":"Who?","answer":"Kim","asked_on":"2019-04-26","unknown":{"x":1},"evidence":[],
` + "\n"))
	if err == nil {
		t.Error("a line that breaks off was read", got)
	}
	got, err = ReadQuestions(strings.NewReader("\ufeff" + `{"id":"a","question":"Who?","answer":"Kim","asked_on":"2019-04-26","unknown":{"x":1}}` + "\r\n\n" +
		`{"id":"b","question":"And he?","answerable":false,"answer_all":[["x","y"],"z"],"history":["Who?","Kim.","Where?"]}`))
	if err != nil || len(got) != 2 {
		t.Fatalf("%d questions, %v", len(got), err)
	}
	a, b := got[0].Ask(), got[1].Ask()
	if !got[0].Answerable || got[1].Answerable || !reflect.DeepEqual(got[0].Answer, texts{"Kim"}) || !reflect.DeepEqual(got[1].AnswerAll, []texts{{"x", "y"}, {"z"}}) {
		t.Errorf("%+v", got)
	}
	if a.Text != "Who?" || !a.AskedOn.Equal(time.Date(2019, 4, 26, 0, 0, 0, 0, time.UTC)) || !b.AskedOn.IsZero() {
		t.Errorf("%+v, %+v", a, b)
	}
	if want := []rag.Turn{{Question: "Who?", Answer: "Kim."}, {Question: "Where?"}}; !reflect.DeepEqual(b.History, want) {
		t.Errorf("history %+v, want %+v", b.History, want)
	}
}

func TestHistory(t *testing.T) {
	for _, c := range []struct {
		json string
		want []rag.Turn
	}{
		{`[]`, nil},
		{`null`, nil},
		{`["q","a"]`, []rag.Turn{{Question: "q", Answer: "a"}}},
		{`[{"role":"user","content":"q"},{"role":"assistant","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"r"}]`,
			[]rag.Turn{{Question: "q", Answer: "a\nb"}, {Question: "r"}}},
		{`[{"role":"assistant","content":"hello"},{"role":"user","content":"q"}]`, []rag.Turn{{Answer: "hello"}, {Question: "q"}}},
		{`[{"role":"user","content":"q"},{"role":"user","content":"r"}]`, []rag.Turn{{Question: "q"}, {Question: "r"}}},
	} {
		q, err := ReadQuestions(strings.NewReader(`{"id":"a","question":"?","history":` + c.json + `}`))
		if err != nil || len(q[0].Ask().History) != len(c.want) || len(c.want) > 0 && !reflect.DeepEqual(q[0].Ask().History, c.want) {
			t.Errorf("%s: %+v, %v", c.json, q, err)
		}
	}
}

func TestBadLinesAreNamed(t *testing.T) {
	const good = `{"id":"a","question":"?"}` + "\n\n"
	for bad, want := range map[string]string{
		`{"id":`:                    "line 3: ",
		`[]`:                        "line 3: ",
		`{"question":"?"}`:          `"id" is missing`,
		`{"id":"b"}`:                `"question" is missing`,
		`{"id":"a","question":"?"}`: "stands on line 1 already",
		`{"id":"b","question":"?","asked_on":"April"}`:                        "is not a date",
		`{"id":"b","question":"?","history":"q"}`:                             "is not a list",
		`{"id":"b","question":"?","history":[1]}`:                             "item 1",
		`{"id":"b","question":"?","history":[{"role":"tool","content":"x"}]}`: `role "tool"`,
		`{"id":"b","question":"?","evidence":[{"doc":1}]}`:                    "line 3: ",
	} {
		_, err := ReadQuestions(strings.NewReader(good + bad))
		if err == nil || !strings.HasPrefix(err.Error(), "line 3: ") || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want %q", bad, err, want)
		}
	}
	if _, err := ReadQuestions(strings.NewReader("\n")); err == nil {
		t.Error("an empty file was read")
	}
	if _, err := ReadAnswers(strings.NewReader("{}\n")); err == nil || !strings.HasPrefix(err.Error(), "line 1: ") {
		t.Errorf("an answer without id: %v", err)
	}
}

// FuzzReadQuestions: what is accepted can be asked. Every question has an ID
// of its own and a text, and there are as many as lines that are not blank.
func FuzzReadQuestions(f *testing.F) {
	f.Add(`{"id":"a","question":"?"}`)
	f.Add(`{"id":"a","question":"?","history":["x",{"role":"user","content":"y"}],"answer":"z"}` + "\n" + `{"id":"b","question":"?"}`)
	f.Fuzz(func(t *testing.T, s string) {
		questions, err := ReadQuestions(strings.NewReader(s))
		if err != nil {
			return
		}
		ids := map[string]bool{}
		for i := range questions {
			q := &questions[i]
			if q.ID == "" || ids[q.ID] || strings.TrimSpace(q.Ask().Text) == "" {
				t.Fatalf("accepted %+v", q)
			}
			ids[q.ID] = true
		}
		lines := 0
		for line := range strings.Lines(strings.TrimPrefix(s, "\ufeff")) {
			if strings.TrimSpace(line) != "" {
				lines++
			}
		}
		if lines != len(questions) {
			t.Fatalf("%d questions of %d lines", len(questions), lines)
		}
	})
}
