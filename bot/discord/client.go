// Package discord speaks with Discord: REST calls (client.go, rest.go), the
// gateway (gateway.go) and what comes from it (interaction.go). It knows
// nothing of questions and answers.
//
// discordgo does the speaking. Around it stand two small layers, because it
// trusts what it receives and waits without end: transport, which steers,
// paces and retries every REST call, and relay, which passes it only those
// gateway messages that it survives.
package discord

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"github.com/bwmarrin/discordgo"
)

// Client makes REST calls as a bot. Make it with New. It is safe for
// concurrent use.
type Client struct {
	token     string
	transport *transport
	session   *discordgo.Session
	log       *slog.Logger
}

// New makes a client for the bot with that token, with or without "Bot "
// before it. base is the address of a server that speaks Discord's API, such
// as "http://127.0.0.1:3000/api/v9/"; empty means Discord itself. A nil log
// discards. New connects to nothing; an error says which setting is wrong.
func New(token, base string, log *slog.Logger) (*Client, error) {
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
	c := &Client{token: token, transport: newTransport(u), log: log}
	c.session = c.newSession(0)
	return c, nil
}

// Attend makes ctx end the requests that discordgo makes on its own account.
func (c *Client) Attend(ctx context.Context) { c.transport.setBackground(ctx) }

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
	var me struct {
		ID string `json:"id"`
	}
	err := c.Call(ctx, Request{Method: http.MethodGet, Path: "users/@me"}, &me)
	var api *APIError
	if errors.As(err, &api) && api.Status == http.StatusUnauthorized {
		return Identity{}, &FatalError{Code: codeAuthentication}
	}
	return Identity{User: me.ID, Application: me.ID}, err
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
// neither retries nor reconnects nor logs nor keeps state.
func (c *Client) newSession(intents discordgo.Intent) *discordgo.Session {
	// New only fills in fields; its error is always nil.
	s, _ := discordgo.New("Bot " + c.token)
	s.Client = &http.Client{
		Transport:     c.transport,
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
	s.Identify.Intents = intents
	return s
}
