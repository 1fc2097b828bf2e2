package bot_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"newsdesk/bot"
	"newsdesk/bot/discordtest"
	"newsdesk/corpus"
	"newsdesk/rag"
)

// press makes a user press a button of a message and waits for what comes of
// it.
func (s *stage) press(message, customID, user string) discordtest.Interaction {
	s.t.Helper()
	token, err := s.Press(message, customID, discordtest.InteractionOptions{User: user})
	if err != nil {
		s.t.Fatal(err)
	}
	return s.acknowledged(token)
}

// submit makes a user send the form that an interaction showed.
func (s *stage) submit(i discordtest.Interaction, values map[string]any) discordtest.Interaction {
	s.t.Helper()
	token, err := s.Submit(i.Token, values)
	if err != nil {
		s.t.Fatal(err)
	}
	return s.acknowledged(token)
}

// acknowledged waits for the first answer to an interaction.
func (s *stage) acknowledged(token string) discordtest.Interaction {
	s.t.Helper()
	var i discordtest.Interaction
	s.await("an acknowledgement", func() bool { i = s.Interaction(token); return i.Callback != 0 })
	return i
}

// only is the one message of i, which only its user sees.
func (s *stage) only(i discordtest.Interaction) discordtest.Message {
	s.t.Helper()
	if len(i.Messages) != 1 || i.Messages[0].For != i.User {
		s.t.Fatalf("want one message for %s alone, got %+v", i.User, i.Messages)
	}
	return i.Messages[0]
}

// customIDs are those of a message's buttons, disabled ones in brackets.
func customIDs(m discordtest.Message) string {
	var out []string
	for _, row := range m.Components {
		for _, c := range row.Components {
			id, _, _ := strings.Cut(c.CustomID, ":")
			if parts := strings.Split(c.CustomID, ":"); len(parts) == 3 {
				id += parts[2]
			}
			if c.Disabled {
				id = "(" + id + ")"
			}
			out = append(out, id)
		}
	}
	return strings.Join(out, " ")
}

// reading is an Archive of one article, in which passages can be opened.
type reading struct {
	bot.Archive
	text string
}

func (reading) Outlets(context.Context, corpus.Filter) ([]rag.Outlet, error) {
	return []rag.Outlet{{Name: "Gull @everyone *Post*"}, {Name: "Bay Post"}, {Name: "Gull Post"}}, nil
}

func (r reading) Passage(_ context.Context, c rag.Citation, _ int, _ corpus.Filter) (rag.Passage, error) {
	i := strings.Index(r.text, c.Quote)
	if i < 0 {
		return rag.Passage{}, rag.ErrGone
	}
	return rag.Passage{Text: r.text, Quote: corpus.Span{Start: i, End: i + len(c.Quote)}, After: true}, nil
}

// turn is the custom ID of a message's button with that label.
func turn(m discordtest.Message, label string) string {
	for _, row := range m.Components {
		for _, c := range row.Components {
			if c.Label == label {
				return c.CustomID
			}
		}
	}
	return ""
}

// Evidence pages through the citations in their context, for who presses
// alone; Sources lists what was used.
func TestEvidence(t *testing.T) {
	answer := cited("The bridge opens in May, the mayor said.", "It cost 3 million.", "Nobody paid @everyone.")
	answer.Citations[0].Speaker, answer.Citations[0].Version = "Anna *Jones*", "0123456789abcdef"
	answer.Citations[1].URL = ""
	text := "Rain fell.\nThe bridge opens in May, the mayor said. Then <@100000000000000007> cheered.\nIt cost 3 million. # No"
	s := start(t, askerFunc(func(context.Context, rag.Question) (rag.Answer, error) { return answer, nil }),
		func(_ *discordtest.Options, c *bot.Config) { c.Archive = reading{text: text} })
	m := s.finished(s.Ask("When?", discordtest.InteractionOptions{}), 1).Messages[0]
	if got := customIDs(m); got != "evidence sources again up down" {
		t.Fatalf("the buttons are %s", got)
	}
	if f := m.Embeds[0].Footer; f == nil || !strings.Contains(f.Text, "Evidence opens") {
		t.Error("nothing says how to open what has no link")
	}

	first := s.press(m.ID, "evidence", discordtest.OtherID)
	page := s.only(first)
	for _, want := range []string{
		"**Evidence 1 of 3** · **[1]** Anna \\*Jones\\*",
		"> **The bridge opens in May, the mayor said.** Then \\<@\u200b100000000000000007\\> cheered.\n> It cost 3 million. # No …",
		"[Bridge to open](<https://harbour.example/bridge>), Harbour Post, 4 Mar 2021",
	} {
		if !strings.Contains(page.Content, want) {
			t.Errorf("the first page is %q, want %q in it", page.Content, want)
		}
	}
	if got := customIDs(page); got != "(evidence-1) evidence1" {
		t.Errorf("the pager is %s", got)
	}
	next := s.press(page.ID, turn(page, "Next"), discordtest.OtherID)
	if next.Callback != 7 {
		t.Errorf("a page is turned with %d, want an edit", next.Callback)
	}
	page, _ = s.Message(page.ID)
	if !strings.Contains(page.Content, "**Evidence 2 of 3**") || !strings.Contains(page.Content, "> **It cost 3 million.** \\# No") ||
		!strings.Contains(page.Content, "\nBridge to open, Harbour Post") || customIDs(page) != "evidence0 evidence2" {
		t.Errorf("the second page is %q with %s", page.Content, customIDs(page))
	}
	s.press(page.ID, turn(page, "Next"), discordtest.OtherID)
	page, _ = s.Message(page.ID)
	if !strings.Contains(page.Content, "cited words alone") || !strings.Contains(page.Content, "Nobody paid @\u200beveryone.") || customIDs(page) != "evidence1 (evidence3)" {
		t.Errorf("the third page, whose article is gone, is %q with %s", page.Content, customIDs(page))
	}
	s.press(page.ID, turn(page, "Previous"), discordtest.OtherID)
	if page, _ = s.Message(page.ID); !strings.Contains(page.Content, "Evidence 2 of 3") {
		t.Errorf("going back shows %q", page.Content)
	}

	list := s.only(s.press(m.ID, "sources", discordtest.OtherID))
	if !strings.Contains(list.Content, "**[1]** [Bridge to open](<https://harbour.example/bridge>), Harbour Post, 4 Mar 2021\n-# version 01234567\n**[2][3]** Bridge to open") {
		t.Errorf("the sources are %q", list.Content)
	}
	if n := len(s.Messages(discordtest.General)); n != 1 {
		t.Errorf("everybody sees %d messages, want the answer alone", n)
	}
}

// What is asked again is a new answer, to who asks again, narrowed and in the
// same conversation.
func TestAskAgain(t *testing.T) {
	asker := &scribe{}
	s := start(t, asker, nil)
	s.Say(discordtest.Post{Content: at + "one"})
	first := s.answered(discordtest.General, 1)[0]
	s.Say(discordtest.Post{Content: "When does *it* open?", ReplyTo: first.ID})
	second := s.answered(discordtest.General, 2)[1]

	form := s.press(second.ID, "again", discordtest.OtherID)
	if form.Modal == nil || form.Modal.Components[0].Components[0].Value != "When does *it* open?" {
		t.Fatalf("shown %+v", form)
	}
	again := s.submit(form, map[string]any{"question": "When does the *harbour* open?", "since": "2019-04", "until": "2020", "outlet": " Valley Post "})
	m := s.finished(again.Token, 1).Messages[0]
	if !strings.HasPrefix(m.Content, "> When does the \\*harbour\\* open?\n") || m.For != "" || customIDs(m) == "" {
		t.Errorf("the new answer is %+v", m)
	}
	q := asker.questions()[2]
	if f := q.Filter; len(q.History) != 1 || f.Outlet != "Valley Post" || f.Since.Format("2006-01-02") != "2019-04-01" || f.Until.Format("2006-01-02") != "2020-12-31" {
		t.Errorf("asked %+v", q)
	}
	// The new answer's form has what narrowed it.
	form = s.press(m.ID, "again", discordtest.UserID)
	if got := form.Modal.Components[1].Components[0].Value + " " + form.Modal.Components[3].Components[0].Value; got != "2019-04-01 Valley Post" {
		t.Errorf("the form has %q", got)
	}
	for values, want := range map[string]string{"since tomorrow": "cannot read that date", "until 1999": "after the last one"} {
		field, value, _ := strings.Cut(values, " ")
		form = s.press(m.ID, "again", discordtest.UserID)
		if got := s.only(s.submit(form, map[string]any{field: value})).Content; !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", values, got, want)
		}
	}
	if n := len(asker.questions()); n != 3 {
		t.Errorf("asked %d times, want 3", n)
	}
}

// Each user has one vote on an answer, which may change; what was wrong is
// stored with the answer.
func TestVotes(t *testing.T) {
	store := &bot.MemoryStore{}
	s := start(t, &scribe{}, func(_ *discordtest.Options, c *bot.Config) { c.Store = store })
	s.Say(discordtest.Post{Content: at + "When?"})
	m := s.answered(discordtest.General, 1)[0]
	votes := func() map[string]bot.Feedback {
		out := map[string]bot.Feedback{}
		for r, err := range store.AllRecords(t.Context(), "feedback") {
			var f bot.Feedback
			if err != nil || json.Unmarshal(r.Value, &f) != nil {
				t.Fatalf("%v: %s", err, r.Value)
			}
			out[r.Person] = f
		}
		return out
	}
	if got := s.only(s.press(m.ID, "up", discordtest.OtherID)).Content; !strings.Contains(got, "Thank you") {
		t.Errorf("a vote is thanked with %q", got)
	}
	s.press(m.ID, "up", discordtest.UserID)
	form := s.press(m.ID, "down", discordtest.UserID)
	s.eventually("two votes", func() bool { v := votes(); return len(v) == 2 && v[discordtest.UserID].Verdict == "down" })
	evil := "It is June. @everyone ```"
	if got := s.only(s.submit(form, map[string]any{"reason": " " + evil})).Content; strings.Contains(got, "June") || !strings.Contains(got, "Thank you") {
		t.Errorf("a reason is thanked with %q", got)
	}
	var f bot.Feedback
	s.eventually("the reason", func() bool { f = votes()[discordtest.UserID]; return f.Reason != "" })
	if f.Reason != evil || f.Question != "When?" || len(f.Answer.Citations) != 1 || f.Answer.Text == "" || f.AskedOn.IsZero() {
		t.Errorf("stored %+v", f)
	}
	if form = s.press(m.ID, "down", discordtest.UserID); form.Modal.Components[0].Components[0].Value != evil {
		t.Error("the form does not have the reason given before")
	}
	s.press(m.ID, "up", discordtest.UserID)
	s.eventually("the vote changed", func() bool {
		v := votes()
		return len(v) == 2 && v[discordtest.UserID].Verdict == "up" && v[discordtest.UserID].Reason == ""
	})
}

// An abstention can be asked again and voted on.
func TestAbstentionButtons(t *testing.T) {
	s := start(t, askerFunc(func(context.Context, rag.Question) (rag.Answer, error) {
		return rag.Answer{Abstained: true, Text: "The archive says nothing about it."}, nil
	}), nil)
	m := s.finished(s.Ask("When?", discordtest.InteractionOptions{}), 1).Messages[0]
	if got := customIDs(m); got != "again up down" {
		t.Errorf("the buttons are %s", got)
	}
	s.Say(discordtest.Post{Content: at})
	if got := customIDs(s.answered(discordtest.General, 2)[1]); got != "" {
		t.Errorf("what is no answer has the buttons %s", got)
	}
}
