package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"time"
)

// maxHosts is how many hosts are remembered before those that nobody waits
// for are forgotten.
const maxHosts = 4096

// hosts are the hosts that were asked, by scheme, name and port.
type hosts struct {
	mu sync.Mutex
	m  map[string]*host
}

// host is one server, which is asked one thing at a time.
type host struct {
	// turn holds a token while somebody asks.
	turn chan struct{}
	// users counts who asks or waits; hosts.mu guards it.
	users int

	// The rest belongs to who has the turn.

	// ready is when the next request may be made.
	ready time.Time
	// busy is until when the host asked to be left alone.
	busy   time.Time
	policy policy
}

// acquire waits for the turn at u's host.
func (hs *hosts) acquire(ctx context.Context, u *url.URL) (*host, error) {
	key := u.Scheme + "://" + u.Host
	hs.mu.Lock()
	if hs.m == nil {
		hs.m = map[string]*host{}
	}
	h := hs.m[key]
	if h == nil {
		if len(hs.m) >= maxHosts {
			hs.forget()
		}
		h = &host{turn: make(chan struct{}, 1)}
		hs.m[key] = h
	}
	h.users++
	hs.mu.Unlock()
	select {
	case h.turn <- struct{}{}:
		return h, nil
	case <-ctx.Done():
		hs.leave(h)
		return nil, ctx.Err()
	}
}

// release gives the turn back.
func (hs *hosts) release(h *host) {
	<-h.turn
	hs.leave(h)
}

func (hs *hosts) leave(h *host) {
	hs.mu.Lock()
	h.users--
	hs.mu.Unlock()
}

// forget drops the hosts that nobody waits for and that need not be waited
// for. hs.mu is held; a host without users has nobody who has the turn.
func (hs *hosts) forget() {
	now := time.Now()
	for key, h := range hs.m {
		if h.users == 0 && now.After(h.ready) && now.After(h.busy) {
			delete(hs.m, key)
		}
	}
}

// tries is how often a request is made that the server asks to make later.
const tries = 3

// visit makes a request at its host's pace, if the host's robots.txt lets it.
func (c *Client) visit(ctx context.Context, u *url.URL, known Validator, limit int64) (*answer, error) {
	h, err := c.hosts.acquire(ctx, u)
	if err != nil {
		return nil, err
	}
	defer c.hosts.release(h)
	for try := 1; ; try++ {
		if wait := time.Until(h.busy); wait > c.o.MaxWait {
			return nil, &Error{Kind: ErrStatus, Temporary: true, RetryAfter: wait, sentence: fmt.Sprintf("the server asks to be left alone for %v", wait.Round(time.Second))}
		}
		if err := sleepUntil(ctx, h.busy); err != nil {
			return nil, err
		}
		if err := c.permitted(ctx, h, u); err != nil {
			return nil, err
		}
		if err := sleepUntil(ctx, h.ready); err != nil {
			return nil, err
		}
		a, err := c.exchange(ctx, u, known, limit)
		h.ready = time.Now().Add(max(c.o.Delay, h.policy.delay))
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		var e *Error
		if !errors.As(err, &e) || e.RetryAfter == 0 {
			return a, err
		}
		h.busy = time.Now().Add(e.RetryAfter)
		if !e.Temporary || try == tries || e.RetryAfter > c.o.MaxWait {
			return nil, e
		}
	}
}

// sleepUntil waits, or ends with ctx.
func sleepUntil(ctx context.Context, at time.Time) error {
	wait := time.Until(at)
	if wait <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
