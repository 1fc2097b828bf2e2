package eval

import "io"

// claimCase is a line of claims that comes of feedback.
type claimCase struct {
	ID    string `json:"id"`
	Claim string `json:"claim"`
	// Expected is empty until somebody has written it down.
	Expected string      `json:"expected_verdict,omitempty"`
	Feedback string      `json:"feedback"`
	Reason   string      `json:"reason,omitempty"`
	Review   bool        `json:"review,omitempty"`
	Shown    *shownClaim `json:"shown,omitempty"`
}

type shownClaim struct {
	Verdict   string     `json:"verdict"`
	Citations []Evidence `json:"citations"`
}

// WriteClaims writes feedback on claims that were checked, a claim a line, in the
// form that newsdesk check --claims reads: as WriteFeedback does, but for the day,
// which a claim has none of. A verdict that was thought well of is what is
// expected from then on. One that was thought ill of is marked for review, with
// the verdict and the evidence shown and the reason, and nothing is expected.
func WriteClaims(w io.Writer, list []Feedback) error {
	return writeSettled(w, list, func(id string, f *Feedback) any {
		c := claimCase{ID: id, Claim: f.Question, Feedback: f.Verdict, Reason: f.Reason}
		if f.Verdict == Up {
			c.Expected = f.Ruled
			return c
		}
		c.Review, c.Shown = true, &shownClaim{f.Ruled, f.cited()}
		return c
	})
}
