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
		id := discord.ApplicationOf(b.config.Token)
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

// connect holds the connections to the gateway until ctx is done, and then until
// settle returns: who uses a command meanwhile is told why nothing comes of it.
func (b *Bot) connect(ctx context.Context, settle func()) error {
	g := &discord.Gateway{Client: b.client, Intents: b.intents(), Handler: events{b}, Shards: b.config.Shards, Activity: b.config.Activity, ActivityEvery: b.config.ActivityEvery}
	b.setReady(g.Ready)
	line, hangUp := context.WithCancel(context.WithoutCancel(ctx))
	defer hangUp()
	ended := make(chan error, 1)
	go func() { ended <- g.Run(line) }()
	select {
	case err := <-ended:
		settle()
		return err
	case <-ctx.Done():
	}
	settle()
	hangUp()
	return <-ended
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

// claimTime is how long the store has for a claim: the user waits meanwhile.
const claimTime = 250 * time.Millisecond

var errClaimed = errors.New("another has it")

// claim reports whether no process that shares the store has claimed the
// interaction before. Where the store cannot say so in time nobody is refused:
// what is replayed then changes nothing that it did not change before.
func (b *Bot) claim(ctx context.Context, id string) bool {
	ctx, cancel := context.WithTimeout(ctx, claimTime)
	defer cancel()
	claimed := make(chan error, 1)
	go func() {
		claimed <- b.config.Store.UpdateRecord(ctx, kindSeen, "", id, func(old []byte) ([]byte, error) {
			if old != nil {
				return nil, errClaimed
			}
			return []byte("true"), nil
		})
	}()
	select {
	case err := <-claimed:
		if err != nil && !errors.Is(err, errClaimed) {
			b.log.Warn("whether an interaction came to another process is not known", "error", err)
		}
		return !errors.Is(err, errClaimed)
	case <-ctx.Done():
		b.log.Warn("whether an interaction came to another process is not known in time")
		return true
	}
}

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
		Handler:           &discord.Endpoint{Client: b.client, Key: key, Handler: events{b}, First: b.claim},
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
