package bot

import (
	"cmp"
	"context"

	"github.com/bwmarrin/discordgo"

	"newsdesk/bot/discord"
)

// events is what Discord tells the bot.
type events struct{ b *Bot }

// Ready implements discord.Handler: the bot learns who it is and sees to its
// commands, once a run.
func (e events) Ready(who discord.Identity) {
	e.b.handle("READY", func(ctx context.Context) { e.b.onReady(ctx, who) })
}

// Interaction implements discord.Handler.
func (e events) Interaction(i *discord.Interaction) {
	if !e.b.handle("INTERACTION_CREATE", func(ctx context.Context) { e.b.onInteraction(ctx, i) }) {
		e.b.turnAway(i)
	}
}

// Message implements discord.Handler.
func (e events) Message(m *discordgo.Message) {
	if !e.b.handle("MESSAGE_CREATE", func(ctx context.Context) { e.b.onMessage(ctx, m) }) {
		e.b.turnAwayMessage(m)
	}
}

func (b *Bot) onReady(ctx context.Context, who discord.Identity) {
	b.mu.Lock()
	if who.User != "" {
		b.who.User = who.User
	}
	if who.Application != "" {
		b.who.Application = who.Application
	}
	// Only bots made before 2017 have another ID than their application.
	b.who.Application = cmp.Or(b.who.Application, b.who.User)
	first := !b.registered
	b.registered = true
	application := b.who.Application
	b.mu.Unlock()
	b.log.Info("connected", "application", application)
	// Of several processes one sees to the commands.
	if !first || !b.config.Shards.HasFirst() && !b.config.SyncCommands {
		return
	}
	if err := b.syncCommands(ctx, application); err != nil {
		b.log.Error("the commands are not registered", "error", err)
		b.mu.Lock()
		b.registered = false // the next connection tries again
		b.mu.Unlock()
	}
}
