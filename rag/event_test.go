package rag

import "testing"

func TestReadEvent(t *testing.T) {
	for _, tt := range []struct {
		question, event string
		after, only     bool
		days            int
		rest            string
	}{
		{"What did Kim say before the Hanoi summit?", "Hanoi summit", false, true, 0, "What did Kim say?"},
		{"How many have died since the mine collapse?", "mine collapse", true, true, 0, "How many have died?"},
		{"Who resigned in the week after the fire?", "fire", true, true, 7, "Who resigned?"},
		{"Who resigned after the fire?", "fire", true, false, 0, "Who resigned?"},
		{"After the fire, who resigned?", "fire", true, false, 0, "Who resigned?"},
		{"What was built before the Battle of Orm?", "Battle of Orm", false, false, 0, "What was built?"},

		{question: "Who resigned after the mayor had left?"},
		{question: "Who looked after the children of the dead who were found?"},
		{question: "What stood before the 2019 election?"},
		{question: "What happened before March 2018?"},
		{question: "Who came after him?"},
		{question: "Why did the strike begin?"},
	} {
		p := parse(tt.question)
		got, ok := p.readEvent()
		if ok != (tt.event != "") || got.event != tt.event || ok && (got.after != tt.after || got.only != tt.only || got.days != tt.days || got.cut.apply(tt.question) != tt.rest) {
			t.Errorf("%s: %+v %t", tt.question, got, ok)
		}
	}
}
