package eval

import (
	"strings"
	"testing"

	"newsdesk/rag"
)

func TestWritten(t *testing.T) {
	texts := Texts(func(doc string) (string, bool) { return "“We are not ready,” Kell said. It cost $5m.", doc == "a" })
	cited := []rag.Citation{{N: 1, Doc: "a"}}
	q := &Question{ID: "q"}
	w := NewWritten([]Result{
		{Question: q, Answer: rag.Answer{Mode: "generative", Citations: cited,
			Statements: []rag.Statement{{Text: "Kell said “We are not ready,” and “we are ready”.", Citations: []int{1}}},
			Removed:    []rag.Removed{{Fault: rag.Fabricated}},
			Model:      &rag.ModelUse{Name: "m", Calls: 2, Sentences: 2, Verified: 1, Removed: 1, Quotations: 2, WrongQuotations: 1, Usage: rag.Usage{Input: 10, Output: 5}}}},
		{Question: q, Answer: rag.Answer{Abstained: true}},
		{Question: q, Answer: rag.Answer{Mode: "extractive"}},
	}, texts)
	if w.Generative != 1 || w.Silent != 1 || w.Own != 1 || w.WrongBefore != 1 || w.Shown != 2 || w.WrongAfter != 1 || w.Removed[rag.Fabricated] != 1 || w.Input != 10 {
		t.Errorf("%+v", w)
	}
	var b strings.Builder
	if err := WriteSideBySide(&b, Summarise(nil), Summarise(nil), w); err != nil || !strings.Contains(b.String(), "removed: fabricated") || !strings.Contains(b.String(), "1 of 2") {
		t.Errorf("%v %s", err, b.String())
	}
}
