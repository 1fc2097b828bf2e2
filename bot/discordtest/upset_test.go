package discordtest_test

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"newsdesk/bot/discordtest"
)

// Messages of the gateway come compressed where the client asks for it: each
// by itself, or all in one stream.
func TestCompression(t *testing.T) {
	c := serve(t, discordtest.Options{})
	for name, tc := range map[string]struct{ query, identify string }{
		"each":   {"", `"compress":true,`},
		"stream": {"&compress=zlib-stream", ""},
	} {
		ws, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(strings.TrimSuffix(c.APIBase(), "/api/v9/"), "http")+"/gateway/?v=10&encoding=json"+tc.query, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer ws.Close()
		var stream io.Reader
		var all bytes.Buffer
		read := func() (e event) {
			kind, raw, err := ws.ReadMessage()
			if err != nil {
				t.Fatal(err)
			}
			if kind == websocket.BinaryMessage {
				all.Write(raw)
				if stream == nil || tc.query == "" {
					if stream, err = zlib.NewReader(&all); err != nil {
						t.Fatal(err)
					}
				}
				if err := json.NewDecoder(stream).Decode(&e); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				all.Reset()
				return e
			}
			if err := json.Unmarshal(raw, &e); err != nil {
				t.Fatal(err)
			}
			return e
		}
		if e := read(); e.Op != 10 {
			t.Errorf("%s: got %+v", name, e)
		}
		if err := ws.WriteMessage(websocket.TextMessage, []byte(`{"op":2,"d":{"token":"test-token","properties":{},`+tc.identify+`"intents":512}}`)); err != nil {
			t.Fatal(err)
		}
		if e := read(); e.Type != "READY" {
			t.Errorf("%s: got %+v", name, e)
		}
		c.Say(discordtest.Post{Content: "x"})
		if e := read(); e.Type != "MESSAGE_CREATE" {
			t.Errorf("%s: got %+v", name, e)
		}
	}
}

// Events without data come between the others, with numbers of their own.
func TestBareEvents(t *testing.T) {
	c := serve(t, discordtest.Options{})
	c.SetDisorder(discordtest.Disorder{Bare: 1})
	ws, _ := c.identify(`"intents":512`)
	c.Say(discordtest.Post{Content: "x"})
	if e := ws.next(); e.Type != "MESSAGE_CREATE" || string(e.Data) != "{}" || e.Seq != 2 {
		t.Errorf("got %+v", e)
	}
	if e := ws.next(); e.Type != "MESSAGE_CREATE" || len(e.Data) < 10 || e.Seq != 3 {
		t.Errorf("got %+v", e)
	}
	if err := c.Dispatch("NEW_THING", json.RawMessage(`{`)); err == nil {
		t.Error("what is not JSON is sent")
	}
	if c.Delivered("MESSAGE_CREATE") != 2 {
		t.Errorf("%d were delivered", c.Delivered("MESSAGE_CREATE"))
	}
}

// The bot and users react, which sessions hear of; only who is the first
// needs the permission.
func TestReactions(t *testing.T) {
	c := serve(t, discordtest.Options{})
	ws, _ := c.identify(`"intents":1536`)
	m := c.Say(discordtest.Post{Content: "x"})
	c.Permit(discordtest.General, discordtest.BotID, 0, discordtest.AddReactions)
	path := general + "/messages/" + m.ID + "/reactions/%F0%9F%91%8D/@me"
	if _, code, _ := c.do("PUT", path, ""); code != 50013 {
		t.Errorf("the first: %d", code)
	}
	if err := c.React(discordtest.OtherID, m.ID, "👍", true); err != nil {
		t.Error(err)
	}
	c.get("PUT", path, "")
	c.get("PUT", path, "")
	if m, _ := c.Message(m.ID); len(m.Reactions["👍"]) != 2 {
		t.Errorf("got %v", m.Reactions)
	}
	c.get("DELETE", path, "")
	want := "MESSAGE_CREATE MESSAGE_REACTION_ADD MESSAGE_REACTION_ADD MESSAGE_REACTION_REMOVE"
	if got := strings.Join(ws.seen(), " "); got != want {
		t.Errorf("got %s", got)
	}
	if err := c.React(discordtest.OtherID, "1", "👍", true); err == nil {
		t.Error("reacted to nothing")
	}
}

// Conversations that the bot is not in are closed to it, though users bring
// it there.
func TestConversationOfOthers(t *testing.T) {
	c := serve(t, discordtest.Options{})
	ws, _ := c.identify(`"intents":4096`)
	c.Install(discordtest.UserID, true)
	channel := c.AddChannel(discordtest.Channel{Type: discordtest.GroupChannel, Users: []string{discordtest.UserID, discordtest.OtherID}})
	c.Say(discordtest.Post{Channel: channel, Content: "x"})
	if status, code, _ := c.do("POST", "channels/"+channel+"/messages", `{"content":"x"}`); status != 403 || code != 50001 {
		t.Errorf("got %d %d", status, code)
	}
	token := c.Ask("q", discordtest.InteractionOptions{Channel: channel})
	c.get("POST", c.callback(token), `{"type":4,"data":{"content":"answer"}}`)
	if got := ws.seen(); len(got) != 1 || got[0] != "INTERACTION_CREATE" {
		t.Errorf("the bot hears of %v", got)
	}
	if m := c.Messages(channel); len(m) != 2 || m[1].Content != "answer" {
		t.Errorf("got %+v", m)
	}
}

// With Keep only the last are remembered.
func TestKeep(t *testing.T) {
	c := serve(t, discordtest.Options{Keep: 10})
	first := c.Say(discordtest.Post{Content: "first"})
	for range 100 {
		c.get("POST", general+"/messages", `{"content":"x"}`)
	}
	if n := len(c.Messages(discordtest.General)); n < 10 || n > 15 {
		t.Errorf("%d messages are kept", n)
	}
	if _, ok := c.Message(first.ID); ok {
		t.Error("the first is still known")
	}
	if r := c.Requests(); len(r) > 15 || r[0].Body != nil {
		t.Errorf("%d requests are kept", len(r))
	}
	if n := c.Counts()["POST /channels/{channel}/messages"][200]; n != 100 {
		t.Errorf("%d are counted", n)
	}
	if c.UserName(discordtest.BotID) != "newsdesk" || c.Now().Before(time.Now().Add(-time.Minute)) {
		t.Error("the name or the time is wrong")
	}
}
