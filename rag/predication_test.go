package rag

import (
	"strings"
	"testing"

	"newsdesk/corpus"
)

// mill is an invented archive of who did what to whom.
var mill = map[string]string{
	"burglary": `---
title: "Flour mill burgled in Dunmere"
outlet: "Dunmere Post"
published: 2022-05-10
---
Burglars broke into the flour mill in Dunmere on Sunday night. Inspector Rosa Keld said nobody had been hurt.

The mayor of Dunmere, Odo Brandt, visited the mill. His cousin, Vera Brandt, owns it. She dismissed the night watchman, Pelle Groth, on Monday because he had slept.

“I heard nothing at all,” Groth said. Some 40 sacks were taken, the insurer said.
`,
	"trial": `---
title: "Clerk sentenced over mill"
outlet: "Evening Lamp"
published: 2022-09-02
---
A clerk, Nora Venn, was sentenced to two years in prison on Thursday. She had sold the plans of the mill to the burglars.

Her lawyer, Tom Aske, denied that she had been paid. Police arrested two men in Tarn as well, and 13 villagers gave evidence.
`,
	"fair": `---
title: "Tarn opens its fair"
outlet: "Evening Lamp"
published: 2022-10-03
---
The mayor of Tarn, Lise Orm, opened the fair on the Lune on Saturday. About 3,000 people came. Orm did not speak.

The children's carousel was built by Pelle Groth, who now works in Tarn.
`,
}

// TestPredicates asks of people what an article says of them, and the same of
// others: the second must be refused, or pointed out where said is set.
func TestPredicates(t *testing.T) {
	e := newEngine(t, mill)
	for _, c := range []struct{ question, refused, said string }{
		{question: "Why did Vera Brandt dismiss Pelle Groth?"},
		{question: "Why was Pelle Groth sacked?"},
		{question: "When was the watchman sacked?"},
		{question: "Why did Odo Brandt dismiss Pelle Groth?", refused: "says of Odo Brandt"},
		{question: "Why did Pelle Groth dismiss Vera Brandt?", refused: "says of Pelle Groth"},
		{question: "When was Nora Venn sentenced?"},
		{question: "When was Rosa Keld sentenced?", refused: "says of Rosa Keld what the question takes for granted: sentenced. It is said of Nora Venn."},
		{question: "Why is Nora Venn in prison?"},
		{question: "Why is Tom Aske in prison?", refused: "in prison"},
		{question: "Why did police arrest Tom Aske?", refused: "says of Tom Aske"},
		{question: "why did odo brandt rob the mill", refused: "says of odo brandt"},
		{question: "Explain why Lise Orm attacked Pelle Groth", refused: "says of Lise Orm"},
		{question: "Why did the mayor dismiss the watchman?", refused: "says of the mayor"},
		{question: "Why did Lise Orm and Odo Brandt set fire to the mill?", refused: "set fire"},
		{question: "Did Tom Aske rob the mill?", said: "says this of Tom Aske: rob"},
		{question: "Who burgled the mill?"},
		{question: "Who arrested the mayor?", refused: "that anybody did this"},
		{question: "How many men were arrested?"},
		{question: "How many people were sacked?", refused: "how many sacked"},
		{question: "How many people were hurt?"},
		{question: "How many people came to the fair?"},
		{question: "Who is the mayor of Tarn?"},
		{question: "Who is the mayor of Lune?", refused: "names the mayor of Lune"},
		{question: "How many people live in Dunmere?", refused: "population of Dunmere"},
	} {
		a := ask(t, e, Question{Text: c.question})
		switch {
		case c.refused != "":
			if !a.Abstained || !strings.Contains(a.Text, c.refused) {
				t.Errorf("%s: got %q, want a refusal for %q", c.question, a.Text, c.refused)
			}
		case a.Abstained:
			t.Errorf("%s: refused: %s", c.question, a.Text)
		case c.said != "" && !strings.Contains(a.Premise, c.said) || c.said == "" && a.Premise != "":
			t.Errorf("%s: pointed out %q, want %q", c.question, a.Premise, c.said)
		}
	}
}

// lorne has what news says of people in other forms than subject and verb.
var lorne = map[string]string{
	"court": `---
title: "Arson trial in Lorne"
published: 2023-05-06
---
The mill owner, Lisa Orr, was arrested on Friday and charged with arson. Her lawyer, Beatrice Holm, said she would appeal.

Erik Moss was arrested at the station on Monday, charged with robbery and released on bail.

Since March, Dana Pohl has met Karl Weiss twice and Sund's governor once.

Ri Song-ho, a guard, accused the mill's owners of lying.
`,
	"league": `---
title: "Rovers sign a keeper"
published: 2023-05-07
---
Manager Sofia Brandt said that the keeper was what Rovers had needed. Rovers have not won the league since 1988.
`,
}

// TestSaidOtherwise asks what is said with a second participle, by a lawyer, of
// two, by the first of a name's words, before "since", and of an office at the
// beginning of a sentence: none of it is denied, and no office given to whoever
// is near.
func TestSaidOtherwise(t *testing.T) {
	e := newEngine(t, lorne)
	for _, question := range []string{
		"When was Lisa Orr charged?", "Was Erik Moss charged?", "When was Erik Moss released?", "Why would Lisa Orr appeal?", "Why did Karl Weiss meet Dana Pohl?",
		"Why did Ri accuse the owners?", "When did Rovers last win the league?", "Who is the manager of Rovers?",
	} {
		if a := ask(t, e, Question{Text: question}); a.Abstained || a.Premise != "" {
			t.Errorf("%s: got %q", question, a.Text)
		}
	}
	f, err := e.find(t.Context(), Question{Text: "Who is the governor of Sund?"})
	if err != nil {
		t.Fatal(err)
	}
	if h := f.holders("governor"); len(h) != 1 || h[0].name != "" || h[0].of != "Sund" {
		t.Errorf("the governor of Sund is %+v", h)
	}
}

// TestAnswerFirst asks what one sentence answers outright, and what is marked.
func TestAnswerFirst(t *testing.T) {
	e := newEngine(t, mill)
	for _, c := range []struct{ question, first, key string }{
		{"Who opened the fair?", "Lise Orm, opened", "Lise Orm"},
		{"Who built the carousel?", "Pelle Groth", "Pelle Groth"},
		{"Who is the mayor of Dunmere?", "Odo Brandt", "Odo Brandt"},
		{"Who is Nora Venn?", "Nora Venn", ""},
		{"Did Lise Orm speak?", "Orm did not speak", ""},
		{"Was anyone hurt?", "nobody had been hurt", ""},
		{"What did the insurer say?", "40 sacks", ""},
		{"What happened on 8 May 2022?", "Burglars broke into", ""},
	} {
		a := ask(t, e, Question{Text: c.question})
		if a.Abstained || !strings.Contains(a.Statements[0].Text, c.first) || a.Statements[0].Key != c.key {
			t.Errorf("%s: got %+v, want %q first and %q marked", c.question, a.Statements, c.first, c.key)
		}
	}
}

// TestAbstentionsSayWhy asks what nothing answers for a reason that is plain.
func TestAbstentionsSayWhy(t *testing.T) {
	e := newEngine(t, mill)
	for _, c := range []struct {
		question string
		filter   corpus.Filter
		say, not string
	}{
		{question: "Who opened the fair?", filter: corpus.Filter{Outlet: "Dunmere Post"}, say: "Looked only in Dunmere Post; other articles of the archive answer it."},
		{question: "Who opened the fair?", filter: corpus.Filter{Until: day(t, "2022-09-30")}, say: "Looked only in articles until 30 September 2022; other articles"},
		{question: "Who opened the opera?", filter: corpus.Filter{Outlet: "Dunmere Post"}, say: "the other articles do not answer it either"},
		{question: "What happened on 4 July 2020?", say: "dates anything to 4 July 2020", not: "July;"},
		{question: "latest news", say: "The newest articles: “Tarn opens its fair” (3 October 2022)", not: "No article holds"},
		{question: "what's new?", say: "The newest articles"},
		{question: "help", say: "Ask about a person"},
		{question: "thanks!", say: "Ask something of the archive"},
	} {
		a := ask(t, e, Question{Text: c.question, Filter: c.filter})
		if !a.Abstained || !strings.Contains(a.Text, c.say) || c.not != "" && strings.Contains(a.Text, c.not) {
			t.Errorf("%s: got %q, want %q", c.question, a.Text, c.say)
		}
	}
}
