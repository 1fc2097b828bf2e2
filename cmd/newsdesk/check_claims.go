package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"sync"
	"unicode"

	"newsdesk/rag"
	"newsdesk/rag/eval"
	"newsdesk/rag/verify"
)

// claim is one line of the file of --claims.
type claim struct {
	ID      string `json:"id"`
	Text    string `json:"claim"`
	Article string `json:"article_id"`
	// Expected is the verdict that is right, or empty where nobody says.
	Expected string `json:"expected_verdict"`
	line     int
}

// checkedLine is what was found of a claim, as --answers has it.
type checkedLine struct {
	ID        string          `json:"id"`
	Supported bool            `json:"supported"`
	Score     float64         `json:"score"`
	Verdict   verify.Verdict  `json:"verdict"`
	Changes   []verify.Change `json:"changes"`
	Citations []eval.Cited    `json:"citations"`
	Expected  string          `json:"expected_verdict,omitempty"`
}

// checkMany checks the claims of a file, and prints how many got which
// verdict, or without --answers what was found of each.
func (a *app) checkMany(ctx context.Context, args []string, o checkOptions) error {
	if len(args) > 0 || o.article != "" {
		return usagef("--claims reads claims and their articles from a file: give neither a claim nor --article beside it")
	}
	claims, err := a.claims(o.claims)
	if err != nil {
		return err
	}
	arch, err := a.openArchive(ctx)
	if err != nil {
		return err
	}
	defer arch.close()
	known := map[string]bool{}
	for _, c := range claims {
		if !known[c.Article] {
			if err := a.claimable(ctx, arch, c.Article); err != nil {
				return c.in(o.claims, err)
			}
			known[c.Article] = true
		}
	}
	checked, err := a.checkAll(ctx, arch.engine(), claims)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	tally := map[verify.Verdict]int{}
	expected, met := 0, 0
	for i, c := range checked {
		tally[c.Verdict]++
		l := checkedLine{ID: claims[i].ID, Supported: c.Supported, Score: c.Score, Verdict: c.Verdict, Changes: c.Changes, Citations: []eval.Cited{}, Expected: claims[i].Expected}
		if l.Expected != "" {
			expected++
			if l.Expected == c.Verdict.String() {
				met++
			}
		}
		for _, cite := range c.Citations {
			l.Citations = append(l.Citations, eval.Cited{Doc: cite.Doc, Quote: cite.Quote})
		}
		text, err := marshal(l)
		if err != nil {
			return err
		}
		b.Write(text)
	}
	if o.answers == "" {
		a.flushNotices()
		if expected > 0 {
			a.complain(fmt.Sprintf("%d of %d as expected", met, expected))
		}
		_, err := a.out.Write(b.Bytes())
		return err
	}
	if err := eval.ReplaceFile(o.answers, b.Bytes()); err != nil {
		return fmt.Errorf("%w; check --answers", err)
	}
	a.flushNotices()
	fmt.Fprintf(a.out, "%s: %d supported, %d altered, %d contradicted, %d not verified", count(len(claims), "claim"),
		tally[verify.Supported], tally[verify.Altered], tally[verify.Contradicted], tally[verify.Unverified])
	if expected > 0 {
		fmt.Fprintf(a.out, "; %d of %d as expected", met, expected)
	}
	fmt.Fprintln(a.out)
	return nil
}

// claims reads the file of that name, or stdin for "-".
func (a *app) claims(name string) ([]claim, error) {
	in := a.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("cannot read the claims in %s: %w; check --claims", name, cause(err))
		}
		defer f.Close()
		in = f
	}
	return readClaims(name, in)
}

// readClaims reads JSON lines; blank lines and unknown fields are passed over.
// The error names the first bad line.
func readClaims(name string, r io.Reader) ([]claim, error) {
	raw, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("cannot read the claims in %s: %w; check --claims", fileName(name), cause(err))
	}
	var out []claim
	first := map[string]int{}
	n := 0
	for text := range bytes.Lines(bytes.TrimPrefix(raw, []byte("\ufeff"))) {
		n++
		if text = bytes.TrimSpace(text); len(text) == 0 {
			continue
		}
		c := claim{line: n}
		err := json.Unmarshal(text, &c)
		wrong := (*json.UnmarshalTypeError)(nil)
		switch before := first[c.ID]; {
		case errors.As(err, &wrong) && wrong.Field != "":
			err = fmt.Errorf("%q must be a string", wrong.Field)
		case err != nil:
			err = errors.New(`this is not an object such as {"id": "c1", "claim": "They met for five hours."}`)
		case c.ID == "":
			err = errors.New(`"id" is missing`)
		case before > 0:
			err = fmt.Errorf("claim %q stands on line %d already", c.ID, before)
		case !strings.ContainsFunc(c.Text, wordy):
			err = fmt.Errorf(`claim %q: "claim" is missing or empty`, c.ID)
		case c.Expected != "" && !isVerdict(c.Expected):
			err = fmt.Errorf("claim %q: %q is no verdict: write supported, altered, contradicted or unverified", c.ID, c.Expected)
		case len(c.Text) > rag.MaxQuestion:
			err = fmt.Errorf("claim %q: %w", c.ID, errLongClaim)
		}
		if err != nil {
			return nil, c.in(name, err)
		}
		first[c.ID] = n
		out = append(out, c)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("the claims in %s: there are none: write one JSON object a line, with id and claim", fileName(name))
	}
	return out, nil
}

// in puts where c stands before err.
func (c *claim) in(name string, err error) error {
	return fmt.Errorf("the claims in %s: line %d: %w", fileName(name), c.line, err)
}

// isVerdict reports whether name is a verdict's.
func isVerdict(name string) bool {
	for v := verify.Unverified; v <= verify.Contradicted; v++ {
		if v.String() == name {
			return true
		}
	}
	return false
}

func fileName(name string) string {
	if name == "-" {
		return "stdin"
	}
	return name
}

// wordy reports whether r can be part of something to check.
func wordy(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// checkAll checks claims, several at once, and returns what was found in
// their order. The first error ends it: it is the archive's, not a claim's.
func (a *app) checkAll(ctx context.Context, engine *rag.Engine, claims []claim) ([]rag.Checked, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	out := make([]rag.Checked, len(claims))
	next := make(chan int)
	var workers sync.WaitGroup
	var mu sync.Mutex
	done := 0
	shown := isTerminal(a.err)
	for range min(runtime.GOMAXPROCS(0), len(claims)) {
		workers.Go(func() {
			for i := range next {
				c, err := engine.Check(ctx, rag.Claim{Text: claims[i].Text, Article: claims[i].Article, Filter: a.settings.Filter})
				if err != nil {
					stop(err)
				}
				out[i] = c
				mu.Lock()
				if done++; shown {
					fmt.Fprintf(a.err, "\rchecked %d of %d", done, len(claims))
				}
				mu.Unlock()
			}
		})
	}
	for i := 0; i < len(claims) && ctx.Err() == nil; i++ {
		select {
		case next <- i:
		case <-ctx.Done():
		}
	}
	close(next)
	workers.Wait()
	if shown {
		fmt.Fprint(a.err, "\r\x1b[K")
	}
	return out, context.Cause(ctx)
}
