package discordtest_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"newsdesk/bot/discordtest"
)

const commands = "applications/" + discordtest.AppID + "/commands"

// What Discord takes as a command, and what it refuses.
func TestCommandRules(t *testing.T) {
	x := func(n int) string { return strings.Repeat("x", n) }
	option := func(rest string) string {
		return `{"name":"c","description":"d","options":[{"name":"o","description":"d"` + rest + `}]}`
	}
	sub := func(in string) string {
		return `{"type":1,"name":"s","description":"d","options":[` + in + `]}`
	}
	options := func(in string) string { return `{"name":"c","description":"d","options":[` + in + `]}` }
	for name, tc := range map[string]struct {
		body string
		ok   bool
	}{
		"least":                      {`{"name":"c","description":"d"}`, true},
		"other letters":              {`{"name":"spør-mål_1","description":"d"}`, true},
		"capital":                    {`{"name":"Ask","description":"d"}`, false},
		"space":                      {`{"name":"a b","description":"d"}`, false},
		"name of 32":                 {`{"name":"` + x(32) + `","description":"d"}`, true},
		"name of 33":                 {`{"name":"` + x(33) + `","description":"d"}`, false},
		"no name":                    {`{"name":"","description":"d"}`, false},
		"no description":             {`{"name":"c"}`, false},
		"description of 100":         {`{"name":"c","description":"` + x(100) + `"}`, true},
		"description of 101":         {`{"name":"c","description":"` + x(101) + `"}`, false},
		"message command":            {`{"type":3,"name":"Check this"}`, true},
		"user command":               {`{"type":2,"name":"Who is it?"}`, true},
		"message with a description": {`{"type":3,"name":"Check this","description":"d"}`, false},
		"message with options":       {`{"type":3,"name":"Check this","options":[{"type":3,"name":"o","description":"d"}]}`, false},
		"unknown type":               {`{"type":9,"name":"c","description":"d"}`, false},
		"25 options":                 {options(repeat(`{"type":3,"name":"o#","description":"d"}`, 25)), true},
		"26 options":                 {options(repeat(`{"type":3,"name":"o#","description":"d"}`, 26)), false},
		"same option":                {options(repeat(`{"type":3,"name":"o","description":"d"}`, 2)), false},
		"required last":              {options(`{"type":3,"name":"a","description":"d"},{"type":3,"name":"b","description":"d","required":true}`), false},
		"required first":             {options(`{"type":3,"name":"a","description":"d","required":true},{"type":3,"name":"b","description":"d"}`), true},
		"null option":                {options("null"), false},
		"no type":                    {option(""), false},
		"type 12":                    {option(`,"type":12`), false},
		"choices":                    {option(`,"type":3,"choices":[` + repeat(`{"name":"n#","value":"v#"}`, 25) + `]`), true},
		"26 choices":                 {option(`,"type":3,"choices":[` + repeat(`{"name":"n#","value":"v#"}`, 26) + `]`), false},
		"choice of a wrong type":     {option(`,"type":3,"choices":[{"name":"n","value":1}]`), false},
		"number choice":              {option(`,"type":4,"choices":[{"name":"n","value":1}]`), true},
		"half a number":              {option(`,"type":4,"choices":[{"name":"n","value":1.5}]`), false},
		"choice of 101":              {option(`,"type":3,"choices":[{"name":"` + x(101) + `","value":"v"}]`), false},
		"choices and completion":     {option(`,"type":3,"autocomplete":true,"choices":[{"name":"n","value":"v"}]`), false},
		"completion":                 {option(`,"type":3,"autocomplete":true`), true},
		"completion of a user":       {option(`,"type":6,"autocomplete":true`), false},
		"lengths":                    {option(`,"type":3,"min_length":1,"max_length":6000`), true},
		"length of 6001":             {option(`,"type":3,"max_length":6001`), false},
		"length of a number":         {option(`,"type":4,"max_length":6`), false},
		"values":                     {option(`,"type":10,"min_value":0.5,"max_value":2`), true},
		"value of a text":            {option(`,"type":3,"min_value":1`), false},
		"kinds of channel":           {option(`,"type":7,"channel_types":[0]`), true},
		"kinds of a text":            {option(`,"type":3,"channel_types":[0]`), false},
		"subcommand":                 {options(sub(`{"type":3,"name":"o","description":"d"}`)), true},
		"subcommand beside option":   {options(sub("") + `,{"type":3,"name":"o","description":"d"}`), false},
		"group":                      {options(`{"type":2,"name":"g","description":"d","options":[` + sub("") + `]}`), true},
		"empty group":                {options(`{"type":2,"name":"g","description":"d"}`), false},
		"option in a group":          {options(`{"type":2,"name":"g","description":"d","options":[{"type":3,"name":"o","description":"d"}]}`), false},
		"nested subcommand":          {options(sub(sub(""))), false},
		"permissions":                {`{"name":"c","description":"d","default_member_permissions":"32"}`, true},
		"permissions as a number":    {`{"name":"c","description":"d","default_member_permissions":32}`, false},
		"contexts":                   {`{"name":"c","description":"d","contexts":[0,1,2],"integration_types":[0,1]}`, true},
		"context 3":                  {`{"name":"c","description":"d","contexts":[3]}`, false},
		"context twice":              {`{"name":"c","description":"d","contexts":[0,0]}`, false},
		"no install":                 {`{"name":"c","description":"d","integration_types":[]}`, false},
		"localized":                  {`{"name":"c","description":"d","name_localizations":{"de":"frage"},"description_localizations":{"de":"t"}}`, true},
		"localized with a capital":   {`{"name":"c","description":"d","name_localizations":{"de":"Frage"}}`, false},
		"unknown language":           {`{"name":"c","description":"d","name_localizations":{"xx":"frage"}}`, false},
		"less than 8000":             {options(repeat(`{"type":3,"name":"o#","description":"d","choices":[`+repeat(`{"name":"`+x(99)+`","value":"`+x(99)+`"}`, 3)+`]}`, 13)), true},
		"more than 8000":             {options(repeat(`{"type":3,"name":"o#","description":"d","choices":[`+repeat(`{"name":"`+x(99)+`","value":"`+x(99)+`"}`, 3)+`]}`, 14)), false},
	} {
		t.Run(name, func(t *testing.T) {
			c := serve(t, discordtest.Options{})
			want, code := 201, 0
			if !tc.ok {
				want, code = 400, 50035
			}
			if status, got, _ := c.do("POST", commands, tc.body); status != want || got != code {
				t.Errorf("got %d %d, want %d %d", status, got, want, code)
			}
			if want = 200; !tc.ok {
				want = 400
			}
			if status, _, _ := c.do("PUT", commands, "["+tc.body+"]"); status != want {
				t.Errorf("in a list: got %d, want %d", status, want)
			}
		})
	}
}

// Commands are made, read, changed and deleted one by one, globally and in a
// guild.
func TestCommandLife(t *testing.T) {
	for _, base := range []string{commands, "applications/" + discordtest.AppID + "/guilds/" + discordtest.GuildID + "/commands"} {
		c := serve(t, discordtest.Options{})
		id := c.get("POST", base, `{"name":"a","description":"d"}`)["id"].(string)
		if again := c.get("POST", base, `{"name":"a","description":"other"}`); again["id"] != id || again["description"] != "other" {
			t.Errorf("made again: %v", again)
		}
		if message := c.get("POST", base, `{"name":"a","type":3}`); message["id"] == id {
			t.Error("a name is taken by another kind")
		}
		other := c.get("POST", base, `{"name":"b","description":"d"}`)["id"].(string)
		if _, code, _ := c.do("PATCH", base+"/"+other, `{"name":"a"}`); code != 40041 {
			t.Errorf("renamed to a name that is taken: %d", code)
		}
		if got := c.get("PATCH", base+"/"+other, `{"description":"new"}`); got["name"] != "b" || got["description"] != "new" {
			t.Errorf("changed: %v", got)
		}
		c.get("DELETE", base+"/"+id, "")
		for _, method := range []string{"GET", "DELETE"} {
			if status, code, _ := c.do(method, base+"/"+id, ""); status != 404 || code != 10063 {
				t.Errorf("%s: got %d %d", method, status, code)
			}
		}
		_, raw, _ := c.ask("PUT", base, `[{"name":"b","description":"again"},{"name":"z","description":"d"}]`)
		var list []map[string]any
		if err := json.Unmarshal(raw, &list); err != nil || len(list) != 2 || list[0]["id"] != other {
			t.Errorf("replaced: %s", raw)
		}
		if _, code, _ := c.do("PUT", base, `[{"name":"b","description":"x"},{"name":"b","description":"y"}]`); code != 50035 {
			t.Errorf("one name twice: %d", code)
		}
	}
}

// There are limits to how many commands there may be, and to how many may be
// made in a day.
func TestCommandLimits(t *testing.T) {
	c := serve(t, discordtest.Options{})
	full := "[" + repeat(`{"name":"c#","description":"d"}`, 100) + "]"
	for _, step := range []struct {
		name, method, body string
		code               int
	}{
		{"100", "PUT", full, 0},
		{"101 in a list", "PUT", "[" + repeat(`{"name":"c#","description":"d"}`, 101) + "]", 30032},
		{"one more", "POST", `{"name":"more","description":"d"}`, 30032},
		{"15 for messages", "PUT", "[" + repeat(`{"name":"m#","type":3}`, 15) + "]", 0},
		{"16 for messages", "POST", `{"name":"more","type":3}`, 30032},
		{"85 more make 200", "PUT", "[" + repeat(`{"name":"x#","description":"d"}`, 85) + "]", 0},
		{"201", "POST", `{"name":"more","description":"d"}`, 30034},
		{"those that are there", "POST", `{"name":"x1","description":"d"}`, 0},
	} {
		if _, code, _ := c.do(step.method, commands, step.body); code != step.code {
			t.Errorf("%s: got %d, want %d", step.name, code, step.code)
		}
	}
	if status, _, _ := c.do("POST", "applications/"+discordtest.AppID+"/guilds/"+discordtest.GuildID+"/commands", `{"name":"more","description":"d"}`); status != 201 {
		t.Errorf("in a guild, which counts apart: %d", status)
	}
	c.Advance(24 * time.Hour)
	if status, _, _ := c.do("POST", commands, `{"name":"more","description":"d"}`); status != 201 {
		t.Errorf("the next day: %d", status)
	}
}
