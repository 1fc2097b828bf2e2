package rag

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"newsdesk/corpus"
	"newsdesk/corpus/clean"
)

// harbour is an invented archive: two reports of one event that differ, and
// one of something else.
var harbour = map[string]string{
	"gazette": `---
title: "Harbour toll to rise, mayor says"
outlet: "Harbour Gazette"
published: 2021-03-12
---
Mayor Ana Ruiz told reporters on Thursday that the toll for lorries would rise. "We need a fair price for the new quay, and not the cheapest one," Ruiz said.

The meeting with the port workers lasted nearly four hours. Ben Okafor, who leads their union, walked out twice.

"The harbour is not a cash machine. We will strike in May," Okafor said. He added that the members would vote next week.
`,
	"courier": `---
title: "Mayor and union fall out over the quay"
outlet: "Evening Courier"
published: 2021-03-13
---
The mayor met the port workers for three hours on Thursday. What is needed is "a fair price for the new quay, but not the cheapest price", Ruiz said.

Some 1,200 port workers are employed at the harbour.
`,
	"orchard": `---
title: "Bees return to the valley"
outlet: "Valley Post"
published: 2020-06-01
---
Bees have returned to the orchards of the valley after a cold spring, growers say. Honey sold out within a day.
`,
}

func newEngine(t testing.TB, articles map[string]string) *Engine {
	t.Helper()
	return openArchive(t, articlesOf(t, articles)).Engine
}

// articlesOf reads articles by their IDs.
func articlesOf(t testing.TB, articles map[string]string) []corpus.Article {
	t.Helper()
	var list []corpus.Article
	for id, raw := range articles {
		a, err := clean.Text(id, []byte(raw))
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, a)
	}
	return list
}

func ask(t *testing.T, e *Engine, q Question) Answer {
	t.Helper()
	a, err := e.Ask(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	checkAnswer(t, e, a)
	return a
}

// checkAnswer is what holds of every answer: citations are slices of their
// articles, numbered as the text first uses them, and the text's quotation
// marks hold only what stands in a cited article.
func checkAnswer(t *testing.T, e *Engine, a Answer) {
	t.Helper()
	if a.Abstained && len(a.Citations) > 0 {
		t.Errorf("an abstention with citations: %q", a.Text)
	}
	next := 1
	for i := 0; i < len(a.Text); i++ {
		if a.Text[i] == '[' && i+2 < len(a.Text) && a.Text[i+2] == ']' && a.Text[i+1] >= '1' && a.Text[i+1] <= '9' {
			if n := int(a.Text[i+1] - '0'); n > next {
				t.Errorf("[%d] before [%d]: %q", n, next, a.Text)
			} else if n == next {
				next++
			}
		}
	}
	if next-1 != len(a.Citations) {
		t.Errorf("the text cites %d of %d citations: %q", next-1, len(a.Citations), a.Text)
	}
	for _, c := range a.Citations {
		d, err := e.document(t.Context(), c.Doc)
		if err != nil {
			t.Fatal(err)
		}
		if d.Text[c.Start:c.End] != c.Quote {
			t.Errorf("[%d] is %q, the article has %q", c.N, c.Quote, d.Text[c.Start:c.End])
		}
	}
}

func TestSpeakerIsAnsweredFromTheirWords(t *testing.T) {
	e := newEngine(t, harbour)
	a := ask(t, e, Question{Text: "What did Okafor say about the harbour?"})
	if a.Abstained || !strings.Contains(a.Text, "cash machine") || strings.Contains(a.Text, "fair price") {
		t.Errorf("%s", a.Text)
	}
	if a.Citations[0].Speaker != "Ben Okafor" {
		t.Errorf("speaker %q", a.Citations[0].Speaker)
	}
	a = ask(t, e, Question{Text: "What did the mayor Ana Ruiz say about bees?"})
	if !a.Abstained {
		t.Errorf("nobody asked Ruiz about bees: %s", a.Text)
	}
}

func TestAQuotationIsShownAsOne(t *testing.T) {
	e := newEngine(t, harbour)
	a := ask(t, e, Question{Text: "When will the union strike?"})
	// The sentence stands inside a quotation of two: shown alone it must
	// still be somebody's words.
	if !strings.Contains(a.Text, "• \"We will strike in May,\" Okafor said. [1]") {
		t.Errorf("%s", a.Text)
	}
}

func TestDifferencesAreShown(t *testing.T) {
	e := newEngine(t, harbour)
	for _, q := range []string{"Do the reports agree on how long the meeting lasted?", "How long did the meeting with the port workers last?"} {
		a := ask(t, e, Question{Text: q})
		if len(a.Disagreements) != 1 || len(a.Disagreements[0].Positions) != 2 || !strings.Contains(a.Text, "four hours [") || !strings.Contains(a.Text, "three hours [") {
			t.Errorf("%s\n%s\n%+v", q, a.Text, a.Disagreements)
		}
	}
	a := ask(t, e, Question{Text: "What did Ruiz say about the quay?"})
	if len(a.Disagreements) != 1 || !strings.Contains(a.Text, "word one remark differently") {
		t.Errorf("%s", a.Text)
	}
}

func TestWeekdaysAreResolved(t *testing.T) {
	a := ask(t, newEngine(t, harbour), Question{Text: "On what date did the mayor meet the port workers?"})
	if !strings.Contains(a.Text, "11 March 2021") {
		t.Errorf("%s", a.Text)
	}
}

func TestRecord(t *testing.T) {
	a := ask(t, newEngine(t, harbour), Question{Text: "When was the Harbour Gazette article on the toll published?"})
	if !strings.Contains(a.Text, "12 March 2021") {
		t.Errorf("%s", a.Text)
	}
}

func TestACorrectionIsShownWhole(t *testing.T) {
	e := newEngine(t, map[string]string{"a": harbour["gazette"] + "\nCorrection: An earlier version of this article said that the quay was built in 1975. It was built in 1985.\n"})
	if a := ask(t, e, Question{Text: "When was the quay built?"}); !strings.Contains(a.Text, "1975. It was built in 1985.") {
		t.Errorf("%s", a.Text)
	}
}

func TestNobodyElseAnswers(t *testing.T) {
	e := newEngine(t, map[string]string{"a": `Mayor Susan Hale called for calm. "We will find out who signed the papers," she said.

"The boat was overloaded," said coastguard chief Tom Hale on Tuesday.
`})
	for question, want := range map[string]string{
		"What did Susan Hale say?":           "signed",
		"What did Tom Hale say?":             "overloaded",
		"What did Mayor Hale say?":           "signed",
		"What did the mayor say?":            "signed",
		"What did the coastguard chief say?": "overloaded",
	} {
		a := ask(t, e, Question{Text: question})
		other := map[string]string{"signed": "overloaded", "overloaded": "signed"}[want]
		if !strings.Contains(a.Text, want) || strings.Contains(a.Text, other) {
			t.Errorf("%s\n%s", question, a.Text)
		}
	}
	if a := ask(t, e, Question{Text: "What did the governor say?"}); !a.Abstained {
		t.Errorf("no governor speaks: %s", a.Text)
	}
}

func TestSilence(t *testing.T) {
	e := newEngine(t, harbour)
	for _, q := range []string{"Who won the chess championship?", "What did Putin say about wheat exports?", "Where is the volcano?"} {
		if a := ask(t, e, Question{Text: q}); !a.Abstained || !strings.Contains(a.Text, "archive") {
			t.Errorf("%s: %s", q, a.Text)
		}
	}
}

func TestTyposAndCapitals(t *testing.T) {
	e := newEngine(t, harbour)
	for _, q := range []string{"WHAT DID OKAFOR SAY ABOUT THE HARBOUR", "wat did okafor say abuot the harbuor?", "what did okaffor say about the harbor"} {
		if a := ask(t, e, Question{Text: q}); !strings.Contains(a.Text, "cash machine") {
			t.Errorf("%s: %s", q, a.Text)
		}
	}
}

func TestFilter(t *testing.T) {
	e := newEngine(t, harbour)
	q := Question{Text: "How long did the meeting with the port workers last?", Filter: corpus.Filter{Outlet: "evening courier"}}
	if a := ask(t, e, q); len(a.Citations) == 0 || slices.ContainsFunc(a.Citations, func(c Citation) bool { return c.Doc != "courier" }) {
		t.Errorf("%s", a.Text)
	}
	q.Filter = corpus.Filter{Since: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)}
	if a := ask(t, e, q); !a.Abstained || a.Retrieved == nil {
		t.Errorf("nothing passes the filter: %s", a.Text)
	}
}

func TestEmptyArchive(t *testing.T) {
	if a := ask(t, newEngine(t, nil), Question{Text: "Who opened the bridge?"}); !a.Abstained {
		t.Errorf("%s", a.Text)
	}
}

func TestBadQuestions(t *testing.T) {
	e := newEngine(t, nil)
	for q, want := range map[string]error{"": ErrEmptyQuestion, " \n": ErrEmptyQuestion, "?!": ErrEmptyQuestion, strings.Repeat("why ", 2000): ErrLongQuestion} {
		if _, err := e.Ask(t.Context(), Question{Text: q}); !errors.Is(err, want) {
			t.Errorf("%.20q: %v", q, err)
		}
	}
}

func TestConcurrentQuestions(t *testing.T) {
	e := newEngine(t, harbour)
	want := ask(t, e, Question{Text: "What did Okafor say about the harbour?"}).Text
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			a, err := e.Ask(t.Context(), Question{Text: "What did Okafor say about the harbour?"})
			if err != nil || a.Text != want {
				t.Errorf("%v: %s", err, a.Text)
			}
		})
	}
	wg.Wait()
}
