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
	closeVersion       = 4012
	closeIntents       = 4013
	closeDisallowed    = 4014
)

// Limits of what a client may send.
const (
	maxPayload   = 4096 // bytes
	maxPerMinute = 120
	allIntents   = 1<<26 - 1
	privileged   = 1<<1 | 1<<8 | intentContent
)

// session is what identify began and resume goes on with.
type session struct {
	id      string
	intents int64
	seq     int64
	sent    []frame // for replay
	conn    *socket // nil while disconnected
}

// frame is a dispatched event.
type frame struct {
	seq  int64
	data []byte
}

// message is a gateway message.
type message struct {
	Op   int    `json:"op"`
	Data any    `json:"d"`
	Seq  *int64 `json:"s"`
	Type any    `json:"t"`
}

// maxReplay is how many events a session keeps for a resume.
const maxReplay = 1000

// dispatch numbers an event and sends it, now or after a resume. It needs
// the server's mu.
func (s *session) dispatch(event string, data any) {
	s.seq++
	seq := s.seq
	raw, err := json.Marshal(message{Op: opDispatch, Data: data, Seq: &seq, Type: event})
	if err != nil {
		return // only what came as JSON is dispatched
	}
	s.sent = append(s.sent, frame{seq, raw})
	if len(s.sent) > maxReplay {
		s.sent = s.sent[1:]
	}
	if s.conn != nil {
		s.conn.write(raw)
	}
}

// socket is one websocket connection.
type socket struct {
	ws       *websocket.Conn
	mu       sync.Mutex // guards writing
	compress bool
	session  *session // under the server's mu
}

const writeTime = 5 * time.Second

func (c *socket) write(raw []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ws.SetWriteDeadline(time.Now().Add(writeTime))
	kind := websocket.TextMessage
	if c.compress {
		var b bytes.Buffer
		z := zlib.NewWriter(&b)
		z.Write(raw) // a buffer takes everything
		z.Close()
		kind, raw = websocket.BinaryMessage, b.Bytes()
	}
	_ = c.ws.WriteMessage(kind, raw) // reading notices a lost connection
}

func (c *socket) send(op int, data any) {
	raw, err := json.Marshal(message{Op: op, Data: data})
	if err == nil {
		c.write(raw)
	}
}

// close ends the connection with a code.
func (c *socket) close(code int, reason string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ws.SetWriteDeadline(time.Now().Add(writeTime))
	_ = c.ws.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(code, reason))
	c.ws.Close()
}

// cut ends the connection without a word.
func (c *socket) cut() { c.ws.NetConn().Close() }

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
	defer ws.Close()
	c := &socket{ws: ws}
	if v := r.URL.Query().Get("v"); v != "9" && v != "10" || r.URL.Query().Get("encoding") == "etf" {
		c.close(closeVersion, "Invalid API version.")
		return
	}
	ws.SetReadLimit(1 << 20)
	c.send(opHello, map[string]any{"heartbeat_interval": s.opt.Heartbeat.Milliseconds(), "_trace": []string{}})
	code, reason := s.listen(c)
	s.mu.Lock()
	if c.session != nil && c.session.conn == c {
		c.session.conn = nil
	}
	s.touch()
	s.mu.Unlock()
	if code != 0 {
		c.close(code, reason)
	}
}

// listen reads a client's messages until the connection ends, and says with
// which code to close it, 0 for none.
func (s *Server) listen(c *socket) (int, string) {
	minute, count := time.Now(), 0
	for {
		c.ws.SetReadDeadline(time.Now().Add(2 * s.opt.Heartbeat))
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
		code, reason := s.receive(c, *m.Op, m.Data)
		if code != 0 {
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
		c.send(opAck, nil)
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
	default:
		return closeUnknownOp, "Unknown opcode."
	}
	return 0, ""
}

// identify begins a session.
func (s *Server) identify(c *socket, data json.RawMessage) (int, string) {
	var d struct {
		Token      string            `json:"token"`
		Intents    *int64            `json:"intents"`
		Properties map[string]string `json:"properties"`
		Compress   bool              `json:"compress"`
		Shard      *[2]int           `json:"shard"`
	}
	if json.Unmarshal(data, &d) != nil || d.Properties == nil {
		return closeDecode, "Error while decoding payload."
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case c.session != nil:
		return closeIdentified, "Already authenticated."
	case d.Token != s.opt.Token && d.Token != "Bot "+s.opt.Token:
		return closeToken, "Authentication failed."
	case d.Shard != nil && (d.Shard[1] < 1 || d.Shard[0] < 0 || d.Shard[0] >= d.Shard[1]):
		return closeShard, "Invalid shard."
	case d.Intents == nil || *d.Intents&^allIntents != 0:
		return closeIntents, "Invalid intent(s)."
	case *d.Intents&privileged&^s.opt.Privileged != 0:
		return closeDisallowed, "Disallowed intent(s)."
	}
	c.compress = d.Compress
	one := &session{id: "session-" + s.id(), intents: *d.Intents, conn: c}
	c.session = one
	s.sessions[one.id] = one
	s.identified++
	one.dispatch("READY", map[string]any{
		"v": 9, "user": user(BotID), "session_id": one.id,
		"guilds":             []any{map[string]any{"id": GuildID, "unavailable": true}},
		"resume_gateway_url": "ws://" + s.listener.Addr().String() + gatewayPath,
		"application":        map[string]any{"id": AppID, "flags": 0},
		"shard":              []int{0, 1},
	})
	if one.intents&intentGuilds != 0 {
		one.dispatch("GUILD_CREATE", map[string]any{
			"id": GuildID, "name": "guild", "channels": []any{s.channels[General].object()}, "members": []any{}, "threads": []any{},
		})
	}
	s.touch()
	return 0, ""
}

// resume goes on with a session and sends what it missed.
func (s *Server) resume(c *socket, data json.RawMessage) (int, string) {
	var d struct {
		Token   string `json:"token"`
		Session string `json:"session_id"`
		Seq     int64  `json:"seq"`
	}
	if json.Unmarshal(data, &d) != nil {
		return closeDecode, "Error while decoding payload."
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.session != nil {
		return closeIdentified, "Already authenticated."
	}
	if d.Token != s.opt.Token && d.Token != "Bot "+s.opt.Token {
		return closeToken, "Authentication failed."
	}
	one := s.sessions[d.Session]
	if one == nil {
		c.send(opInvalid, false)
		return 0, ""
	}
	if d.Seq > one.seq {
		return closeSequence, "Invalid seq."
	}
	if one.conn != nil {
		one.conn.cut()
	}
	one.conn, c.session = c, one
	for _, f := range one.sent {
		if f.seq > d.Seq {
			c.write(f.data)
		}
	}
	one.dispatch("RESUMED", map[string]any{"_trace": []string{}})
	s.touch()
	return 0, ""
}
