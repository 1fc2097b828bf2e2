package discord

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

// Handler is told what comes from Discord, each time in a goroutine of its
// own. Events may lack any part.
type Handler interface {
	// Ready is called whenever a session begins. Fields of who that Discord
	// did not say are empty.
	Ready(who Identity)
	Interaction(i *Interaction)
	Message(m *discordgo.Message)
}

// Gateway is a connection to Discord's gateway.
type Gateway struct {
	Client  *Client
	Intents discordgo.Intent
	Handler Handler
}

// Run holds a session until ctx is done, resuming it where the connection is
// lost. It returns early with a *FatalError where Discord will never let the
// bot in, and with another error where no connection comes about at the
// start; a connection lost later is made anew for as long as it takes.
func (g *Gateway) Run(ctx context.Context) error {
	pipes, cut := context.WithCancel(context.WithoutCancel(ctx))
	r := &relay{log: g.Client.log, ctx: pipes, closing: ctx}
	defer r.pumps.Wait()
	defer cut()
	// A connection that hangs before it is ready would hold discordgo's lock.
	defer context.AfterFunc(ctx, func() {
		if _, _, ready := r.latest().state(); !ready {
			cut()
		}
	})()

	var s *discordgo.Session
	var lost <-chan struct{}
	succeeded, failures := false, 0
	for ctx.Err() == nil {
		if s == nil {
			s, lost = g.session(r)
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
		code, dialErr, ready := r.latest().state()
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
			return fmt.Errorf("cannot connect to Discord's gateway: %w; check the network and DISCORD_API_BASE", g.Client.Redact(err))
		}
		pause := min(firstPause<<min(failures-1, 10), maxPause)
		pause = pause/2 + rand.N(pause/2)
		g.Client.log.Warn("connecting to the gateway anew", "code", code, "cause", g.Client.Redact(err), "resume", s != nil, "pause", pause)
		if sleep(ctx, pause) != nil {
			break
		}
	}
	if s != nil {
		s.Close()
	}
	return nil
}

// session is one that has yet to identify, and what tells that its connection
// ended.
func (g *Gateway) session(r *relay) (*discordgo.Session, <-chan struct{}) {
	s := g.Client.newSession(g.Intents)
	lost := make(chan struct{}, 1)
	s.Dialer = r.dialer()
	s.AddHandler(func(_ *discordgo.Session, _ *discordgo.Disconnect) {
		select {
		case lost <- struct{}{}:
		default:
		}
	})
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.Ready) {
		var who Identity
		if e.User != nil {
			who.User = e.User.ID
		}
		if e.Application != nil {
			who.Application = e.Application.ID
		}
		g.Handler.Ready(who)
	})
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.Resumed) {
		g.Client.log.Info("session resumed")
	})
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.InteractionCreate) {
		if e != nil && e.Interaction != nil {
			g.Handler.Interaction(&Interaction{Interaction: e.Interaction, respond: g.Client.callback})
		}
	})
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.MessageCreate) {
		if e != nil && e.Message != nil {
			g.Handler.Message(e.Message)
		}
	})
	return s, lost
}
