package discordtest_test

import (
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
