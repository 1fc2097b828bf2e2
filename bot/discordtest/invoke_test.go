package discordtest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"newsdesk/bot/discordtest"
)

const configCommand = `{"name":"config","description":"d","options":[
	{"type":2,"name":"set","description":"d","options":[
		{"type":1,"name":"channel","description":"d","options":[
			{"type":7,"name":"where","description":"d","required":true,"channel_types":[0]},
			{"type":6,"name":"who","description":"d"},{"type":8,"name":"role","description":"d"},
			{"type":9,"name":"either","description":"d"},
			{"type":3,"name":"text","description":"d","min_length":2,"max_length":4},
			{"type":3,"name":"mode","description":"d","choices":[{"name":"A","value":"a"}]},
			{"type":4,"name":"count","description":"d","min_value":1,"max_value":9},
			{"type":10,"name":"part","description":"d"},{"type":5,"name":"on","description":"d"}]}]},
	{"type":1,"name":"show","description":"d"}]}`

// A user can only call what is registered, with values that the client takes.
func TestSlash(t *testing.T) {
	c := serve(t, discordtest.Options{})
	c.get("POST", commands, configCommand)
	role := c.AddRole(discordtest.GuildID, discordtest.Role{Name: "r"})
	voice := c.AddChannel(discordtest.Channel{Guild: discordtest.GuildID, Type: discordtest.ForumChannel})
	const set = "config set channel"
	type values = map[string]any
	with := func(name string, v any) values { return values{"where": discordtest.General, name: v} }
	for name, tc := range map[string]struct {
		command string
		values  values
		ok      bool
	}{
		"least":               {set, values{"where": discordtest.General}, true},
		"subcommand":          {"config show", nil, true},
		"no subcommand":       {"config", nil, false},
		"only the group":      {"config set", nil, false},
		"unknown":             {"nonsense", nil, false},
		"unknown subcommand":  {"config nonsense", nil, false},
		"required is missing": {set, nil, false},
		"unknown option":      {set, with("other", 1), false},
		"wrong channel":       {set, values{"where": voice}, false},
		"no channel":          {set, values{"where": "1"}, false},
		"user":                {set, with("who", discordtest.OtherID), true},
		"no user":             {set, with("who", "1"), false},
		"role":                {set, with("role", role), true},
		"no role":             {set, with("role", "1"), false},
		"either user":         {set, with("either", discordtest.OtherID), true},
		"either role":         {set, with("either", role), true},
		"neither":             {set, with("either", "1"), false},
		"text":                {set, with("text", "abc"), true},
		"short":               {set, with("text", "a"), false},
		"long":                {set, with("text", "abcde"), false},
		"no text":             {set, with("text", 7), false},
		"choice":              {set, with("mode", "a"), true},
		"no choice":           {set, with("mode", "b"), false},
		"number":              {set, with("count", 9), true},
		"too high":            {set, with("count", 10), false},
		"half":                {set, with("count", 1.5), false},
		"part":                {set, with("part", 1.5), true},
		"on":                  {set, with("on", true), true},
		"yes":                 {set, with("on", "yes"), false},
	} {
		if _, err := c.Slash(tc.command, tc.values, discordtest.InteractionOptions{}); (err == nil) != tc.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
	token := must[string](t)(c.Slash(set, values{"who": discordtest.OtherID, "where": discordtest.General, "role": role}, discordtest.InteractionOptions{}))
	var e struct {
		Member struct{ Permissions string }
		Locale string `json:"locale"`
		Guild  string `json:"guild_locale"`
		App    string `json:"app_permissions"`
		Data   struct {
			Name    string
			Options []struct {
				Name    string
				Type    int
				Options []struct {
					Name    string
					Options []struct{ Name, Value string }
				}
			}
			Resolved struct {
				Users, Members, Channels map[string]struct{ ID, Permissions string }
				Roles                    map[string]any
			}
		}
	}
	if err := json.Unmarshal(c.Interaction(token).Event, &e); err != nil {
		t.Fatal(err)
	}
	d := e.Data
	if d.Name != "config" || d.Options[0].Name != "set" || d.Options[0].Type != 2 || d.Options[0].Options[0].Name != "channel" ||
		d.Options[0].Options[0].Options[1].Value != discordtest.OtherID {
		t.Errorf("the options are %+v", d.Options)
	}
	if d.Resolved.Users[discordtest.OtherID].ID == "" || d.Resolved.Members[discordtest.OtherID].Permissions == "" ||
		d.Resolved.Channels[discordtest.General].Permissions == "" || d.Resolved.Roles[role] == nil {
		t.Errorf("resolved are %+v", d.Resolved)
	}
	if e.Member.Permissions == "0" || e.Locale != "en-GB" || e.Guild != "en-US" || e.App == "0" {
		t.Errorf("got %+v", e)
	}
}

// Where a command is to be used follows from where the application is
// installed, for whom, and from the command's contexts and permissions.
func TestWhere(t *testing.T) {
	both, guild, user := `"integration_types":[0,1]`, `"integration_types":[0]`, `"integration_types":[1]`
	for name, tc := range map[string]struct {
		command string
		channel string // guild, foreign, dm, others
		install bool
		context string
		owners  string
	}{
		"guild":                     {guild, "guild", false, "0", "0"},
		"guild's in direct":         {guild, "dm", false, "1", "0"},
		"guild's with others":       {guild, "others", true, "", ""},
		"guild's elsewhere":         {guild, "foreign", true, "", ""},
		"user's with others":        {user, "others", true, "2", "1"},
		"user's elsewhere":          {user, "foreign", true, "0", "1"},
		"user's without":            {user, "guild", false, "", ""},
		"user's in the guild":       {user, "guild", true, "0", "01"},
		"both in the guild":         {both, "guild", true, "0", "01"},
		"both elsewhere":            {both, "foreign", true, "0", "1"},
		"both elsewhere without":    {both, "foreign", false, "", ""},
		"both in direct":            {both, "dm", true, "1", "01"},
		"not in direct":             {both + `,"contexts":[0]`, "dm", true, "", ""},
		"only with others":          {both + `,"contexts":[2]`, "others", true, "2", "1"},
		"only with others: a guild": {both + `,"contexts":[2]`, "guild", true, "", ""},
		"for administrators":        {guild + `,"default_member_permissions":"0"`, "guild", false, "", ""},
		"for who may write":         {guild + `,"default_member_permissions":"2048"`, "guild", false, "0", "0"},
		"for who may manage":        {guild + `,"default_member_permissions":"8192"`, "guild", false, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			c := serve(t, discordtest.Options{})
			c.get("POST", commands, `{"name":"c","description":"d",`+tc.command+`}`)
			c.Install(discordtest.OtherID, tc.install)
			foreign := c.AddGuild(discordtest.Guild{Foreign: true})
			channel := map[string]string{"guild": discordtest.General, "dm": c.Direct(discordtest.OtherID),
				"foreign": c.AddChannel(discordtest.Channel{Guild: foreign}),
				"others":  c.AddChannel(discordtest.Channel{Type: discordtest.GroupChannel, Users: []string{discordtest.OtherID, discordtest.UserID}})}[tc.channel]
			token, err := c.Slash("c", nil, discordtest.InteractionOptions{User: discordtest.OtherID, Channel: channel})
			if (err == nil) != (tc.context != "") {
				t.Fatalf("got %v", err)
			}
			if err != nil {
				return
			}
			var e struct {
				Context json.Number
				Owners  map[string]string `json:"authorizing_integration_owners"`
				Member  any
				User    any
			}
			if err := json.Unmarshal(c.Interaction(token).Event, &e); err != nil {
				t.Fatal(err)
			}
			owners := ""
			for _, kind := range []string{"0", "1"} {
				if e.Owners[kind] != "" {
					owners += kind
				}
			}
			if e.Context.String() != tc.context || owners != tc.owners || (e.Member == nil) != (tc.context != "0") || (e.User == nil) == (e.Member == nil) {
				t.Errorf("got %+v", e)
			}
		})
	}
}

// Where a member may not bring applications along, their answers are for the
// member alone.
func TestExternalApps(t *testing.T) {
	c := serve(t, discordtest.Options{})
	c.Install(discordtest.OtherID, true)
	guild := c.AddGuild(discordtest.Guild{Foreign: true, Everyone: discordtest.ViewChannel | discordtest.UseCommands})
	token := c.Ask("q", discordtest.InteractionOptions{User: discordtest.OtherID, Channel: c.AddChannel(discordtest.Channel{Guild: guild})})
	c.get("POST", c.callback(token), `{"type":4,"data":{"content":"x"}}`)
	if m := c.Interaction(token).Messages[0]; m.For != discordtest.OtherID || m.Flags&64 == 0 {
		t.Errorf("got %+v", m)
	}
}

// The menus of messages and users have commands too.
func TestMenus(t *testing.T) {
	c := serve(t, discordtest.Options{})
	c.get("POST", commands, `{"type":3,"name":"Check this"}`)
	c.get("POST", commands, `{"type":2,"name":"Who"}`)
	m := c.Say(discordtest.Post{Content: "a claim", User: discordtest.OtherID})
	token := must[string](t)(c.MessageCommand("Check this", m.ID, discordtest.InteractionOptions{}))
	event := string(c.Interaction(token).Event)
	// Without the intent for content it is there all the same.
	if !strings.Contains(event, `"resolved":{"messages":{"`+m.ID) || !strings.Contains(event, "a claim") || !strings.Contains(event, `"target_id":"`+m.ID) {
		t.Errorf("got %s", event)
	}
	token = must[string](t)(c.UserCommand("Who", discordtest.OtherID, discordtest.InteractionOptions{}))
	if event = string(c.Interaction(token).Event); !strings.Contains(event, `"members":{"`+discordtest.OtherID) {
		t.Errorf("got %s", event)
	}
	for name, call := range map[string]func() (string, error){
		"no message": func() (string, error) { return c.MessageCommand("Check this", "1", discordtest.InteractionOptions{}) },
		"no command": func() (string, error) { return c.MessageCommand("Who", m.ID, discordtest.InteractionOptions{}) },
		"no user":    func() (string, error) { return c.UserCommand("Who", "1", discordtest.InteractionOptions{}) },
	} {
		if _, err := call(); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// What is typed is completed only where an option says so.
func TestAutocomplete(t *testing.T) {
	c := serve(t, discordtest.Options{})
	c.get("POST", commands, `{"name":"ask","description":"d","options":[{"type":3,"name":"topic","description":"d","required":true,"autocomplete":true},{"type":3,"name":"plain","description":"d"}]}`)
	token := must[string](t)(c.Autocomplete("ask", map[string]any{"topic": "br", "plain": "x"}, "topic", discordtest.InteractionOptions{}))
	if event := string(c.Interaction(token).Event); !strings.Contains(event, `{"focused":true,"name":"topic","type":3,"value":"br"}`) {
		t.Errorf("got %s", event)
	}
	if _, err := c.Autocomplete("ask", map[string]any{"plain": "x"}, "plain", discordtest.InteractionOptions{}); err == nil {
		t.Error("an option completed that does not")
	}
}

// A user can use only components that are there, enabled and seen.
func TestPress(t *testing.T) {
	c := serve(t, discordtest.Options{})
	const in = `{"type":1,"components":[{"type":2,"style":1,"label":"l","custom_id":"b"},{"type":2,"style":1,"label":"l","custom_id":"off","disabled":true}]},
		{"type":1,"components":[{"type":3,"custom_id":"s","min_values":1,"max_values":2,"options":[{"label":"a","value":"1"},{"label":"b","value":"2"},{"label":"c","value":"3"}]}]},
		{"type":1,"components":[{"type":5,"custom_id":"u"}]},{"type":1,"components":[{"type":8,"custom_id":"c","channel_types":[15]}]},{"type":1,"components":[{"type":6,"custom_id":"r"}]}`
	open := c.get("POST", general+"/messages", `{"content":"x","components":[`+in+`]}`)["id"].(string)
	token := c.Ask("q", discordtest.InteractionOptions{})
	c.get("POST", c.callback(token), `{"type":4,"data":{"content":"x","flags":64,"components":[`+in+`]}}`)
	closed := c.Interaction(token).Messages[0].ID
	self, other := discordtest.InteractionOptions{}, discordtest.InteractionOptions{User: discordtest.OtherID}
	for name, tc := range map[string]struct {
		message, id string
		values      []string
		o           discordtest.InteractionOptions
		ok          bool
	}{
		"a button":              {open, "b", nil, self, true},
		"by another":            {open, "b", nil, other, true},
		"ephemeral":             {closed, "b", nil, self, true},
		"ephemeral, by another": {closed, "b", nil, other, false},
		"disabled":              {open, "off", nil, self, false},
		"unknown":               {open, "x", nil, self, false},
		"no message":            {"1", "b", nil, self, false},
		"a select pressed":      {open, "s", nil, self, false},
		"a choice":              {open, "s", []string{"1"}, self, true},
		"two":                   {open, "s", []string{"1", "3"}, self, true},
		"three":                 {open, "s", []string{"1", "2", "3"}, self, false},
		"none":                  {open, "s", []string{}, self, false},
		"twice the same":        {open, "s", []string{"1", "1"}, self, false},
		"not offered":           {open, "s", []string{"4"}, self, false},
		"a user":                {open, "u", []string{discordtest.OtherID}, self, true},
		"no user":               {open, "u", []string{"1"}, self, false},
		"a channel of no kind":  {open, "c", []string{discordtest.General}, self, false},
		"the role of everybody": {open, "r", []string{discordtest.GuildID}, self, true},
		"a value for a button":  {open, "b", []string{"1"}, self, false},
	} {
		var err error
		if tc.values == nil {
			token, err = c.Press(tc.message, tc.id, tc.o)
		} else {
			token, err = c.Select(tc.message, tc.id, tc.values, tc.o)
		}
		if (err == nil) != tc.ok {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil && !strings.Contains(string(c.Interaction(token).Event), `"message":{`) {
			t.Errorf("%s: the message is not told", name)
		}
	}
	token = must[string](t)(c.Select(open, "u", []string{discordtest.OtherID}, self))
	if event := string(c.Interaction(token).Event); !strings.Contains(event, `"resolved":{"members":{"`+discordtest.OtherID) {
		t.Errorf("got %s", event)
	}
	c.Erase(open)
	if _, err := c.Press(open, "b", self); err == nil {
		t.Error("a deleted message was pressed")
	}
}
