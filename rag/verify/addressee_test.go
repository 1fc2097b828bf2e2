package verify_test

import (
	"testing"

	"newsdesk/rag/verify"
)

// Whom words were said to is part of what is told.
func TestAddressee(t *testing.T) {
	const press = "Tom Harker left for Palmera in May. The ships were late again. The harbour was closed.\n\nMayor Lena Brandt told reporters that the tolls would be cut by half in June.\n\n\"We hide nothing from anybody in this town,\" said Brandt.\n\n" +
		"The council met on Monday.\n\nThe governor told Peter Lind that the bridge would be closed for a year."
	checkVerdicts(t, []verdicts{
		{press, "Lena Brandt told reporters that the tolls would be cut by half in June.", verify.Supported},
		{press, "Lena Brandt told Harker that the tolls would be cut by half in June.", verify.Altered},
		{press, "Brandt told Harker: \"We hide nothing from anybody in this town.\"", verify.Altered},
		{press, "Brandt said: \"We hide nothing from anybody in this town.\"", verify.Supported},
		{press, "The governor told Lind that the bridge would be closed for a year.", verify.Supported},
	})
}
