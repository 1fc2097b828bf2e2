package polnear

import "testing"

func TestScore(t *testing.T) {
	s := &Set{Quotes: []Quote{
		{ID: "a", Doc: "d", ParaID: "p", Text: "we will win this one", Speaker: "Sen. Ted Cruz", Kind: "direct"},
		{ID: "b", Doc: "d", ParaID: "p", Text: "it is a very sad day", Speaker: "he", Pronoun: true, Resolved: "Donald Trump", Kind: "direct"},
	}}
	s.ByPara = map[string][]*Quote{"p": {&s.Quotes[0], &s.Quotes[1]}}
	r := s.Score([]Prediction{
		{ParaID: "p", Quote: "“we will win this one,”", Speaker: "Cruz"},
		{ParaID: "p", Quote: "it is a very sad day", Speaker: "Clinton"},
		{ParaID: "p", Quote: "something else entirely", Speaker: "X"},
	}, nil)
	if r.Found != 2 || r.False != 1 || r.Gold != 2 || r.Speaker != .5 || r.NamedAccuracy != 1 || r.PronounsToNames != 0 {
		t.Errorf("score is %+v", r)
	}
	if r.SpanF1 != .8 { // P 2/3, R 1
		t.Errorf("spans F1 %v", r.SpanF1)
	}
}

func TestSame(t *testing.T) {
	for _, c := range []struct {
		predicted, gold string
		want            bool
	}{
		{"Trump", "Donald Trump", true},
		{"Ivanka Trump", "Donald Trump", false},
		{"Republican presidential candidate Donald Trump", "Donald Trump", true},
		{"Donald", "Donald Trump", true},
		{"", "Donald Trump", false},
		{"Mr.", "Donald Trump", false},
	} {
		if got := Same(c.predicted, c.gold); got != c.want {
			t.Errorf("Same(%q, %q) = %v", c.predicted, c.gold, got)
		}
	}
}
