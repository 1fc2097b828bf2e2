package llm

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"

	"newsdesk/rag/llm/llmtest"
)

// spans keeps what is traced, as text.
type spans struct {
	noop.TracerProvider
	mu    sync.Mutex
	ended []string
}

type tracer struct {
	noop.Tracer
	to *spans
}

type span struct {
	noop.Span
	to   *spans
	text strings.Builder
}

func (s *spans) Tracer(string, ...trace.TracerOption) trace.Tracer { return tracer{to: s} }

func (t tracer) Start(ctx context.Context, name string, opts ...trace.SpanStartOption) (context.Context, trace.Span) {
	s := &span{to: t.to}
	s.text.WriteString(name)
	config := trace.NewSpanStartConfig(opts...)
	s.SetAttributes(config.Attributes()...)
	return trace.ContextWithSpan(ctx, s), s
}

func (s *span) SetAttributes(kv ...attribute.KeyValue) {
	for _, a := range kv {
		fmt.Fprintf(&s.text, " %s=%s", a.Key, a.Value.String())
	}
}

func (s *span) SetStatus(code codes.Code, text string) { fmt.Fprintf(&s.text, " %v:%s", code, text) }

func (s *span) End(...trace.SpanEndOption) {
	s.to.mu.Lock()
	defer s.to.mu.Unlock()
	s.to.ended = append(s.to.ended, s.text.String())
}

func TestSpans(t *testing.T) {
	was := otel.GetTracerProvider()
	t.Cleanup(func() { otel.SetTracerProvider(was) })
	eachProvider(t, func(t *testing.T, c providerCase) {
		kept := &spans{}
		otel.SetTracerProvider(kept)
		s := newServer(t, func(r llmtest.Request) llmtest.Reply {
			if r.N == 1 {
				return llmtest.Say("The bridge.")
			}
			return llmtest.Reply{Status: 401}
		})
		m := c.open(t, s)
		if _, _, err := ask(t, m, prompt); err != nil {
			t.Fatal(err)
		}
		_, _, err := ask(t, m, prompt)
		wantKind(t, err, KindKey)
		if len(kept.ended) != 2 {
			t.Fatalf("%d spans", len(kept.ended))
		}
		for i, want := range [][]string{
			{"chat test-model", "gen_ai.provider.name=" + c.name, "gen_ai.usage.input_tokens=7", "gen_ai.usage.output_tokens=2", "newsdesk.attempts=1"},
			{"error.type=key", "Error:key"},
		} {
			for _, part := range want {
				if !strings.Contains(kept.ended[i], part) {
					t.Errorf("no %s in %s", part, kept.ended[i])
				}
			}
			if text := kept.ended[i]; strings.Contains(text, testKey) || strings.Contains(text, prompt.User) || strings.Contains(text, "The bridge") {
				t.Errorf("a span holds texts: %s", text)
			}
		}
	})
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
