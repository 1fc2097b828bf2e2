package discord

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// uplink is the relay's connection to the gateway: another one once a session
// was resumed. discordgo sleeps for a second in every close, in which what
// people ask goes unacknowledged, so the relay resumes where it can, and
// discordgo sees nothing of it.
type uplink struct {
	mu   sync.Mutex
	conn *websocket.Conn // nil while there is none
	done bool            // there is to be none any more
}

// write sends a message. While a session is being resumed it is dropped: it can
// only be a heartbeat or the activity.
func (u *uplink) write(kind int, data []byte) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.conn == nil {
		return nil
	}
	u.conn.SetWriteDeadline(time.Now().Add(writeTimeout))
	return u.conn.WriteMessage(kind, data)
}

// leave closes with a code.
func (u *uplink) leave(code int) {
	_ = u.write(websocket.CloseMessage, websocket.FormatCloseMessage(code, "")) // it ends in any case
}

// replace puts conn in place of the connection, which it closes, and reports
// whether there is still to be one.
func (u *uplink) replace(conn *websocket.Conn) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.conn != nil {
		u.conn.Close()
	}
	u.conn = conn
	if u.done && conn != nil {
		conn.Close()
	}
	return !u.done
}

// close ends it for good.
func (u *uplink) close() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.done = true
	if u.conn != nil {
		u.conn.Close()
	}
}

const (
	// resumeEvery is how long a connection must have stood for the next to be
	// made at once: one that ends again and again is made anew with pauses.
	resumeEvery = 5 * time.Second
	// resumePause is the most that is waited first, so that shards do not return
	// in step.
	resumePause = 50 * time.Millisecond
)

// resume goes on with the session of l, whose connection ended with a code, on
// a connection of its own. It returns nil where that cannot be.
func (r *relay) resume(l *link, up *uplink, code int) *websocket.Conn {
	r.mu.Lock()
	session, seq, stood := r.session, r.seq, time.Since(r.stands)
	r.mu.Unlock()
	if r.ctx.Err() != nil || r.closing.Err() != nil || !l.state().ready || session == "" || fatal(code) != nil || lostSession(code) || stood < resumeEvery {
		return nil
	}
	g := r.shard.gateway
	l.set(func(l *link) { l.ready, l.stood = false, true })
	g.setReady(r.shard.id, false)
	g.Client.observer.Lost(r.shard.id)
	r.log.Warn("resuming the session", "code", code)
	if !up.replace(nil) || Sleep(r.closing, rand.N(resumePause)) != nil {
		return nil
	}
	conn, err := r.redial(l, session, seq)
	if err != nil {
		r.log.Warn("the session was not resumed at once", "cause", g.Client.Redact(err))
		return nil
	}
	l.set(func(l *link) { l.beat = time.Time{} })
	if !up.replace(conn) {
		return nil
	}
	return conn
}

// redial makes a connection to the gateway and asks on it for a session to go
// on after the event with a number.
func (r *relay) redial(l *link, session string, seq int64) (_ *websocket.Conn, err error) {
	conn, err := r.dial(r.address())
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			conn.Close()
		}
	}()
	defer context.AfterFunc(r.closing, func() { conn.Close() })() // which may hang
	conn.SetReadLimit(maxMessage)
	conn.SetReadDeadline(time.Now().Add(readyTimeout))
	_, hello, err := conn.ReadMessage()
	if err != nil {
		return nil, err
	}
	var e envelope
	if json.Unmarshal(hello, &e) != nil || e.Op != opHello {
		return nil, errors.New("the gateway does not say hello")
	}
	if _, err := r.inspect(hello, l); err != nil {
		return nil, err
	}
	ask, err := r.shard.resume(session, seq)
	if err != nil {
		return nil, err
	}
	conn.SetWriteDeadline(time.Now().Add(writeTimeout))
	return conn, conn.WriteMessage(websocket.TextMessage, ask)
}

// dial makes a connection to the gateway. Where that fails, the address that
// always answers is tried next.
func (r *relay) dial(address string) (*websocket.Conn, error) {
	d := websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: dialTimeout}
	conn, _, err := d.DialContext(r.ctx, address, nil)
	if err != nil {
		r.mu.Lock()
		r.resumeAt = ""
		r.mu.Unlock()
	}
	return conn, err
}
