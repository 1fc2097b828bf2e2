package bot

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"newsdesk/bot/discord"
	"newsdesk/bot/render"
)

// use is an interaction that is being handled.
type use struct {
	*discord.Interaction
	origin origin
	came   time.Time
	// acknowledged is true when Discord has the first answer, finished when it has
	// the last.
	acknowledged, finished bool
}

// onInteraction handles what somebody did with a command or a component.
// Interactions may lack any part.
func (b *Bot) onInteraction(ctx context.Context, i *discord.Interaction) {
	if i.ID == "" || i.Token == "" {
		b.log.Debug("dropped an interaction without ID or token")
		return
	}
	u := &use{Interaction: i, origin: originOf(i.Interaction), came: time.Now()}
	if !b.desk.first(i.ID) {
		return
	}
	defer func() {
		if r := recover(); r != nil {
			b.giveUp(ctx, u)
			panic(r) // see Bot.handle
		}
	}()
	switch data := i.Data.(type) {
	case discordgo.ApplicationCommandInteractionData:
		if i.Type == discordgo.InteractionApplicationCommandAutocomplete {
			b.onAutocomplete(ctx, u, data)
			return
		}
		b.onCommand(ctx, u, data)
	case discordgo.MessageComponentInteractionData:
		b.onComponent(ctx, u, data)
	case discordgo.ModalSubmitInteractionData:
		b.onModal(ctx, u, data)
	default:
		b.log.Debug("dropped an interaction of another kind", "type", int(i.Type))
	}
}

// giveUp says that u was not answered, in the place of what Discord shows while
// an answer is awaited, or where there is nothing yet.
func (b *Bot) giveUp(ctx context.Context, u *use) {
	switch {
	case u.finished, u.Type == discordgo.InteractionApplicationCommandAutocomplete:
		return
	case u.acknowledged:
		b.finishAtOnce(ctx, u, sayFailed)
		return
	}
	b.answerAtOnce(ctx, u, sayFailed)
}

// turnAway tells who uses a command or a component that the bot is ending.
func (b *Bot) turnAway(i *discord.Interaction) {
	if i.ID == "" || i.Token == "" || i.Type == discordgo.InteractionApplicationCommandAutocomplete {
		return
	}
	b.answerAtOnce(context.Background(), &use{Interaction: i, came: time.Now()}, sayTurnedAway)
}

// onCommand runs a command.
func (b *Bot) onCommand(ctx context.Context, u *use, data discordgo.ApplicationCommandInteractionData) {
	for _, c := range b.commands {
		if c.Name == data.Name {
			c.run(b, ctx, u, data)
			return
		}
	}
	b.answerAtOnce(ctx, u, sayUnknown)
}

// onAutocomplete offers values for the option that is being typed: none where
// the command or the option has none to offer.
func (b *Bot) onAutocomplete(ctx context.Context, u *use, data discordgo.ApplicationCommandInteractionData) {
	choices := []choice{}
	for _, c := range b.commands {
		if c.Name != data.Name || c.complete == nil {
			continue
		}
		if o := options(data.Options).focused(); o != nil {
			choices = append(choices, c.complete(b, ctx, u, o)...)
		}
	}
	b.respond(ctx, u, discord.Callback{Type: discord.CallbackAutocomplete, Data: map[string][]choice{"choices": choices}})
}

// onComponent handles a pressed button or a chosen option. What a component
// does stands in its custom ID: a verb and its arguments, between colons.
func (b *Bot) onComponent(ctx context.Context, u *use, data discordgo.MessageComponentInteractionData) {
	verb, args := readID(data.CustomID)
	if run, ok := components()[verb]; ok {
		run(b, ctx, u, args, data.Values)
		return
	}
	b.answerAtOnce(ctx, u, sayStale)
}

// onModal handles a form that was sent. Its custom ID is as a component's.
func (b *Bot) onModal(ctx context.Context, u *use, data discordgo.ModalSubmitInteractionData) {
	verb, args := readID(data.CustomID)
	if run, ok := modals()[verb]; ok {
		run(b, ctx, u, args, inputs(data))
		return
	}
	b.answerAtOnce(ctx, u, sayStale)
}

// components is what pressing or choosing does, by the verb of the custom ID.
func components() map[string]func(b *Bot, ctx context.Context, u *use, args, values []string) {
	return map[string]func(b *Bot, ctx context.Context, u *use, args, values []string){
		verbEvidence: (*Bot).openEvidence,
		verbSources:  (*Bot).openSources,
		verbAgain:    (*Bot).openAgain,
		verbUp:       (*Bot).voteUp,
		verbDown:     (*Bot).voteDown,
		verbForget:   (*Bot).deleteData,
		verbForgetMe: (*Bot).forgetMe,
	}
}

// modals is what sending a form does, by the verb of its custom ID.
func modals() map[string]func(b *Bot, ctx context.Context, u *use, args []string, inputs map[string]string) {
	return map[string]func(b *Bot, ctx context.Context, u *use, args []string, inputs map[string]string){
		verbAgain: (*Bot).askAgain,
		verbDown:  (*Bot).explainDown,
	}
}

// customID is a custom ID for readID.
func customID(verb string, args ...string) string {
	return strings.Join(append([]string{verb}, args...), ":")
}

func readID(id string) (verb string, args []string) {
	parts := strings.Split(id, ":")
	return parts[0], parts[1:]
}

// inputs is the texts typed into a form, by custom ID.
func inputs(data discordgo.ModalSubmitInteractionData) map[string]string {
	out := map[string]string{}
	for _, row := range data.Components {
		r, ok := row.(*discordgo.ActionsRow)
		if !ok || r == nil {
			continue
		}
		for _, c := range r.Components {
			if t, ok := c.(*discordgo.TextInput); ok && t != nil {
				out[t.CustomID] = t.Value
			}
		}
	}
	return out
}

// answerAtOnce says text to the one who asked only.
func (b *Bot) answerAtOnce(ctx context.Context, u *use, text string, rows ...component) {
	m := quiet(render.Message{Content: text})
	m.Components = rows
	b.showAtOnce(ctx, u, m)
}

// showAtOnce shows m to the one who asked only.
func (b *Bot) showAtOnce(ctx context.Context, u *use, m outgoing) {
	m.Flags = flagEphemeral
	b.respond(ctx, u, discord.Callback{Type: discord.CallbackMessage, Data: m})
}

// deferAnswer says that the answer will come, to the one who asked only if it
// is private. It reports whether Discord knows.
func (b *Bot) deferAnswer(ctx context.Context, u *use, private bool) bool {
	c := discord.Callback{Type: discord.CallbackDeferred}
	if private {
		c.Data = map[string]int{"flags": flagEphemeral}
	}
	return b.respond(ctx, u, c)
}

// respond sends the first answer to u and reports whether Discord has it.
func (b *Bot) respond(ctx context.Context, u *use, c discord.Callback) bool {
	err := u.Respond(ctx, c)
	switch {
	case err == nil:
		u.acknowledged = true
		b.saw.Acknowledged(time.Since(u.came))
		return true
	case errors.Is(err, discord.ErrTooLate):
		b.log.Warn("an interaction was acknowledged too late")
	default:
		b.log.Error("an interaction could not be acknowledged", "error", err)
	}
	return false
}
