package discordtest

import (
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
	// Times is how many requests are struck; 0 means one, or where Share is
	// given every one that chance picks.
	Times int
	// Share is the part of the requests that are struck, by chance, as
	// Options.Seed decides; 0 means all.
	Share float64
	// Status is answered in place of the right answer, unless it is 0.
	Status int
	// RetryAfter, with Status 429, is how long the answer says to wait.
	RetryAfter time.Duration
	// Global, with Status 429, says that the limit is for all routes; until
	// it is over, others are refused too.
	Global bool
	// Shared, with Status 429, says that the limit is one that others use up
	// too; such a refusal does not count towards a ban.
	Shared bool
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
	if f.Times == 0 && f.Share == 0 {
		f.Times = 1
	}
	if f.Times == 0 {
		f.Times = -1
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &f)
}

// Calm takes all faults away.
func (s *Server) Calm() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults, s.globalUntil = nil, time.Time{}
}

// fault is the fault that strikes a request on route, or nil.
func (s *Server) fault(route string) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.faults {
		if f.Times == 0 || !strings.HasPrefix(route, f.Route) || f.Share > 0 && s.chance.Float64() >= f.Share {
			continue
		}
		if f.Times > 0 {
			f.Times--
		}
		struck := *f
		struck.Done = struck.Done && (struck.Cut || struck.Status != 0)
		return &struck
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
		over := excess{after: f.RetryAfter, scope: "user"}
		switch {
		case f.Global:
			over.scope = "global"
			s.mu.Lock()
			s.globalUntil = s.now().Add(f.RetryAfter)
			s.mu.Unlock()
		case f.Shared:
			over.scope = "shared"
		}
		s.exceed(w, r, body, over)
	default:
		s.record(r, r.Pattern, body, f.Status)
		writeJSON(w, f.Status, map[string]any{"message": strconv.Itoa(f.Status) + ": " + http.StatusText(f.Status), "code": 0})
	}
}
