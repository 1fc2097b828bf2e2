package bot_test

import (
	"context"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"newsdesk/bot"
	"newsdesk/bot/discordtest"
	"newsdesk/corpus"
	"newsdesk/rag"
)

// byHTTP is a bot that takes interactions by HTTP, and the server that sends
// them there.
func byHTTP(t *testing.T, asker bot.Asker, change func(*discordtest.Options, *bot.Config)) (*stage, string) {
	t.Helper()
	s := launch(t, asker, func(o *discordtest.Options, c *bot.Config) {
		c.Interactions = "127.0.0.1:0"
		if change != nil {
			change(o, c)
		}
	})
	s.await("the endpoint, and the commands", func() bool { return strings.Contains(s.log.String(), " at=http") && len(s.Commands()) > 0 })
	_, at, _ := strings.Cut(s.log.String(), " at=")
	at = strings.Fields(at)[0]
	if err := s.SetEndpoint(t.Context(), at); err != nil {
		t.Fatal(err)
	}
	return s, at
}

// Without a connection to the gateway, commands are answered as with one.
func TestEndpoint(t *testing.T) {
	asker := &scribe{}
	s, _ := byHTTP(t, asker, nil)
	for range 3 {
		i := s.finished(s.Ask("When does the bridge open?", discordtest.InteractionOptions{}), 1)
		if i.Callback != 5 || i.Failure != "" || !strings.Contains(i.Messages[0].Content, "The bridge opens in May") {
			t.Errorf("got %+v", i)
		}
	}
	i := s.finished(s.Call("nonsense", nil, discordtest.InteractionOptions{}), 1)
	if m := i.Messages[0]; i.Callback != 4 || m.Flags&64 == 0 {
		t.Errorf("an unknown command: %+v", i)
	}
	if s.Connected() > 0 || count(s, "POST /interactions/") > 0 || count(s, "GET /gateway") > 0 {
		t.Errorf("connected %d times, %d callbacks by REST", s.Connected(), count(s, "POST /interactions/"))
	}
}

// The public key can be a setting; one of another application lets nothing in.
func TestEndpointKey(t *testing.T) {
	s, at := byHTTP(t, &scribe{}, nil)
	other := launchAlone(t, bot.Config{Token: token, Asker: &scribe{}, APIBase: s.APIBase(), Interactions: "127.0.0.1:0", PublicKey: strings.Repeat("ab", 32)})
	if at == other {
		t.Fatal("one address")
	}
	if err := s.Probe(t.Context(), other); err == nil {
		t.Error("what another key signed is let in")
	}
	b, err := bot.New(bot.Config{Token: token, Asker: &scribe{}, APIBase: s.APIBase(), Interactions: "127.0.0.1:0", PublicKey: "short"})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "DISCORD_PUBLIC_KEY") {
		t.Errorf("got %v", err)
	}
	if b, err = bot.New(bot.Config{Token: token, Asker: &scribe{}, APIBase: s.APIBase(), Interactions: strings.TrimSuffix(strings.TrimPrefix(at, "http://"), "/interactions")}); err != nil {
		t.Fatal(err)
	}
	if err := b.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "--interactions") {
		t.Errorf("an address in use: %v", err)
	}
}

// Of several processes that share a store, one acts on an interaction that comes
// to all of them.
func TestEndpointReplay(t *testing.T) {
	path := filepath.Join(t.TempDir(), "library.db")
	open := func() *corpus.Library {
		lib, err := corpus.OpenLibrary(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { lib.Close() })
		return lib
	}
	asker := &scribe{}
	first := open()
	s, at := byHTTP(t, asker, func(_ *discordtest.Options, c *bot.Config) { c.Store = first })
	other := launchAlone(t, bot.Config{Token: token, Asker: asker, APIBase: s.APIBase(), Interactions: "127.0.0.1:0", Store: open()})
	i := s.finished(s.Ask("When does the bridge open?", discordtest.InteractionOptions{}), 1)
	for _, url := range []string{at, other} {
		if status, err := s.Replay(t.Context(), i, url); status != http.StatusConflict || err != nil {
			t.Errorf("a replay is answered with %d, %v", status, err)
		}
	}
	if n := len(asker.questions()); n != 1 {
		t.Errorf("asked %d times", n)
	}
	// A store that does not answer keeps nobody from asking.
	first.Close()
	s.finished(s.Ask("And when does it close?", discordtest.InteractionOptions{}), 1)
}

// launchAlone runs a bot until the test ends and returns where its endpoint is.
func launchAlone(t *testing.T, c bot.Config) string {
	t.Helper()
	log := &safeBuffer{max: 4096}
	c.Log = logTo(log)
	b, err := bot.New(c)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- b.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		<-done
	})
	for range 500 {
		if _, at, ok := strings.Cut(log.String(), " at=http"); ok && b.Ready() == nil {
			return "http" + strings.Fields(at)[0]
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("no endpoint: %v\n%s", b.Ready(), log)
	return ""
}

// Told to end, a bot with an endpoint finishes what it has begun.
func TestEndpointShutdown(t *testing.T) {
	asked, hold := make(chan struct{}, 1), make(chan struct{})
	s, _ := byHTTP(t, askerFunc(func(context.Context, rag.Question) (rag.Answer, error) {
		asked <- struct{}{}
		<-hold
		return cited("In May."), nil
	}), nil)
	i := s.Ask("When?", discordtest.InteractionOptions{})
	<-asked
	s.stop()
	time.AfterFunc(100*time.Millisecond, func() { close(hold) })
	if err := s.ended(); err != nil {
		t.Error(err)
	}
	if m := s.finished(i, 1).Messages[0]; !strings.Contains(m.Content, "In May.") {
		t.Errorf("got %q", m.Content)
	}
}
