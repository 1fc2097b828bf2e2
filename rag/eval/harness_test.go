package eval

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"newsdesk/corpus/sample"
	"newsdesk/rag"
)

var update = flag.Bool("update", false, "rewrite the golden files; read the difference before committing it")

// sampleQuestions is the fixed pairs on the articles that the program carries.
func sampleQuestions(t *testing.T) []Question {
	t.Helper()
	q, err := Pairs()
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// sampleText is the text of an embedded article without its front matter.
func sampleText(doc string) (string, bool) {
	b, err := sample.FS.ReadFile(doc + ".md")
	if err != nil {
		return "", false
	}
	_, text, ok := strings.Cut(string(b), "\n---\n")
	return text, ok
}

// runSample asks the fixed pairs and scores the answers.
func runSample(t *testing.T, asker rag.Asker) *Report {
	t.Helper()
	results, err := Run(context.Background(), asker, sampleQuestions(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	rep := Evaluate(results, sampleText)
	for _, fault := range rep.Inexact {
		t.Error("inexact: " + fault)
	}
	for _, err := range rep.Failed {
		t.Error(err)
	}
	return rep
}

// checkGolden compares got with the file testdata/name, or rewrites it under
// -update.
func checkGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: run go test ./rag/eval -update and read the difference", err)
	}
	if got != string(want) {
		t.Errorf("%s differs: if the change is meant, run go test ./rag/eval -update\n--- want\n%s--- got\n%s", path, want, got)
	}
}

// oracle knows the pairs and answers each with its own evidence: it shows
// what a perfect extractive engine would score.
type oracle map[string]*Question

func newOracle(questions []Question) oracle {
	o := oracle{}
	for i := range questions {
		o[questions[i].Text] = &questions[i]
	}
	return o
}

func (o oracle) Ask(ctx context.Context, asked rag.Question) (rag.Answer, error) {
	q := o[asked.Text]
	a := rag.Answer{Question: asked.Text, Abstained: !q.Answerable}
	for i, e := range q.Evidence {
		text, _ := sampleText(e.Doc)
		at := strings.Index(text, e.Text)
		a.Text += e.Text + " "
		a.Citations = append(a.Citations, rag.Citation{N: i + 1, Doc: e.Doc, Quote: e.Text, Start: at, End: at + len(e.Text)})
		a.Retrieved = append(a.Retrieved, rag.Retrieved{Doc: e.Doc, Text: e.Text})
	}
	return a, ctx.Err()
}
