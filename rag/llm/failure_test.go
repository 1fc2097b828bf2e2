package llm

import (
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"newsdesk/rag/llm/llmtest"
)

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
		{"context, as Ollama says it", llmtest.Reply{Status: 400, Message: "the input length exceeds the context length"}, KindContext, 1},
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

// TestLastingFaults holds that what will be so in a second is not tried again.
func TestLastingFaults(t *testing.T) {
	plain := newServer(t, func(llmtest.Request) llmtest.Reply { return llmtest.Reply{} })
	var shaken atomic.Int64
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			shaken.Add(1)
		}
	}
	secure.StartTLS()
	t.Cleanup(secure.Close)
	for _, tt := range []struct{ base, words string }{
		{strings.Replace(plain.URL(llmtest.OpenAI), "http:", "https:", 1), "no https"},
		{secure.URL + "/v1", "certificate"},
	} {
		m := everyProvider[0].open(t, plain, func(s *Settings) { s.BaseURL = tt.base })
		_, _, err := ask(t, m, prompt)
		if wantKind(t, err, KindUnreachable); !strings.Contains(err.Error(), tt.words) {
			t.Errorf("%s: %v", tt.base, err)
		}
	}
	if n := shaken.Load(); n != 1 {
		t.Errorf("%d connections to a server without a good certificate, want 1", n)
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
