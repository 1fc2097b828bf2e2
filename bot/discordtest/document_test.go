package discordtest_test

import (
	"os"
	"strings"
	"testing"

	"newsdesk/bot/discordtest"
)

// specification is Discord's OpenAPI document, where it is present.
const specification = "../../../shared/discord/openapi.json"

// Requests that do not meet Discord's document, and unknown routes, are
// violations; good ones are not.
func TestDocument(t *testing.T) {
	c := serve(t, discordtest.Options{Document: specification})
	if !c.Documented() {
		if _, err := os.Stat(specification); err == nil {
			t.Fatal("the document is not used")
		}
		t.Skip("Discord's OpenAPI document is not there")
	}
	token := c.Ask("q", discordtest.InteractionOptions{})
	c.get("POST", c.callback(token), `{"type":4,"data":{"content":"x","flags":64,"allowed_mentions":{"parse":[]}}}`)
	c.get("PATCH", hook(token, "@original"), `{"content":"y","components":[{"type":1,"components":[{"type":2,"style":1,"label":"l","custom_id":"b"}]}]}`)
	c.get("POST", hook(token, ""), `{"content":"z"}`)
	c.get("POST", commands, `{"name":"c","description":"d","default_member_permissions":"8","contexts":[0,1],"integration_types":[0]}`)
	token = c.Ask("q", discordtest.InteractionOptions{})
	c.get("POST", c.callback(token), aModal)
	m := c.get("POST", general+"/messages", `{"content":"x","nonce":"1","enforce_nonce":true}`)["id"].(string)
	c.get("POST", general+"/messages/"+m+"/threads", `{"name":"n","auto_archive_duration":60}`)
	c.get("GET", "gateway/bot", "")
	if v := c.Violations(); len(v) != 0 {
		t.Errorf("good requests are violations: %v", v)
	}
	for name, tc := range map[string]struct{ method, path, body string }{
		"unknown route": {"GET", "nonsense", ""},
		"unknown here":  {"GET", "voice/regions", ""},
		"wrong type":    {"POST", general + "/messages", `{"content":7}`},
		"title of 257":  {"POST", general + "/messages", `{"embeds":[{"title":"` + strings.Repeat("x", 257) + `"}]}`},
		"no name":       {"POST", commands, `{"description":"d"}`},
	} {
		before := len(c.Violations())
		c.do(tc.method, tc.path, tc.body)
		if v := c.Violations(); len(v) != before+1 {
			t.Errorf("%s is no violation", name)
		}
	}
}

// A document that is none is said to be so.
func TestBadDocument(t *testing.T) {
	path := t.TempDir() + "/openapi.json"
	if err := os.WriteFile(path, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := discordtest.New(discordtest.Options{Document: path}); err == nil || !strings.Contains(err.Error(), "OpenAPI") {
		t.Errorf("got %v", err)
	}
}
