package discordtest_test

import (
	"strings"
	"testing"

	"newsdesk/bot/discordtest"
)

// bodies are requests that take one, with good bodies to start from.
var bodies = []struct{ method, path, body string }{
	{"POST", general + "/messages", `{"content":"x","embeds":[{"title":"t","fields":[{"name":"n","value":"v"}],"footer":{"text":"f"}}],"allowed_mentions":{"parse":[]}}`},
	{"POST", general + "/messages", `{"content":"x","components":[{"type":1,"components":[{"type":2,"style":1,"label":"l","custom_id":"b"}]}]}`},
	{"POST", general + "/messages", `{"flags":32768,"components":[{"type":17,"components":[{"type":9,"components":[{"type":10,"content":"x"}],"accessory":{"type":11,"media":{"url":"https://a.example"}}}]}]}`},
	{"PATCH", general + "/messages/MESSAGE", `{"content":null,"embeds":null,"components":[]}`},
	{"POST", general + "/messages/MESSAGE/threads", `{"name":"n","auto_archive_duration":60}`},
	{"POST", general + "/threads", `{"name":"n","type":11}`},
	{"POST", general + "/messages/bulk-delete", `{"messages":["1","2"]}`},
	{"PATCH", general, `{"name":"n","archived":true}`},
	{"POST", "users/@me/channels", `{"recipient_id":"100000000000000006"}`},
	{"PATCH", "applications/@me", `{"description":"d"}`},
	{"PUT", commands, `[{"name":"c","description":"d","options":[{"type":2,"name":"g","description":"d","options":[{"type":1,"name":"s","description":"d","options":[{"type":3,"name":"o","description":"d","choices":[{"name":"n","value":"v"}]}]}]}]}]`},
	{"POST", commands, `{"name":"c","type":3}`},
	{"POST", "CALLBACK", `{"type":4,"data":{"content":"x","flags":64}}`},
	{"POST", "CALLBACK", `{"type":5,"data":{"flags":64}}`},
	{"POST", "CALLBACK", aModal},
	{"PATCH", "HOOK/messages/@original", `{"content":"x"}`},
	{"POST", "HOOK", `{"content":"x"}`},
}

// FuzzBodies: whatever a body holds, the server answers, with a client's
// success or error, and goes on. What the document says of it is one line.
func FuzzBodies(f *testing.F) {
	for n, b := range bodies {
		f.Add(n, b.body)
		f.Add(n, strings.ReplaceAll(b.body, `"x"`, "null"))
		f.Add(n, strings.ReplaceAll(strings.ReplaceAll(b.body, "{", "["), "}", "]"))
		for _, odd := range []string{"null", "[null]", "[[]]", `{"data":null}`, `{"components":[{"type":1,"components":[null]}],"embeds":[null]}`, `{"options":[null]}`, "7", `""`, "{}", "[]", ""} {
			f.Add(n, odd)
		}
	}
	f.Fuzz(func(t *testing.T, n int, body string) {
		if n < 0 || n >= len(bodies) {
			t.Skip()
		}
		c := serve(t, discordtest.Options{Document: specification})
		id := c.get("POST", general+"/messages", `{"content":"x"}`)["id"].(string)
		token := c.Ask("q", discordtest.InteractionOptions{})
		if strings.HasPrefix(bodies[n].path, "HOOK") {
			c.get("POST", c.callback(token), `{"type":5}`)
		}
		path := strings.NewReplacer("MESSAGE", id, "CALLBACK", c.callback(token), "HOOK", hook(token, "")).Replace(bodies[n].path)
		status, answer, _ := c.ask(bodies[n].method, path, body)
		if status >= 500 || status < 200 || status >= 400 && !strings.Contains(string(answer), `"message"`) {
			t.Errorf("%s %s: %d %s", bodies[n].method, body, status, answer)
		}
		if v := c.Violations(); len(v) > 1 || len(v) == 1 && strings.ContainsAny(v[0], "\r\n") {
			t.Errorf("%s %s: %q", bodies[n].method, body, v)
		}
		c.get("GET", "users/@me", "")
	})
}
