package rag

import (
	"strings"
	"testing"
)

// museum is an invented archive in which little is as one might assume.
var museum = map[string]string{
	"opening": `---
title: "Glass museum opens in Farrowby"
outlet: "Farrowby Post"
published: 2019-05-04
---
The glass museum in Farrowby opened on Saturday after six years of work. It cost 14 million crowns, the architect Lena Marsh said.

Some 900 people came. The oldest bowl is from the ninth century and will not leave its case.
`,
	"strike": `---
title: "Museum guards walk out"
outlet: "Evening Lamp"
published: 2021-02-10
---
The guards of the glass museum in Farrowby walked out on Tuesday because their pay had fallen. Their leader, Oskar Brandt, called the offer an insult.

The director, Mira Holt, resigned a week later.
`,
	"advice": `---
title: "A second wing for the bowls"
outlet: "Farrowby Post"
published: 2021-03-03
---
Lena Marsh has advised the museum since 2012. She wants a second wing for the bowls.
`,
	"weather": `---
title: "Snow closes the passes"
outlet: "Evening Lamp"
published: 2021-01-09
---
Snow has closed three passes in the mountains above Saltern, the road office said. Drivers were told to wait until Sunday.
`,
}

// TestPremise asks what the archive does not bear out, and beside each what it
// does: the first must be refused or pointed out, and the second left alone.
func TestPremise(t *testing.T) {
	e := newEngine(t, museum)
	for _, c := range []struct {
		question string
		silent   string // what an abstention must say
		spoken   string // what Premise must say
	}{
		{question: "Why did the guards of the glass museum walk out in 2017?", silent: "no article found on it mentions 2017"},
		{question: "Why did the guards of the glass museum walk out in 2021?"},
		{question: "How much did the museum in Brinewell cost?", silent: "Brinewell"},
		{question: "How much did the museum in Farrowby cost?"},
		{question: "Why had the pay of the museum's guards risen?", silent: "has “fallen”, not “risen”"},
		{question: "Why had the pay of the museum's guards fallen?"},
		{question: "When will the oldest bowl leave its case?", spoken: "“will not leave”"},
		{question: "Which bowl will not leave its case?"},
		{question: "Why did Lena Marsh resign?", silent: "says of Lena Marsh what the question takes for granted: resign. It is said of Mira Holt"},
		{question: "Did Lena Marsh resign?", spoken: "says this of Lena Marsh: resign. It is said of Mira Holt"},
		{question: "Did Mira Holt resign?"},
		{question: "Why did Mira Holt resign?"},
		{question: "Who advised the museum in 2016?"},
		{question: "Did the museum open in 2017?"},
	} {
		a := ask(t, e, Question{Text: c.question})
		switch {
		case c.silent != "":
			if !a.Abstained || !strings.Contains(a.Text, c.silent) {
				t.Errorf("%s: got %q, want silence for %q", c.question, a.Text, c.silent)
			}
		case a.Abstained && !strings.Contains(a.Text, "not reach"):
			t.Errorf("%s: refused: %s", c.question, a.Text)
		case !strings.Contains(a.Premise, c.spoken) || c.spoken == "" && a.Premise != "":
			t.Errorf("%s: pointed out %q, want %q", c.question, a.Premise, c.spoken)
		case !strings.HasPrefix(a.Lead, a.Premise) || !strings.Contains(a.Text, a.Premise):
			t.Errorf("%s: %q is not part of %q", c.question, a.Premise, a.Lead)
		}
	}
}
