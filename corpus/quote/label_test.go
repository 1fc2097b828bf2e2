package quote_test

import (
	"testing"

	"newsdesk/corpus/quote"
	"newsdesk/corpus/quote/polnear"
)

// TestLabels measures the shipped model on quotations labelled by hand: those
// of a pronoun, and paragraphs that a quotation fills. The model has learned
// from other annotations of the same articles; the trainer reports what it
// gets right of articles that it has not seen.
func TestLabels(t *testing.T) {
	s := load(t, "../../../shared/eval/train/polnear_quotes")
	labels, err := polnear.Labels()
	if err != nil {
		t.Fatal(err)
	}
	var vs []polnear.Verdict
	for _, a := range s.Articles {
		vs = append(vs, polnear.Judge(quote.Default(), a, labels)...)
	}
	if len(vs) != len(labels) {
		t.Errorf("%d of %d labels belong to an article", len(vs), len(labels))
	}
	for kind, outcomes := range polnear.Tally(vs) {
		n := 0
		for _, c := range outcomes {
			n += c
		}
		share := float64(outcomes[polnear.Right]) / float64(n)
		t.Logf("%s: %.3f of %d right; %v", kind, share, n, outcomes)
		if share < .80 {
			t.Errorf("%s: %.3f right, want at least .80", kind, share)
		}
	}
	for _, v := range vs {
		if v.Outcome != polnear.Right {
			t.Logf("%s: %s %d: %q is given to %q (%.2f, %q), not %q", v.Outcome, v.Article, v.Offset, v.Kind, v.Got.Speaker, v.Got.Confidence, v.Got.SpeakerAsWritten, v.Speaker)
		}
	}
}
