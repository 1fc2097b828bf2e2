package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
)

// Shards says which of a bot's connections to the gateway a process holds:
// those from First to Last, of Count in all. The zero value is all of as many
// as Discord recommends.
type Shards struct{ First, Last, Count int }

// maxShards is more than the largest bots have.
const maxShards = 1 << 14

// ParseShards reads "auto" or "" (the zero value), "16" (all of 16), "3/16"
// (one of them) or "0-3/16" (four of them).
func ParseShards(text string) (Shards, error) {
	text = strings.TrimSpace(text)
	if text == "" || text == "auto" {
		return Shards{}, nil
	}
	which, of, some := strings.Cut(text, "/")
	if !some {
		which, of = "", text
	}
	count, err := strconv.Atoi(of)
	s := Shards{Last: count - 1, Count: count}
	if some && err == nil {
		first, last, ranged := strings.Cut(which, "-")
		if !ranged {
			last = first
		}
		var err2 error
		s.First, err = strconv.Atoi(first)
		s.Last, err2 = strconv.Atoi(last)
		err = errors.Join(err, err2)
	}
	if err != nil || count < 1 || count > maxShards || s.First < 0 || s.First > s.Last || s.Last >= count {
		return Shards{}, fmt.Errorf("%q names no shards: write auto, 16 for all of 16, 3/16 for one of them or 0-3/16 for four", text)
	}
	return s, nil
}

// HasFirst reports whether shard 0 is among s: what one process of several is to
// do, that one does.
func (s Shards) HasFirst() bool { return s.First == 0 }

// Sessions is what Discord says of starting sessions.
type Sessions struct {
	Address     string // of the gateway
	Shards      int    // recommended
	Concurrency int    // shards that may identify at a time
	Left        int    // sessions that may still be started before the reset
	ResetAfter  time.Duration
}

// manySessions is how many may be started where Discord does not say.
const manySessions = 1000

// Sessions asks how sessions are to be started. A server that does not know the
// question is asked for the gateway's address alone.
func (c *Client) Sessions(ctx context.Context) (Sessions, error) {
	var raw json.RawMessage
	err := c.Call(ctx, Request{Method: http.MethodGet, Path: "gateway/bot"}, &raw)
	if Absent(err) {
		err = c.Call(ctx, Request{Method: http.MethodGet, Path: "gateway"}, &raw)
	}
	if err != nil {
		return Sessions{}, refusedToken(err)
	}
	return sessionsOf(raw)
}

// sessionsShape is what is read of Discord's answer, which other servers may
// give in part.
var sessionsShape = object(map[string]shape{
	"url": textValue, "shards": countValue,
	"session_start_limit": object(map[string]shape{
		"total": countValue, "remaining": countValue, "reset_after": countValue, "max_concurrency": countValue,
	}),
})

// sessionsOf reads Discord's answer. A limit whose total is 0 is none.
func sessionsOf(raw json.RawMessage) (Sessions, error) {
	var said struct {
		URL    string `json:"url"`
		Shards int    `json:"shards"`
		Limit  struct {
			Total       int   `json:"total"`
			Remaining   *int  `json:"remaining"`
			ResetAfter  int64 `json:"reset_after"` // milliseconds
			Concurrency int   `json:"max_concurrency"`
		} `json:"session_start_limit"`
	}
	_ = json.Unmarshal(sessionsShape(raw), &said) // what is not said is empty
	if gatewayAddress(said.URL, discordgo.APIVersion) == "" {
		return Sessions{}, errors.New("no gateway: Discord does not say where it is")
	}
	l := said.Limit
	out := Sessions{
		Address: said.URL, Shards: min(max(said.Shards, 1), maxShards), Concurrency: min(max(l.Concurrency, 1), maxShards),
		Left: manySessions, ResetAfter: min(time.Duration(l.ResetAfter)*time.Millisecond, 24*time.Hour),
	}
	if l.Remaining != nil && (l.Total > 0 || *l.Remaining > 0) {
		out.Left = *l.Remaining
	}
	return out, nil
}
