package bot

import (
	"cmp"
	"regexp"
	"strings"

	"github.com/bwmarrin/discordgo"
)

// addressed are mentions of those whom a question is put to besides the bot: at
// its beginning, or after a comma at its end.
var addressed = regexp.MustCompile(`^(?:\s*<@[!&]?\d+>[\s,:]*)+|\s*,\s*<@[!&]?\d+>(\s*[?.!]*\s*)$`)

// wordless is what Discord shows as something else than words: emoji, times,
// mentions without a name, places and commands.
var wordless = regexp.MustCompile(`<a?:\w+:\d+>|<t:-?\d+(?::\w)?>|<[@#][!&]?\d+>|</[^>\n]+:\d+>|<id:\w+>`)

// asked is what somebody asks for with a text of Discord's, in one line; names
// has names in place of mentions.
func asked(text string, names *strings.Replacer) string {
	text = names.Replace(addressed.ReplaceAllString(text, "$1"))
	return strings.Join(strings.Fields(wordless.ReplaceAllString(text, " ")), " ")
}

// asked is the value of an option that says what is asked for.
func (o options) asked(name string) string { return asked(o.text(name), nameless) }

var nameless = strings.NewReplacer()

// question is what m asks, other mentions than the bot's as names.
func (b *Bot) question(m *discordgo.Message) string {
	self := b.identity().User
	return asked(strings.NewReplacer("<@"+self+">", " ", "<@!"+self+">", " ").Replace(m.Content), named(m))
}

// named puts names in the place of the mentions in m.
func named(m *discordgo.Message) *strings.Replacer {
	var pairs []string
	for _, u := range m.Mentions {
		if u != nil && u.ID != "" {
			name := cmp.Or(u.GlobalName, u.Username)
			pairs = append(pairs, "<@"+u.ID+">", name, "<@!"+u.ID+">", name)
		}
	}
	return strings.NewReplacer(pairs...)
}
