package discordtest_test

import (
	"strings"
	"testing"

	"newsdesk/bot/discordtest"
)

// Threads are started on messages, without one, privately, and as posts of a
// forum; what does not fit is refused.
func TestThreadRules(t *testing.T) {
	c := serve(t, discordtest.Options{})
	m := c.Say(discordtest.Post{Content: "x"}).ID
	forum := c.AddChannel(discordtest.Channel{Guild: discordtest.GuildID, Type: discordtest.ForumChannel})
	news := c.AddChannel(discordtest.Channel{Guild: discordtest.GuildID, Type: discordtest.AnnouncementChannel})
	headline := c.Say(discordtest.Post{Channel: news, Content: "x"}).ID
	long := strings.Repeat("x", 101)
	for _, step := range []struct {
		name, path, body string
		status, code     int
		kind             float64
	}{
		{"no name", general + "/messages/" + m + "/threads", `{}`, 400, 50035, 0},
		{"long name", general + "/messages/" + m + "/threads", `{"name":"` + long + `"}`, 400, 50035, 0},
		{"odd duration", general + "/messages/" + m + "/threads", `{"name":"n","auto_archive_duration":61}`, 400, 50035, 0},
		{"on a message", general + "/messages/" + m + "/threads", `{"name":"n"}`, 201, 0, 11},
		{"again", general + "/messages/" + m + "/threads", `{"name":"n"}`, 400, 160004, 0},
		{"on no message", general + "/messages/1/threads", `{"name":"n"}`, 404, 10008, 0},
		{"of an announcement", "channels/" + news + "/messages/" + headline + "/threads", `{"name":"n"}`, 201, 0, 10},
		{"private by default", general + "/threads", `{"name":"n"}`, 201, 0, 12},
		{"public", general + "/threads", `{"name":"n","type":11}`, 201, 0, 11},
		{"wrong kind", general + "/threads", `{"name":"n","type":10}`, 400, 50035, 0},
		{"private announcement", "channels/" + news + "/threads", `{"name":"n","type":12}`, 400, 50035, 0},
		{"in a thread", "channels/" + m + "/threads", `{"name":"n"}`, 400, 50024, 0},
		{"in direct messages", "channels/" + discordtest.DMID + "/threads", `{"name":"n"}`, 400, 50024, 0},
		{"post", "channels/" + forum + "/threads", `{"name":"n","message":{"content":"x"}}`, 201, 0, 11},
		{"post without text", "channels/" + forum + "/threads", `{"name":"n"}`, 400, 50035, 0},
		{"message to a forum", "channels/" + forum + "/messages", `{"content":"x"}`, 400, 50008, 0},
	} {
		status, code, _ := c.do("POST", step.path, step.body)
		if status != step.status || code != step.code {
			t.Errorf("%s: got %d %d, want %d %d", step.name, status, code, step.status, step.code)
		}
		if list := c.Channels(); status == 201 && float64(list[len(list)-1].Type) != step.kind && step.name != "on a message" && step.name != "of an announcement" {
			t.Errorf("%s: made %+v", step.name, list[len(list)-1])
		}
	}
	if got := c.get("GET", "channels/"+headline, ""); got["type"] != 10.0 || got["parent_id"] != news || got["thread_metadata"] == nil {
		t.Errorf("got %v", got)
	}
	if got := c.get("GET", "guilds/"+discordtest.GuildID+"/threads/active", ""); len(got["threads"].([]any)) != 5 {
		t.Errorf("%d are active", len(got["threads"].([]any)))
	}
}

// Writing opens an archived thread; a locked one stays shut.
func TestArchive(t *testing.T) {
	c := serve(t, discordtest.Options{})
	thread := c.Thread(discordtest.UserID, "")
	path := "channels/" + thread
	id := c.get("POST", path+"/messages", `{"content":"x"}`)["id"].(string)
	c.SetThread(thread, true, false)
	if _, code, _ := c.do("PATCH", path+"/messages/"+id, `{"content":"y"}`); code != 50083 {
		t.Errorf("changed in an archived thread: %d", code)
	}
	c.get("POST", path+"/messages", `{"content":"x"}`)
	if got := c.get("GET", path, "")["thread_metadata"].(map[string]any); got["archived"] != false {
		t.Errorf("got %v", got)
	}
	c.SetThread(thread, true, true)
	if _, code, _ := c.do("POST", path+"/messages", `{"content":"x"}`); code != 50083 {
		t.Errorf("written in a locked thread: %d", code)
	}
	c.Permit(discordtest.General, discordtest.BotID, 0, discordtest.SendInThreads)
	if _, code, _ := c.do("POST", "channels/"+c.Thread(discordtest.UserID, "")+"/messages", `{"content":"x"}`); code != 50013 {
		t.Errorf("without the permission: %d", code)
	}
}

// The bot's own thread is its to rename and archive, others' are not; private
// ones are seen by their members.
func TestThreadOwnership(t *testing.T) {
	c := serve(t, discordtest.Options{})
	own := c.get("POST", general+"/threads", `{"name":"n","type":11}`)["id"].(string)
	if got := c.get("PATCH", "channels/"+own, `{"name":"new","archived":true}`); got["name"] != "new" {
		t.Errorf("got %v", got)
	}
	other := c.Thread(discordtest.UserID, "")
	if status, code, _ := c.do("PATCH", "channels/"+other, `{"archived":true}`); status != 403 || code != 50013 {
		t.Errorf("another's: %d %d", status, code)
	}
	private := c.AddChannel(discordtest.Channel{Type: discordtest.PrivateThread, Guild: discordtest.GuildID, Parent: discordtest.General, Owner: discordtest.UserID})
	if status, code, _ := c.do("GET", "channels/"+private, ""); status != 403 || code != 50001 {
		t.Errorf("a private one: %d %d", status, code)
	}
	if status, _, _ := c.do("PUT", "channels/"+other+"/thread-members/@me", ""); status != 204 {
		t.Errorf("joining: %d", status)
	}
	c.RemoveChannel(own)
	if status, code, _ := c.do("GET", "channels/"+own, ""); status != 404 || code != 10003 {
		t.Errorf("a deleted one: %d %d", status, code)
	}
}
