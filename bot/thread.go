package bot

import (
	"context"
	"net/http"

	"github.com/bwmarrin/discordgo"

	"newsdesk/bot/discord"
	"newsdesk/bot/render"
)

const (
	// threadName is how many columns of a question name its thread; Discord
	// takes 100 units.
	threadName = 80
	// threadIdle is after how many minutes without a message Discord puts a
	// thread away.
	threadIdle = 1440
)

// openThread opens a thread on m for the answer to its question, and returns
// its ID; "" where that is not possible, and the answer goes below m.
func (b *Bot) openThread(ctx context.Context, m *discordgo.Message, question string) string {
	var made struct {
		ID string `json:"id"`
	}
	err := b.client.Call(ctx, discord.Request{
		Method: http.MethodPost, Path: discord.Path("channels", m.ChannelID, "messages", m.ID, "threads"),
		Body: map[string]any{"name": render.Name(question, threadName), "auto_archive_duration": threadIdle},
	}, &made)
	if err != nil {
		b.log.Warn("a thread could not be opened: the answer goes below the question", "error", err)
		return ""
	}
	b.places.put(made.ID, place{thread: true, ours: true, parent: m.ChannelID})
	return made.ID
}
