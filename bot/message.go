package bot

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

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
func (b *Bot) onMessage(ctx context.Context, e *discordgo.MessageCreate) {
	if e == nil || e.Message == nil || e.Author == nil {
		return
	}
	m := e.Message
	if m.ID == "" || m.ChannelID == "" || m.Author.ID == "" || m.Author.Bot || m.WebhookID != "" {
		return
	}
	if m.Type != discordgo.MessageTypeDefault && m.Type != discordgo.MessageTypeReply {
		return
	}
	history, ours := b.addressed(ctx, m)
	if !ours || !b.desk.first(m.ID) {
		return
	}
	question := b.question(m)
	if question == "" && m.Content == "" && len(m.Attachments) == 0 && m.GuildID != "" && !b.mentioned(m) {
		b.say(ctx, m, sayMention)
		return
	}
	if no := objection(question); no != "" {
		b.say(ctx, m, no)
		return
	}
	admitted, end := b.desk.begin(m.Author.ID, question)
	defer end()
	switch admitted {
	case occupied:
		b.say(ctx, m, sayBusy)
		return
	case duplicate:
		return
	}
	b.answerMessage(ctx, m, rag.Question{Text: question, History: history}, end)
}

// addressed reports whether m is meant for the bot, and the conversation that
// it goes on with.
func (b *Bot) addressed(ctx context.Context, m *discordgo.Message) ([]rag.Turn, bool) {
	b.memory.settle(ctx, m.ChannelID)
	self, _ := b.identity()
	if ref := m.MessageReference; ref != nil && ref.MessageID != "" && m.Type == discordgo.MessageTypeReply {
		if history, ok := b.memory.at(afterMessage(ref.MessageID)); ok {
			return history, true
		}
		if to := m.ReferencedMessage; to != nil && to.Author != nil && to.Author.ID == self {
			return nil, true // an answer from before the bot's memory
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
	if history, ok := b.memory.at(inChannel(m.ChannelID)); ok {
		return history, true
	}
	// A thread started on an answer goes on from it.
	history, _ := b.memory.at(afterMessage(m.ChannelID))
	return history, true
}

// mentioned reports whether m mentions the bot.
func (b *Bot) mentioned(m *discordgo.Message) bool {
	self, _ := b.identity()
	for _, u := range m.Mentions {
		if u != nil && u.ID == self {
			return true
		}
	}
	return false
}

// question is the text of m without the mention of the bot, other mentions
// as names.
func (b *Bot) question(m *discordgo.Message) string {
	self, _ := b.identity()
	pairs := []string{"<@" + self + ">", " ", "<@!" + self + ">", " "}
	for _, u := range m.Mentions {
		if u == nil || u.ID == "" || u.ID == self {
			continue
		}
		name := u.GlobalName
		if name == "" {
			name = u.Username
		}
		pairs = append(pairs, "<@"+u.ID+">", name, "<@!"+u.ID+">", name)
	}
	return strings.Join(strings.Fields(strings.NewReplacer(pairs...).Replace(m.Content)), " ")
}

// answerMessage asks and replies to m. It calls end before the user can see
// the answer and ask again.
func (b *Bot) answerMessage(ctx context.Context, m *discordgo.Message, q rag.Question, end func()) {
	start := time.Now()
	typing, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		b.showTyping(typing, m.ChannelID)
	}()
	a, err := b.ask(ctx, q)
	stop()
	<-done // an indicator after the answer would stay for ten seconds
	a.Question = q.Text
	end()
	defer b.memory.sending(m.ChannelID)()
	ids, ok := b.send(ctx, m, b.reply(a, err, render.Discord))
	if err == nil && ok {
		keys := []string{inChannel(m.ChannelID)}
		for _, id := range ids {
			keys = append(keys, afterMessage(id))
		}
		b.memory.keep(q.History, a.Turn(q.Text), keys...)
	}
	b.log.Info("answered", "by", "message", "turn", len(q.History)+1, "abstained", a.Abstained, "ok", err == nil && ok, "took", time.Since(start))
	b.log.Debug("question", "text", q.Text)
}

// say replies to m with one line.
func (b *Bot) say(ctx context.Context, m *discordgo.Message, text string) {
	b.send(ctx, m, say(text))
}

// send posts messages below m, the first as a reply to it, and returns their
// IDs and whether all arrived.
func (b *Bot) send(ctx context.Context, m *discordgo.Message, messages []render.Message) ([]string, bool) {
	ctx, cancel := sending(ctx)
	defer cancel()
	path := "channels/" + url.PathEscape(m.ChannelID) + "/messages"
	var ids []string
	for n, part := range messages {
		out := quiet(part)
		if n == 0 {
			out.Reference = &reference{MessageID: m.ID}
		}
		// With a nonce that it enforces, Discord makes one message of two
		// attempts.
		out.Nonce, out.Enforce = m.ID+"-"+strconv.Itoa(n), true
		var s sent
		if err := b.call(ctx, request{method: http.MethodPost, path: path, body: out, again: true}, &s); err != nil {
			b.log.Error("an answer did not arrive", "part", n+1, "of", len(messages), "error", err)
			return ids, false
		}
		if s.ID != "" {
			ids = append(ids, s.ID)
		}
	}
	return ids, true
}

// showTyping shows the bot as typing until ctx is done, if that takes long
// enough to be seen.
func (b *Bot) showTyping(ctx context.Context, channel string) {
	path := "channels/" + url.PathEscape(channel) + "/typing"
	for pause := typingAfter; sleep(ctx, pause) == nil; pause = typingEvery {
		if err := b.call(ctx, request{method: http.MethodPost, path: path, again: true}, nil); err != nil {
			return // the answer matters, the indicator does not
		}
	}
}
