package rag

import "testing"

func TestParse(t *testing.T) {
	for _, tc := range []struct {
		question, typ, focus, speaker, topic string
	}{
		{"Who opened the bridge?", "who", "", "", ""},
		{"When did the ferry sink?", "when", "", "", ""},
		{"On what calendar date did they meet?", "when", "date", "", ""},
		{"In which city was the treaty signed?", "where", "citi", "", ""},
		{"The fair drew crowds this week. In what year was it first held?", "when", "year", "", ""},
		{"How many nurses walked out?", "number", "nurs", "", ""},
		{"How long did the talks last?", "number", "", "", ""},
		{"What was the length of the strike?", "number", "length", "", ""},
		{"Why did the mayor resign?", "why", "", "", ""},
		{"Did the mayor resign?", "yesno", "", "", ""},
		{"Which company makes the engine?", "thing", "compani", "", ""},
		{"What did Ana Ruiz say about the harbour?", "quote", "", "Ana Ruiz", "the harbour"},
		{"What did the transport ministry say about delays?", "quote", "", "transport ministry", "delays"},
		{"what did ruiz tell reporters", "quote", "", "ruiz", ""},
		{"What did Moon Jae-in say about the summit?", "quote", "", "Moon Jae-in", "the summit"},
		{"What was Ruiz called by Okafor?", "quote", "", "Okafor", ""},
		{"How did Okafor describe the harbour?", "quote", "", "Okafor", ""},
		{"How is Okafor's remark about tolls translated in the different reports?", "quote", "", "Okafor", "tolls"},
		{"What did she say?", "quote", "", "", ""},
		{"What do the United States export?", "thing", "", "", ""},
	} {
		p := parse(tc.question)
		if got := typeNames[p.typ]; got != tc.typ || p.focus != tc.focus || p.intent.speaker != tc.speaker || p.intent.topic != tc.topic {
			t.Errorf("%s\n got %s, focus %q, speaker %q, topic %q\nwant %s, focus %q, speaker %q, topic %q", tc.question,
				got, p.focus, p.intent.speaker, p.intent.topic, tc.typ, tc.focus, tc.speaker, tc.topic)
		}
	}
}

var typeNames = map[answerType]string{wantsThing: "thing", wantsWho: "who", wantsWhen: "when", wantsNumber: "number", wantsWhere: "where",
	wantsWhy: "why", wantsQuote: "quote", wantsHow: "how", wantsYesNo: "yesno"}

func TestCompareAndRecord(t *testing.T) {
	for question, want := range map[string]bool{
		"Do the sources agree on the toll?":          true,
		"How do the reports differ on the toll?":     true,
		"Did the two parties agree on a toll?":       false,
		"Which outlets carried the story of a toll?": false,
	} {
		if p := parse(question); p.intent.compare != want {
			t.Errorf("%s: compare %v", question, p.intent.compare)
		}
	}
	for question, want := range map[string]recordField{
		"When was the article by Ana Ruiz published?":      recordPublished,
		"Who wrote the report on the harbour?":             recordAuthor,
		"Which newspaper published the story on the toll?": recordOutlet,
		"When was the law published?":                      noRecord,
		"Who reported the theft?":                          noRecord,
	} {
		if p := parse(question); p.asked != want {
			t.Errorf("%s: asks for record field %d, want %d", question, p.asked, want)
		}
	}
}

func TestLanguage(t *testing.T) {
	for question, want := range map[string]string{
		"Where did they meet?":                              english,
		"¿Dónde se reunieron los ministros?":                "Spanish",
		"Wo haben sich die Minister getroffen?":             "German",
		"Où les ministres se sont-ils rencontrés?":          "French",
		"Где встретились министры?":                         "Russian",
		"部长们在哪里会面？":                                         "Chinese",
		"أين التقى الوزراء؟":                                "Arabic",
		"Did the café in São Paulo open?":                   english,
		"What does Los Angeles pay for the El Niño damage?": english,
	} {
		if p := parse(question); p.language != want {
			t.Errorf("%s: %s, want %s", question, p.language, want)
		}
	}
	if p := parse("Где встретились министры?"); p.typ != wantsWhere {
		t.Errorf("где asks for %s", typeNames[p.typ])
	}
	for word, want := range map[string]string{"путин": "putin", "αθηνα": "athina", "kim": "kim"} {
		if got := latin(word); got != want {
			t.Errorf("latin(%s) = %s, want %s", word, got, want)
		}
	}
}

func TestReadFollowUps(t *testing.T) {
	turn := func(q, a string) []Turn { return []Turn{{q, a}} }
	for _, tc := range []struct {
		question      string
		history       []Turn
		text, context string
	}{
		{"Who opened the bridge?", nil, "Who opened the bridge?", ""},
		{"What did she say about tolls?", turn("Who is Ana Ruiz?", "The mayor."), "What did Ana Ruiz say about tolls?", ""},
		{"What is his job?", turn("What did the report say?", "Ben Okafor resigned."), "What is Ben Okafor's job?", ""},
		{"What did he say?", turn("Who is Koo Kab-woo?", "A professor."), "What did Koo Kab-woo say?", ""},
		{"thanks a lot", turn("Who is Ana Ruiz?", "The mayor."), "thanks a lot", ""},
		{"And tolls?", []Turn{{"Who is Ana Ruiz?", "The mayor."}, {"Thank you!", ""}}, "And tolls?", "Who is Ana Ruiz?"},
		{"And Lagos?", turn("How many ferries sail from Accra?", "Four."), "And Lagos?", "How many ferries sail from Accra?"},
		{"How long does it take?", turn("Is there a ferry to Lagos?", "Yes."), "How long does it take?", "Is there a ferry to Lagos?"},
		{"When did Ben Okafor say he would resign from the harbour board?", turn("Who is Ana Ruiz?", "The mayor."),
			"When did Ben Okafor say he would resign from the harbour board?", ""},
	} {
		r := read(Question{Text: tc.question, History: tc.history})
		if r.text != tc.text || r.context != tc.context {
			t.Errorf("%s\n got %q after %q\nwant %q after %q", tc.question, r.text, r.context, tc.text, tc.context)
		}
	}
}

// FuzzParse: whatever is typed, what is read of it lies within it.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"What did Ana Ruiz's aide say?", "how how how", "¿", "\"", "Who - said by by X", "А"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p := parse(s)
		if p.wh >= len(p.tokens) || p.focusEnd >= len(p.tokens) && len(p.tokens) > 0 {
			t.Fatalf("%q: question word %d, focus %d of %d tokens", s, p.wh, p.focusEnd, len(p.tokens))
		}
		read(Question{Text: s, History: []Turn{{s, s}}})
	})
}
