package discord

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// relay stands between discordgo and the gateway. discordgo hides the code
// that a connection was closed with, and some messages end the whole process
// in its own goroutines, out of reach of any recover: a "null", a GUILD_CREATE
// without a guild, a hello without an interval. The relay knows the code, and
// passes on only what the bot has a use for.
type relay struct {
	log *slog.Logger
	// ctx ends every connection.
	ctx context.Context
	// closing is done when the bot itself ends the session.
	closing context.Context

	pumps sync.WaitGroup
	mu    sync.Mutex
	last  *link
}

// link is one connection to the gateway.
type link struct {
	mu    sync.Mutex
	code  int   // it was closed with, 0 if with none
	err   error // why there was no connection at all
	ready bool  // the session was established or resumed, and not taken back
}

func (l *link) state() (code int, err error, ready bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.code, l.err, l.ready
}

// set changes l.
func (l *link) set(f func(*link)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	f(l)
}

// Time limits of the gateway.
const (
	dialTimeout  = 15 * time.Second
	readyTimeout = 30 * time.Second // for hello and ready
	writeTimeout = 10 * time.Second
	maxMessage   = 16 << 20
)

// dialer is a dialer for discordgo whose connections end at the relay.
func (r *relay) dialer() *websocket.Dialer {
	dial := func(scheme string) func(context.Context, string, string) (net.Conn, error) {
		return func(context.Context, string, string) (net.Conn, error) {
			if r.ctx.Err() != nil {
				return nil, r.ctx.Err()
			}
			near, far := net.Pipe()
			l := &link{}
			r.mu.Lock()
			r.last = l
			r.mu.Unlock()
			r.pumps.Go(func() {
				defer far.Close()
				r.serve(far, scheme, l)
			})
			return near, nil
		}
	}
	return &websocket.Dialer{
		NetDialContext:    dial("ws"),
		NetDialTLSContext: dial("wss"), // the relay makes the TLS connection
		HandshakeTimeout:  dialTimeout + 5*time.Second,
	}
}

// latest is the link made last, or an empty one.
func (r *relay) latest() *link {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.last == nil {
		return &link{}
	}
	return r.last
}

// serve answers discordgo's handshake on near with one of its own at the
// gateway, and relays until either side closes.
func (r *relay) serve(near net.Conn, scheme string, l *link) {
	buffered := bufio.NewReadWriter(bufio.NewReader(near), bufio.NewWriter(near))
	req, err := http.ReadRequest(buffered.Reader)
	if err != nil {
		return
	}
	d := websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: dialTimeout}
	up, _, err := d.DialContext(r.ctx, scheme+"://"+req.Host+req.URL.RequestURI(), nil)
	if err != nil {
		l.set(func(l *link) { l.err = err })
		near.SetWriteDeadline(time.Now().Add(writeTimeout))
		near.Write([]byte("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"))
		return
	}
	defer up.Close()
	u := websocket.Upgrader{HandshakeTimeout: writeTimeout}
	down, err := u.Upgrade(&hijacked{conn: near, rw: buffered}, req, nil)
	if err != nil {
		return
	}
	defer down.Close()
	// Ending the context unblocks both reads.
	defer context.AfterFunc(r.ctx, func() { up.Close(); down.Close() })()

	r.pumps.Go(func() {
		r.ascend(down, up)
		up.Close()
	})
	r.descend(up, down, l)
}

// ascend takes discordgo's messages up to the gateway.
func (r *relay) ascend(down, up *websocket.Conn) {
	for {
		kind, data, err := down.ReadMessage()
		up.SetWriteDeadline(time.Now().Add(writeTimeout))
		if err != nil {
			code := websocket.CloseServiceRestart
			var closed *websocket.CloseError
			// discordgo closes with 1000 in every case; to Discord that says
			// that the session is over, so that it could not be resumed.
			if errors.As(err, &closed) && r.closing.Err() != nil {
				code = websocket.CloseNormalClosure
			}
			up.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""))
			return
		}
		if up.WriteMessage(kind, data) != nil {
			return
		}
	}
}

// descend takes the gateway's messages down to discordgo.
func (r *relay) descend(up, down *websocket.Conn, l *link) {
	up.SetReadLimit(maxMessage)
	up.SetReadDeadline(time.Now().Add(readyTimeout))
	for {
		kind, data, err := up.ReadMessage()
		down.SetWriteDeadline(time.Now().Add(writeTimeout))
		if err != nil {
			code := websocket.CloseServiceRestart
			var closed *websocket.CloseError
			if errors.As(err, &closed) {
				l.set(func(l *link) { l.code = closed.Code })
				if closed.Code >= 3000 || closed.Code <= websocket.CloseGoingAway {
					code = closed.Code
				}
			}
			down.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""))
			return
		}
		if kind != websocket.TextMessage {
			continue // compression was not asked for
		}
		out, err := r.inspect(data, l)
		if err != nil {
			r.log.Warn("the gateway sent what no client can use: connecting anew", "fault", err)
			down.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseServiceRestart, ""))
			return
		}
		if out == nil {
			continue
		}
		if _, _, ready := l.state(); ready {
			up.SetReadDeadline(time.Time{}) // heartbeats watch from here on
		}
		if down.WriteMessage(websocket.TextMessage, out) != nil {
			return
		}
	}
}

// envelope is a gateway message.
type envelope struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
	Seq  int64           `json:"s,omitempty"`
	Type string          `json:"t,omitempty"`
}

// inspect is data as discordgo may see it, or nothing. The error ends the
// connection.
func (r *relay) inspect(data []byte, l *link) ([]byte, error) {
	var e *envelope
	if err := json.Unmarshal(data, &e); err != nil || e == nil {
		r.log.Debug("dropped a gateway message that is no object")
		return nil, nil
	}
	switch e.Op {
	case 0:
		return r.dispatch(e, l)
	case 9:
		l.set(func(l *link) { l.ready = false })
		// discordgo identifies at once; Discord asks for one to five seconds
		// of patience first.
		if err := sleep(r.ctx, time.Second+rand.N(time.Second)); err != nil {
			return nil, err
		}
	case 10:
		var hello struct {
			Interval int64 `json:"heartbeat_interval"`
		}
		if json.Unmarshal(e.Data, &hello) != nil || hello.Interval <= 0 {
			return nil, errors.New("a hello without a heartbeat interval")
		}
	}
	return json.Marshal(e)
}

// dispatch is an event as discordgo may see it. Events that the bot has no
// use for lose their name and content and keep their number, which a resume
// needs.
func (r *relay) dispatch(e *envelope, l *link) ([]byte, error) {
	switch e.Type {
	case "READY":
		var ready map[string]json.RawMessage
		if json.Unmarshal(e.Data, &ready) != nil {
			return nil, errors.New("a READY that is no object")
		}
		for name := range ready {
			switch name {
			case "v", "user", "session_id", "shard", "application":
			default:
				delete(ready, name) // guilds, presences and what is to come
			}
		}
		var err error
		if e.Data, err = json.Marshal(ready); err != nil {
			return nil, err
		}
		l.set(func(l *link) { l.ready = true })
	case "RESUMED":
		l.set(func(l *link) { l.ready = true })
	case "MESSAGE_CREATE", "INTERACTION_CREATE":
	default:
		e.Type, e.Data = "IGNORED", nil
	}
	return json.Marshal(e)
}

// hijacked is the response writer that a websocket upgrade needs, on a
// connection without a server.
type hijacked struct {
	conn   net.Conn
	rw     *bufio.ReadWriter
	header http.Header
}

func (h *hijacked) Header() http.Header {
	if h.header == nil {
		h.header = http.Header{}
	}
	return h.header
}
func (h *hijacked) Write(p []byte) (int, error) { return len(p), nil }
func (h *hijacked) WriteHeader(int)             {}

// Hijack implements http.Hijacker.
func (h *hijacked) Hijack() (net.Conn, *bufio.ReadWriter, error) { return h.conn, h.rw, nil }
