package discordtest_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"newsdesk/bot/discordtest"
)

const general = "channels/" + discordtest.General

// What the bot may not do in a channel is refused with Discord's codes.
func TestPermissions(t *testing.T) {
	const embed = `{"embeds":[{"title":"t"}]}`
	for name, tc := range map[string]struct {
		deny               discordtest.Permission
		method, path, body string
		status, code       int
	}{
		"nothing denied":       {0, "POST", "/messages", `{"content":"x"}`, 200, 0},
		"view":                 {discordtest.ViewChannel, "POST", "/messages", `{"content":"x"}`, 403, 50001},
		"view the channel":     {discordtest.ViewChannel, "GET", "", "", 403, 50001},
		"send":                 {discordtest.SendMessages, "POST", "/messages", `{"content":"x"}`, 403, 50013},
		"typing":               {discordtest.SendMessages, "POST", "/typing", "", 403, 50013},
		"embed alone":          {discordtest.EmbedLinks, "POST", "/messages", embed, 403, 50013},
		"embed beside text":    {discordtest.EmbedLinks, "POST", "/messages", `{"content":"x","embeds":[{"title":"t"}]}`, 200, 0},
		"read one":             {discordtest.ReadHistory, "GET", "/messages/MESSAGE", "", 403, 50013},
		"read many":            {discordtest.ReadHistory, "GET", "/messages", "", 200, 0},
		"reply":                {discordtest.ReadHistory, "POST", "/messages", `{"content":"x","message_reference":{"message_id":"MESSAGE"}}`, 400, 160002},
		"thread on a message":  {discordtest.PublicThreads, "POST", "/messages/MESSAGE/threads", `{"name":"n"}`, 403, 50013},
		"private thread":       {discordtest.PrivateThreads, "POST", "/threads", `{"name":"n"}`, 403, 50013},
		"public thread":        {discordtest.PublicThreads, "POST", "/threads", `{"name":"n","type":11}`, 403, 50013},
		"delete another's":     {0, "DELETE", "/messages/MESSAGE", "", 403, 50013},
		"react":                {discordtest.AddReactions, "PUT", "/messages/MESSAGE/reactions/x/@me", "", 403, 50013},
		"edit another's":       {0, "PATCH", "/messages/MESSAGE", `{"content":"x"}`, 403, 50005},
		"rename the channel":   {0, "PATCH", "", `{"name":"x"}`, 403, 50013},
		"delete many":          {0, "POST", "/messages/bulk-delete", `{"messages":[]}`, 403, 50013},
		"members without them": {0, "GET", "/../../guilds/" + discordtest.GuildID + "/members", "", 403, 50001},
	} {
		t.Run(name, func(t *testing.T) {
			c := serve(t, discordtest.Options{})
			m := c.Say(discordtest.Post{Content: "hello"})
			c.Permit(discordtest.General, discordtest.BotID, 0, tc.deny)
			path := strings.Replace(general+tc.path, general+"/../../", "", 1)
			status, code, _ := c.do(tc.method, strings.ReplaceAll(path, "MESSAGE", m.ID), strings.ReplaceAll(tc.body, "MESSAGE", m.ID))
			if status != tc.status || code != tc.code {
				t.Errorf("got %d %d, want %d %d", status, code, tc.status, tc.code)
			}
			for _, m := range c.Messages(discordtest.General) {
				if m.Author == discordtest.BotID && len(m.Embeds) > 0 {
					t.Error("the embed was not dropped")
				}
			}
		})
	}
}

// Roles add up, overwrites go from everybody's over the roles' to the
// member's own, and administrators and owners may do everything.
func TestOverwrites(t *testing.T) {
	c := serve(t, discordtest.Options{})
	role := c.AddRole(discordtest.GuildID, discordtest.Role{Name: "r", Permissions: discordtest.ManageMessages})
	admin := c.AddRole(discordtest.GuildID, discordtest.Role{Name: "a", Permissions: discordtest.Administrator})
	c.Permit(discordtest.General, discordtest.GuildID, 0, discordtest.SendMessages)
	for _, step := range []struct {
		name string
		do   func()
		send bool
	}{
		{"denied to all", func() {}, false},
		{"allowed to a role", func() {
			c.Permit(discordtest.General, role, discordtest.SendMessages, 0)
			c.Join(discordtest.GuildID, discordtest.OtherID, role)
		}, true},
		{"denied to oneself", func() { c.Permit(discordtest.General, discordtest.OtherID, 0, discordtest.SendMessages) }, false},
		{"administrator", func() { c.Join(discordtest.GuildID, discordtest.OtherID, admin) }, true},
		{"no member", func() { c.Leave(discordtest.GuildID, discordtest.OtherID) }, false},
	} {
		step.do()
		if got := c.Permissions(discordtest.General, discordtest.OtherID)&discordtest.SendMessages != 0; got != step.send {
			t.Errorf("%s: may send: %t", step.name, got)
		}
	}
	if p := c.Permissions(discordtest.General, discordtest.UserID); p&discordtest.ManageGuild == 0 {
		t.Errorf("the owner has %v", p)
	}
}

// A nonce that is enforced makes a message once.
func TestNonce(t *testing.T) {
	c := serve(t, discordtest.Options{})
	body := `{"content":"x","nonce":"n1","enforce_nonce":true}`
	first := c.get("POST", general+"/messages", body)
	if again := c.get("POST", general+"/messages", body); again["id"] != first["id"] {
		t.Error("a second message was made")
	}
	c.Advance(6 * time.Minute)
	if later := c.get("POST", general+"/messages", body); later["id"] == first["id"] {
		t.Error("the nonce is enforced for ever")
	}
	if free := c.get("POST", general+"/messages", `{"content":"x","nonce":"n1"}`); free["id"] == first["id"] {
		t.Error("the nonce was enforced without being asked")
	}
}

func TestListMessages(t *testing.T) {
	c := serve(t, discordtest.Options{Privileged: 1 << 15})
	var ids []string
	for n := range 7 {
		ids = append(ids, c.Say(discordtest.Post{Content: fmt.Sprint(n)}).ID)
	}
	for query, want := range map[string]string{
		"": "6543210", "?limit=2": "65", "?limit=2&before=" + ids[3]: "21", "?limit=2&after=" + ids[3]: "54",
		"?limit=3&around=" + ids[3]: "432", "?after=" + ids[6]: "", "?before=" + ids[0]: "",
	} {
		_, raw, _ := c.ask("GET", general+"/messages"+query, "")
		var list []struct{ Content string }
		if err := json.Unmarshal(raw, &list); err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, m := range list {
			got += m.Content
		}
		if got != want {
			t.Errorf("%s: got %s, want %s", query, got, want)
		}
	}
	for _, query := range []string{"?limit=0", "?limit=101", "?limit=x"} {
		if status, code, _ := c.do("GET", general+"/messages"+query, ""); status != 400 || code != 50035 {
			t.Errorf("%s: got %d %d", query, status, code)
		}
	}
}

// Messages that are old can be edited only so often, and not be deleted
// in bulk.
func TestOldMessages(t *testing.T) {
	c := serve(t, discordtest.Options{OldEdits: 2})
	m := c.get("POST", general+"/messages", `{"content":"x"}`)["id"].(string)
	edit := func() int {
		_, code, _ := c.do("PATCH", general+"/messages/"+m, `{"content":"y"}`)
		return code
	}
	for range 5 {
		if code := edit(); code != 0 {
			t.Fatalf("a new message: %d", code)
		}
	}
	c.Advance(2 * time.Hour)
	for n, want := range []int{0, 0, 30046} {
		if code := edit(); code != want {
			t.Errorf("edit %d: got %d, want %d", n, code, want)
		}
	}
	c.Advance(time.Hour)
	if code := edit(); code != 0 {
		t.Errorf("an hour later: %d", code)
	}
	c.Permit(discordtest.General, discordtest.BotID, discordtest.ManageMessages, 0)
	other := c.get("POST", general+"/messages", `{"content":"x"}`)["id"].(string)
	both := `{"messages":["` + m + `","` + other + `"]}`
	if status, code, _ := c.do("POST", general+"/messages/bulk-delete", `{"messages":["1"]}`); status != 400 || code != 50016 {
		t.Errorf("one: got %d %d", status, code)
	}
	if status, _, _ := c.do("POST", general+"/messages/bulk-delete", both); status != 204 {
		t.Errorf("two: got %d", status)
	}
	old := c.get("POST", general+"/messages", `{"content":"x"}`)["id"].(string)
	c.Advance(15 * 24 * time.Hour)
	if status, code, _ := c.do("POST", general+"/messages/bulk-delete", `{"messages":["`+old+`","1"]}`); status != 400 || code != 50034 {
		t.Errorf("old: got %d %d", status, code)
	}
}

// Without the intent for content REST keeps it back too.
func TestContentByREST(t *testing.T) {
	for _, privileged := range []int64{0, 1 << 15} {
		c := serve(t, discordtest.Options{Privileged: privileged})
		for text, hidden := range map[string]bool{"hello": privileged == 0, "<@" + discordtest.BotID + "> hello": false} {
			m := c.Say(discordtest.Post{Content: text})
			if got := c.get("GET", general+"/messages/"+m.ID, "")["content"]; (got == "") != hidden {
				t.Errorf("%d: %q became %q", privileged, text, got)
			}
		}
	}
}

// A transcript has what each user saw, as it was.
func TestTranscript(t *testing.T) {
	c := serve(t, discordtest.Options{})
	m := c.get("POST", general+"/messages", `{"content":"one"}`)["id"].(string)
	c.get("PATCH", general+"/messages/"+m, `{"content":"two","embeds":[{"title":"t"}]}`)
	c.get("PATCH", general+"/messages/"+m, `{"embeds":null}`)
	if status, code, _ := c.do("PATCH", general+"/messages/"+m, `{"content":null}`); status != 400 || code != 50006 {
		t.Errorf("emptied: got %d %d", status, code)
	}
	c.get("DELETE", general+"/messages/"+m, "")
	if n := len(c.Messages(discordtest.General)); n != 0 {
		t.Errorf("%d messages are left", n)
	}
	all := c.Transcript(discordtest.General, "")
	if len(all) != 1 || !all[0].Deleted || all[0].Content != "two" || all[0].Edits != 2 || len(all[0].Embeds) != 0 {
		t.Fatalf("got %+v", all)
	}
	if h := all[0].History; len(h) != 2 || h[0].Content != "one" || h[1].Content != "two" || len(h[1].Embeds) != 1 || h[0].At.IsZero() {
		t.Errorf("the history is %+v", h)
	}
	if status, code, _ := c.do("GET", general+"/messages/"+m, ""); status != 404 || code != 10008 {
		t.Errorf("got %d %d", status, code)
	}
}

func TestDirectMessages(t *testing.T) {
	c := serve(t, discordtest.Options{})
	dm := c.get("POST", "users/@me/channels", `{"recipient_id":"`+discordtest.UserID+`"}`)
	if dm["id"] != discordtest.DMID || dm["type"] != 1.0 {
		t.Errorf("got %v", dm)
	}
	c.AddUser(discordtest.User{ID: discordtest.OtherID, Deaf: true})
	other := c.get("POST", "users/@me/channels", `{"recipient_id":"`+discordtest.OtherID+`"}`)["id"].(string)
	if status, code, _ := c.do("POST", "channels/"+other+"/messages", `{"content":"x"}`); status != 403 || code != 50007 {
		t.Errorf("to who does not want any: got %d %d", status, code)
	}
	for body, code := range map[string]int{`{}`: 50035, `{"recipient_id":"x"}`: 50035, `{"recipient_id":"100000000000099999"}`: 50033} {
		if _, got, _ := c.do("POST", "users/@me/channels", body); got != code {
			t.Errorf("%s: got %d, want %d", body, got, code)
		}
	}
}

// Who would be pinged depends on what is allowed and on the permissions.
func TestAllowedMentions(t *testing.T) {
	c := serve(t, discordtest.Options{})
	role := c.AddRole(discordtest.GuildID, discordtest.Role{Name: "r"})
	open := c.AddRole(discordtest.GuildID, discordtest.Role{Name: "o", Mentionable: true})
	text := "@everyone <@" + discordtest.UserID + "> <@!" + discordtest.UserID + "> <@&" + role + "> <@&" + open + ">"
	everybody := "everyone " + discordtest.UserID + " &" + role + " &" + open
	for _, tc := range []struct {
		allowed, want string
		deny          discordtest.Permission
	}{
		{``, everybody, 0},
		{``, discordtest.UserID + " &" + open, discordtest.MentionEveryone},
		{`,"allowed_mentions":{}`, "", 0},
		{`,"allowed_mentions":{"parse":["users"]}`, discordtest.UserID, 0},
		{`,"allowed_mentions":{"parse":["everyone"],"roles":["` + role + `"]}`, "everyone &" + role, 0},
		{`,"allowed_mentions":{"users":["` + discordtest.OtherID + `"]}`, "", 0},
	} {
		c.Permit(discordtest.General, discordtest.BotID, 0, tc.deny)
		id := c.get("POST", general+"/messages", `{"content":"`+text+`"`+tc.allowed+`}`)["id"].(string)
		m, _ := c.Message(id)
		if got := strings.Join(m.Pings, " "); got != tc.want {
			t.Errorf("%s: pings %q, want %q", tc.allowed, got, tc.want)
		}
	}
	if _, code, _ := c.do("POST", general+"/messages", `{"content":"x","allowed_mentions":{"parse":["users"],"users":["1"]}}`); code != 50035 {
		t.Errorf("both: got %d", code)
	}
}
