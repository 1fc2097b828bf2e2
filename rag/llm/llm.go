// Package llm asks language models and embedders over a network: Ollama,
// OpenAI and every server that speaks its API, Anthropic, and Google through
// its OpenAI-compatible address. It is the one home of langchaingo, which
// forms the requests, and adds what that library leaves out (transport.go and
// stream.go, between it and the network):
//
//   - an output that was cut short, refused or empty is an error, never a
//     result (stream.go);
//   - every failure is an *Error of a Kind, whose text says what to do and holds
//     no secret (errors.go, classify.go);
//   - what may pass is tried again, with jitter, Retry-After and a budget
//     (retry.go, generate.go), and never after a piece was handed on;
//   - a call ends within a second of its context.
//
// Open makes a rag.Generator, OpenEmbedder an embedder for package index.
// Record and Replay keep outputs in a file. Package llmtest is a server with
// these dialects for tests.
package llm

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// Settings say which model is asked and how.
type Settings struct {
	// Spec is PROVIDER:MODEL, such as "ollama:llama3.2:3b". The providers are
	// ollama, openai, anthropic and googleai; of embedders ollama and openai.
	Spec string
	// Named is what named Spec, for messages, such as "--llm"; empty for
	// NEWSDESK_LLM or NEWSDESK_EMBEDDER.
	Named string
	// BaseURL is the address of another server that speaks the provider's API,
	// with the path that its own ends in ("http://127.0.0.1:8000/v1"); empty
	// for the provider's own.
	BaseURL string
	// The keys. Only the one of the provider is used. An OpenAI-compatible
	// server at another address may do without.
	OpenAIKey, AnthropicKey, GoogleKey string
	// Log gets a line a call; prompts and outputs only at debug level. Nil for
	// none.
	Log *slog.Logger
	// Silence is how long a server may say nothing before the call fails: by
	// default two minutes, in which a local model can be loaded.
	Silence time.Duration
	// Attempts is how often a call is tried at most; by default 4.
	Attempts int
	// Wait is how long a call may wait between its attempts, all told; by
	// default 30 seconds.
	Wait time.Duration
}

// role is what an endpoint is asked for, with the settings that choose it, for
// messages, and what stands in spec where no server is wanted.
type role struct{ spec, base, without string }

var (
	generating = role{"NEWSDESK_LLM", "NEWSDESK_LLM_BASE_URL", "none"}
	embedding  = role{"NEWSDESK_EMBEDDER", "NEWSDESK_EMBEDDER_BASE_URL", "builtin"}
)

// endpoint is a model on a server.
type endpoint struct {
	role
	provider *provider
	model    string
	baseURL  string // without a slash at its end
	host     string // for messages: no userinfo, no path
	custom   bool   // not the provider's own address
	key      string
	// secrets must stand in no message.
	secrets  []string
	log      *slog.Logger
	http     http.RoundTripper
	silence  time.Duration
	attempts int
	wait     time.Duration
	// backoff is the first upper bound of a wait between attempts.
	backoff time.Duration
	quirks  quirks
}

func newEndpoint(s Settings, r role, allowed ...string) (*endpoint, error) {
	name, model, _ := strings.Cut(s.Spec, ":")
	name, model = strings.TrimSpace(name), strings.TrimSpace(model)
	r.spec = cmp.Or(s.Named, r.spec)
	p := providers[name]
	if p == nil || model == "" || !slices.Contains(allowed, name) {
		return nil, fmt.Errorf("%s is not a model: write %s:MODEL or %s", r.spec, strings.Join(allowed, ":MODEL, "), r.without)
	}
	e := &endpoint{
		role: r, provider: p, model: model, baseURL: strings.TrimRight(strings.TrimSpace(s.BaseURL), "/"), custom: true,
		log: s.Log, silence: s.Silence, attempts: s.Attempts, wait: s.Wait, backoff: 500 * time.Millisecond,
	}
	if e.baseURL == "" {
		e.baseURL, e.custom = p.base, false
	}
	u, err := url.Parse(e.baseURL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("%s is not the address of a server: it must look like %s", r.base, p.base)
	}
	e.host = u.Host
	if password, ok := u.User.Password(); ok {
		e.secrets = append(e.secrets, password)
	}
	if e.key, err = p.pick(s, e.custom); err != nil {
		return nil, err
	}
	for _, key := range []string{s.OpenAIKey, s.AnthropicKey, s.GoogleKey} {
		if key = strings.TrimSpace(key); key != "" {
			e.secrets = append(e.secrets, key)
		}
	}
	e.fillDefaults()
	return e, nil
}

func (e *endpoint) fillDefaults() {
	if e.log == nil {
		e.log = slog.New(slog.DiscardHandler)
	}
	if e.silence <= 0 {
		e.silence = 2 * time.Minute
	}
	if e.attempts <= 0 {
		e.attempts = 4
	}
	if e.wait <= 0 {
		e.wait = 30 * time.Second
	}
	e.http = sharedTransport()
}

// sharedTransport keeps the connections of all endpoints.
var sharedTransport = sync.OnceValue(func() http.RoundTripper {
	if t, ok := http.DefaultTransport.(*http.Transport); ok {
		return t.Clone()
	}
	return http.DefaultTransport
})

// ID is the model with its provider.
func (e *endpoint) ID() string { return e.provider.name + ":" + e.model }

// pick is the provider's key. A key is checked here, since one with a
// character too many is otherwise an error deep in a request.
func (p *provider) pick(s Settings, custom bool) (string, error) {
	if p.key == nil {
		return "", nil
	}
	key := strings.TrimSpace(p.key(s))
	switch {
	case strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r >= 0x7f }):
		return "", fmt.Errorf("%s holds a character that no key has: copy it anew", p.keySetting)
	case key != "" || custom && p.keyless:
		return key, nil
	case p.keyless:
		return "", fmt.Errorf("%s needs a key: set %s, or the address of a server that needs none", p.title, p.keySetting)
	}
	return "", errors.New(p.title + " needs a key: set " + p.keySetting)
}
