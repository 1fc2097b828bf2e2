package discordtest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"newsdesk/bot/discordtest"
)

// What Discord refuses is refused, with its codes.
func TestRefusals(t *testing.T) {
	c := serve(t, discordtest.Options{Window: 100 * time.Millisecond})
	messages := "channels/" + discordtest.General + "/messages"
	x := func(n int) string { return strings.Repeat("x", n) }
	fields := func(n int) string {
		return `{"embeds":[{"fields":[` + strings.TrimSuffix(strings.Repeat(`{"name":"n","value":"v"},`, n), ",") + `]}]}`
	}
	for name, tc := range map[string]struct {
		method, path, body string
		status, code       int
	}{
		"a message":          {"POST", messages, `{"content":"hello"}`, 200, 0},
		"of the limit":       {"POST", messages, `{"content":"` + x(2000) + `"}`, 200, 0},
		"too long":           {"POST", messages, `{"content":"` + x(2001) + `"}`, 400, 50035},
		"long in UTF-16":     {"POST", messages, `{"content":"` + strings.Repeat("🙂", 1001) + `"}`, 400, 50035},
		"empty":              {"POST", messages, `{"content":" "}`, 400, 50006},
		"null":               {"POST", messages, `null`, 400, 50109},
		"no JSON":            {"POST", messages, `{`, 400, 50109},
		"null embed":         {"POST", messages, `{"embeds":[null]}`, 400, 50035},
		"empty embed":        {"POST", messages, `{"embeds":[{}]}`, 400, 50035},
		"25 fields":          {"POST", messages, fields(25), 200, 0},
		"26 fields":          {"POST", messages, fields(26), 400, 50035},
		"field without name": {"POST", messages, `{"embeds":[{"fields":[{"name":"","value":"v"}]}]}`, 400, 50035},
		"long description":   {"POST", messages, `{"embeds":[{"description":"` + x(4097) + `"}]}`, 400, 50035},
		"6000 in all":        {"POST", messages, `{"embeds":[{"description":"` + x(3500) + `"},{"description":"` + x(2500) + `"}]}`, 200, 0},
		"6001 in all":        {"POST", messages, `{"embeds":[{"description":"` + x(3500) + `"},{"description":"` + x(2501) + `"}]}`, 400, 50035},
		"ephemeral":          {"POST", messages, `{"content":"x","flags":64}`, 400, 50035},
		"unknown mention":    {"POST", messages, `{"content":"x","allowed_mentions":{"parse":["all"]}}`, 400, 50035},
		"reply to nothing":   {"POST", messages, `{"content":"x","message_reference":{"message_id":"100000000000099999"}}`, 400, 50035},
		"reply anyhow":       {"POST", messages, `{"content":"x","message_reference":{"message_id":"100000000000099999","fail_if_not_exists":false}}`, 200, 0},
		"unknown channel":    {"POST", "channels/1/messages", `{"content":"x"}`, 404, 10003},
		"unknown message":    {"PATCH", messages + "/1", `{"content":"x"}`, 404, 10008},
		"unknown route":      {"GET", "nonsense", "", 404, 0},
		"foreign app":        {"PUT", "applications/1/commands", `[]`, 403, 20012},
		"command name":       {"PUT", "applications/" + discordtest.AppID + "/commands", `[{"name":"Ask","description":"d"}]`, 400, 50035},
		"option order": {"PUT", "applications/" + discordtest.AppID + "/commands",
			`[{"name":"a","description":"d","options":[{"type":3,"name":"b","description":"d"},{"type":3,"name":"c","description":"d","required":true}]}]`, 400, 50035},
	} {
		if status, code, _ := c.do(tc.method, tc.path, tc.body); status != tc.status || code != tc.code {
			t.Errorf("%s: got %d %d, want %d %d", name, status, code, tc.status, tc.code)
		}
	}
}

func TestInteractionLife(t *testing.T) {
	c := serve(t, discordtest.Options{Window: 200 * time.Millisecond})
	token := c.Ask("what?", discordtest.InteractionOptions{})
	id := c.Interaction(token).ID
	callback := "interactions/" + id + "/" + token + "/callback"
	original := "webhooks/" + discordtest.AppID + "/" + token + "/messages/@original"
	late := c.Ask("late?", discordtest.InteractionOptions{})
	for _, step := range []struct {
		name, method, path, body string
		status, code             int
	}{
		{"edit first", "PATCH", original, `{"content":"x"}`, 404, 10015},
		{"wrong token", "POST", callback[:len(callback)-9] + "x/callback", `{"type":5}`, 404, 10062},
		{"wrong type", "POST", callback, `{"type":7}`, 400, 50035},
		{"acknowledge", "POST", callback, `{"type":5}`, 204, 0},
		{"twice", "POST", callback, `{"type":5}`, 400, 40060},
		{"edit", "PATCH", original, `{"content":"answer"}`, 200, 0},
		{"read", "GET", original, "", 200, 0},
		{"follow up", "POST", "webhooks/" + discordtest.AppID + "/" + token, `{"content":"more"}`, 200, 0},
	} {
		if status, code, _ := c.do(step.method, step.path, step.body); status != step.status || code != step.code {
			t.Errorf("%s: got %d %d, want %d %d", step.name, status, code, step.status, step.code)
		}
	}
	if i := c.Interaction(token); len(i.Messages) != 2 || i.Messages[0].Content != "answer" || i.Loading {
		t.Errorf("got %+v", i)
	}
	time.Sleep(250 * time.Millisecond)
	path := "interactions/" + c.Interaction(late).ID + "/" + late + "/callback"
	if status, code, _ := c.do("POST", path, `{"type":5}`); status != 404 || code != 10062 {
		t.Errorf("too late: got %d %d", status, code)
	}
}

func TestRateLimitHeaders(t *testing.T) {
	c := serve(t, discordtest.Options{})
	c.SetLimit("GET /users/@me", 1, time.Minute)
	if status, _, h := c.do("GET", "users/@me", ""); status != 200 || h.Get("X-RateLimit-Remaining") != "0" || h.Get("X-RateLimit-Bucket") == "" {
		t.Errorf("got %d %v", status, h)
	}
	if status, _, h := c.do("GET", "users/@me", ""); status != 429 || h.Get("Retry-After") != "60" {
		t.Errorf("got %d %v", status, h)
	}
	c.Inject(discordtest.Fault{Status: 429, RetryAfter: time.Minute, Global: true})
	for range 2 {
		if status, _, h := c.do("GET", "gateway/bot", ""); status != 429 || h.Get("X-RateLimit-Global") != "true" {
			t.Errorf("got %d %v", status, h)
		}
	}
}

// Without allowed_mentions a message pings everybody that it names, so that
// a bot that forgets them is found out.
func TestPings(t *testing.T) {
	c := serve(t, discordtest.Options{})
	for _, body := range []string{
		`{"content":"@everyone <@100000000000000006> <@&5>"}`,
		`{"content":"@everyone <@100000000000000006> <@&5>","allowed_mentions":{"parse":[]}}`,
	} {
		c.do("POST", "channels/"+discordtest.General+"/messages", body)
	}
	m := c.Messages(discordtest.General)
	if len(m) != 2 || strings.Join(m[0].Pings, " ") != "everyone 100000000000000006 &5" || len(m[1].Pings) != 0 {
		t.Errorf("got %+v", m)
	}
}

// The gateway closes on what it cannot accept with Discord's codes.
func TestGatewayCodes(t *testing.T) {
	c := serve(t, discordtest.Options{})
	identify := func(d string) string { return `{"op":2,"d":{"properties":{},` + d + `}}` }
	for name, tc := range map[string]struct {
		query, send string
		code        int
	}{
		"version":       {"?v=3", "", 4012},
		"no JSON":       {"?v=9", "nonsense", 4002},
		"opcode":        {"?v=9", `{"op":77,"d":null}`, 4001},
		"not yet":       {"?v=9", `{"op":3,"d":{}}`, 4003},
		"token":         {"?v=9", identify(`"token":"x","intents":0`), 4004},
		"no intents":    {"?v=9", identify(`"token":"test-token"`), 4013},
		"wrong intents": {"?v=9", identify(`"token":"test-token","intents":-1`), 4013},
		"privileged":    {"?v=10", identify(`"token":"test-token","intents":32768`), 4014},
		"shard":         {"?v=10", identify(`"token":"test-token","intents":1,"shard":[2,2]`), 4010},
	} {
		ws, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(strings.TrimSuffix(c.APIBase(), "/api/v9/"), "http")+"/gateway/"+tc.query, nil)
		if err != nil {
			t.Fatal(err)
		}
		if tc.send != "" {
			if err := ws.WriteMessage(websocket.TextMessage, []byte(tc.send)); err != nil {
				t.Error(err)
			}
		}
		for err == nil {
			ws.SetReadDeadline(time.Now().Add(5 * time.Second))
			_, _, err = ws.ReadMessage()
		}
		if !websocket.IsCloseError(err, tc.code) {
			t.Errorf("%s: got %v, want code %d", name, err, tc.code)
		}
		ws.Close()
	}
}
