package bot_test

import (
	"encoding/json"
	"strings"
	"testing"

	"newsdesk/bot"
	"newsdesk/bot/discordtest"
)

// text is all that a message shows.
func text(m discordtest.Message) string {
	raw, _ := json.Marshal(m.Embeds) // which came as JSON
	return m.Content + "\n" + string(raw)
}

// The commands look things up in the archive: in servers, in direct messages,
// and where the user has brought the bot along.
func TestLookups(t *testing.T) {
	e := library(t)
	s := start(t, e, func(_ *discordtest.Options, c *bot.Config) {
		c.Archive = e
		c.Limits = bot.Limits{User: 1000, Channel: 1000, Server: 1000}
	})
	s.Install(discordtest.OtherID, true)
	foreign := s.AddGuild(discordtest.Guild{Name: "foreign", Foreign: true})
	there := s.AddChannel(discordtest.Channel{Name: "talk", Guild: foreign})
	for _, c := range []struct {
		name   string
		values map[string]any
		want   []string
	}{
		{"ask", map[string]any{"question": "How high is the toll at Karveth?"}, []string{"2,417", "**[1]**", "Mirelo Herald"}},
		{"ask", map[string]any{"question": "the toll", "speaker": "Ilsa Fendrik"}, []string{"What did Ilsa Fendrik say about the toll?", "3,829"}},
		{"ask", map[string]any{"question": "and what did she say about the toll?", "speaker": "Ilsa Fendrik"}, []string{"What did Ilsa Fendrik say about the toll?", "3,829"}},
		{"ask", map[string]any{"question": "How high is the toll?", "outlet": "Quorra Times", "since": "2021-03", "until": "2021"}, []string{"3,829"}},
		{"ask", map[string]any{"question": "How high is the toll?", "since": "tomorrow"}, []string{"I cannot read that date"}},
		{"ask", map[string]any{"question": "How high is the toll?", "since": "2021", "until": "2020"}, []string{"nothing between them"}},
		{"quotes", map[string]any{"speaker": "Fendrik"}, []string{"> Quotations of Fendrik", "“The quay at Ostrel needs a fair price", "**[1]**", "Quorra Times"}},
		{"quotes", map[string]any{"about": "fair price", "speaker": "Nobody Atall"}, []string{"hold no such quotation of Nobody Atall"}},
		{"quotes", nil, []string{"Name a speaker"}},
		{"compare", map[string]any{"topic": "the harbour toll"}, []string{"> How outlets differ on the harbour toll", "2,417", "3,829"}},
		{"compare", map[string]any{"topic": "…"}, []string{"Name a topic"}},
		{"check", map[string]any{"claim": "The toll at Karveth would rise to 9,999 crowns."}, []string{"> The toll at Karveth", "Altered", "2,417"}},
		{"check", map[string]any{"claim": "?!"}, []string{"Write a claim"}},
		{"check", map[string]any{"claim": "The toll at Karveth would rise to 2,417 crowns. the toll at Ostrel would rise to 9,999 crowns. lol!"}, []string{"2,417", "Altered", "3,829"}},
		{"timeline", map[string]any{"topic": "strike", "since": "2021-03"}, []string{"> Timeline: strike", "Ostrel"}},
		{"timeline", map[string]any{"topic": "chess championship"}, []string{"date nothing about that"}},
		{"sources", nil, []string{"3 articles, 3 Feb 2021 to 17 Apr 2021", "Mirelo Herald: 1 article"}},
		{"help", nil, []string{"**/quotes** Who said what", "Check against the archive"}},
		{"privacy", nil, []string{"What I keep"}},
		{"new", nil, []string{"stands for itself"}},
	} {
		for where, o := range map[string]discordtest.InteractionOptions{
			"server": {}, "direct": {Channel: discordtest.DMID}, "foreign": {User: discordtest.OtherID, Channel: there},
		} {
			i := s.called(c.name, c.values, o)
			got := text(i.Messages[0])
			if where == "server" && c.name == "sources" {
				got = strings.Replace(got, "4 articles, 3 Feb 2021 to 21 May 2021", "3 articles, 3 Feb 2021 to 17 Apr 2021", 1) // with its own
			}
			for _, want := range c.want {
				if !strings.Contains(got, want) {
					t.Errorf("/%s %v (%s) says %s, want %q", c.name, c.values, where, got, want)
				}
			}
			if where == "foreign" && i.Messages[0].For != discordtest.OtherID {
				t.Errorf("/%s in a foreign server is seen by all", c.name)
			}
		}
	}
	if got := text(s.called("help", nil, discordtest.InteractionOptions{User: discordtest.OtherID, Channel: there}).Messages[0]); strings.Contains(got, "/newsdesk") || !strings.Contains(got, "only you see") {
		t.Errorf("help in a foreign server says %s", got)
	}
	if m := s.Messages(there); len(m) > 0 {
		t.Errorf("the foreign channel sees %+v", m)
	}
	m := s.called("sources", map[string]any{"private": true}, discordtest.InteractionOptions{}).Messages[0]
	if m.For != discordtest.UserID {
		t.Errorf("what is to be private is seen by all")
	}
	s.told("newsdesk answers", map[string]any{"private": true})
	if m := s.called("sources", nil, discordtest.InteractionOptions{}).Messages[0]; m.For == "" {
		t.Error("a server's choice of private answers does not hold")
	}
	if m := s.called("sources", map[string]any{"private": false}, discordtest.InteractionOptions{}).Messages[0]; m.For != "" {
		t.Error("who wants all to see an answer is not heard")
	}
}

// completed is what is offered for an option.
func (s *stage) completed(name string, values map[string]any, option string, o discordtest.InteractionOptions) string {
	s.t.Helper()
	token, err := s.Autocomplete(name, values, option, o)
	if err != nil {
		s.t.Fatal(err)
	}
	var out []string
	for _, c := range s.acknowledged(token).Choices {
		out = append(out, c.Name)
	}
	return strings.Join(out, ", ")
}

// Outlets and speakers are offered from what the user may read; to
// administrators who choose outlets, also those that they have hidden.
func TestCompletion(t *testing.T) {
	e := library(t)
	s := start(t, e, func(_ *discordtest.Options, c *bot.Config) { c.Archive = e })
	var here discordtest.InteractionOptions
	if got := s.completed("ask", map[string]any{"outlet": "mir"}, "outlet", here); got != "Mirelo Herald" {
		t.Errorf("offered %q", got)
	}
	if got := s.completed("quotes", map[string]any{"speaker": "fen"}, "speaker", here); got != "Ilsa Fendrik" {
		t.Errorf("offered %q", got)
	}
	s.told("newsdesk outlets add", map[string]any{"outlet": "Quorra Times"})
	if got := s.completed("ask", map[string]any{"outlet": ""}, "outlet", here); got != "Quorra Times" {
		t.Errorf("offered %q", got)
	}
	if got := s.completed("quotes", map[string]any{"speaker": "vel"}, "speaker", here); got != "" {
		t.Errorf("offered %q", got)
	}
	channel := s.AddChannel(discordtest.Channel{Name: "desk", Guild: discordtest.GuildID})
	s.told("newsdesk channels add", map[string]any{"channel": channel})
	if got := s.completed("newsdesk outlets add", map[string]any{"outlet": "mir"}, "outlet", here); got != "Mirelo Herald" {
		t.Errorf("administrators are offered %q", got)
	}
	if got := s.completed("ask", map[string]any{"outlet": ""}, "outlet", here); got != "" {
		t.Errorf("where nothing may be asked %q is offered", got)
	}
}

// A message is checked as it is shown: sentence by sentence, without markup,
// with the text of embeds; to who asks alone.
func TestCheckMessage(t *testing.T) {
	e := library(t)
	s := start(t, e, func(_ *discordtest.Options, c *bot.Config) { c.Archive = e })
	check := func(content string) string {
		m := s.Say(discordtest.Post{Content: content, User: discordtest.OtherID})
		token, err := s.MessageCommand("Check against the archive", m.ID, discordtest.InteractionOptions{})
		if err != nil {
			t.Fatal(err)
		}
		return text(s.only(s.finished(token, 1)))
	}
	for content, want := range map[string]string{
		"The toll at **Karveth** would rise to __9,999__ crowns.":                                       "> The toll at Karveth would rise to 9,999 crowns.\\n",
		"lol <:gull:100000000000000099> ok?":                                                            "I find no claim in that message",
		"```\nThe toll at Karveth would rise to 2,417 crowns.\n```":                                     "I find no claim",
		"> The toll at Karveth would rise to [2,417 crowns](https://evil.example/x). https://a.example": "> The toll at Karveth would rise to 2,417 crowns.\\n",
		"<@" + discordtest.UserID + "> says the strike at Ostrel began on March 9, 2021.":               "says the strike at Ostrel began on March 9, 2021.\\n",
	} {
		raw, _ := json.Marshal(check(content))
		if got := string(raw); !strings.Contains(got, strings.ReplaceAll(want, ">", "\\u003e")) || strings.Contains(got, "evil") {
			t.Errorf("%q: says %s, want %q", content, got, want)
		}
	}
	long := check(strings.Repeat("The toll at Karveth would rise to 9,999 crowns. The strike at Ostrel began on May 9, 2021. ", 9))
	if strings.Count(long, "\n> The toll at Karveth")+strings.Count(long, "> The toll at Karveth") < 3 || !strings.Contains(long, "I checked the first 5 sentences") || !strings.Contains(long, "**[2]**") {
		t.Errorf("a long message: %s", long)
	}
	if n := len(s.Messages(discordtest.General)); n != 6 {
		t.Errorf("everybody sees %d messages", n)
	}
	// Another bot's message, where the user has brought this one along; and a
	// message of their own, to the bot.
	s.Install(discordtest.OtherID, true)
	there := s.AddChannel(discordtest.Channel{Name: "talk", Guild: s.AddGuild(discordtest.Guild{Name: "foreign", Foreign: true})})
	for channel, user := range map[string]string{there: discordtest.OtherID, discordtest.DMID: discordtest.UserID} {
		by := discordtest.UserID
		if channel == there {
			by = s.AddUser(discordtest.User{Name: "other bot", Bot: true})
		}
		m := s.Say(discordtest.Post{Content: "The toll at Karveth would rise to 9,999 crowns.", User: by, Channel: channel})
		token, err := s.MessageCommand("Check against the archive", m.ID, discordtest.InteractionOptions{User: user})
		if err != nil {
			t.Fatal(err)
		}
		if got := s.only(s.finished(token, 1)); !strings.Contains(got.Content, "Altered") {
			t.Errorf("in %s: %+v", channel, got)
		}
	}
	if m := s.Messages(there); len(m) != 1 {
		t.Errorf("the foreign channel sees %+v", m)
	}
}

// Interactions that lack any part, or have one of the wrong type, are answered
// with a line or an abstention, never by a handler that fails.
func TestHalfEmptyCommands(t *testing.T) {
	e := library(t)
	s := start(t, e, func(_ *discordtest.Options, c *bot.Config) {
		c.Archive, c.Feeds = e, &feeds{}
		c.Limits = bot.Limits{User: 1000, Channel: 1000, Server: 1000}
	})
	asked := s.called("sources", nil, discordtest.InteractionOptions{})
	n := 0
	for _, name := range []string{"ask", "quotes", "compare", "check", "timeline", "sources", "help", "new", "privacy", "newsdesk", "Check against the archive", ""} {
		for _, options := range []string{
			`null`, `[]`, `[null]`, `[{"name":"question","type":3}]`, `[{"name":"question","value":7},{"name":"topic","value":true},{"name":"claim","value":null}]`,
			`[{"name":"private","type":5,"value":"yes"},{"name":"speaker","value":{}}]`, `[{"name":"channels","type":2}]`, `[{"name":"limits","type":1,"options":[null]}]`,
			`[{"name":"feeds","type":2,"options":[{"name":"stop","type":1}]}]`,
		} {
			n++
			data := s.forge(asked, n, func(event, data map[string]any) {
				data["name"], data["options"] = name, json.RawMessage(options)
				if n%2 == 0 {
					delete(data, "resolved")
					data["target_id"] = "100000000000000099"
				}
			})
			if text, _ := data["content"].(string); data["type"] != 5 && text == "" {
				t.Errorf("%s %s: %v", name, options, data)
			}
		}
	}
	if strings.Contains(s.log.String(), "a handler failed") || strings.Contains(s.log.String(), "answering failed") {
		t.Error("a handler failed")
	}
}
