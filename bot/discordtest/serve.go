package discordtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"
)

// maxBody is the most bytes that a request may have.
const maxBody = 25 << 20

// Kinds of body.
const (
	mediaJSON  = "application/json"
	mediaParts = "multipart/form-data"
)

// mediaType is the kind of body that a request says it has, without parameters.
func mediaType(r *http.Request) string {
	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	return kind
}

// serve takes a request below /api/v9 or /api/v10, or the gateway's.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, gatewayPath) {
		if s.strays(r) {
			s.lacking(w, r)
			return
		}
		s.gateway(w, r)
		return
	}
	version, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, apiPath), "/")
	if !strings.HasPrefix(r.URL.Path, apiPath) || version != "9" && version != "10" {
		s.unknown(w, r)
		return
	}
	r2 := r.Clone(r.Context())
	r2.URL.Path, r2.URL.RawPath = "/"+rest, ""
	_, pattern := s.mux.Handler(r2)
	switch {
	case pattern == "":
		s.unknown(w, r2)
		return
	case s.opt.Foreign && foreignLacks[pattern]:
		s.lacking(w, r2)
		return
	}
	s.mux.ServeHTTP(w, r2)
}

// lacking answers a request for a route that is not there.
func (s *Server) lacking(w http.ResponseWriter, r *http.Request) {
	s.record(r, "", nil, http.StatusNotFound)
	writeJSON(w, http.StatusNotFound, map[string]any{"message": "404: Not Found", "code": 0})
}

// unknown answers a request for a route that this server does not have; it is
// a violation, whether or not Discord has it.
func (s *Server) unknown(w http.ResponseWriter, r *http.Request) {
	s.violated(r.Method + " " + hide(r.URL.Path) + " is no route of this server")
	s.lacking(w, r)
}

// wrap is what every route has in common.
func (s *Server) wrap(h handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
		if err != nil {
			return
		}
		r, body, unpacked := unpack(r, body)
		s.examine(r, body, unpacked)
		fault := s.fault(r.Pattern)
		if fault != nil && fault.Delay > 0 {
			select {
			case <-time.After(fault.Delay):
			case <-r.Context().Done():
			}
		}
		if fault.stops() {
			s.fail(w, r, body, fault)
			return
		}
		if s.banned(w, r, body) {
			return
		}
		if over := s.admit(w.Header(), r); over != nil {
			s.exceed(w, r, body, *over)
			return
		}
		if unpacked != nil {
			s.reply(w, r, nil, nil, unpacked)
			return
		}
		out, err := s.answer(h, r, body)
		if fault != nil && fault.Done {
			s.fail(w, r, body, fault)
			return
		}
		s.reply(w, r, body, out, err)
	}
}

// examine holds a request to the document. One whose parts cannot be told apart,
// which err says, does not meet it either.
func (s *Server) examine(r *http.Request, body []byte, err error) {
	if s.document == nil {
		return
	}
	if err == nil {
		err = s.document.check(r, body)
	}
	if err != nil {
		s.violated(r.Method + " " + hide(r.URL.Path) + ": " + err.Error())
	}
}

// reply writes what a handler gave.
func (s *Server) reply(w http.ResponseWriter, r *http.Request, body []byte, out any, err error) {
	var no *refused
	status := 200
	if made, ok := out.(created); ok {
		status, out = 201, made.object
	}
	switch {
	case errors.As(err, &no):
		status, out = no.status, no.object()
	case out == nil:
		s.record(r, r.Pattern, body, 204)
		w.WriteHeader(204)
		return
	}
	// What out refers to may change as soon as it is not held.
	raw, ok := out.(json.RawMessage)
	if !ok {
		raw = encode(out)
	}
	s.record(r, r.Pattern, body, status)
	w.Header().Set("Content-Type", mediaJSON)
	w.WriteHeader(status)
	_, _ = w.Write(raw) // the client may be gone
}

// answer checks who asks and in what form, then asks h. What it returns is
// no longer tied to the server's state.
func (s *Server) answer(h handler, r *http.Request, body []byte) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	// Tokens in the path stand for themselves; everybody may ask for the gateway.
	open := r.Pattern == "GET /gateway" || strings.Contains(r.Pattern, "{token}")
	if !open && r.Header.Get("Authorization") != "Bot "+s.opt.Token {
		return nil, refuse(401, 0, "401: Unauthorized")
	}
	if ua := r.Header.Get("User-Agent"); !strings.HasPrefix(ua, "DiscordBot (") {
		return nil, refuse(403, 40333, "a User-Agent of the form DiscordBot ($url, $version) is demanded")
	}
	if len(body) > 0 {
		if mediaType(r) != mediaJSON {
			return nil, badForm("", "the content type is not JSON")
		}
		if !json.Valid(body) || bytes.Equal(bytes.TrimSpace(body), []byte("null")) {
			return nil, refuse(400, 50109, "The request body contains invalid JSON.")
		}
	}
	out, err := h(r, body)
	switch made := out.(type) {
	case nil:
		return nil, err
	case created:
		return created{encode(made.object)}, err
	default:
		return encode(out), err
	}
}

// encode is v as JSON; what this server encodes can be.
func encode(v any) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		return json.RawMessage("null")
	}
	return raw
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", mediaJSON)
	w.WriteHeader(status)
	_, _ = w.Write(encode(v)) // the client may be gone
}
