package discordtest

import (
	"encoding/json"
	"time"
)

// hub is the gateway's state.
type hub struct {
	sessions   map[string]*session
	identified int
	groups     map[int]time.Time // when a shard of each group last identified
	beats      int
	noAck      bool
	presences  []Presence
	disorder   Disorder
	delivered  map[string]int // events, by name
}

func newHub() hub {
	return hub{sessions: map[string]*session{}, groups: map[int]time.Time{}, delivered: map[string]int{}}
}

// session is what identify began and resume goes on with.
type session struct {
	id      string
	intents int64
	shard   [2]int
	seq     int64
	sent    []frame   // for replay
	held    []byte    // an event that comes after the next
	conn    *socket   // nil while disconnected
	lost    time.Time // since when
}

// frame is a dispatched event.
type frame struct {
	seq  int64
	data []byte
}

const (
	// maxReplay is how many events a session keeps for a resume.
	maxReplay = 1000
	// resumeTime is for how long a session can be resumed. Discord does not
	// publish its own.
	resumeTime = 5 * time.Minute
)

// part notes that the session's connection is gone. It needs s.mu.
func (s *Server) part(one *session) { one.conn, one.lost = nil, s.now() }

// expire forgets the sessions that were not resumed in time. It needs s.mu.
func (s *Server) expire() {
	for id, one := range s.sessions {
		if one.conn == nil && s.now().Sub(one.lost) > resumeTime {
			delete(s.sessions, id)
		}
	}
}

// dispatch numbers an event and sends it, now or after a resume. It needs
// s.mu.
func (s *Server) dispatch(one *session, event string, data any) {
	if d := s.disorder; d.Bare > 0 && event != "READY" && event != "RESUMED" && s.chance.Float64() < d.Bare {
		s.emit(one, event, map[string]any{})
	}
	s.emit(one, event, data)
}

// emit gives an event its number and sends it.
func (s *Server) emit(one *session, event string, data any) {
	if s.opt.Foreign {
		data = foreign(event, data)
	}
	one.seq++
	seq := one.seq
	raw, err := json.Marshal(message{Op: opDispatch, Data: data, Seq: &seq, Type: event})
	if err != nil {
		return // only what came as JSON is dispatched
	}
	s.delivered[event]++
	one.sent = append(one.sent, frame{seq, raw})
	if len(one.sent) > 2*maxReplay {
		one.sent = append([]frame(nil), one.sent[len(one.sent)-maxReplay:]...)
	}
	if one.conn != nil {
		s.upset(one, raw)
	}
}

// identify begins a session.
func (s *Server) identify(c *socket, data json.RawMessage) (int, string) {
	var d struct {
		Token      string            `json:"token"`
		Intents    *int64            `json:"intents"`
		Properties map[string]string `json:"properties"`
		Compress   bool              `json:"compress"`
		Shard      *[2]int           `json:"shard"`
		Presence   json.RawMessage   `json:"presence"`
	}
	if json.Unmarshal(data, &d) != nil || d.Properties == nil {
		return closeDecode, "Error while decoding payload."
	}
	shard := [2]int{0, 1}
	if d.Shard != nil {
		shard = *d.Shard
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case c.session != nil:
		return closeIdentified, "Already authenticated."
	case d.Token != s.opt.Token:
		return closeToken, "Authentication failed."
	case shard[1] < 1 || shard[0] < 0 || shard[0] >= shard[1]:
		return closeShard, "Invalid shard."
	case shard[1] < s.opt.MinShards:
		return closeSharding, "Sharding required."
	case d.Intents == nil || *d.Intents&^allIntents != 0:
		return closeIntents, "Invalid intent(s)."
	case *d.Intents&privileged&^s.opt.Privileged != 0:
		return closeDisallowed, "Disallowed intent(s)."
	}
	group := shard[0] % s.opt.MaxConcurrency
	if now := time.Now(); now.Sub(s.groups[group]) < s.opt.IdentifyEvery {
		c.send(opInvalid, false)
		return 0, ""
	} else {
		s.groups[group] = now
	}
	if len(d.Presence) > 0 && string(d.Presence) != "null" {
		if code, reason := s.setPresence(d.Presence); code != 0 {
			return code, reason
		}
	}
	s.expire()
	c.compress = d.Compress && c.stream == nil
	one := &session{id: "session-" + s.id(), intents: *d.Intents, shard: shard, conn: c}
	c.session = one
	s.sessions[one.id] = one
	s.identified++
	s.ready(one)
	s.touch()
	return 0, ""
}

// ready tells a new session of itself and of its guilds.
func (s *Server) ready(one *session) {
	var mine []*guild
	guilds := []any{}
	for _, g := range sorted(s.guilds) {
		if g.members[BotID] != nil && one.serves(g.ID) {
			mine = append(mine, g)
			guilds = append(guilds, map[string]any{"id": g.ID, "unavailable": true})
		}
	}
	s.dispatch(one, "READY", map[string]any{
		"v": 9, "user": s.userObject(BotID), "session_id": one.id, "guilds": guilds,
		"resume_gateway_url": s.gatewayURL(), "private_channels": []any{}, "relationships": []any{},
		"application": map[string]any{"id": AppID, "flags": s.flags()}, "shard": one.shard,
	})
	for _, g := range mine {
		if one.intents&intentGuilds != 0 && g.available {
			s.dispatch(one, "GUILD_CREATE", s.guildEvent(g))
		}
	}
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
	if d.Token != s.opt.Token {
		return closeToken, "Authentication failed."
	}
	s.expire()
	one := s.sessions[d.Session]
	if one == nil {
		c.send(opInvalid, false)
		return 0, ""
	}
	if d.Seq > one.seq {
		return closeSequence, "Invalid seq."
	}
	if len(one.sent) > 0 && d.Seq < one.sent[0].seq-1 {
		delete(s.sessions, one.id) // what it missed is no longer known
		c.send(opInvalid, false)
		return 0, ""
	}
	if one.conn != nil {
		one.conn.session = nil
		one.conn.cut()
	}
	one.conn, c.session, one.held = c, one, nil
	for _, f := range one.sent {
		if f.seq > d.Seq {
			c.write(f.data)
		}
	}
	s.dispatch(one, "RESUMED", map[string]any{"_trace": []string{}})
	s.touch()
	return 0, ""
}

// sendMembers answers the request for a guild's members: those named, or all,
// which takes the privileged intent.
func (s *Server) sendMembers(one *session, data json.RawMessage) {
	var d struct {
		Guild string          `json:"guild_id"`
		Users json.RawMessage `json:"user_ids"`
		Query *string         `json:"query"`
		Nonce string          `json:"nonce"`
	}
	if json.Unmarshal(data, &d) != nil {
		return
	}
	g := s.guilds[d.Guild]
	if g == nil || g.members[BotID] == nil || !one.serves(g.ID) {
		return
	}
	var ids []string
	if len(d.Users) > 0 && json.Unmarshal(d.Users, &ids) != nil {
		ids = []string{string(d.Users)}
	}
	if d.Query != nil && one.intents&intentGuildMembers != 0 {
		ids = sortedKeys(g.members)
	}
	members, missing := []any{}, []any{}
	for _, id := range ids {
		if g.members[id] == nil {
			missing = append(missing, id)
		} else {
			members = append(members, s.memberObject(g, id))
		}
	}
	s.dispatch(one, "GUILD_MEMBERS_CHUNK", map[string]any{"guild_id": g.ID, "members": members, "not_found": missing,
		"chunk_index": 0, "chunk_count": 1, "nonce": d.Nonce})
}
