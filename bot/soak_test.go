package bot_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"newsdesk/bot"
	"newsdesk/rag"
)

var soak = flag.Int("soak", 8000, "how many interactions TestSoak has")

// perInteraction is how much memory, in bytes, an interaction may leave behind
// once what is bounded is full: less than the smallest thing that somebody could
// forget to let go of.
const perInteraction = 100

// soakUsers is how many users there are, none of whom asks more than is allowed.
const soakUsers = 10_000

// minimal is a server that speaks as much of Discord's API as an interaction
// needs and remembers nothing, unlike discordtest's, whose memory would be
// measured too.
func minimal(key ed25519.PublicKey, edits *atomic.Int64) *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // its client would notice
		h := w.Header()
		h.Set("Content-Type", "application/json")
		h.Set("X-RateLimit-Bucket", "b"+strconv.Itoa(len(r.URL.Path)%7))
		h.Set("X-RateLimit-Limit", "5")
		h.Set("X-RateLimit-Remaining", "4")
		h.Set("X-RateLimit-Reset-After", "1")
		switch path := strings.TrimPrefix(r.URL.Path, "/api/v9/"); {
		case path == "applications/@me":
			fmt.Fprintf(w, `{"id":"2","verify_key":"%x","interactions_endpoint_url":"https://x/interactions"}`, []byte(key))
		case strings.HasPrefix(path, "webhooks/"):
			edits.Add(1)
			io.WriteString(w, `{"id":"5","embeds":[{}]}`)
		case strings.HasSuffix(path, "/commands"):
			io.WriteString(w, `[]`)
		default:
			io.WriteString(w, `{"id":"1"}`)
		}
	}))
}

// heap is the bytes in use after what nobody needs is gone.
func heap() int64 {
	var m runtime.MemStats
	for range 3 {
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// Many interactions of many users leave no memory behind. With -soak 100000 it
// is the hundred thousand of a busy day.
func TestSoak(t *testing.T) {
	n := *soak
	if testing.Short() {
		n = min(n, 2000)
	}
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	var edits atomic.Int64
	server := minimal(public, &edits)
	defer server.Close()
	at := launchAlone(t, bot.Config{Token: token, APIBase: server.URL + "/api/v9/", Asker: askerFunc(func(context.Context, rag.Question) (rag.Answer, error) {
		return cited("It was in May."), nil
	}), Interactions: "127.0.0.1:0"})
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}}
	defer client.CloseIdleConnections()

	one := func(i int) error {
		body := fmt.Appendf(nil, `{"id":"%d","application_id":"2","type":2,"token":"token-%d","version":1,"channel_id":"%d","context":1,`+
			`"user":{"id":"%d","username":"u"},"authorizing_integration_owners":{"0":"0"},`+
			`"data":{"id":"1","name":"ask","type":1,"options":[{"name":"question","type":3,"value":"When was number %d?"}]}}`, 1_000_000+i, i, 5_000_000+i%soakUsers, 9_000_000+i%soakUsers, i)
		stamp := strconv.FormatInt(time.Now().Unix(), 10)
		req, err := http.NewRequest(http.MethodPost, at, bytes.NewReader(body))
		if err != nil {
			return err
		}
		req.Header.Set("X-Signature-Timestamp", stamp)
		req.Header.Set("X-Signature-Ed25519", hex.EncodeToString(ed25519.Sign(private, append([]byte(stamp), body...))))
		resp, err := client.Do(req)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if answer, err := io.ReadAll(resp.Body); err != nil || string(answer) != `{"type":5}` {
			return fmt.Errorf("%d %s %v", resp.StatusCode, answer, err)
		}
		return nil
	}
	run := func(from, to int) {
		t.Helper()
		next := atomic.Int64{}
		next.Store(int64(from))
		var running sync.WaitGroup
		for range 16 {
			running.Go(func() {
				for i := int(next.Add(1)) - 1; i < to; i = int(next.Add(1)) - 1 {
					if err := one(i); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		running.Wait()
		for deadline := time.Now().Add(30 * time.Second); edits.Load() < int64(to) && time.Now().Before(deadline); {
			time.Sleep(10 * time.Millisecond)
		}
	}
	// What is bounded fills up first.
	warm := n / 2
	began := time.Now()
	run(0, warm)
	before := heap()
	run(warm, n)
	after := heap()
	t.Logf("%d interactions in %v: %.1f MB after half, %.1f MB at the end", n, time.Since(began).Round(time.Millisecond), float64(before)/1e6, float64(after)/1e6)
	if got := edits.Load(); got != int64(n) {
		t.Errorf("%d edits, want %d", got, n)
	}
	// Interactions that can be replayed, a few minutes' worth, must be
	// remembered: their IDs are.
	if left := (after - before) / int64(n-warm); left > perInteraction && n > 4*4096 || left > 40*perInteraction {
		t.Errorf("each interaction leaves %d bytes behind", left)
	}
}
