package bot

import (
	"context"
	"strings"
	"unicode/utf8"

	"newsdesk/bot/discord"
	"newsdesk/bot/render"
	"newsdesk/corpus"
	"newsdesk/rag"
)

// Fields of the form that asks again.
const (
	fieldQuestion = "question"
	fieldSince    = "since"
	fieldUntil    = "until"
	fieldOutlet   = "outlet"
)

// maxDay is how long a day may be, in UTF-16 code units.
const maxDay = 10

// openAgain shows who presses a form with an answer's question, to ask it
// again in other words or narrowed.
func (b *Bot) openAgain(ctx context.Context, u *use, _, _ []string) {
	k, id, ok := b.pressed(ctx, u, nil, (*kept).answers)
	if !ok {
		return
	}
	const day = "2019-04-25, 2019-04 or 2019"
	b.respond(ctx, u, discord.Callback{Type: discord.CallbackModal, Data: form{
		ID: customID(verbAgain, id), Title: "Ask again",
		Components: []component{
			row(field(fieldLong, fieldQuestion, "Question", fit(k.Question, MaxQuestion), true, MaxQuestion)),
			row(field(fieldShort, fieldSince, "Only articles since", k.Narrowed.Since, false, maxDay).hinted(day)),
			row(field(fieldShort, fieldUntil, "Only articles until", k.Narrowed.Until, false, maxDay).hinted(day)),
			row(field(fieldShort, fieldOutlet, "Only from this outlet", fit(k.Narrowed.Outlet, maxChoice), false, maxChoice)),
		},
	}})
}

// askAgain answers what was typed into the form: as a new answer, to who sent
// the form, in the conversation that the first one was in.
func (b *Bot) askAgain(ctx context.Context, u *use, args []string, inputs map[string]string) {
	k, _, ok := b.formed(ctx, u, args, (*kept).answers)
	if !ok {
		return
	}
	f := corpus.Filter{Outlet: strings.TrimSpace(inputs[fieldOutlet]), Author: k.Narrowed.Author, Language: k.Narrowed.Language}
	question := asked(inputs[fieldQuestion], nameless)
	no := objection(question)
	if no == "" {
		no = spanOf(inputs[fieldSince], inputs[fieldUntil], &f)
	}
	if no != "" {
		b.answerAtOnce(ctx, u, no)
		return
	}
	o := options(nil)
	if k.Private {
		o = options{{Name: privately.Name, Value: true}}
	}
	b.askFor(ctx, u, rag.Question{Text: question, History: k.History, Filter: f}, o, "again")
}

// fit is text cut to max UTF-16 code units, as a field of a form demands.
func fit(text string, max int) string {
	for render.Units(text) > max {
		_, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
	}
	return text
}
