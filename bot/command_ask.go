package bot

import (
	"context"

	"github.com/bwmarrin/discordgo"

	"newsdesk/bot/render"
	"newsdesk/rag"
)

func askCommand() command {
	return command{
		Name:        "ask",
		Type:        typeSlashCommand,
		Description: "Ask the news archive: every sentence of the answer cites its source",
		Options: []option{{
			Type:        typeTextOption,
			Name:        "question",
			Description: "What do you want to know?",
			Required:    true,
			MinLength:   1,
			MaxLength:   MaxQuestion,
		}},
		run: (*Bot).runAsk,
	}
}

func (b *Bot) runAsk(ctx context.Context, u *use, data discordgo.ApplicationCommandInteractionData) {
	question := textOption(data.Options, "question")
	if no := objection(question); no != "" {
		b.answerAtOnce(ctx, u, no)
		return
	}
	b.askFor(ctx, u, rag.Question{Text: question}, false, "command")
}

// askFor answers u's question, to the one who asked only if it is private. by
// is how it was asked, for the log.
func (b *Bot) askFor(ctx context.Context, u *use, q rag.Question, private bool, by string) {
	admitted, end := b.desk.begin(u.origin.user, q.Text)
	defer end()
	switch admitted {
	case occupied:
		b.answerAtOnce(ctx, u, sayBusy)
		return
	case duplicate:
		b.answerAtOnce(ctx, u, sayDuplicate)
		return
	}
	if !b.deferAnswer(ctx, u, private) {
		return
	}
	b.answer(ctx, inquiry{
		origin: u.origin, question: q, private: private, by: by,
		finished: render.DiscordEcho, unfinished: render.DiscordEchoDraft,
	}, b.hook(u, private), end)
}
