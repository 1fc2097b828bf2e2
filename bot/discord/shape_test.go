package discord

import (
	"encoding/json"
	"testing"
)

// What discordgo cannot read is left out, and what it can stays.
func TestShapes(t *testing.T) {
	for name, c := range map[string]struct {
		of        shape
		raw, want string
	}{
		"a user":            {userShape, `{"id":"1","username":"ann","bot":true,"flags":"x","avatar":null}`, `{"bot":true,"id":"1","username":"ann"}`},
		"an ID as a number": {userShape, `{"id":1234567890123456789,"username":7,"global_name":null}`, `{"id":"1234567890123456789"}`},
		"no object":         {userShape, `[]`, ``},
		"null":              {userShape, `null`, ``},
		"a member": {memberShape, `{"roles":["1",2,null,{}],"permissions":32,"joined_at":"soon","user":{"id":"3"}}`,
			`{"permissions":"32","roles":["1","2"],"user":{"id":"3"}}`},
		"odd permissions": {memberShape, `{"permissions":"","roles":null}`, `{}`},
		"a message": {messageShape, `{"id":"1","type":0,"components":[{"type":99}],"timestamp":"x","mentions":[null,{"id":"2"}],"poll":1,"referenced_message":{"id":"3","components":5,"referenced_message":{"id":"4"}}}`,
			`{"id":"1","mentions":[{"id":"2"}],"referenced_message":{"id":"3"},"type":0}`},
		"a type too large": {messageShape, `{"id":"1","type":300}`, `{"id":"1"}`},
		"a command": {interactionShape, `{"id":"1","type":2,"token":"t","entitlements":[5],"app_permissions":"","authorizing_integration_owners":{"0":"9","x":"9","1":null},"context":"GUILD","data":{"name":"ask","options":[null,{"name":"q","type":3,"value":"w"},{"name":"o","value":null,"type":"x"}]}}`,
			`{"authorizing_integration_owners":{"0":"9"},"data":{"name":"ask","options":[{"name":"q","type":3,"value":"w"},{"name":"o"}]},"id":"1","token":"t","type":2}`},
		"a subcommand": {interactionShape, `{"type":4,"data":{"options":[{"name":"a","type":2,"options":[{"name":"b","type":1,"options":[{"name":"c","value":1.5,"focused":true}]}]}]}}`,
			`{"data":{"options":[{"name":"a","options":[{"name":"b","options":[{"focused":true,"name":"c","value":1.5}],"type":1}],"type":2}]},"type":4}`},
		"a button": {interactionShape, `{"type":3,"message":{"id":"5","components":[{"type":99}]},"data":{"custom_id":"up","component_type":2,"values":["a",1]}}`,
			`{"data":{"component_type":2,"custom_id":"up","values":["a"]},"message":{"id":"5"},"type":3}`},
		"a form in rows": {interactionShape, `{"type":5,"data":{"custom_id":"again","components":[{"type":1,"components":[{"type":4,"custom_id":"q","value":"w"}]}]}}`,
			`{"data":{"components":[{"type":1,"components":[{"type":4,"custom_id":"q","value":"w"}]}],"custom_id":"again"},"type":5}`},
		"a form in labels": {interactionShape, `{"type":5,"data":{"custom_id":"again","components":[{"type":10,"id":1},{"type":18,"component":{"type":4,"custom_id":"q","value":"w"}},{"type":18,"component":{"type":3,"values":["x"]}},null,7]}}`,
			`{"data":{"components":[{"type":1,"components":[{"type":4,"custom_id":"q","value":"w"}]}],"custom_id":"again"},"type":5}`},
		"an unknown kind": {interactionShape, `{"id":"1","type":77,"token":"t","data":[]}`, `{"id":"1","token":"t","type":77}`},
		"its channel":     {interactionShape, `{"type":1,"channel":{"id":"8","type":0}}`, `{"channel_id":"8","type":1}`},
		"both ways":       {interactionShape, `{"type":1,"channel_id":9,"channel":{"id":"8"}}`, `{"channel_id":"9","type":1}`},
		"no data":         {interactionShape, `{"id":"1","type":2,"data":null}`, `{"id":"1","type":2}`},
	} {
		if got := string(c.of(json.RawMessage(c.raw))); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}
