package discord

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"
)

// Discord bans an address for a while that sends more than 10,000 requests in
// ten minutes that it answers with 401, 403 or 429.
const (
	invalidWindow = 10 * time.Minute
	invalidSlow   = 2000 // from here on every such answer makes the next call wait
	invalidStop   = 9000 // from here on nothing is sent
	invalidSlots  = 10   // parts of the window that are counted for themselves
)

// A route that refuses this often in a row is not asked for a while, which
// doubles up to maxMute. What is not found is one path only.
const (
	muteAfter = 5
	firstMute = 30 * time.Second
	maxMute   = time.Hour
)

// errTooManyInvalid is for a call that is not made, lest Discord ban the bot.
var errTooManyInvalid = errors.New("not sent: Discord refused so many requests in the last minutes that more could get the bot banned")

// guard keeps the bot from asking for what is refused again and again.
type guard struct {
	mu     sync.Mutex
	counts [invalidSlots]int // of refused requests, by part of the window
	part   int64             // the one that is counted in
	muted  map[string]*mute  // by route.key or method and path
}

// mute is a route that refuses.
type mute struct {
	inRow  int
	pause  time.Duration
	until  time.Time
	status int // what it refuses with
	header http.Header
	body   []byte
}

func newGuard() *guard { return &guard{muted: map[string]*mute{}} }

// invalid is how many requests were refused within the window. It needs g.mu.
func (g *guard) invalid(now time.Time) int {
	part := now.UnixNano() / int64(invalidWindow/invalidSlots)
	for ; g.part < part; g.part++ {
		if part-g.part > invalidSlots {
			g.part = part - invalidSlots
		}
		g.counts[(g.part+1)%invalidSlots] = 0
	}
	n := 0
	for _, c := range g.counts {
		n += c
	}
	return n
}

// before says what becomes of a call on r at now: it is sent after a while, or
// gets the answer that was given before, or an error. at is its method and path.
func (g *guard) before(r route, at string, now time.Time) (time.Duration, *http.Response, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, key := range []string{r.key, at} {
		if m := g.muted[key]; m != nil && now.Before(m.until) {
			return 0, &http.Response{
				StatusCode: m.status, Status: http.StatusText(m.status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
				Header: m.header.Clone(), Body: io.NopCloser(bytes.NewReader(m.body)),
			}, nil
		}
	}
	n := g.invalid(now)
	switch {
	case n >= invalidStop:
		return 0, nil, errTooManyInvalid
	case n >= invalidSlow:
		// What is left is spread over the window.
		return invalidWindow / time.Duration(invalidStop-n), nil, nil
	}
	return 0, nil, nil
}

// after learns from an answer whose body is body.
func (g *guard) after(r route, at string, resp *http.Response, body []byte, now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	status := resp.StatusCode
	switch {
	case status == http.StatusUnauthorized, status == http.StatusForbidden,
		status == http.StatusTooManyRequests && resp.Header.Get("X-RateLimit-Scope") != "shared":
		g.invalid(now)
		g.counts[g.part%invalidSlots]++
	}
	key := r.key
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden:
	case http.StatusNotFound:
		key = at
	default:
		if status < http.StatusMultipleChoices {
			delete(g.muted, r.key)
			delete(g.muted, at)
		}
		return
	}
	m := g.muted[key]
	if m == nil {
		g.forget(now)
		m = &mute{}
		g.muted[key] = m
	}
	m.status, m.header, m.body = status, http.Header{"Content-Type": resp.Header["Content-Type"]}, body
	if m.inRow++; m.inRow >= muteAfter {
		m.pause = min(max(2*m.pause, firstMute), maxMute)
		m.until = now.Add(m.pause)
	} else {
		m.until = time.Time{}
	}
}

// forget makes room in muted.
func (g *guard) forget(now time.Time) {
	if len(g.muted) < maxBuckets {
		return
	}
	for key, m := range g.muted {
		if m.inRow < muteAfter || now.After(m.until) {
			delete(g.muted, key)
		}
	}
}
