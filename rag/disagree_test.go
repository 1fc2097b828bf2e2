package rag

import (
	"maps"
	"strings"
	"testing"
)

// chapel is an invented archive: a wire report, to which withCopy adds a paper
// that prints it, one that contradicts it, and one of a year later.
var chapel = map[string]string{
	"wire": `---
title: "Chapel bell stolen"
outlet: "Moor Wire"
published: 2018-02-06
---
HOLTEN (Moor Wire) - The bell of Holten's chapel was stolen on Sunday. The sexton blames a broken lock for the theft, he told this agency.

The pastor, Rolf Amberg, found the bell in a ditch near Vessel on Monday. The bell weighs 90 kilograms and is insured, said Amberg. Helena Storm is the bishop of Holten.
`,
	"weekly": `---
title: "The bell is back"
outlet: "The Moor Weekly"
published: 2018-02-11
---
It was a shepherd, Jonna Eik, who found the bell. The bell was found in a barn at Lund, she says.

The bell was not insured, a clerk of the chapel said. The search took two hours, or 120 minutes by the sexton's watch.
`,
	"bishop": `---
title: "New bishop"
outlet: "The Moor Weekly"
published: 2019-05-05
---
Mikael Rand has succeeded Helena Storm as bishop of Holten. The chapel will reopen in July 2019 and not in May, he said.
`,
}

// withCopy is the archive with the wire report under another title too.
func withCopy() map[string]string {
	out := maps.Clone(chapel)
	out["copy"] = strings.NewReplacer("Chapel bell stolen", "Bell gone", `"Moor Wire"`, `"Holten News"`).Replace(chapel["wire"])
	return out
}

// TestSidesAreShown: who, where and yes or no are compared, copies count once,
// and an office goes to whom the newest report names.
func TestSidesAreShown(t *testing.T) {
	e := newEngine(t, withCopy())
	for _, c := range []struct{ question, one, other, says string }{
		{"Who found the bell?", "Rolf Amberg", "Jonna Eik", "name different people"},
		{"Where was the bell found?", "in a ditch near Vessel", "in a barn at Lund", "give different places"},
		{"Is the bell insured?", "is insured", "was not insured", "contradict each other"},
		{"Who is the bishop of Holten?", "Mikael Rand", "Helena Storm", "of different days name different people: Mikael Rand"},
	} {
		a := ask(t, e, Question{Text: c.question})
		if len(a.Disagreements) != 1 || len(a.Disagreements[0].Positions) != 2 {
			t.Errorf("%s: %+v in %q", c.question, a.Disagreements, a.Text)
			continue
		}
		d := a.Disagreements[0]
		both := d.Positions[0].Text + "; " + d.Positions[1].Text
		if !strings.Contains(both, c.one) || !strings.Contains(both, c.other) || !strings.Contains(d.Text, c.says) {
			t.Errorf("%s: %q, positions %q", c.question, d.Text, both)
		}
		if !strings.Contains(a.Text, d.Text) {
			t.Errorf("%s: the text leaves it out: %q", c.question, a.Text)
		}
	}
}

// TestNoSidesAreInvented: one value in two forms, one source twice, and a
// question that names no event hold no disagreement.
func TestNoSidesAreInvented(t *testing.T) {
	e := newEngine(t, withCopy())
	for _, q := range []string{"How long did the search take?", "How heavy is the bell?", "Why was the bell stolen?", "Where was it?"} {
		if a := ask(t, e, Question{Text: q}); len(a.Disagreements) > 0 {
			t.Errorf("%s: %s", q, a.Disagreements[0].Text)
		}
	}
}

func TestNamesakes(t *testing.T) {
	e := newEngine(t, map[string]string{
		"actor":   "Tobias Renk\n\nTobias Renk (1901–1960) was an actor of the silent screen. He made his first film in 1921.\n",
		"rower":   "Tobias Renk\n\nTobias Renk is a rower from Alsen. He was born on 4 May 1990 in a lighthouse.\n",
		"orchard": harbour["orchard"],
	})
	a := ask(t, e, Question{Text: "What is the profession of Tobias Renk?"})
	for _, want := range []string{"an actor", "a rower"} {
		if !strings.Contains(a.Text, want) {
			t.Errorf("no %q in %q", want, a.Text)
		}
	}
}
