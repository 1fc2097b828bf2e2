package bot

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/bwmarrin/discordgo"

	"newsdesk/bot/discord"
)

// introduce finds out who the bot is.
func (b *Bot) introduce(ctx context.Context) error {
	who, err := b.client.Identify(ctx)
	var fatal *discord.FatalError
	switch {
	case err == nil:
	case ctx.Err() != nil:
		return nil
	case errors.As(err, &fatal):
		return err
	case discord.Absent(err):
		// Whoever the gateway says. A token begins with the ID.
		b.log.Debug("Discord does not tell who the bot is", "error", err)
	default:
		return fmt.Errorf("cannot reach Discord: %w; check the network and DISCORD_API_BASE", err)
	}
	if who.User == "" {
		id := b.client.ID()
		who = discord.Identity{User: id, Application: id}
	}
	app, err := b.client.Application(ctx)
	switch {
	case err != nil:
		// It is needed for the key only, and older bots' IDs.
		b.log.Debug("Discord does not tell of the application", "error", err)
	case app.Endpoint != "" && b.config.Interactions == "":
		b.log.Warn("the developer portal has an Interactions Endpoint URL, so that commands do not come here: clear it there (page General Information), or run with --interactions")
	case app.Endpoint == "" && b.config.Interactions != "":
		b.log.Warn("the developer portal has no Interactions Endpoint URL, so that commands do not come here: enter it there (page General Information), ending in " + discord.EndpointPath)
	}
	if app.ID != "" {
		who.Application = app.ID
	}
	if b.config.PublicKey == "" {
		b.config.PublicKey = app.PublicKey
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.who = who
	return nil
}

// connect holds the connections to the gateway until ctx is done.
func (b *Bot) connect(ctx context.Context) error {
	g := &discord.Gateway{Client: b.client, Intents: b.intents(), Handler: events{b}, Shards: b.config.Shards, Activity: b.config.Activity}
	b.setReady(g.Ready)
	return g.Run(ctx)
}

// intents is what the gateway is to tell.
func (b *Bot) intents() discordgo.Intent {
	out := discordgo.IntentsGuilds | discordgo.IntentsGuildMessages | discordgo.IntentsDirectMessages
	if b.config.MessageContent {
		out |= discordgo.IntentMessageContent
	}
	return out
}

// Time limits of the endpoint, which Discord gives three seconds in all.
const (
	headerTimeout = 3 * time.Second
	bodyTimeout   = 5 * time.Second
	replyTimeout  = 5 * time.Second
	idleTimeout   = 2 * time.Minute
	maxHeader     = 16 << 10
)

// serve takes interactions by HTTP until ctx is done.
func (b *Bot) serve(ctx context.Context) error {
	if b.config.PublicKey == "" {
		return errors.New("no public key: Discord does not say the application's public key: copy it from the developer portal (page General Information) into DISCORD_PUBLIC_KEY")
	}
	key, err := discord.ParsePublicKey(b.config.PublicKey)
	if err != nil {
		return fmt.Errorf("DISCORD_PUBLIC_KEY: %w", err)
	}
	l, err := net.Listen("tcp", b.config.Interactions)
	if err != nil {
		return fmt.Errorf("cannot listen at %s: %w; choose another address with --interactions", b.config.Interactions, errors.Unwrap(err))
	}
	server := &http.Server{
		Handler:           &discord.Endpoint{Client: b.client, Key: key, Handler: events{b}},
		ReadHeaderTimeout: headerTimeout, ReadTimeout: bodyTimeout, WriteTimeout: replyTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: maxHeader,
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(l) }()
	b.setReady(func() error { return nil })
	b.log.Info("taking interactions", "at", "http://"+l.Addr().String()+discord.EndpointPath)
	go events{b}.Ready(b.identity())
	select {
	case err = <-served:
	case <-ctx.Done():
		b.setReady(func() error { return errStopped })
		// Who has asked gets the first answer; the rest is drained.
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), replyTimeout)
		defer cancel()
		if server.Shutdown(last) != nil {
			server.Close()
		}
		<-served
		err = nil
	}
	return err
}

// setReady says what Ready asks.
func (b *Bot) setReady(f func() error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ready = f
}

// Ready is nil where the bot is answering: every shard of its is connected, or
// its endpoint serves. Else it says what is missing.
func (b *Bot) Ready() error {
	b.mu.Lock()
	f, closing := b.ready, b.closing
	b.mu.Unlock()
	switch {
	case f == nil:
		return errors.New("the bot is starting")
	case closing:
		return errStopped
	}
	return f()
}
