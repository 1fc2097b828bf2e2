package discordtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"
)

// maxBody is the most bytes that a request may have.
const maxBody = 25 << 20

// routes fills the mux.
func (s *Server) routes() {
	for pattern, h := range map[string]handler{
		"GET /gateway":                                                         s.getGateway,
		"GET /gateway/bot":                                                     s.getGatewayBot,
		"GET /users/@me":                                                       s.getMe,
		"GET /users/@me/guilds":                                                s.getMyGuilds,
		"POST /users/@me/channels":                                             s.postDM,
		"GET /users/{user}":                                                    s.getUser,
		"GET /applications/@me":                                                s.getApplication,
		"PATCH /applications/@me":                                              s.patchApplication,
		"GET /oauth2/applications/@me":                                         s.getApplication,
		"GET /guilds/{guild}":                                                  s.getGuild,
		"GET /guilds/{guild}/channels":                                         s.getGuildChannels,
		"GET /guilds/{guild}/roles":                                            s.getGuildRoles,
		"GET /guilds/{guild}/members":                                          s.getMembers,
		"GET /guilds/{guild}/members/{user}":                                   s.getMember,
		"GET /guilds/{guild}/threads/active":                                   s.getActiveThreads,
		"GET /applications/{application}/commands":                             s.getCommands,
		"PUT /applications/{application}/commands":                             s.putCommands,
		"POST /applications/{application}/commands":                            s.postCommand,
		"GET /applications/{application}/commands/{command}":                   s.getCommand,
		"PATCH /applications/{application}/commands/{command}":                 s.patchCommand,
		"DELETE /applications/{application}/commands/{command}":                s.deleteCommand,
		"GET /applications/{application}/guilds/{guild}/commands":              s.getCommands,
		"PUT /applications/{application}/guilds/{guild}/commands":              s.putCommands,
		"POST /applications/{application}/guilds/{guild}/commands":             s.postCommand,
		"GET /applications/{application}/guilds/{guild}/commands/{command}":    s.getCommand,
		"PATCH /applications/{application}/guilds/{guild}/commands/{command}":  s.patchCommand,
		"DELETE /applications/{application}/guilds/{guild}/commands/{command}": s.deleteCommand,
		"POST /interactions/{interaction}/{token}/callback":                    s.postCallback,
		"POST /webhooks/{application}/{token}":                                 s.postFollowup,
		"GET /webhooks/{application}/{token}/messages/{message}":               s.getFollowup,
		"PATCH /webhooks/{application}/{token}/messages/{message}":             s.patchFollowup,
		"DELETE /webhooks/{application}/{token}/messages/{message}":            s.deleteFollowup,
		"GET /channels/{channel}":                                              s.getChannel,
		"PATCH /channels/{channel}":                                            s.patchChannel,
		"POST /channels/{channel}/typing":                                      s.postTyping,
		"GET /channels/{channel}/messages":                                     s.getMessages,
		"POST /channels/{channel}/messages":                                    s.postMessage,
		"GET /channels/{channel}/messages/{message}":                           s.getMessage,
		"PATCH /channels/{channel}/messages/{message}":                         s.patchMessage,
		"DELETE /channels/{channel}/messages/{message}":                        s.deleteMessage,
		"POST /channels/{channel}/messages/bulk-delete":                        s.bulkDelete,
		"PUT /channels/{channel}/messages/{message}/reactions/{emoji}/@me":     s.putReaction,
		"DELETE /channels/{channel}/messages/{message}/reactions/{emoji}/@me":  s.deleteReaction,
		"POST /channels/{channel}/messages/{message}/threads":                  s.postThread,
		"POST /channels/{channel}/threads":                                     s.postBareThread,
		"PUT /channels/{channel}/thread-members/{user}":                        s.putThreadMember,
	} {
		s.mux.HandleFunc(pattern, s.wrap(h))
	}
}

// handler answers a request whose body was read; a nil result is a 204, and
// created a 201. It is called with s.mu held.
type handler func(r *http.Request, body []byte) (any, error)

// created is a result that is answered with 201.
type created struct{ object any }

// refused is an error as Discord answers with it.
type refused struct {
	status  int
	code    int
	message string
}

func (e *refused) Error() string { return e.message }

// refuse is a refusal with one of Discord's JSON error codes.
func refuse(status, code int, message string) error { return &refused{status, code, message} }

// badForm is the refusal of a body that does not meet the rules.
func badForm(what string) error { return refuse(400, 50035, "Invalid Form Body: "+what) }

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

// unknown answers a request for a route that this server does not have; it is
// a violation, whether or not Discord has it.
func (s *Server) unknown(w http.ResponseWriter, r *http.Request) {
	s.record(r, "", nil, 404)
	s.violated(r.Method + " " + r.URL.Path + " is no route of this server")
	writeJSON(w, 404, map[string]any{"message": "404: Not Found", "code": 0})
}

// wrap is what every route has in common.
func (s *Server) wrap(h handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
		if err != nil {
			return
		}
		r, body, unpacked := unpack(r, body)
		if s.opt.DocumentLater {
			s.examineLater(r, body)
		} else {
			s.examine(r.Clone(context.WithoutCancel(r.Context())), body)
		}
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

// examine holds a request to the document, in the background and one at a time:
// that takes a while, which the bot would be blamed for.
func (s *Server) examine(r *http.Request, body []byte) {
	if s.document == nil {
		return
	}
	s.mu.Lock()
	s.unexamined++
	s.mu.Unlock()
	go func() {
		s.document.turn.Lock()
		err := s.document.check(r, body)
		s.document.turn.Unlock()
		if err != nil {
			s.violated(r.Method + " " + s.hide(r.URL.Path) + ": " + err.Error())
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.unexamined--
		s.examined.Broadcast()
	}()
}

// awaitExamined returns when all requests so far are held to the document. It
// needs s.mu.
func (s *Server) awaitExamined() {
	for s.unexamined > 0 {
		s.examined.Wait()
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
		status, out = no.status, map[string]any{"message": no.message, "code": no.code}
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
	w.Header().Set("Content-Type", "application/json")
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
		if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); kind != "application/json" {
			return nil, refuse(400, 50035, "Invalid Form Body: the content type is not JSON")
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
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(encode(v)) // the client may be gone
}
