package rag

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"newsdesk/corpus"
)

func compared(t *testing.T, e *Engine, topic string, f corpus.Filter) Answer {
	t.Helper()
	a, err := e.Compare(t.Context(), topic, f)
	if err != nil {
		t.Fatal(err)
	}
	checkAnswer(t, e, a)
	return a
}

func TestCompare(t *testing.T) {
	e := newEngine(t, harbour)
	a := compared(t, e, "the length of the meeting with the port workers", corpus.Filter{})
	if a.Abstained || len(a.Disagreements) != 1 || len(a.Disagreements[0].Positions) != 2 || !strings.HasPrefix(a.Lead, "Two sources on the length") {
		t.Fatalf("%+v", a)
	}
	if d := a.Disagreements[0].Text; !strings.Contains(d, "nearly four hours") || !strings.Contains(d, "three hours") {
		t.Errorf("disagreement %q", d)
	}
	if a := compared(t, e, "what Ruiz said about the quay", corpus.Filter{}); len(a.Statements) != 2 || !strings.HasPrefix(a.Lead, "Ruiz on the quay, in two reports:") || len(a.Disagreements) != 1 {
		t.Errorf("the two wordings of a remark: %+v", a)
	}
	one := compared(t, e, "the length of the meeting with the port workers", corpus.Filter{Outlet: "Evening Courier"})
	if len(one.Statements) != 1 || len(one.Disagreements) != 0 || !strings.Contains(one.Text, "set beside it") {
		t.Errorf("of one outlet: %q", one.Text)
	}
	if none := compared(t, e, "the moon landing", corpus.Filter{}); !none.Abstained || len(none.Citations) != 0 {
		t.Errorf("of what is not there: %q", none.Text)
	}
	if _, err := e.Compare(t.Context(), " ? ", corpus.Filter{}); !errors.Is(err, ErrEmptyQuestion) {
		t.Errorf("an empty topic: %v", err)
	}
}

// ferry is four outlets on one event; two carry one text.
var ferry = map[string]string{
	"gull": `---
title: Ferry hits pier
outlet: The Gull
published: 2022-05-04
---
The ferry Silver Tern struck the pier at Orm on 3 May 2022 and 14 people were injured, the coast guard said. The captain was not drunk, police said after a test.

Passengers waited for two hours in the rain before buses took them to the town hall, where tea and blankets were handed out by volunteers.
`,
	"dock": `---
title: Pier struck
outlet: Dock News
published: 2022-05-04
---
The ferry Silver Tern struck the pier at Orm on 4 May 2022 and 23 people were injured, the coast guard said. The pier is closed until an inspection has been made by engineers.
`,
	"wire1": `---
title: Ferry accident at Orm
outlet: Northern Mail
agency: Osprey
published: 2022-05-05
---
The Silver Tern, a ferry with sixty aboard, ran into the pier at Orm when its engine failed, the owner told Osprey. The owner, Lark Lines, promised to repay every ticket and to lend the town a boat until the autumn. A spokeswoman for Lark Lines said that the engine had been serviced in March by a yard in Selden.
`,
	"wire2": `---
title: Owner promises refunds
outlet: Southern Mail
agency: Osprey
published: 2022-05-05
---
The Silver Tern, a ferry with sixty aboard, ran into the pier at Orm when its engine failed, the owner told Osprey. The owner, Lark Lines, promised to repay every ticket and to lend the town a boat until the autumn. A spokeswoman for Lark Lines said that the engine had been serviced in March by a yard in Selden.
`,
}

func TestCompareCountsCopiesOnce(t *testing.T) {
	a := compared(t, newEngine(t, ferry), "the ferry Silver Tern at the pier", corpus.Filter{})
	if !strings.HasPrefix(a.Lead, "Three sources on the ferry") {
		t.Errorf("lead %q of\n%s", a.Lead, a.Text)
	}
	cited := make(map[string]bool)
	for _, c := range a.Citations {
		cited[c.Doc] = true
	}
	if len(cited) != 4 || !strings.Contains(a.Text, "count as one source") {
		t.Errorf("cited %v in\n%s", cited, a.Text)
	}
	if len(a.Disagreements) == 0 || !strings.Contains(a.Disagreements[0].Text, "14 people [") || !strings.Contains(a.Disagreements[0].Text, "23 people [") {
		t.Errorf("the number of injured differs: %+v", a.Disagreements)
	}
}

// TestCompareSeesDatesAndDenials changes one thing of two like reports.
func TestCompareSeesDatesAndDenials(t *testing.T) {
	report := func(outlet, text string) string {
		return "---\ntitle: Ferry hits pier\noutlet: " + outlet + "\npublished: 2022-05-06\n---\n" + text + "\n"
	}
	for _, tc := range []struct{ one, other, want string }{
		{"The ferry Silver Tern struck the pier at Orm on 3 May 2022 in thick fog.", "On 4 May 2022 the ferry Silver Tern struck the pier at Orm, in fog.", "different dates"},
		{"The captain of the ferry Silver Tern was drunk, police said after a test.", "After a test police in Orm said the captain of the ferry Silver Tern was not drunk.", "contradict each other"},
		{"The ferry Silver Tern struck the pier at Orm on 3 May 2022 in thick fog.", "On 3 May 2022 the ferry Silver Tern struck the pier at Orm, in fog.", ""},
		{"The ferry Silver Tern struck the pier and 14 people were injured.", "The ferry Silver Tern had left Selden with 60 people aboard who paid the new fare.", ""},
	} {
		a := compared(t, newEngine(t, map[string]string{"a": report("The Gull", tc.one), "b": report("Dock News", tc.other)}), "the ferry Silver Tern", corpus.Filter{})
		got := ""
		for _, d := range a.Disagreements {
			got += d.Text
		}
		if tc.want == "" && got != "" || !strings.Contains(got, tc.want) {
			t.Errorf("%s\n%s\ngive %q, want %q", tc.one, tc.other, got, tc.want)
		}
	}
}

func TestAskSaysThatFiguresDiffer(t *testing.T) {
	articles := maps.Clone(harbour)
	delete(articles, "orchard")
	e := newEngine(t, articles)
	for _, question := range []string{"Was the meeting with the port workers two hours long?", "How do the reports differ on the length of the meeting with the port workers?"} {
		a := ask(t, e, Question{Text: question})
		if len(a.Disagreements) != 1 || !strings.Contains(a.Text, "different figures: ") || !strings.Contains(a.Text, "four hours [") || !strings.Contains(a.Text, "three hours [") {
			t.Errorf("%s\n%s", question, a.Text)
		}
	}
}
