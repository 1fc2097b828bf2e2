package discordtest_test

import (
	"strings"
	"testing"
	"time"

	"newsdesk/bot/discordtest"
)

// callback is the path to answer an interaction at.
func (c *client) callback(token string) string {
	return "interactions/" + c.Interaction(token).ID + "/" + token + "/callback"
}

// hook is the path of an interaction's messages.
func hook(token, message string) string {
	path := "webhooks/" + discordtest.AppID + "/" + token
	if message != "" {
		path += "/messages/" + message
	}
	return path
}

// must is a value that came without an error.
func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

const (
	aModal  = `{"type":9,"data":{"custom_id":"m","title":"t","components":[{"type":18,"label":"l","component":{"type":4,"custom_id":"t","style":1}}]}}`
	aButton = `{"type":4,"data":{"content":"x","components":[{"type":1,"components":[{"type":2,"style":1,"label":"l","custom_id":"b"}]}]}}`
)

// stageKinds is a token of a fresh interaction of each kind.
func (c *client) fresh(kind string) string {
	t := c.t
	t.Helper()
	c.get("POST", commands, `{"name":"ask","description":"d","options":[{"type":3,"name":"question","description":"d","autocomplete":true}]}`)
	command := must[string](t)(c.Slash("ask", nil, discordtest.InteractionOptions{}))
	switch kind {
	case "command":
		return command
	case "autocomplete":
		return must[string](t)(c.Autocomplete("ask", map[string]any{"question": "br"}, "question", discordtest.InteractionOptions{}))
	case "modal of a command":
		c.get("POST", c.callback(command), aModal)
		return must[string](t)(c.Submit(command, map[string]any{"t": "v"}))
	}
	c.get("POST", c.callback(command), aButton)
	press := must[string](t)(c.Press(c.Interaction(command).Messages[0].ID, "b", discordtest.InteractionOptions{}))
	if kind == "component" {
		return press
	}
	c.get("POST", c.callback(press), aModal)
	return must[string](t)(c.Submit(press, map[string]any{"t": "v"}))
}

// Each kind of interaction takes its own kinds of answer.
func TestCallbackKinds(t *testing.T) {
	bodies := map[string]string{
		"pong": `{"type":1}`, "message": `{"type":4,"data":{"content":"x"}}`, "defer": `{"type":5}`, "defer update": `{"type":6}`,
		"update": `{"type":7,"data":{"content":"y"}}`, "choices": `{"type":8,"data":{"choices":[{"name":"n","value":"v"}]}}`,
		"modal": aModal, "none": `{"type":77}`,
	}
	for kind, takes := range map[string]string{
		"command":              "message, defer, modal",
		"component":            "message, defer, defer update, update, modal",
		"autocomplete":         "choices",
		"modal of a command":   "message, defer",
		"modal of a component": "message, defer, defer update, update",
	} {
		t.Run(kind, func(t *testing.T) {
			for name, body := range bodies {
				c := serve(t, discordtest.Options{})
				token := c.fresh(kind)
				want := 400
				for _, one := range strings.Split(takes, ", ") {
					if one == name {
						want = 204
					}
				}
				if status, _, _ := c.do("POST", c.callback(token), body); status != want {
					t.Errorf("%s: got %d, want %d", name, status, want)
				}
				if status, code, _ := c.do("POST", c.callback(token), body); want == 204 && (status != 400 || code != 40060) {
					t.Errorf("%s twice: got %d %d", name, status, code)
				}
			}
		})
	}
}

// Choices offered for what is typed have limits and the option's type.
func TestChoices(t *testing.T) {
	long := strings.Repeat("x", 101)
	for choices, want := range map[string]int{
		"": 204, repeat(`{"name":"n","value":"v#"}`, 25): 204, repeat(`{"name":"n","value":"v#"}`, 26): 400,
		`{"name":"","value":"v"}`: 400, `{"name":"` + long + `","value":"v"}`: 400, `{"name":"n","value":""}`: 400,
		`{"name":"n","value":"` + long + `"}`: 400, `{"name":"n","value":1}`: 400, `null`: 400,
	} {
		c := serve(t, discordtest.Options{})
		token := c.fresh("autocomplete")
		if status, _, _ := c.do("POST", c.callback(token), `{"type":8,"data":{"choices":[`+choices+`]}}`); status != want {
			t.Errorf("%s: got %d, want %d", choices, status, want)
		}
		if i := c.Interaction(token); want == 204 && i.Choices == nil {
			t.Error("the choices are not told")
		}
		if status, _, _ := c.do("POST", hook(token, ""), `{"content":"x"}`); status != 404 {
			t.Errorf("a message after them: %d", status)
		}
	}
}

// Three seconds to answer, fifteen minutes for the token.
func TestTimes(t *testing.T) {
	c := serve(t, discordtest.Options{})
	late, good := c.Ask("late?", discordtest.InteractionOptions{}), c.Ask("good?", discordtest.InteractionOptions{})
	c.Advance(2900 * time.Millisecond)
	c.get("POST", c.callback(good), `{"type":5}`)
	c.Advance(200 * time.Millisecond)
	if status, code, _ := c.do("POST", c.callback(late), `{"type":5}`); status != 404 || code != 10062 {
		t.Errorf("too late: got %d %d", status, code)
	}
	c.Advance(14 * time.Minute)
	c.get("PATCH", hook(good, "@original"), `{"content":"x"}`)
	c.Advance(time.Minute)
	for method, path := range map[string]string{"PATCH": hook(good, "@original"), "POST": hook(good, "")} {
		if status, code, _ := c.do(method, path, `{"content":"x"}`); status != 401 || code != 50027 {
			t.Errorf("%s after the token: got %d %d", method, status, code)
		}
	}
}

// A deferral decides who sees the answer; later messages decide for
// themselves.
func TestEphemeral(t *testing.T) {
	for _, way := range []string{"PATCH", "POST"} {
		c := serve(t, discordtest.Options{})
		token := c.Ask("q", discordtest.InteractionOptions{User: discordtest.OtherID})
		c.get("POST", c.callback(token), `{"type":5,"data":{"flags":64}}`)
		if i := c.Interaction(token); !i.Loading || len(i.Messages) != 0 {
			t.Errorf("thinking: %+v", i)
		}
		path := hook(token, "")
		if way == "PATCH" {
			path = hook(token, "@original")
		}
		answer := c.get(way, path, `{"content":"secret"}`)
		open := c.get("POST", hook(token, ""), `{"content":"open"}`)
		closed := c.get("POST", hook(token, ""), `{"content":"closed","flags":64}`)
		for n, o := range []map[string]any{answer, open, closed} {
			if got, want := int(o["flags"].(float64))&64 != 0, n != 1; got != want {
				t.Errorf("%s: message %d is ephemeral: %t", way, n, got)
			}
		}
		see := func(viewer string) (out []string) {
			for _, m := range c.Transcript(discordtest.General, viewer) {
				out = append(out, m.Content)
			}
			return out
		}
		if got := strings.Join(see(discordtest.OtherID), " "); got != "secret open closed" {
			t.Errorf("%s: the user sees %q", way, got)
		}
		if got := strings.Join(see(discordtest.UserID), " "); got != "open" {
			t.Errorf("%s: another sees %q", way, got)
		}
		if status, code, _ := c.do("GET", general+"/messages/"+answer["id"].(string), ""); status != 404 || code != 10008 {
			t.Errorf("%s: read as a message of the channel: %d %d", way, status, code)
		}
		if got := c.get("GET", hook(token, "@original"), ""); got["content"] != "secret" {
			t.Errorf("%s: the original is %v", way, got)
		}
		c.get("DELETE", hook(token, "@original"), "")
		if status, code, _ := c.do("GET", hook(token, "@original"), ""); status != 404 || code != 10008 {
			t.Errorf("%s: deleted: %d %d", way, status, code)
		}
		c.get("PATCH", hook(token, open["id"].(string)), `{"content":"changed"}`)
		c.get("DELETE", hook(token, open["id"].(string)), "")
		if i := c.Interaction(token); len(i.Messages) != 1 || i.Messages[0].Content != "closed" {
			t.Errorf("%s: left are %+v", way, i.Messages)
		}
	}
}

// With with_response the callback tells what it made.
func TestWithResponse(t *testing.T) {
	c := serve(t, discordtest.Options{})
	token := c.Ask("q", discordtest.InteractionOptions{})
	o := c.get("POST", c.callback(token)+"?with_response=true", `{"type":4,"data":{"content":"x","flags":64}}`)
	about, _ := o["interaction"].(map[string]any)
	resource, _ := o["resource"].(map[string]any)
	message, _ := resource["message"].(map[string]any)
	if about["id"] != c.Interaction(token).ID || about["response_message_ephemeral"] != true || about["response_message_id"] != message["id"] ||
		resource["type"] != 4.0 || message["content"] != "x" {
		t.Errorf("got %v", o)
	}
	token = c.Ask("q", discordtest.InteractionOptions{})
	o = c.get("POST", c.callback(token)+"?with_response=true", `{"type":5}`)
	if about, _ := o["interaction"].(map[string]any); about["response_message_loading"] != true {
		t.Errorf("deferred: %v", o)
	}
}

// An update changes the message whose component was pressed.
func TestUpdate(t *testing.T) {
	c := serve(t, discordtest.Options{})
	token := c.fresh("component")
	source := c.Messages(discordtest.General)[0]
	c.get("POST", c.callback(token), `{"type":7,"data":{"content":"changed","components":[]}}`)
	i := c.Interaction(token)
	if len(i.Messages) != 1 || i.Messages[0].ID != source.ID || i.Messages[0].Content != "changed" || len(i.Messages[0].Components) != 0 {
		t.Errorf("got %+v", i.Messages)
	}
	if got := c.get("GET", hook(token, "@original"), ""); got["id"] != source.ID {
		t.Errorf("the original is %v", got["id"])
	}
	if _, err := c.Press(source.ID, "b", discordtest.InteractionOptions{}); err == nil {
		t.Error("a button that is gone was pressed")
	}
	token = c.fresh("modal of a component")
	c.get("POST", c.callback(token), `{"type":6}`)
	c.get("PATCH", hook(token, "@original"), `{"content":"later"}`)
	if m := c.Interaction(token).Messages; len(m) != 1 || m[0].Content != "later" {
		t.Errorf("got %+v", m)
	}
}

// What an answer to an interaction may hold does not depend on the channel's
// permissions, and a thread on it works as on any message.
func TestAnswerInChannel(t *testing.T) {
	c := serve(t, discordtest.Options{})
	c.Permit(discordtest.General, discordtest.BotID, 0, discordtest.SendMessages|discordtest.EmbedLinks)
	token := c.Ask("q", discordtest.InteractionOptions{})
	c.get("POST", c.callback(token), `{"type":4,"data":{"embeds":[{"title":"t"}]}}`)
	m := c.Interaction(token).Messages[0]
	if len(m.Embeds) != 1 || m.Interaction != token {
		t.Errorf("got %+v", m)
	}
	c.get("POST", general+"/messages/"+m.ID+"/threads", `{"name":"n"}`)
	if m, _ := c.Message(m.ID); m.Thread != m.ID {
		t.Errorf("got %+v", m)
	}
}

// Where only the user has the application there are five follow-ups.
func TestFollowupLimit(t *testing.T) {
	for _, foreign := range []bool{false, true} {
		c := serve(t, discordtest.Options{})
		c.Install(discordtest.UserID, true)
		guild := c.AddGuild(discordtest.Guild{Foreign: foreign})
		channel := c.AddChannel(discordtest.Channel{Guild: guild})
		token := c.Ask("q", discordtest.InteractionOptions{Channel: channel})
		c.get("POST", c.callback(token), `{"type":5}`)
		sent := 0
		for range 8 {
			if status, _, _ := c.do("POST", hook(token, ""), `{"content":"x"}`); status == 200 {
				sent++
			}
		}
		if want := map[bool]int{false: 8, true: 6}[foreign]; sent != want {
			t.Errorf("foreign %t: %d of 8 were sent, want %d", foreign, sent, want)
		}
		if status, code, _ := c.do("GET", "channels/"+channel, ""); foreign && (status != 403 || code != 50001) {
			t.Errorf("the bot sees a channel of a guild that it is not in: %d %d", status, code)
		}
	}
}
