package rag_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"newsdesk/corpus"
	"newsdesk/corpus/clean"
	"newsdesk/rag"
	"newsdesk/rag/index/indextest"
	"newsdesk/rag/llm"
	"newsdesk/rag/llm/llmtest"
	"newsdesk/rag/quotes"
)

// report is an invented article on one subject, in which nearly all that can
// be told from other articles is in no other.
type report struct {
	id, person, outlet, agency, author, place, toll, workers string
	day                                                      time.Time
	collections                                              []string
}

func (r *report) surname() string { return r.person[strings.IndexByte(r.person, ' ')+1:] }

// tokens are what nobody can know who has not seen r.
func (r *report) tokens() []string {
	return []string{r.id, r.surname(), strings.Fields(r.outlet)[0], r.author[strings.IndexByte(r.author, ' ')+1:], r.place, r.toll, r.workers,
		r.day.Format(time.DateOnly), r.day.Format("2 January 2006"), r.day.Format("January 2, 2006")}
}

func (r *report) article(t *testing.T) corpus.Article {
	t.Helper()
	text := fmt.Sprintf(`---
title: "%[1]s on the harbour toll at %[5]s"
outlet: %[2]q
author: %[4]q
published: %[8]s
---
%[1]s, the mayor of %[5]s, said the toll for lorries would rise to %[6]s crowns. "The quay at %[5]s needs a fair price, and %[6]s crowns is fair," %[9]s told reporters.

The strike at %[5]s began on %[10]s, and %[7]s port workers walked out. The mayor refuses to meet the union of %[5]s before the vote.
`, r.person, r.outlet, r.agency, r.author, r.place, r.toll, r.workers, r.day.Format(time.DateOnly), r.surname(), r.day.Format("January 2, 2006"))
	a, err := clean.Text(r.id, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	a.Agency, a.Collections = r.agency, r.collections
	return a
}

// word is a name that no other call makes.
func word(rng *rand.Rand, taken map[string]bool) string {
	for {
		var b strings.Builder
		for range 3 {
			b.WriteByte("bdfgklmnprstvz"[rng.IntN(14)])
			b.WriteByte("aeiou"[rng.IntN(5)])
		}
		b.WriteByte("lnrxk"[rng.IntN(5)])
		if w := strings.ToUpper(b.String()[:1]) + b.String()[1:]; !taken[w] {
			taken[w] = true
			return w
		}
	}
}

// reports are n of them, some of them from wires, in the collections that there
// can be.
func reports(rng *rand.Rand, n int) []report {
	taken := make(map[string]bool)
	out := make([]report, n)
	for i, at := range rng.Perm(n) {
		name := func() string { return word(rng, taken) }
		out[i] = report{id: strings.ToLower(name()), person: name() + " " + name(), outlet: name() + " Herald", author: name() + " " + name(), place: name(),
			toll: fmt.Sprintf("%d,%03d", 2+i, 101+rng.IntN(890)), workers: fmt.Sprintf("%d,%03d", 50+i, 101+rng.IntN(890)),
			day: time.Date(2021, 2, 3+17*at, 0, 0, 0, 0, time.UTC)}
		if rng.IntN(4) == 0 {
			out[i].agency = name() + " Agency"
		}
		out[i].collections = [][]string{{"City"}, {"Sport"}, {"server:a"}, {"Server:b"}, nil, {"server:b", "City"}, {"server:a", "server:b"}}[i%7]
	}
	return out
}

// asked is a question with the conversation before it.
type asked struct {
	text    string
	history []rag.Turn
}

func (q asked) String() string {
	var b strings.Builder
	for _, t := range q.history {
		b.WriteString(t.Question + "\n" + t.Answer + "\n")
	}
	return b.String() + q.text
}

// questions are of all kinds, on the subject and on r.
func questions(r *report) []asked {
	var out []asked
	for _, text := range []string{
		"What did {person} say about the toll?", "What did {surname} say?", "Who is {person}?", "What did {slip} say about the toll?",
		"According to {outlet}, how high is the toll?", "What does the {outlet} report on the strike?", "In articles by {author}, what is the toll?", "What did {agency} report?",
		"How many port workers walked out at {place}?", "When did the strike at {place} begin?", "Who wrote the article on the toll at {place}?",
		"When was the article by {author} on the toll published?", "Which outlet reported on {place}?", "Did the toll rise to {toll} crowns?", "What happened on {day}?",
		"What happened after the strike at {place}?", "What was said after {day} about the toll?", "Compare what {person} and the mayors said about the toll.",
		"Does {surname} refuse to meet the union?", "Is the toll {toll} or 1,000 crowns?", "Quel est le péage à {place}?", `Who said "{toll} crowns is fair"?`,
	} {
		out = append(out, asked{text: r.fill(text)})
	}
	out = append(out,
		asked{"And what did he say about the price?", []rag.Turn{{Question: r.fill("What did {person} say?"), Answer: r.fill(`{surname} said: "The quay needs a fair price." [1]`)}}},
		asked{"When did it begin?", []rag.Turn{{Question: r.fill("Tell me about the strike at {place}.")}}},
		asked{"What else did they report?", []rag.Turn{{Question: r.fill("What did the {outlet} report?"), Answer: r.fill("The {outlet} reported a strike. [1]")}}},
	)
	return out
}

func (r *report) fill(text string) string {
	slip := r.surname()[:len(r.surname())-1] + "h"
	return strings.NewReplacer("{person}", r.person, "{surname}", r.surname(), "{slip}", slip, "{outlet}", r.outlet, "{author}", r.author, "{agency}", r.agency,
		"{place}", r.place, "{toll}", r.toll, "{day}", r.day.Format("2 January 2006")).Replace(text)
}

// open are questions that name nothing of any report.
var open = []asked{{text: "How high is the toll for lorries?"}, {text: "What is known about the harbour toll?"}, {text: "What is the latest on the toll?"}, {text: "Who is the mayor?"},
	{text: "How many port workers walked out?"}, {text: "What do the mayors say about the toll?"}, {text: "Do the reports agree on the toll?"}, {text: "When did the strike begin?"},
	{text: "Which outlets report on the toll?"}, {text: "Who said the quay needs a fair price?"}, {text: "What happened in 2039?"}, {text: "What will the mayor say in May 2040?"},
	{text: "Who won the chess championship?"}, {text: "What did the mayor say yesterday?"}, {text: "Why did the workers walk out?"}, {text: "Where was the strike?"}, {text: "List all articles on the toll."}}

func engine(t *testing.T, articles []corpus.Article) *rag.Engine {
	t.Helper()
	ix, table := indextest.Open(t, articles)
	return rag.New(ix, ix.Library(), table)
}

// echo is a model that says all that it is shown, and more of what it is asked.
func echo(r llmtest.Request) llmtest.Reply {
	if !strings.HasPrefix(r.System, "You write short answers") {
		return llmtest.Say("DROP")
	}
	var b strings.Builder
	for line := range strings.Lines(r.User) {
		marker, rest, ok := strings.Cut(line, "] (")
		if _, text, there := strings.Cut(rest, ") "); ok && there && strings.HasPrefix(marker, "[") {
			fmt.Fprintf(&b, "%s %s]\n", strings.TrimSpace(text), marker)
		}
	}
	return llmtest.Say(b.String())
}

// all is, in JSON, what e and a model say of a question and of what it names.
func all(t *testing.T, e *rag.Engine, g *rag.Generative, q asked, v *corpus.View) map[string]string {
	t.Helper()
	out := make(map[string]string)
	put := func(name string, v any, err error) {
		t.Helper()
		b, merr := json.Marshal(v)
		if err := errors.Join(err, merr); err != nil {
			t.Fatalf("%s, %s: %v", q, name, err)
		}
		out[name] = string(b)
	}
	f := corpus.Filter{View: v}
	question := rag.Question{Text: q.text, History: q.history, AskedOn: time.Date(2023, 5, 6, 0, 0, 0, 0, time.UTC), Filter: f}
	a, err := e.Ask(t.Context(), question)
	a.TimingsMS = rag.Timings{}
	put("extractive", a, err)
	question.Filter.Until = time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC)
	a, err = e.Ask(t.Context(), question)
	a.TimingsMS = rag.Timings{}
	put("filtered", a, err)
	question.Filter.Until = time.Time{}
	if g != nil {
		a, err = g.Stream(t.Context(), question, func(a rag.Answer) {
			a.TimingsMS, a.Model = rag.Timings{}, nil // which counts when the model has ended
			put("shown", a, nil)
		})
		a.TimingsMS = rag.Timings{}
		put("generative", a, err)
	}
	c, err := e.Check(t.Context(), rag.Claim{Text: q.text, Filter: f})
	put("check", c, err)
	events, err := e.Timeline(t.Context(), q.text, f)
	put("timeline", events, err)
	a, err = e.Compare(t.Context(), q.text, f)
	a.TimingsMS = rag.Timings{}
	put("compare", a, err)
	found, err := e.Quotes(t.Context(), rag.QuoteQuery{About: q.text, Filter: f})
	if errors.Is(err, quotes.ErrNoTopic) {
		found, err = rag.Quotations{}, nil
	}
	put("quotes", alike(found), err)
	return out
}

// alike is q without the names of collections, whose spelling is that of the
// first article in them.
func alike(q rag.Quotations) rag.Quotations {
	for i := range q.List {
		in := *q.List[i].In
		in.Collections = nil
		q.List[i].In = &in
	}
	return q
}

// holdings is, in JSON, what e says that it holds, and of whom it knows words.
func holdings(t *testing.T, e *rag.Engine, list []report, v *corpus.View) map[string]string {
	t.Helper()
	out, f := make(map[string]string), corpus.Filter{View: v}
	put := func(name string, v any, err error) {
		t.Helper()
		b, merr := json.Marshal(v)
		if err := errors.Join(err, merr); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[name] = string(b)
	}
	outlets, err := e.Outlets(t.Context(), f)
	put("outlets", outlets, err)
	sources, err := e.Sources(t.Context(), f)
	put("sources", sources, err)
	speakers, err := e.Speakers(t.Context(), "", f, 100)
	put("speakers", speakers, err)
	for i := range list {
		r := &list[i]
		speakers, err := e.Speakers(t.Context(), r.surname()[:2], f, 100)
		put("speakers "+r.id, speakers, err)
		found, err := e.Quotes(t.Context(), rag.QuoteQuery{Speaker: r.surname(), Filter: f})
		put("quotes "+r.id, alike(found), err)
		found, err = e.Quotes(t.Context(), rag.QuoteQuery{Speaker: r.person, About: "the toll", Filter: f, Limit: 2})
		put("quotes of the toll "+r.id, alike(found), err)
	}
	return out
}

// TestViews asks random archives everything under random views. What is hidden
// shows nowhere, neither to the reader nor to the model, and the answer is, to
// the letter, that of an archive which never had it.
func TestViews(t *testing.T) {
	const archives, perReport = 4, 7
	leaked := 0
	for seed := range uint64(archives) {
		rng := rand.New(rand.NewPCG(seed, 99))
		list := reports(rng, 8)
		views := []corpus.View{
			{Own: "server:a", Shared: []string{"city"}},
			{Own: "SERVER:B", All: true},
			{Own: "server:c"},
			{Own: "server:a", All: true, Outlets: []string{strings.ToUpper(list[0].outlet), list[1].outlet, list[2].agency, list[3].outlet}},
		}
		v := views[seed%uint64(len(views))]
		var articles, visible []corpus.Article
		var hidden []*report
		for i := range list {
			a := list[i].article(t)
			articles = append(articles, a)
			if v.Match(&a) {
				visible = append(visible, a)
			} else {
				hidden = append(hidden, &list[i])
			}
		}
		if len(hidden) == 0 {
			t.Fatalf("archive %d hides nothing", seed)
		}
		s, err := llmtest.New(echo)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(s.Close)
		m, err := llm.Open(llm.Settings{Spec: "openai:test-model", BaseURL: s.URL(llmtest.OpenAI), OpenAIKey: "sk-test"})
		if err != nil {
			t.Fatal(err)
		}
		// The archive without what is hidden has something hidden of its own, so
		// that both are searched in one way.
		blocker := (&report{id: "blocker", person: "Nobody Atall", outlet: "None", author: "No One", place: "Nowhere", day: time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC), collections: []string{"server:z"}}).article(t)
		full, bare := engine(t, articles), engine(t, append(visible, blocker))
		fullModel, bareModel := rag.NewGenerative(full, m, rag.GenerativeOptions{}), rag.NewGenerative(bare, m, rag.GenerativeOptions{})

		ask := append([]asked(nil), open...)
		for i := range list {
			of := questions(&list[i])
			for _, j := range rng.Perm(len(of))[:perReport] {
				ask = append(ask, of[j])
			}
		}
		seen := map[string]bool{} // tokens of what is hidden that answers without a view have
		for i, q := range ask {
			// The model is asked some of them: each goes over a connection.
			g, bg := fullModel, bareModel
			if i >= len(open) && i%7 > 0 {
				g, bg = nil, nil
			}
			// First without a view, so that what is remembered could leak.
			for _, out := range all(t, full, g, q, nil) {
				for _, r := range hidden {
					for _, token := range r.tokens() {
						if holds(out, token) && !holds(q.String(), token) {
							seen[token] = true
						}
					}
				}
			}
			before := len(s.Requests())
			under := all(t, full, g, q, &v)
			for name, out := range under {
				for _, r := range hidden {
					for _, token := range r.tokens() {
						if holds(out, token) && !holds(q.String(), token) {
							t.Errorf("archive %d, %s: %s has %q of %s, which is hidden:\n%s", seed, q, name, token, r.id, out)
						}
					}
				}
			}
			for _, request := range s.Requests()[before:] {
				for _, r := range hidden {
					for _, token := range r.tokens() {
						if holds(request.System+request.User, token) && !holds(q.String(), token) {
							t.Errorf("archive %d, %s: the model is shown %q of %s, which is hidden", seed, q, token, r.id)
						}
					}
				}
			}
			for name, want := range all(t, bare, bg, q, &v) {
				if got := under[name]; got != want {
					t.Errorf("archive %d, %s: %s is\n%s\nand without what is hidden\n%s", seed, q, name, got, want)
				}
			}
			if t.Failed() {
				return
			}
		}
		for _, r := range hidden {
			for _, token := range []string{r.id, r.surname(), strings.Fields(r.outlet)[0], r.author[strings.IndexByte(r.author, ' ')+1:], r.toll, r.workers, r.place} {
				if !seen[token] {
					t.Errorf("archive %d: no question finds %q of %s even without a view", seed, token, r.id)
				}
			}
			if _, err := full.Check(t.Context(), rag.Claim{Text: "The toll rises.", Article: r.id, Filter: corpus.Filter{View: &v}}); !errors.Is(err, corpus.ErrNotFound) {
				t.Errorf("archive %d: %s is checked against: %v", seed, r.id, err)
			}
			if _, err := full.Check(t.Context(), rag.Claim{Text: "The toll rises.", Article: r.id}); err != nil {
				t.Error(err)
			}
			cite := rag.Citation{Doc: r.id, Quote: r.person, End: len(r.person)}
			if _, err := full.Passage(t.Context(), cite, 1, corpus.Filter{}); err != nil {
				t.Error(err)
			}
			for _, quote := range []string{cite.Quote, "the quay"} { // which it does not have
				cite := cite
				cite.Quote = quote
				if p, err := full.Passage(t.Context(), cite, 1, corpus.Filter{View: &v}); !errors.Is(err, rag.ErrAbsent) {
					t.Errorf("archive %d: %s is opened: %+v, %v", seed, r.id, p, err)
				}
			}
			cite.Quote = "the quay"
			if p, err := full.Passage(t.Context(), cite, 1, corpus.Filter{}); !errors.Is(err, rag.ErrGone) || errors.Is(err, rag.ErrAbsent) {
				t.Errorf("archive %d: words that %s does not have are opened: %+v, %v", seed, r.id, p, err)
			}
		}
		whole := holdings(t, full, list, nil)
		under, want := holdings(t, full, list, &v), holdings(t, bare, list, &v)
		for name, out := range under {
			for _, r := range hidden {
				for _, token := range r.tokens() {
					if holds(out, token) {
						t.Errorf("archive %d: %s has %q of %s, which is hidden:\n%s", seed, name, token, r.id, out)
					}
				}
				if strings.HasSuffix(name, r.id) && !holds(whole[name], r.surname()) {
					t.Errorf("archive %d: %s does not find %s even without a view:\n%s", seed, name, r.surname(), whole[name])
				}
			}
			if out != want[name] {
				t.Errorf("archive %d: %s is\n%s\nand without what is hidden\n%s", seed, name, out, want[name])
			}
		}
		leaked += len(seen)
		topics, err := full.Topics(t.Context(), corpus.Filter{View: &v})
		bareTopics, err2 := bare.Topics(t.Context(), corpus.Filter{View: &v})
		if err := errors.Join(err, err2); err != nil || fmt.Sprint(topics) != fmt.Sprint(bareTopics) {
			t.Errorf("archive %d: topics %v, %v\nwant %v", seed, topics, err, bareTopics)
		}
		everything, err := full.Topics(t.Context(), corpus.Filter{})
		if err != nil || fmt.Sprint(topics) == fmt.Sprint(everything) {
			t.Errorf("archive %d: topics are those of everything, %v", seed, err)
		}
	}
	t.Logf("without a view, %d tokens of what is hidden are found", leaked)
}

// holds reports whether text has token as a whole word, in whatever case.
func holds(text, token string) bool {
	text, token = strings.ToLower(text), strings.ToLower(token)
	for at := 0; ; {
		i := strings.Index(text[at:], token)
		if i < 0 {
			return false
		}
		i += at
		at = i + len(token)
		if !letterOrDigit(text, i-1) && !letterOrDigit(text, at) {
			return true
		}
	}
}

func letterOrDigit(s string, i int) bool {
	return i >= 0 && i < len(s) && (s[i] >= 'a' && s[i] <= 'z' || s[i] >= '0' && s[i] <= '9')
}
