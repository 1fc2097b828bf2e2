package verify_test

import (
	"testing"

	"newsdesk/rag/verify"
)

// What an article takes back it does not support, wherever else it says it.
func TestCorrections(t *testing.T) {
	const wrongBody = "A fire in the old mill at Harlow killed 40 people on Friday, the police said. The mill belonged to Brandt Textiles.\n\n"
	const rightBody = "A fire in the old mill at Harlow killed 14 people on Friday, the police said. The mill belonged to Brandt Textiles.\n\n"
	for _, tc := range [...]struct {
		source, claim string
		want          bool // Supported
	}{
		{rightBody + "Correction: An earlier version of this article said that the fire had killed 40 people.", "The fire killed 40 people.", false},
		{rightBody + "Correction: An earlier version of this article said that the fire had killed 40 people.", "A fire in the old mill at Harlow killed 14 people on Friday.", true},
		{rightBody + "This article was amended on 3 May. It wrongly said that the mill was owned by the city of Harlow.", "The mill was owned by the city of Harlow.", false},
		{rightBody + "This article was amended on 3 May. It wrongly said that the mill was owned by the city of Harlow.", "The mill belonged to Brandt Textiles.", true},
		{wrongBody + "Correction: The fire killed 14 people, not 40 as stated above.", "A fire in the old mill at Harlow killed 40 people on Friday.", false},
		{wrongBody + "Correction: The fire killed 14 people, not 40 as stated above.", "The fire killed 14 people.", true},
		{wrongBody + "Clarification: The mill belonged to Norland Spinning rather than Brandt Textiles.", "The mill belonged to Brandt Textiles.", false},
		{wrongBody + "Clarification: The mill belonged to Norland Spinning rather than Brandt Textiles.", "A fire in the old mill at Harlow killed 40 people on Friday.", true},
		{"The mayor wrongly said that the mill had passed its inspection in March. It had failed it twice.", "The mill had passed its inspection in March.", false},
		{rightBody + "The mayor, not the council, ordered the inspection.", "The mayor ordered the inspection.", true},
	} {
		res := checkAgainst(t, tc.source, tc.claim)
		if got := res.Verdict == verify.Supported; got != tc.want {
			t.Errorf("%q beside %q: %v %v", tc.claim, tc.source, res.Verdict, res.Changes)
		}
	}
}
