package quote_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"newsdesk/corpus"
	"newsdesk/corpus/clean"
	"newsdesk/corpus/quote"
)

// TestSharedArticles goes by hand through three real reports: whose words are
// they? A quotation is named by its first words. Where the list says "" nobody
// is to be named, or the quotation left out.
func TestSharedArticles(t *testing.T) {
	const (
		kim, putin = "Kim", "Putin"
		ministry   = "Ministry of Foreign Affairs"
		agency     = "Korean Central News Agency"
	)
	for prefix, want := range map[string]map[string]string{
		"000": {
			"in bad faith": kim, "Kim Jong Un said that": ministry, "and added that": ministry,
			"Kim Jong Un said he was": ministry, "and that the meeting": ministry,
			"agreed to more closely": "North Koreans", "honest and candid": agency, "rejoiced that": agency,
			"work toward complete": "North Korea", "major breakthrough": "North Korean state media",
			"Basically, they": "Trump", "realistic proposal": "Ri", "I’m not sure": putin,
			"interesting and substantive": putin, "frank and open": putin,
		},
		"001": {
			"bad faith": kim, "unreserved and friendly": agency, "the situation on": kim, "may return": kim,
			"Peace and security": kim, "guarantees of its": putin, "We need to": putin, "new heyday": kim,
			"at a convenient": agency, "readily accepted": agency, "There are no secrets": putin,
			"For North Korea": "Koo", "For Russia": "Koo",
		},
		"003": {
			"the hermit kingdom": "", "fist law": putin, "North Korea needs": putin, "Most importantly": putin,
			"We need to return": putin, "We are generally": putin, "That is why": putin,
			"If the North Korean": putin, "Therefore, it seems": putin,
		},
	} {
		t.Run(prefix, func(t *testing.T) {
			paths, _ := filepath.Glob("../../../shared/corpus/" + prefix + "_*.txt")
			if len(paths) == 0 {
				t.Skip("the article is not here")
			}
			raw, err := os.ReadFile(paths[0])
			if err != nil {
				t.Fatal(err)
			}
			a, err := clean.Text(paths[0], raw)
			if err != nil {
				t.Fatal(err)
			}
			seen := map[string]bool{}
			for _, q := range quote.Find(&a, nil) {
				if q.Kind == corpus.Indirect {
					continue
				}
				words := q.Of(a.Text)
				first := ""
				for k := range want {
					if strings.HasPrefix(words, k) && len(k) > len(first) {
						first = k
					}
				}
				if first == "" {
					t.Errorf("unexpected quotation %q by %q", words, q.Speaker)
					continue
				}
				seen[first] = true
				who := want[first]
				if (who == "") != (q.Speaker == "") || !strings.Contains(q.Speaker, who) {
					t.Errorf("%q is given to %q, want %q", words, q.Speaker, who)
				}
			}
			for k, who := range want {
				if !seen[k] && who != "" {
					t.Errorf("%q … is missed", k)
				}
			}
		})
	}
}
