package discordtest

import (
	"net/http"
	"strconv"
	"time"
)

// Who is refused too often within invalidWindow is banned for banTime; the
// length of Discord's bans is not published.
const (
	invalidWindow = 10 * time.Minute
	banTime       = time.Hour
)

// noteInvalid counts a request that was refused with 401, 403 or a 429 of the
// bot's own making. It needs s.mu.
func (s *Server) noteInvalid() {
	now := s.now()
	s.ageInvalid(now)
	s.invalid = append(s.invalid, now)
	if len(s.invalid) >= s.opt.BanAfter {
		s.bannedUntil = now.Add(banTime)
	}
}

// ageInvalid forgets what was longer ago than the window.
func (s *Server) ageInvalid(now time.Time) {
	n := 0
	for n < len(s.invalid) && now.Sub(s.invalid[n]) >= invalidWindow {
		n++
	}
	s.invalid = s.invalid[n:]
}

// Invalid is how many requests of the last ten minutes were refused with 401,
// 403, or 429 other than for a shared limit: 10,000 of them have Discord ban
// the address.
func (s *Server) Invalid() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ageInvalid(s.now())
	return len(s.invalid)
}

// Banned reports whether the address is banned.
func (s *Server) Banned() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bannedUntil.After(s.now())
}

// banned answers who is banned as the network before Discord does: no JSON.
func (s *Server) banned(w http.ResponseWriter, r *http.Request, body []byte) bool {
	s.mu.Lock()
	left := s.bannedUntil.Sub(s.now())
	s.mu.Unlock()
	if left <= 0 {
		return false
	}
	s.record(r, r.Pattern, body, http.StatusTooManyRequests)
	w.Header().Set("Content-Type", "text/html")
	w.Header().Set("Retry-After", strconv.Itoa(int(left.Seconds())+1))
	w.WriteHeader(http.StatusTooManyRequests)
	_, _ = w.Write([]byte("<html><title>Access denied | discord.com</title>error code: 1015</html>")) // the client may be gone
	return true
}
