package discordtest_test

import (
	"strings"
	"testing"
	"time"

	"newsdesk/bot/discordtest"
)

// Limits are counted by channel, shared by the routes of a bucket, and tell
// how long they last.
func TestBuckets(t *testing.T) {
	c := serve(t, discordtest.Options{})
	c.Limit(discordtest.Limit{Routes: []string{"POST /channels/{channel}/messages", "POST /channels/{channel}/typing"}, Max: 2, Per: time.Minute})
	other := c.AddChannel(discordtest.Channel{Guild: discordtest.GuildID})
	var buckets []string
	for _, step := range []struct {
		path, body string
		status     int
		remaining  string
	}{
		{general + "/messages", `{"content":"x"}`, 200, "1"},
		{general + "/typing", "", 204, "0"},
		{general + "/messages", `{"content":"x"}`, 429, "0"},
		{"channels/" + other + "/messages", `{"content":"x"}`, 200, "1"},
	} {
		status, _, h := c.do("POST", step.path, step.body)
		if status != step.status || h.Get("X-RateLimit-Remaining") != step.remaining || h.Get("X-RateLimit-Limit") != "2" || h.Get("X-RateLimit-Reset") == "" {
			t.Errorf("%s: got %d %v", step.path, status, h)
		}
		if status == 429 && (h.Get("X-RateLimit-Scope") != "user" || h.Get("Retry-After") == "") {
			t.Errorf("got %v", h)
		}
		buckets = append(buckets, h.Get("X-RateLimit-Bucket"))
	}
	if buckets[0] != buckets[1] || buckets[0] == "" {
		t.Errorf("the buckets are %v", buckets)
	}
	c.Advance(time.Minute)
	if status, _, _ := c.do("POST", general+"/messages", `{"content":"x"}`); status != 200 {
		t.Errorf("a minute later: %d", status)
	}
	if len(discordtest.UsualLimits()) == 0 {
		t.Error("there are no usual limits")
	}
}

// The global limit holds for everything but interactions.
func TestGlobalLimit(t *testing.T) {
	c := serve(t, discordtest.Options{Global: 3})
	token := c.Ask("q", discordtest.InteractionOptions{})
	var got []int
	for range 5 {
		status, body, h := c.ask("GET", "users/@me", "")
		got = append(got, status)
		if status == 429 && (h.Get("X-RateLimit-Global") != "true" || h.Get("X-RateLimit-Scope") != "global" || !strings.Contains(string(body), `"global":true`) || !strings.Contains(string(body), "retry_after")) {
			t.Errorf("got %v %s", h, body)
		}
	}
	if got[2] != 200 || got[3] != 429 {
		t.Errorf("got %v", got)
	}
	if status, _, _ := c.do("POST", c.callback(token), `{"type":5}`); status != 204 {
		t.Errorf("an interaction: %d", status)
	}
	c.Advance(time.Second)
	if status, _, _ := c.do("GET", "users/@me", ""); status != 200 {
		t.Errorf("a second later: %d", status)
	}
}

// Who is refused too often is banned; shared limits do not count.
func TestBan(t *testing.T) {
	c := serve(t, discordtest.Options{BanAfter: 5})
	c.Inject(discordtest.Fault{Status: 429, Shared: true, RetryAfter: time.Millisecond, Times: 9})
	for range 9 {
		if _, _, h := c.do("GET", "users/@me", ""); h.Get("X-RateLimit-Scope") != "shared" {
			t.Errorf("got %v", h)
		}
	}
	if c.Invalid() != 0 {
		t.Errorf("%d shared ones count", c.Invalid())
	}
	c.SetLimit("GET /users/@me", 1, time.Hour)
	for range 3 {
		c.do("GET", "users/@me", "")
	}
	c.do("PUT", "applications/1/commands", "[]")
	if n := c.Invalid(); n != 3 || c.Banned() {
		t.Errorf("%d count", n)
	}
	c.Advance(11 * time.Minute)
	if n := c.Invalid(); n != 0 {
		t.Errorf("%d count after ten minutes", n)
	}
	for range 5 {
		c.do("PUT", "applications/1/commands", "[]")
	}
	if status, body, h := c.ask("GET", "gateway", ""); !c.Banned() || status != 429 || !strings.HasPrefix(string(body), "<html>") || h.Get("X-RateLimit-Scope") != "" {
		t.Errorf("got %d %s", status, body)
	}
	c.Advance(2 * time.Hour)
	if status, _, _ := c.do("GET", "gateway", ""); status != 200 {
		t.Errorf("after the ban: %d", status)
	}
}

// Faults strike a share of the requests, the same ones for the same seed.
func TestShare(t *testing.T) {
	var runs []string
	for range 2 {
		c := serve(t, discordtest.Options{Seed: 7})
		c.Inject(discordtest.Fault{Route: "GET /users/", Status: 503, Share: 0.3})
		var run strings.Builder
		for range 100 {
			status, _, _ := c.do("GET", "users/@me", "")
			run.WriteByte("25"[status/503])
		}
		if n := strings.Count(run.String(), "5"); n < 15 || n > 45 {
			t.Errorf("%d of 100 were struck", n)
		}
		if status, _, _ := c.do("GET", "gateway", ""); status != 200 {
			t.Errorf("another route: %d", status)
		}
		c.Calm()
		if status, _, _ := c.do("GET", "users/@me", ""); status != 200 {
			t.Errorf("calm: %d", status)
		}
		runs = append(runs, run.String())
	}
	if runs[0] != runs[1] {
		t.Error("the seed does not decide")
	}
}

// A fault can strike after the request took effect.
func TestLostAnswer(t *testing.T) {
	c := serve(t, discordtest.Options{})
	c.Inject(discordtest.Fault{Route: "POST /channels/", Status: 502, Done: true})
	c.Inject(discordtest.Fault{Route: "POST /channels/", Status: 502})
	for range 2 {
		if status, _, _ := c.do("POST", general+"/messages", `{"content":"x"}`); status != 502 {
			t.Errorf("got %d", status)
		}
	}
	if n := len(c.Messages(discordtest.General)); n != 1 {
		t.Errorf("%d messages arrived, want 1", n)
	}
}
