package discordtest_test

import (
	"encoding/json"
	"slices"
	"testing"

	"newsdesk/bot/discordtest"
)

// What the bot can ask about itself, its guilds and their members.
func TestLookups(t *testing.T) {
	c := serve(t, discordtest.Options{Privileged: 1 << 15})
	foreign := c.AddGuild(discordtest.Guild{Foreign: true})
	c.Install(discordtest.OtherID, true)
	app := c.get("GET", "applications/@me", "")
	kinds, _ := app["integration_types_config"].(map[string]any)
	if app["id"] != discordtest.AppID || int(app["flags"].(float64))&(1<<19) == 0 || kinds["0"] == nil || kinds["1"] == nil || app["approximate_user_install_count"] != 1.0 {
		t.Errorf("got %v", app)
	}
	c.SetApplication(discordtest.Application{Name: "other"})
	app = c.get("PATCH", "applications/@me", `{"description":"new"}`)
	kinds, _ = app["integration_types_config"].(map[string]any)
	if app["description"] != "new" || kinds["1"] != nil || app["verify_key"] != c.PublicKey() {
		t.Errorf("got %v", app)
	}
	for path, want := range map[string]int{
		"guilds/" + discordtest.GuildID:                                     0,
		"guilds/" + discordtest.GuildID + "/channels":                       0,
		"guilds/" + discordtest.GuildID + "/roles":                          0,
		"guilds/" + discordtest.GuildID + "/members/" + discordtest.OtherID: 0,
		"guilds/" + discordtest.GuildID + "/members/@me":                    0,
		"guilds/" + discordtest.GuildID + "/members/1":                      10007,
		"guilds/" + foreign:                                                 50001,
		"guilds/1":                                                          10004,
		"users/@me/guilds":                                                  0,
		"users/" + discordtest.OtherID:                                      0,
		"users/1":                                                           10013,
		"channels/" + discordtest.DMID:                                      0,
		"applications/1/commands":                                           20012,
		"gateway":                                                           0,
		commands + "/1":                                                     10063,
		"applications/" + discordtest.AppID + "/guilds/" + foreign + "/commands": 50001,
	} {
		if _, code, _ := c.do("GET", path, ""); code != want {
			t.Errorf("%s: got %d, want %d", path, code, want)
		}
	}
	c.RemoveBot(discordtest.GuildID)
	if _, code, _ := c.do("POST", general+"/messages", `{"content":"x"}`); code != 50001 {
		t.Errorf("where it was removed: %d", code)
	}
}

// Members are listed in pages, with the intent for them alone.
func TestMemberList(t *testing.T) {
	c := serve(t, discordtest.Options{Privileged: 1 << 1})
	path := "guilds/" + discordtest.GuildID + "/members"
	var ids []string
	for after := ""; ; {
		_, raw, _ := c.ask("GET", path+"?limit=2"+after, "")
		var page []struct{ User struct{ ID string } }
		if err := json.Unmarshal(raw, &page); err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		for _, m := range page {
			ids = append(ids, m.User.ID)
		}
		after = "&after=" + ids[len(ids)-1]
	}
	if want := []string{discordtest.BotID, discordtest.UserID, discordtest.OtherID}; !slices.Equal(ids, want) {
		t.Errorf("got %v, want %v", ids, want)
	}
	for _, limit := range []string{"0", "1001", "x"} {
		if _, code, _ := c.do("GET", path+"?limit="+limit, ""); code != 50035 {
			t.Errorf("limit %s: got %d", limit, code)
		}
	}
}

// What the bot registered can be read, globally and by guild.
func TestRegistered(t *testing.T) {
	c := serve(t, discordtest.Options{})
	c.get("POST", commands, `{"name":"a","description":"d"}`)
	c.get("POST", "applications/"+discordtest.AppID+"/guilds/"+discordtest.GuildID+"/commands", `{"name":"b","description":"d"}`)
	if all := c.Commands(); len(all) != 1 || all[0]["name"] != "a" {
		t.Errorf("globally: %v", all)
	}
	if all := c.GuildCommands(discordtest.GuildID); len(all) != 1 || all[0]["name"] != "b" {
		t.Errorf("in the guild: %v", all)
	}
}
