package eval

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"newsdesk/rag"
)

// claim is a line of an archive's claims.tsv: whether the archive bears it out,
// and words of the sentence that shows so.
type claim struct {
	true     bool
	text     string
	evidence string
}

func (a *archive) readClaims(data []byte) error {
	return eachLine(bytes.NewReader(data), func(_ int, line []byte) error {
		f := strings.Split(string(line), "\t")
		if len(f) != 3 || f[0] != "yes" && f[0] != "no" {
			return errors.New("want yes or no, the claim and words of its evidence, with tabs between")
		}
		a.claims = append(a.claims, claim{f[0] == "yes", f[1], f[2]})
		return nil
	})
}

// claimTally counts what the engine says of claims.
type claimTally struct {
	borne, refused, shown [2]int // right, of
	lines                 []string
}

// check holds the claims of one archive against it. What counts for a claim is
// the verdict that a reader sees.
func (x *claimTally) check(t *testing.T, e *rag.Engine, claims []claim) {
	t.Helper()
	for _, c := range claims {
		got, err := e.Check(t.Context(), rag.Claim{Text: c.text})
		if err != nil {
			t.Fatal(err)
		}
		supported := got.Verdict.String() == "supported"
		kind, why := &x.borne, "true, but "+got.Verdict.String()
		if !c.true {
			kind, why = &x.refused, "false, but supported"
		}
		x.judge(kind, supported == c.true, c, why)
		first := len(got.Citations) > 0 && strings.Contains(got.Citations[0].Quote, c.evidence)
		x.judge(&x.shown, first, c, "another sentence first")
	}
}

func (x *claimTally) judge(kind *[2]int, met bool, c claim, why string) {
	kind[1]++
	if met {
		kind[0]++
		return
	}
	x.lines = append(x.lines, fmt.Sprintf("%-24s %s\n", why, c.text))
}

func (x *claimTally) String() string {
	if x.shown[1] == 0 {
		return ""
	}
	return fmt.Sprintf("\nclaims\n%-24s %d of %d\n%-24s %d of %d\n%-24s %d of %d\n\n", "true supported", x.borne[0], x.borne[1],
		"false not supported", x.refused[0], x.refused[1], "evidence first", x.shown[0], x.shown[1]) + strings.Join(x.lines, "")
}
