package eval

import (
	"strings"
	"testing"
)

func TestFloors(t *testing.T) {
	s := Summarise([]Row{
		{Answerable: true, Values: map[string]float64{"answer_recall": .5, "n_cit": 0}},
		{Answerable: true, Abstained: true, Values: map[string]float64{"answer_recall": 0}},
		{Abstained: true, Values: map[string]float64{"f1": 1}},
	})
	for _, c := range []struct{ spec, want string }{
		{"answer-recall=.25", ""},
		{"answer recall=0.26", "answer recall is 0.2500, below 0.26"},
		{"Answer-Recall = 0.1", ""},
		{"false-abstention=0.5", ""},
		{"false-abstention=0.4", "false abstention rate is 0.5000, above 0.4"},
		{"answered with >=1 citation=0", ""},
		{"abstention-recall=1", ""},
		{"questions=3", ""},
		{"mrr@10=0", "nothing in these questions measures it"},
		{"citation-precision=0", "nothing in these questions measures it"},
	} {
		f, err := ParseFloor(c.spec)
		if err != nil {
			t.Errorf("%s: %v", c.spec, err)
			continue
		}
		err = f.Check(s)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.spec, err, c.want)
		}
	}
	for spec, want := range map[string]string{"answer-recall": "metric=value", "recall=1": "known are questions, answerable", "em=high": "not a number", "em=": "not a number", "em=NaN": "not a number"} {
		if _, err := ParseFloor(spec); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want %q", spec, err, want)
		}
	}
}

func TestFigureNamesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range summarise(known(), nil) {
		name, alias := strings.ToLower(f.Name), strings.ToLower(f.Alias)
		if seen[name] || seen[alias] {
			t.Errorf("%q or %q names another figure too", name, alias)
		}
		seen[name], seen[alias] = true, true
	}
	for _, name := range golden {
		if _, ok := Summarise(nil).Get(name); !ok {
			t.Errorf("the golden report names %q, which is no figure", name)
		}
	}
}

func TestTables(t *testing.T) {
	rep := &Report{
		Questions: []Question{{ID: "a", Tag: "fact"}, {ID: "b", Tag: "date"}},
		Rows:      []Row{{ID: "a", Answerable: true, Values: map[string]float64{"answer_recall": 1}}, {ID: "b", Answerable: true, Values: map[string]float64{"answer_recall": 0}}},
		Inexact:   []string{"x"}, Citations: 2,
	}
	rep.Summary = Summarise(rep.Rows)
	var b strings.Builder
	if err := rep.Write(&b); err != nil {
		t.Fatal(err)
	}
	if err := rep.WriteBy(&b, "tag"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"questions                          2\n", "answer recall                      0.5000  (n=2)\n", "citations exact                    1 of 2\ninexact: x\n",
		"--- tag = date\nquestions                          1\n", "--- tag = fact\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
	if strings.Contains(b.String(), "MRR") || strings.Index(b.String(), "= date") > strings.Index(b.String(), "= fact") {
		t.Errorf("an unknown figure, or groups out of order:\n%s", b.String())
	}
	if err := rep.WriteBy(&b, "colour"); err == nil {
		t.Error("grouped by colour")
	}
	b.Reset()
	if err := Explain(&b); err != nil || strings.Count(b.String(), "\n") != len(known()) {
		t.Errorf("%v\n%s", err, b.String())
	}
}
