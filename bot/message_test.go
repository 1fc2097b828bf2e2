package bot_test

import (
	"encoding/json"
	"strings"
	"testing"

	"newsdesk/bot"
	"newsdesk/bot/discordtest"
)

const at = "<@" + discordtest.BotID + "> "

func TestMention(t *testing.T) {
	asker := &scribe{}
	s := start(t, asker, nil)
	s.Say(discordtest.Post{Content: "Nothing to do with the bot."})
	s.Say(discordtest.Post{Content: at + "when does\n<@" + discordtest.OtherID + ">'s bridge open, <@" + discordtest.OtherID + ">?"})
	m := s.answered(discordtest.General, 1)[0]
	if m.ReplyTo == "" || !strings.HasPrefix(m.Content, "- The bridge opens in May") || len(m.Embeds) != 1 {
		t.Errorf("got %+v", m)
	}
	if q := asker.questions(); len(q) != 1 || q[0].Text != "when does user007's bridge open?" || len(q[0].History) != 0 {
		t.Errorf("asked %+v", q)
	}
	s.Say(discordtest.Post{Content: at, User: discordtest.OtherID})
	if m := s.answered(discordtest.General, 2)[1]; !strings.Contains(m.Content, "Ask me something") {
		t.Errorf("a mention without a question: %q", m.Content)
	}
	for range 3 { // which is told once a minute
		s.Say(discordtest.Post{Content: at, User: discordtest.OtherID})
	}
	s.Say(discordtest.Post{Content: at + "and when does it close?"})
	if m := s.answered(discordtest.General, 3)[2]; !strings.Contains(m.Content, "The bridge opens") {
		t.Errorf("mentions without a question are answered again: %q", m.Content)
	}
	s.Say(discordtest.Post{Content: at + "Help!"})
	if m := s.answered(discordtest.General, 4)[3]; !strings.Contains(m.Content, "**/ask**") || strings.Contains(m.Content, "/newsdesk") {
		t.Errorf("help is %q", m.Content)
	}
	if s.Typing(discordtest.General) != 0 {
		t.Error("shown typing for an answer that was there at once")
	}
}

// A reply goes on from the answer that it replies to, on every branch.
func TestReplyChain(t *testing.T) {
	asker := &scribe{}
	s := start(t, asker, nil)
	s.Say(discordtest.Post{Content: at + "one"})
	first := s.answered(discordtest.General, 1)[0]
	s.Say(discordtest.Post{Content: "two", ReplyTo: first.ID})
	second := s.answered(discordtest.General, 2)[1]
	s.Say(discordtest.Post{Content: "three", ReplyTo: second.ID})
	s.answered(discordtest.General, 3)
	s.Say(discordtest.Post{Content: "branch", ReplyTo: first.ID})
	s.answered(discordtest.General, 4)
	want := map[string]string{"one": "", "two": "one", "three": "one two", "branch": "one"}
	for _, q := range asker.questions() {
		var past []string
		for _, h := range q.History {
			past = append(past, h.Question)
			if !strings.Contains(h.Answer, "[1]") {
				t.Errorf("the answer before is %q", h.Answer)
			}
		}
		if got := strings.Join(past, " "); got != want[q.Text] {
			t.Errorf("%s: the history is %q, want %q", q.Text, got, want[q.Text])
		}
	}
	// Without the content there is only a hint to give.
	s.Say(discordtest.Post{Content: "four", ReplyTo: second.ID, Silent: true})
	if m := s.answered(discordtest.General, 5)[4]; !strings.Contains(m.Content, "mentions me") {
		t.Errorf("got %q", m.Content)
	}
}

func content(o *discordtest.Options, c *bot.Config) { o.Privileged, c.MessageContent = 1<<15, true }

// In the bot's threads no mention is needed: its own, and those started on
// its answers. In others it speaks when spoken to, and remembers.
func TestThreads(t *testing.T) {
	asker := &scribe{}
	s := start(t, asker, content)
	s.Say(discordtest.Post{Content: at + "one"})
	onAnswer := s.Thread(discordtest.UserID, s.answered(discordtest.General, 1)[0].ID)
	s.Say(discordtest.Post{Channel: onAnswer, Content: "two"})
	s.answered(onAnswer, 1)
	s.Say(discordtest.Post{Channel: onAnswer, Content: "three", User: discordtest.OtherID})
	s.answered(onAnswer, 2)

	own := s.Thread(discordtest.BotID, "")
	s.Say(discordtest.Post{Channel: own, Content: "four"})
	s.answered(own, 1)

	foreign := s.Thread(discordtest.UserID, "")
	s.Say(discordtest.Post{Channel: foreign, Content: "not for the bot"})
	s.Say(discordtest.Post{Channel: foreign, Content: at + "five"})
	s.answered(foreign, 1)
	s.Say(discordtest.Post{Channel: foreign, Content: at + "six"})
	s.answered(foreign, 2)

	turns := map[string]int{"one": 0, "two": 1, "three": 2, "four": 0, "five": 0, "six": 1}
	for _, q := range asker.questions() {
		if n, ok := turns[q.Text]; !ok || n != len(q.History) {
			t.Errorf("%q was asked with %d turns, want %d (expected: %t)", q.Text, len(q.History), n, ok)
		}
		delete(turns, q.Text)
	}
	if len(turns) > 0 {
		t.Errorf("never asked: %v", turns)
	}
}

func TestDirectMessages(t *testing.T) {
	asker := &scribe{}
	s := start(t, asker, nil)
	s.Say(discordtest.Post{Channel: discordtest.DMID, Content: "one"})
	s.answered(discordtest.DMID, 1)
	s.Say(discordtest.Post{Channel: discordtest.DMID, Content: "two"})
	s.answered(discordtest.DMID, 2)
	if q := asker.questions(); len(q) != 2 || len(q[1].History) != 1 {
		t.Errorf("asked %+v", q)
	}
}

// Events that are odd, empty or repeated end nothing, and after them the bot
// answers as before.
func TestHalfEmptyEvents(t *testing.T) {
	asker := &scribe{}
	s := start(t, asker, nil)
	for _, e := range []struct{ event, data string }{
		{"MESSAGE_CREATE", `null`}, {"MESSAGE_CREATE", `{}`}, {"MESSAGE_CREATE", `[]`}, {"MESSAGE_CREATE", `{"id":7}`},
		{"MESSAGE_CREATE", `{"id":"7","channel_id":"8","content":"x","author":null,"mentions":[null]}`},
		{"MESSAGE_CREATE", `{"id":"8","channel_id":"8","guild_id":"9","type":19,"content":"","author":{"id":"1"},"message_reference":{},"referenced_message":{}}`},
		{"INTERACTION_CREATE", `null`}, {"INTERACTION_CREATE", `{}`}, {"INTERACTION_CREATE", `{"type":2}`},
		{"INTERACTION_CREATE", `{"id":"1","token":"t","type":2,"data":null}`},
		{"INTERACTION_CREATE", `{"id":"1","token":"t","type":2,"data":{"name":"ask","options":[null]}}`},
		{"INTERACTION_CREATE", `{"id":"1","token":"t","type":99,"member":{}}`},
		{"GUILD_CREATE", `null`}, {"GUILD_CREATE", `{}`}, {"GUILD_CREATE", `{"id":"1","channels":[null]}`}, {"GUILD_UPDATE", `{}`},
		{"VOICE_STATE_UPDATE", `{}`}, {"VOICE_SERVER_UPDATE", `{}`}, {"THREAD_CREATE", `null`}, {"NEW_THING", `{"a":[1]}`},
	} {
		if err := s.Dispatch(e.event, json.RawMessage(e.data)); err != nil {
			t.Fatal(err)
		}
	}
	for _, raw := range []string{`null`, `{}`, `[]`, `garbage`, ``, `{"op":null}`, `{"op":99}`, `{"op":"x"}`} {
		s.Raw([]byte(raw))
	}
	s.Beat()
	bots := map[string]any{"author": map[string]any{"id": "5", "bot": true}}
	s.Say(discordtest.Post{Content: at + "from a bot", Forged: bots})
	s.Say(discordtest.Post{Content: at + "from a webhook", Forged: map[string]any{"webhook_id": "5"}})
	s.Say(discordtest.Post{Content: at + "a join", Forged: map[string]any{"type": 7}})
	m := s.Say(discordtest.Post{Content: at + "real"})
	s.answered(discordtest.General, 1)
	again, _ := json.Marshal(map[string]any{"id": m.ID, "channel_id": m.ChannelID, "guild_id": m.GuildID, "type": 0,
		"content": m.Content, "author": map[string]any{"id": m.Author}, "mentions": []any{map[string]any{"id": discordtest.BotID}}})
	if err := s.Dispatch("MESSAGE_CREATE", again); err != nil {
		t.Fatal(err)
	}
	s.Say(discordtest.Post{Content: at + "last", User: discordtest.OtherID})
	s.answered(discordtest.General, 2)
	for _, q := range asker.questions() {
		if q.Text != "real" && q.Text != "last" {
			t.Errorf("asked %q", q.Text)
		}
	}
	if n := len(asker.questions()); n != 2 {
		t.Errorf("asked %d questions, want 2", n)
	}
}
