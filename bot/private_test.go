package bot_test

import (
	"strings"
	"testing"
	"time"

	"newsdesk/bot"
	"newsdesk/bot/discordtest"
	"newsdesk/rag"
)

// slash makes a user call a command.
func (s *stage) slash(name string, values map[string]any, o discordtest.InteractionOptions) string {
	s.t.Helper()
	token, err := s.Slash(name, values, o)
	if err != nil {
		s.t.Fatal(err)
	}
	return token
}

// A private answer is seen by the one who asked, who can press its buttons and
// ask again privately; nothing of it gets into what others ask in the channel.
func TestPrivateAnswer(t *testing.T) {
	asker := &scribe{}
	s := start(t, asker, content)
	thread := s.Thread(discordtest.BotID, "")
	in := discordtest.InteractionOptions{Channel: thread}
	m := s.only(s.finished(s.slash("ask", map[string]any{"question": "a secret", "private": true}, in), 1))
	if got := customIDs(m); got != "evidence sources again up down" {
		t.Errorf("the buttons are %s", got)
	}
	s.only(s.press(m.ID, "evidence", discordtest.UserID))
	if _, err := s.Press(m.ID, "evidence", discordtest.InteractionOptions{User: discordtest.OtherID}); err == nil {
		t.Error("somebody else sees the buttons")
	}
	form := s.press(m.ID, "again", discordtest.UserID)
	s.only(s.finished(s.submit(form, map[string]any{"question": "another secret"}).Token, 1))
	s.Say(discordtest.Post{Channel: thread, Content: "in public", User: discordtest.OtherID})
	s.answered(thread, 1)
	if q := asker.questions(); len(q) != 3 || len(q[2].History) != 0 {
		t.Errorf("asked %+v", q)
	}
}

// A private answer that takes long goes on in the user's direct messages, and
// never in the channel.
func TestPrivateAnswerMoves(t *testing.T) {
	f := &stream{steps: make(chan rag.Answer), last: cited("It opens in May.")}
	s := start(t, f, func(_ *discordtest.Options, b *bot.Config) { b.CommandLife = 200 * time.Millisecond })
	token := s.slash("ask", map[string]any{"question": "a secret", "private": true}, discordtest.InteractionOptions{})
	s.answered(discordtest.DMID, 1)
	close(f.steps)
	s.await("the answer", func() bool {
		m := s.Messages(discordtest.DMID)
		return len(m) == 1 && len(m[0].Components) > 0 && strings.Contains(m[0].Content, "It opens in May.")
	})
	m := s.Messages(discordtest.DMID)[0]
	s.only(s.press(m.ID, "evidence", discordtest.UserID))
	s.Say(discordtest.Post{Channel: discordtest.DMID, Content: "and then?"})
	s.answered(discordtest.DMID, 2)
	for _, m := range s.Transcript(discordtest.General, "") {
		t.Errorf("the channel saw %q", m.Content)
	}
	if i := s.Interaction(token); len(i.Messages) > 0 {
		t.Errorf("left where it was asked: %+v", i.Messages)
	}
}

// After /new nothing is gone on with, after a restart neither; and what is
// kept of a user goes when they say so.
func TestForgetting(t *testing.T) {
	store := &bot.MemoryStore{}
	asker := &scribe{}
	s := start(t, asker, func(_ *discordtest.Options, c *bot.Config) { c.Store = store })
	direct := discordtest.InteractionOptions{Channel: discordtest.DMID}
	s.Say(discordtest.Post{Channel: discordtest.DMID, Content: "one"})
	s.answered(discordtest.DMID, 1)
	s.acknowledged(s.slash("new", nil, direct))
	s.Say(discordtest.Post{Channel: discordtest.DMID, Content: "two"})
	s.answered(discordtest.DMID, 2)
	s.acknowledged(s.slash("new", nil, direct))

	later := &scribe{}
	s.again(bot.Config{Asker: later, Store: store})
	s.Say(discordtest.Post{Channel: discordtest.DMID, Content: "three"})
	third := s.answered(discordtest.DMID, 3)[2]
	for _, q := range append(asker.questions(), later.questions()...) {
		if len(q.History) != 0 {
			t.Errorf("%q was asked after %+v", q.Text, q.History)
		}
	}

	s.press(third.ID, "up", discordtest.UserID)
	note := s.only(s.acknowledged(s.slash("privacy", nil, direct)))
	done := s.press(note.ID, customIDs(note), discordtest.UserID)
	s.await("what is kept deleted", func() bool {
		i := s.Interaction(done.Token)
		return len(i.Messages) == 1 && strings.HasPrefix(i.Messages[0].Content, "Deleted: ")
	})
	for _, kind := range []string{"answer", "conversation", "feedback"} {
		for r := range store.AllRecords(t.Context(), kind) {
			t.Errorf("still kept: %+v", r)
		}
	}
	if got := s.only(s.press(third.ID, "evidence", discordtest.UserID)).Content; !strings.Contains(got, "no longer have") {
		t.Errorf("the button of a forgotten answer says %q", got)
	}
	s.Say(discordtest.Post{Channel: discordtest.DMID, Content: "four"})
	s.answered(discordtest.DMID, 4)
	if q := later.questions(); len(q[len(q)-1].History) != 0 {
		t.Errorf("a forgotten conversation goes on: %+v", q[len(q)-1])
	}
}
