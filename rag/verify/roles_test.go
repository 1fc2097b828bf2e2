package verify_test

import (
	"testing"

	"newsdesk/rag/verify"
)

// verdicts are what claims beside a source must be called.
type verdicts struct {
	source, claim string
	want          verify.Verdict
}

func checkVerdicts(t *testing.T, cases []verdicts) {
	t.Helper()
	for _, tc := range cases {
		if res := checkAgainst(t, tc.source, tc.claim); res.Verdict != tc.want {
			t.Errorf("%q beside %q: %v %.2f %v, want %v", tc.claim, tc.source, res.Verdict, res.Score, res.Changes, tc.want)
		}
	}
}

// A figure of a list goes with what follows it.
func TestListedFigures(t *testing.T) {
	const fleet = "Since May the ferry company has signed five contracts with Governor Lena Brandt, three with Oxley's Tom Harker, two with Palmera and one with Sandholm's harbour board."
	checkVerdicts(t, []verdicts{
		{fleet, "Since May the ferry company has signed five contracts with Lena Brandt.", verify.Supported},
		{fleet, "The ferry company has signed three contracts with Tom Harker.", verify.Supported},
		{fleet, "The ferry company has signed three contracts with Lena Brandt.", verify.Altered},
		{fleet, "The ferry company has signed five contracts with Tom Harker.", verify.Altered},
		{fleet, "Lena Brandt has signed five contracts with Palmera.", verify.Altered},
		{fleet, "The ferry company has signed two contracts with Palmera since May.", verify.Supported},
	})
}

// Who did it, and to whom.
func TestRoles(t *testing.T) {
	const (
		quay   = "Brandt, known for keeping her guests in the cold, was waiting for Harker when he stepped off the ferry."
		walked = "Trade talks collapsed after Harker walked out of Brandt's reception in the harbour hall."
		guest  = "Governor Lena Brandt spoke first. The Palmeran governor invited Harker to visit Palmera in the spring, the ministry said."
		rumour = "Harbour Watch, the newsletter that first wrote about the leak, warned that Sandholm itself may have invented the story."
		remark = "\"In the end they wanted the tolls scrapped,\" Tom Harker said after the meeting."
		fronts = "Although Palmera opposes the further dredging of the northern canal, the cabinet stands behind a quick sale of the docks."
	)
	checkVerdicts(t, []verdicts{
		{quay, "Brandt was waiting for Harker when he stepped off the ferry.", verify.Supported},
		{quay, "Harker was waiting for Brandt.", verify.Altered},
		{walked, "Harker walked out of Brandt's reception in the harbour hall.", verify.Supported},
		{walked, "Brandt walked out of Harker's reception in the harbour hall.", verify.Altered},
		{guest, "Harker invited Brandt to visit Palmera in the spring.", verify.Altered},
		{guest, "Harker was invited to visit Palmera in the spring by Brandt.", verify.Supported},
		{guest, "Brandt invited Harker to visit Palmera in the spring.", verify.Supported},
		{rumour, "Sandholm itself may have invented the story.", verify.Supported},
		{rumour, "Harbour Watch may have invented the story.", verify.Altered},
		{remark, "Harker said they wanted the tolls scrapped.", verify.Supported},
		{remark, "Harker said he wanted the tolls scrapped.", verify.Altered},
		{"The trip followed repeated invitations from Harker after Brandt took office in May.", "Brandt was invited by Harker after she took office in May.", verify.Supported},
		{remark, "Harker wanted the tolls scrapped.", verify.Altered},
		{fronts, "Palmera opposes the further dredging of the northern canal.", verify.Supported},
		{fronts, "Palmera opposes a quick sale of the docks.", verify.Altered},
	})
}

// A denial is the same before and after what is denied.
func TestRelativeDenial(t *testing.T) {
	const charge = "Sandholm has called for the tolls to be cut, while the ferry company has accused the town of hiding its books -- charges Sandholm denies."
	checkVerdicts(t, []verdicts{
		{charge, "Sandholm denies the charges.", verify.Supported},
		{charge, "Sandholm does not deny the charges.", verify.Contradicted},
	})
}
