// Package eval measures an engine on fixed pairs of question and answer: it
// asks every question, scores the answers and compares the figures with
// floors and with a golden report.
//
// Start at Run, then Evaluate. Question is the format of the pairs, with
// testdata/sample.jsonl as an example to copy; Explain lists what is measured.
// Paired asks again without the evidence, which measures silence; README.md
// says how to read what comes of it. The scoring is that of a reference scorer
// kept outside this project, and a test holds the two to the same figures.
package eval

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"

	"newsdesk/corpus"
	"newsdesk/rag"
)

// Options of Run. The zero value is ready to use.
type Options struct {
	// Workers is how many questions are asked at once; 0 means one a
	// processor.
	Workers int
	// Filter narrows the archive for every question.
	Filter corpus.Filter
	// Done, if not nil, is called after each question, from one goroutine at
	// a time, with how many are done.
	Done func(n int)
}

// Result is one question and what became of it.
type Result struct {
	Question *Question
	Answer   rag.Answer
	// Line is the answer as it is written and scored.
	Line Line
	// Err is why no answer could be made. Line is then an empty answer, which
	// scores nothing.
	Err error
}

// Run asks every question and returns the results in the questions' order. An
// error of the asker stays with its question; Run fails only if ctx ends.
func Run(ctx context.Context, asker rag.Asker, questions []Question, opt Options) ([]Result, error) {
	return run(ctx, func(*Question) rag.Asker { return asker }, questions, opt)
}

// run asks each question of the asker that askerOf has for it.
func run(ctx context.Context, askerOf func(*Question) rag.Asker, questions []Question, opt Options) ([]Result, error) {
	if opt.Workers <= 0 {
		opt.Workers = runtime.GOMAXPROCS(0)
	}
	results := make([]Result, len(questions))
	next := make(chan int)
	var wg sync.WaitGroup
	var mu sync.Mutex
	done := 0
	for range min(opt.Workers, len(questions)) {
		wg.Go(func() {
			for i := range next {
				results[i] = ask(ctx, askerOf(&questions[i]), &questions[i], opt.Filter)
				mu.Lock()
				if done++; opt.Done != nil {
					opt.Done(done)
				}
				mu.Unlock()
			}
		})
	}
	for i := range questions {
		select {
		case next <- i:
			continue
		case <-ctx.Done():
		}
		break
	}
	close(next)
	wg.Wait()
	return results, ctx.Err()
}

func ask(ctx context.Context, asker rag.Asker, q *Question, filter corpus.Filter) Result {
	question := q.Ask()
	question.Filter = filter
	start := time.Now()
	a, err := asker.Ask(ctx, question)
	ms := float64(time.Since(start).Microseconds()) / 1000
	if err != nil {
		a = rag.Answer{}
		err = fmt.Errorf("question %q: %w", q.ID, err)
	}
	return Result{Question: q, Answer: a, Line: NewLine(q.ID, a, ms), Err: err}
}

// Inexact checks the promise that a citation's quotation is the slice of the
// article's text that it names, and returns a line for each that breaks it.
func Inexact(results []Result, texts Texts) []string {
	var faults []string
	for _, r := range results {
		for _, c := range r.Answer.Citations {
			if why := inexact(c, texts); why != "" {
				faults = append(faults, fmt.Sprintf("question %q, citation %d: %s", r.Question.ID, c.N, why))
			}
		}
	}
	return faults
}

func inexact(c rag.Citation, texts Texts) string {
	text, ok := texts(c.Doc)
	switch {
	case !ok:
		return fmt.Sprintf("there is no article %q", c.Doc)
	case c.Start < 0 || c.End > len(text) || c.Start >= c.End:
		return fmt.Sprintf("%d to %d is no part of the %d bytes of %q", c.Start, c.End, len(text), c.Doc)
	case text[c.Start:c.End] != c.Quote:
		return fmt.Sprintf("%q has %.60q at %d, not %.60q", c.Doc, text[c.Start:c.End], c.Start, c.Quote)
	}
	return ""
}
