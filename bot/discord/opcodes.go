package discord

import (
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
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

// envelope is a gateway message.
type envelope struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
	Seq  int64           `json:"s,omitempty"`
	Type string          `json:"t,omitempty"`
}

// Faults that end a connection.
var (
	errNoInterval = errors.New("a hello without a heartbeat interval")
	errNoReady    = errors.New("a READY that is no object")
	errInvalid    = errors.New("the session is no longer valid")
	errReconnect  = errors.New("the gateway asks for another connection")
	errSilent     = errors.New("the last heartbeat was not acknowledged")
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
	case opHeartbeat:
		now := time.Now()
		l.mu.Lock()
		defer l.mu.Unlock()
		// Discord may ask for one between two others.
		if !l.beat.IsZero() && now.Sub(l.beat) > l.interval/2 {
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
		var hello struct {
			Interval int64 `json:"heartbeat_interval"`
		}
		if json.Unmarshal(e.Data, &hello) != nil || hello.Interval <= 0 {
			return nil, errNoInterval
		}
		l.set(func(l *link) { l.interval = time.Duration(hello.Interval) * time.Millisecond })
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
		r.connected(l, false)
	case "RESUMED":
		r.connected(l, true)
	case "MESSAGE_CREATE", "INTERACTION_CREATE":
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
	r.resumeAt = resumeAddress(address, r.shard.address)
	r.servers = map[string]bool{}
	for _, s := range servers {
		if s != nil && s.ID != "" {
			r.servers[s.ID] = true
		}
	}
	r.shard.gateway.Client.observer.Servers(r.shard.id, len(r.servers))
}

// resumeAddress is the address that Discord wants a session to be resumed at, or
// "" if it is none that may have the token: not one without encryption where
// the usual one has it.
func resumeAddress(said, usual string) string {
	u, err := url.Parse(said)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "wss" && (u.Scheme != "ws" || strings.HasPrefix(usual, "wss:")) {
		return ""
	}
	u.RawQuery, u.Fragment = "v="+discordgo.APIVersion+"&encoding=json", ""
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String()
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
