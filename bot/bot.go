// Package bot answers questions in Discord: the command /ask, mentions,
// replies to the bot's answers, its threads and direct messages.
//
// discordgo speaks to Discord. Around it stand two small layers, because it
// trusts what it receives and waits without end: transport, which steers,
// paces and retries every REST call, and relay, which passes it only those
// gateway messages that it survives.
package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"newsdesk/rag"
)

// Asker answers questions; see rag.Asker for what is promised.
type Asker = rag.Asker

// Config is what a bot needs. Token and Asker are required, every other
// field has a default.
type Config struct {
	// Token is the bot's token from the developer portal, with or without
	// "Bot " before it. It appears in no log and no error.
	Token string
	// APIBase is the address of a server that speaks Discord's API, such as
	// "http://127.0.0.1:3000/api/v9/"; the gateway's address is asked from
	// it. Empty means Discord itself.
	APIBase string
	// Asker answers the questions.
	Asker Asker
	// Log gets what happens, without the texts of messages above the debug
	// level. Nil discards it.
	Log *slog.Logger
	// MessageContent asks Discord for the content of messages that do not
	// mention the bot, which follow-ups in threads need. It must be enabled
	// for the bot in the developer portal too. Without it the bot is useful:
	// commands, mentions and direct messages have their content.
	MessageContent bool
	// Timeout bounds one answer; 0 means two minutes, and more than 14 minutes
	// means 14, for after 15 Discord takes no answer to a command.
	Timeout time.Duration
	// Drain bounds how long Run waits for answers under way when it is told
	// to end; 0 means 20 seconds.
	Drain time.Duration
	// Parallel is how many questions are answered at a time; 0 means 8.
	Parallel int
}

// Bot is a Discord bot. Make it with New.
type Bot struct {
	config    Config
	log       *slog.Logger
	transport *transport
	rest      *discordgo.Session // for REST calls only
	desk      *desk
	memory    *memory
	places    *places
	slots     chan struct{} // one for each question being answered

	mu          sync.Mutex
	self        string // the bot's user ID
	application string
	registered  bool // the commands are, or are being, registered
	closing     bool
	handlers    sync.WaitGroup
	work        context.Context // ends when answers under way must stop
}

// New makes a bot. It connects to nothing; an error says which setting is
// wrong.
func New(c Config) (*Bot, error) {
	c.Token = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(c.Token), "Bot "))
	switch {
	case c.Token == "":
		return nil, errors.New("no Discord token: set DISCORD_TOKEN to the bot's token (developer portal, page Bot)")
	case strings.ContainsFunc(c.Token, func(r rune) bool { return r <= ' ' || r >= 0x7f }):
		return nil, errors.New("the Discord token has characters that no token has: copy it again from the developer portal, page Bot")
	case c.Asker == nil:
		return nil, errors.New("the bot has nothing to answer from: Config.Asker is nil")
	}
	base, err := apiBase(c.APIBase)
	if err != nil {
		return nil, err
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Timeout <= 0 {
		c.Timeout = 2 * time.Minute
	}
	c.Timeout = min(c.Timeout, 14*time.Minute)
	if c.Drain <= 0 {
		c.Drain = 20 * time.Second
	}
	if c.Parallel <= 0 {
		c.Parallel = 8
	}
	b := &Bot{
		config:    c,
		log:       c.Log,
		transport: newTransport(base),
		desk:      newDesk(),
		memory:    newMemory(),
		places:    newPlaces(),
		slots:     make(chan struct{}, c.Parallel),
	}
	b.rest = b.newSession()
	return b, nil
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
func (b *Bot) newSession() *discordgo.Session {
	// New only fills in fields; its error is always nil.
	s, _ := discordgo.New("Bot " + b.config.Token)
	s.Client = &http.Client{
		Transport:     b.transport,
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
	s.Identify.Intents = discordgo.IntentsGuildMessages | discordgo.IntentsDirectMessages
	if b.config.MessageContent {
		s.Identify.Intents |= discordgo.IntentMessageContent
	}
	return s
}

// Run connects and answers until ctx is done, then finishes the answers under
// way and returns nil. It returns early with a *FatalError where Discord will
// never let the bot in, and with another error where no connection comes
// about at the start; a connection lost later is made anew for as long as it
// takes. A Bot runs once.
func (b *Bot) Run(ctx context.Context) error {
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	b.mu.Lock()
	if b.work != nil {
		b.mu.Unlock()
		return errors.New("this bot has run already: make a new one")
	}
	b.work = work
	b.mu.Unlock()
	defer b.transport.close()
	b.transport.setBackground(ctx)

	var me struct {
		ID       string `json:"id"`
		Username string `json:"username"`
	}
	if err := b.call(ctx, request{method: http.MethodGet, path: "users/@me"}, &me); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		var api *apiError
		if errors.As(err, &api) && api.Status == http.StatusUnauthorized {
			return &FatalError{Code: codeAuthentication}
		}
		return fmt.Errorf("cannot reach Discord: %w; check the network and DISCORD_API_BASE", err)
	}
	b.mu.Lock()
	b.self, b.application = me.ID, me.ID
	b.mu.Unlock()

	err := b.stayConnected(ctx)
	b.drain(stop)
	return err
}

// drain waits for the handlers under way, and after the deadline makes them
// give up, which still tells those who asked.
func (b *Bot) drain(stop context.CancelFunc) {
	b.mu.Lock()
	b.closing = true
	b.mu.Unlock()
	done := make(chan struct{})
	go func() {
		b.handlers.Wait()
		close(done)
	}()
	timer := time.NewTimer(b.config.Drain)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
		b.log.Warn("answers are still under way at the deadline: stopping them")
		stop()
		// Nothing a handler does after its answer is given up lasts longer
		// than the farewell.
		<-done
	}
}

// handle runs one event's handler: not at all once the bot is closing, and
// never so that a panic gets out.
func (b *Bot) handle(event string, f func(ctx context.Context)) {
	b.mu.Lock()
	if b.closing || b.work == nil {
		b.mu.Unlock()
		return
	}
	b.handlers.Add(1)
	ctx := b.work
	b.mu.Unlock()
	defer b.handlers.Done()
	defer func() {
		if r := recover(); r != nil {
			b.log.Error("a handler failed", "event", event, "panic", fmt.Sprint(r), "stack", stack())
		}
	}()
	f(ctx)
}

// identity is the bot's user ID and its application's.
func (b *Bot) identity() (user, application string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.self, b.application
}
