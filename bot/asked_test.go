package bot

import (
	"testing"

	"github.com/bwmarrin/discordgo"
)

// Of a text of Discord's the words are asked, with names for mentions in the
// middle of it.
func TestAsked(t *testing.T) {
	m := &discordgo.Message{Mentions: []*discordgo.User{{ID: "7", Username: "ines", GlobalName: "Ines Brask"}, nil, {ID: "8", Username: "leo"}}}
	for text, want := range map[string]string{
		"who opened the bridge? <:pepe:123456789012345678>": "who opened the bridge?",
		"<a:wave:1> who  opened\nthe bridge?":               "who opened the bridge?",
		"who opened the bridge? <#100000000000000004>":      "who opened the bridge?",
		"<@8> who opened the bridge?":                       "who opened the bridge?",
		"<@8>, <@!7>: who opened the bridge?":               "who opened the bridge?",
		"who opened the bridge, <@8>?":                      "who opened the bridge?",
		"what did <@7> say about <@&9> tolls?":              "what did Ines Brask say about tolls?",
		"what about <@!7>?":                                 "what about Ines Brask?",
		"what happened on <t:1556236800:D>, see </ask:5>":   "what happened on , see",
		"is 3 <4 and 5> 2?":                                 "is 3 <4 and 5> 2?",
		"<:pepe:123456789012345678>":                        "",
	} {
		if got := asked(text, named(m)); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
