package verify_test

import (
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"newsdesk/rag/verify"
)

// TestParity compares the features with those of the study's Python program
// (without WordNet), written down in testdata/parity.tsv: source, claim, values.
// The tokenisers differ in what is a name, in stop words and in irregular forms, so a few values do.
func TestParity(t *testing.T) {
	raw, err := os.ReadFile("testdata/parity.tsv")
	if err != nil {
		t.Fatal(err)
	}
	c, reports := loadReports(t)
	sources := map[string]*verify.Source{}
	for _, r := range reports {
		sources[r.name] = r.source
	}
	same, total := 0, 0
	for line := range strings.Lines(string(raw)) {
		cols := strings.Split(strings.TrimSpace(line), "\t")
		got := c.Features(cols[1], sources[cols[0]])
		for k, w := range strings.Fields(cols[2]) {
			want, err := strconv.ParseFloat(w, 64)
			if err != nil {
				t.Fatal(err)
			}
			total++
			if math.Abs(got[k]-want) < .02 {
				same++
			} else {
				t.Logf("%s: %s %.2f, want %.2f: %q", cols[0], verify.FeatureNames[k], got[k], want, cols[1])
			}
		}
	}
	if share := float64(same) / float64(total); share < .95 {
		t.Errorf("%.3f of %d values agree, want .95", share, total)
	}
}
