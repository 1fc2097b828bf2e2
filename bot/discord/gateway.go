package discord

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
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

// Gateway is the connections to Discord's gateway that one process holds.
type Gateway struct {
	Client  *Client
	Intents discordgo.Intent
	Handler Handler
	Shards  Shards
	// Activity, if not nil, is the line below the bot's name. It is asked when a
	// session begins and then once in ActivityEvery, of which 0 means ten minutes.
	Activity      func() string
	ActivityEvery time.Duration

	mu    sync.Mutex
	ready map[int]bool // by shard, false until its session is established
	begun bool         // one was
}

// Ready says which shards are not connected, with an error, or nil.
func (g *Gateway) Ready() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	missing := 0
	for _, ok := range g.ready {
		if !ok {
			missing++
		}
	}
	switch {
	case len(g.ready) == 0:
		return errors.New("not connected to Discord's gateway yet")
	case missing > 0:
		return fmt.Errorf("%d of %d shards are not connected to Discord's gateway", missing, len(g.ready))
	}
	return nil
}

func (g *Gateway) setReady(shard int, ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.ready[shard] = ok
	g.begun = g.begun || ok
}

// worked reports whether any shard was ever connected.
func (g *Gateway) worked() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.begun
}

// Run holds a session for each shard until ctx is done, resuming each where its
// connection is lost. It returns early with a *FatalError where Discord will
// never let the bot in, and with another error where no connection comes about
// at the start; a connection lost later is made anew for as long as it takes.
// Where Discord was asked how many shards there are to be and then demands
// more, it is asked once again.
func (g *Gateway) Run(ctx context.Context) error {
	count := 0
	for {
		s, err := g.Client.Sessions(ctx)
		var stop *FatalError
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.As(err, &stop):
			return err
		case err != nil:
			return fmt.Errorf("cannot ask for Discord's gateway: %w; check the network and DISCORD_API_BASE", g.Client.Redact(err))
		}
		which := g.Shards
		if which.Count == 0 {
			which = Shards{Last: s.Shards - 1, Count: s.Shards}
		}
		recount := count > 0
		if recount && which.Count <= count {
			return fatal(codeShardingRequired)
		}
		count = which.Count
		g.Client.log.Info("connecting to the gateway", "shards", which.Last-which.First+1, "of", which.Count, "at a time", s.Concurrency, "sessions left", s.Left)
		err = g.hold(ctx, s, which)
		if errors.As(err, &stop) && stop.Code == codeShardingRequired && g.Shards.Count == 0 && !recount {
			g.Client.log.Warn("Discord demands more shards: asking how many", "had", count)
			continue
		}
		return err
	}
}

// hold runs the shards until ctx is done or one fails for good.
func (g *Gateway) hold(ctx context.Context, s Sessions, which Shards) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	g.mu.Lock()
	g.ready = map[int]bool{}
	for id := which.First; id <= which.Last; id++ {
		g.ready[id] = false
	}
	g.mu.Unlock()
	p := newPace(s, g.Client.Sessions, g.Client.log)
	var running sync.WaitGroup
	var failed error
	var once sync.Once
	for id := which.First; id <= which.Last; id++ {
		one := &shard{gateway: g, pace: p, id: id, count: which.Count, address: s.Address, version: gatewayVersion(g.Client.transport.base), log: g.Client.log.With("shard", id)}
		running.Go(func() {
			if err := one.run(ctx); err != nil {
				once.Do(func() { failed = err })
				cancel(err)
			}
		})
	}
	running.Wait()
	return failed
}
