package quote_test

import (
	"os"
	"testing"

	"newsdesk/corpus/quote"
	"newsdesk/corpus/quote/polnear"
)

// held is the held-out part of the annotated quotations.
const held = "../../../shared/eval/dev/polnear_quotes"

func load(tb testing.TB, dir string) *polnear.Set {
	tb.Helper()
	if _, err := os.Stat(dir); err != nil {
		tb.Skipf("no annotated quotations here: %v", err)
	}
	s, err := polnear.Load(dir)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// TestHeldOut holds the shipped model to its figures, with a margin for noise
// below what README.md reports.
func TestHeldOut(t *testing.T) {
	s := load(t, held)
	var preds []polnear.Prediction
	for _, a := range s.Articles {
		preds = append(preds, s.Predict(quote.Default(), a)...)
	}
	r := s.Score(preds, nil)
	t.Logf("spans F1 %.4f, speaker %.4f of %d, named %.4f of %d, pronouns %.4f of %d, end to end F1 %.4f",
		r.SpanF1, r.Speaker, r.Found, r.NamedAccuracy, r.Named, r.PronounsToNames, r.Pronouns, r.EndToEndF1)
	for _, p := range preds {
		if polnear.IsPronoun(p.Speaker) {
			t.Errorf("%s: the speaker is echoed as %q", p.ParaID, p.Speaker)
		}
	}
	for _, c := range []struct {
		what       string
		got, floor float64
	}{
		{"spans F1", r.SpanF1, .95},
		{"speaker", r.Speaker, .84},
		{"named", r.NamedAccuracy, .91},
		{"pronouns", r.PronounsToNames, .60},
	} {
		if c.got < c.floor {
			t.Errorf("%s %.4f, want at least %.4f", c.what, c.got, c.floor)
		}
	}
}

// BenchmarkFind reports the speed in bytes of article text.
func BenchmarkFind(b *testing.B) {
	s := load(b, held)
	n := 0
	for _, a := range s.Articles {
		n += len(a.Text)
	}
	b.SetBytes(int64(n))
	for b.Loop() {
		for _, a := range s.Articles {
			quote.Find(a, nil)
		}
	}
}
