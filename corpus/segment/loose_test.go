package segment

import (
	"slices"
	"testing"
)

func TestLoose(t *testing.T) {
	for text, want := range map[string][]string{
		"the bridge is shut. nobody knows why":                           {"the bridge is shut.", "nobody knows why"},
		"Police arrested five people. lol! really":                       {"Police arrested five people.", "lol!", "really"},
		"it cost 28 million in 2019. the mayor left":                     {"it cost 28 million in 2019.", "the mayor left"},
		"Mr. Moss of Acme Inc. said vs. others, e.g. five, at 9 p.m. on": {"Mr. Moss of Acme Inc. said vs. others, e.g. five, at 9 p.m. on"},
		"It grew by 2.5 percent in the U.S. last year, approx. five":     {"It grew by 2.5 percent in the U.S. last year, approx. five"},
		"Acme Bhd. said so":                      {"Acme Bhd. said so"},
		"Yahoo! said profit rose":                {"Yahoo! said profit rose"},
		"\"Why?\" he asked. \"Go!\" she said":    {"\"Why?\" he asked.", "\"Go!\" she said"},
		"well... the bridge is shut":             {"well... the bridge is shut"},
		"one\ntwo. three":                        {"one", "two.", "three"},
		"The bridge is shut. Nobody knows why.":  {"The bridge is shut.", "Nobody knows why."},
		"they won!! we lost. see nosuch.example": {"they won!!", "we lost.", "see nosuch.example"},
	} {
		var got []string
		for _, s := range Loose(text) {
			got = append(got, s.Of(text))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
