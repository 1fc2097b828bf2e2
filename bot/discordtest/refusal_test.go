package discordtest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"newsdesk/bot/discordtest"
)

// A form that is refused is answered with the field that is wrong and what is
// wrong with it, as Discord nests them.
func TestBadForms(t *testing.T) {
	c := serve(t, discordtest.Options{})
	call := c.Ask("q", discordtest.InteractionOptions{})
	long := func(n int) string { return strings.Repeat("x", n) }
	const messages = general + "/messages"
	for _, tc := range []struct{ method, path, body, field, what string }{
		{"POST", messages, `[]`, "", "not a message"},
		{"POST", messages, `{"content":"` + long(2001) + `"}`, "content", "must be 2000 or fewer in length, is 2001"},
		{"POST", messages, `{"embeds":[{"title":"t"},{"fields":[{"name":"n","value":"` + long(1025) + `"}]}]}`, "embeds.1.fields.0.value", "must be 1024 or fewer in length, is 1025"},
		{"POST", messages, `{"embeds":[{"title":"t","footer":{"text":"f","icon_url":"f"}}]}`, "embeds.0.footer.icon_url", "not a well formed URL: f"},
		{"POST", messages, `{"embeds":[{}]}`, "embeds.0", "is empty"},
		{"POST", messages, `{"components":[{"type":1,"components":[{"type":2,"style":1,"label":"l","custom_id":"a"},{"type":2,"style":1,"label":"l","custom_id":"a"}]}]}`,
			"components.0.components.1.custom_id", "a is duplicated"},
		{"POST", messages, `{"components":[{"type":1,"components":[{"type":2,"style":5,"label":"l"}]}]}`, "components.0.components.0.url", "a link button has a well formed URL of at most 512 and no custom ID"},
		{"POST", messages, `{"components":[{"type":1,"components":[{"type":3,"custom_id":"c","options":[{"label":"l","value":"v"},{"label":"","value":"w"}]}]}]}`,
			"components.0.components.0.options.1.label", "must be between 1 and 100 in length"},
		{"POST", messages, `{"flags":32768,"components":[{"type":9,"components":[{"type":10,"content":"t"}],"accessory":{"type":2,"style":1,"custom_id":"a"}}]}`,
			"components.0.accessory.label", "a button must have a label or an emoji"},
		{"POST", messages, `{"content":"x","allowed_mentions":{"parse":["users","all"]}}`, "allowed_mentions.parse.1", "unknown type all"},
		{"GET", messages + "?limit=0", "", "limit", "must be between 1 and 100"},
		{"POST", c.callback(call), `{"type":4,"data":{"content":"` + long(2001) + `"}}`, "data.content", "must be 2000 or fewer in length, is 2001"},
		{"POST", c.callback(call), `{"type":9,"data":{"custom_id":"f","title":"t","components":[{"type":1,"components":[{"type":4,"style":3,"label":"l","custom_id":"i"}]}]}}`,
			"data.components.0.components.0.style", "must be one of 1, 2"},
		{"PUT", commands, `[{"name":"a","description":"d"},{"name":"b","description":"d","options":[{"type":1,"name":"s","description":"d","options":[{"type":3,"name":"o","description":""}]}]}]`,
			"1.options.0.options.0.description", "must be between 1 and 100 in length"},
	} {
		status, raw, _ := c.ask(tc.method, tc.path, tc.body)
		var answer struct {
			Code    int    `json:"code"`
			Message string `json:"message"`
			Errors  any    `json:"errors"`
		}
		if json.Unmarshal(raw, &answer) != nil || status != 400 || answer.Code != 50035 || answer.Message != "Invalid Form Body" {
			t.Errorf("%s: %d %s", tc.body, status, raw)
			continue
		}
		at := answer.Errors
		for _, name := range strings.FieldsFunc(tc.field+"._errors", func(r rune) bool { return r == '.' }) {
			in, _ := at.(map[string]any)
			at = in[name]
		}
		list, _ := at.([]any)
		if len(list) != 1 || list[0].(map[string]any)["message"] != tc.what {
			t.Errorf("%s: %s, want %q at %s", tc.body, raw, tc.what, tc.field)
		}
	}
}
