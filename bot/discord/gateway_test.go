package discord

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestParseShards(t *testing.T) {
	for text, want := range map[string]Shards{
		"": {}, "auto": {}, "1": {0, 0, 1}, "16": {0, 15, 16}, "3/16": {3, 3, 16}, " 0-3/16 ": {0, 3, 16}, "15-15/16": {15, 15, 16},
	} {
		if got, err := ParseShards(text); err != nil || got != want {
			t.Errorf("%q: got %+v, %v, want %+v", text, got, err, want)
		}
	}
	for _, text := range []string{"0", "-1", "x", "16/16", "3-2/16", "-3/16", "0-16/16", "1/", "/4", "1-/4", "1000000"} {
		if got, err := ParseShards(text); err == nil {
			t.Errorf("%q: got %+v, want an error", text, got)
		}
	}
}

// starts runs shards 0 to n-1 through a pace and says when each began, in
// seconds.
func starts(t *testing.T, p *pace, n int) []int {
	t.Helper()
	began := time.Now()
	at := make([]int, n)
	var running sync.WaitGroup
	for id := range n {
		running.Go(func() {
			turn, err := p.wait(t.Context(), id)
			if err != nil {
				t.Error(err)
				return
			}
			turn.take()
			at[id] = int(time.Since(began).Seconds())
			time.Sleep(time.Second) // until READY
			turn.release()
		})
	}
	running.Wait()
	slices.Sort(at)
	return at
}

// Shards of a group start five seconds apart, groups side by side.
func TestPace(t *testing.T) {
	log := slog.New(slog.DiscardHandler)
	for _, c := range []struct {
		concurrency int
		want        []int
	}{
		{1, []int{0, 5, 10, 15}},
		{2, []int{0, 0, 5, 5}},
		{16, []int{0, 0, 0, 0}},
	} {
		synctest.Test(t, func(t *testing.T) {
			p := newPace(Sessions{Concurrency: c.concurrency, Left: 10}, nil, log)
			if got := starts(t, p, 4); !slices.Equal(got, c.want) {
				t.Errorf("at a time %d: started at %v, want %v", c.concurrency, got, c.want)
			}
		})
	}
}

// Where no session may be started, the pace waits until more may be, and asks
// rarely: not in a loop while Discord says no.
func TestSessionsExhausted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		p := newPace(Sessions{Concurrency: 16, Left: 2, ResetAfter: time.Hour}, func(context.Context) (Sessions, error) {
			switch asked++; asked {
			case 1:
				return Sessions{}, errors.New("out of order")
			case 2, 3, 4:
				return Sessions{Left: 0}, nil // without saying until when
			}
			return Sessions{Left: 100}, nil
		}, slog.New(slog.DiscardHandler))
		got := starts(t, p, 3)
		if got[0] != 0 || got[1] != 0 || got[2] < 3600 {
			t.Errorf("started at %v", got)
		}
		if asked != 5 || got[2] < 3600+10+20+40+80 {
			t.Errorf("asked %d times until %d s", asked, got[2])
		}
	})
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		p := newPace(Sessions{Concurrency: 1, ResetAfter: time.Hour}, nil, slog.New(slog.DiscardHandler))
		if _, err := p.wait(ctx, 0); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
}

func TestResumeAddress(t *testing.T) {
	for _, c := range []struct{ said, usual, want string }{
		{"wss://gateway-us-east1-b.discord.gg", "wss://gateway.discord.gg", "wss://gateway-us-east1-b.discord.gg/?v=9&encoding=json"},
		{"ws://127.0.0.1:1/gateway", "ws://127.0.0.1:1/gateway", "ws://127.0.0.1:1/gateway?v=9&encoding=json"},
		{"ws://gateway.example", "wss://gateway.discord.gg", ""}, // the token goes there
		{"https://gateway.example", "wss://gateway.discord.gg", ""},
		{"wss://a:b@gateway.example", "wss://gateway.discord.gg", ""},
		{"", "wss://gateway.discord.gg", ""},
		{"::", "wss://gateway.discord.gg", ""},
	} {
		if got := resumeAddress(c.said, c.usual, "9"); got != c.want {
			t.Errorf("%s: got %q, want %q", c.said, got, c.want)
		}
	}
}

func TestGatewayAddress(t *testing.T) {
	for said, want := range map[string]string{
		"wss://gateway.discord.gg":            "wss://gateway.discord.gg/?v=10&encoding=json",
		"ws://127.0.0.1:1/gw":                 "ws://127.0.0.1:1/gw?v=10&encoding=json",
		"ws://127.0.0.1:1/gw/":                "ws://127.0.0.1:1/gw/?v=10&encoding=json",
		"ws://127.0.0.1:1/gw?a=b":             "ws://127.0.0.1:1/gw?v=10&encoding=json&a=b",
		"ws://h/?v=6&compress=zlib-stream&b=": "ws://h/?v=10&encoding=json&b=",
		"http://h":                            "",
		"ws://":                               "",
	} {
		if got := gatewayAddress(said, "10"); got != want {
			t.Errorf("%s: got %q, want %q", said, got, want)
		}
	}
	for base, want := range map[string]string{
		"": "9", "http://h/api/v9": "9", "http://h/api/v10/": "10", "http://h/api": "9", "http://h/api/v11/": "9",
	} {
		u, err := apiBase(base)
		if err != nil {
			t.Fatal(err)
		}
		if got := gatewayVersion(u); got != want {
			t.Errorf("%q: version %s, want %s", base, got, want)
		}
	}
}

// A hello may say anything: nothing that ends the process goes on to discordgo.
func TestIntervals(t *testing.T) {
	for hello, want := range map[string]time.Duration{
		`{"heartbeat_interval":41250}`:     41250 * time.Millisecond,
		`{"heartbeat_interval":41250.0}`:   41250 * time.Millisecond,
		`{"heartbeat_interval":300.5}`:     300 * time.Millisecond,
		`{"heartbeat_interval":1}`:         minInterval,
		`{"heartbeat_interval":1e300}`:     maxInterval,
		`{"heartbeat_interval":0}`:         usualInterval,
		`{"heartbeat_interval":-5}`:        usualInterval,
		`{"heartbeat_interval":null}`:      usualInterval,
		`{"heartbeat_interval":"500"}`:     usualInterval,
		`{}`:                               usualInterval,
		`null`:                             usualInterval,
		`{"heartbeat_interval":123456789}`: maxInterval,
	} {
		if got := intervalOf([]byte(hello)); got != want {
			t.Errorf("%s: got %v, want %v", hello, got, want)
		}
	}
}

// Every close code that ends the bot has a sentence of its own.
func TestFatalSentences(t *testing.T) {
	seen := map[string]int{}
	for _, code := range []int{4004, 4010, 4011, 4012, 4013, 4014} {
		err := fatal(code)
		if err == nil || seen[err.Error()] != 0 {
			t.Errorf("%d: %v, as for %d", code, err, seen[err.Error()])
			continue
		}
		seen[err.Error()] = code
	}
	for _, code := range []int{0, 1000, 1001, 1006, 4000, 4001, 4002, 4003, 4005, 4007, 4008, 4009} {
		if err := fatal(code); err != nil {
			t.Errorf("%d ends the bot: %v", code, err)
		}
	}
}

// Servers may say a part of how sessions are started, or nothing.
func TestSessionsOf(t *testing.T) {
	const at = "ws://h/gw"
	for said, want := range map[string]Sessions{
		`{"url":"ws://h/gw"}`: {at, 1, 1, manySessions, 0},
		`{"url":"ws://h/gw","shards":2.0,"session_start_limit":null}`:                                                       {at, 2, 1, manySessions, 0},
		`{"url":"ws://h/gw","shards":"3","session_start_limit":[]}`:                                                         {at, 3, 1, manySessions, 0},
		`{"url":"ws://h/gw","shards":0,"session_start_limit":{}}`:                                                           {at, 1, 1, manySessions, 0},
		`{"url":"ws://h/gw","session_start_limit":{"remaining":5}}`:                                                         {at, 1, 1, 5, 0},
		`{"url":"ws://h/gw","session_start_limit":{"reset_after":1000.5}}`:                                                  {at, 1, 1, manySessions, time.Second},
		`{"url":"ws://h/gw","session_start_limit":{"max_concurrency":16}}`:                                                  {at, 1, 16, manySessions, 0},
		`{"url":"ws://h/gw","session_start_limit":{"total":1000}}`:                                                          {at, 1, 1, manySessions, 0},
		`{"url":"ws://h/gw","session_start_limit":{"total":0,"remaining":0,"reset_after":0,"max_concurrency":0}}`:           {at, 1, 1, manySessions, 0},
		`{"url":"ws://h/gw","shards":1,"session_start_limit":{"total":1000,"remaining":0,"reset_after":14400000}}`:          {at, 1, 1, 0, 4 * time.Hour},
		`{"url":"ws://h/gw","shards":-1,"session_start_limit":{"total":1000,"remaining":-5,"reset_after":-1,"x":{"y":[]}}}`: {at, 1, 1, manySessions, 0},
	} {
		if got, err := sessionsOf([]byte(said)); err != nil || got != want {
			t.Errorf("%s: got %+v, %v, want %+v", said, got, err, want)
		}
	}
	for _, said := range []string{`{}`, `[]`, `null`, `{"url":"http://h"}`, `{"url":5}`} {
		if got, err := sessionsOf([]byte(said)); err == nil {
			t.Errorf("%s: got %+v, want an error", said, got)
		}
	}
}
