package bench

import (
	"context"
	"math/rand/v2"
	"time"

	"newsdesk/corpus"
	"newsdesk/corpus/invent"
	"newsdesk/rag"
)

// question is one to ask: of an invented article, or one that has no answer.
type question struct {
	text string
	// article is the ID of the one that answers it, "" where none does;
	// outlet and published, for filters, are its own or those of any other.
	article   string
	outlet    string
	published time.Time
}

// unanswerable is one in how many questions has no answer.
const unanswerable = 5

// questions are so many about the first n articles, each about another as far
// as they go.
func questions(room *invent.Newsroom, n, count int) []question {
	r := rand.New(rand.NewPCG(uint64(n), 5))
	order := r.Perm(n)
	var out []question
	for i := 0; len(out) < count; i++ {
		of := order[i%n]
		facts := room.Facts(of)
		if len(facts) == 0 {
			continue
		}
		f := facts[len(out)%len(facts)]
		q := question{f.Question, f.Article, f.Outlet, f.Published}
		if len(out)%unanswerable == unanswerable-1 {
			q.text, q.article = room.Unanswerable(len(out)/unanswerable), ""
		}
		out = append(out, q)
	}
	return out
}

// asked is what came of a list of questions.
type asked struct {
	ms, retrieve  []float64
	cpu           float64 // milliseconds of the processors a question
	found, silent float64
}

// warm is how many questions go before, so that what is read once is.
const warm = 3

func askAll(ctx context.Context, asker rag.Asker, qs []question, filter func(question) corpus.Filter) (a asked, err error) {
	ask := func(q question) (rag.Answer, error) {
		return asker.Ask(ctx, rag.Question{Text: q.text, Filter: filter(q), AskedOn: q.published.AddDate(0, 0, 7)})
	}
	for _, q := range qs[:min(warm, len(qs))] {
		if _, err := ask(q); err != nil {
			return a, err
		}
	}
	answerable := 0
	clock := start()
	for _, q := range qs {
		begun := time.Now()
		answer, err := ask(q)
		if err != nil {
			return a, err
		}
		a.ms = append(a.ms, milliseconds(time.Since(begun)))
		a.retrieve = append(a.retrieve, answer.TimingsMS.Retrieve)
		if q.article == "" {
			if answer.Abstained {
				a.silent++
			}
			continue
		}
		answerable++
		for _, c := range answer.Citations {
			if c.Doc == q.article {
				a.found++
				break
			}
		}
	}
	_, cpu := clock.stop()
	a.cpu = cpu * 1000 / float64(len(qs))
	a.found /= max(1, float64(answerable))
	a.silent /= max(1, float64(len(qs)-answerable))
	return a, nil
}
