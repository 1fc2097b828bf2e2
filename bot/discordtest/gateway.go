package discordtest

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// Gateway opcodes.
const (
	opDispatch  = 0
	opHeartbeat = 1
	opIdentify  = 2
	opPresence  = 3
	opVoice     = 4
	opResume    = 6
	opReconnect = 7
	opMembers   = 8
	opInvalid   = 9
	opHello     = 10
	opAck       = 11
)

// Gateway close codes.
const (
	closeUnknownOp     = 4001
	closeDecode        = 4002
	closeNotIdentified = 4003
	closeToken         = 4004
	closeIdentified    = 4005
	closeSequence      = 4007
	closeRate          = 4008
	closeTimeout       = 4009
	closeShard         = 4010
	closeSharding      = 4011
	closeVersion       = 4012
	closeIntents       = 4013
	closeDisallowed    = 4014
)

// Limits of what a client may send.
const (
	maxPayload   = 4096 // bytes
	maxPerMinute = 120
)

// message is a gateway message.
type message struct {
	Op   int    `json:"op"`
	Data any    `json:"d"`
	Seq  *int64 `json:"s"`
	Type any    `json:"t"`
}

// socket is one websocket connection. What is written to it waits in a queue,
// so that a slow client holds nobody up.
type socket struct {
	ws       *websocket.Conn
	compress bool
	stream   *zlib.Writer // of zlib-stream, nil without
	buffer   bytes.Buffer
	session  *session // under the server's mu

	mu     sync.Mutex // guards what follows
	queue  []outgoing
	wake   chan struct{} // holds one
	ending bool
	gone   chan struct{}
}

// outgoing is a message, or with a code the end of the connection.
type outgoing struct {
	raw      []byte
	code     int
	reason   string
	compress bool
}

const writeTime = 5 * time.Second

func newSocket(ws *websocket.Conn) *socket {
	return &socket{ws: ws, wake: make(chan struct{}, 1), gone: make(chan struct{})}
}

// write queues bytes to be sent as they are.
func (c *socket) write(raw []byte) { c.push(outgoing{raw: raw, compress: c.compress}) }

func (c *socket) send(op int, data any) { c.write(encode(message{Op: op, Data: data})) }

// close ends the connection with a code, after what was queued before.
func (c *socket) close(code int, reason string) { c.push(outgoing{code: code, reason: reason}) }

func (c *socket) push(o outgoing) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ending {
		return
	}
	c.ending = o.code != 0
	c.queue = append(c.queue, o)
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// cut ends the connection without a word.
func (c *socket) cut() { c.ws.NetConn().Close() }

// deliver writes what is queued until the connection ends.
func (c *socket) deliver() {
	defer close(c.gone)
	defer c.ws.Close()
	for range c.wake {
		c.mu.Lock()
		batch := c.queue
		c.queue = nil
		c.mu.Unlock()
		for _, o := range batch {
			c.ws.SetWriteDeadline(time.Now().Add(writeTime))
			if o.code != 0 {
				_ = c.ws.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(o.code, o.reason))
				return
			}
			if c.put(o) != nil {
				return // reading notices a lost connection
			}
		}
	}
}

// put writes one message, compressed as the client asked.
func (c *socket) put(o outgoing) error {
	switch {
	case c.stream != nil:
		c.buffer.Reset()
		_, _ = c.stream.Write(o.raw) // a buffer takes everything
		_ = c.stream.Flush()
		return c.ws.WriteMessage(websocket.BinaryMessage, c.buffer.Bytes())
	case o.compress:
		var b bytes.Buffer
		z := zlib.NewWriter(&b)
		_, _ = z.Write(o.raw) // a buffer takes everything
		_ = z.Close()
		return c.ws.WriteMessage(websocket.BinaryMessage, b.Bytes())
	}
	return c.ws.WriteMessage(websocket.TextMessage, o.raw)
}

// gateway serves one connection.
func (s *Server) gateway(w http.ResponseWriter, r *http.Request) {
	u := websocket.Upgrader{}
	ws, err := u.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		ws.Close()
		return
	}
	s.sockets.Add(1)
	s.mu.Unlock()
	defer s.sockets.Done()
	c := newSocket(ws)
	q := r.URL.Query()
	if q.Get("compress") == "zlib-stream" {
		c.stream = zlib.NewWriter(&c.buffer)
	}
	go c.deliver()
	code, reason := closeVersion, "Invalid API version."
	if v := q.Get("v"); (v == "9" || v == "10") && q.Get("encoding") != "etf" {
		c.send(opHello, map[string]any{"heartbeat_interval": s.opt.Heartbeat.Milliseconds(), "_trace": []string{}})
		code, reason = s.listen(c)
	}
	s.mu.Lock()
	if c.session != nil && c.session.conn == c {
		s.part(c.session)
	}
	s.touch()
	s.mu.Unlock()
	if code == 0 {
		code = websocket.CloseNormalClosure
	}
	c.close(code, reason)
	<-c.gone
}

// listen reads a client's messages until the connection ends, and says with
// which code to close it, 0 for none. Who does not send heartbeats is closed
// on, however much else it sends.
func (s *Server) listen(c *socket) (int, string) {
	c.ws.SetReadLimit(1 << 20)
	minute, count, beat := time.Now(), 0, time.Now()
	for {
		c.ws.SetReadDeadline(beat.Add(2 * s.opt.Heartbeat))
		_, raw, err := c.ws.ReadMessage()
		if err != nil {
			return s.ended(c, err)
		}
		if time.Since(minute) > time.Minute {
			minute, count = time.Now(), 0
		}
		if count++; count > maxPerMinute {
			return closeRate, "You are being rate limited."
		}
		var m struct {
			Op   *int            `json:"op"`
			Data json.RawMessage `json:"d"`
		}
		if len(raw) > maxPayload || json.Unmarshal(raw, &m) != nil || m.Op == nil {
			return closeDecode, "Error while decoding payload."
		}
		if *m.Op == opHeartbeat {
			beat = time.Now()
		}
		if code, reason := s.receive(c, *m.Op, m.Data); code != 0 {
			return code, reason
		}
	}
}

// ended forgets the session of a client that took its leave, and closes on
// one that fell silent.
func (s *Server) ended(c *socket, err error) (int, string) {
	if websocket.IsCloseError(err, websocket.CloseNormalClosure, websocket.CloseGoingAway) {
		s.mu.Lock()
		if c.session != nil {
			delete(s.sessions, c.session.id)
		}
		s.mu.Unlock()
		return 0, ""
	}
	if t, ok := err.(interface{ Timeout() bool }); ok && t.Timeout() {
		return closeTimeout, "Session timed out."
	}
	return 0, ""
}

// receive acts on one message.
func (s *Server) receive(c *socket, op int, data json.RawMessage) (int, string) {
	switch op {
	case opHeartbeat:
		s.mu.Lock()
		s.beats++
		deaf := s.noAck
		s.touch()
		s.mu.Unlock()
		if !deaf {
			c.send(opAck, nil)
		}
	case opIdentify:
		return s.identify(c, data)
	case opResume:
		return s.resume(c, data)
	case opPresence, opVoice, opMembers:
		s.mu.Lock()
		defer s.mu.Unlock()
		if c.session == nil {
			return closeNotIdentified, "Not authenticated."
		}
		if op == opPresence {
			return s.setPresence(data)
		}
		if op == opMembers {
			s.sendMembers(c.session, data)
		}
	default:
		return closeUnknownOp, "Unknown opcode."
	}
	return 0, ""
}
