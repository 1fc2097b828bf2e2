package bot_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"newsdesk/bot"
	"newsdesk/bot/discord"
	"newsdesk/bot/discordtest"
)

// sharded has the server recommend n shards, which may start at once.
func sharded(n int) func(*discordtest.Options, *bot.Config) {
	return func(o *discordtest.Options, _ *bot.Config) { o.Shards, o.MaxConcurrency = n, 16 }
}

// One process holds as many shards as Discord recommends, answers on each, and
// resumes each by itself.
func TestShards(t *testing.T) {
	s := launch(t, &scribe{}, sharded(3))
	s.await("three shards", func() bool { return s.Connected() == 3 && len(s.Commands()) > 0 })
	shards := s.Shards()
	slices.SortFunc(shards, func(a, b [2]int) int { return a[0] - b[0] })
	if want := [][2]int{{0, 3}, {1, 3}, {2, 3}}; !slices.Equal(shards, want) {
		t.Fatalf("the shards are %v, want %v", shards, want)
	}
	ask := func(n int) {
		t.Helper()
		for i := range 3 { // guilds made one after the other lie on different shards
			g := s.AddGuild(discordtest.Guild{})
			c := s.AddChannel(discordtest.Channel{Guild: g})
			s.finished(s.Ask("When?", discordtest.InteractionOptions{Channel: c, User: fmt.Sprintf("1000000000000%d%d00", n, i)}), 1)
		}
	}
	ask(1)
	s.Drop(0)
	s.await("all of them again", func() bool { return s.Connected() == 3 })
	ask(2)
	if n := s.Identified(); n != 3 {
		t.Errorf("%d sessions were begun, want 3: the others are resumed", n)
	}
	if n := count(s, "PUT /applications/"); n != 1 {
		t.Errorf("commands registered %d times", n)
	}
}

// A process with some of the shards leaves the commands to the one that has the
// first.
func TestSomeShards(t *testing.T) {
	s := launch(t, &scribe{}, func(o *discordtest.Options, c *bot.Config) {
		o.MaxConcurrency = 16
		c.Shards = discord.Shards{First: 2, Last: 3, Count: 4}
	})
	s.await("two shards", func() bool { return s.Connected() == 2 })
	for _, one := range s.Shards() {
		if one[0] < 2 || one[1] != 4 {
			t.Errorf("shard %v is held", one)
		}
	}
	s.stop()
	if err := s.ended(); err != nil {
		t.Error(err)
	}
	if n := count(s, "GET /applications/{application}/commands") + count(s, "PUT /applications/"); n > 0 {
		t.Errorf("%d calls about commands", n)
	}
}

// Where Discord demands more shards than it recommended, it is asked once again;
// where the operator said how many, the bot ends.
func TestShardingRequired(t *testing.T) {
	t.Parallel()
	t.Run("asked again", func(t *testing.T) {
		var asked atomic.Int32
		s := launch(t, &scribe{}, func(o *discordtest.Options, _ *bot.Config) {
			o.Shards, o.MinShards, o.MaxConcurrency = 2, 2, 16
		}, func(api string) string {
			u, err := url.Parse(api)
			if err != nil {
				t.Fatal(err)
			}
			proxy := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: u.Scheme, Host: u.Host})
			front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, "/gateway/bot") && asked.Add(1) == 1 {
					fmt.Fprintf(w, `{"url":"ws://%s/gateway","shards":1}`, u.Host)
					return
				}
				proxy.ServeHTTP(w, r)
			}))
			t.Cleanup(front.Close)
			return front.URL + u.Path
		})
		s.await("two shards", func() bool { return s.Connected() == 2 })
		if n := asked.Load(); n != 2 {
			t.Errorf("asked %d times", n)
		}
	})
	t.Run("told", func(t *testing.T) {
		s := launch(t, &scribe{}, func(o *discordtest.Options, c *bot.Config) {
			o.MinShards = 2
			c.Shards = discord.Shards{Count: 1}
		})
		if err := s.ended(); err == nil || !strings.Contains(err.Error(), "--shards") {
			t.Errorf("got %v", err)
		}
	})
}

// A connection on which heartbeats are not acknowledged is left, and its
// session resumed.
func TestZombie(t *testing.T) {
	s := start(t, &scribe{}, func(o *discordtest.Options, _ *bot.Config) { o.Heartbeat = time.Second })
	s.StopAcks(true)
	s.await("the connection to be left", func() bool { return strings.Contains(s.log.String(), "not acknowledged") })
	s.StopAcks(false)
	s.await("the session to go on", func() bool { return strings.Contains(s.log.String(), "session resumed") })
	if n := s.Identified(); n != 1 {
		t.Errorf("%d sessions were begun", n)
	}
	s.finished(s.Ask("When?", discordtest.InteractionOptions{}), 1)
}

// The line below the bot's name is told when the session begins, and again when
// it has changed.
func TestPresence(t *testing.T) {
	var articles atomic.Int64
	articles.Store(3)
	s := start(t, &scribe{}, func(_ *discordtest.Options, c *bot.Config) {
		c.Activity = func() string { return fmt.Sprintf("/ask · %d articles", articles.Load()) }
		c.ActivityEvery = 20 * time.Millisecond
	})
	shown := func(n int, want string) {
		t.Helper()
		s.await("the activity", func() bool { return len(s.Presences()) >= n })
		time.Sleep(50 * time.Millisecond) // what has not changed is not told again
		p := s.Presences()
		if len(p) != n || p[n-1].Status != "online" || len(p[n-1].Activities) != 1 || p[n-1].Activities[0].State != want {
			t.Errorf("shown as %+v", p)
		}
	}
	shown(1, "/ask · 3 articles")
	articles.Store(4)
	shown(2, "/ask · 4 articles")
}
