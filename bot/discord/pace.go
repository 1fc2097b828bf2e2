package discord

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// identifyEvery is how long Discord wants two sessions of one group to be
// apart when they start.
const identifyEvery = 5 * time.Second

// maxAsk is the longest pause between two questions whether sessions may be
// started again.
const maxAsk = 15 * time.Minute

// pace keeps Discord's limits for starting sessions: shards whose numbers are
// equal modulo the concurrency start one after the other, and so many in a
// day. What is resumed does not count.
type pace struct {
	ask    func(context.Context) (Sessions, error)
	log    *slog.Logger
	groups []*group

	mu    sync.Mutex
	left  int       // sessions that may be started before
	reset time.Time // when there are more
}

// group is shards that start one after the other.
type group struct {
	hold chan struct{} // full while one of them starts
	last time.Time     // when one did, for who holds it
}

// newPace keeps to s, and asks anew when that is over.
func newPace(s Sessions, ask func(context.Context) (Sessions, error), log *slog.Logger) *pace {
	p := &pace{ask: ask, log: log, groups: make([]*group, s.Concurrency)}
	for i := range p.groups {
		p.groups[i] = &group{hold: make(chan struct{}, 1)}
	}
	p.learn(s)
	return p
}

func (p *pace) learn(s Sessions) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.left, p.reset = s.Left, time.Now().Add(s.ResetAfter)
}

// turn is leave to start one session. Its release must be called.
type turn struct {
	pace  *pace
	group *group
	used  sync.Once
}

// wait returns when a shard may start a session.
func (p *pace) wait(ctx context.Context, shard int) (*turn, error) {
	g := p.groups[shard%len(p.groups)]
	select {
	case g.hold <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	err := p.allowance(ctx, shard)
	if err == nil {
		if err = Sleep(ctx, time.Until(g.last.Add(identifyEvery))); err != nil {
			p.giveBack()
		}
	}
	if err != nil {
		<-g.hold
		return nil, err
	}
	return &turn{pace: p, group: g}, nil
}

// allowance returns when Discord lets sessions be started at all, and takes one
// of those that are left: shards of several groups ask at a time.
func (p *pace) allowance(ctx context.Context, shard int) error {
	for pause := identifyEvery; ; pause = min(2*pause, maxAsk) {
		p.mu.Lock()
		left, wait := p.left, time.Until(p.reset)
		if left > 0 {
			p.left--
		}
		p.mu.Unlock()
		if left > 0 {
			return nil
		}
		wait = max(wait, pause)
		p.log.Warn("Discord lets the bot start no more sessions for now: waiting", "shard", shard, "wait", wait.Round(time.Second))
		if err := Sleep(ctx, wait); err != nil {
			return err
		}
		s, err := p.ask(ctx)
		if err != nil {
			p.log.Warn("Discord does not say whether sessions may be started", "error", err)
			continue
		}
		p.learn(s)
	}
}

// giveBack says that a session which was allowed is not started.
func (p *pace) giveBack() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.left++
}

// take says that the session is being started.
func (t *turn) take() { t.used.Do(func() { t.group.last = time.Now() }) }

// release ends the turn, whether or not the session was started.
func (t *turn) release() {
	t.used.Do(t.pace.giveBack)
	<-t.group.hold
}
