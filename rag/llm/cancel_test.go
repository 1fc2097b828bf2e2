package llm

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"newsdesk/rag"
	"newsdesk/rag/llm/llmtest"
)

// TestCancel holds that a call ends within a second of its context, at every
// point, and frees what it had: the server sees the client leave, and goleak
// finds no goroutine. What the server was at work on is counted.
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
					if !errors.Is(err, cause) || g.Text != "" || (g.Usage == rag.Usage{}) != (tt.reply.Status != 0) || took > time.Second {
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
