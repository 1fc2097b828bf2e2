package verify_test

import (
	"testing"

	"newsdesk/rag/verify"
)

// A few words, or a sentence broken off, count only where the source has them so.
func TestFragments(t *testing.T) {
	const talks = "Mayor Lena Brandt told the reporters of the Oxley press that she had had a good meeting with Tom Harker and denied that the tolls would rise. Harker left early."
	checkVerdicts(t, []verdicts{
		{talks, "Brandt is Harker.", verify.Unverified},
		{talks, "Brandt q", verify.Unverified},
		{talks, "Brandt told Harker.", verify.Unverified},
		{talks, "Brandt had had a meeting with the Oxley press and", verify.Unverified},
		{talks, "Lena Brandt said she had had a good meeting with Tom Harker.", verify.Supported},
		{talks, "Harker left early.", verify.Supported},
	})
}
