package discordtest

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// Request is a REST request as it arrived.
type Request struct {
	Method string
	// Path is below the API base, with the query.
	Path   string
	Route  string // such as "POST /channels/{channel}/messages"
	Header http.Header
	// Body is nil where Options.Keep bounds what is remembered.
	Body []byte
	// Status is what it was answered with, 0 where the connection was cut.
	Status int
	At     time.Time
}

// journal is what is remembered of requests.
type journal struct {
	requests   []Request
	counts     map[string]map[int]int // by route and status
	violations []string
}

// maxViolations is how many are kept in words; more repeat themselves.
const maxViolations = 200

func newJournal() journal {
	return journal{counts: map[string]map[int]int{}}
}

// record remembers a request.
func (s *Server) record(r *http.Request, route string, body []byte, status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	one := Request{Method: r.Method, Path: r.URL.RequestURI(), Route: route, Status: status, At: s.now()}
	if s.opt.Keep == 0 {
		one.Header, one.Body = r.Header.Clone(), body
	}
	s.requests = trim(append(s.requests, one), s.opt.Keep, nil)
	if s.counts[route] == nil {
		s.counts[route] = map[int]int{}
	}
	s.counts[route][status]++
	if status == http.StatusUnauthorized || status == http.StatusForbidden {
		s.noteInvalid()
	}
	s.touch()
}

// trim is the last keep of list, all where keep is 0; forget, unless it is nil, is
// called for the others. It cuts a quarter at a time, so that it seldom copies.
func trim[T any](list []T, keep int, forget func(T)) []T {
	if keep == 0 || len(list) <= keep+keep/4+1 {
		return list
	}
	cut := len(list) - keep
	for _, old := range list[:cut] {
		if forget != nil {
			forget(old)
		}
	}
	return slices.Clone(list[cut:])
}

// Requests is every REST request so far, in order of arrival, or the last of
// them as Options.Keep says.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request(nil), s.requests...)
}

// Counts is how many requests came on each route, by the status that they
// were answered with; 0 stands for a cut connection, the empty route for all
// that this server does not have. Nothing bounds it.
func (s *Server) Counts() map[string]map[int]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := map[string]map[int]int{}
	for route, by := range s.counts {
		out[route] = map[int]int{}
		for status, n := range by {
			out[route][status] = n
		}
	}
	return out
}

// Violations is what the bot did that no bot may: requests that do not meet
// Discord's OpenAPI document, and routes that are not there. At most 200 are
// told.
func (s *Server) Violations() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.violations...)
}

// Documented reports whether requests are held to Discord's document; a test
// that counts on it should say so where they are not.
func (s *Server) Documented() bool { return s.document != nil }

// violated remembers a violation, in one line whatever the bot put in the path or
// the names of fields.
func (s *Server) violated(what string) {
	what = strings.Join(strings.Fields(what), " ")
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.violations) < maxViolations {
		s.violations = append(s.violations, what)
	}
	s.touch()
}

// hide takes the tokens out of a path.
func hide(path string) string {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		if strings.HasPrefix(p, tokenPrefix) {
			parts[i] = "TOKEN"
		}
	}
	return strings.Join(parts, "/")
}
