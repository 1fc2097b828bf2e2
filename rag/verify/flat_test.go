package verify_test

import (
	"testing"

	"newsdesk/rag/verify"
)

// What somebody alleges, what is hearsay, conditional or striven for is not said to be so.
func TestFlattened(t *testing.T) {
	const (
		lied    = "Harbour master Tom Harker told reporters Brandt was lying and that the town had offered a fair price."
		blamed  = "A week ago Sandholm demanded the removal of the envoy, Tom Harker, from the talks, accusing him of wrecking the treaty."
		heard   = "Another six harbour pilots, according to reports in the Oxley press, were dismissed after the storm."
		maybe   = "The engineer reportedly lost his post after the flood."
		ifReach = "\"I am confident that if we agree on a price, outside loans will be needed,\" Brandt told reporters."
		unless  = "The ferry company will close the northern line if the town cuts its subsidy."
		toward  = "Palmera and Sandholm signed a treaty in which Palmera agreed to work toward full removal of the harbour tolls."
		sins    = "Palmera is under the strictest tolls in the region, tolls the capital routinely accuses Sandholm of evading."
		rumour  = "The Oxley Post wrote that rumours of the sackings suggested that Harker made other pilots hand in their keys."
		belief  = "Harker believes the northern line loses money every year."
		front   = "Reportedly, the council will vote on the docks on Friday."
		given   = "The mayor claimed that the firm had acted in secret when Harker walked out of the meeting in May."
		plain   = "Six pilots were dismissed after the storm, the governor said."
	)
	checkVerdicts(t, []verdicts{
		{lied, "Brandt was lying.", verify.Altered},
		{lied, "Tom Harker told reporters Brandt was lying.", verify.Supported},
		{blamed, "Tom Harker wrecked the treaty.", verify.Altered},
		{blamed, "Sandholm demanded the removal of the envoy, Tom Harker, accusing him of wrecking the treaty.", verify.Supported},
		{heard, "Six harbour pilots were dismissed after the storm.", verify.Altered},
		{heard, "Another six harbour pilots were reportedly dismissed after the storm.", verify.Supported},
		{heard, "According to reports, another six harbour pilots were dismissed after the storm.", verify.Supported},
		{maybe, "The engineer lost his post after the flood.", verify.Altered},
		{maybe, "The engineer reportedly lost his post after the flood.", verify.Supported},
		{ifReach, "Outside loans will be needed.", verify.Altered},
		{ifReach, "Brandt said that if they agree on a price, outside loans will be needed.", verify.Supported},
		{unless, "The ferry company will close the northern line.", verify.Altered},
		{unless, "The ferry company will close the northern line if the town cuts its subsidy.", verify.Supported},
		{toward, "Palmera agreed to full removal of the harbour tolls.", verify.Altered},
		{toward, "Palmera agreed to work toward full removal of the harbour tolls.", verify.Supported},
		{sins, "Sandholm evaded the tolls in the region.", verify.Altered},
		{sins, "The capital routinely accuses Sandholm of evading the strictest tolls.", verify.Supported},
		{rumour, "Harker made other pilots hand in their keys.", verify.Altered},
		{rumour, "The Oxley Post wrote that rumours of the sackings suggested that Harker made other pilots hand in their keys.", verify.Supported},
		{belief, "The northern line loses money every year.", verify.Altered},
		{belief, "Harker believes the northern line loses money.", verify.Supported},
		{front, "The council will vote on the docks on Friday.", verify.Altered},
		{front, "The council will reportedly vote on the docks on Friday.", verify.Supported},
		{given, "Harker walked out of the meeting in May.", verify.Supported},
		{given, "The firm had acted in secret.", verify.Altered},
		{plain, "Six pilots were dismissed after the storm.", verify.Supported},
	})
}

// Who meets whom is the same either way.
func TestMutual(t *testing.T) {
	checkVerdicts(t, []verdicts{
		{"Lena Brandt met with Harker for three hours on Thursday.", "Harker met with Brandt for three hours on Thursday.", verify.Supported},
		{"Lena Brandt met Tom Harker in the town hall of Oxley on Monday.", "Tom Harker met Lena Brandt in the town hall of Oxley on Monday.", verify.Supported},
	})
}
