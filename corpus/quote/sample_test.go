package quote_test

import (
	"os"
	"strings"
	"testing"

	"newsdesk/corpus"
	"newsdesk/corpus/clean"
	"newsdesk/corpus/quote"
)

// TestSampleArticles goes through the articles that ship: each quotation,
// named by its first words, has its speaker and relay, and there is no other. A
// single word between marks is left to the report around it.
func TestSampleArticles(t *testing.T) {
	const (
		kim, putin, trump = "Kim Jong Un", "Vladimir Putin", "Donald Trump"
		koo, ri, kcna     = "Koo Kab-woo", "Ri Yong-ho", "KCNA"
	)
	for file, want := range map[string][][3]string{
		"sample-abbasova": {
			{"North Korea needs", putin}, {"Most importantly", putin, "TASS"}, {"We need to return", putin},
			{"We are generally", putin, "RIA Novosti"}, {"a significant part", putin},
			{"it is impossible", putin}, {"Therefore, it seems", putin},
		},
		"sample-afp": {
			{"bad faith", kim, "AFP"}, {"the situation on", kim}, {"the US took", kim}, {"unreserved and", kcna},
			{"readily accepted", kcna}, {"at a convenient", kcna}, {"guarantees of its", putin},
			{"We need to", putin}, {"There are no secrets", putin}, {"securing another", koo}, {"For Russia", koo},
		},
		"sample-agency-statement": {
			{"its original state", kim, "the ministry"}, {"honest and candid", kcna},
			{"rejoiced that", kim, kcna}, {"I’m not sure", putin}, {"interesting and", putin}, {"frank and open", putin},
			{"Basically, they", trump}, {"realistic proposal", ri},
		},
	} {
		t.Run(file, func(t *testing.T) {
			raw, err := os.ReadFile("../sample/" + file + ".md")
			if err != nil {
				t.Fatal(err)
			}
			a, err := clean.Text(file, raw)
			if err != nil {
				t.Fatal(err)
			}
			var got []corpus.Quote
			for _, q := range quote.Find(&a, nil) {
				title := strings.Index(a.Text, a.Title)
				if q.Kind != corpus.Indirect && (title < 0 || q.Start >= title+len(a.Title)) {
					got = append(got, q)
				}
			}
			for i, q := range got {
				if i >= len(want) || !strings.HasPrefix(q.Of(a.Text), want[i][0]) {
					t.Fatalf("quotation %d is %q, want %q", i, q.Of(a.Text), want[min(i, len(want)-1)][0])
				}
				if w := want[i]; q.Speaker != w[1] || q.Via != w[2] {
					t.Errorf("%q is given to %q through %q, want %q, %q", q.Of(a.Text), q.Speaker, q.Via, w[1], w[2])
				}
			}
			if len(got) < len(want) {
				t.Errorf("%q and what follows is missed", want[len(got)][0])
			}
		})
	}
}
