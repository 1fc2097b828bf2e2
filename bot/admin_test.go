package bot_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"newsdesk/bot"
	"newsdesk/bot/discordtest"
	"newsdesk/corpus"
)

// called is what came of a command that a user called.
func (s *stage) called(name string, values map[string]any, o discordtest.InteractionOptions) discordtest.Interaction {
	s.t.Helper()
	return s.finished(s.slash(name, values, o), 1)
}

// told is the one line that a command says to its user alone.
func (s *stage) told(name string, values map[string]any) string {
	s.t.Helper()
	return s.only(s.called(name, values, discordtest.InteractionOptions{})).Content
}

// settings is what the store has of the guild's.
func settings(t *testing.T, store bot.Store) (out bot.Settings) {
	t.Helper()
	r, ok, err := store.Record(t.Context(), "settings", corpus.ServerOwner(discordtest.GuildID), "")
	if err != nil {
		t.Fatal(err)
	}
	if ok {
		if err := json.Unmarshal(r.Value, &out); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// recordsOf is how many records of a kind an owner has.
func recordsOf(t *testing.T, store bot.Store, kind, owner string) int {
	t.Helper()
	n := 0
	for _, err := range store.Records(t.Context(), kind, owner) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}

// Each subcommand changes its setting, says so in a line, and the change is
// kept and told in the channel chosen for that.
func TestAdministration(t *testing.T) {
	store := &bot.MemoryStore{}
	s := start(t, &scribe{}, func(_ *discordtest.Options, c *bot.Config) { c.Store = store; c.Archive = reading{} })
	log := s.AddChannel(discordtest.Channel{Name: "log", Guild: discordtest.GuildID})
	next := s.AddChannel(discordtest.Channel{Name: "next", Guild: discordtest.GuildID})
	role := s.AddRole(discordtest.GuildID, discordtest.Role{Name: "readers"})
	for n, c := range []struct {
		name   string
		values map[string]any
		want   string
	}{
		{"newsdesk log", map[string]any{"channel": log}, "**Changes are told** nowhere → <#" + log + ">"},
		{"newsdesk channels add", map[string]any{"channel": discordtest.General}, "**Channels** all channels → <#" + discordtest.General + ">"},
		{"newsdesk channels add", map[string]any{"channel": next}, "→ <#" + discordtest.General + ">, <#" + next + ">"},
		{"newsdesk channels remove", map[string]any{"channel": discordtest.General}, "→ <#" + next + ">"},
		{"newsdesk channels all", nil, "→ all channels"},
		{"newsdesk roles add", map[string]any{"role": role}, "**Who may ask** everybody → <@&" + role + ">"},
		{"newsdesk roles all", nil, "→ everybody"},
		{"newsdesk outlets add", map[string]any{"outlet": "Gull @everyone *Post*"}, "**Outlets** all → Gull @\u200beveryone \\*Post\\*"},
		{"newsdesk outlets add", map[string]any{"outlet": "Bay Post"}, "\\*Post\\*, Bay Post"},
		{"newsdesk outlets remove", map[string]any{"outlet": "GULL @everyone *post*"}, "→ Bay Post"},
		{"newsdesk outlets all", nil, "→ all"},
		{"newsdesk answers", map[string]any{"private": true, "threads": true, "language": "uk"}, "**Language** that of the question → Ukrainian"},
		{"newsdesk answers", map[string]any{"private": false, "threads": false, "language": "question"}, "**A thread for each question** yes → no"},
		{"newsdesk limits", map[string]any{"user": 3, "tokens": -1}, "**Questions in ten minutes** 20 a member, 100 a channel, 300 in all → 3 a member"},
		{"newsdesk limits", map[string]any{"user": 0, "tokens": 0}, "**Language model** none → 500000 tokens a day"},
		{"newsdesk log", map[string]any{"channel": next}, "**Changes are told** <#" + log + "> → <#" + next + ">"},
		{"newsdesk log", nil, "→ nowhere"},
	} {
		if got := s.told(c.name, c.values); !strings.HasPrefix(got, "Changed.\n**") || !strings.Contains(got, c.want) {
			t.Errorf("%s %v says %q, want %q", c.name, c.values, got, c.want)
		}
		s.eventually("the change kept", func() bool {
			return recordsOf(t, store, "change", corpus.ServerOwner(discordtest.GuildID)) == n+1
		})
	}
	if got := settings(t, store); len(got.Channels)+len(got.Roles)+len(got.Outlets) > 0 || got.Private || got.User != 0 || got.Log != "" {
		t.Errorf("kept %+v", got)
	}
	// The first of them is told in the channel that it chose, the last but one in both.
	if m := s.answered(log, 16); !strings.Contains(m[0].Content, "<@"+discordtest.UserID+"> changed my settings:\n**Changes are told**") || len(m) != 16 {
		t.Errorf("%d changes are told, the first %q", len(m), m[0].Content)
	}
	if m := s.answered(next, 2); len(m) != 2 {
		t.Errorf("%d changes are told in the next channel", len(m))
	}
	if got := s.told("newsdesk outlets add", map[string]any{"outlet": "Gull Pist"}); !strings.Contains(got, "no outlet of that name") {
		t.Errorf("a misspelt outlet: %q", got)
	}
	s.told("newsdesk outlets add", map[string]any{"outlet": "BAY post"})
	if got := s.told("newsdesk outlets add", map[string]any{"outlet": "Bay Post"}); got != "It is so already." {
		t.Errorf("an outlet twice: %q", got)
	}
	s.told("newsdesk outlets all", nil)
	if got := s.told("newsdesk answers", map[string]any{"private": false}); got != "It is so already." {
		t.Errorf("no change says %q", got)
	}
	if got := s.told("newsdesk answers", nil); got != "Say what to change: private, threads or language." {
		t.Errorf("nothing to change says %q", got)
	}
	shown := s.told("newsdesk show", nil)
	for _, want := range []string{"**Channels** all channels", "**Language model** 500000 tokens a day", "**Changes are told** nowhere"} {
		if !strings.Contains(shown, want) {
			t.Errorf("shown %q, want %q", shown, want)
		}
	}
}

// To take the last of something out does not open all.
func TestLastChosen(t *testing.T) {
	store := &bot.MemoryStore{}
	s := start(t, &scribe{}, func(_ *discordtest.Options, c *bot.Config) { c.Store = store; c.Archive = reading{} })
	role := s.AddRole(discordtest.GuildID, discordtest.Role{Name: "readers"})
	for _, c := range []struct{ kind, option, value, open string }{
		{"channels", "channel", discordtest.General, "I answer in every channel"},
		{"roles", "role", role, "everybody may ask me"},
		{"outlets", "outlet", "Gull Post", "I read all outlets"},
	} {
		values := map[string]any{c.option: c.value}
		if got := s.told("newsdesk "+c.kind+" remove", values); got != "It is so already." {
			t.Errorf("with no %s chosen: %q", c.kind, got)
		}
		s.told("newsdesk "+c.kind+" add", values)
		got := s.told("newsdesk "+c.kind+" remove", values)
		if !strings.HasPrefix(got, "That is the last "+c.option) || !strings.Contains(got, c.open) || !strings.Contains(got, "/newsdesk "+c.kind+" all") {
			t.Errorf("the last of the %s: %q", c.kind, got)
		}
	}
	if got := settings(t, store); len(got.Channels) != 1 || len(got.Roles) != 1 || len(got.Outlets) != 1 {
		t.Errorf("kept %+v", got)
	}
}

// The channel that changes are told in may be gone, or closed to the bot: the
// change holds, and who made it hears of that.
func TestLogChannelGone(t *testing.T) {
	store := &bot.MemoryStore{}
	s := start(t, &scribe{}, func(_ *discordtest.Options, c *bot.Config) { c.Store = store })
	log := s.AddChannel(discordtest.Channel{Name: "log", Guild: discordtest.GuildID})
	s.told("newsdesk log", map[string]any{"channel": log})
	s.Permit(log, discordtest.BotID, 0, discordtest.SendMessages)
	if got := s.told("newsdesk answers", map[string]any{"private": true}); !strings.Contains(got, "Changed.") || !strings.Contains(got, "I could not tell it in <#"+log+">") {
		t.Errorf("says %q", got)
	}
	if !settings(t, store).Private {
		t.Error("the change does not hold")
	}
}

// Without Manage Server nothing is changed, even if Discord lets it through:
// whatever the command, and not by the button of somebody else's question.
func TestNotAManager(t *testing.T) {
	store := &bot.MemoryStore{}
	s := start(t, &scribe{}, func(_ *discordtest.Options, c *bot.Config) { c.Store = store; c.Feeds = &feeds{} })
	if _, err := s.Slash("newsdesk show", nil, discordtest.InteractionOptions{User: discordtest.OtherID}); err == nil {
		t.Error("Discord offers the command to everybody")
	}
	s.told("newsdesk answers", map[string]any{"private": true})
	asked := s.called("newsdesk data delete", nil, discordtest.InteractionOptions{})
	pressed := s.press(asked.Messages[0].ID, "forget", discordtest.UserID)
	s.eventually("deleted", func() bool { return !settings(t, store).Private })
	s.told("newsdesk answers", map[string]any{"threads": true})
	number := func(event, _ map[string]any) {
		member := event["member"].(map[string]any)
		member["permissions"] = "2147483648"
		member["user"].(map[string]any)["id"] = discordtest.OtherID
	}
	if data := s.forge(pressed, 1, number); !strings.Contains(data["content"].(string), "Manage Server") {
		t.Errorf("the button says %v", data)
	}
	n := 1
	for path, options := range map[string][]map[string]any{
		"show": nil, "log": nil, "answers": {{"name": "private", "type": 5, "value": true}}, "limits": {{"name": "user", "type": 4, "value": 1}},
		"channels add": {{"name": "channel", "type": 7, "value": discordtest.General}}, "roles all": nil, "outlets all": nil,
		"feeds follow": {{"name": "address", "type": 3, "value": "https://a.example"}}, "feeds list": nil, "data export": nil, "data delete": nil,
	} {
		n++
		words := strings.Fields(path)
		nest := map[string]any{"name": words[len(words)-1], "type": 1, "options": options}
		if len(words) > 1 {
			nest = map[string]any{"name": words[0], "type": 2, "options": []any{nest}}
		}
		data := s.forge(asked, n, func(event, data map[string]any) {
			number(event, data)
			data["options"] = []any{nest}
		})
		if data["content"] != "Only members with the permission Manage Server can do that." || data["flags"] != 64.0 {
			t.Errorf("%s says %v", path, data)
		}
	}
	if got := settings(t, store); !got.Threads || got.Private || got.User != 0 {
		t.Errorf("kept %+v", got)
	}
}

// Two administrators at once lose nothing of each other's changes.
func TestAdministratorsAtOnce(t *testing.T) {
	store := &bot.MemoryStore{}
	s := start(t, &scribe{}, func(_ *discordtest.Options, c *bot.Config) { c.Store = store })
	manager := s.AddRole(discordtest.GuildID, discordtest.Role{Name: "managers", Permissions: discordtest.ManageGuild})
	s.Join(discordtest.GuildID, discordtest.OtherID, manager)
	var channels []string
	for range 8 {
		channels = append(channels, s.AddChannel(discordtest.Channel{Name: "c", Guild: discordtest.GuildID}))
	}
	var all sync.WaitGroup
	for n, id := range channels {
		user := []string{discordtest.UserID, discordtest.OtherID}[n%2]
		all.Go(func() {
			token, err := s.Slash("newsdesk channels add", map[string]any{"channel": id}, discordtest.InteractionOptions{User: user})
			if err != nil {
				t.Error(err)
				return
			}
			s.finished(token, 1)
		})
	}
	all.Wait()
	if got := settings(t, store); len(got.Channels) != len(channels) {
		t.Errorf("kept %v, want all of %v", got.Channels, channels)
	}
}
