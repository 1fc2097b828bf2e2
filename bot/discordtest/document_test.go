package discordtest_test

import (
	"os"
	"strings"
	"testing"

	"newsdesk/bot/discordtest"
)

// specification is Discord's OpenAPI document, where it is present.
const specification = "../../../shared/discord/openapi.json"

// documented is a server that holds requests to Discord's document.
func documented(t *testing.T) *client {
	t.Helper()
	c := serve(t, discordtest.Options{Document: specification})
	if !c.Documented() {
		if _, err := os.Stat(specification); err == nil {
			t.Fatal("the document is not used")
		}
		t.Skip("Discord's OpenAPI document is not there")
	}
	return c
}

// violation is what the document says of a request; empty where it is good.
func (c *client) violation(method, path, body string) string {
	c.t.Helper()
	before := len(c.Violations())
	if before >= 200 {
		c.t.Fatal("no more violations are kept")
	}
	c.ask(method, path, body)
	return strings.Join(c.Violations()[before:], "\n")
}

// Good requests are no violations.
func TestDocument(t *testing.T) {
	c := documented(t)
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
}

// What is wrong with a request is told in one line: the field, and what it may be.
func TestDocumentLines(t *testing.T) {
	c := documented(t)
	const messages = general + "/messages"
	long := func(n int) string { return strings.Repeat("x", n) }
	for _, tc := range []struct{ method, path, body, want string }{
		{"GET", "nonsense", "", "is no route of this server"},
		{"GET", "voice/regions", "", "is no route of this server"},
		{"GET", messages + "?limit=0", "", "limit in the query: must be 1 or more, is 0"},
		{"GET", messages + "?around=x", "", "around in the query: 'x' is not valid snowflake: not a number of 64 bits"},
		{"GET", messages + "?around=07", "", "around in the query: '07' does not match pattern '^(0|[1-9][0-9]*)$'"},
		{"GET", messages + "?limit=many", "", "limit in the query: is of the type string, must be integer"},
		{"GET", messages + "?limit=1&limit=2", "", "limit in the query: is of the type array, must be integer"},
		{"POST", "interactions/100000000000000009/secret-1/callback?with_response=true", `{"type":5}`, ""},
		{"POST", "interactions/100000000000000009/secret-1/callback?with_response=yes", `{"type":5}`, "with_response in the query: is of the type string, must be boolean"},
		{"PUT", "channels/100000000000000009/thread-members/@me", "", ""},
		{"PUT", "channels/100000000000000009/thread-members/@you", "", "user_id in the path: '@you' is not valid snowflake: not a number of 64 bits"},
		{"GET", "users/@me", `{}`, "takes no body"},
		{"GET", "channels/general", "", "channel_id in the path: 'general' is not valid snowflake: not a number of 64 bits"},
		{"POST", messages, "", "must have a body"},
		{"POST", messages, `{"content":"x"`, "is not JSON: unexpected EOF"},
		{"POST", messages, `[]`, "the body: is of the type array, must be object"},
		{"POST", messages, `{"content":7}`, "content: is of the type number, must be null or string"},
		{"POST", messages, `{"content":"` + long(4001) + `"}`, "content: must be 4000 or fewer in length, is 4001"},
		{"POST", messages, `{"embeds":[{},{"title":"` + long(257) + `"}]}`, "embeds.1.title: must be 256 or fewer in length, is 257"},
		{"POST", messages, `{"embeds":[{"fields":[{"name":"n"}]}]}`, "embeds.0.fields.0.value: is required"},
		{"POST", messages, `{"embeds":[{"url":"here"}]}`, "embeds.0.url: 'here' is not valid uri: relative url"},
		{"POST", messages, `{"embeds":[{"timestamp":"now"}]}`, "embeds.0.timestamp: 'now' is not valid date-time: less than 20 characters long"},
		{"POST", messages, `{"embeds":[{"color":16777216}]}`, "embeds.0.color: must be 16777215 or less, is 16777216"},
		{"POST", messages, `{"embeds":[{"color":1.5}]}`, "embeds.0.color: is of the type number, must be null or integer"},
		{"POST", messages, `{"embeds":[` + strings.Repeat(`{},`, 10) + `{}]}`, "embeds: must be 10 or fewer, are 11"},
		{"POST", messages, `{"allowed_mentions":{"parse":["all"]}}`, `allowed_mentions.parse.0: is "all", must be null or "roles" or "users" or "everyone"`},
		{"POST", messages, `{"message_reference":{"message_id":"7x"}}`, "message_reference.message_id: '7x' is not valid snowflake: not a number of 64 bits"},
		{"POST", messages, `{"message_reference":{"message_id":"18446744073709551616"}}`, "message_reference.message_id: '18446744073709551616' is not valid snowflake: not a number of 64 bits"},
		{"POST", messages, `{"message_reference":{"message_id":"007"}}`, "message_reference.message_id: '007' does not match pattern '^(0|[1-9][0-9]*)$'"},
		{"POST", messages, `{"nonce":true}`, "nonce: is of the type boolean, must be null or string or integer"},
		{"POST", messages, `{"nonce":9223372036854775807}`, ""},
		{"POST", messages, `{"nonce":9223372036854775808}`, "nonce: 9223372036854775808 is not valid int64: not a number of 64 bits"},
		{"POST", messages, `{"components":[{"type":55}]}`, "components.0.type: is 55, must be 1 or 9 or 10 or 12 or 13 or 14 or 17"},
		{"POST", messages, `{"components":[{}]}`, "components.0.type: is required"},
		{"POST", messages, `{"components":[{"type":1,"components":[{"type":2,"style":1,"label":"` + long(81) + `"}]}]}`, "components.0.components.0.label: must be 80 or fewer in length, is 81"},
		{"POST", messages, `{"components":[{"type":1,"components":[{"type":3,"custom_id":"c","options":[{"label":"l"}]}]}]}`, "components.0.components.0.options.0.value: is required"},
		{"POST", "interactions/100000000000000009/secret-1/callback", `{"type":4,"data":{"content":[]}}`, "data.content: is of the type array, must be null or string"},
		{"POST", "interactions/100000000000000009/secret-1/callback", `{"type":9,"data":{"custom_id":"c"}}`, "data.components: is required"},
		{"PUT", commands, `[{"name":"c","description":"d"},{"description":"d"}]`, "1.name: is required"},
		{"PUT", commands, `[{"name":"c","description":"d","options":[{"type":4,"name":"n","description":"d","min_value":0.5}]}]`, "0.options.0.min_value: is of the type number, must be null or integer"},
		{"PUT", commands, `[{"name":"c","description":"d","default_member_permissions":"all"}]`, "0.default_member_permissions: 'all' does not match pattern '^[0-9]+$'"},
	} {
		got := c.violation(tc.method, tc.path, tc.body)
		if tc.want == "" && got != "" || !strings.HasSuffix(got, tc.want) || strings.Contains(got, "\n") || strings.Contains(got, "secret-") {
			t.Errorf("%s %s: %q, want %q", tc.path, tc.body, got, tc.want)
		}
	}
}

// A message beside files is held to the document as one without.
func TestDocumentFiles(t *testing.T) {
	c := documented(t)
	file := part{"files[0]", "a.txt", "a"}
	for _, tc := range []struct {
		method, path string
		parts        []part
		want         string
	}{
		{"POST", general + "/messages", []part{{name: "payload_json", data: `{"content":"x","attachments":[{"id":"0","filename":"a.txt"}]}`}, file}, ""},
		{"POST", general + "/messages", []part{file}, ""},
		{"POST", general + "/messages", []part{{name: "payload_json", data: `{"content":7}`}, file}, "content: is of the type number, must be null or string"},
		{"POST", general + "/messages", []part{{name: "payload_json", data: `{"attachments":[{"id":"0"},{}]}`}, file}, "attachments.1.id: is required"},
		{"POST", general + "/messages", []part{{name: "payload_json", data: `{`}, file}, "is not JSON: unexpected EOF"},
		{"POST", general + "/messages", []part{file, file}, "files[0]: is there twice"},
		{"PATCH", hook("secret-1", "@original"), []part{{name: "payload_json", data: `{"embeds":7}`}, file}, "embeds: is of the type number, must be null or array"},
		{"POST", "users/@me/channels", []part{{name: "payload_json", data: `{"recipient_id":"100000000000000006"}`}, file}, "takes no files"},
	} {
		before := len(c.Violations())
		c.upload(tc.method, tc.path, tc.parts...)
		got := strings.Join(c.Violations()[before:], "\n")
		if tc.want == "" && got != "" || !strings.HasSuffix(got, tc.want) {
			t.Errorf("%s %v: %q, want %q", tc.path, tc.parts, got, tc.want)
		}
	}
}

// BenchmarkDocument is the time that a request takes with and without being held
// to the document.
func BenchmarkDocument(b *testing.B) {
	for name, path := range map[string]string{"held": specification, "not held": ""} {
		b.Run(name, func(b *testing.B) {
			c := serve(b, discordtest.Options{Document: path, Keep: 100})
			for b.Loop() {
				c.ask("POST", general+"/messages", sent[0].body)
			}
		})
	}
}

// A document that is none is said to be so, and so is one of which something
// would go unchecked.
func TestBadDocument(t *testing.T) {
	const of = `{"openapi":"3.1.0","paths":{"/a":{"get":`
	for body, want := range map[string]string{
		`{`:  "unexpected end of JSON input",
		`{}`: "it is of OpenAPI \"\", not 3.1",
		of + `{"parameters":[{"$ref":"#/components/parameters/p"}]}}}}`:                                              "stands elsewhere",
		of + `{"parameters":[{"name":"n","in":"header","schema":{"type":"string"}}]}}}}`:                             "is in the header",
		`{"openapi":"3.1.0","paths":{"/a/{b}":{"get":{}}}}`:                                                          "it has 1 parameters in the path, of which 0 are described",
		of + `{"parameters":[{"name":"n","in":"path","schema":{"type":"string"}}]}}}}`:                               "{n} is not in the path",
		of + `{"requestBody":{"$ref":"#/components/requestBodies/b"}}}}}`:                                            "stands elsewhere",
		of + `{"requestBody":{"content":{"application/json":{"schema":{"$ref":"#/nowhere"}}}}}}}}`:                   "nowhere",
		of + `{"requestBody":{"content":{"application/json":{"schema":{"type":"string","format":"telephone"}}}}}}}}`: "its format \"telephone\" has no rule here",
		of + `{"requestBody":{"content":{"application/json":{"schema":{"type":"text"}}}}}}}}`:                        "/a: ",
	} {
		path := t.TempDir() + "/openapi.json"
		if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := discordtest.New(discordtest.Options{Document: path})
		if err == nil || !strings.Contains(err.Error(), "is not Discord's OpenAPI document: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", body, err, want)
		}
	}
}
