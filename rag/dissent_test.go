package rag

import (
	"strings"
	"testing"

	"newsdesk/corpus"
)

// collapse is two reports of one event that differ, a copy of the first with
// less of its text, and a report of another event of the kind.
var collapse = map[string]string{
	"wire": `---
title: Crane falls at Tarn
outlet: Fell Wire
published: 2016-05-10
---
A crane fell on the market of Tarn on Monday and killed three people, the fire brigade said. Nine were hurt.

"We had everybody out within two hours," said the fire chief, Ada Lunt. She said a wall had held. Police have not arrested anyone.
`,
	"copy": `---
title: Crane falls at Tarn
outlet: Tarn News
published: 2016-05-10
---
A crane fell on the market of Tarn on Monday and killed three people, the fire brigade said. Nine were hurt.

"We had everybody out within two hours," said the fire chief, Ada Lunt.
`,
	"herald": `---
title: Four dead in Tarn
outlet: The Herald
published: 2016-05-11
---
Four people lost their lives when a crane fell on the market of Tarn on Monday, the clinic said. Two of the dead were children.

The crane driver was arrested. About nine people were injured.
`,
	"school": `---
title: Roof falls at Orm
outlet: The Herald
published: 2016-05-12
---
A roof fell at the school of Orm on Tuesday and killed two people, the clinic said. Three were hurt.
`,
}

// TestEveryWordingShowsTheSides asks for one figure in other words.
func TestEveryWordingShowsTheSides(t *testing.T) {
	e := newEngine(t, collapse)
	for _, q := range []string{"How many people died at Tarn?", "how many were killed in Tarn", "What was the death toll in Tarn?", "How many lives did the crane at Tarn claim?", "HOW MANY DEAD IN TARN"} {
		a := ask(t, e, Question{Text: q})
		if len(a.Disagreements) != 1 || !strings.Contains(a.Disagreements[0].Text, "Four people [") || !strings.Contains(a.Disagreements[0].Text, "three people [") {
			t.Errorf("%s\n%s", q, a.Text)
		}
	}
	for _, q := range []string{"Who was arrested at Tarn?", "How many people were arrested in Tarn?"} {
		a := ask(t, e, Question{Text: q})
		if len(a.Disagreements) != 1 || !strings.Contains(a.Disagreements[0].Text, "contradict each other") || !strings.Contains(a.Text, "not arrested anyone") {
			t.Errorf("%s\n%s", q, a.Text)
		}
	}
}

// TestOtherThingsDoNotDiffer: a part, a rough figure and another event are no
// other figure for the same.
func TestOtherThingsDoNotDiffer(t *testing.T) {
	e := newEngine(t, collapse)
	for _, q := range []string{"How many people were injured at Tarn?", "How many children died at Tarn?", "How many people died at the school of Orm?", "How many were hurt in Orm?"} {
		if a := ask(t, e, Question{Text: q}); len(a.Disagreements) > 0 {
			t.Errorf("%s\n%s", q, a.Text)
		}
	}
}

// TestOneQuotationOnce: a copy with less text around a quotation bears it out.
func TestOneQuotationOnce(t *testing.T) {
	a := ask(t, newEngine(t, collapse), Question{Text: "What did the fire chief say about everybody?"})
	if n := strings.Count(a.Text, "within two hours"); n != 1 {
		t.Errorf("stated %d times:\n%s", n, a.Text)
	}
}

// TestComparisonDeniesNothing: what a comparison does not find it does not deny.
func TestComparisonDeniesNothing(t *testing.T) {
	e := newEngine(t, collapse)
	if a := compared(t, e, "the crane at Tarn", corpus.Filter{}); len(a.Disagreements) == 0 || strings.Contains(a.Text, "no differing") {
		t.Errorf("%s", a.Text)
	}
	if a := compared(t, e, "the market of Tarn", corpus.Filter{Outlet: "Fell Wire"}); strings.Contains(a.Text, "no differing") {
		t.Errorf("%s", a.Text)
	}
}

// TestTimelineCountsNoContradiction: what gives another figure is no support.
func TestTimelineCountsNoContradiction(t *testing.T) {
	events, err := newEngine(t, collapse).Timeline(t.Context(), "crane Tarn", corpus.Filter{})
	if err != nil || len(events) != 2 {
		t.Fatalf("%v, %+v", err, events)
	}
	for i, want := range []int{2, 1} {
		if events[i].Articles != want {
			t.Errorf("event %d: %d articles, want %d", i, events[i].Articles, want)
		}
	}
	if d := events[1].Disagreements; len(events[0].Disagreements) != 0 || len(d) != 1 || d[0].Text != "The reports give different figures: three people [1]; Four people [2]." {
		t.Errorf("%+v", d)
	}
}

// TestCheckNamesWhoAgrees: beside the source that differs stands the one that
// bears the claim out, and beside the one that bears it out the one that differs.
func TestCheckNamesWhoAgrees(t *testing.T) {
	e := newEngine(t, collapse)
	for _, c := range []struct {
		claim, other string
		agrees       bool
	}{
		{"A crane fell on the market of Tarn on Monday and killed four people, the fire brigade said.", "Four people", true},
		{"A crane fell on the market of Tarn on Monday and killed three people.", "Four people", false},
		{"A crane fell on the market of Tarn on Monday and killed six people.", "Four people", false},
	} {
		got, err := e.Check(t.Context(), Claim{Text: c.claim})
		if err != nil || len(got.Others) != 1 || got.Others[0].Text != c.other || got.Others[0].Agrees != c.agrees {
			t.Errorf("%s\n%v %s %+v", c.claim, err, got.Verdict, got.Others)
			continue
		}
		if cite := got.Citations[got.Others[0].Citation-1]; cite.Doc != "herald" || !strings.Contains(cite.Quote, c.other) {
			t.Errorf("%s: %+v", c.claim, cite)
		}
	}
	got, err := e.Check(t.Context(), Claim{Text: "A crane killed six people on the market of Tarn.", Article: "wire"})
	if err != nil || len(got.Others) > 0 {
		t.Errorf("against one article: %v, %+v", err, got.Others)
	}
}
