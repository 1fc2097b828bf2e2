package bot

import (
	"context"
	"strings"

	"github.com/bwmarrin/discordgo"

	"newsdesk/bot/render"
	"newsdesk/rag"
)

// shownQuotes is how many quotations one answer has.
const shownQuotes = 12

func quotesCommand() command {
	return command{
		Name: "quotes", Type: typeSlashCommand, Description: "Who said what, word for word, and where it stands",
		Contexts: everywhere, Installs: anyInstall,
		Options: []option{
			{Type: typeTextOption, Name: "speaker", Description: "Whose words?", MaxLength: maxChoice, Autocomplete: true},
			{Type: typeTextOption, Name: "about", Description: "About what?", MaxLength: 200},
			privately,
		},
		run: (*Bot).runQuotes, complete: (*Bot).complete,
	}
}

func (b *Bot) runQuotes(ctx context.Context, u *use, data discordgo.ApplicationCommandInteractionData) {
	o := options(data.Options)
	speaker, about := strings.TrimSpace(o.text("speaker")), o.asked("about")
	if speaker == "" && about == "" {
		b.answerAtOnce(ctx, u, "Name a speaker, or what the quotations are to be about.")
		return
	}
	head := "Quotations"
	if speaker != "" {
		head += " of " + speaker
	}
	if about != "" {
		head += " about " + about
	}
	b.lookup(ctx, u, o, "quotes", speaker+" about "+about, func(ctx context.Context, p permit) (finding, error) {
		q, err := b.config.Archive.Quotes(ctx, rag.QuoteQuery{Speaker: speaker, About: about, Filter: p.filter, Limit: shownQuotes})
		if err != nil {
			return finding{}, err
		}
		if len(q.List) == 0 {
			none := "The articles that I may read quote nobody about that."
			if speaker != "" {
				none = "The articles that I may read hold no such quotation of " + render.Line(speaker, 60) + "."
			}
			return nothing(none), nil
		}
		return found(render.DiscordQuotes(head, q)), nil
	})
}
