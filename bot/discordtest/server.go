// Package discordtest is a Discord server for tests: the gateway, the REST
// routes and the outgoing interactions of an application, on the loopback
// interface.
//
// It is written from Discord's published behaviour, not from what a bot of
// ours happens to do: it refuses what Discord refuses, with Discord's codes,
// and counts lengths as Discord does, in UTF-16 code units.
//
// The tour: Options say what the server is like; AddGuild, AddChannel and the
// like fill its world (world.go), in which roles and overwrites decide who may
// do what (permissions.go). Users act through Say, Slash, Press, Select,
// Submit and their like, which do only what Discord's own client lets a user
// do (invoke.go, press.go). The bot acts through REST (routes.go says with what,
// serve.go what all requests have in common) and listens on the gateway
// (gateway.go, session.go, events.go), or takes interactions by HTTP
// (endpoint.go). Files come in parts of their own (files.go). Every request is
// held to Discord's OpenAPI document, where that is there (document.go), and a
// form that breaks a rule is refused with the field that does (refusal.go). What
// goes wrong with Discord can be made to go wrong here: Fault and Limit for REST,
// Drop, Reconnect, Invalidate, Disorder and the like for the gateway. Advance
// turns the clock on. Requests, Violations, Interaction and Transcript tell what
// happened.
package discordtest

import (
	"context"
	"crypto/ed25519"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"time"
)

// Options say what the server is like. The zero value is usable.
type Options struct {
	// Token is the only bot token that it accepts; empty means "test-token".
	Token string
	// Foreign makes it a server that speaks Discord's API and is not Discord: it
	// lacks routes, has its gateway at an address of its own, and its events hold
	// what Discord's do not, or not what they hold (foreign.go).
	Foreign bool
	// Privileged is the privileged intents enabled in its developer portal.
	Privileged int64
	// Heartbeat is the interval that hello demands; 0 means 41.25 seconds,
	// which is Discord's.
	Heartbeat time.Duration
	// Window is how long an interaction may go without a first answer; 0
	// means three seconds, which is Discord's.
	Window time.Duration
	// Shards is how many shards it recommends; 0 means one.
	Shards int
	// MinShards is the least number of shards that it serves; fewer are
	// closed on with 4011. 0 means one.
	MinShards int
	// MaxConcurrency is how many shards may identify at once, and
	// IdentifyEvery how long the next such group has to wait: Discord's is 5
	// seconds, 0 does not make them wait. Who is too early gets an invalid
	// session.
	MaxConcurrency int
	IdentifyEvery  time.Duration
	// Global is how many requests a second pass in all, interactions' aside;
	// Discord's is 50, 0 means no limit.
	Global int
	// BanAfter is how many requests that are refused with 401, 403 or 429
	// within ten minutes have the address banned; 0 means 10,000, which is
	// Discord's.
	BanAfter int
	// DailyCommands is how many commands may be made in a day, globally and
	// for each guild; 0 means 200, which is Discord's.
	DailyCommands int
	// OldEdits is how often a message older than an hour may be edited within
	// an hour. Discord does not publish its number; 0 means 30.
	OldEdits int
	// Document is the path of Discord's OpenAPI document, to which every
	// request is held; see Violations. Empty means that none is.
	Document string
	// Keep bounds what is remembered, for long runs: the last so many
	// requests, without their bodies, interactions, and messages of each
	// channel. 0 means everything.
	Keep int
	// Seed is that of everything that happens by chance.
	Seed uint64
}

// Discord's numbers, for options that are 0.
const (
	discordHeartbeat = 41250 * time.Millisecond
	discordWindow    = 3 * time.Second
	discordBan       = 10_000
	discordDaily     = 200
	assumedOldEdits  = 30
)

// complete is o with its defaults.
func (o Options) complete() Options {
	if o.Token == "" {
		o.Token = tokenDef
	}
	for _, d := range []struct {
		of  *time.Duration
		def time.Duration
	}{{&o.Heartbeat, discordHeartbeat}, {&o.Window, discordWindow}} {
		if *d.of <= 0 {
			*d.of = d.def
		}
	}
	for _, n := range []struct {
		of  *int
		def int
	}{{&o.Shards, 1}, {&o.MinShards, 1}, {&o.MaxConcurrency, 1}, {&o.BanAfter, discordBan}, {&o.DailyCommands, discordDaily}, {&o.OldEdits, assumedOldEdits}} {
		if *n.of <= 0 {
			*n.of = n.def
		}
	}
	return o
}

// IDs of who is always there: a guild whose owner is UserID, with the bot and
// both users as members and one text channel, and UserID's direct messages.
const (
	BotID   = "100000000000000001"
	AppID   = "100000000000000002"
	GuildID = "100000000000000003"
	General = "100000000000000004" // a text channel
	DMID    = "100000000000000005" // the direct messages of UserID
	UserID  = "100000000000000006"
	OtherID = "100000000000000007"

	tokenDef = "test-token"
	apiPath  = "/api/v"
	// gatewayPath is where the gateway is; unlike Discord it shares its host.
	gatewayPath = "/gateway"
)

// Server is a running server. Make it with New, end it with Close.
type Server struct {
	opt      Options
	http     *http.Server
	client   *http.Client // for the interactions endpoint
	listener net.Listener
	done     chan struct{}
	mux      *http.ServeMux
	sockets  sync.WaitGroup
	posts    sync.WaitGroup // deliveries to the interactions endpoint
	document *document      // nil where there is none
	key      ed25519.PrivateKey

	mu      sync.Mutex
	changed chan struct{} // closed and replaced at every change
	closed  bool
	skew    time.Duration
	lastID  uint64
	chance  *rand.Rand

	journal
	traffic
	world
	registry
	hub
	interactions map[string]*Interaction // by token
	recent       []*Interaction          // oldest first
	endpoint     string                  // takes interactions; empty means the gateway
}

// New starts a server on a free port of 127.0.0.1.
func New(opt Options) (*Server, error) {
	opt = opt.complete()
	doc, err := loadDocument(opt.Document)
	if err != nil {
		return nil, err
	}
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &Server{
		opt: opt, listener: l, done: make(chan struct{}), mux: http.NewServeMux(), document: doc, key: key,
		client:  &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}},
		changed: make(chan struct{}), chance: rand.New(rand.NewPCG(opt.Seed, 1)),
		journal: newJournal(), traffic: newTraffic(), registry: newRegistry(), hub: newHub(),
		interactions: map[string]*Interaction{},
	}
	s.world = newWorld(s.now())
	s.routes()
	s.http = &http.Server{Handler: http.HandlerFunc(s.serve), ReadHeaderTimeout: 10 * time.Second}
	go func() {
		defer close(s.done)
		_ = s.http.Serve(l) // returns when closed
	}()
	return s, nil
}

// Close ends the server and all its connections.
func (s *Server) Close() {
	s.mu.Lock()
	s.closed = true
	for _, one := range s.sessions {
		if one.conn != nil {
			one.conn.cut()
		}
	}
	s.mu.Unlock()
	s.http.Close()
	<-s.done
	s.sockets.Wait()
	s.posts.Wait()
	s.client.CloseIdleConnections()
}

// APIBase is the address to give to a bot, with a slash at its end.
func (s *Server) APIBase() string { return "http://" + s.listener.Addr().String() + "/api/v9/" }

// gatewayURL is where clients connect.
func (s *Server) gatewayURL() string {
	address := "ws://" + s.listener.Addr().String() + gatewayPath
	if s.opt.Foreign {
		address += "?" + foreignQuery
	}
	return address
}

// Await returns when ok, which may call the server's methods, reports true,
// and with ctx's error if that is done first. It looks again whenever
// something changed.
func (s *Server) Await(ctx context.Context, ok func() bool) error {
	return await(ctx, ok, func() <-chan struct{} {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.changed
	})
}

// await looks at ok at first and whenever the channel that changed gives is
// closed.
func await(ctx context.Context, ok func() bool, changed func() <-chan struct{}) error {
	for {
		next := changed()
		if ok() {
			return nil
		}
		select {
		case <-next:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// touch tells who awaits that something changed. It needs s.mu.
func (s *Server) touch() {
	close(s.changed)
	s.changed = make(chan struct{})
}
