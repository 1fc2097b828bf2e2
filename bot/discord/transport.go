package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
)

// Bounds of one call.
const (
	maxTries     = 5
	maxLimitWait = 30 * time.Second // longest wait that a rate limit is given
	tryTimeout   = 15 * time.Second
	maxBody      = 8 << 20
	maxIdle      = 64 // connections kept open
	firstBackoff = 200 * time.Millisecond
)

// Keys of what a request's context says to the transport.
type (
	againKey    struct{} // that a POST may be sent twice
	attemptsKey struct{} // where to count attempts
)

// withAttempts makes the transport count in n the attempts at a request.
func withAttempts(ctx context.Context, n *int) context.Context {
	return context.WithValue(ctx, attemptsKey{}, n)
}

// transport sends discordgo's requests to the API base, in place of the
// address that discordgo has in package variables, so that every bot in a
// process has its own. It keeps Discord's rate limits, waits out 429s and
// tries again after server errors, all within bounds and within the request's
// context.
type transport struct {
	base     *url.URL
	next     *http.Transport
	limits   *limits
	guard    *guard
	observer Observer
}

func newTransport(base *url.URL, o Observer) *transport {
	next := http.DefaultTransport.(*http.Transport).Clone()
	next.MaxIdleConnsPerHost = maxIdle
	return &transport{base: base, next: next, limits: newLimits(), guard: newGuard(), observer: o}
}

func (t *transport) close() { t.next.CloseIdleConnections() }

// RoundTrip implements http.RoundTripper.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	path, ok := strings.CutPrefix(req.URL.String(), discordgo.EndpointAPI)
	if !ok {
		return nil, errors.New("a request to something else than Discord's API")
	}
	target, err := url.Parse(t.base.String() + path)
	if err != nil {
		return nil, errors.New("a request with a damaged address")
	}
	ctx := req.Context()
	route, at := routeOf(req.Method, path), req.Method+" "+path
	again, _ := ctx.Value(againKey{}).(bool)
	again = again || req.Method != http.MethodPost

	for try := 1; ; try++ {
		if err := t.limits.wait(ctx, route); err != nil {
			return nil, err
		}
		slow, refused, err := t.guard.before(route, at, time.Now())
		switch {
		case err != nil:
			return nil, err
		case refused != nil:
			refused.Request = req
			return refused, nil
		case slow > 0:
			if err := Sleep(ctx, slow); err != nil {
				return nil, err
			}
		}
		if n, ok := ctx.Value(attemptsKey{}).(*int); ok {
			*n = try
		}
		resp, err := t.try(ctx, req, target, route, at)
		delay, retry := verdict(resp, err, again, try)
		if !retry || ctx.Err() != nil {
			return resp, err
		}
		if err := Sleep(ctx, delay); err != nil {
			return nil, err
		}
	}
}

// try sends req once and reads the whole answer.
func (t *transport) try(ctx context.Context, req *http.Request, target *url.URL, r route, at string) (resp *http.Response, err error) {
	began, status := time.Now(), 0
	defer func() { t.observer.Called(r.name, status, time.Since(began)) }()
	ctx, cancel := context.WithTimeout(ctx, tryTimeout)
	defer cancel()
	out := req.Clone(ctx)
	out.URL, out.Host = target, target.Host
	if req.GetBody != nil {
		body, err := req.GetBody()
		if err != nil {
			return nil, err
		}
		out.Body = body
	}
	if resp, err = t.next.RoundTrip(out); err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody))
	if err != nil {
		return nil, err
	}
	status = resp.StatusCode
	resp.Body = io.NopCloser(bytes.NewReader(body))
	t.guard.after(r, at, resp, body, time.Now())
	if scope := t.limits.note(r, resp); scope != "" {
		t.observer.Limited(scope)
	}
	return resp, nil
}

// verdict says whether a call is to be tried again, and after how long.
func verdict(resp *http.Response, err error, again bool, try int) (time.Duration, bool) {
	if try >= maxTries {
		return 0, false
	}
	// Half of the backoff is random, so that bots do not return in step.
	backoff := firstBackoff << (try - 1)
	backoff = backoff/2 + rand.N(backoff/2)
	switch {
	case err != nil:
		// The request may have arrived.
		return backoff, again
	case resp.StatusCode == http.StatusTooManyRequests:
		after := retryAfter(resp)
		return after, after <= maxLimitWait
	case resp.StatusCode >= 500:
		// Discord says so of requests that took no effect, almost always. Where it
		// is not so, a message that has no nonce to tell (which only further parts
		// of an answer to a command have not) stands there twice.
		return backoff, true
	}
	return 0, false
}

// retryAfter is how long a 429 demands to wait: by its body, which is precise,
// else by its header, which has whole seconds, else a second.
func retryAfter(resp *http.Response) time.Duration {
	raw, _ := io.ReadAll(resp.Body)
	resp.Body = io.NopCloser(bytes.NewReader(raw))
	var body struct {
		RetryAfter float64 `json:"retry_after"`
	}
	_ = json.Unmarshal(raw, &body) // a proxy's 429 has a body of its own
	seconds := body.RetryAfter
	if seconds <= 0 {
		header, err := strconv.ParseFloat(resp.Header.Get("Retry-After"), 64)
		if err != nil || header <= 0 {
			header = 1
		}
		seconds = header
	}
	if math.IsNaN(seconds) || seconds > 24*3600 {
		seconds = 24 * 3600
	}
	return time.Duration(seconds * float64(time.Second))
}

// Sleep waits for d or until ctx is done.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
