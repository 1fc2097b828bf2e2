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
	admitted, end := b.desk.begin(u.origin.user, question)
	defer end()
	switch admitted {
	case occupied:
		b.answerAtOnce(ctx, u, sayBusy)
		return
	case duplicate:
		b.answerAtOnce(ctx, u, sayDuplicate)
		return
	}
	if !b.deferAnswer(ctx, u, false) {
		return
	}
	b.answer(ctx, inquiry{
		origin: u.origin, question: rag.Question{Text: question}, by: "command",
		finished: render.DiscordEcho, unfinished: render.DiscordEcho,
	}, hookOf(b.client, u.Interaction, b.identity().Application), end)
}
