package synth

import (
	"slices"
	"testing"
)

var article = NewArticle("Mayor opens bridge", []string{
	"Mayor Anna Keller opened the bridge over the Tarn on Monday, which cost $4 million.",
	"She said the town may close the old ferry in June.",
	"Peter Lind said some residents had not supported the plan.",
	"The ferry carried 300 people a day in the city of Oxley.",
})

// Every kind of corruption changes a sentence that has what it corrupts and
// leaves others alone.
func TestCorrupt(t *testing.T) {
	for _, tc := range []struct {
		kind string
		i    int
		want []string // the outcomes allowed; nil for none
	}{
		{"modality", 1, []string{"She said the town will close the old ferry in June."}},
		{"modality", 3, nil},
		{"negation", 2, []string{"Peter Lind said some residents had supported the plan."}},
		{"quantifier", 2, []string{"Peter Lind said all residents had not supported the plan."}},
		{"antonym", 1, []string{"She said the town may open the old ferry in June.", "She said the town may reopen the old ferry in June.", "She said the town may close the new ferry in June."}},
		{"speaker", 2, []string{"Mayor Anna Keller said some residents had not supported the plan.", "Tarn said some residents had not supported the plan.", "Oxley said some residents had not supported the plan."}},
		{"date", 3, nil},
		{"number", 1, nil},
		{"unit", 2, nil},
	} {
		m := New(1, nil)
		for range 10 {
			got := m.Corrupt(tc.kind, article.Sentences[tc.i], article, tc.i)
			if got != "" && !slices.Contains(tc.want, got) || got == "" && tc.want != nil {
				t.Errorf("%s of %q: %q", tc.kind, article.Sentences[tc.i], got)
			}
		}
	}
}

func TestRewrite(t *testing.T) {
	for _, tc := range []struct {
		kind string
		i    int
		want string
	}{
		{"drop", 0, "Mayor Anna Keller opened the bridge over the Tarn on Monday."},
		{"pronoun", 1, "Mayor Anna Keller said the town may close the old ferry in June."},
		{"shorten", 2, "Lind said some residents had not supported the plan."},
		{"passive", 3, ""},
	} {
		if got := New(1, nil).Rewrite(tc.kind, article.Sentences[tc.i], article, tc.i); tc.kind != "drop" && got != tc.want || tc.kind == "drop" && got != "" && got != tc.want {
			t.Errorf("%s of %q: %q, want %q", tc.kind, article.Sentences[tc.i], got, tc.want)
		}
	}
}

// Equal seeds give equal sentences.
func TestDeterministic(t *testing.T) {
	a, b := New(3, []string{"Oslo"}), New(3, []string{"Oslo"})
	for _, k := range Corruptions {
		for i, s := range article.Sentences {
			if x, y := a.Corrupt(k, s, article, i), b.Corrupt(k, s, article, i); x != y {
				t.Errorf("%s: %q and %q", k, x, y)
			}
		}
	}
}
