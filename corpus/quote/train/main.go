// Command train learns the speaker model that package quote ships, from
// quotations annotated by hand, and cross-validates it by article:
//
//	go run ./corpus/quote/train -data ../shared/eval/train/polnear_quotes -out corpus/quote/weights.txt
//
// Without -out nothing is written. Equal data give equal weights.
package main

import (
	"flag"
	"fmt"
	"os"

	"newsdesk/corpus"
	"newsdesk/corpus/quote"
	"newsdesk/corpus/quote/polnear"
)

func main() {
	data := flag.String("data", "../shared/eval/train/polnear_quotes", "folder of annotated quotations")
	out := flag.String("out", "", "file to write the model to")
	folds := flag.Int("folds", 4, "folds of the cross-validation, 0 for none")
	l2 := flag.Float64("l2", 2, "strength of the prior")
	errs := flag.Bool("errors", false, "print the held-out quotations that came out wrong")
	flag.Parse()
	if err := run(*data, *out, *folds, *l2, *errs); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(data, out string, folds int, l2 float64, errs bool) error {
	set, err := polnear.Load(data)
	if err != nil {
		return err
	}
	if len(set.Articles) < folds {
		return fmt.Errorf("%s has %d articles, too few for %d folds", data, len(set.Articles), folds)
	}
	labels, err := polnear.Labels()
	if err != nil {
		return err
	}
	var preds []polnear.Prediction
	var verdicts []polnear.Verdict
	for k := range folds {
		var train, test []*corpus.Article
		for i, a := range set.Articles {
			// Neighbours are of one outlet: spread them over the folds.
			if i%folds == k {
				test = append(test, a)
			} else {
				train = append(train, a)
			}
		}
		m := learn(set, train, l2)
		for _, a := range test {
			preds = append(preds, set.Predict(m, a)...)
			verdicts = append(verdicts, polnear.Judge(m, a, labels)...)
		}
	}
	if folds > 0 {
		s := set.Score(preds, nil)
		fmt.Printf("%d-fold: spans F1 %.4f, speaker %.4f of %d, named %.4f of %d, pronouns %.4f of %d, end to end F1 %.4f\n", folds,
			s.SpanF1, s.Speaker, s.Found, s.NamedAccuracy, s.Named, s.PronounsToNames, s.Pronouns, s.EndToEndF1)
		named, right := set.Reliability(preds)
		for i, n := range named {
			if n > 0 {
				fmt.Printf("confidence .%d: %.2f of %d right\n", i, float64(right[i])/float64(n), n)
			}
		}
		fmt.Println("labelled by hand:", polnear.Tally(verdicts))
		if errs {
			set.Errors(os.Stdout, preds)
		}
	}
	if out == "" {
		return nil
	}
	m := learn(set, set.Articles, l2)
	f, err := os.Create(out)
	if err != nil {
		return err
	}
	if _, err := m.WriteTo(f); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// corefPrior is how much stronger the prior is for pronouns: few are
// annotated with a usable name.
const corefPrior = 2

// learn fits a model to the articles.
func learn(set *polnear.Set, arts []*corpus.Article, l2 float64) *quote.Model {
	docs := map[string]bool{}
	for _, a := range arts {
		docs[a.ID] = true
	}
	m := quote.LearnWords(arts, set.All(docs))
	// The second round knows what the first takes earlier pronouns for.
	for range 2 {
		var l quote.Lesson
		for _, a := range arts {
			l.Learn(m, a, set)
		}
		m.Ranker = newProblem(l.Rank, l2, 3).fit()
		m.Coref = newProblem(l.Coref, corefPrior*l2, 3).fit()
		m.Speech = newProblem(l.Speech, l2, 4).fit()
	}
	return m
}
