package rag

import "testing"

func TestSaidBy(t *testing.T) {
	for question, want := range map[string]string{
		"tolls":                         "What did Ines Brask say about tolls?",
		"the harbour tolls":             "What did Ines Brask say about the harbour tolls?",
		"What did she say about tolls?": "What did Ines Brask say about tolls?",
		"what did ines brask say on harbour tolls":  "What did Ines Brask say about harbour tolls?",
		"And what does she think of tolls?":         "What did Ines Brask say about tolls?",
		"Any comments on the Cragh bridge, please?": "What did Ines Brask say about the Cragh bridge?",
		"Are tolls useful?":                         "What did Ines Brask say about tolls useful?",
		"How long did the talks last?":              "What did Ines Brask say about the talks last?",
		"What did she say?":                         "What did Ines Brask say?",
		"What?":                                     "What did Ines Brask say?",
		"":                                          "What did Ines Brask say?",
	} {
		if got := SaidBy(" Ines Brask ", question); got != want {
			t.Errorf("%q: got %q, want %q", question, got, want)
		}
	}
}
