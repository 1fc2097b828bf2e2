package discordtest

import "time"

// Connected is the number of sessions that have a connection.
func (s *Server) Connected() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, one := range s.sessions {
		if one.conn != nil {
			n++
		}
	}
	return n
}

// Identified is how many sessions were begun so far.
func (s *Server) Identified() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.identified
}

// Forget makes every session one that cannot be resumed.
func (s *Server) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, one := range s.sessions {
		delete(s.sessions, id)
		one.id = s.id()
		s.sessions[one.id] = one
	}
}

// Drop closes every connection with a code, or cuts it without a word where
// code is 0. The sessions can be resumed.
func (s *Server) Drop(code int) {
	for _, c := range s.connections(s.part) {
		if code == 0 {
			c.cut()
		} else {
			c.close(code, "")
		}
	}
}

// Reconnect asks every client to connect anew and resume.
func (s *Server) Reconnect() {
	for _, c := range s.connections(nil) {
		c.send(opReconnect, nil)
	}
}

// Invalidate ends every session, on its connection, which stays open for a
// new identify. Resumable sessions may be resumed instead.
func (s *Server) Invalidate(resumable bool) {
	clients := s.connections(func(one *session) {
		if !resumable {
			delete(s.sessions, one.id)
		}
		one.conn.session = nil
		s.part(one)
	})
	for _, c := range clients {
		c.send(opInvalid, resumable)
	}
}

// Beat asks every client for a heartbeat at once.
func (s *Server) Beat() {
	for _, c := range s.connections(nil) {
		c.send(opHeartbeat, nil)
	}
}

// Raw sends bytes to every client as they are.
func (s *Server) Raw(data []byte) {
	for _, c := range s.connections(nil) {
		c.write(data)
	}
}

// connections is the open ones; f is called for each session with s.mu held.
func (s *Server) connections(f func(*session)) []*socket {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []*socket
	for _, one := range s.sessions {
		if one.conn == nil {
			continue
		}
		out = append(out, one.conn)
		if f != nil {
			f(one)
		}
	}
	s.touch()
	return out
}

// Allow changes the token that is accepted from now on and the privileged
// intents enabled; what is connected stays.
func (s *Server) Allow(token string, privileged int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.opt.Token, s.opt.Privileged = token, privileged
}

// StopAcks leaves heartbeats unanswered from now on, as on a connection that
// is dead without having ended, or answers them again.
func (s *Server) StopAcks(stop bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.noAck = stop
}

// Beats is how many heartbeats came.
func (s *Server) Beats() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.beats
}

// Shards is the shards that have a connection, each with the number of all.
func (s *Server) Shards() [][2]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out [][2]int
	for _, one := range s.sessions {
		if one.conn != nil {
			out = append(out, one.shard)
		}
	}
	return out
}

// Disorder is what happens to a share of the events, by chance.
type Disorder struct {
	// Twice is the part that come twice.
	Twice float64
	// Late is the part that come after the event that follows them, or after
	// 20 ms where none does.
	Late float64
	// Bare is the part that come after another of their name without data.
	Bare float64
}

// lateTime is how long a late event waits for the next.
const lateTime = 20 * time.Millisecond

// SetDisorder makes events come as d says from now on.
func (s *Server) SetDisorder(d Disorder) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.disorder = d
}

// upset writes an event to a session's client, in the order that disorder
// leaves. It needs s.mu.
func (s *Server) upset(one *session, raw []byte) {
	held := one.held
	one.held = nil
	if d := s.disorder; held == nil && d.Late > 0 && s.chance.Float64() < d.Late {
		one.held = raw
		time.AfterFunc(lateTime, func() { s.release(one, raw) })
		return
	}
	one.conn.write(raw)
	if d := s.disorder; d.Twice > 0 && s.chance.Float64() < d.Twice {
		one.conn.write(raw)
	}
	if held != nil {
		one.conn.write(held)
	}
}

// release writes an event that no other came after.
func (s *Server) release(one *session, raw []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(one.held) > 0 && &one.held[0] == &raw[0] {
		one.held = nil
		if one.conn != nil {
			one.conn.write(raw)
		}
	}
}
