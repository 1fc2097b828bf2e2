package discord

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// route is what Discord counts calls by.
type route struct {
	name  string // method and path without IDs and tokens, fit for logs
	major string // the channel, server or webhook, which counts for itself
	key   string // name and major together
}

// routeOf reads the route out of a path such as
// "channels/1/messages/2" or "webhooks/1/TOKEN/messages/@original".
func routeOf(method, path string) route {
	path, _, _ = strings.Cut(path, "?")
	parts := strings.Split(path, "/")
	r := route{}
	for i, p := range parts {
		secret := i == 2 && (parts[0] == "webhooks" || parts[0] == "interactions")
		if !secret && (p == "" || p[0] < '0' || p[0] > '9') {
			continue
		}
		parts[i] = "{id}"
		if i == 1 && (parts[0] == "channels" || parts[0] == "guilds") || parts[0] == "webhooks" && i <= 2 || secret {
			r.major += "/" + p
		}
	}
	r.name = method + " " + strings.Join(parts, "/")
	r.key = r.name + r.major
	return r
}

// limits keeps Discord's rate limits: by bucket, as its headers tell them,
// and the global one.
type limits struct {
	mu      sync.Mutex
	global  time.Time          // nothing is sent before
	second  time.Time          // when the second began that is counted
	sent    int                // in it
	hashes  map[string]string  // route name to Discord's name of its bucket
	buckets map[string]*bucket // by bucketKey
}

type bucket struct {
	limit     int // calls in a window, 0 where that is not known
	remaining int
	reset     time.Time
	window    time.Duration // the longest seen
}

// perSecond is how many calls a bot may make in a second, interactions aside.
const perSecond = 50

// maxBuckets is when buckets that are over are thrown out.
const maxBuckets = 512

func newLimits() *limits {
	return &limits{hashes: map[string]string{}, buckets: map[string]*bucket{}}
}

// bucketKey is where the calls of r are counted: in the bucket that Discord
// named for the route, or until then in one of the route's own.
func (l *limits) bucketKey(r route) string {
	if hash := l.hashes[r.name]; hash != "" {
		return hash + r.major
	}
	return r.key
}

// errLimited is for a limit that lasts longer than any call waits.
var errLimited = errors.New("rate limited for too long")

// wait returns when a call on r may be sent, and counts it.
func (l *limits) wait(ctx context.Context, r route) error {
	for {
		delay := l.take(r, time.Now())
		if delay <= 0 {
			return ctx.Err()
		}
		if delay > maxLimitWait {
			return errLimited
		}
		if err := Sleep(ctx, delay); err != nil {
			return err
		}
	}
}

// take counts a call on r at now, or says how long to wait first.
func (l *limits) take(r route, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	// Interactions' callbacks and webhooks are not bound by the global limit.
	bound := !strings.Contains(r.name, " interactions/") && !strings.Contains(r.name, " webhooks/")
	if d := l.global.Sub(now); d > 0 && bound {
		return d
	}
	if now.Sub(l.second) >= time.Second {
		l.second, l.sent = now, 0
	}
	if bound && l.sent >= perSecond {
		return l.second.Add(time.Second).Sub(now)
	}
	if b := l.buckets[l.bucketKey(r)]; b != nil {
		d := b.reset.Sub(now)
		switch {
		case d > 0 && b.remaining <= 0:
			return d
		case d <= 0 && b.limit > 0:
			// A window begins with this call, and those that waited for it count
			// before any answer says so.
			b.remaining, b.reset = b.limit, now.Add(b.window)
		}
		b.remaining--
	}
	if bound {
		l.sent++
	}
	return 0
}

// note learns from the headers of an answer, and takes from it those that
// discordgo would sleep on. Where the answer is that a limit was run into, it
// says which kind of limit: global, user or shared.
func (l *limits) note(r route, resp *http.Response) (scope string) {
	h := resp.Header
	defer func() {
		for _, name := range []string{"Limit", "Remaining", "Reset", "Reset-After", "Bucket", "Global", "Scope"} {
			h.Del("X-RateLimit-" + name)
		}
	}()
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	limited := resp.StatusCode == http.StatusTooManyRequests
	if limited {
		switch scope = h.Get("X-RateLimit-Scope"); {
		case scope == "global" || h.Get("X-RateLimit-Global") != "":
			l.global = now.Add(retryAfter(resp))
			return "global"
		case scope != "shared":
			scope = "user"
		}
	}
	if hash := h.Get("X-RateLimit-Bucket"); hash != "" && len(l.hashes) < maxBuckets {
		l.hashes[r.name] = hash
	}
	remaining, err1 := strconv.Atoi(h.Get("X-RateLimit-Remaining"))
	after, err2 := strconv.ParseFloat(h.Get("X-RateLimit-Reset-After"), 64)
	if limited {
		remaining, after, err1, err2 = 0, retryAfter(resp).Seconds(), nil, nil
	}
	if err1 != nil || err2 != nil || !(after >= 0 && after < 24*3600) {
		return scope
	}
	if len(l.buckets) >= maxBuckets {
		for key, b := range l.buckets {
			if b.reset.Before(now) {
				delete(l.buckets, key)
			}
		}
	}
	window := time.Duration(after * float64(time.Second))
	b := l.buckets[l.bucketKey(r)]
	if b == nil || b.reset.Before(now) {
		b = &bucket{remaining: remaining}
		l.buckets[l.bucketKey(r)] = b
	}
	// Answers overtake each other: within one window the count only falls.
	b.remaining = min(b.remaining, remaining)
	b.reset = now.Add(window)
	if limit, err := strconv.Atoi(h.Get("X-RateLimit-Limit")); err == nil && limit > 0 && !limited {
		b.limit, b.window = limit, max(b.window, window)
	}
	return scope
}
