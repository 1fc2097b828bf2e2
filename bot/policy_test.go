package bot_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"newsdesk/bot"
	"newsdesk/bot/discordtest"
	"newsdesk/corpus"
	"newsdesk/rag"
)

// Channels and roles hold for commands and messages, also in threads, and say
// no once a minute at most where others hear it.
func TestWhereAndWho(t *testing.T) {
	asker := &scribe{}
	s := start(t, asker, nil)
	allowed := s.AddChannel(discordtest.Channel{Name: "desk", Guild: discordtest.GuildID})
	s.told("newsdesk channels add", map[string]any{"channel": allowed})
	if got := s.only(s.finished(s.Ask("When?", discordtest.InteractionOptions{}), 1)).Content; got != "In this server I answer in other channels only: <#"+allowed+">." {
		t.Errorf("elsewhere says %q", got)
	}
	for range 3 {
		s.Say(discordtest.Post{Content: at + "When?"})
	}
	s.answered(discordtest.General, 1)
	thread := s.Thread(discordtest.UserID, s.Say(discordtest.Post{Channel: allowed, Content: "talk"}).ID)
	s.finished(s.Ask("In the thread?", discordtest.InteractionOptions{Channel: thread}), 1)
	s.finished(s.Ask("There?", discordtest.InteractionOptions{Channel: allowed}), 1)
	s.Say(discordtest.Post{Channel: thread, Content: at + "By mention?"})
	s.answered(thread, 2)
	if n := len(s.answered(discordtest.General, 1)); n != 1 {
		t.Errorf("said no %d times", n)
	}
	if n := len(asker.questions()); n != 3 {
		t.Errorf("asked %d times", n)
	}

	role := s.AddRole(discordtest.GuildID, discordtest.Role{Name: "readers"})
	s.told("newsdesk channels all", nil)
	s.told("newsdesk roles add", map[string]any{"role": role})
	s.finished(s.Ask("By the manager?", discordtest.InteractionOptions{}), 1)
	o := discordtest.InteractionOptions{User: discordtest.OtherID}
	if got := s.only(s.finished(s.Ask("Without the role?", o), 1)).Content; !strings.Contains(got, "only members with certain roles") {
		t.Errorf("without the role says %q", got)
	}
	s.Join(discordtest.GuildID, discordtest.OtherID, role)
	if m := s.finished(s.Ask("With the role?", o), 1).Messages[0]; m.For != "" {
		t.Errorf("with the role says %+v", m)
	}
	s.Say(discordtest.Post{Content: at + "And by mention?", User: discordtest.OtherID})
	s.eventually("the answer", func() bool { return len(asker.questions()) == 6 })
}

// Where Discord is slow to say what a channel is below, a command in it is
// acknowledged in time all the same, and not told that it is the wrong place.
func TestSlowToSayWhere(t *testing.T) {
	s := start(t, &scribe{}, nil)
	allowed := s.AddChannel(discordtest.Channel{Name: "desk", Guild: discordtest.GuildID})
	s.told("newsdesk channels add", map[string]any{"channel": allowed})
	thread := s.Thread(discordtest.UserID, s.Say(discordtest.Post{Channel: allowed, Content: "talk"}).ID)
	s.Inject(discordtest.Fault{Route: "GET /channels/", Delay: 4 * time.Second, Times: 1})
	if got := s.only(s.finished(s.Ask("In the thread?", discordtest.InteractionOptions{Channel: thread}), 1)).Content; !strings.Contains(got, "try again") {
		t.Errorf("says %q", got)
	}
	s.finished(s.Ask("And again?", discordtest.InteractionOptions{Channel: thread}), 1)
}

// A server's limits hold from the next question on; who runs into one is told
// how long to wait, alone where it was a command.
func TestLimits(t *testing.T) {
	asker := &scribe{}
	s := start(t, asker, nil)
	s.told("newsdesk limits", map[string]any{"user": 2})
	for _, q := range []string{"one", "two"} {
		s.finished(s.Ask(q, discordtest.InteractionOptions{}), 1)
	}
	want := "That was a lot of questions: you have none left just now. The next one is possible in 5 minutes."
	if got := s.only(s.finished(s.Ask("three", discordtest.InteractionOptions{}), 1)).Content; got != want {
		t.Errorf("says %q, want %q", got, want)
	}
	s.finished(s.Ask("another's", discordtest.InteractionOptions{User: discordtest.OtherID}), 1)
	s.told("newsdesk limits", map[string]any{"server": 1, "user": 0})
	s.finished(s.Ask("other channel", discordtest.InteractionOptions{User: discordtest.OtherID, Channel: s.AddChannel(discordtest.Channel{Name: "x", Guild: discordtest.GuildID})}), 1)
	s.finished(s.Ask("direct", discordtest.InteractionOptions{Channel: discordtest.DMID}), 1)
	if n := len(asker.questions()); n < 4 {
		t.Errorf("asked %d times", n)
	}
}

// The language and the threads of a server reach its questions: an answer to a
// command gets a thread of its own, in which the conversation goes on, and a
// mention is answered in one.
func TestThreadsAndLanguage(t *testing.T) {
	asker := &scribe{}
	s := start(t, asker, content)
	s.told("newsdesk answers", map[string]any{"threads": true, "language": "de"})
	m := s.finished(s.Ask("When does @everyone *open*?", discordtest.InteractionOptions{}), 1).Messages[0]
	var thread string
	s.await("a thread on the answer", func() bool { m, _ = s.Message(m.ID); thread = m.Thread; return thread != "" })
	s.Say(discordtest.Post{Channel: thread, Content: "And who said so?"})
	s.answered(thread, 1)
	s.Say(discordtest.Post{Channel: thread, Content: "And why?"})
	s.answered(thread, 2)
	said := s.Say(discordtest.Post{Content: at + "Mentioned?"})
	s.await("a thread on the mention", func() bool { m, _ = s.Message(said.ID); return m.Thread != "" })
	s.answered(m.Thread, 1)
	s.finished(s.called("ask", map[string]any{"question": "Privately?", "private": true}, discordtest.InteractionOptions{}).Token, 1)
	q := asker.questions()
	if len(q) != 5 || len(q[1].History) != 1 || len(q[2].History) != 2 || q[1].History[0].Question != "When does @everyone *open*?" || len(q[3].History) != 0 {
		t.Fatalf("asked %+v", q)
	}
	for _, one := range q {
		if one.Language != "de" {
			t.Errorf("%q is asked in %q", one.Text, one.Language)
		}
	}
	if n := count(s, "POST /channels/{channel}/messages/{message}/threads"); n != 2 {
		t.Errorf("%d threads are opened", n)
	}
}

// A thread is opened even where Discord's word of it is lost on the way.
func TestThreadOpenedUnheard(t *testing.T) {
	s := start(t, &scribe{}, content)
	s.told("newsdesk answers", map[string]any{"threads": true})
	s.Inject(discordtest.Fault{Route: "POST /channels/{channel}/messages/{message}/threads", Cut: true, Done: true})
	said := s.Say(discordtest.Post{Content: at + "Mentioned?"})
	s.answered(said.ID, 1) // a thread has the ID of its message
}

// A model that takes too long is paid for all the same.
func TestBudgetOfSlowAnswers(t *testing.T) {
	model := askerFunc(func(ctx context.Context, _ rag.Question) (rag.Answer, error) {
		<-ctx.Done()
		return rag.Answer{Model: &rag.ModelUse{Usage: rag.Usage{Input: 200}}}, ctx.Err()
	})
	plain := askerFunc(func(context.Context, rag.Question) (rag.Answer, error) { return cited("In their own words."), nil })
	store := &bot.MemoryStore{}
	s := start(t, model, func(_ *discordtest.Options, c *bot.Config) {
		c.Store, c.Plain, c.Limits.Tokens, c.Timeout = store, plain, 150, 50*time.Millisecond
	})
	ask := func() string {
		return s.finished(s.Ask("When?", discordtest.InteractionOptions{}), 1).Messages[0].Content
	}
	if got := ask(); !strings.Contains(got, "took too long") {
		t.Errorf("says %q", got)
	}
	s.eventually("the cost counted", func() bool {
		return recordsOf(t, store, "budget", corpus.ServerOwner(discordtest.GuildID)) == 1
	})
	if got := ask(); !strings.Contains(got, "In their own words.") {
		t.Errorf("after it: %q", got)
	}
}

// While the tokens of the day last a model answers, and after that who needs
// none.
func TestBudget(t *testing.T) {
	model := askerFunc(func(context.Context, rag.Question) (rag.Answer, error) {
		a := cited("From the model.")
		a.Mode, a.Model = "generative", &rag.ModelUse{Usage: rag.Usage{Input: 60, Output: 40}}
		return a, nil
	})
	plain := askerFunc(func(context.Context, rag.Question) (rag.Answer, error) { return cited("In their own words."), nil })
	store := &bot.MemoryStore{}
	s := start(t, model, func(_ *discordtest.Options, c *bot.Config) { c.Store, c.Plain, c.Limits.Tokens = store, plain, 150 })
	ask := func(channel string) string {
		return s.finished(s.Ask("When?", discordtest.InteractionOptions{Channel: channel}), 1).Messages[0].Content
	}
	for n, want := range []string{"From the model.", "From the model.", "In their own words."} {
		if got := ask(""); !strings.Contains(got, want) {
			t.Errorf("question %d: %q", n, got)
		}
	}
	if got := ask(discordtest.DMID); !strings.Contains(got, "From the model.") {
		t.Errorf("direct messages: %q", got)
	}
	// To have what is kept deleted restores no tokens.
	s.press(s.called("newsdesk data delete", nil, discordtest.InteractionOptions{}).Messages[0].ID, "forget", discordtest.UserID)
	if got := ask(""); !strings.Contains(got, "In their own words.") {
		t.Errorf("after the deletion: %q", got)
	}
	ask(discordtest.DMID)
	i := s.press(s.called("privacy", nil, discordtest.InteractionOptions{}).Messages[0].ID, "forgetme", discordtest.UserID)
	s.finished(i.Token, 1)
	if n := recordsOf(t, store, "budget", "user:"+discordtest.UserID); n > 0 {
		t.Errorf("%d counts of the user are kept", n)
	}
	if got := ask(discordtest.DMID); !strings.Contains(got, "In their own words.") {
		t.Errorf("after the user's deletion: %q", got)
	}
	// A server can do without a model, and not have more than it is given.
	if got := s.told("newsdesk limits", map[string]any{"tokens": 9000}); got != "It is so already." {
		t.Errorf("more tokens than there are: %q", got)
	}
	if got := s.told("newsdesk limits", map[string]any{"tokens": -1}); !strings.Contains(got, "150 tokens a day → none") {
		t.Errorf("no tokens: %q", got)
	}
}
