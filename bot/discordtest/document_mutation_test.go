package discordtest_test

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"newsdesk/bot/discordtest"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/mutations.golden anew")

// sent are requests of each kind that the bot sends, with every field that it
// sends in one.
var sent = []struct{ name, method, path, body string }{
	{"message", "POST", general + "/messages", `{"content":"c","embeds":[` + anEmbed + `],"allowed_mentions":{"parse":[],"replied_user":false},"components":[` + aRow + `],
		"message_reference":{"message_id":"100000000000000009","fail_if_not_exists":false},"nonce":"100000000000000009-0","enforce_nonce":true}`},
	{"edit", "PATCH", general + "/messages/100000000000000009", `{"content":"c","embeds":[` + anEmbed + `],"allowed_mentions":{"parse":[],"replied_user":false},"components":[` + aRow + `]}`},
	{"thread", "POST", general + "/messages/100000000000000009/threads", `{"name":"n","auto_archive_duration":1440}`},
	{"direct messages", "POST", "users/@me/channels", `{"recipient_id":"100000000000000006"}`},
	{"deferred answer", "POST", "interactions/100000000000000009/t/callback", `{"type":5,"data":{"flags":64}}`},
	{"answer", "POST", "interactions/100000000000000009/t/callback", `{"type":4,"data":{"content":"c","allowed_mentions":{"parse":[],"replied_user":false},"components":[` + aRow + `],"flags":64}}`},
	{"update", "POST", "interactions/100000000000000009/t/callback", `{"type":7,"data":{"content":"c","allowed_mentions":{"parse":[],"replied_user":false},"components":[` + aRow + `]}}`},
	{"completion", "POST", "interactions/100000000000000009/t/callback", `{"type":8,"data":{"choices":[{"name":"n","value":"v"}]}}`},
	{"form", "POST", "interactions/100000000000000009/t/callback", `{"type":9,"data":{"custom_id":"f","title":"t","components":[{"type":1,"components":[
		{"type":4,"style":2,"label":"l","custom_id":"i","value":"v","placeholder":"p","max_length":1000,"required":true}]}]}}`},
	{"follow-up", "POST", hook("t", ""), `{"content":"c","embeds":[` + anEmbed + `],"allowed_mentions":{"parse":[],"replied_user":false},"components":[` + aRow + `],"flags":64}`},
	{"edit of an answer", "PATCH", hook("t", "@original"), `{"content":"c","embeds":[` + anEmbed + `],"allowed_mentions":{"parse":[],"replied_user":false},"components":[` + aRow + `]}`},
	{"commands", "PUT", commands, `[{"name":"c","type":1,"description":"d","default_member_permissions":"32","contexts":[0],"integration_types":[0],"options":[
		{"type":3,"name":"o","description":"d","required":true,"min_length":1,"max_length":10,"autocomplete":true},
		{"type":3,"name":"p","description":"d","choices":[{"name":"n","value":"v"}]}]},
		{"name":"m","type":3,"contexts":[0],"integration_types":[0]}]`},
	{"commands of a server", "PUT", "applications/" + discordtest.AppID + "/guilds/" + discordtest.GuildID + "/commands", `[{"name":"n","type":1,"description":"d","options":[
			{"type":1,"name":"s","description":"d","options":[{"type":4,"name":"i","description":"d","min_value":0,"max_value":10},{"type":5,"name":"b","description":"d"}]},
			{"type":2,"name":"g","description":"d","options":[{"type":1,"name":"s","description":"d","options":[
				{"type":7,"name":"c","description":"d","required":true,"channel_types":[0,5]},{"type":8,"name":"r","description":"d"}]}]}]}]`},
}

const (
	anEmbed = `{"title":"t","description":"d","fields":[{"name":"n","value":"v"}],"footer":{"text":"f"}}`
	aRow    = `{"type":1,"components":[{"type":2,"style":1,"label":"l","custom_id":"a","disabled":true},{"type":2,"style":2,"emoji":{"name":"👍"},"custom_id":"b"}]}`
)

// field is a place in a body.
type field struct {
	name string // without the numbers of lists
	of   any    // its value
	set  func(any)
	drop func() // nil where it cannot be left out
}

// fieldsOf is what is in v, which stands at that name, from the top down.
func fieldsOf(name string, v any) (out []field) {
	switch in := v.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(in)) {
			at := strings.TrimPrefix(name+"."+key, ".")
			out = append(out, field{at, in[key], func(v any) { in[key] = v }, func() { delete(in, key) }})
			out = append(out, fieldsOf(at, in[key])...)
		}
	case []any:
		for n, of := range in {
			out = append(out, field{name + "[]", of, func(v any) { in[n] = v }, nil})
			out = append(out, fieldsOf(name+"[]", of)...)
		}
	}
	return out
}

// mutant is something else in the place of a field's value.
type mutant struct {
	name string
	v    any
}

// mutants of v that a rule may allow. The other is of a wrong kind.
func mutants(v any) (allowable []mutant, other any) {
	null := mutant{"null", nil}
	switch v.(type) {
	case string:
		return []mutant{null, {"empty", ""}, {"10000 long", strings.Repeat("x", 10000)}}, map[string]any{}
	case float64:
		return []mutant{null, {"-1", -1}, {"1e12", 1e12}}, map[string]any{}
	case bool:
		return []mutant{null}, map[string]any{}
	case []any:
		return []mutant{null, {"empty", []any{}}}, true
	}
	return []mutant{null, {"empty", map[string]any{}}}, true
}

// TestMutations changes each field of good requests of each kind that the bot
// sends. A value of a wrong kind is refused wherever it stands, so that the
// document knows every field; what else it takes there is in the golden file.
func TestMutations(t *testing.T) {
	var got strings.Builder
	for _, r := range sent {
		c := documented(t)
		var body any
		if err := json.Unmarshal([]byte(r.body), &body); err != nil {
			t.Fatal(r.name, err)
		}
		takes := func() bool {
			raw, err := json.Marshal(body)
			if err != nil {
				t.Fatal(err)
			}
			return c.violation(r.method, r.path, string(raw)) == ""
		}
		if !takes() {
			t.Errorf("%s: a good request is a violation: %v", r.name, c.Violations())
		}
		fmt.Fprintf(&got, "%s: %s %s\n", r.name, r.method, r.path)
		seen := map[string]bool{}
		for _, f := range fieldsOf("", body) {
			allowable, other := mutants(f.of)
			if f.set(other); takes() {
				t.Errorf("%s: %s may be %v", r.name, f.name, other)
			}
			var taken []string
			for _, m := range allowable {
				if f.set(m.v); takes() {
					taken = append(taken, m.name)
				}
			}
			if f.drop != nil {
				if f.drop(); takes() {
					taken = append(taken, "nothing")
				}
			}
			f.set(f.of)
			if !seen[f.name] {
				fmt.Fprintf(&got, "\t%s: %s\n", f.name, cmp.Or(strings.Join(taken, ", "), "-"))
			}
			seen[f.name] = true
		}
	}
	const golden = "testdata/mutations.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || string(want) != got.String() {
		t.Errorf("go test ./bot/discordtest -run Mutations -update, and read the difference: %v\n%s", err, got.String())
	}
}
