package discordtest_test

import (
	"flag"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"newsdesk/bot/discordtest"
)

var soak = flag.Int("interactions", 2000, "how many interactions TestLoad makes")

// Many users on many guilds call a command at a time; the bot acknowledges and
// answers each. With Keep what is remembered stays bounded.
func TestLoad(t *testing.T) {
	const users, guilds, keep = 200, 20, 1000
	c := serve(t, discordtest.Options{Keep: keep, Shards: 2, Heartbeat: time.Hour}) // the bots send no heartbeats
	c.http.Transport = c.pool(users)
	var channels []string
	for range guilds {
		channels = append(channels, c.AddChannel(discordtest.Channel{Guild: c.AddGuild(discordtest.Guild{})}))
	}
	var bots sync.WaitGroup
	for n := range 2 {
		ws, _ := c.identify(fmt.Sprintf(`"intents":0,"shard":[%d,2]`, n))
		ws.ws.SetReadDeadline(time.Time{})
		bots.Go(func() { c.answerAll(ws) })
	}
	began := time.Now()
	var wg sync.WaitGroup
	for n := range users {
		wg.Go(func() {
			o := discordtest.InteractionOptions{User: fmt.Sprint(200000000000000000 + n), Channel: channels[n%guilds]}
			for range *soak / users {
				token := c.Ask("q", o)
				i, err := c.AwaitInteraction(t.Context(), token, func(i discordtest.Interaction) bool { return len(i.Messages) == 1 })
				if err != nil || i.Loading || i.Messages[0].Content != "answer" {
					t.Errorf("got %+v, %v", i, err)
					return
				}
			}
		})
	}
	wg.Wait()
	took := time.Since(began)
	c.Drop(4000)
	bots.Wait()
	var mem runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&mem)
	counts := c.Counts()
	if n := counts["POST /interactions/{interaction}/{token}/callback"][204]; n != *soak {
		t.Errorf("%d acknowledgements", n)
	}
	if n := counts["PATCH /webhooks/{application}/{token}/messages/{message}"][200]; n != *soak {
		t.Errorf("%d answers", n)
	}
	if r, i := len(c.Requests()), len(c.Interactions()); r > 2*keep || i > 2*keep {
		t.Errorf("%d requests and %d interactions are remembered", r, i)
	}
	t.Logf("%d interactions in %v, %.0f a second, %d MiB in use", *soak, took.Round(time.Millisecond), float64(*soak)/took.Seconds(), mem.HeapAlloc>>20)
}
