package llm

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"newsdesk/rag"
	"newsdesk/rag/llm/llmtest"
)

// TestMain also finds what a cancelled or broken call leaves behind. bleve,
// which comes with package rag, starts workers for the life of the process.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
}

// providerCase is a provider with the dialect that its server speaks.
type providerCase struct{ name, dialect string }

var everyProvider = []providerCase{
	{"openai", llmtest.OpenAI}, {"anthropic", llmtest.Anthropic}, {"ollama", llmtest.Ollama}, {"googleai", llmtest.OpenAI},
}

const testKey = "sk-test-0123456789"

func newServer(t *testing.T, script llmtest.Script) *llmtest.Server {
	t.Helper()
	s, err := llmtest.New(script)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// open makes a model on s that does not wait long. Its connections end with
// the test.
func (c providerCase) open(t *testing.T, s *llmtest.Server, change ...func(*Settings)) *Model {
	t.Helper()
	set := Settings{Spec: c.name + ":test-model", BaseURL: s.URL(c.dialect), OpenAIKey: testKey, AnthropicKey: testKey, GoogleKey: testKey}
	for _, f := range change {
		f(&set)
	}
	m, err := Open(set)
	if err != nil {
		t.Fatal(err)
	}
	m.backoff = time.Millisecond
	ownConnections(t, m.endpoint)
	return m
}

func ownConnections(t *testing.T, e *endpoint) {
	own := http.DefaultTransport.(*http.Transport).Clone()
	t.Cleanup(own.CloseIdleConnections)
	e.http = own
}

// eachProvider runs a test for every provider.
func eachProvider(t *testing.T, test func(*testing.T, providerCase)) {
	for _, c := range everyProvider {
		t.Run(c.name, func(t *testing.T) { test(t, c) })
	}
}

var prompt = rag.Prompt{System: "Be brief.", User: "What was opened?", MaxTokens: 50}

// ask generates and collects the pieces.
func ask(t *testing.T, m rag.Generator, p rag.Prompt) (rag.Generation, []string, error) {
	t.Helper()
	var pieces []string
	g, err := m.Generate(t.Context(), p, func(piece string) error {
		pieces = append(pieces, piece)
		return nil
	})
	return g, pieces, err
}

// wantKind fails unless err is an *Error of that kind that says what to do and
// holds no secret.
func wantKind(t *testing.T, err error, kind Kind) *Error {
	t.Helper()
	var fault *Error
	if !errors.As(err, &fault) || fault.Kind != kind {
		t.Fatalf("got %v (%T), want the kind %v", err, err, kind)
	}
	text := err.Error()
	if strings.Contains(text, testKey) || strings.ContainsAny(text, "\n\r") || !strings.Contains(text, ": ") || len(text) > 500 {
		t.Errorf("a bad message: %q", text)
	}
	return fault
}

func TestGenerate(t *testing.T) {
	eachProvider(t, func(t *testing.T, c providerCase) {
		const text = "The new bridge was opened – “at last”. 🌉"
		s := newServer(t, func(llmtest.Request) llmtest.Reply { return llmtest.Say(text) })
		m := c.open(t, s)
		if m.Model() != c.name+":test-model" {
			t.Errorf("the model is %q", m.Model())
		}
		g, pieces, err := ask(t, m, prompt)
		if err != nil {
			t.Fatal(err)
		}
		if g.Text != text || strings.Join(pieces, "") != text || len(pieces) < 3 {
			t.Errorf("got %q in the pieces %q", g.Text, pieces)
		}
		if g.Usage != (rag.Usage{Input: 7, Output: len(strings.SplitAfter(text, " "))}) {
			t.Errorf("the usage is %+v", g.Usage)
		}
		if g, err := m.Generate(t.Context(), prompt, nil); err != nil || g.Text != text {
			t.Errorf("with nobody reading along: %q, %v", g.Text, err)
		}
		for _, r := range s.Requests() {
			if r.Model != "test-model" || r.System != prompt.System || r.User != prompt.User || r.MaxTokens == nil || *r.MaxTokens != 50 {
				t.Errorf("asked %+v", r)
			}
			if r.Temperature == nil || *r.Temperature != 0 {
				t.Errorf("the temperature is %v", r.Temperature)
			}
			if hasSeed := c.name == "openai" || c.name == "ollama"; hasSeed != (r.Seed != nil) {
				t.Errorf("the seed is %v", r.Seed)
			}
			if c.dialect == llmtest.OpenAI && r.MaxTokensField != "max_tokens" {
				t.Errorf("a compatible server was sent %s", r.MaxTokensField)
			}
		}
	})
}

// TestWithoutBound holds the default of MaxTokens: none, but where one must be.
func TestWithoutBound(t *testing.T) {
	eachProvider(t, func(t *testing.T, c providerCase) {
		s := newServer(t, func(llmtest.Request) llmtest.Reply { return llmtest.Say("Yes.") })
		if _, _, err := ask(t, c.open(t, s), rag.Prompt{User: "Is it?"}); err != nil {
			t.Fatal(err)
		}
		if r := s.Requests()[0]; (r.MaxTokens != nil) != (c.name == "anthropic") || r.System != "" {
			t.Errorf("asked %s", r.Body)
		}
	})
}

// TestOutputNotWhole holds that what is not whole is an error, whether or not
// somebody reads along, and that its kind says why.
func TestOutputNotWhole(t *testing.T) {
	say := llmtest.Say("The bridge was opened")
	with := func(change func(*llmtest.Reply)) llmtest.Reply {
		r := say
		change(&r)
		return r
	}
	for _, tt := range []struct {
		name  string
		reply llmtest.Reply
		kind  Kind
		not   string // a provider that this cannot happen to
	}{
		{"length", with(func(r *llmtest.Reply) { r.Stop = llmtest.StopLength }), KindLength, ""},
		{"refusal", with(func(r *llmtest.Reply) { r.Stop = llmtest.StopRefusal }), KindRefusal, "ollama"},
		{"no reason to stop", with(func(r *llmtest.Reply) { r.Stop = llmtest.StopNone }), KindCut, ""},
		{"cut", with(func(r *llmtest.Reply) { r.Cut = true }), KindCut, ""},
		{"error event", with(func(r *llmtest.Reply) { r.Failure = "the server is overloaded" }), KindOverloaded, ""},
		{"empty", llmtest.Reply{}, KindEmpty, ""},
		{"blank", llmtest.Say(" \n "), KindEmpty, ""},
		{"garbage", with(func(r *llmtest.Reply) { r.Raw = "data: {\"choices\": [\n{]\n" }), KindGarbage, ""},
		{"a line without an end", with(func(r *llmtest.Reply) { r.Raw = "data: " + strings.Repeat("x", 3<<20) + "\n" }), KindGarbage, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			eachProvider(t, func(t *testing.T, c providerCase) {
				if c.name == tt.not {
					t.Skip("it has no such answer")
				}
				s := newServer(t, func(llmtest.Request) llmtest.Reply { return tt.reply })
				m := c.open(t, s)
				g, pieces, err := ask(t, m, prompt)
				wantKind(t, err, tt.kind)
				if g != (rag.Generation{}) {
					t.Errorf("got %+v with an error", g)
				}
				if len(pieces) > 0 && len(s.Requests()) != 1 {
					t.Errorf("asked %d times although a piece was handed on", len(s.Requests()))
				}
				g, err = m.Generate(t.Context(), prompt, nil)
				wantKind(t, err, tt.kind)
				if g != (rag.Generation{}) {
					t.Errorf("got %+v with an error, nobody reading along", g)
				}
			})
		})
	}
}

// TestLongLines holds that a piece of any size that a server sends comes
// through, although langchaingo stops at 64 kB.
func TestLongLines(t *testing.T) {
	eachProvider(t, func(t *testing.T, c providerCase) {
		long := strings.Repeat("größer\u2028\"<&>\x01 ", 7000) // some 140 kB, more in JSON
		s := newServer(t, func(llmtest.Request) llmtest.Reply { return llmtest.Reply{Pieces: []string{"A ", long, "end."}} })
		g, pieces, err := ask(t, c.open(t, s), prompt)
		if err != nil {
			t.Fatal(err)
		}
		if want := "A " + long + "end."; g.Text != want || strings.Join(pieces, "") != want {
			t.Errorf("got %d bytes, want %d", len(g.Text), len(want))
		}
	})
}

func TestNoEnd(t *testing.T) {
	eachProvider(t, func(t *testing.T, c providerCase) {
		pieces := make([]string, 40)
		for i := range pieces {
			pieces[i] = strings.Repeat("word ", 10_000)
		}
		s := newServer(t, func(llmtest.Request) llmtest.Reply { return llmtest.Reply{Pieces: pieces} })
		_, _, err := ask(t, c.open(t, s), prompt)
		wantKind(t, err, KindGarbage)
	})
}

func TestStatuses(t *testing.T) {
	for _, tt := range []struct {
		name  string
		reply llmtest.Reply
		kind  Kind
		tries int
	}{
		{"refused key", llmtest.Reply{Status: 401, Message: "Incorrect API key provided: " + testKey}, KindKey, 1},
		{"forbidden", llmtest.Reply{Status: 403, Body: "no"}, KindKey, 1},
		{"quota", llmtest.Reply{Status: 429, Code: "insufficient_quota", Message: "You exceeded your insufficient_quota"}, KindQuota, 1},
		{"rate limit", llmtest.Reply{Status: 429, Message: "slow down"}, KindRateLimit, 4},
		{"overloaded", llmtest.Reply{Status: 529, Code: "overloaded_error", Message: "Overloaded"}, KindOverloaded, 4},
		{"internal error", llmtest.Reply{Status: 500, Body: "<html>oops " + testKey}, KindOverloaded, 4},
		{"gateway", llmtest.Reply{Status: 502}, KindOverloaded, 4},
		{"context", llmtest.Reply{Status: 400, Code: "context_length_exceeded", Message: "This model's maximum context length is 8192 tokens"}, KindContext, 1},
		{"too large", llmtest.Reply{Status: 413, Body: "too large"}, KindContext, 1},
		{"no model", llmtest.Reply{Status: 404, Message: `model "test-model" not found, try pulling it first`}, KindModel, 1},
		{"no such page", llmtest.Reply{Status: 404, Body: "404 page not found"}, KindRequest, 1},
		{"bad request", llmtest.Reply{Status: 400, Message: "nonsense\nin\tlines: " + testKey}, KindRequest, 1},
		{"a redirect", llmtest.Reply{Status: 307, Header: http.Header{"Location": {"http://127.0.0.1:1/steal"}}}, KindGarbage, 1},
		{"nothing", llmtest.Reply{Status: 204}, KindGarbage, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			eachProvider(t, func(t *testing.T, c providerCase) {
				s := newServer(t, func(llmtest.Request) llmtest.Reply { return tt.reply })
				_, pieces, err := ask(t, c.open(t, s), prompt)
				fault := wantKind(t, err, tt.kind)
				if fault.Status != tt.reply.Status || fault.Provider != c.name || len(pieces) != 0 {
					t.Errorf("got %+v and %q", fault, pieces)
				}
				if n := len(s.Requests()); n != tt.tries {
					t.Errorf("asked %d times, want %d", n, tt.tries)
				}
			})
		})
	}
}

func TestRetryAfter(t *testing.T) {
	eachProvider(t, func(t *testing.T, c providerCase) {
		busy := func(after string) llmtest.Reply {
			return llmtest.Reply{Status: 429, Message: "slow down", Header: http.Header{"Retry-After": {after}}}
		}
		s := newServer(t, func(r llmtest.Request) llmtest.Reply {
			if r.N == 1 {
				return busy("0.2")
			}
			return llmtest.Say("At last.")
		})
		begun := time.Now()
		g, _, err := ask(t, c.open(t, s), prompt)
		if took := time.Since(begun); err != nil || g.Text != "At last." || took < 200*time.Millisecond {
			t.Errorf("got %q, %v after %v", g.Text, err, took)
		}
		// More than the budget of waiting is not waited for.
		s = newServer(t, func(llmtest.Request) llmtest.Reply { return busy("90") })
		begun = time.Now()
		_, _, err = ask(t, c.open(t, s), prompt)
		if fault := wantKind(t, err, KindRateLimit); fault.RetryAfter != 90*time.Second || !strings.Contains(err.Error(), "in 1m30s") || time.Since(begun) > 5*time.Second {
			t.Errorf("got %v (%v) after %v", err, fault.RetryAfter, time.Since(begun))
		}
	})
}

func TestRetriesUntilItWorks(t *testing.T) {
	eachProvider(t, func(t *testing.T, c providerCase) {
		s := newServer(t, func(r llmtest.Request) llmtest.Reply {
			switch r.N {
			case 1:
				return llmtest.Reply{Status: 503}
			case 2:
				return llmtest.Reply{Cut: true}
			}
			return llmtest.Say("It works.")
		})
		g, pieces, err := ask(t, c.open(t, s), prompt)
		if err != nil || g.Text != "It works." || strings.Join(pieces, "") != g.Text || len(s.Requests()) != 3 {
			t.Errorf("got %q in %q, %v after %d requests", g.Text, pieces, err, len(s.Requests()))
		}
		// With nobody reading along, an output that breaks off is asked for anew.
		s = newServer(t, func(r llmtest.Request) llmtest.Reply {
			out := llmtest.Say("It works again.")
			out.Cut = r.N == 1
			return out
		})
		g, err = c.open(t, s).Generate(t.Context(), prompt, nil)
		if err != nil || g.Text != "It works again." || len(s.Requests()) != 2 {
			t.Errorf("got %q, %v after %d requests", g.Text, err, len(s.Requests()))
		}
	})
}

// TestCancel holds that a call ends within a second of its context, at every
// point, and frees what it had: the server sees the client leave, and goleak
// finds no goroutine.
func TestCancel(t *testing.T) {
	for _, tt := range []struct {
		name  string
		reply llmtest.Reply
	}{
		{"before the headers", llmtest.Reply{Late: time.Minute}},
		{"before the first piece", llmtest.Reply{Hang: true}},
		{"in the middle", llmtest.Reply{Pieces: []string{"The ", "bridge "}, Hang: true}},
		{"while waiting", llmtest.Reply{Status: 429, Header: http.Header{"Retry-After": {"25"}}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			eachProvider(t, func(t *testing.T, c providerCase) {
				s := newServer(t, func(llmtest.Request) llmtest.Reply { return tt.reply })
				m := c.open(t, s)
				before := goleak.IgnoreCurrent()
				for _, cause := range []error{context.Canceled, context.DeadlineExceeded} {
					ctx, cancel := context.WithCancel(t.Context())
					if cause == context.DeadlineExceeded {
						cancel()
						ctx, cancel = context.WithTimeout(t.Context(), 100*time.Millisecond)
					} else {
						time.AfterFunc(100*time.Millisecond, cancel)
					}
					begun := time.Now()
					g, err := m.Generate(ctx, prompt, func(string) error { return nil })
					took := time.Since(begun)
					cancel()
					if !errors.Is(err, cause) || g != (rag.Generation{}) || took > time.Second {
						t.Errorf("got %+v, %v after %v", g, err, took)
					}
				}
				for end := time.Now().Add(2 * time.Second); s.Open() > 0; time.Sleep(10 * time.Millisecond) {
					if time.Now().After(end) {
						t.Fatalf("the server still has %d answers under way", s.Open())
					}
				}
				m.http.(*http.Transport).CloseIdleConnections()
				if err := goleak.Find(before); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// TestUnwanted holds that an error of each ends the call and is returned.
func TestUnwanted(t *testing.T) {
	eachProvider(t, func(t *testing.T, c providerCase) {
		s := newServer(t, func(llmtest.Request) llmtest.Reply {
			return llmtest.Reply{Pieces: []string{"a ", "b ", "c "}, Hang: true}
		})
		enough := errors.New("enough")
		var calls int
		g, err := c.open(t, s).Generate(t.Context(), prompt, func(string) error {
			if calls++; calls == 2 {
				return enough
			}
			return nil
		})
		if err != enough || calls != 2 || g != (rag.Generation{}) || len(s.Requests()) != 1 {
			t.Errorf("got %+v, %v after %d pieces and %d requests", g, err, calls, len(s.Requests()))
		}
	})
}

func TestSilence(t *testing.T) {
	eachProvider(t, func(t *testing.T, c providerCase) {
		for _, reply := range []llmtest.Reply{{Late: time.Minute}, {Pieces: []string{"a "}, Hang: true}} {
			s := newServer(t, func(llmtest.Request) llmtest.Reply { return reply })
			_, _, err := ask(t, c.open(t, s, func(s *Settings) { s.Silence = 150 * time.Millisecond }), prompt)
			wantKind(t, err, KindTimeout)
			if len(s.Requests()) != 1 {
				t.Errorf("asked %d times", len(s.Requests()))
			}
		}
		// A slow server is not a silent one, and a slow reader is not the server.
		s := newServer(t, func(llmtest.Request) llmtest.Reply {
			return llmtest.Reply{Late: 100 * time.Millisecond, Pause: 100 * time.Millisecond, Pieces: []string{"a ", "b ", "c ", "d."}}
		})
		var calls atomic.Int64
		g, err := c.open(t, s, func(s *Settings) { s.Silence = 300 * time.Millisecond }).Generate(t.Context(), prompt, func(string) error {
			if calls.Add(1) == 2 {
				time.Sleep(400 * time.Millisecond)
			}
			return nil
		})
		if err != nil || g.Text != "a b c d." {
			t.Errorf("a slow server: %q, %v", g.Text, err)
		}
	})
}

func TestUnreachable(t *testing.T) {
	eachProvider(t, func(t *testing.T, c providerCase) {
		s := newServer(t, func(llmtest.Request) llmtest.Reply { return llmtest.Reply{} })
		m := c.open(t, s, func(set *Settings) {
			set.BaseURL = strings.Replace(set.BaseURL, "http://", "http://user:hunter2@", 1)
		})
		s.Close()
		_, _, err := ask(t, m, prompt)
		wantKind(t, err, KindUnreachable)
		if text := err.Error(); strings.Contains(text, "hunter2") || !strings.Contains(text, "127.0.0.1:") || !strings.Contains(text, "refused") {
			t.Errorf("the message: %s", text)
		}
	})
}

// TestEnvironment holds that nothing is taken from the environment.
func TestEnvironment(t *testing.T) {
	for _, name := range []string{"OPENAI_API_KEY", "OPENAI_MODEL", "OPENAI_BASE_URL", "OPENAI_API_BASE", "OPENAI_ORGANIZATION", "ANTHROPIC_API_KEY", "OLLAMA_HOST"} {
		t.Setenv(name, "http://127.0.0.1:1/from-the-environment")
	}
	eachProvider(t, func(t *testing.T, c providerCase) {
		s := newServer(t, func(llmtest.Request) llmtest.Reply { return llmtest.Say("Yes.") })
		if _, _, err := ask(t, c.open(t, s), prompt); err != nil {
			t.Fatal(err)
		}
		r := s.Requests()[0]
		var all bytes.Buffer
		if err := r.Header.Write(&all); err != nil {
			t.Fatal(err)
		}
		if all.Write(r.Body); strings.Contains(all.String(), "from-the-environment") {
			t.Errorf("sent %s", &all)
		}
		if sent := strings.Contains(all.String(), testKey); sent != (c.name != "ollama") {
			t.Errorf("the key was sent: %v", sent)
		}
	})
	if _, err := Open(Settings{Spec: "anthropic:claude"}); err == nil || !strings.Contains(err.Error(), "ANTHROPIC_API_KEY") {
		t.Errorf("without a key in the settings: %v", err)
	}
}

// TestAdapts holds that a field which a server refuses is left out, once.
func TestAdapts(t *testing.T) {
	for _, field := range []string{"temperature", "seed", "max_tokens"} {
		t.Run(field, func(t *testing.T) {
			s := newServer(t, func(r llmtest.Request) llmtest.Reply {
				if strings.Contains(string(r.Body), `"`+field+`"`) {
					return llmtest.Reply{Status: 400, Param: field, Message: "Unsupported parameter: '" + field + "' is not supported with this model."}
				}
				return llmtest.Say("Fine.")
			})
			m := everyProvider[0].open(t, s)
			for range 2 {
				if g, _, err := ask(t, m, prompt); err != nil || g.Text != "Fine." {
					t.Fatalf("got %q, %v", g.Text, err)
				}
			}
			if n := len(s.Requests()); n != 3 {
				t.Errorf("asked %d times, want 3", n)
			}
			if r := s.Requests()[2]; field == "max_tokens" && r.MaxTokensField != "max_completion_tokens" {
				t.Errorf("sent %s", r.Body)
			}
		})
	}
	// Calls at the same time may be refused for one reason.
	s := newServer(t, func(r llmtest.Request) llmtest.Reply {
		if r.Temperature != nil {
			return llmtest.Reply{Status: 400, Late: 50 * time.Millisecond, Message: "`temperature` must be the default"}
		}
		return llmtest.Say("Fine.")
	})
	m := everyProvider[0].open(t, s)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if _, err := m.Generate(t.Context(), prompt, nil); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	s = newServer(t, func(llmtest.Request) llmtest.Reply { return llmtest.Reply{Status: 400, Message: "'seed' is wrong"} })
	_, _, err := ask(t, everyProvider[0].open(t, s), prompt)
	wantKind(t, err, KindRequest)
	if n := len(s.Requests()); n != 2 {
		t.Errorf("asked %d times, want 2", n)
	}
}

// TestOllamaKeepsPrompts holds that Ollama is asked for a context that holds
// the prompt, and not to cut it.
func TestOllamaKeepsPrompts(t *testing.T) {
	s := newServer(t, func(llmtest.Request) llmtest.Reply { return llmtest.Say("Yes.") })
	m := everyProvider[2].open(t, s)
	if _, _, err := ask(t, m, rag.Prompt{User: strings.Repeat("A long text. ", 2000), MaxTokens: 100}); err != nil {
		t.Fatal(err)
	}
	if body := string(s.Requests()[0].Body); !strings.Contains(body, `"truncate":false`) || !strings.Contains(body, `"num_ctx":16384`) {
		t.Errorf("sent %.300s", body)
	}
}

func TestCheck(t *testing.T) {
	eachProvider(t, func(t *testing.T, c providerCase) {
		for _, tt := range []struct {
			reply llmtest.Reply
			kind  Kind
		}{
			{llmtest.Say("Yes."), KindUnknown},
			{llmtest.Reply{Pieces: []string{"Yes, "}, Stop: llmtest.StopLength}, KindUnknown},
			{llmtest.Reply{Status: 401}, KindKey},
		} {
			s := newServer(t, func(llmtest.Request) llmtest.Reply { return tt.reply })
			err := c.open(t, s).Check(t.Context())
			if tt.kind == KindUnknown {
				if err != nil {
					t.Error(err)
				}
			} else {
				wantKind(t, err, tt.kind)
			}
			if n := len(s.Requests()); n != 1 {
				t.Errorf("asked %d times", n)
			}
		}
	})
}

func TestOpenErrors(t *testing.T) {
	for _, tt := range []struct {
		s    Settings
		want string
	}{
		{Settings{Spec: ""}, "NEWSDESK_LLM is not a model"},
		{Settings{Spec: "gpt-4o"}, "openai:MODEL"},
		{Settings{Spec: "openai:"}, "NEWSDESK_LLM is not a model"},
		{Settings{Spec: "mistral:large"}, "NEWSDESK_LLM is not a model"},
		{Settings{Spec: "openai:gpt"}, "OPENAI_API_KEY"},
		{Settings{Spec: "googleai:gemini"}, "GOOGLE_API_KEY"},
		{Settings{Spec: "openai:gpt", OpenAIKey: "sk 1\x00"}, "copy it anew"},
		{Settings{Spec: "ollama:x", BaseURL: "localhost:11434"}, "NEWSDESK_LLM_BASE_URL is not the address"},
		{Settings{Spec: "ollama:x", BaseURL: "http://user:hunter2@host:port"}, "NEWSDESK_LLM_BASE_URL is not the address"},
		{Settings{Spec: "ollama:x", BaseURL: "http://h/?key=hunter2"}, "NEWSDESK_LLM_BASE_URL is not the address"},
	} {
		_, err := Open(tt.s)
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "sk 1") {
			t.Errorf("%+v: %v, want %q", tt.s, err, tt.want)
		}
	}
	// A compatible server may need no key; then none is sent.
	s := newServer(t, func(llmtest.Request) llmtest.Reply { return llmtest.Say("Yes.") })
	m := everyProvider[0].open(t, s, func(set *Settings) { set.OpenAIKey = "" })
	if _, _, err := ask(t, m, prompt); err != nil {
		t.Fatal(err)
	}
	if sent := s.Requests()[0].Header.Get("Authorization"); sent != "" {
		t.Errorf("sent the key %q", sent)
	}
}

// TestLog holds that a call is one line, and that texts stand in the log only
// at debug level and keys never.
func TestLog(t *testing.T) {
	eachProvider(t, func(t *testing.T, c providerCase) {
		for _, level := range []slog.Level{slog.LevelInfo, slog.LevelDebug} {
			var log bytes.Buffer
			s := newServer(t, func(r llmtest.Request) llmtest.Reply {
				if r.N == 1 {
					return llmtest.Reply{Status: 503}
				}
				return llmtest.Say("The bridge.")
			})
			m := c.open(t, s, func(s *Settings) {
				s.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: level}))
			})
			if _, _, err := ask(t, m, prompt); err != nil {
				t.Fatal(err)
			}
			text := log.String()
			for _, want := range []string{"model=" + c.name + ":test-model", "input_tokens=7", "output_tokens=2", "attempts=2", "ms="} {
				if !strings.Contains(text, want) {
					t.Errorf("no %s in %s", want, text)
				}
			}
			debug := level == slog.LevelDebug
			if strings.Contains(text, testKey) || strings.Contains(text, prompt.User) != debug || strings.Contains(text, "The bridge.") != debug {
				t.Errorf("at %v: %s", level, text)
			}
			if lines := strings.Count(text, "\n"); !debug && lines != 1 {
				t.Errorf("%d lines: %s", lines, text)
			}
		}
	})
}
