package eval

import (
	"context"
	"fmt"

	"newsdesk/rag"
)

// Hiding makes an asker that answers as if the articles of which hidden is
// true were not in the archive; rag.Hide does it for an Engine.
type Hiding func(hidden func(article string) bool) rag.Asker

// Archive calls fn with each article and everything of it that can hold an
// answer, its title and its text, and stops with fn's error.
type Archive func(fn func(article, text string) error) error

// Pairing is the paired test of silence: each answerable question asked again
// where nothing answers it. Unlike questions made up to have no answer, these
// are like the answerable ones in all but that, and any archive with a few
// questions can make them.
type Pairing struct {
	// Results are of the pairs, in the questions' order. Each has a Question
	// of its own with the ID of the one that it repeats; it is not Answerable.
	Results []Result
	// LeftOut says of which questions there is no pair, and why.
	LeftOut []string
}

// Paired asks each answerable question again with its evidence hidden: the
// documents of Evidence, AltEvidence and RelevantDocs, and every article that
// holds an acceptable answer. It reads the archive once. An error of the asker
// stays with its question.
func Paired(ctx context.Context, hiding Hiding, archive Archive, questions []Question, opt Options) (*Pairing, error) {
	pairs := &Pairing{}
	hidden, err := conceal(archive, questions)
	if err != nil {
		return nil, err
	}
	var again []Question
	hide := map[string]map[string]bool{} // articles by the question's ID
	for i := range questions {
		q, h := &questions[i], hidden[i]
		switch {
		case !q.Answerable:
			continue
		case len(h.articles) == 0:
			pairs.LeftOut = append(pairs.LeftOut, fmt.Sprintf("%s: no article of the archive is its evidence or holds its answer", q.ID))
			continue
		case h.left == 0:
			pairs.LeftOut = append(pairs.LeftOut, q.ID+": without its evidence no article is left")
			continue
		}
		hide[q.ID] = h.articles
		again = append(again, Question{
			ID: q.ID, Text: q.Text, History: q.History, AskedOn: q.AskedOn,
			Type: q.Type, Tag: q.Tag, LabelKind: q.LabelKind, NullKind: q.NullKind, Lang: q.Lang,
		})
	}
	pairs.Results, err = run(ctx, func(q *Question) rag.Asker {
		articles := hide[q.ID]
		return hiding(func(article string) bool { return articles[article] })
	}, again, opt)
	return pairs, err
}

// concealed is what a question's pair must not see.
type concealed struct {
	articles map[string]bool
	// left is how many articles remain.
	left int
}

// conceal finds the articles to hide from each answerable question.
func conceal(archive Archive, questions []Question) ([]concealed, error) {
	out := make([]concealed, len(questions))
	docs := make([]documents, len(questions))
	answers := make([][]string, len(questions))
	for i := range questions {
		q := &questions[i]
		if !q.Answerable {
			continue
		}
		out[i].articles = map[string]bool{}
		docs[i] = documentsOf(q)
		for _, group := range append([]texts{q.Answer}, q.AnswerAll...) {
			for _, answer := range group {
				answers[i] = append(answers[i], normalise(answer))
			}
		}
	}
	err := archive(func(article, text string) error {
		text = normalise(text)
		for i := range questions {
			switch {
			case !questions[i].Answerable:
			case docs[i].accepts(article) || holdsAny(text, answers[i]):
				out[i].articles[article] = true
			default:
				out[i].left++
			}
		}
		return nil
	})
	return out, err
}

// holdsAny is containsAny of what is normalised already.
func holdsAny(text string, answers []string) bool {
	for _, a := range answers {
		if holds(text, a) {
			return true
		}
	}
	return false
}
