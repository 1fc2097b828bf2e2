package bot_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"newsdesk/bot"
	"newsdesk/bot/discordtest"
)

// forge sends the bot an interaction like i with other fields, and returns
// what it answered.
func (s *stage) forge(i discordtest.Interaction, n int, change func(event, data map[string]any)) map[string]any {
	s.t.Helper()
	var event map[string]any
	if err := json.Unmarshal(i.Event, &event); err != nil {
		s.t.Fatal(err)
	}
	id := fmt.Sprintf("2000000000000000%02d", n)
	event["id"], event["token"] = id, "forged"+id
	change(event, event["data"].(map[string]any))
	raw, err := json.Marshal(event)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.Dispatch("INTERACTION_CREATE", raw); err != nil {
		s.t.Fatal(err)
	}
	var body struct {
		Type int            `json:"type"`
		Data map[string]any `json:"data"`
	}
	s.await("an answer to what is forged", func() bool {
		for _, r := range s.Requests() {
			if strings.HasPrefix(r.Path, "/interactions/"+id+"/") && json.Unmarshal(r.Body, &body) == nil {
				return true
			}
		}
		return false
	})
	if body.Data == nil {
		body.Data = map[string]any{}
	}
	body.Data["type"] = body.Type
	return body.Data
}

// Buttons do what they do for who may press them, where they stand; anything
// else gets one kind private line and nothing more.
func TestForgedButtons(t *testing.T) {
	store := &bot.MemoryStore{}
	asker := &scribe{}
	s := start(t, asker, func(_ *discordtest.Options, c *bot.Config) { c.Store = store })
	m := s.finished(s.Ask("When?", discordtest.InteractionOptions{}), 1).Messages[0]
	pressed := s.press(m.ID, "evidence", discordtest.UserID)
	s.eventually("the answer kept", func() bool {
		_, ok, _ := store.Record(t.Context(), "answer", "server:"+discordtest.GuildID, m.ID)
		return ok
	})
	custom := func(id string) func(_, data map[string]any) {
		return func(_, data map[string]any) { data["custom_id"] = id }
	}
	n := 0
	for name, change := range map[string]func(event, data map[string]any){
		"unknown verb":    custom("drop-table"),
		"empty":           custom(""),
		"page too far":    custom("evidence:" + m.ID + ":1"),
		"page below":      custom("evidence:" + m.ID + ":-1"),
		"no page":         custom("evidence:" + m.ID),
		"page is no word": custom("evidence:" + m.ID + ":one"),
		"huge page":       custom("evidence:" + m.ID + ":99999999999999999999"),
		"more arguments":  custom("evidence:" + m.ID + ":0:0"),
		"no snowflake":    custom("evidence:../settings:0"),
		"other answer":    custom("sources:100000000000000099:0"),
		"another server": func(event, _ map[string]any) {
			event["guild_id"] = "100000000000000088"
		},
		"another channel":    func(event, _ map[string]any) { event["channel_id"] = "100000000000000088" },
		"message taken away": func(event, _ map[string]any) { delete(event, "message") },
		"no server": func(event, _ map[string]any) {
			event["user"] = event["member"].(map[string]any)["user"]
			delete(event, "guild_id")
			delete(event, "member")
		},
	} {
		n++
		data := s.forge(pressed, n, change)
		text, _ := data["content"].(string)
		if data["type"] != 4 || data["flags"] != 64.0 || !strings.Contains(text, "no longer have") {
			t.Errorf("%s: answered with %v", name, data)
		}
	}
	form := s.press(m.ID, "down", discordtest.UserID)
	sent := s.submit(form, map[string]any{"reason": "x"})
	for name, id := range map[string]string{"form without answer": "down", "form of another": "down:100000000000000099", "again without": "again", "no form": "up:" + m.ID} {
		n++
		if data := s.forge(sent, n, custom(id)); data["flags"] != 64.0 || !strings.Contains(data["content"].(string), "no longer have") {
			t.Errorf("%s: answered with %v", name, data)
		}
	}
	if n := len(asker.questions()); n != 1 {
		t.Errorf("asked %d times, want once", n)
	}
}
