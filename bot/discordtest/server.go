// Package discordtest is a Discord server for tests: the gateway and the REST
// routes that a bot of ours uses, on the loopback interface.
//
// It is written from Discord's published behaviour, not from what the bot
// happens to do: it refuses what Discord refuses, with Discord's codes, and
// counts lengths as Discord does, in UTF-16 code units. What goes wrong with
// Discord can be made to go wrong here: see Fault for REST, and Drop,
// Reconnect and Invalidate for the gateway. Every REST request is recorded.
package discordtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Options say what the server is like. The zero value is usable.
type Options struct {
	// Token is the only bot token that it accepts; empty means "test-token".
	Token string
	// Privileged is the privileged intents enabled in its developer portal.
	Privileged int64
	// Heartbeat is the interval that hello demands; 0 means 41.25 seconds,
	// which is Discord's.
	Heartbeat time.Duration
	// Window is how long an interaction may go without a first answer; 0
	// means three seconds, which is Discord's.
	Window time.Duration
}

// Server is a running server. Make it with New, end it with Close.
type Server struct {
	opt      Options
	http     *http.Server
	listener net.Listener
	done     chan struct{}
	mux      *http.ServeMux
	sockets  sync.WaitGroup

	mu           sync.Mutex
	changed      chan struct{} // closed and replaced at every change
	closed       bool
	nextID       uint64
	requests     []Request
	faults       []*Fault
	limits       map[string]*limit
	globalUntil  time.Time
	commands     []map[string]any
	channels     map[string]*channel
	interactions map[string]*Interaction // by token
	sessions     map[string]*session
	identified   int
	typing       map[string]int
}

// Request is a REST request as it arrived.
type Request struct {
	Method string
	// Path is below the API base, with the query.
	Path   string
	Route  string // such as "POST /channels/{channel}/messages"
	Header http.Header
	Body   []byte
	// Status is what it was answered with, 0 where the connection was cut.
	Status int
	At     time.Time
}

// IDs of who is always there.
const (
	BotID   = "100000000000000001"
	AppID   = "100000000000000002"
	GuildID = "100000000000000003"
	General = "100000000000000004" // a text channel
	DMID    = "100000000000000005" // the direct messages of UserID
	UserID  = "100000000000000006"
	OtherID = "100000000000000007"
	firstID = 100000000000001000
	maxBody = 8 << 20
	apiPath = "/api/v"
	// gatewayPath is where the gateway is; unlike Discord it shares its host.
	gatewayPath = "/gateway"
	tokenDef    = "test-token"
)

// New starts a server on a free port of 127.0.0.1.
func New(opt Options) (*Server, error) {
	if opt.Token == "" {
		opt.Token = tokenDef
	}
	if opt.Heartbeat <= 0 {
		opt.Heartbeat = 41250 * time.Millisecond
	}
	if opt.Window <= 0 {
		opt.Window = 3 * time.Second
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &Server{
		opt: opt, listener: l, done: make(chan struct{}), mux: http.NewServeMux(),
		changed: make(chan struct{}), nextID: firstID,
		limits: map[string]*limit{}, interactions: map[string]*Interaction{},
		sessions: map[string]*session{}, typing: map[string]int{},
		channels: map[string]*channel{
			General: {ID: General, Type: 0, Guild: GuildID},
			DMID:    {ID: DMID, Type: 1},
		},
	}
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
}

// APIBase is the address to give to a bot, with a slash at its end.
func (s *Server) APIBase() string { return "http://" + s.listener.Addr().String() + "/api/v9/" }

// Requests is every REST request so far, in order of arrival.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request(nil), s.requests...)
}

// Await returns when ok, which may call the server's methods, reports true,
// and with ctx's error if that is done first. It looks again whenever
// something changed.
func (s *Server) Await(ctx context.Context, ok func() bool) error {
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if ok() {
			return nil
		}
		select {
		case <-changed:
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

// id is a new snowflake. It needs s.mu.
func (s *Server) id() string {
	s.nextID++
	return strconv.FormatUint(s.nextID, 10)
}

// routes fills the mux.
func (s *Server) routes() {
	for pattern, h := range map[string]handler{
		"GET /gateway":     s.getGateway,
		"GET /gateway/bot": s.getGatewayBot,
		"GET /users/@me":   s.getMe,
		"GET /applications/{application}/commands":                 s.getCommands,
		"PUT /applications/{application}/commands":                 s.putCommands,
		"POST /interactions/{interaction}/{token}/callback":        s.postCallback,
		"POST /webhooks/{application}/{token}":                     s.postFollowup,
		"GET /webhooks/{application}/{token}/messages/{message}":   s.getFollowup,
		"PATCH /webhooks/{application}/{token}/messages/{message}": s.patchFollowup,
		"GET /channels/{channel}":                                  s.getChannel,
		"POST /channels/{channel}/typing":                          s.postTyping,
		"POST /channels/{channel}/messages":                        s.postMessage,
		"GET /channels/{channel}/messages/{message}":               s.getMessage,
		"PATCH /channels/{channel}/messages/{message}":             s.patchMessage,
		"POST /channels/{channel}/messages/{message}/threads":      s.postThread,
	} {
		s.mux.HandleFunc(pattern, s.wrap(h))
	}
}

// handler answers a request whose body was read; a nil result is a 204. It is
// called with s.mu held.
type handler func(r *http.Request, body []byte) (any, error)

// refused is an error as Discord answers with it.
type refused struct {
	status  int
	code    int
	message string
}

func (e *refused) Error() string { return e.message }

// refuse is a refusal with one of Discord's JSON error codes.
func refuse(status, code int, message string) error { return &refused{status, code, message} }

// badForm is the refusal of a body that does not meet the rules.
func badForm(what string) error { return refuse(400, 50035, "Invalid Form Body: "+what) }

// serve takes a request below /api/v9 or /api/v10, or the gateway's.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, gatewayPath) {
		s.gateway(w, r)
		return
	}
	version, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, apiPath), "/")
	if !strings.HasPrefix(r.URL.Path, apiPath) || version != "9" && version != "10" {
		writeJSON(w, 404, map[string]any{"message": "404: Not Found", "code": 0})
		return
	}
	r2 := r.Clone(r.Context())
	r2.URL.Path, r2.URL.RawPath = "/"+rest, ""
	if _, pattern := s.mux.Handler(r2); pattern == "" {
		s.record(r2, "", nil, 404)
		writeJSON(w, 404, map[string]any{"message": "404: Not Found", "code": 0})
		return
	}
	s.mux.ServeHTTP(w, r2)
}

// wrap is what every route has in common.
func (s *Server) wrap(h handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
		if err != nil {
			return
		}
		fault := s.fault(r.Pattern)
		if fault != nil && fault.Delay > 0 {
			select {
			case <-time.After(fault.Delay):
			case <-r.Context().Done():
			}
		}
		if fault.stops() {
			s.fail(w, r, body, fault)
			return
		}
		if after, global, ok := s.admit(w.Header(), r); !ok {
			s.record(r, r.Pattern, body, 429)
			tooMany(w, after, global)
			return
		}
		s.mu.Lock()
		out, err := s.answer(h, r, body)
		s.mu.Unlock()
		if fault != nil && fault.Done {
			s.fail(w, r, body, fault)
			return
		}
		var no *refused
		switch {
		case errors.As(err, &no):
			s.record(r, r.Pattern, body, no.status)
			writeJSON(w, no.status, map[string]any{"message": no.message, "code": no.code})
		case out == nil:
			s.record(r, r.Pattern, body, 204)
			w.WriteHeader(204)
		default:
			s.record(r, r.Pattern, body, 200)
			writeJSON(w, 200, out)
		}
	}
}

// answer checks who asks and in what form, then asks h.
func (s *Server) answer(h handler, r *http.Request, body []byte) (any, error) {
	// Tokens in the path stand for themselves; everybody may ask for the gateway.
	open := r.Pattern == "GET /gateway" || strings.Contains(r.Pattern, "{token}")
	if !open && r.Header.Get("Authorization") != "Bot "+s.opt.Token {
		return nil, refuse(401, 0, "401: Unauthorized")
	}
	if ua := r.Header.Get("User-Agent"); !strings.HasPrefix(ua, "DiscordBot (") {
		return nil, refuse(403, 40333, "a User-Agent of the form DiscordBot ($url, $version) is demanded")
	}
	if len(body) > 0 {
		if r.Header.Get("Content-Type") != "application/json" {
			return nil, refuse(400, 50035, "Invalid Form Body: the content type is not JSON")
		}
		if !json.Valid(body) || bytes.Equal(bytes.TrimSpace(body), []byte("null")) {
			return nil, refuse(400, 50109, "The request body contains invalid JSON.")
		}
	}
	return h(r, body)
}

// record remembers a request.
func (s *Server) record(r *http.Request, route string, body []byte, status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, Request{
		Method: r.Method, Path: r.URL.RequestURI(), Route: route,
		Header: r.Header.Clone(), Body: body, Status: status, At: time.Now(),
	})
	s.touch()
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the client may be gone
}
