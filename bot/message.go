package bot

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"newsdesk/bot/discord"
	"newsdesk/bot/render"
	"newsdesk/rag"
)

// Pauses of the typing indicator: an answer that is there at once needs none,
// and Discord shows one for ten seconds.
const (
	typingAfter = 400 * time.Millisecond
	typingEvery = 8 * time.Second
)

// onMessage answers a message that is meant for the bot. Messages may lack
// any part.
func (b *Bot) onMessage(ctx context.Context, m *discordgo.Message) {
	if !b.fromPerson(m) {
		return
	}
	history, ours := b.addressed(ctx, m)
	if !ours || !b.desk.first(m.ID) {
		return
	}
	o := originOfMessage(m)
	p, no := b.permit(ctx, o)
	if no != "" {
		b.hint(ctx, m, no)
		return
	}
	question := b.question(m)
	if question == "" && m.Content == "" && len(m.Attachments) == 0 && m.GuildID != "" && !b.mentioned(m) {
		b.hint(ctx, m, sayMention)
		return
	}
	if strings.EqualFold(strings.Trim(question, "/?!. "), "help") {
		if b.desk.mayHint("help "+m.Author.ID, time.Now()) { // apart from other hints
			b.say(ctx, m, b.help(o))
		}
		return
	}
	if no := objection(question); no != "" {
		b.hint(ctx, m, no)
		return
	}
	admitted, end := b.desk.begin(m.Author.ID, question)
	defer end()
	switch admitted {
	case occupied:
		b.hint(ctx, m, sayBusy)
		return
	case duplicate:
		return
	}
	if no := b.allow(o, p); no != "" {
		b.hint(ctx, m, no)
		return
	}
	b.answerMessage(ctx, m, inquiry{origin: o, permit: p, question: rag.Question{
		Text: question, History: history, Filter: p.filter, Language: p.settings.Language,
	}}, end)
}

// fromPerson reports whether somebody wrote m, who is no bot.
func (b *Bot) fromPerson(m *discordgo.Message) bool {
	if m.Author == nil || m.ID == "" || m.ChannelID == "" || m.Author.ID == "" || m.Author.Bot || m.WebhookID != "" {
		return false
	}
	// A server may leave out that the bot is one.
	return m.Author.ID != b.identity().User && (m.Type == discordgo.MessageTypeDefault || m.Type == discordgo.MessageTypeReply)
}

// turnAwayMessage tells who mentions the bot, or writes to it, that it is ending.
// What else may be meant for it would have to be looked up.
func (b *Bot) turnAwayMessage(m *discordgo.Message) {
	if b.fromPerson(m) && (m.GuildID == "" || b.mentioned(m)) && b.desk.first(m.ID) {
		b.hint(context.Background(), m, sayTurnedAway)
	}
}

// hint tells the author of m why there is no answer: once in a while, for
// everybody else sees it too.
func (b *Bot) hint(ctx context.Context, m *discordgo.Message, text string) {
	if b.desk.mayHint(m.Author.ID, time.Now()) {
		b.say(ctx, m, text)
	}
}

// addressed reports whether m is meant for the bot, and the conversation that
// it goes on with.
func (b *Bot) addressed(ctx context.Context, m *discordgo.Message) ([]rag.Turn, bool) {
	b.memory.settle(ctx, m.ChannelID)
	self, o := b.identity().User, originOfMessage(m)
	if ref := m.MessageReference; ref != nil && ref.MessageID != "" && m.Type == discordgo.MessageTypeReply {
		to := m.ReferencedMessage
		ours := to != nil && to.Author != nil && to.Author.ID == self
		if ours || to == nil { // which Discord leaves out at times
			if history, ok := b.after(ctx, o, ref.MessageID); ok {
				return history, true
			}
		}
		if ours {
			return nil, true // an answer that is kept no longer
		}
	}
	mentioned := b.mentioned(m)
	switch {
	case m.GuildID == "": // a direct message
	case !mentioned && m.Content == "":
		return nil, false
	default:
		// Only a conversation of its own goes on without a reply.
		p := b.place(ctx, m.ChannelID)
		if !p.ours && !mentioned {
			return nil, false
		}
		if !p.thread {
			return nil, true
		}
		b.memory.settle(ctx, p.parent)
	}
	if history, ok := b.within(ctx, o); ok {
		return history, true
	}
	// A thread started on an answer goes on from it.
	o.channel = b.place(ctx, m.ChannelID).parent
	history, _ := b.after(ctx, o, m.ChannelID)
	return history, true
}

// mentioned reports whether m mentions the bot. Servers may leave out whom a
// message mentions; at its start or end a mention cannot be quoted code.
func (b *Bot) mentioned(m *discordgo.Message) bool {
	self := b.identity().User
	for _, u := range m.Mentions {
		if u != nil && u.ID == self {
			return true
		}
	}
	text := strings.TrimSpace(m.Content)
	for _, mention := range []string{"<@" + self + ">", "<@!" + self + ">"} {
		if strings.HasPrefix(text, mention) || strings.HasSuffix(text, mention) && !strings.HasSuffix(text, `\`+mention) {
			return true
		}
	}
	return false
}

// answerMessage asks and replies to m, in a thread of its own where the server
// wants that. It calls end before the user can see the answer and ask again.
func (b *Bot) answerMessage(ctx context.Context, m *discordgo.Message, q inquiry, end func()) {
	out := b.below(m)
	if q.permit.settings.Threads && m.GuildID != "" && !b.place(ctx, m.ChannelID).thread {
		if thread := b.openThread(ctx, m.ChannelID, m.ID, q.question.Text); thread != "" {
			out = &replies{client: b.client, channel: thread, nonce: m.ID, places: b.places}
			q.origin.channel = thread
		}
	}
	typing, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		b.showTyping(typing, q.origin.channel)
	}()
	q.by, q.finished, q.unfinished = "message", render.Discord, render.DiscordDraft
	b.answer(ctx, q, out, func() {
		stop()
		<-done // an indicator after the answer would stay for ten seconds
		end()
	})
}

// below is the outlet below m.
func (b *Bot) below(m *discordgo.Message) *replies {
	return &replies{client: b.client, channel: m.ChannelID, to: m.ID, places: b.places}
}

// say replies to m with one line.
func (b *Bot) say(ctx context.Context, m *discordgo.Message, text string) {
	ctx, cancel := sending(ctx)
	defer cancel()
	if _, err := b.below(m).put(ctx, 0, quiet(render.Message{Content: text})); err != nil {
		b.undelivered(err)
	}
}

// showTyping shows the bot as typing until ctx is done, if that takes long
// enough to be seen.
func (b *Bot) showTyping(ctx context.Context, channel string) {
	path := discord.Path("channels", channel, "typing")
	for pause := typingAfter; discord.Sleep(ctx, pause) == nil; pause = typingEvery {
		if err := b.client.Call(ctx, discord.Request{Method: http.MethodPost, Path: path, Again: true}, nil); err != nil {
			return // the answer matters, the indicator does not
		}
	}
}
