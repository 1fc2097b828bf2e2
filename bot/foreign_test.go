package bot_test

import (
	"testing"
	"time"

	"newsdesk/bot"
	"newsdesk/bot/discordtest"
)

// foreign makes the server one that speaks Discord's API and is not Discord.
func foreign(o *discordtest.Options, _ *bot.Config) { o.Foreign = true }

// Commands, buttons and forms work on a server that is not Discord.
func TestForeignInteractions(t *testing.T) {
	who := &scribe{}
	s := start(t, who, foreign)
	m := s.finished(s.Ask("When?", discordtest.InteractionOptions{}), 1).Messages[0]
	s.press(m.ID, "sources", discordtest.OtherID)
	form := s.press(m.ID, "again", discordtest.OtherID)
	if form.Callback != 9 {
		t.Fatalf("the button is answered with %d, want a form", form.Callback)
	}
	s.finished(s.submit(form, map[string]any{"question": "Where?", "since": "2019"}).Token, 1)
	asked := who.questions()
	if last := asked[len(asked)-1]; last.Text != "Where?" || last.Filter.Since.IsZero() {
		t.Errorf("the form asks %+v", last)
	}
}

// Mentions, replies and direct messages do, too, and the bot does not answer
// itself though the server does not say that it is one.
func TestForeignMessages(t *testing.T) {
	s := start(t, &scribe{}, foreign)
	s.Say(discordtest.Post{Content: at + "when?"})
	m := s.answered(discordtest.General, 1)[0]
	s.Say(discordtest.Post{Content: "and where?", ReplyTo: m.ID})
	s.answered(discordtest.General, 2)
	s.Say(discordtest.Post{Content: "why? " + at})
	s.answered(discordtest.General, 3)
	s.Say(discordtest.Post{Channel: discordtest.DMID, Content: "one"})
	s.answered(discordtest.DMID, 1)
	time.Sleep(200 * time.Millisecond) // in which it would answer itself
	if n := len(s.answered(discordtest.DMID, 1)); n != 1 {
		t.Errorf("%d answers to one message", n)
	}
}
