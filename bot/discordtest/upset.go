package discordtest

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
	for _, c := range s.connections(func(one *session) { one.conn = nil }) {
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
		one.conn.session, one.conn = nil, nil
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
