// Package llmtest is a model server for tests, on the loopback interface. It
// speaks the dialects of OpenAI, Anthropic and Ollama, streaming and not, and
// embeds as OpenAI and Ollama do. A script, a Go function, says what it answers
// and what goes wrong with it (reply.go).
//
// It is written from the providers' published behaviour: it refuses a request
// without what the provider demands.
package llmtest

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Dialects, as the providers of package llm are named.
const (
	OpenAI    = "openai"
	Anthropic = "anthropic"
	Ollama    = "ollama"
)

// Request is what was asked.
type Request struct {
	Dialect string
	Path    string
	Header  http.Header
	Body    []byte

	Model        string
	System, User string
	Stream       bool
	// MaxTokens, Temperature and Seed are nil where the request has none.
	// MaxTokensField is the name that the first goes by.
	MaxTokens      *int
	MaxTokensField string
	Temperature    *float64
	Seed           *int
	// Texts are those to embed; nil where the request is for words.
	Texts []string
	// N counts the requests to the server, from 1.
	N int
}

// Script answers a request. It is called from several goroutines.
type Script func(Request) Reply

// Server is a running server. Make it with New, end it with Close.
type Server struct {
	script   Script
	http     *http.Server
	listener net.Listener
	served   chan struct{}
	closed   chan struct{}
	once     sync.Once

	mu       sync.Mutex
	requests []Request
	open     int
}

// New starts a server on a free port of 127.0.0.1.
func New(script Script) (*Server, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &Server{script: script, listener: l, served: make(chan struct{}), closed: make(chan struct{})}
	s.http = &http.Server{Handler: http.HandlerFunc(s.serve), ReadHeaderTimeout: 10 * time.Second}
	go func() {
		defer close(s.served)
		_ = s.http.Serve(l) // until Close
	}()
	return s, nil
}

// Close ends the server and every answer that is under way.
func (s *Server) Close() {
	s.once.Do(func() { close(s.closed) })
	_ = s.http.Close()
	<-s.served
}

// URL is the base address of a dialect, as llm.Settings.BaseURL takes it.
func (s *Server) URL(dialect string) string {
	base := "http://" + s.listener.Addr().String()
	if dialect == Ollama {
		return base
	}
	return base + "/v1"
}

// Requests is what was asked so far.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request(nil), s.requests...)
}

// Open is how many answers are under way: it falls when a client has left.
func (s *Server) Open() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open
}

const maxBody = 16 << 20

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err != nil {
		return
	}
	req := Request{Path: r.URL.Path, Header: r.Header, Body: body}
	fault := req.read()
	s.mu.Lock()
	s.open++
	s.requests = append(s.requests, req)
	req.N = len(s.requests)
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		s.open--
		s.mu.Unlock()
	}()
	if fault != nil {
		fault.send(&answer{s, w, r, req})
		return
	}
	reply := s.script(req)
	reply.send(&answer{s, w, r, req})
}

// read fills the request from its path and body; a Reply says what is wrong
// with it.
func (r *Request) read() *Reply {
	switch {
	case strings.HasSuffix(r.Path, "/chat/completions"):
		r.Dialect = OpenAI
	case strings.HasSuffix(r.Path, "/messages"):
		r.Dialect = Anthropic
	case r.Path == "/api/chat":
		r.Dialect = Ollama
	case strings.HasSuffix(r.Path, "/embeddings"):
		r.Dialect = OpenAI
		r.Texts = []string{}
	default:
		return &Reply{Status: http.StatusNotFound, Body: "404 page not found"}
	}
	var in struct {
		Model    string
		Stream   *bool
		System   string
		Messages []struct {
			Role    string
			Content json.RawMessage
		}
		MaxTokens           *int `json:"max_tokens"`
		MaxCompletionTokens *int `json:"max_completion_tokens"`
		Temperature         *float64
		Seed                *int
		Options             struct {
			NumPredict  *int `json:"num_predict"`
			Temperature *float64
			Seed        *int
		}
		Input []string
	}
	if err := json.Unmarshal(r.Body, &in); err != nil {
		return &Reply{Status: http.StatusBadRequest, Message: "the body does not parse: " + err.Error()}
	}
	r.Model, r.System, r.Temperature, r.Seed = in.Model, in.System, in.Temperature, in.Seed
	r.MaxTokens, r.MaxTokensField = in.MaxTokens, "max_tokens"
	if in.MaxCompletionTokens != nil {
		r.MaxTokens, r.MaxTokensField = in.MaxCompletionTokens, "max_completion_tokens"
	}
	// Only Ollama streams unless told otherwise.
	r.Stream = r.Dialect == Ollama
	if in.Stream != nil {
		r.Stream = *in.Stream
	}
	if r.Dialect == Ollama {
		r.Temperature, r.Seed, r.MaxTokens, r.MaxTokensField = in.Options.Temperature, in.Options.Seed, in.Options.NumPredict, "num_predict"
	}
	for _, m := range in.Messages {
		if m.Role == "system" {
			r.System += content(m.Content)
		} else {
			r.User += content(m.Content)
		}
	}
	if r.Texts != nil {
		r.Texts = append(r.Texts, in.Input...)
	}
	switch {
	case r.Model == "":
		return &Reply{Status: http.StatusBadRequest, Message: "you must provide a model parameter"}
	case r.Texts == nil && len(in.Messages) == 0:
		return &Reply{Status: http.StatusBadRequest, Message: "messages: at least one message is required"}
	case r.Dialect == Anthropic && r.MaxTokens == nil:
		return &Reply{Status: http.StatusBadRequest, Message: "max_tokens: Field required"}
	case r.Dialect == Anthropic && r.Header.Get("Anthropic-Version") == "":
		return &Reply{Status: http.StatusBadRequest, Message: "anthropic-version: header is required"}
	}
	return nil
}

// content is a message's text, given as one or in parts.
func content(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	var parts []struct{ Text string }
	_ = json.Unmarshal(raw, &parts) // parts of other kinds have no text
	for _, p := range parts {
		text += p.Text
	}
	return text
}
