package bot

import (
	"context"
	"strings"

	"github.com/bwmarrin/discordgo"

	"newsdesk/bot/render"
	"newsdesk/corpus"
	"newsdesk/rag"
)

func askCommand() command {
	return command{
		Name: "ask", Type: typeSlashCommand, Description: "Ask the news archive: every sentence of the answer cites its source",
		Contexts: everywhere, Installs: anyInstall,
		Options: []option{
			{Type: typeTextOption, Name: "question", Description: "What do you want to know?", Required: true, MinLength: 1, MaxLength: MaxQuestion},
			{Type: typeTextOption, Name: "outlet", Description: "Only from this outlet", MaxLength: maxChoice, Autocomplete: true},
			{Type: typeTextOption, Name: "speaker", Description: "Only what this person said on it", MaxLength: maxChoice, Autocomplete: true},
			since, until, privately,
		},
		run: (*Bot).runAsk, complete: (*Bot).complete,
	}
}

func (b *Bot) runAsk(ctx context.Context, u *use, data discordgo.ApplicationCommandInteractionData) {
	o := options(data.Options)
	question := o.asked("question")
	if speaker := strings.TrimSpace(o.text("speaker")); speaker != "" && wordy(question) {
		question = rag.SaidBy(speaker, question)
	}
	f := corpus.Filter{Outlet: strings.TrimSpace(o.text("outlet"))}
	no := objection(question)
	if no == "" {
		no = o.span(&f)
	}
	if no != "" {
		b.answerAtOnce(ctx, u, no)
		return
	}
	b.askFor(ctx, u, rag.Question{Text: question, Filter: f}, o, "command")
}

// askFor answers u's question. Of the options it heeds who is to see the
// answer. by is how it was asked, for the log.
func (b *Bot) askFor(ctx context.Context, u *use, q rag.Question, o options, by string) {
	p, end, ok := b.admit(ctx, u, q.Text)
	if !ok {
		return
	}
	defer end()
	private := o.private(u, p)
	if !b.deferAnswer(ctx, u, private) {
		return
	}
	q.Filter, q.Language = p.narrowed(q.Filter), p.settings.Language
	b.answer(ctx, inquiry{
		origin: u.origin, permit: p, question: q, private: private, branches: true, by: by, use: u,
		finished: render.DiscordEcho, unfinished: render.DiscordEchoDraft,
	}, b.hook(u, private), end)
}
