package bot_test

import (
	"encoding/json"
	"strings"
	"testing"

	"newsdesk/bot"
	"newsdesk/bot/discordtest"
)

// viewpoint is a place from which a user reads, and the reports that may be
// seen there.
type viewpoint struct {
	name    string
	o       discordtest.InteractionOptions
	visible []string
}

// TestServersApart tries from members of two servers, from direct messages and
// from a server that the bot is a guest in, by every command, completion,
// button and message, to get at what is not for them. Of that no word appears
// in anything that Discord is sent, though each word appears for whom it is.
func TestServersApart(t *testing.T) {
	store := &bot.MemoryStore{}
	e := library(t)
	s := start(t, e, func(o *discordtest.Options, c *bot.Config) {
		content(o, c)
		c.Archive, c.Store = e, store
		c.Limits = bot.Limits{User: 1000, Channel: 1000, Server: 1000}
	})
	if id := s.AddGuild(discordtest.Guild{ID: guildB, Name: "B", Owner: discordtest.OtherID}); id != guildB {
		t.Fatal(id)
	}
	channelB := s.AddChannel(discordtest.Channel{Name: "b", Guild: guildB})
	guest := s.AddUser(discordtest.User{Name: "guest"})
	s.Install(guest, true)
	foreign := s.AddGuild(discordtest.Guild{Name: "foreign", Foreign: true})
	there := s.AddChannel(discordtest.Channel{Name: "talk", Guild: foreign})
	for id, g := range map[string]*bot.Grant{guildA: {Collections: []string{"City"}}, guildB: {Collections: []string{"Sport"}}, "": {Collections: []string{"Sport"}}} {
		if err := bot.Give(t.Context(), store, id, g); err != nil {
			t.Fatal(err)
		}
	}
	// A's administrators have hidden the Quorra Times.
	for _, outlet := range []string{"Mirelo Herald", "Haldor Wire"} {
		s.told("newsdesk outlets add", map[string]any{"outlet": outlet})
	}
	a := viewpoint{"A", discordtest.InteractionOptions{}, []string{"c1", "a1"}}
	b := viewpoint{"B", discordtest.InteractionOptions{User: discordtest.OtherID, Channel: channelB}, []string{"s1", "b1"}}
	direct := viewpoint{"direct", discordtest.InteractionOptions{Channel: discordtest.DMID}, []string{"s1"}}
	brought := viewpoint{"guest", discordtest.InteractionOptions{User: guest, Channel: there}, []string{"s1"}}
	all := []viewpoint{a, b, direct, brought}

	for _, v := range all {
		s.try(v)
	}
	// Buttons and replies of one place in another.
	answerB := s.finished(s.Ask("How high is the toll?", b.o), 1).Messages[0]
	answerA := s.finished(s.Ask("How high is the toll?", a.o), 1).Messages[0]
	pressed := s.press(answerA.ID, "evidence", discordtest.UserID)
	verbs := []string{"evidence:" + answerB.ID + ":0", "sources:" + answerB.ID + ":0", "evidence:" + answerB.ID + ":1"}
	for _, l := range lookups() {
		id := s.called(l.name, l.values, b.o).Messages[0].ID
		s.pages(id, b.o.User)
		verbs = append(verbs, "evidence:"+id+":0", "sources:"+id+":0")
	}
	for n, verb := range verbs {
		data := s.forge(pressed, n, func(_, data map[string]any) { data["custom_id"] = verb })
		if !strings.Contains(data["content"].(string), "no longer have") {
			t.Errorf("%s shows %v", verb, data)
		}
	}
	m := s.Say(discordtest.Post{Content: at + "And what else did he say?", Forged: map[string]any{
		"message_reference": map[string]any{"message_id": answerB.ID, "channel_id": discordtest.General, "guild_id": guildA}, "type": 19}})
	s.await("a reply", func() bool {
		for _, r := range s.Messages(discordtest.General) {
			if r.ReplyTo == m.ID {
				return true
			}
		}
		return false
	})
	s.called("newsdesk data export", nil, a.o)
	s.called("newsdesk show", nil, a.o)

	seen := map[string]bool{}
	for _, v := range all {
		hidden := map[string]string{}
		for _, r := range reports() {
			for _, token := range r.tokens() {
				if !contained(v.visible, r.id) {
					hidden[token] = r.id
				}
			}
		}
		check := func(what, asked, shown string) {
			for _, r := range reports() {
				for _, token := range r.tokens() {
					if !strings.Contains(shown, token) || strings.Contains(asked, token) {
						continue
					}
					seen[token] = true
					if strings.HasPrefix(what, "newsdesk outlets") && r.id == "c2" {
						continue // which outlets are read is for those who are offered it
					}
					if hidden[token] != "" {
						t.Errorf("from %s, %.40s shows %q of %s:\n%.600s", v.name, what, token, hidden[token], shown)
					}
				}
			}
		}
		channel := v.o.Channel
		if channel == "" {
			channel = discordtest.General
		}
		n := 0
		for _, i := range s.Interactions() {
			if i.ChannelID != channel {
				continue
			}
			n++
			shown, err := json.Marshal([]any{i.Choices, i.Modal})
			if err != nil {
				t.Fatal(err)
			}
			out := string(shown)
			for _, m := range i.Messages {
				out += text(m)
				for _, f := range m.Files {
					out += string(f.Data)
				}
				if v.name == "guest" && m.For == "" {
					t.Errorf("%s shows all of a foreign server %q", i.Name, m.Content)
				}
			}
			asked := string(i.Event)
			if strings.Contains(i.Name, "export") {
				asked = everything(s, channel) // what was asked there is in it
			}
			check(i.Name+" "+string(i.Event), asked, out)
		}
		for _, m := range s.Messages(channel) {
			if m.Author == discordtest.BotID && m.Interaction == "" {
				check("a message", everything(s, channel), text(m))
				if v.name == "guest" {
					t.Errorf("a foreign channel sees %q", m.Content)
				}
			}
		}
		if n < 40 {
			t.Errorf("from %s only %d interactions were tried", v.name, n)
		}
	}
	for _, r := range reports() {
		for _, token := range r.tokens() {
			if !seen[token] && r.id != "c2" { // which nobody may see
				t.Errorf("%q of %s is shown to nobody at all", token, r.id)
			}
		}
	}
}

// try asks from v in every way for everything there is.
func (s *stage) try(v viewpoint) {
	s.t.Helper()
	for _, r := range reports() {
		for _, c := range []struct {
			name   string
			values map[string]any
		}{
			{"ask", map[string]any{"question": "What did " + r.person + " say about the toll?"}},
			{"ask", map[string]any{"question": "How high is the toll at " + r.place + "?"}},
			{"ask", map[string]any{"question": "the toll", "speaker": r.surname()}},
			{"ask", map[string]any{"question": "How many port workers walked out?", "outlet": r.outlet}},
			{"quotes", map[string]any{"speaker": r.surname()}},
			{"check", map[string]any{"claim": "The toll at " + r.place + " would rise to 9,999 crowns."}},
			{"timeline", map[string]any{"topic": "strike at " + r.place}},
			{"compare", map[string]any{"topic": "the toll at " + r.place}},
		} {
			s.called(c.name, c.values, v.o)
		}
		for option, typed := range map[string]string{"outlet": strings.ToLower(r.outlet[:3]), "speaker": strings.ToLower(r.surname()[:3])} {
			s.completed("ask", map[string]any{option: typed}, option, v.o)
		}
		s.completed("quotes", map[string]any{"speaker": r.surname()[:2]}, "speaker", v.o)
		if v.name == "A" {
			s.completed("newsdesk outlets add", map[string]any{"outlet": r.outlet[:2]}, "outlet", v.o)
		}
	}
	for _, c := range []struct {
		name   string
		values map[string]any
	}{
		{"sources", nil}, {"timeline", map[string]any{"topic": "strike"}}, {"compare", map[string]any{"topic": "the harbour toll"}},
		{"quotes", map[string]any{"about": "fair price"}}, {"check", map[string]any{"claim": "The mayor refuses to meet the union before the vote."}},
		{"ask", map[string]any{"question": "Which outlets report on the toll?"}}, {"ask", map[string]any{"question": "Who is the mayor?"}},
		{"ask", map[string]any{"question": "List all articles on the toll."}},
	} {
		m := s.called(c.name, c.values, v.o).Messages[0]
		for _, verb := range []string{"evidence", "sources", "again"} {
			if m.Find(verb) != nil {
				user := v.o.User
				if user == "" {
					user = discordtest.UserID
				}
				s.press(m.ID, verb, user)
			}
		}
	}
	s.completed("ask", map[string]any{"outlet": ""}, "outlet", v.o)
	if v.name == "guest" {
		return // who cannot write to the bot there
	}
	// A conversation that names what is hidden.
	before := len(s.answered(channelOf(v), 0))
	for _, content := range []string{"What did " + reports()[4].person + " say about the toll?", "And what else did he say?", "How high is the toll that " + reports()[1].surname() + " named?", "And in the other town?"} {
		user := v.o.User
		s.Say(discordtest.Post{User: user, Channel: v.o.Channel, Content: at + content})
		before++
		s.answered(channelOf(v), before)
	}
}

func channelOf(v viewpoint) string {
	if v.o.Channel == "" {
		return discordtest.General
	}
	return v.o.Channel
}

// everything is all that users wrote in a channel, and called there.
func everything(s *stage, channel string) string {
	var out strings.Builder
	for _, m := range s.Messages(channel) {
		if m.Author != discordtest.BotID {
			out.WriteString(m.Content + "\n")
		}
	}
	for _, i := range s.Interactions() {
		if i.ChannelID == channel {
			out.Write(i.Event)
		}
	}
	return out.String()
}

func contained(list []string, one string) bool {
	for _, s := range list {
		if s == one {
			return true
		}
	}
	return false
}
