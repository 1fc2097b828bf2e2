package discordtest

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Fault is something that goes wrong with requests on one route.
type Fault struct {
	// Route is the start of a route such as "PATCH /webhooks/"; empty means
	// any.
	Route string
	// Times is how many requests are struck; 0 means one.
	Times int
	// Status is answered in place of the right answer, unless it is 0.
	Status int
	// RetryAfter, with Status 429, is how long the answer says to wait.
	RetryAfter time.Duration
	// Global, with Status 429, says that the limit is for all routes; until
	// it is over, others are refused too.
	Global bool
	// Cut closes the connection without an answer.
	Cut bool
	// Done lets the request take effect first, so that only its answer is
	// lost.
	Done bool
	// Delay is waited first; alone, the right answer follows.
	Delay time.Duration
}

// Inject makes f happen to the next requests on its route.
func (s *Server) Inject(f Fault) {
	if f.Times == 0 {
		f.Times = 1
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &f)
}

// fault is the fault that strikes a request on route, or nil.
func (s *Server) fault(route string) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.faults {
		if f.Times > 0 && strings.HasPrefix(route, f.Route) {
			f.Times--
			struck := *f
			struck.Done = struck.Done && (struck.Cut || struck.Status != 0)
			return &struck
		}
	}
	return nil
}

// stops reports whether f keeps a request from taking effect.
func (f *Fault) stops() bool { return f != nil && !f.Done && (f.Cut || f.Status != 0) }

// fail answers as f says.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, body []byte, f *Fault) {
	switch {
	case f.Cut:
		s.record(r, r.Pattern, body, 0)
		panic(http.ErrAbortHandler) // closes the connection, prints nothing
	case f.Status == http.StatusTooManyRequests:
		if f.Global {
			s.mu.Lock()
			s.globalUntil = time.Now().Add(f.RetryAfter)
			s.mu.Unlock()
		}
		s.record(r, r.Pattern, body, 429)
		tooMany(w, f.RetryAfter, f.Global)
	default:
		s.record(r, r.Pattern, body, f.Status)
		writeJSON(w, f.Status, map[string]any{"message": strconv.Itoa(f.Status) + ": " + http.StatusText(f.Status), "code": 0})
	}
}

// limit is a rate limit for the calls on one route with one major parameter.
type limit struct {
	max   int
	per   time.Duration
	used  map[string]int // by major parameter
	reset map[string]time.Time
}

// defaultLimit is generous: tests that want limits set them.
const defaultLimit = 1000

// SetLimit lets max requests pass on route, such as
// "POST /channels/{channel}/messages", in each window of per, counted by
// channel or interaction token.
func (s *Server) SetLimit(route string, max int, per time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limits[route] = &limit{max: max, per: per, used: map[string]int{}, reset: map[string]time.Time{}}
}

// admit counts a request against its limit, writes the headers that tell of
// it, and says how long to wait where it does not pass.
func (s *Server) admit(h http.Header, r *http.Request) (after time.Duration, global, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	major := r.PathValue("channel") + r.PathValue("token")
	hooks := strings.Contains(r.Pattern, "{token}") // free of the global limit
	if d := s.globalUntil.Sub(now); d > 0 && !hooks {
		return d, true, false
	}
	l := s.limits[r.Pattern]
	if l == nil {
		l = &limit{max: defaultLimit, per: time.Second, used: map[string]int{}, reset: map[string]time.Time{}}
		s.limits[r.Pattern] = l
	}
	if !l.reset[major].After(now) {
		l.reset[major], l.used[major] = now.Add(l.per), 0
	}
	ok = l.used[major] < l.max
	if ok {
		l.used[major]++
	}
	after = l.reset[major].Sub(now)
	h.Set("X-RateLimit-Limit", strconv.Itoa(l.max))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(l.max-l.used[major]))
	h.Set("X-RateLimit-Reset", seconds(time.Duration(l.reset[major].UnixNano())))
	h.Set("X-RateLimit-Reset-After", seconds(after))
	h.Set("X-RateLimit-Bucket", strconv.FormatUint(hash(r.Pattern), 16))
	return after, false, ok
}

// tooMany is Discord's 429.
func tooMany(w http.ResponseWriter, after time.Duration, global bool) {
	h := w.Header()
	h.Set("Retry-After", strconv.Itoa(int(math.Ceil(after.Seconds()))))
	scope := "user"
	if global {
		scope = "global"
		h.Set("X-RateLimit-Global", "true")
	}
	h.Set("X-RateLimit-Scope", scope)
	writeJSON(w, http.StatusTooManyRequests, map[string]any{
		"message": "You are being rate limited.", "retry_after": math.Round(after.Seconds()*1000) / 1000, "global": global,
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
