// Command train learns the claim model that package verify ships, from pairs
// of a source and a sentence that it makes itself out of news articles, and
// cross-validates it by article:
//
//	go run ./rag/verify/train -data ../shared/eval/train/polnear_quotes/corpus -out rag/verify/model.txt
//
// Without -out nothing is written. Equal articles give an equal model.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"newsdesk/corpus"
	"newsdesk/corpus/clean"
	"newsdesk/corpus/segment"
	"newsdesk/rag/embed"
	"newsdesk/rag/verify"
	"newsdesk/rag/verify/synth"
)

func main() {
	dir := flag.String("data", "../shared/eval/train/polnear_quotes/corpus", "folder of articles")
	out := flag.String("out", "", "file to write the model to")
	folds := flag.Int("folds", 4, "folds of the cross-validation, 0 for none")
	per := flag.Int("per", 12, "sentences to take of an article")
	flag.Parse()
	if err := run(*dir, *out, *folds, *per); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(dir, out string, folds, per int) error {
	table, err := embed.Builtin()
	if err != nil {
		return err
	}
	checker, err := verify.New(table)
	if err != nil {
		return err
	}
	paths, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		return err
	}
	if len(paths) < max(folds, 2) {
		return fmt.Errorf("%s has %d articles, too few; name a folder of .txt files with -data", dir, len(paths))
	}
	sort.Strings(paths)
	texts, err := load(paths)
	if err != nil {
		return err
	}
	pairs := makePairs(texts, checker, table, per)
	describe(pairs)
	if folds > 0 {
		crossValidate(pairs, folds)
	}
	if out == "" {
		return nil
	}
	return os.WriteFile(out, []byte(boost(gather(pairs, func(pair) bool { return true }), signs()).text()), 0o644)
}

// text is an article with its sentences of running text.
type text struct {
	article   *corpus.Article
	sentences []corpus.Sentence
	quotes    []corpus.Quote
	material  *synth.Article
}

// The sentences used: shorter articles and longer tails teach little.
const (
	minSentences = 6
	maxSentences = 70
)

func load(paths []string) ([]text, error) {
	var out []text
	for _, p := range paths {
		raw, err := os.ReadFile(p)
		if err != nil {
			return nil, err
		}
		a, err := clean.Text(strings.TrimSuffix(filepath.Base(p), ".txt"), raw)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p, err)
		}
		t := text{article: &a}
		var written []string
		for _, s := range segment.Sentences(&a) {
			w := s.Of(a.Text)
			if s.Kind != corpus.Body || len(strings.Fields(w)) < 3 || strings.Contains(w, "\n") || w == a.Title || len(written) >= maxSentences {
				continue
			}
			t.sentences = append(t.sentences, s)
			written = append(written, w)
		}
		if len(written) >= minSentences {
			t.quotes = []corpus.Quote{} // the features do not need them
			t.material = synth.NewArticle(a.Title, written)
			out = append(out, t)
		}
	}
	return out, nil
}

// signs say for each feature which way it may push the score: all that the
// model was found to need to hold on other text.
func signs() []int {
	up := map[string]bool{"tri": true, "cbi": true, "cskip": true, "sp_ok": true}
	out := make([]int, len(verify.FeatureNames))
	for f, name := range verify.FeatureNames {
		out[f] = -1
		if up[name] {
			out[f] = 1
		}
	}
	return out
}
