package bot_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"newsdesk/bot"
	"newsdesk/bot/discord"
	"newsdesk/bot/discordtest"
	"newsdesk/rag"
)

// Whatever strikes a request once, the answer arrives, and only once.
func TestFaultsOfREST(t *testing.T) {
	t.Parallel()
	const soon = 50 * time.Millisecond
	for name, f := range map[string]discordtest.Fault{
		"callback 429":        {Route: "POST /interactions/", Status: 429, RetryAfter: soon},
		"callback 503":        {Route: "POST /interactions/", Status: 503},
		"callback cut":        {Route: "POST /interactions/", Cut: true},
		"callback lost":       {Route: "POST /interactions/", Cut: true, Done: true},
		"edit 429":            {Route: "PATCH /webhooks/", Status: 429, RetryAfter: soon},
		"edit 429 global":     {Route: "PATCH /webhooks/", Status: 429, RetryAfter: soon, Global: true},
		"edit 502 twice":      {Route: "PATCH /webhooks/", Status: 502, Times: 2},
		"edit lost":           {Route: "PATCH /webhooks/", Cut: true, Done: true},
		"followup 500":        {Route: "POST /webhooks/", Status: 500},
		"message 429":         {Route: "POST /channels/{channel}/messages", Status: 429, RetryAfter: soon},
		"message 429 global":  {Route: "POST /channels/{channel}/messages", Status: 429, RetryAfter: soon, Global: true},
		"message 500 thrice":  {Route: "POST /channels/{channel}/messages", Status: 500, Times: 3},
		"message 502 in vain": {Route: "POST /channels/{channel}/messages", Status: 502, Done: true},
		"message lost":        {Route: "POST /channels/{channel}/messages", Cut: true, Done: true},
	} {
		t.Run(name, func(t *testing.T) {
			long := strings.Repeat("The bridge opens in May. ", 60)
			s := start(t, askerFunc(func(context.Context, rag.Question) (rag.Answer, error) {
				return cited(long, long), nil
			}), nil)
			s.Inject(f)
			s.finished(s.Ask("When?", discordtest.InteractionOptions{}), 2)
			s.Say(discordtest.Post{Content: at + "when?"})
			s.answered(discordtest.General, 4)
			s.stop()
			if err := s.ended(); err != nil {
				t.Error(err)
			}
			if mine := s.answered(discordtest.General, 4); len(mine) != 4 {
				t.Errorf("%d messages, want 4", len(mine))
			}
		})
	}
}

// A rate limit is kept, not run into: after the first look at the headers
// the bot waits by itself.
func TestLimitIsKept(t *testing.T) {
	s := start(t, &scribe{}, nil)
	s.SetLimit("POST /channels/{channel}/messages", 2, 300*time.Millisecond)
	for range 5 {
		s.Say(discordtest.Post{Content: at + "when?"})
	}
	for _, user := range []string{"100000000000000021", "100000000000000022", "100000000000000023"} {
		s.Say(discordtest.Post{Content: at + "and I?", User: user})
	}
	s.answered(discordtest.General, 4)
	late := 0
	for _, r := range s.Requests() {
		if r.Status == http.StatusTooManyRequests {
			late++
		}
	}
	// What is sent before the first answer came back cannot know better.
	if late > 8 {
		t.Errorf("%d requests were refused", late)
	}
}

// A limit that lasts too long is given up, and does not hold up the end.
func TestLimitIsBounded(t *testing.T) {
	s := start(t, &scribe{}, nil)
	s.Inject(discordtest.Fault{Route: "POST /channels/", Status: 429, RetryAfter: time.Hour})
	s.Say(discordtest.Post{Content: at + "when?"})
	for range 100 {
		if strings.Contains(s.log.String(), "did not arrive") {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	s.stop()
	if err := s.ended(); err != nil {
		t.Error(err)
	}
	if n := count(s, "POST /channels/"); n != 1 || !strings.Contains(s.log.String(), "rate limited for too long") {
		t.Errorf("%d requests, want 1, and the log to say why", n)
	}
}

// After a lost connection the session is resumed, and what came meanwhile is
// answered; after an invalid session a new one begins.
func TestConnectionLost(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		strike func(*stage)
		same   bool // the session goes on
	}{
		"cut":               {func(s *stage) { s.Drop(0) }, true},
		"restart":           {func(s *stage) { s.Drop(4000) }, true},
		"reconnect":         {func(s *stage) { s.Reconnect() }, true},
		"invalid":           {func(s *stage) { s.Invalidate(false) }, false},
		"lost to 4007":      {func(s *stage) { s.Drop(4007) }, false},
		"forgotten":         {func(s *stage) { s.Forget(); s.Drop(0) }, false},
		"no hello interval": {func(s *stage) { s.Raw([]byte(`{"op":10,"d":{}}`)) }, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, &scribe{}, nil)
			before := s.Identified()
			c.strike(s)
			s.Say(discordtest.Post{Content: at + "meanwhile"})
			if c.same {
				s.answered(discordtest.General, 1)
			} else {
				s.await("a new session", func() bool { return s.Identified() > before && s.Connected() > 0 })
				s.Say(discordtest.Post{Content: at + "now", User: discordtest.OtherID})
				s.answered(discordtest.General, 1)
			}
			if same := s.Identified() == before; same != c.same {
				t.Errorf("the session went on: %t, want %t", same, c.same)
			}
			if n := count(s, "PUT /applications/"); n != 1 {
				t.Errorf("commands registered %d times", n)
			}
		})
	}
}

// Where Discord refuses for good, Run ends with what to do about it.
func TestFatal(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*discordtest.Options, *bot.Config)
		later  func(*stage)
		code   int
		say    string
	}{
		"wrong token":    {change: func(o *discordtest.Options, _ *bot.Config) { o.Token = "another" }, code: 4004, say: "DISCORD_TOKEN"},
		"token reset":    {later: func(s *stage) { s.Allow("another", 0); s.Drop(4000) }, code: 4004, say: "DISCORD_TOKEN"},
		"closed as such": {later: func(s *stage) { s.Drop(4004) }, code: 4004, say: "DISCORD_TOKEN"},
		"no intent":      {change: func(_ *discordtest.Options, c *bot.Config) { c.MessageContent = true }, code: 4014, say: "Message Content Intent"},
		"intent taken":   {change: content, later: func(s *stage) { s.Allow(token, 0); s.Invalidate(false) }, code: 4014, say: "developer portal"},
		"sharding":       {later: func(s *stage) { s.Drop(4011) }, code: 4011, say: "--shards"},
	} {
		t.Run(name, func(t *testing.T) {
			s := launch(t, &scribe{}, c.change)
			if c.later != nil {
				s.await("connected", func() bool { return s.Connected() == 1 && len(s.Commands()) > 0 })
				c.later(s)
			}
			err := s.ended()
			var stop *discord.FatalError
			if !errors.As(err, &stop) || stop.Code != c.code || !strings.Contains(err.Error(), c.say) {
				t.Errorf("got %v, want code %d and %q", err, c.code, c.say)
			}
			if err != nil && strings.Contains(err.Error(), token) {
				t.Error("the error holds the token")
			}
		})
	}
}

// A fault of the bot's own leaves nobody waiting: neither who has no answer yet,
// nor who was told that one comes.
func TestFaultyHandlers(t *testing.T) {
	var none struct{ bot.Archive }
	var nowhere struct{ bot.Feeds }
	s := start(t, &scribe{}, func(_ *discordtest.Options, c *bot.Config) { c.Archive, c.Feeds = none, nowhere })
	for name, values := range map[string]map[string]any{
		"newsdesk outlets add":  {"outlet": "Gull Post"},
		"newsdesk feeds follow": {"address": "https://gull.example/feed"},
	} {
		if m := s.only(s.called(name, values, discordtest.InteractionOptions{})); !strings.Contains(m.Content, "went wrong") || m.Flags&64 == 0 {
			t.Errorf("%s: %+v", name, m)
		}
	}
}

// Told to end, the bot finishes the answer under way; past the deadline it
// says that it cannot. Who asks meanwhile is told to ask again.
func TestShutdown(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		drain time.Duration
		want  string
	}{
		"finished": {5 * time.Second, "May"},
		"given up": {50 * time.Millisecond, "being restarted"},
	} {
		t.Run(name, func(t *testing.T) {
			asked, hold := make(chan struct{}, 2), make(chan struct{})
			s := start(t, askerFunc(func(ctx context.Context, _ rag.Question) (rag.Answer, error) {
				asked <- struct{}{}
				select {
				case <-hold:
				case <-ctx.Done():
					return rag.Answer{}, ctx.Err()
				}
				return cited("In May."), nil
			}), func(_ *discordtest.Options, b *bot.Config) { b.Drain = c.drain })
			i := s.Ask("When?", discordtest.InteractionOptions{})
			said := s.Say(discordtest.Post{Content: at + "when?", User: discordtest.OtherID})
			for range 2 {
				select {
				case <-asked:
				case <-time.After(10 * time.Second):
					t.Fatal("not asked")
				}
			}
			s.stop()
			if name == "finished" {
				s.await("the end to begin", func() bool { return contains(s.log, "ending") })
				late := s.finished(s.Ask("When?", discordtest.InteractionOptions{User: discordtest.OtherID}), 1)
				s.Say(discordtest.Post{Content: at + "when?", User: "100000000000000019"})
				s.await("a word to who mentions the bot late", func() bool {
					all := s.Messages(discordtest.General)
					return strings.Contains(all[len(all)-1].Content, "being restarted")
				})
				if m := late.Messages[0]; !strings.Contains(m.Content, "being restarted") || m.Flags&64 == 0 {
					t.Errorf("who asks late is told %+v", m)
				}
				close(hold)
			}
			if err := s.ended(); err != nil {
				t.Error(err)
			}
			if m := s.finished(i, 1).Messages[0].Content; !strings.Contains(m, c.want) {
				t.Errorf("got %q, want %q", m, c.want)
			}
			s.await("the answer to the mention", func() bool {
				return slices.ContainsFunc(s.Messages(discordtest.General), func(m discordtest.Message) bool {
					return m.ReplyTo == said.ID && strings.Contains(m.Content, c.want)
				})
			})
		})
	}
}

// Where nothing answers at the API base, Run says so and ends.
func TestUnreachable(t *testing.T) {
	t.Parallel()
	b, err := bot.New(bot.Config{Token: token, Asker: &scribe{}, APIBase: "http://127.0.0.1:1/api/v9"})
	if err != nil {
		t.Fatal(err)
	}
	if err = b.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "DISCORD_API_BASE") || strings.Contains(err.Error(), token) {
		t.Errorf("got %v", err)
	}
}

func TestConfig(t *testing.T) {
	for name, c := range map[string]struct {
		config bot.Config
		say    string
	}{
		"no token":  {bot.Config{Asker: &scribe{}}, "DISCORD_TOKEN"},
		"bad token": {bot.Config{Token: "to ken", Asker: &scribe{}}, "developer portal"},
		"no asker":  {bot.Config{Token: token}, "Asker"},
		"bad base":  {bot.Config{Token: token, Asker: &scribe{}, APIBase: "localhost:3000"}, "DISCORD_API_BASE"},
		"user base": {bot.Config{Token: token, Asker: &scribe{}, APIBase: "http://a:b@c/"}, "DISCORD_API_BASE"},
	} {
		if _, err := bot.New(c.config); err == nil || !strings.Contains(err.Error(), c.say) {
			t.Errorf("%s: got %v, want %q", name, err, c.say)
		}
	}
}

// A channel that the bot may not write in is left alone after a few refusals,
// whatever is asked there: Discord bans who is refused too often.
func TestRefusingChannel(t *testing.T) {
	s := start(t, &scribe{}, nil)
	s.Inject(discordtest.Fault{Route: "POST /channels/{channel}/messages", Status: http.StatusForbidden, Times: 1000})
	refused := func() int { return strings.Count(s.log.String(), "did not arrive") }
	asked := 0
	for _, more := range []int{6, 24} { // those under way at once cannot know better
		for range more {
			s.Say(discordtest.Post{Content: at + "when?", User: fmt.Sprintf("1000000000000001%02d", asked)})
			asked++
		}
		for range 1000 {
			if refused() >= asked {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
	}
	if n := count(s, "POST /channels/{channel}/messages"); n < 5 || n > 6 {
		t.Errorf("tried %d times", n)
	}
	if n := refused(); n != asked {
		t.Errorf("%d of %d answers did not arrive", n, asked)
	}
	s.finished(s.Ask("When?", discordtest.InteractionOptions{}), 1)
}
