package bot

import (
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
)

// What a message says is its text and its embeds', without what only Discord
// understands.
func TestWording(t *testing.T) {
	m := &discordgo.Message{
		Content:  "-# > **Old** <@100000000000000007> says: see [the *report*](https://a.example/x_y) <t:1700000000:R> ||no|| `x` \\_ok\\_ **[1][2]** snake_case\n```\ncode",
		Mentions: []*discordgo.User{nil, {ID: "100000000000000007", Username: "anna"}},
		Embeds:   []*discordgo.MessageEmbed{nil, {Title: "Title", Description: "Said <https://b.example> so.", Fields: []*discordgo.MessageEmbedField{nil, {Name: "Field", Value: "Value."}}}},
	}
	got := strings.Join(strings.Fields(wording(m)), " ")
	if want := "Old anna says: see the report no x _ok_ snake_case Title Said so. Field Value."; got != want {
		t.Errorf("got %q", got)
	}
	if got := wording(&discordgo.Message{}); got != "" {
		t.Errorf("nothing says %q", got)
	}
	claims, more := claimsOf(strings.Repeat("The bridge over the river opens in May. Is it the bridge over the river? ", 8), claimWords)
	if len(claims) != maxClaims || more != 3 || claims[0] != "The bridge over the river opens in May." {
		t.Errorf("claims %q and %d more", claims, more)
	}
	// Nobody writes capitals in a chat.
	claims, more = claimsOf("the bridge over the river opens in may. lol! the old ferry stays in the harbour", claimWords)
	if len(claims) != 2 || more != 0 || claims[1] != "the old ferry stays in the harbour" {
		t.Errorf("claims %q and %d more", claims, more)
	}
}
