package eval

import (
	_ "embed"
	"strings"
)

//go:embed testdata/sample.jsonl
var pairs string

// Pairs are the fixed questions on the articles of corpus/sample, with their
// answers and evidence: a file to copy for an archive of one's own.
func Pairs() ([]Question, error) { return ReadQuestions(strings.NewReader(pairs)) }
