package bot_test

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"newsdesk/bot"
	"newsdesk/bot/discordtest"
	"newsdesk/corpus"
	"newsdesk/rag"
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
		{"newsdesk channels remove", map[string]any{"channel": discordtest.General}, "→ all channels"},
		{"newsdesk roles add", map[string]any{"role": role}, "**Who may ask** everybody → <@&" + role + ">"},
		{"newsdesk roles all", nil, "→ everybody"},
		{"newsdesk outlets add", map[string]any{"outlet": "Gull @everyone *Post*"}, "**Outlets** all → Gull @\u200beveryone \\*Post\\*"},
		{"newsdesk outlets remove", map[string]any{"outlet": "GULL @everyone *post*"}, "→ all"},
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
	if m := s.answered(log, 12); !strings.Contains(m[0].Content, "<@"+discordtest.UserID+"> changed my settings:\n**Changes are told**") || len(m) != 12 {
		t.Errorf("%d changes are told, the first %q", len(m), m[0].Content)
	}
	if m := s.answered(next, 2); len(m) != 2 {
		t.Errorf("%d changes are told in the next channel", len(m))
	}
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

// Channels and roles hold for commands and messages, also in threads, and say
// no once a minute at most where others hear it.
func TestWhereAndWho(t *testing.T) {
	asker := &scribe{}
	s := start(t, asker, nil)
	allowed := s.AddChannel(discordtest.Channel{Name: "desk", Guild: discordtest.GuildID})
	s.told("newsdesk channels add", map[string]any{"channel": allowed})
	if got := s.only(s.finished(s.Ask("When?", discordtest.InteractionOptions{}), 1)).Content; got != "In this server I answer in other channels only: <#"+allowed+">." {
		t.Errorf("elsewhere says %q", got)
	}
	for range 3 {
		s.Say(discordtest.Post{Content: at + "When?"})
	}
	s.answered(discordtest.General, 1)
	thread := s.Thread(discordtest.UserID, s.Say(discordtest.Post{Channel: allowed, Content: "talk"}).ID)
	s.finished(s.Ask("In the thread?", discordtest.InteractionOptions{Channel: thread}), 1)
	s.finished(s.Ask("There?", discordtest.InteractionOptions{Channel: allowed}), 1)
	s.Say(discordtest.Post{Channel: thread, Content: at + "By mention?"})
	s.answered(thread, 2)
	if n := len(s.answered(discordtest.General, 1)); n != 1 {
		t.Errorf("said no %d times", n)
	}
	if n := len(asker.questions()); n != 3 {
		t.Errorf("asked %d times", n)
	}

	role := s.AddRole(discordtest.GuildID, discordtest.Role{Name: "readers"})
	s.told("newsdesk channels all", nil)
	s.told("newsdesk roles add", map[string]any{"role": role})
	s.finished(s.Ask("By the manager?", discordtest.InteractionOptions{}), 1)
	o := discordtest.InteractionOptions{User: discordtest.OtherID}
	if got := s.only(s.finished(s.Ask("Without the role?", o), 1)).Content; !strings.Contains(got, "only members with certain roles") {
		t.Errorf("without the role says %q", got)
	}
	s.Join(discordtest.GuildID, discordtest.OtherID, role)
	if m := s.finished(s.Ask("With the role?", o), 1).Messages[0]; m.For != "" {
		t.Errorf("with the role says %+v", m)
	}
	s.Say(discordtest.Post{Content: at + "And by mention?", User: discordtest.OtherID})
	s.eventually("the answer", func() bool { return len(asker.questions()) == 6 })
}

// A server's limits hold from the next question on; who runs into one is told
// how long to wait, alone where it was a command.
func TestLimits(t *testing.T) {
	asker := &scribe{}
	s := start(t, asker, nil)
	s.told("newsdesk limits", map[string]any{"user": 2})
	for _, q := range []string{"one", "two"} {
		s.finished(s.Ask(q, discordtest.InteractionOptions{}), 1)
	}
	want := "That was a lot of questions: you have none left just now. The next one is possible in 5 minutes."
	if got := s.only(s.finished(s.Ask("three", discordtest.InteractionOptions{}), 1)).Content; got != want {
		t.Errorf("says %q, want %q", got, want)
	}
	s.finished(s.Ask("another's", discordtest.InteractionOptions{User: discordtest.OtherID}), 1)
	s.told("newsdesk limits", map[string]any{"server": 1, "user": 0})
	s.finished(s.Ask("other channel", discordtest.InteractionOptions{User: discordtest.OtherID, Channel: s.AddChannel(discordtest.Channel{Name: "x", Guild: discordtest.GuildID})}), 1)
	s.finished(s.Ask("direct", discordtest.InteractionOptions{Channel: discordtest.DMID}), 1)
	if n := len(asker.questions()); n < 4 {
		t.Errorf("asked %d times", n)
	}
}

// The language and the threads of a server reach its questions: an answer to a
// command gets a thread of its own, in which the conversation goes on, and a
// mention is answered in one.
func TestThreadsAndLanguage(t *testing.T) {
	asker := &scribe{}
	s := start(t, asker, content)
	s.told("newsdesk answers", map[string]any{"threads": true, "language": "de"})
	m := s.finished(s.Ask("When does @everyone *open*?", discordtest.InteractionOptions{}), 1).Messages[0]
	var thread string
	s.await("a thread on the answer", func() bool { m, _ = s.Message(m.ID); thread = m.Thread; return thread != "" })
	s.Say(discordtest.Post{Channel: thread, Content: "And who said so?"})
	s.answered(thread, 1)
	s.Say(discordtest.Post{Channel: thread, Content: "And why?"})
	s.answered(thread, 2)
	said := s.Say(discordtest.Post{Content: at + "Mentioned?"})
	s.await("a thread on the mention", func() bool { m, _ = s.Message(said.ID); return m.Thread != "" })
	s.answered(m.Thread, 1)
	s.finished(s.called("ask", map[string]any{"question": "Privately?", "private": true}, discordtest.InteractionOptions{}).Token, 1)
	q := asker.questions()
	if len(q) != 5 || len(q[1].History) != 1 || len(q[2].History) != 2 || q[1].History[0].Question != "When does @everyone *open*?" || len(q[3].History) != 0 {
		t.Fatalf("asked %+v", q)
	}
	for _, one := range q {
		if one.Language != "de" {
			t.Errorf("%q is asked in %q", one.Text, one.Language)
		}
	}
	if n := count(s, "POST /channels/{channel}/messages/{message}/threads"); n != 2 {
		t.Errorf("%d threads are opened", n)
	}
}

// While the tokens of the day last a model answers, and after that who needs
// none.
func TestBudget(t *testing.T) {
	model := askerFunc(func(context.Context, rag.Question) (rag.Answer, error) {
		a := cited("From the model.")
		a.Mode, a.Model = "generative", &rag.ModelUse{Usage: rag.Usage{Input: 60, Output: 40}}
		return a, nil
	})
	plain := askerFunc(func(context.Context, rag.Question) (rag.Answer, error) { return cited("In their own words."), nil })
	store := &bot.MemoryStore{}
	s := start(t, model, func(_ *discordtest.Options, c *bot.Config) { c.Store, c.Plain, c.Limits.Tokens = store, plain, 150 })
	ask := func(channel string) string {
		return s.finished(s.Ask("When?", discordtest.InteractionOptions{Channel: channel}), 1).Messages[0].Content
	}
	for n, want := range []string{"From the model.", "From the model.", "In their own words."} {
		if got := ask(""); !strings.Contains(got, want) {
			t.Errorf("question %d: %q", n, got)
		}
	}
	if got := ask(discordtest.DMID); !strings.Contains(got, "From the model.") {
		t.Errorf("direct messages: %q", got)
	}
	// To have what is kept deleted restores no tokens.
	s.press(s.called("newsdesk data delete", nil, discordtest.InteractionOptions{}).Messages[0].ID, "forget", discordtest.UserID)
	if got := ask(""); !strings.Contains(got, "In their own words.") {
		t.Errorf("after the deletion: %q", got)
	}
	ask(discordtest.DMID)
	i := s.press(s.called("privacy", nil, discordtest.InteractionOptions{}).Messages[0].ID, "forgetme", discordtest.UserID)
	s.finished(i.Token, 1)
	if n := recordsOf(t, store, "budget", "user:"+discordtest.UserID); n > 0 {
		t.Errorf("%d counts of the user are kept", n)
	}
	if got := ask(discordtest.DMID); !strings.Contains(got, "In their own words.") {
		t.Errorf("after the user's deletion: %q", got)
	}
	// A server can do without a model, and not have more than it is given.
	if got := s.told("newsdesk limits", map[string]any{"tokens": 9000}); got != "It is so already." {
		t.Errorf("more tokens than there are: %q", got)
	}
	if got := s.told("newsdesk limits", map[string]any{"tokens": -1}); !strings.Contains(got, "150 tokens a day → none") {
		t.Errorf("no tokens: %q", got)
	}
}
