package discord

import (
	"bufio"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// relay stands between discordgo and the gateway. discordgo hides the code
// that a connection was closed with, waits five heartbeats for an
// acknowledgement, resumes at the wrong address, and some messages end the
// whole process in its own goroutines, out of reach of any recover: a "null", a
// GUILD_CREATE without a guild, a hello without an interval. The relay sees to
// all that, and passes on only what the bot has a use for.
type relay struct {
	shard *shard
	log   *slog.Logger
	// ctx ends every connection.
	ctx context.Context
	// closing is done when the bot itself ends the session.
	closing context.Context

	pumps sync.WaitGroup
	mu    sync.Mutex
	last  *link
	// Of the session: the leave to start it, its ID, the number of its last event
	// and where Discord wants it to be resumed, since when its connection stands,
	// whether it was ever established, and the servers in it.
	turn     *turn
	session  string
	seq      int64
	resumeAt string
	stands   time.Time
	lives    bool
	servers  map[string]bool
}

// link is one connection to the gateway.
type link struct {
	mu sync.Mutex
	status
	interval time.Duration // between heartbeats
	beat     time.Time     // when the one that is not acknowledged was sent
}

// status is what became of a link.
type status struct {
	code  int   // it was closed with, 0 if with none
	err   error // why there was no connection at all
	ready bool  // the session was established or resumed, and not taken back
	stood bool  // it was ready when its first connection ended
	// invalid is a session that was taken back, and forgotten one that cannot be
	// resumed either.
	invalid, forgotten bool
}

func (l *link) state() status {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.status
}

// set changes l.
func (l *link) set(f func(*link)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	f(l)
}

// begin makes ready for a new session.
func (r *relay) begin(t *turn) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.turn, r.session, r.seq, r.resumeAt, r.lives, r.servers = t, "", 0, "", false, map[string]bool{}
}

// established reports whether the session ever was.
func (r *relay) established() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.lives
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
	dial := func(context.Context, string, string) (net.Conn, error) {
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
			r.serve(far, l)
		})
		return near, nil
	}
	return &websocket.Dialer{
		NetDialContext:    dial,
		NetDialTLSContext: dial, // the relay makes the TLS connection
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
func (r *relay) serve(near net.Conn, l *link) {
	buffered := bufio.NewReadWriter(bufio.NewReader(near), bufio.NewWriter(near))
	req, err := http.ReadRequest(buffered.Reader)
	if err != nil {
		return
	}
	conn, err := r.dial(r.address())
	if err != nil {
		l.set(func(l *link) { l.err = err })
		near.SetWriteDeadline(time.Now().Add(writeTimeout))
		near.Write([]byte("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"))
		return
	}
	up := &uplink{conn: conn}
	defer up.close()
	u := websocket.Upgrader{HandshakeTimeout: writeTimeout}
	down, err := u.Upgrade(&hijacked{conn: near, rw: buffered}, req, nil)
	if err != nil {
		return
	}
	defer down.Close()
	// Ending the context unblocks both reads.
	defer context.AfterFunc(r.ctx, func() { up.close(); down.Close() })()

	r.pumps.Go(func() {
		r.ascend(down, up, l)
		up.close()
	})
	conn.SetReadLimit(maxMessage)
	conn.SetReadDeadline(time.Now().Add(readyTimeout))
	for conn != nil {
		code, again := r.descend(conn, down, l)
		if !again {
			return
		}
		conn = r.resume(l, up, code)
		if conn == nil {
			// discordgo is told, and the shard sees to a new connection.
			if code < 3000 && code > websocket.CloseGoingAway || code == 0 {
				code = websocket.CloseServiceRestart
			}
			down.SetWriteDeadline(time.Now().Add(writeTimeout))
			down.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""))
		}
	}
}

// address is where to connect: where Discord wants the session to be resumed,
// or the usual one.
func (r *relay) address() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.resumeAt == "" {
		return gatewayAddress(r.shard.address, r.shard.version)
	}
	return r.resumeAt
}

// ascend takes discordgo's messages up to the gateway.
func (r *relay) ascend(down *websocket.Conn, up *uplink, l *link) {
	for {
		kind, data, err := down.ReadMessage()
		if err != nil {
			var closed *websocket.CloseError
			// discordgo closes with 1000 in every case; to Discord that says
			// that the session is over, so that it could not be resumed.
			if errors.As(err, &closed) && r.closing.Err() != nil {
				up.leave(websocket.CloseNormalClosure)
			} else {
				up.leave(websocket.CloseServiceRestart)
			}
			return
		}
		if data, err = r.outgoing(data, l); err != nil {
			r.log.Warn("leaving a connection to the gateway", "cause", err)
			up.leave(websocket.CloseServiceRestart)
			return
		}
		// An error descend sees too, which may resume.
		_ = up.write(kind, data)
	}
}

// descend takes the gateway's messages down to discordgo. It returns the code
// that the gateway closed with, 0 for none, and whether discordgo has yet to
// hear that the connection ended.
func (r *relay) descend(up, down *websocket.Conn, l *link) (code int, again bool) {
	for {
		kind, data, err := up.ReadMessage()
		down.SetWriteDeadline(time.Now().Add(writeTimeout))
		if err != nil {
			var closed *websocket.CloseError
			if errors.As(err, &closed) {
				code = closed.Code
			}
			l.set(func(l *link) { l.code = code })
			return code, true
		}
		if kind != websocket.TextMessage {
			continue // compression was not asked for
		}
		out, err := r.inspect(data, l)
		if errors.Is(err, errReconnect) {
			return 0, true
		}
		if err != nil {
			r.log.Warn("the gateway sent what no client can use: connecting anew", "fault", err)
			down.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseServiceRestart, ""))
			return 0, false
		}
		if out == nil {
			continue
		}
		if l.state().ready {
			up.SetReadDeadline(time.Time{}) // heartbeats watch from here on
		}
		if down.WriteMessage(websocket.TextMessage, out) != nil {
			return 0, false
		}
	}
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
