package discord

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"
)

// A route that refuses again and again is left alone for a while, which grows;
// what a call gets meanwhile is the refusal.
func TestRefusingRoute(t *testing.T) {
	g, now := newGuard(), time.Now()
	a, b := routeOf("POST", "channels/1/messages"), routeOf("POST", "channels/2/messages")
	refuse := func() { g.after(a, "at", answerWith(403, ""), []byte(`{"code":50013}`), now) }
	for n := range muteAfter {
		if _, resp, err := g.before(a, "at", now); resp != nil || err != nil {
			t.Fatalf("muted after %d refusals: %v", n, err)
		}
		refuse()
	}
	_, resp, err := g.before(a, "at", now)
	if err != nil || resp == nil || resp.StatusCode != 403 {
		t.Fatalf("not muted: %v, %v", resp, err)
	}
	if body, _ := io.ReadAll(resp.Body); string(body) != `{"code":50013}` {
		t.Errorf("the refusal is %s", body)
	}
	if _, resp, _ := g.before(b, "elsewhere", now); resp != nil {
		t.Error("another channel is muted")
	}
	now = now.Add(firstMute + time.Second)
	if _, resp, _ := g.before(a, "at", now); resp != nil {
		t.Error("muted for too long")
	}
	refuse()
	now = now.Add(firstMute + time.Second)
	if _, resp, _ := g.before(a, "at", now); resp == nil {
		t.Error("the second pause is no longer than the first")
	}
	now = now.Add(firstMute)
	g.after(a, "at", answerWith(200, ""), nil, now)
	if len(g.muted) != 0 {
		t.Error("a success is not forgiven")
	}
}

// What is not found is one path: others on the route are asked for.
func TestNotFoundIsOnePath(t *testing.T) {
	g, now := newGuard(), time.Now()
	r := routeOf("GET", "channels/1/messages/2")
	for n := range 2 * muteAfter {
		g.after(r, fmt.Sprint("GET channels/1/messages/", n), answerWith(404, ""), nil, now)
	}
	if _, resp, _ := g.before(r, "GET channels/1/messages/1000", now); resp != nil {
		t.Error("the route is muted")
	}
	for range muteAfter {
		g.after(r, "GET channels/1/messages/2", answerWith(404, ""), nil, now)
	}
	if _, resp, _ := g.before(r, "GET channels/1/messages/2", now); resp == nil {
		t.Error("the path is not muted")
	}
	for n := range 3 * maxBuckets {
		g.after(r, fmt.Sprint("GET channels/1/messages/", n), answerWith(404, ""), nil, now)
	}
	if len(g.muted) > maxBuckets {
		t.Errorf("%d paths are remembered", len(g.muted))
	}
}

// Long before Discord's 10,000 refused requests in ten minutes the bot slows
// down, and then stops, until the window is over.
func TestInvalidRequests(t *testing.T) {
	g, now := newGuard(), time.Now()
	sent := 0
	for ; sent < 20_000; sent++ {
		r := routeOf("POST", fmt.Sprintf("channels/%d/messages", sent)) // none is muted
		wait, _, err := g.before(r, "", now)
		if err != nil {
			if !errors.Is(err, errTooManyInvalid) {
				t.Fatal(err)
			}
			break
		}
		if wait > 0 && sent < invalidSlow || wait == 0 && sent > invalidSlow {
			t.Fatalf("after %d refusals the next call waits %v", sent, wait)
		}
		g.after(r, "", answerWith(http.StatusForbidden, ""), nil, now)
	}
	if sent != invalidStop {
		t.Errorf("stopped after %d refusals", sent)
	}
	now = now.Add(invalidWindow + time.Minute)
	if wait, _, err := g.before(routeOf("GET", "users/@me"), "", now); wait != 0 || err != nil {
		t.Errorf("after the window: %v, %v", wait, err)
	}
	for range 3000 {
		g.after(routeOf("GET", "users/@me"), "", answerWith(429, "", "X-RateLimit-Scope", "shared"), nil, now)
		g.after(routeOf("GET", "users/@me"), "", answerWith(500, ""), nil, now)
	}
	if wait, _, err := g.before(routeOf("GET", "users/@me"), "", now); wait != 0 || err != nil {
		t.Errorf("shared limits and faults count as refusals: %v, %v", wait, err)
	}
}

// The calls that waited for a window do not all go when it opens, and no more
// go in a second than Discord lets a bot make; interactions' are free.
func TestWindows(t *testing.T) {
	l, now := newLimits(), time.Now()
	r := routeOf("POST", "channels/1/messages")
	l.note(r, answerWith(200, "", "X-RateLimit-Bucket", "h", "X-RateLimit-Limit", "5", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset-After", "2"))
	now = now.Add(3 * time.Second)
	passed := 0
	for range 20 {
		if l.take(r, now) == 0 {
			passed++
		}
	}
	if passed != 5 {
		t.Errorf("%d calls pass when the window opens, want 5", passed)
	}
	now = now.Add(3 * time.Second)
	passed = 0
	for n := range 200 {
		if l.take(routeOf("GET", fmt.Sprintf("channels/%d", n+10)), now) == 0 {
			passed++
		}
	}
	if passed != perSecond {
		t.Errorf("%d calls pass in a second, want %d", passed, perSecond)
	}
	if d := l.take(routeOf("PATCH", "webhooks/1/t/messages/@original"), now); d != 0 {
		t.Errorf("an interaction's edit waits %v", d)
	}
}
