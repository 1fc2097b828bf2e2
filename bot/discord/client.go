// Package discord speaks with Discord: REST calls (client.go, rest.go), the
// gateway with its shards (gateway.go), the HTTP endpoint that takes its place
// (endpoint.go) and what comes from both (interaction.go). It knows nothing of
// questions and answers.
//
// discordgo does the speaking. Around it stand two small layers, because it
// trusts what it receives and waits without end: transport, which steers,
// paces and retries every REST call, and relay, which passes it only those
// gateway messages that it survives, and of events only what it can read
// (shape.go).
package discord

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/bwmarrin/discordgo"
)

// Client makes REST calls as a bot. Make it with New. It is safe for
// concurrent use.
type Client struct {
	token     string
	transport *transport
	session   *discordgo.Session
	log       *slog.Logger
	observer  Observer
	early     sync.Map // paths of webhooks that Discord may not know of yet
}

// New makes a client for the bot with that token, with or without "Bot "
// before it. base is the address of a server that speaks Discord's API, such
// as "http://127.0.0.1:3000/api/v9/"; empty means Discord itself. A nil log
// discards, and the observer may be nil. New connects to nothing; an error says
// which setting is wrong.
func New(token, base string, log *slog.Logger, observer Observer) (*Client, error) {
	token = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(token), "Bot "))
	switch {
	case token == "":
		return nil, errors.New("no Discord token: set DISCORD_TOKEN to the bot's token (developer portal, page Bot)")
	case strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r >= 0x7f }):
		return nil, errors.New("the Discord token has characters that no token has: copy it again from the developer portal, page Bot")
	}
	u, err := apiBase(base)
	if err != nil {
		return nil, err
	}
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	log = Redacting(log, token)
	if observer == nil {
		observer = Unobserved{}
	}
	c := &Client{token: token, transport: newTransport(u, observer), log: log, observer: observer}
	c.session = c.newSession(c.transport)
	return c, nil
}

// Log is the client's log, which prints neither the token nor those of
// interactions.
func (c *Client) Log() *slog.Logger { return c.log }

// Close lets go of idle connections.
func (c *Client) Close() { c.transport.close() }

// Redact is err without the token, should a library have put it there.
func (c *Client) Redact(err error) error {
	if err == nil || !strings.Contains(err.Error(), c.token) {
		return err
	}
	return errors.New(strings.ReplaceAll(err.Error(), c.token, "[token]"))
}

// Identity is who a bot is.
type Identity struct{ User, Application string }

// Identify asks Discord who the bot is. The error is a *FatalError where the
// token is refused.
func (c *Client) Identify(ctx context.Context) (Identity, error) {
	var raw json.RawMessage
	err := c.Call(ctx, Request{Method: http.MethodGet, Path: "users/@me"}, &raw)
	if err != nil {
		return Identity{}, refusedToken(err)
	}
	var me struct {
		ID string `json:"id"`
	}
	_ = json.Unmarshal(userShape(raw), &me) // what is not said is empty
	return Identity{User: me.ID, Application: me.ID}, nil
}

// apiBase checks the setting of that name.
func apiBase(raw string) (*url.URL, error) {
	if raw == "" {
		raw = discordgo.EndpointAPI
	}
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https" {
		return nil, errors.New("DISCORD_API_BASE is not the address of an API: it must look like http://127.0.0.1:3000/api/v9/")
	}
	u.Path = strings.TrimRight(u.Path, "/") + "/"
	u.RawQuery, u.Fragment = "", ""
	return u, nil
}

// newSession is a discordgo session that does nothing on its own account: it
// neither retries nor reconnects nor logs nor keeps state. t makes its requests.
func (c *Client) newSession(t http.RoundTripper) *discordgo.Session {
	// New only fills in fields; its error is always nil.
	s, _ := discordgo.New("Bot " + c.token)
	s.Client = &http.Client{
		Transport:     t,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	s.StateEnabled = false
	s.ShouldReconnectOnError = false
	s.ShouldReconnectVoiceOnSessionError = false
	s.ShouldRetryOnRateLimit = false
	s.MaxRestRetries = 0
	s.LogLevel = -1 // below its lowest level
	s.Compress = false
	s.UserAgent = "DiscordBot (newsdesk, 1) discordgo/" + discordgo.VERSION
	return s
}
