package discord

import (
	"encoding/json"
	"errors"
	"time"
)

// Opcodes of gateway messages.
const (
	opDispatch  = 0
	opHeartbeat = 1
	opIdentify  = 2
	opPresence  = 3
	opResume    = 6
	opReconnect = 7
	opInvalid   = 9
	opHello     = 10
	opAck       = 11
)

// Bounds of heartbeats.
const (
	// usualInterval is between heartbeats where the gateway does not say.
	usualInterval = 41250 * time.Millisecond
	// minInterval leaves a connection the time to acknowledge: discordgo gives
	// up after five intervals.
	minInterval = 100 * time.Millisecond
	maxInterval = 10 * time.Minute
	// leastPatience is how long an acknowledgement may take on any connection.
	leastPatience = 2 * time.Second
)

// intervalOf is the time between heartbeats that a hello says, within bounds.
func intervalOf(hello json.RawMessage) time.Duration {
	var said struct {
		Interval float64 `json:"heartbeat_interval"` // milliseconds
	}
	if json.Unmarshal(hello, &said) != nil || said.Interval < 1 {
		return usualInterval
	}
	return max(minInterval, time.Duration(min(said.Interval, float64(maxInterval.Milliseconds())))*time.Millisecond)
}

// envelope is a gateway message.
type envelope struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
	Seq  int64           `json:"s,omitempty"`
	Type string          `json:"t,omitempty"`
}

// Faults that end a connection.
var (
	errNoReady   = errors.New("a READY that is no object")
	errInvalid   = errors.New("the session is no longer valid")
	errReconnect = errors.New("the gateway asks for another connection")
	errSilent    = errors.New("the last heartbeat was not acknowledged")
)

// outgoing is what the gateway is to get in place of discordgo's message. The
// error ends the connection.
func (r *relay) outgoing(data []byte, l *link) ([]byte, error) {
	var e envelope
	if err := json.Unmarshal(data, &e); err != nil {
		return nil, err
	}
	switch e.Op {
	case opIdentify:
		r.mu.Lock()
		t := r.turn
		r.mu.Unlock()
		t.take()
		return r.shard.identify()
	case opResume:
		// discordgo's has "Bot " before the token, which an identify has not.
		r.mu.Lock()
		defer r.mu.Unlock()
		return r.shard.resume(r.session, r.seq)
	case opHeartbeat:
		now := time.Now()
		l.mu.Lock()
		defer l.mu.Unlock()
		// Discord may ask for one between two others.
		if !l.beat.IsZero() && now.Sub(l.beat) > max(l.interval/2, leastPatience) {
			return nil, errSilent
		}
		if l.beat.IsZero() {
			l.beat = now
		}
	}
	return data, nil
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
	case opDispatch:
		return r.dispatch(e, l)
	case opReconnect:
		return nil, errReconnect
	case opInvalid:
		// discordgo would identify at once, on this connection, whether the
		// session can be resumed or not.
		l.set(func(l *link) {
			l.ready, l.invalid, l.forgotten = false, true, string(e.Data) != "true"
		})
		return nil, errInvalid
	case opHello:
		l.set(func(l *link) { l.interval = intervalOf(e.Data) })
		var err error
		if e.Data, err = json.Marshal(map[string]int64{"heartbeat_interval": l.interval.Milliseconds()}); err != nil {
			return nil, err
		}
	case opAck:
		var took time.Duration
		l.set(func(l *link) {
			if !l.beat.IsZero() {
				took, l.beat = time.Since(l.beat), time.Time{}
			}
		})
		if took > 0 {
			r.shard.gateway.Client.observer.Beat(r.shard.id, took)
		}
	}
	return json.Marshal(e)
}

// dispatch is an event as discordgo may see it. Events that the bot has no
// use for lose their name and content and keep their number, which a resume
// needs.
func (r *relay) dispatch(e *envelope, l *link) ([]byte, error) {
	if e.Seq > 0 {
		r.mu.Lock()
		r.seq = e.Seq
		r.mu.Unlock()
	}
	switch e.Type {
	case "READY":
		var ready map[string]json.RawMessage
		if json.Unmarshal(e.Data, &ready) != nil {
			return nil, errNoReady
		}
		r.learn(ready)
		e.Data = readyShape(e.Data)
		r.connected(l, false)
	case "RESUMED":
		r.connected(l, true)
	case "MESSAGE_CREATE":
		e.Data = messageShape(e.Data)
	case "INTERACTION_CREATE":
		e.Data = interactionShape(e.Data)
	case "GUILD_CREATE", "GUILD_DELETE":
		r.count(e)
		fallthrough
	default:
		e.Type, e.Data = "IGNORED", nil
	}
	return json.Marshal(e)
}

// connected says that the session stands.
func (r *relay) connected(l *link, resumed bool) {
	l.set(func(l *link) { l.ready = true })
	r.mu.Lock()
	r.stands = time.Now()
	r.mu.Unlock()
	g := r.shard.gateway
	g.setReady(r.shard.id, true)
	g.Client.observer.Connected(r.shard.id, resumed)
}

// learn takes from a READY where the session is to be resumed, and the servers
// in it.
func (r *relay) learn(ready map[string]json.RawMessage) {
	var address, session string
	var servers []*server
	_ = json.Unmarshal(ready["resume_gateway_url"], &address) // what is missing is not learnt
	_ = json.Unmarshal(ready["session_id"], &session)
	_ = json.Unmarshal(ready["guilds"], &servers)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lives, r.session = true, session
	r.resumeAt = resumeAddress(address, r.shard.address, r.shard.version)
	r.servers = map[string]bool{}
	for _, s := range servers {
		if s != nil && s.ID != "" {
			r.servers[s.ID] = true
		}
	}
	r.shard.gateway.Client.observer.Servers(r.shard.id, len(r.servers))
}

// server is what there is to know of one.
type server struct {
	ID          string `json:"id"`
	Unavailable bool   `json:"unavailable"`
}

// count keeps the number of servers: one that is deleted is left, unless it is
// unavailable only.
func (r *relay) count(e *envelope) {
	var s *server
	if json.Unmarshal(e.Data, &s) != nil || s == nil || s.ID == "" {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if e.Type == "GUILD_CREATE" || s.Unavailable {
		r.servers[s.ID] = true
	} else {
		delete(r.servers, s.ID)
	}
	r.shard.gateway.Client.observer.Servers(r.shard.id, len(r.servers))
}
