package discordtest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"newsdesk/bot/discordtest"
)

const everyIntent = 1<<0 | 1<<9 | 1<<12

// Guilds are spread over the shards; direct messages go to the first.
func TestShards(t *testing.T) {
	c := serve(t, discordtest.Options{Shards: 2})
	var guilds []string
	for range 5 {
		guilds = append(guilds, c.AddGuild(discordtest.Guild{}))
	}
	if got := c.get("GET", "gateway/bot", ""); got["shards"] != 2.0 {
		t.Errorf("recommended are %v", got)
	}
	total := 0
	var shards [2]*conn
	for n := range 2 {
		ws, ready := c.identify(fmt.Sprintf(`"intents":%d,"shard":[%d,2]`, everyIntent, n))
		shards[n] = ws
		total += len(ready["guilds"].([]any))
		for _, g := range ready["guilds"].([]any) {
			if g.(map[string]any)["unavailable"] != true {
				t.Errorf("a guild is available at once: %v", g)
			}
		}
		created := 0
		for _, name := range ws.seen() {
			if name == "GUILD_CREATE" {
				created++
			}
		}
		if created != len(ready["guilds"].([]any)) || created == 0 {
			t.Errorf("shard %d: %d guilds follow", n, created)
		}
	}
	if total != 6 {
		t.Errorf("%d guilds on all shards, want 6", total)
	}
	c.Say(discordtest.Post{Channel: discordtest.DMID, Content: "x"})
	for n, want := range []int{1, 0} {
		if got := len(shards[n].seen()); got != want {
			t.Errorf("shard %d got %d direct messages", n, got)
		}
	}
	for _, guild := range guilds {
		c.Say(discordtest.Post{Channel: c.AddChannel(discordtest.Channel{Guild: guild}), Content: "x"})
	}
	a, b := count(shards[0].seen(), "MESSAGE_CREATE"), count(shards[1].seen(), "MESSAGE_CREATE")
	if a+b != 5 || a == 0 || b == 0 {
		t.Errorf("the shards got %d and %d messages", a, b)
	}
	if got := c.Shards(); len(got) != 2 {
		t.Errorf("connected are %v", got)
	}
}

func count(names []string, name string) int {
	n := 0
	for _, one := range names {
		if one == name {
			n++
		}
	}
	return n
}

// A session gets what its intents say, and not what the bot may not see.
func TestIntents(t *testing.T) {
	act := func(c *client) {
		m := c.Say(discordtest.Post{Content: "x"})
		c.Rewrite(m.ID, "y")
		c.Erase(m.ID)
		c.Say(discordtest.Post{Channel: discordtest.DMID, Content: "x"})
		c.Thread(discordtest.UserID, "")
		c.AddChannel(discordtest.Channel{Guild: discordtest.GuildID})
		c.Join(discordtest.GuildID, discordtest.OtherID)
		c.Ask("q", discordtest.InteractionOptions{})
		c.Permit(discordtest.General, discordtest.BotID, 0, discordtest.ViewChannel)
		c.Say(discordtest.Post{Content: "hidden"})
	}
	for intents, want := range map[int]string{
		0:       "INTERACTION_CREATE",
		1:       "GUILD_CREATE THREAD_CREATE CHANNEL_CREATE INTERACTION_CREATE CHANNEL_UPDATE",
		1 << 1:  "GUILD_MEMBER_UPDATE INTERACTION_CREATE",
		1 << 9:  "MESSAGE_CREATE MESSAGE_UPDATE MESSAGE_DELETE MESSAGE_CREATE INTERACTION_CREATE",
		1 << 12: "MESSAGE_CREATE INTERACTION_CREATE",
	} {
		c := serve(t, discordtest.Options{Privileged: 1 << 1})
		ws, _ := c.identify(fmt.Sprintf(`"intents":%d`, intents))
		act(c)
		if got := strings.Join(ws.seen(), " "); got != want {
			t.Errorf("%d: got %s, want %s", intents, got, want)
		}
	}
}

// Without the intent for content it is there in direct messages, in the bot's
// own and in those that mention it.
func TestContent(t *testing.T) {
	for _, intents := range []int{1<<9 | 1<<12, 1<<9 | 1<<12 | 1<<15} {
		c := serve(t, discordtest.Options{Privileged: 1 << 15})
		ws, _ := c.identify(fmt.Sprintf(`"intents":%d`, intents))
		open := intents&(1<<15) != 0
		own := c.get("POST", general+"/messages", `{"content":"own"}`)["id"].(string)
		ws.until("MESSAGE_CREATE")
		for _, tc := range []struct {
			post discordtest.Post
			seen bool
		}{
			{discordtest.Post{Content: "x"}, open},
			{discordtest.Post{Content: "<@" + discordtest.BotID + "> x"}, true},
			{discordtest.Post{Content: "x", Channel: discordtest.DMID}, true},
			{discordtest.Post{Content: "x", ReplyTo: own}, true},
			{discordtest.Post{Content: "x", ReplyTo: own, Silent: true}, open},
		} {
			c.Say(tc.post)
			e := ws.until("MESSAGE_CREATE")
			if (e["content"] != "") != tc.seen {
				t.Errorf("%d: %+v: got %q", intents, tc.post, e["content"])
			}
			if ref, ok := e["referenced_message"].(map[string]any); tc.post.ReplyTo != "" && (!ok || ref["content"] != "own") {
				t.Errorf("%d: the message replied to is %v", intents, ref)
			}
		}
	}
}

// A resumed session gets what it missed, in order; one that is lost or too
// far behind begins anew.
func TestResume(t *testing.T) {
	c := serve(t, discordtest.Options{})
	ws, ready := c.identify(`"intents":512`)
	id := ready["session_id"].(string)
	resume := func(seq int) *conn {
		out := c.dial()
		out.send(fmt.Sprintf(`{"op":6,"d":{"token":"test-token","session_id":%q,"seq":%d}}`, id, seq))
		return out
	}
	c.Drop(0)
	if code := ws.closed(); code != 0 && code != 1006 {
		t.Errorf("cut with %d", code)
	}
	for n := range 3 {
		c.Say(discordtest.Post{Content: fmt.Sprint("<@"+discordtest.BotID+"> ", n)})
	}
	ws = resume(1)
	for n := range 3 {
		if e := ws.until("MESSAGE_CREATE"); !strings.HasSuffix(e["content"].(string), fmt.Sprint(n)) {
			t.Errorf("message %d is %v", n, e["content"])
		}
	}
	ws.until("RESUMED")
	c.Reconnect()
	if e := ws.next(); e.Op != 7 {
		t.Errorf("asked to reconnect with %+v", e)
	}
	if code := resume(999).closed(); code != 4007 {
		t.Errorf("a number of the future: %d", code)
	}
	for range 3000 {
		c.Say(discordtest.Post{Content: "x"})
	}
	if e := resume(1).next(); e.Op != 9 || string(e.Data) != "false" {
		t.Errorf("too far behind: %+v", e)
	}
	if e := resume(1).next(); e.Op != 9 {
		t.Errorf("lost: %+v", e)
	}
	ws, ready = c.identify(`"intents":512`)
	id = ready["session_id"].(string)
	c.Invalidate(true)
	if e := ws.next(); e.Op != 9 || string(e.Data) != "true" {
		t.Errorf("invalid: %+v", e)
	}
	ws = resume(1)
	ws.until("RESUMED")
	c.Invalidate(false)
	if e := ws.next(); e.Op != 9 || string(e.Data) != "false" {
		t.Errorf("invalid: %+v", e)
	}
	if e := resume(1).next(); e.Op != 9 {
		t.Errorf("resumed what is invalid: %+v", e)
	}
	_, ready = c.identify(`"intents":512`)
	id = ready["session_id"].(string)
	c.Drop(4000)
	c.Advance(6 * time.Minute)
	if e := resume(1).next(); e.Op != 9 {
		t.Errorf("resumed after six minutes: %+v", e)
	}
}

// Who sends no heartbeats is closed on; without acknowledgements a client can
// tell that the connection is dead.
func TestHeartbeats(t *testing.T) {
	c := serve(t, discordtest.Options{Heartbeat: 50 * time.Millisecond})
	ws, _ := c.identify(`"intents":0`)
	if names := ws.seen(); len(names) != 0 || c.Beats() != 1 {
		t.Errorf("got %v and %d heartbeats", names, c.Beats())
	}
	if code := ws.closed(); code != 4009 {
		t.Errorf("silence is closed on with %d", code)
	}
	ws, _ = c.identify(`"intents":0`)
	c.StopAcks(true)
	ws.send(`{"op":1,"d":null}`)
	if code := ws.closed(); code != 4009 {
		t.Errorf("an answer, or code %d", code)
	}
}

// Shards identify a few at a time.
func TestConcurrency(t *testing.T) {
	c := serve(t, discordtest.Options{MaxConcurrency: 2, IdentifyEvery: time.Minute, MinShards: 2})
	if got := c.get("GET", "gateway/bot", "")["session_start_limit"].(map[string]any); got["max_concurrency"] != 2.0 {
		t.Errorf("got %v", got)
	}
	for n, tooEarly := range []bool{false, false, true} {
		ws := c.dial()
		ws.send(fmt.Sprintf(`{"op":2,"d":{"token":"test-token","properties":{},"intents":0,"shard":[%d,4]}}`, n))
		if e := ws.next(); (e.Op == 9) != tooEarly {
			t.Errorf("shard %d got %+v", n, e)
		}
	}
	ws := c.dial()
	ws.send(`{"op":2,"d":{"token":"test-token","properties":{},"intents":0}}`)
	if code := ws.closed(); code != 4011 {
		t.Errorf("too few shards: %d", code)
	}
}

// Guilds come and go; the presence is recorded.
func TestGuildEvents(t *testing.T) {
	c := serve(t, discordtest.Options{})
	ws, _ := c.identify(`"intents":1,"presence":{"status":"idle","activities":[{"name":"news","type":3}],"since":null,"afk":false}`)
	guild := c.AddGuild(discordtest.Guild{Name: "new"})
	c.SetAvailable(guild, false)
	c.SetAvailable(guild, true)
	c.RemoveBot(guild)
	names := ws.seen()
	if want := "GUILD_CREATE GUILD_CREATE GUILD_DELETE GUILD_CREATE GUILD_DELETE"; strings.Join(names, " ") != want {
		t.Errorf("got %v", names)
	}
	ws.send(`{"op":3,"d":{"status":"dnd","activities":[],"since":null,"afk":false}}`)
	ws.seen()
	if p := c.Presences(); len(p) != 2 || p[0].Activities[0].Name != "news" || p[1].Status != "dnd" {
		t.Errorf("got %+v", p)
	}
	ws.send(`{"op":8,"d":{"guild_id":"` + discordtest.GuildID + `","user_ids":["` + discordtest.OtherID + `","5"],"limit":0}}`)
	if e := ws.until("GUILD_MEMBERS_CHUNK"); len(e["members"].([]any)) != 1 || len(e["not_found"].([]any)) != 1 {
		t.Errorf("got %v", e)
	}
	ws.send(`{"op":3,"d":{"status":"asleep"}}`)
	if code := ws.closed(); code != 4002 {
		t.Errorf("an unknown status: %d", code)
	}
}

// Events out of order and twice keep their numbers, and none is lost.
func TestDisorder(t *testing.T) {
	c := serve(t, discordtest.Options{Seed: 3})
	ws, _ := c.identify(`"intents":512`)
	c.SetDisorder(discordtest.Disorder{Twice: 0.3, Late: 0.3})
	for range 100 {
		c.Say(discordtest.Post{Content: "x"})
	}
	time.Sleep(60 * time.Millisecond) // for the last, if it is late
	c.SetDisorder(discordtest.Disorder{})
	ws.send(`{"op":1,"d":null}`)
	var seqs []int64
	for {
		e := ws.next()
		if e.Op == 11 {
			break
		}
		seqs = append(seqs, e.Seq)
	}
	inOrder := slices.IsSorted(seqs)
	slices.Sort(seqs)
	if different := slices.Compact(slices.Clone(seqs)); inOrder || len(different) != 100 || len(seqs) < 110 {
		t.Errorf("%d events of %d numbers, in order: %t", len(seqs), len(different), inOrder)
	}
}
