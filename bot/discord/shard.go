package discord

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// Pauses between connections.
const (
	firstPause = 500 * time.Millisecond
	maxPause   = time.Minute
	// firstTries is how often a connection is tried before there was one.
	firstTries = 4
	// activityEvery is how often the activity is looked at, where
	// Gateway.ActivityEvery is 0.
	activityEvery = 10 * time.Minute
)

// shard is one connection to the gateway and the session that it carries.
type shard struct {
	gateway   *Gateway
	pace      *pace
	id, count int
	address   string // of the gateway
	version   string // that is spoken with it
	log       *slog.Logger

	session *discordgo.Session // nil where one is to be begun
	lost    <-chan struct{}    // says that its connection ended
	shown   string             // the activity that Discord was told
}

// run holds a session until ctx is done.
func (c *shard) run(ctx context.Context) error {
	pipes, cut := context.WithCancel(context.WithoutCancel(ctx))
	r := &relay{shard: c, log: c.log, ctx: pipes, closing: ctx}
	defer r.pumps.Wait()
	defer cut()
	// A connection that hangs before it is ready would hold discordgo's lock.
	defer context.AfterFunc(ctx, func() {
		if !r.latest().state().ready {
			cut()
		}
	})()
	defer func() {
		c.end()
		c.gateway.setReady(c.id, false)
	}()

	failures := 0
	for ctx.Err() == nil {
		err := c.connect(ctx, r)
		if err != nil && ctx.Err() != nil || err == nil {
			return nil
		}
		l := r.latest().state()
		var closed *websocket.CloseError
		if l.code == 0 && errors.As(err, &closed) {
			l.code = closed.Code
		}
		if l.ready || l.stood {
			failures = 0
		}
		if l.ready {
			c.gateway.setReady(c.id, false)
			c.gateway.Client.observer.Lost(c.id)
		}
		if stop := fatal(l.code); stop != nil {
			return stop
		}
		if l.err != nil {
			err = l.err
		}
		if lostSession(l.code) || l.forgotten || !r.established() {
			c.end() // a new session identifies anew
		}
		failures++
		if failures >= firstTries && !c.gateway.worked() {
			return fmt.Errorf("cannot connect to Discord's gateway: %w; check the network and DISCORD_API_BASE", c.gateway.Client.Redact(err))
		}
		pause := min(firstPause<<min(failures-1, 10), maxPause)
		pause = pause/2 + rand.N(pause/2)
		if l.invalid {
			pause = time.Second + rand.N(4*time.Second) // as Discord asks
		}
		c.log.Warn("connecting to the gateway anew", "code", l.code, "cause", c.gateway.Client.Redact(err), "resume", c.session != nil, "pause", pause)
		if Sleep(ctx, pause) != nil {
			return nil
		}
	}
	return nil
}

// connect makes a connection, with a new session if there is none to resume,
// and returns when it ended and why: nil where that is because ctx is done.
func (c *shard) connect(ctx context.Context, r *relay) error {
	if c.session == nil {
		t, err := c.pace.wait(ctx, c.id)
		if err != nil {
			return err
		}
		r.begin(t)
		c.begin(r)
		err = c.session.Open()
		t.release()
		if err != nil {
			return err
		}
	} else if err := c.session.Open(); err != nil && !errors.Is(err, discordgo.ErrWSAlreadyOpen) {
		return err
	}
	tick := time.NewTicker(cmp.Or(c.gateway.ActivityEvery, activityEvery))
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-c.lost:
			return errors.New("the connection was lost")
		case <-tick.C:
			c.refresh()
		}
	}
}

// begin makes a session that has yet to identify.
func (c *shard) begin(r *relay) {
	g := c.gateway
	s := g.Client.newSession(known(c.address))
	lost := make(chan struct{}, 1)
	s.Dialer = r.dialer()
	s.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) {
		select {
		case lost <- struct{}{}:
		default:
		}
	})
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.Ready) {
		var who Identity
		if e.User != nil {
			who.User = e.User.ID
		}
		if e.Application != nil {
			who.Application = e.Application.ID
		}
		g.Handler.Ready(who)
	})
	s.AddHandler(func(*discordgo.Session, *discordgo.Resumed) { c.log.Info("session resumed") })
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.InteractionCreate) {
		if e != nil && e.Interaction != nil {
			g.Handler.Interaction(&Interaction{Interaction: e.Interaction, respond: g.Client.callback})
		}
	})
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.MessageCreate) {
		if e != nil && e.Message != nil {
			g.Handler.Message(e.Message)
		}
	})
	c.session, c.lost = s, lost
}

// end closes the session, which cannot be resumed then.
func (c *shard) end() {
	if c.session != nil {
		c.session.Close()
		c.session = nil
	}
}

// identify is what a session begins with. discordgo's is of an older version of
// the gateway, which has no activities.
func (c *shard) identify() ([]byte, error) {
	d := map[string]any{
		"token":      c.gateway.Client.token,
		"intents":    c.gateway.Intents,
		"properties": map[string]string{"os": "linux", "browser": "newsdesk", "device": "newsdesk"},
		"shard":      [2]int{c.id, c.count},
	}
	if c.gateway.Activity != nil {
		c.shown = c.gateway.Activity()
		d["presence"] = presenceOf(c.shown)
	}
	return json.Marshal(map[string]any{"op": opIdentify, "d": d})
}

// resume is what goes on with a session after the event with a number.
func (c *shard) resume(session string, seq int64) ([]byte, error) {
	return json.Marshal(map[string]any{"op": opResume, "d": map[string]any{"token": c.gateway.Client.token, "session_id": session, "seq": seq}})
}

// refresh tells Discord the activity, if it is another than before.
func (c *shard) refresh() {
	if c.gateway.Activity == nil {
		return
	}
	now := c.gateway.Activity()
	if now == c.shown {
		return
	}
	c.shown = now
	if err := c.session.GatewayWriteStruct(map[string]any{"op": opPresence, "d": presenceOf(now)}); err != nil {
		c.log.Debug("the activity was not sent", "error", c.gateway.Client.Redact(err))
	}
}

// presence is how the bot is shown among a server's members.
type presence struct {
	Since      int        `json:"since"`
	Activities []activity `json:"activities"`
	Status     string     `json:"status"`
	AFK        bool       `json:"afk"`
}

type activity struct {
	Name  string `json:"name"`
	Type  int    `json:"type"`
	State string `json:"state"`
}

// typeCustomStatus is an activity that is shown as it is, without "Playing"
// before it.
const typeCustomStatus = 4

func presenceOf(text string) presence {
	p := presence{Status: "online", Activities: []activity{}}
	if text != "" {
		p.Activities = append(p.Activities, activity{Name: "Custom Status", Type: typeCustomStatus, State: text})
	}
	return p
}

// known answers the one question that discordgo asks on its own account, for
// the gateway's address.
type known string

// RoundTrip implements http.RoundTripper.
func (k known) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := json.Marshal(map[string]string{"url": string(k)})
	return &http.Response{
		StatusCode: http.StatusOK, Status: "200 OK", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(body)), Request: req,
	}, err
}
