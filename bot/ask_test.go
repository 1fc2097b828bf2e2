package bot_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"newsdesk/bot"
	"newsdesk/bot/discordtest"
	"newsdesk/rag"
)

// finished waits until the interaction has n messages.
func (s *stage) finished(token string, n int) discordtest.Interaction {
	s.t.Helper()
	var i discordtest.Interaction
	s.await("the command's answer", func() bool {
		i = s.Interaction(token)
		return len(i.Messages) >= n
	})
	return i
}

func TestCommand(t *testing.T) {
	asker := &scribe{}
	s := start(t, asker, nil)
	i := s.finished(s.Ask("When does the *bridge* open?", discordtest.InteractionOptions{}), 1)
	m := i.Messages[0]
	if i.Callback != 5 || i.Loading {
		t.Errorf("acknowledged with %d, loading %t; want the answer in place of a deferred one", i.Callback, i.Loading)
	}
	if want := "> When does the \\*bridge\\* open?\n- The bridge opens in May, the mayor said. **[1]**"; m.Content != want {
		t.Errorf("got %q, want %q", m.Content, want)
	}
	if len(m.Embeds) != 1 || m.Embeds[0].Description != "**[1]** [Bridge to open](https://harbour.example/bridge), Harbour Post, 4 Mar 2021" {
		t.Errorf("the sources are %+v", m.Embeds)
	}
	// A reply to it goes on from it.
	s.Say(discordtest.Post{Content: "And who said so?", ReplyTo: m.ID})
	s.answered(discordtest.General, 2)
	q := asker.questions()
	if len(q) != 2 || len(q[1].History) != 1 || q[1].History[0].Question != "When does the *bridge* open?" {
		t.Errorf("asked %+v", q)
	}
}

func TestCommandInDirectMessages(t *testing.T) {
	s := start(t, &scribe{}, nil)
	s.finished(s.Ask("When?", discordtest.InteractionOptions{Channel: discordtest.DMID}), 1)
}

// The commands are registered once, and again only when they differ.
func TestCommandsRegistered(t *testing.T) {
	s := start(t, &scribe{}, nil)
	var names []string
	for _, c := range s.Commands() {
		names = append(names, c["name"].(string))
	}
	if got := strings.Join(names, " "); got != "ask help new privacy newsdesk" { // without an Archive
		t.Fatalf("registered %s", got)
	}
	s.stop()
	if err := s.ended(); err != nil {
		t.Fatal(err)
	}
	b, err := bot.New(bot.Config{Token: "Bot " + token, APIBase: s.APIBase(), Asker: &scribe{}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	done := make(chan error, 1)
	go func() { done <- b.Run(ctx) }()
	s.await("the second bot's look at the commands", func() bool { return count(s, "GET /applications/{application}/commands") == 2 })
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if n := count(s, "PUT /applications/"); n != 1 {
		t.Errorf("registered %d times", n)
	}
}

// count is how many requests came on routes that start so.
func count(s *stage, route string) int {
	n := 0
	for _, r := range s.Requests() {
		if strings.HasPrefix(r.Route, route) {
			n++
		}
	}
	return n
}

// Questions that cannot be asked, and errors, get one kind line.
func TestKindLines(t *testing.T) {
	hold := make(chan struct{})
	defer close(hold)
	s := start(t, askerFunc(func(_ context.Context, q rag.Question) (rag.Answer, error) {
		switch {
		case strings.HasPrefix(q.Text, "hold"):
			<-hold
		case q.Text == "fail":
			return rag.Answer{}, errors.New("no index at " + token)
		case q.Text == "panic":
			panic("of the answerer")
		case q.Text == "nothing":
			return rag.Answer{}, nil
		}
		return cited("Yes."), nil
	}), func(_ *discordtest.Options, c *bot.Config) { c.Timeout = 300 * time.Millisecond })
	for _, c := range []struct{ name, question, want string }{
		{"empty", "  ", "Ask me something"},
		{"no word", "??? 🔥🔥 <:pepe:123456789012345678>", "Ask me something"},
		{"long", strings.Repeat("a🙂", 334), "too long"},
		{"error", "fail", "Something went wrong"},
		{"panic", "panic", "Something went wrong"},
		{"no text", "nothing", "Something went wrong"},
		{"slow", "hold", "took too long"},
	} {
		i := s.finished(s.Ask(c.question, discordtest.InteractionOptions{User: "10000000000000010" + c.name[:1]}), 1)
		if got := i.Messages[0].Content; !strings.Contains(got, c.want) || strings.Contains(got, token) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
	i := s.finished(s.Call("nonsense", nil, discordtest.InteractionOptions{}), 1)
	if got := i.Messages[0]; !strings.Contains(got.Content, "do not know") || got.Flags&64 == 0 {
		t.Errorf("unknown command: got %+v", got)
	}
	if log := s.log.String(); !strings.Contains(log, "of the answerer") || !strings.Contains(log, "no index at") {
		t.Error("the log does not say what went wrong")
	}
}

// One answer at a time for each user; others are not held up.
func TestOneAtATime(t *testing.T) {
	hold := make(chan struct{})
	asked := make(chan string, 10)
	s := start(t, askerFunc(func(_ context.Context, q rag.Question) (rag.Answer, error) {
		asked <- q.Text
		if q.Text == "first" {
			<-hold
		}
		return cited("Yes."), nil
	}), nil)
	first := s.Ask("first", discordtest.InteractionOptions{})
	<-asked
	for question, want := range map[string]string{"first": "on it", "second": "One question at a time"} {
		i := s.finished(s.Ask(question, discordtest.InteractionOptions{}), 1)
		if m := i.Messages[0]; !strings.Contains(m.Content, want) || m.Flags&64 == 0 {
			t.Errorf("%s: got %+v", question, m)
		}
	}
	s.finished(s.Ask("other", discordtest.InteractionOptions{User: discordtest.OtherID}), 1)
	close(hold)
	s.finished(first, 1)
	s.finished(s.Ask("third", discordtest.InteractionOptions{}), 1)
	if n := len(asked); n != 2 {
		t.Errorf("the asker was asked %d times more, want 2", n)
	}
}

// The answer may take longer than the three seconds that the first sign of
// life has.
func TestSlowAnswer(t *testing.T) {
	const window = time.Second
	s := start(t, askerFunc(func(ctx context.Context, _ rag.Question) (rag.Answer, error) {
		select {
		case <-time.After(3 * window / 2):
		case <-ctx.Done():
		}
		return cited("At last."), nil
	}), func(o *discordtest.Options, _ *bot.Config) { o.Window = window })
	i := s.finished(s.Ask("When?", discordtest.InteractionOptions{}), 1)
	if i.AckAfter > window || !strings.Contains(i.Messages[0].Content, "At last.") {
		t.Errorf("acknowledged after %v: %+v", i.AckAfter, i.Messages)
	}
}

// What articles hold comes out harmless; what is too long for one message
// comes in several, every paragraph with its citation.
func TestHostileAndLong(t *testing.T) {
	evil := "@everyone @here <@100000000000000007> <@&5> [free](https://evil.example) ```rm``` # head || [9] https://evil.example 🙂 "
	texts := make([]string, 12)
	for i := range texts {
		texts[i] = strings.Repeat(evil, 4)
	}
	s := start(t, askerFunc(func(context.Context, rag.Question) (rag.Answer, error) { return cited(texts...), nil }), nil)
	i := s.finished(s.Ask(evil, discordtest.InteractionOptions{}), 4)
	s.Say(discordtest.Post{Content: "<@" + discordtest.BotID + "> " + evil})
	// Here no question is quoted, which may save a message.
	mine := s.answered(discordtest.General, 2*len(i.Messages)-1)
	for _, m := range mine {
		if len(m.Pings) > 0 {
			t.Errorf("pings %v", m.Pings)
		}
		for l := range strings.SplitSeq(m.Content, "\n") {
			if strings.HasPrefix(l, "- ") && !strings.HasSuffix(l, "]**") {
				t.Errorf("a paragraph without its citation: %q", l)
			}
		}
		for _, bad := range []string{"@everyone", "@here", "<@1", "](https", "://evil", "```", " || "} {
			if strings.Contains(m.Content, bad) {
				t.Errorf("%q in %q", bad, m.Content)
			}
		}
	}
}
