package discordtest

import (
	"strconv"
	"time"
)

// epoch is the first millisecond that a snowflake can tell.
const epoch = 1420070400000

// now is the server's time. It may be called without s.mu only before the
// server runs.
func (s *Server) now() time.Time { return time.Now().Add(s.skew) }

// Advance turns the server's clock on by d, as if it had passed: interactions
// time out, tokens and rate limits run out, messages age. Heartbeats and what
// waits for the network go by the real clock.
func (s *Server) Advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.skew += d
	s.touch()
}

// Now is the server's time.
func (s *Server) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now()
}

// id is a new snowflake, greater than those before. It needs s.mu.
func (s *Server) id() string {
	s.lastID = max(s.lastID+1, uint64(s.now().UnixMilli()-epoch)<<22)
	return strconv.FormatUint(s.lastID, 10)
}

// number is a snowflake as a number, 0 for what is none.
func number(id string) uint64 {
	n, err := strconv.ParseUint(id, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// Made is when what has that ID was made, to the millisecond.
func Made(id string) time.Time { return time.UnixMilli(int64(number(id)>>22) + epoch) }

// stamp is t as Discord writes it.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000-07:00") }
