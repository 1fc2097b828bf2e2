package rag

import "testing"

// TestTraitAsked reads what a question asks of whom, and leaves alone what
// only looks alike.
func TestTraitAsked(t *testing.T) {
	for _, c := range []struct{ question, noun, subject, head string }{
		{"How old is Ines Brask?", "age", "Ines Brask", "brask"},
		{"How old was Hanne Dorf when she died?", "age", "Hanne Dorf", "dorf"},
		{"What is the name of Leo Brask's son?", "son", "Leo Brask", "brask"},
		{"What is Anton Veld's wife's name?", "wife", "Anton Veld", "veld"},
		{"Who is Costin married to?", "spouse", "Costin", "costin"},
		{"In which town was Idris Vaughan born?", "place of birth", "Idris Vaughan", "vaughan"},
		{"How much did the museum in Brinewell cost?", "price", "the museum in Brinewell", "museum"},
		{"What colour is the case of the violin?", "colour", "the case of the violin", "case"},
		{"What is the population of Cragh?", "population", "Cragh", "cragh"},
		{"What is the name of the mayor's dog?", "dog", "the mayor", "mayor"},
		{"Do you know how old Kestrel Brask is?", "age", "Kestrel Brask", "brask"},
		{"Is Anton Veld married?", "spouse", "Anton Veld", "veld"},
		{"Does Petra Veld have any children?", "children", "Petra Veld", "veld"},
		{"Osman's age?", "age", "Osman", "osman"},
		{"How old?", "", "", ""},
		{"Who said that Kim's wife was ill?", "", "", ""},
		{"How much did prices rise in May?", "", "", ""},
		{"Why was Anton Veld born in Ressing?", "", "", ""},
	} {
		p := parse(c.question)
		a := p.traitAsked()
		if a == nil {
			a = &trait{}
		}
		if a.noun != c.noun || a.subject != c.subject || a.head != c.head {
			t.Errorf("%s: got %q of %q (%q), want %q of %q (%q)", c.question, a.noun, a.subject, a.head, c.noun, c.subject, c.head)
		}
	}
}

// TestFurther puts questions for more of somebody's words anew.
func TestFurther(t *testing.T) {
	history := []Turn{{"What did Petra Veld say about the treaty?", "“A postcard,” she said. [1]"}, {"And what else?", "She would “read every comma”. [1]"}}
	for question, want := range map[string]string{
		"What else did she say?":                     "What did Petra Veld say?",
		"Did she say anything else about the river?": "What did Petra Veld say about the river?",
		"Anything else?":                             "What did Petra Veld say?",
		"What else did Klaus Reder say?":             "What did Klaus Reder say?",
		"Any other remarks by her?":                  "What did Petra Veld say?",
		"What did she say?":                          "",
		"Who else was there?":                        "",
	} {
		r, _ := newConversation(history).further(question, len(history))
		if r.text != want {
			t.Errorf("%s: got %q, want %q", question, r.text, want)
		}
		if want != "" && r.shown == "" {
			t.Errorf("%s: what was shown is forgotten", question)
		}
	}
}

// TestFurtherManyTimes asks for more again and again: were each turn not read
// once only, the last would take longer than anybody waits.
func TestFurtherManyTimes(t *testing.T) {
	history := []Turn{{"What did Petra Veld say about the treaty?", "“A postcard,” she said. [1]"}}
	for range 60 {
		history = append(history, Turn{"What else did she say?", "She would “read every comma”. [1]"})
	}
	r := read(Question{Text: "And what else did she say?", History: history})
	if want := "What did Petra Veld say?"; r.text != want {
		t.Errorf("got %q, want %q", r.text, want)
	}
}
