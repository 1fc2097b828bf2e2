package bot_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"newsdesk/bot"
	"newsdesk/bot/discordtest"
)

// The commands go to Discord when their hash is another than the one kept, for
// all servers or for one, or where Discord has lost them; where no hash is kept,
// Discord says what it has.
func TestCommandSync(t *testing.T) {
	store := &bot.MemoryStore{}
	defer http.DefaultClient.CloseIdleConnections()
	s := start(t, &scribe{}, func(_ *discordtest.Options, c *bot.Config) { c.Store = store })
	s.stop()
	if err := s.ended(); err != nil {
		t.Fatal(err)
	}
	const get, put = "GET /applications/{application}/commands", "PUT /applications/{application}/commands"
	if count(s, get) != 1 || count(s, put) != 1 {
		t.Fatalf("at first %d looks and %d changes", count(s, get), count(s, put))
	}
	run := func(name string, gets, puts int, change func(*bot.Config)) {
		t.Helper()
		log := &safeBuffer{}
		c := bot.Config{Token: token, APIBase: s.APIBase(), Asker: &scribe{}, Store: store, Log: logTo(log)}
		change(&c)
		b, err := bot.New(c)
		if err != nil {
			t.Fatal(err)
		}
		before := [2]int{count(s, get), count(s, put)}
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		done := make(chan error, 1)
		go func() { done <- b.Run(ctx) }()
		for range 500 {
			if contains(log, "commands are up to date") || contains(log, "commands registered") {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if a, z := count(s, get)-before[0], count(s, put)-before[1]; a != gets || z != puts {
			t.Errorf("%s: %d looks and %d changes, want %d and %d\n%s", name, a, z, gets, puts, log)
		}
	}
	run("the same again", 1, 0, func(*bot.Config) {})
	run("forced", 0, 1, func(c *bot.Config) { c.SyncCommands = true })
	run("without a record", 1, 0, func(c *bot.Config) { c.Store = &bot.MemoryStore{} })
	for _, c := range s.Commands() {
		req, err := http.NewRequest(http.MethodDelete, s.APIBase()+"applications/"+discordtest.AppID+"/commands/"+fmt.Sprint(c["id"]), nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header = http.Header{"Authorization": {"Bot " + token}, "User-Agent": {"DiscordBot (test, 1)"}}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
	}
	run("lost", 1, 1, func(*bot.Config) {})
	run("for one server", 0, 0, func(c *bot.Config) { c.DevServer = discordtest.GuildID })
	if a, b := len(s.GuildCommands(discordtest.GuildID)), len(s.Commands()); a == 0 || a != b {
		t.Errorf("%d commands of the server, %d of all", a, b)
	}
	if n := count(s, "PUT /applications/{application}/guilds/{guild}/commands"); n != 1 {
		t.Errorf("the server got them %d times", n)
	}
}
