package rag

import (
	"testing"
	"time"

	"newsdesk/corpus"
)

func TestRecent(t *testing.T) {
	for question, want := range map[string]bool{
		"What is the latest on the strike?":              true,
		"Who is the current mayor?":                      true,
		"Who is the current President?":                  true,
		"What does the current UNESCO do?":               false,
		"Who currently runs the port?":                   true,
		"How many people have died so far?":              true,
		"Is the bridge still closed?":                    true,
		"Where does the ferry stop now?":                 true,
		"What is the most recent estimate of the loss?":  true,
		"What is the newest ship of the line?":           true,
		"Why did the strike begin?":                      false,
		"How strong is the current in the strait?":       false,
		"How far is it to the port?":                     false,
		"How did they get so far north?":                 false,
		"Must the bill be paid by Friday at the latest?": false,
		"Who wrote the song Now or Never?":               false,
		"Who photographed Clyfford Still?":               false,
		"What had been built until now?":                 false,
		"Which recent storm sank the ferry?":             false,
	} {
		p := parse(question)
		if got := p.recent(); got != want {
			t.Errorf("%s: %t", question, got)
		}
	}
}

func TestPreferRecent(t *testing.T) {
	day := func(n int) *document {
		return &document{Article: &corpus.Article{Published: time.Date(2020, 1, n, 0, 0, 0, 0, time.UTC)}}
	}
	ranked := []evidence{
		{sentence: &sentence{doc: day(1)}, score: 5},
		{sentence: &sentence{doc: day(31)}, score: 4.5},
		{sentence: &sentence{doc: &document{Article: &corpus.Article{}}}, score: 4},
		{sentence: &sentence{doc: day(60)}, score: -5}, // fits far worse: no measure of what is new
	}
	preferRecent(ranked)
	for i, want := range []float64{6, 6.5, 4, -3} {
		if got := ranked[i].score; got < want-1e-9 || got > want+1e-9 {
			t.Errorf("%d: %g, want %g", i, got, want)
		}
		if ranked[i].bonus < 0 {
			t.Errorf("%d: the bonus is %g", i, ranked[i].bonus)
		}
	}
}
