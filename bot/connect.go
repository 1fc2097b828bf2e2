package bot

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// Pauses between connections.
const (
	firstPause = 500 * time.Millisecond
	maxPause   = time.Minute
	// firstTries is how often a connection is tried before there was one.
	firstTries = 4
)

// stayConnected holds a gateway session until ctx is done, resuming it where
// the connection is lost.
func (b *Bot) stayConnected(ctx context.Context) error {
	pipes, cut := context.WithCancel(context.WithoutCancel(ctx))
	g := &relay{log: b.log, ctx: pipes, closing: ctx}
	defer g.pumps.Wait()
	defer cut()
	// A connection that hangs before it is ready would hold discordgo's lock.
	defer context.AfterFunc(ctx, func() {
		if _, _, ready := g.latest().state(); !ready {
			cut()
		}
	})()

	var s *discordgo.Session
	var lost <-chan struct{}
	succeeded, failures := false, 0
	for ctx.Err() == nil {
		if s == nil {
			s, lost = b.gatewaySession(g)
		}
		err := s.Open()
		if err == nil || errors.Is(err, discordgo.ErrWSAlreadyOpen) {
			select {
			case <-ctx.Done():
				s.Close()
				return nil
			case <-lost:
				err = errors.New("the connection was lost")
			}
		}
		code, dialErr, ready := g.latest().state()
		var closed *websocket.CloseError
		if code == 0 && errors.As(err, &closed) {
			code = closed.Code
		}
		if stop := fatal(code); stop != nil && ctx.Err() == nil {
			return stop
		}
		if dialErr != nil {
			err = dialErr
		}
		if lostSession(code) || !ready {
			s.Close()
			s = nil // a new session identifies anew
		}
		if ready {
			succeeded, failures = true, 0
		}
		failures++
		if !succeeded && failures >= firstTries && ctx.Err() == nil {
			return fmt.Errorf("cannot connect to Discord's gateway: %w; check the network and DISCORD_API_BASE", b.redact(err))
		}
		pause := min(firstPause<<min(failures-1, 10), maxPause)
		pause = pause/2 + rand.N(pause/2)
		b.log.Warn("connecting to the gateway anew", "code", code, "cause", b.redact(err), "resume", s != nil, "pause", pause)
		if sleep(ctx, pause) != nil {
			break
		}
	}
	if s != nil {
		s.Close()
	}
	return nil
}

// gatewaySession is a session that has yet to identify, and what tells that
// its connection ended.
func (b *Bot) gatewaySession(g *relay) (*discordgo.Session, <-chan struct{}) {
	s := b.newSession()
	lost := make(chan struct{}, 1)
	s.Dialer = g.dialer()
	s.AddHandler(func(_ *discordgo.Session, _ *discordgo.Disconnect) {
		select {
		case lost <- struct{}{}:
		default:
		}
	})
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.Ready) {
		b.handle("READY", func(ctx context.Context) { b.onReady(ctx, e) })
	})
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.Resumed) {
		b.log.Info("session resumed")
	})
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.InteractionCreate) {
		b.handle("INTERACTION_CREATE", func(ctx context.Context) { b.onInteraction(ctx, e) })
	})
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.MessageCreate) {
		b.handle("MESSAGE_CREATE", func(ctx context.Context) { b.onMessage(ctx, e) })
	})
	return s, lost
}

// onReady learns who the bot is and sees to its commands, once a run.
func (b *Bot) onReady(ctx context.Context, e *discordgo.Ready) {
	b.mu.Lock()
	if e.User != nil && e.User.ID != "" {
		b.self = e.User.ID
	}
	if e.Application != nil && e.Application.ID != "" {
		b.application = e.Application.ID
	}
	first := !b.registered
	b.registered = true
	application := b.application
	b.mu.Unlock()
	b.log.Info("connected", "application", application)
	if !first {
		return
	}
	if err := b.registerCommands(ctx, application); err != nil {
		b.log.Error("the commands are not registered", "error", err)
		b.mu.Lock()
		b.registered = false // the next connection tries again
		b.mu.Unlock()
	}
}
