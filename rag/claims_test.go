package rag

import (
	"slices"
	"testing"

	"newsdesk/rag/verify"
)

func TestClaims(t *testing.T) {
	for text, want := range map[string][]string{
		"The ferry sails in May. Nobody knows why the bridge is shut.": {"The ferry sails in May.", "Nobody knows why the bridge is shut."},
		"police shut the bridge. lol! will it open in may?":            {"police shut the bridge."},
		"Kowal resigned. Lindt stayed in Oslo.":                        {"Kowal resigned.", "Lindt stayed in Oslo."},
		`Ann Kowal said "the bridge is shut. It will open in May."`:    {`Ann Kowal said "the bridge is shut. It will open in May."`},
		`"The bridge is shut," Kowal said. "It will open in May." Lindt left Oslo.`: {
			`"The bridge is shut," Kowal said. "It will open in May."`, "Lindt left Oslo.",
		},
		"Is the bridge shut?": nil,
		"":                    nil,
	} {
		if got, _ := Claims(text); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestTogether(t *testing.T) {
	part := func(v verify.Verdict, score float64) Checked {
		return Checked{Verdict: v, Supported: v == verify.Supported, Score: score, Citations: []Citation{{N: 1}}}
	}
	yes, altered, unknown, no := part(verify.Supported, .9), part(verify.Altered, .3), part(verify.Unverified, .2), part(verify.Contradicted, .4)
	for _, c := range []struct {
		of   []Checked
		want verify.Verdict
	}{
		{[]Checked{yes, yes}, verify.Supported},
		{[]Checked{yes, unknown}, verify.Unverified},
		{[]Checked{altered, unknown, yes}, verify.Altered},
		{[]Checked{yes, no, altered}, verify.Contradicted},
	} {
		got := Together("x", c.of)
		if got.Verdict != c.want || got.Supported != (c.want == verify.Supported) {
			t.Errorf("%v: %v, supported %v", c.of, got.Verdict, got.Supported)
		}
		if n := len(c.of); got.Citations[n-1].N != n || got.Claims[n-1].Citations[0].N != n || c.of[n-1].Citations[0].N != 1 {
			t.Errorf("%v: numbered %v", c.of, got.Citations)
		}
	}
}
