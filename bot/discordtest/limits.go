package discordtest

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// traffic is what limits and spoils requests.
type traffic struct {
	faults      []*Fault
	limits      map[string]*bucket // by route
	globalUntil time.Time
	second      time.Time // when the current second of Options.Global began
	passed      int       // since then
	invalid     []time.Time
	bannedUntil time.Time
}

func newTraffic() traffic { return traffic{limits: map[string]*bucket{}} }

// Limit is a rate limit. It is counted apart for each major parameter: the
// channel, guild, or webhook and its token.
type Limit struct {
	// Routes share the limit, such as "POST /channels/{channel}/messages".
	Routes []string
	// Max requests pass in each window of Per.
	Max int
	Per time.Duration
	// Shared says that others use it up too.
	Shared bool
}

// bucket is a limit and how much of it is used, by major parameter.
type bucket struct {
	Limit
	name  string
	used  map[string]int
	reset map[string]time.Time
}

// Without a limit of its own a route has this one, which tests do not meet.
const (
	looseMax   = 1000
	maxBuckets = 10_000 // windows kept of one bucket before old ones go
)

// UsualLimits are those that bots see in Discord's answers. Discord does not
// publish them and may change them at any time: a bot must not count on them,
// but must live with them.
func UsualLimits() []Limit {
	return []Limit{
		{Routes: []string{"POST /channels/{channel}/messages"}, Max: 5, Per: 5 * time.Second},
		{Routes: []string{"PATCH /channels/{channel}/messages/{message}"}, Max: 5, Per: 5 * time.Second},
		{Routes: []string{"POST /channels/{channel}/typing"}, Max: 5, Per: 5 * time.Second},
		{Routes: []string{"POST /channels/{channel}/messages/{message}/threads", "POST /channels/{channel}/threads"}, Max: 50, Per: 5 * time.Minute},
		{Routes: []string{"POST /webhooks/{application}/{token}", "PATCH /webhooks/{application}/{token}/messages/{message}",
			"DELETE /webhooks/{application}/{token}/messages/{message}"}, Max: 5, Per: 2 * time.Second},
		{Routes: []string{"PUT /channels/{channel}/messages/{message}/reactions/{emoji}/@me"}, Max: 1, Per: 250 * time.Millisecond, Shared: true},
	}
}

// SetLimit lets max requests pass on route, such as
// "POST /channels/{channel}/messages", in each window of per, counted by
// channel, guild or interaction token.
func (s *Server) SetLimit(route string, max int, per time.Duration) {
	s.Limit(Limit{Routes: []string{route}, Max: max, Per: per})
}

// Limit puts limits in force, in place of those that the routes had.
func (s *Server) Limit(limits ...Limit) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range limits {
		s.setLimit(l)
	}
}

func (s *Server) setLimit(l Limit) *bucket {
	b := &bucket{Limit: l, name: strconv.FormatUint(hash(strings.Join(l.Routes, " ")), 16),
		used: map[string]int{}, reset: map[string]time.Time{}}
	for _, route := range l.Routes {
		s.limits[route] = b
	}
	return b
}

// excess says why a request does not pass and how long to wait.
type excess struct {
	after time.Duration
	scope string // user, global or shared
}

// admit counts a request against its limits, writes the headers that tell of
// them, and says where it does not pass.
func (s *Server) admit(h http.Header, r *http.Request) *excess {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	if over := s.admitGlobal(r, now); over != nil {
		return over
	}
	b := s.limits[r.Pattern]
	if b == nil {
		b = s.setLimit(Limit{Routes: []string{r.Pattern}, Max: looseMax, Per: time.Second})
	}
	major := r.PathValue("channel") + r.PathValue("guild") + r.PathValue("token")
	ok := b.take(major, now)
	after := b.reset[major].Sub(now)
	h.Set("X-RateLimit-Limit", strconv.Itoa(b.Max))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(b.Max-b.used[major]))
	h.Set("X-RateLimit-Reset", seconds(time.Duration(b.reset[major].UnixNano())))
	h.Set("X-RateLimit-Reset-After", seconds(after))
	h.Set("X-RateLimit-Bucket", b.name)
	if ok {
		return nil
	}
	if b.Shared {
		return &excess{after, "shared"}
	}
	return &excess{after, "user"}
}

// admitGlobal counts a request against the limit of all; interactions and
// their messages are free of it. It needs s.mu.
func (s *Server) admitGlobal(r *http.Request, now time.Time) *excess {
	if strings.Contains(r.Pattern, "{token}") {
		return nil
	}
	if d := s.globalUntil.Sub(now); d > 0 {
		return &excess{d, "global"}
	}
	if s.opt.Global == 0 {
		return nil
	}
	if now.Sub(s.second) >= time.Second {
		s.second, s.passed = now, 0
	}
	if s.passed >= s.opt.Global {
		return &excess{s.second.Add(time.Second).Sub(now), "global"}
	}
	s.passed++
	return nil
}

// take uses up one of the window that major has at now, and reports whether
// one was left.
func (b *bucket) take(major string, now time.Time) bool {
	if !b.reset[major].After(now) {
		if len(b.reset) >= maxBuckets {
			for key, until := range b.reset {
				if !until.After(now) {
					delete(b.reset, key)
					delete(b.used, key)
				}
			}
		}
		b.reset[major], b.used[major] = now.Add(b.Per), 0
	}
	if b.used[major] >= b.Max {
		return false
	}
	b.used[major]++
	return true
}

// exceed answers with Discord's 429.
func (s *Server) exceed(w http.ResponseWriter, r *http.Request, body []byte, over excess) {
	s.record(r, r.Pattern, body, http.StatusTooManyRequests)
	if over.scope != "shared" {
		s.mu.Lock()
		s.noteInvalid()
		s.mu.Unlock()
	}
	h := w.Header()
	h.Set("Retry-After", strconv.Itoa(int(math.Ceil(over.after.Seconds()))))
	if over.scope == "global" {
		h.Set("X-RateLimit-Global", "true")
	}
	h.Set("X-RateLimit-Scope", over.scope)
	writeJSON(w, http.StatusTooManyRequests, map[string]any{
		"message": "You are being rate limited.", "retry_after": math.Round(over.after.Seconds()*1000) / 1000, "global": over.scope == "global",
	})
}

func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 3, 64) }

// hash is FNV-1a.
func hash(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}
