package bot

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/bwmarrin/discordgo"

	"newsdesk/bot/render"
	"newsdesk/rag"
)

// Discord's numbers for answers to an interaction.
const (
	callbackMessage  = 4
	callbackDeferred = 5
)

// acknowledgeTime is how long the first answer to an interaction may take;
// Discord forgets it after three seconds.
const acknowledgeTime = 2900 * time.Millisecond

// callback is the first answer to an interaction.
type callback struct {
	Type int       `json:"type"`
	Data *outgoing `json:"data,omitempty"`
}

// onInteraction answers a command. Interactions may lack any part.
func (b *Bot) onInteraction(ctx context.Context, e *discordgo.InteractionCreate) {
	if e == nil || e.Interaction == nil || e.ID == "" || e.Token == "" {
		b.log.Debug("dropped an interaction without ID or token")
		return
	}
	i := e.Interaction
	data, ok := i.Data.(discordgo.ApplicationCommandInteractionData)
	if i.Type != discordgo.InteractionApplicationCommand || !ok {
		b.log.Debug("dropped an interaction of another kind", "type", int(i.Type))
		return
	}
	user := asker(i)
	if user == "" || !b.desk.first(i.ID) {
		return
	}
	if data.Name != "ask" {
		b.answerAtOnce(ctx, i, sayUnknown)
		return
	}
	question := textOption(data.Options, "question")
	if no := objection(question); no != "" {
		b.answerAtOnce(ctx, i, no)
		return
	}
	admitted, end := b.desk.begin(user, question)
	defer end()
	switch admitted {
	case occupied:
		b.answerAtOnce(ctx, i, sayBusy)
		return
	case duplicate:
		b.answerAtOnce(ctx, i, sayDuplicate)
		return
	}
	b.answerCommand(ctx, i, question, end)
}

// answerCommand acknowledges i, asks, and puts the answer in its place. It
// calls end before the user can see the answer and ask again.
func (b *Bot) answerCommand(ctx context.Context, i *discordgo.Interaction, question string, end func()) {
	start := time.Now()
	if !b.acknowledge(ctx, i, callback{Type: callbackDeferred}) {
		return
	}
	a, err := b.ask(ctx, rag.Question{Text: question})
	a.Question = question
	messages := b.reply(a, err, render.DiscordEcho)
	end()
	defer b.memory.sending(i.ChannelID)()
	ctx, cancel := sending(ctx)
	defer cancel()
	_, application := b.identity()
	if i.AppID != "" {
		application = i.AppID
	}
	hook := "webhooks/" + url.PathEscape(application) + "/" + url.PathEscape(i.Token)
	keys := []string{inChannel(i.ChannelID)}
	for n, m := range messages {
		r := request{method: http.MethodPost, path: hook, body: quiet(m)}
		if n == 0 {
			r.method, r.path = http.MethodPatch, hook+"/messages/@original"
		}
		var s sent
		if err := b.call(ctx, r, &s); err != nil {
			b.log.Error("an answer did not arrive", "part", n+1, "of", len(messages), "error", err)
			return
		}
		if s.ID != "" {
			keys = append(keys, afterMessage(s.ID))
		}
	}
	if err == nil {
		b.memory.keep(nil, a.Turn(question), keys...)
	}
	b.log.Info("answered", "by", "command", "abstained", a.Abstained, "ok", err == nil, "took", time.Since(start))
	b.log.Debug("question", "text", question)
}

// answerAtOnce says one line to the one who asked only.
func (b *Bot) answerAtOnce(ctx context.Context, i *discordgo.Interaction, text string) {
	m := quiet(render.Message{Content: text})
	m.Flags = flagEphemeral
	b.acknowledge(ctx, i, callback{Type: callbackMessage, Data: &m})
}

// acknowledge sends the first answer to i and reports whether Discord has it.
func (b *Bot) acknowledge(ctx context.Context, i *discordgo.Interaction, c callback) bool {
	ctx, cancel := context.WithTimeout(ctx, acknowledgeTime)
	defer cancel()
	path := "interactions/" + url.PathEscape(i.ID) + "/" + url.PathEscape(i.Token) + "/callback"
	attempts := 0
	err := b.call(withAttempts(ctx, &attempts), request{method: http.MethodPost, path: path, body: c, again: true}, nil)
	switch {
	case err == nil:
		return true
	case attempts > 1 && refusedWith(err, codeAcknowledged):
		return true // by an attempt whose answer was lost
	case refusedWith(err, codeUnknownInteraction):
		b.log.Warn("an interaction was acknowledged too late")
	default:
		b.log.Error("an interaction could not be acknowledged", "error", err)
	}
	return false
}

// asker is the ID of the user that i came from, or "".
func asker(i *discordgo.Interaction) string {
	switch {
	case i.Member != nil && i.Member.User != nil:
		return i.Member.User.ID
	case i.User != nil:
		return i.User.ID
	}
	return ""
}

// textOption is the text of the option with that name, or "".
func textOption(options []*discordgo.ApplicationCommandInteractionDataOption, name string) string {
	for _, o := range options {
		if o == nil || o.Name != name {
			continue
		}
		if s, ok := o.Value.(string); ok {
			return s
		}
	}
	return ""
}
