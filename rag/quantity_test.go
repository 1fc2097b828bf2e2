package rag

import (
	"slices"
	"testing"

	"newsdesk/rag/terms"
)

func TestNumber(t *testing.T) {
	for text, want := range map[string]float64{
		"46,000": 46000, "ninety-seven": 97, "twelve hundred": 1200, "3.5 million": 3.5e6, "forty": 40,
		"two and a half": 2.5, "three": 3, "$4 bn": 4e9,
	} {
		if got, _, ok := number(terms.Tokens(text), 0); !ok || got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
	if v, _, ok := number(terms.Tokens("several"), 0); ok {
		t.Errorf("several is %v", v)
	}
}

func TestSameQuantity(t *testing.T) {
	stem := func(u string) string { return terms.Stems(u)[0] }
	for _, c := range []struct {
		a, b quantity
		want bool
	}{
		{quantity{value: 2, unit: stem("hours")}, quantity{value: 120, unit: stem("minutes")}, true},
		{quantity{value: 8, unit: stem("km")}, quantity{value: 5, unit: stem("miles")}, true},
		{quantity{value: 8, unit: stem("km")}, quantity{value: 8.1, unit: stem("km")}, false},
		{quantity{value: 3, unit: stem("hours")}, quantity{value: 5, unit: stem("hours")}, false},
	} {
		if got := c.a.kind() == c.b.kind() && c.a.same(c.b); got != c.want {
			t.Errorf("%v and %v: %v", c.a, c.b, got)
		}
	}
}

func TestEither(t *testing.T) {
	for q, want := range map[string][][]string{
		"Which school has more pupils, Thrupp or Wick Marsh?":                    {terms.Stems("Thrupp"), terms.Stems("Wick Marsh")},
		"Which lasted longer, the strike in the harbour or the one at the mill?": {terms.Stems("harbour"), terms.Stems("mill")},
		"Who is older, or so they say?":                                          nil,
		"Did he say yes or no?":                                                  nil,
	} {
		p := parse(q)
		if !slices.EqualFunc(p.sides, want, slices.Equal[[]string]) {
			t.Errorf("%s: %q, want %q", q, p.sides, want)
		}
	}
}

func TestOtherYear(t *testing.T) {
	before := Turn{Question: "How many ships called in 2019?", Answer: "310."}
	for text, want := range map[string]string{
		"And the year before?":        "How many ships called in 2018, the year before 2019?",
		"and in the following year?":  "How many ships called in 2020, the year after 2019?",
		"And the strike of the year?": "How many ships called in 2019?",
	} {
		r := read(Question{Text: text, History: []Turn{before}})
		if r.text != want && r.context != want {
			t.Errorf("%s: %q, context %q", text, r.text, r.context)
		}
	}
}
