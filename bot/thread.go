package bot

import (
	"cmp"
	"context"
	"net/http"

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

// openThread opens a thread on a message in a channel, about a question, and
// returns its ID, which is the message's; "" where that is not possible.
func (b *Bot) openThread(ctx context.Context, channel, message, question string) string {
	var made struct {
		ID string `json:"id"`
	}
	err := b.client.Call(ctx, discord.Request{
		Method: http.MethodPost, Path: discord.Path("channels", channel, "messages", message, "threads"), Again: true,
		Body: map[string]any{"name": cmp.Or(render.Name(question, threadName), "Question"), "auto_archive_duration": threadIdle},
	}, &made)
	if discord.Refused(err, discord.CodeThreadThere) {
		made.ID, err = message, nil // of an attempt before, most likely
	}
	if err != nil {
		b.log.Warn("a thread could not be opened: the answer stays in the channel", "error", err)
		return ""
	}
	b.places.put(made.ID, place{thread: true, ours: true, parent: channel})
	return made.ID
}

// threadOn opens a thread on an answer to a command that all can see, where
// the server wants one for each question: what is asked there goes on from the
// answer, see Bot.addressed.
func (b *Bot) threadOn(ctx context.Context, q inquiry, at landing) {
	if !q.permit.settings.Threads || q.private || q.origin.guest || at.origin.guild == "" || len(at.ids) == 0 {
		return
	}
	if b.place(ctx, at.origin.channel).thread {
		return // which is a conversation already
	}
	b.openThread(ctx, at.origin.channel, at.ids[len(at.ids)-1], q.question.Text)
}
