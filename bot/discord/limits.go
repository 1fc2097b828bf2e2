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
	hashes  map[string]string  // route name to Discord's name of its bucket
	buckets map[string]*bucket // by bucketKey
}

type bucket struct {
	remaining int
	reset     time.Time
}

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
		if err := sleep(ctx, delay); err != nil {
			return err
		}
	}
}

// take counts a call on r at now, or says how long to wait first.
func (l *limits) take(r route, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	// Interactions' callbacks and webhooks are not bound by the global limit.
	if d := l.global.Sub(now); d > 0 && !strings.Contains(r.name, " interactions/") && !strings.Contains(r.name, " webhooks/") {
		return d
	}
	b := l.buckets[l.bucketKey(r)]
	if b == nil {
		return 0
	}
	if d := b.reset.Sub(now); d > 0 {
		if b.remaining <= 0 {
			return d
		}
		b.remaining--
	}
	return 0
}

// note learns from the headers of an answer, and takes from it those that
// discordgo would sleep on.
func (l *limits) note(r route, resp *http.Response) {
	h := resp.Header
	defer func() {
		for _, name := range []string{"Limit", "Remaining", "Reset", "Reset-After", "Bucket", "Global", "Scope"} {
			h.Del("X-RateLimit-" + name)
		}
	}()
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if resp.StatusCode == http.StatusTooManyRequests && (h.Get("X-RateLimit-Global") != "" || h.Get("X-RateLimit-Scope") == "global") {
		l.global = now.Add(retryAfter(resp))
		return
	}
	if hash := h.Get("X-RateLimit-Bucket"); hash != "" && len(l.hashes) < maxBuckets {
		l.hashes[r.name] = hash
	}
	remaining, err1 := strconv.Atoi(h.Get("X-RateLimit-Remaining"))
	after, err2 := strconv.ParseFloat(h.Get("X-RateLimit-Reset-After"), 64)
	if resp.StatusCode == http.StatusTooManyRequests {
		remaining, after, err1, err2 = 0, retryAfter(resp).Seconds(), nil, nil
	}
	if err1 != nil || err2 != nil || !(after >= 0 && after < 24*3600) {
		return
	}
	if len(l.buckets) >= maxBuckets {
		for key, b := range l.buckets {
			if b.reset.Before(now) {
				delete(l.buckets, key)
			}
		}
	}
	reset := now.Add(time.Duration(after * float64(time.Second)))
	b := l.buckets[l.bucketKey(r)]
	if b == nil || b.reset.Before(now) {
		b = &bucket{remaining: remaining}
		l.buckets[l.bucketKey(r)] = b
	}
	// Answers overtake each other: within one window the count only falls.
	b.remaining = min(b.remaining, remaining)
	b.reset = reset
}
