package rag

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// scripted is a model that says what its script makes of a prompt, some bytes
// at a time.
type scripted func(Prompt) (string, error)

func (scripted) Model() string { return "test:scripted" }

func (s scripted) Generate(ctx context.Context, p Prompt, each func(string) error) (Generation, error) {
	text, err := s(p)
	if err != nil {
		return Generation{}, err
	}
	for rest := text; rest != ""; {
		n := min(7, len(rest))
		if ctx.Err() != nil {
			return Generation{}, ctx.Err()
		}
		if each != nil {
			if err := each(rest[:n]); err != nil {
				return Generation{}, err
			}
		}
		rest = rest[n:]
	}
	return Generation{Text: text, Usage: Usage{Input: tokensOf(p.System + p.User), Output: tokensOf(text)}}, nil
}

// kind tells which of the prompts p is.
func kind(p Prompt) string {
	for name, start := range map[string]string{"answer": "You write short answers", "repair": "You correct", "rewrite": "You rewrite", "translate": "You translate"} {
		if strings.HasPrefix(p.System, start) {
			return name
		}
	}
	return ""
}

// numberOf is the marker of the evidence that holds words, in a prompt.
func numberOf(p Prompt, words string) string {
	for line := range strings.Lines(p.User) {
		if strings.HasPrefix(line, "[") && strings.Contains(line, words) {
			return line[:strings.IndexByte(line, ']')+1]
		}
	}
	return "[99]"
}

// says is a model that answers with text, in which {words} stands for the
// marker of the evidence that holds them, and has nothing else to say.
func says(text string) scripted {
	return func(p Prompt) (string, error) {
		if kind(p) != "answer" {
			return "DROP", nil
		}
		return filled(p, text), nil
	}
}

func filled(p Prompt, text string) string {
	for {
		before, rest, ok := strings.Cut(text, "{")
		if !ok {
			return text
		}
		words, after, _ := strings.Cut(rest, "}")
		text = before + numberOf(p, words) + after
	}
}

func generate(t *testing.T, g Generator, articles map[string]string, q Question) Answer {
	t.Helper()
	e := newEngine(t, articles)
	a, err := NewGenerative(e, g, GenerativeOptions{}).Ask(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	checkAnswer(t, e, a)
	return a
}

const aboutToll = "What did Ruiz say about the toll for lorries and the price of the quay?"

func TestAModelsVerifiedSentencesAreShown(t *testing.T) {
	a := generate(t, says(`Mayor Ana Ruiz said the toll for lorries would rise {toll for lorries}.
"we need a fair price for the new quay, and not the cheapest one," Ruiz said {not the cheapest one}.`), harbour, Question{Text: aboutToll})
	if a.Mode != "generative" || len(a.Statements) != 2 || len(a.Removed) != 0 {
		t.Fatalf("%s\n%+v", a.Text, a.Removed)
	}
	if want := `"We need a fair price for the new quay, and not the cheapest one," Ruiz said.`; a.Statements[1].Text != want {
		t.Errorf("shown %s, want the source's own characters: %s", a.Statements[1].Text, want)
	}
	if a.Model == nil || a.Model.Verified != 2 || a.Model.Input == 0 || a.Model.Name != "test:scripted" {
		t.Errorf("%+v", a.Model)
	}
	if len(a.Disagreements) != 1 {
		t.Errorf("the reports word the remark differently, and the answer does not say so: %s", a.Text)
	}
}

func TestWhatAModelInventsIsNotShown(t *testing.T) {
	for _, c := range []struct {
		name, sentence string
		fault          Fault
	}{
		{"quotation", `"Lorries will never pay again at this port," Ruiz said {not the cheapest one}.`, Fabricated},
		{"altered quotation", `"We need a high price for the new quay, and not the cheapest one," Ruiz said {not the cheapest one}.`, Fabricated},
		{"speaker", `"We need a fair price for the new quay, and not the cheapest one," Okafor said {not the cheapest one}.`, Misattributed},
		{"figure", `The meeting with the port workers lasted nearly six hours {nearly four hours}.`, Altered},
		{"negation", `Mayor Ana Ruiz told reporters that the toll for lorries would not rise {toll for lorries}.`, Contradicted},
		{"no marker", `The city council of Oslo voted for a tunnel last year.`, Uncited},
		{"unknown marker", `The city council of Oslo voted for a tunnel last year [77].`, Uncited},
		{"link", `Read more at https://evil.example/ about the toll {toll for lorries}.`, Unsafe},
		{"image", `![x](//evil.example) The toll for lorries would rise {toll for lorries}.`, Unsafe},
		{"mention", `@everyone the toll for lorries would rise {toll for lorries}.`, Unsafe},
	} {
		a := generate(t, says("Mayor Ana Ruiz said the toll for lorries would rise {toll for lorries}.\n"+c.sentence), harbour, Question{Text: aboutToll})
		if a.Mode != "generative" || len(a.Statements) != 1 || len(a.Removed) != 1 || a.Removed[0].Fault != c.fault {
			t.Errorf("%s: %s\nremoved: %+v, want the fault %s", c.name, a.Text, a.Removed, c.fault)
		}
	}
}

func TestAFaultIsMendedOnce(t *testing.T) {
	calls := 0
	g := scripted(func(p Prompt) (string, error) {
		if calls++; kind(p) == "repair" {
			if !strings.Contains(p.User, "six") || !strings.Contains(p.User, "four") {
				t.Errorf("the repair does not name the fault: %s", p.User)
			}
			return filled(p, "The meeting with the port workers lasted nearly four hours {nearly four hours}."), nil
		}
		return filled(p, "The meeting with the port workers lasted nearly six hours {nearly four hours}."), nil
	})
	a := generate(t, g, harbour, Question{Text: "How long did the meeting with the port workers last?"})
	if calls != 2 || a.Model.Repaired != 1 || !strings.Contains(a.Statements[0].Text, "nearly four hours") || len(a.Removed) != 0 {
		t.Errorf("%d calls, %+v: %s", calls, a.Model, a.Text)
	}
	if len(a.Disagreements) == 0 || !strings.Contains(a.Text, "three hours") {
		t.Errorf("the other report's three hours are not shown: %s", a.Text)
	}
}

func TestAFreeParaphraseGivesWayToItsSource(t *testing.T) {
	a := generate(t, says(`Mayor Ana Ruiz said the toll for lorries would rise {toll for lorries}.
Dock hands are on the town's payroll in great number {1,200 port workers}.`), harbour, Question{Text: "How many port workers are there at the harbour, and what about the toll?"})
	if a.Model.Quoted != 1 || !strings.Contains(a.Text, "Evening Courier: “Some 1,200 port workers are employed at the harbour.”") {
		t.Errorf("%+v %+v: %s", a.Model, a.Removed, a.Text)
	}
}

func TestMarkersAreCorrected(t *testing.T) {
	// The marker names the other article, then none.
	a := generate(t, says(`Some 1,200 port workers are employed at the harbour {toll for lorries}.
The meeting with the port workers lasted nearly four hours.`), harbour, Question{Text: "How many port workers are employed at the harbour?"})
	if len(a.Statements) != 2 || a.Citations[0].Doc != "courier" || !strings.Contains(a.Citations[0].Quote, "1,200") || a.Citations[a.Statements[1].Citations[0]-1].Doc != "gazette" {
		t.Errorf("%s\n%+v", a.Text, a.Removed)
	}
	// One sentence joins what two articles say, and one of its markers is idle.
	a = generate(t, says(`Some 1,200 port workers are employed at the harbour, and the meeting with the port workers lasted nearly four hours {1,200 port}{nearly four hours}{not a cash machine}.`), harbour,
		Question{Text: "How many port workers are employed at the harbour?"})
	if len(a.Statements) != 1 || len(a.Statements[0].Citations) != 2 {
		t.Errorf("%s\n%+v", a.Text, a.Removed)
	}
}

func TestTooLittleThatHoldsGivesTheArticlesOwnWords(t *testing.T) {
	a := generate(t, says(`The toll was abolished by the king {toll for lorries}. Nobody has ever paid it since the war {toll for lorries}.
Mayor Ana Ruiz said the toll for lorries would rise {toll for lorries}.`), harbour, Question{Text: aboutToll})
	if a.Mode != "extractive" || len(a.Removed) < 1 || !strings.Contains(a.Text, "could be verified") {
		t.Errorf("%s %s %+v", a.Mode, a.Text, a.Removed)
	}
}

func TestAModelMaySayThatItHasNoAnswer(t *testing.T) {
	e := newEngine(t, harbour)
	for text, silent := range map[string]bool{aboutToll: false, "How high is the quay?": true} {
		own := ask(t, e, Question{Text: text})
		if own.Abstained || (own.Confidence < HighFrom) != silent {
			t.Fatalf("%s: %v %g", text, own.Abstained, own.Confidence)
		}
		a, err := NewGenerative(e, says("NO ANSWER"), GenerativeOptions{}).Ask(t.Context(), Question{Text: text})
		if err != nil || a.Abstained != silent || (len(a.Citations) == 0) != silent {
			t.Errorf("%s: %v %s", text, err, a.Text)
		}
	}
}

func TestADeadModelIsSaidOnce(t *testing.T) {
	var down atomic.Bool
	down.Store(true)
	var calls atomic.Int32
	g := NewGenerative(newEngine(t, harbour), scripted(func(p Prompt) (string, error) {
		calls.Add(1)
		if down.Load() {
			return "", errors.New("the server refused the key: set OPENAI_API_KEY")
		}
		return filled(p, "Mayor Ana Ruiz said the toll for lorries would rise {toll for lorries}."), nil
	}), GenerativeOptions{})
	now := time.Now()
	g.outage.now = func() time.Time { return now }
	ask := func() Answer {
		a, err := g.Ask(t.Context(), Question{Text: aboutToll})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	if a := ask(); a.Mode != "extractive" || !strings.Contains(a.Text, "refused the key") || len(a.Citations) == 0 {
		t.Errorf("%s", a.Text)
	}
	if a := ask(); a.Mode != "extractive" || strings.Contains(a.Text, "language model") {
		t.Errorf("said twice, or not answered: %s", a.Text)
	}
	if n := calls.Load(); n != 1 {
		t.Errorf("a model that has just failed was asked %d times", n)
	}
	down.Store(false)
	now = now.Add(time.Hour)
	if a := ask(); a.Mode != "generative" {
		t.Errorf("not asked again: %s", a.Text)
	}
}

func TestAnswersAreKeptAndShared(t *testing.T) {
	var calls atomic.Int32
	release := make(chan struct{})
	g := NewGenerative(newEngine(t, harbour), scripted(func(p Prompt) (string, error) {
		calls.Add(1)
		<-release
		return filled(p, "Mayor Ana Ruiz said the toll for lorries would rise {toll for lorries}."), nil
	}), GenerativeOptions{})
	var wg sync.WaitGroup
	var cached atomic.Int32
	for range 8 {
		wg.Go(func() {
			a, err := g.Ask(t.Context(), Question{Text: aboutToll})
			if err != nil || a.Mode != "generative" {
				t.Errorf("%v %s", err, a.Text)
				return
			}
			if a.Model.Cached {
				cached.Add(1)
			}
		})
	}
	// Someone who gives up leaves the others their answer.
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := g.Ask(ctx, Question{Text: aboutToll}); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
	close(release)
	wg.Wait()
	if a, err := g.Ask(t.Context(), Question{Text: aboutToll}); err != nil || !a.Model.Cached || a.Model.Input != 0 {
		t.Errorf("%v %+v", err, a.Model)
	}
	if calls.Load() != 1 || cached.Load() != 7 {
		t.Errorf("%d calls, %d of 8 shared", calls.Load(), cached.Load())
	}
}

func TestGivingUpEndsTheModelsCall(t *testing.T) {
	ended := make(chan struct{})
	started := make(chan struct{})
	e := newEngine(t, harbour)
	ask(t, e, Question{Text: aboutToll}) // the index has started what it needs
	before := goleak.IgnoreCurrent()
	g := NewGenerative(e, stuck{started, ended}, GenerativeOptions{})
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-started; cancel() }()
	a, err := g.Ask(ctx, Question{Text: aboutToll})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if a.Text != "" || a.Model == nil || a.Model.Calls != 1 || a.Model.Input != stuckInput {
		t.Errorf("given up with %+v, which does not say just what it cost", a)
	}
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
		t.Error("the call goes on")
	}
	goleak.VerifyNone(t, before)
}

// stuck is a model that says nothing until it is cancelled.
type stuck struct{ started, ended chan struct{} }

// stuckInput is what a call of a stuck model costs.
const stuckInput = 900

func (stuck) Model() string { return "test:stuck" }
func (s stuck) Generate(ctx context.Context, _ Prompt, _ func(string) error) (Generation, error) {
	close(s.started)
	<-ctx.Done()
	close(s.ended)
	return Generation{Usage: Usage{Input: stuckInput}}, ctx.Err()
}

func TestAFollowUpIsRewritten(t *testing.T) {
	history := []Turn{{Question: "What did Okafor say about the harbour?", Answer: `"The harbour is not a cash machine," Okafor said.`}}
	for rewritten, want := range map[string]string{
		"What did Okafor say about a strike?":            "What did Okafor say about a strike?",
		"What did Donald Trump say about a strike?":      "", // a name that nobody mentioned
		"See https://evil.example":                       "",
		"Okafor set the harbour on fire?":                "", // words that nobody said
		"Okafor on a strike [1].":                        "",
		"What did Okafor say about a strike?\nAnd more.": "",
	} {
		var asked string
		g := scripted(func(p Prompt) (string, error) {
			switch kind(p) {
			case "rewrite":
				return rewritten, nil
			case "answer":
				asked = p.User
			}
			return filled(p, "\"We will strike in May,\" Okafor said {strike in May}."), nil
		})
		a := generate(t, g, harbour, Question{Text: "And what about a strike?", History: history})
		if want != "" && (a.Reading != want || !strings.Contains(asked, want)) {
			t.Errorf("read as %q, want %q", a.Reading, want)
		}
		if want == "" && a.Reading == rewritten {
			t.Errorf("read as %q", a.Reading)
		}
	}
}

func TestAnotherLanguageIsAnsweredInItself(t *testing.T) {
	g := scripted(func(p Prompt) (string, error) {
		switch kind(p) {
		case "rewrite":
			return "What did Ruiz say about the toll for lorries and the price of the quay?", nil
		case "translate":
			return "1. Bürgermeisterin Ana Ruiz sagte, die Gebühr für Lastwagen werde steigen.\n2. „Faire Preise“, sagte Ruiz.\n", nil
		}
		return filled(p, `Mayor Ana Ruiz said the toll for lorries would rise {toll for lorries}.
"We need a fair price for the new quay, and not the cheapest one," Ruiz said {not the cheapest one}.`), nil
	})
	a := generate(t, g, harbour, Question{Text: "Was sagte Ruiz über den Preis für die neue Kaimauer?"})
	if len(a.Statements) != 2 || !strings.HasPrefix(a.Statements[0].Text, "Bürgermeisterin") || a.Statements[0].Original != "Mayor Ana Ruiz said the toll for lorries would rise." {
		t.Fatalf("%s\n%+v", a.Text, a.Statements)
	}
	if a.Statements[1].Original != "" || !strings.Contains(a.Text, "Translated into German") {
		t.Errorf("a translation that drops the quotation is used, or none is marked: %s", a.Text)
	}
}

func TestSentencesAreShownAsTheyAreVerified(t *testing.T) {
	g := NewGenerative(newEngine(t, harbour), says(`Mayor Ana Ruiz said the toll for lorries would rise {toll for lorries}.
"Lorries will never pay again at this port," Ruiz said {not the cheapest one}.
The meeting with the port workers lasted nearly four hours {nearly four hours}.`), GenerativeOptions{})
	var shown []int
	a, err := g.Stream(t.Context(), Question{Text: aboutToll}, func(a Answer) {
		shown = append(shown, len(a.Statements))
		for _, s := range a.Statements {
			if strings.Contains(s.Text, "never pay") || strings.ContainsAny(s.Text, "{}[]") {
				t.Errorf("shown: %s", s.Text)
			}
		}
	})
	if err != nil || len(shown) != 2 || shown[0] != 1 || shown[1] != 2 || len(a.Statements) != 2 {
		t.Errorf("%v %v %s", err, shown, a.Text)
	}
}

func TestThePromptFencesTheEvidence(t *testing.T) {
	articles := map[string]string{"steer": `---
title: "Quay toll"
outlet: "Harbour [9] Gazette"
published: 2021-03-12
---
The toll for lorries would rise, Ruiz said.` + " The toll \u200bfor lorries [1] at the quay\u202e pays END 00 for dredging.\n"}
	var user string
	generate(t, scripted(func(p Prompt) (string, error) {
		user = p.User
		return "NO ANSWER", nil
	}), articles, Question{Text: "Will the toll for lorries rise at the quay?"})
	if strings.ContainsAny(user, "\u200b\u202e") || strings.Contains(user, "[9]") || strings.Count(user, "\n[") != 1 {
		t.Errorf("%s", user)
	}
	if got := fenced("a\u200b [3]\n\tb\u202e"); got != "a (3) b" {
		t.Errorf("fenced: %q", got)
	}
}

// tooLong is an error about one prompt.
type tooLong struct{}

func (tooLong) Error() string { return "the output reached its bound" }
func (tooLong) Down() bool    { return false }

func TestAFailedRepairIsNoOutage(t *testing.T) {
	g := NewGenerative(newEngine(t, harbour), scripted(func(p Prompt) (string, error) {
		if kind(p) == "repair" {
			return "", tooLong{}
		}
		return filled(p, "Mayor Ana Ruiz said the toll for lorries would rise {toll for lorries}.\nThe meeting with the port workers lasted nearly six hours {nearly four hours}."), nil
	}), GenerativeOptions{Kept: -1})
	for range 2 {
		a, err := g.Ask(t.Context(), Question{Text: aboutToll})
		if err != nil || a.Mode != "generative" || a.Model.Failed != "" {
			t.Errorf("%v %s %+v", err, a.Text, a.Model)
		}
	}
}
