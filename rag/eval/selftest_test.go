package eval

import (
	"math"
	"testing"
)

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

func no() *bool  { v := false; return &v }
func yes() *bool { v := true; return &v }

// The cases of the reference scorer's own self test.
func TestScorerSelfTest(t *testing.T) {
	docs := map[string]string{
		"d1": "Kim met Putin for three hours Thursday.\nHe said “we couldn’t do that” today.\n",
		"d2": "The talks lasted nearly\u00a0five hours, AFP said.\n",
		"d3": "Nothing here.\n",
	}
	ev := func(doc, text string) []Evidence { return []Evidence{{doc, text}} }
	const met = "Kim met Putin for three hours Thursday."
	questions := []Question{
		{ID: "q1", Type: "factoid", Answerable: true, Answer: texts{"three hours"}, Evidence: ev("d1", met)},
		{ID: "q2", Type: "conflict", Answerable: true, Answer: texts{"3 hours", "5 hours"}, AnswerAll: []texts{{"three hours"}, {"five hours"}},
			Evidence: append(ev("d1", met), ev("d2", "The talks lasted nearly\u00a0five hours")...)},
		{ID: "q3", Type: "null"},
		{ID: "q4", Type: "null"},
		{ID: "q5", Type: "null", FalsePremise: true, AcceptableCorrection: []string{"Trump was not"}, MustNot: []string{"Trump said"}},
		{ID: "q6", Type: "factoid", Answerable: true, Answer: texts{"Thursday"}, Evidence: ev("d3", "Nothing here."), AltEvidence: ev("d1", met)},
	}
	answers := map[string]*Line{
		"q1": {Answer: "They met for 3 hours.", Abstained: no(), Citations: []Cited{{"d1", "Kim met Putin for three hours"}, {"d3", "Nothing here."}}, Retrieved: []string{"d3", "d1"}},
		"q2": {Answer: `Three hours. He said "we couldn't do that".`, Abstained: no(), Citations: []Cited{{"d2", "The talks lasted nearly five hours"}, {"d1", "Kim met Trump"}}, Retrieved: []string{"d2", "d3", "d3", "d1"}},
		"q3": {Abstained: yes()},
		"q4": {Answer: "It was Tuesday.", Abstained: no(), Citations: []Cited{{"d1", "Secret title"}}},
		"q5": {Answer: "Trump was not there.", Abstained: no()},
		"q6": {Answer: "On Thursday", Abstained: no(), Citations: []Cited{{"d1", "three hours Thursday"}}, Retrieved: []string{"d1"}},
	}
	rows := NewScorer(func(doc string) (string, bool) { s, ok := docs[doc]; return s, ok }).ScoreAll(questions, answers)
	for _, c := range []struct {
		row  int
		key  string
		want float64
	}{
		{0, "answer_recall", 1}, {0, "cit_ok", 1}, {0, "n_cit", 2}, {0, "hits4", 1}, {0, "mrr10", .5},
		{1, "answer_recall", 0}, {1, "answer_partial", .5}, {1, "verb_len", 1}, {1, "verb_str", 0}, {1, "cit_recall", .5},
		{1, "map10", (1 + 1./3) / 2}, {1, "evrec4", 1}, {1, "aq_n", 1}, {1, "aq_ok", 1},
		{3, "verb_len", 0}, {4, "trap", 0}, {5, "cit_recall", 1}, {5, "hits4", 1}, {5, "evrec4", 1},
	} {
		if got, ok := rows[c.row].Values[c.key]; !ok || !near(got, c.want) {
			t.Errorf("%s: %s is %g (%t), want %g", rows[c.row].ID, c.key, got, ok, c.want)
		}
	}
	if !rows[4].Abstained {
		t.Error("q5: a correction of the premise is no abstention")
	}
	summary := Summarise(rows)
	for name, want := range map[string]float64{
		"abstention precision": 1, "abstention recall": 2. / 3, "citation precision": 3. / 5, "quote-verbatim rate (lenient)": 4. / 6, "answer recall": 2. / 3,
		"F1 (SQuAD convention, all)": (f1("They met for 3 hours.", "three hours") + 1 + 0 + 1 + f1("On Thursday", "Thursday")) / 5,
	} {
		if got, _ := summary.Get(name); !near(got.Value, want) || !got.Known {
			t.Errorf("%s is %g, want %g", name, got.Value, want)
		}
	}
}

func TestRank(t *testing.T) {
	same := func(item, gold string) bool { return item == gold }
	if r := rank([]string{"", "A", "", "A", "B"}, []string{"A", "B"}, same); r.at4 != 1 || r.at10 != 1 || !near(r.reciprocal, .5) || !near(r.precision, .35) {
		t.Errorf("%+v", r)
	}
	if r := rank([]string{"", "", "", "", "", "", "", "", "", "", "A"}, []string{"A"}, same); r != (ranking{}) {
		t.Errorf("the eleventh counted: %+v", r)
	}
}

func TestContains(t *testing.T) {
	for _, c := range []struct {
		text, answer string
		want         bool
	}{
		{"It lasted nearly Five hours.", "5 hours", true},
		{"25 hours", "5 hours", false},
		{"about 10,000 workers", "10000", true},
		{"1,0000 workers", "10000", false},
		{"他在海参崴会面", "海参崴", true},
		{"He paid $3.5m.", "3.5m", false},
		{"up 3.5% in May.", "3.5%", true},
		{"the end", "the", false},
		{"snake_case", "case", true},
		{"ΟΔΟΣ", "οδος", true},
		{"ﬁve hours", "5 hours", true},
		{"௰ men", "௰", true}, // a Tamil number that is no decimal digit
		{"", "", false},
	} {
		if got := contains(c.text, c.answer); got != c.want {
			t.Errorf("contains(%q, %q) is %t", c.text, c.answer, got)
		}
	}
	if got := fold("“a”\u00a0—\x1e b\u200b"); got != `"a" - b` {
		t.Errorf("fold: %q", got)
	}
	for _, c := range []struct {
		a, b string
		want float64
	}{{"the quick fox", "quick fox", 1}, {"x y", "y z", .5}, {"", "the", 1}, {"x", "", 0}, {"x", "y", 0}} {
		if got := f1(c.a, c.b); !near(got, c.want) {
			t.Errorf("f1(%q, %q) is %g, want %g", c.a, c.b, got, c.want)
		}
	}
}

// FuzzCompare holds what every comparison relies on: an answer is found in a
// text it ends, and F1 is symmetric, between 0 and 1, and 1 of equals.
func FuzzCompare(f *testing.F) {
	f.Add("1,000", "the 2.5% İ Σ")
	f.Add("他在", "海参崴 three")
	f.Add("“x”…", "ΟΔΟΣ 1,")
	f.Fuzz(func(t *testing.T, a, b string) {
		if normalise(b) != "" && !contains(a+" "+b, b) {
			t.Fatalf("%q is not in %q", b, a+" "+b)
		}
		if v := f1(a, b); v != f1(b, a) || v < 0 || v > 1 || f1(a, a) != 1 {
			t.Fatalf("f1(%q, %q) is %g", a, b, v)
		}
	})
}
