package bot

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/bwmarrin/discordgo"
)

// FuzzOptions reads options as Discord's JSON could have them: no reader
// panics, none gives a value of another type than was sent, and no change of
// settings that comes of them breaks what settings may be.
func FuzzOptions(f *testing.F) {
	for _, s := range []string{
		`null`, `[]`, `[null]`, `[{"name":"user","type":4,"value":3}]`, `[{"name":"user","value":1e300},{"name":"tokens","value":-1}]`,
		`[{"name":"user","value":1.5}]`, `[{"name":"user","value":"3"}]`, `[{"name":"private","type":5,"value":true},{"name":"private","value":null}]`,
		`[{"name":"channel","type":7,"value":"100000000000000001"}]`, `[{"name":"channel","value":{}}]`, `[{"name":"outlet","value":"\u0000 "}]`,
		`[{"name":"channels","type":2,"options":[null,{"name":"add","type":1,"options":[{"name":"channel","value":[]}]}]}]`,
		`[{"type":2,"options":[{"type":2,"options":[{"type":2}]}]}]`, `[{"name":"language","value":"xx"}]`, `[{"name":"user","value":-9007199254740993}]`,
		`[{"name":"outlet","focused":true}]`,
	} {
		f.Add(s)
	}
	edits := map[string]func(*Settings, options) error{
		"channel": setListed("channel", channelsOf, true), "role": setListed("role", rolesOf, true), "outlet": setOutlet(true), "answers": setAnswers, "limits": setLimits, "log": setLog,
	}
	f.Fuzz(func(t *testing.T, raw string) {
		var given []*discordgo.ApplicationCommandInteractionDataOption
		if json.Unmarshal([]byte(raw), &given) != nil {
			return
		}
		_, below := path(given)
		for _, o := range []options{given, below} {
			o.focused()
			for _, name := range []string{"user", "private", "channel", "outlet", "", "tokens"} {
				text := o.text(name)
				n, number := o.number(name)
				_, truth := o.truth(name)
				if number && (truth || text != "") || truth && text != "" {
					t.Errorf("%s: %q is of several types: %q, %d", raw, name, text, n)
				}
				if math.Abs(float64(n)) > maxWhole {
					t.Errorf("%s: %q is %d", raw, name, n)
				}
			}
			for name, edit := range edits {
				var s Settings
				if edit(&s, o) != nil || s.check() != nil {
					continue
				}
				for _, id := range append(append([]string{s.Log}, s.Channels...), s.Roles...) {
					if id != "" && !snowflake(id) {
						t.Errorf("%s: %s keeps the ID %q", raw, name, id)
					}
				}
				if s.User < 0 || s.User > maxLimit || s.Tokens > maxTokens {
					t.Errorf("%s: %s keeps %+v", raw, name, s)
				}
				if l := (Limits{}).with(s, Grant{}); l.User < 1 || l.Channel < 1 || l.Server < 1 || l.Tokens < 0 {
					t.Errorf("%s: %s limits to %+v", raw, name, l)
				}
			}
		}
	})
}
