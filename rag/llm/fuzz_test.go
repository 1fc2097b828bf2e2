package llm

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"newsdesk/rag"
)

// cannedServer answers every request with one body.
type cannedServer struct {
	status int
	header http.Header
	body   []byte
}

func (c cannedServer) RoundTrip(req *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: c.status, Header: c.header, Body: io.NopCloser(iotest.OneByteReader(bytes.NewReader(c.body))), Request: req}, nil
}

// FuzzStream holds the promise of rag.Generator for whatever a server sends:
// an output is whole, its text is what was handed over in pieces, or there is
// an *Error.
func FuzzStream(f *testing.F) {
	for _, s := range []string{
		"data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n",
		"data: {\"choices\":[null,{\"delta\":{\"tool_calls\":[null]}}]}\n",
		"data: {\"error\":{\"message\":\"x\"}}\n",
		"event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":1}}}\n\ndata: {\"type\":\"content_block_start\",\"index\":-1,\"content_block\":{\"type\":\"text\"}}\ndata: {\"type\":\"content_block_delta\",\"index\":-1,\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":2}}\ndata: {\"type\":\"message_stop\"}\n",
		"{\"message\":{\"content\":\"a\"}}\n{\"done\":true,\"done_reason\":\"stop\",\"eval_count\":3}\n",
		"{\"error\":\"x\"}", "[{\"error\":{\"code\":429,\"status\":\"RESOURCE_EXHAUSTED\",\"details\":[{\"retryDelay\":\"3s\"}]}}]", "",
	} {
		f.Add(200, []byte(s), "")
		f.Add(400, []byte(s), "5")
	}
	f.Fuzz(func(t *testing.T, status int, body []byte, after string) {
		if status < 100 || status > 999 {
			return
		}
		for _, name := range []string{"openai", "anthropic", "ollama", "googleai"} {
			m, err := Open(Settings{Spec: name + ":m", OpenAIKey: testKey, AnthropicKey: testKey, GoogleKey: testKey, Attempts: 1})
			if err != nil {
				t.Fatal(err)
			}
			m.http = cannedServer{status, http.Header{"Retry-After": {after}}, body}
			var pieces strings.Builder
			g, err := m.Generate(context.Background(), rag.Prompt{User: "q"}, func(piece string) error {
				pieces.WriteString(piece)
				return nil
			})
			var fault *Error
			switch {
			case err == nil:
				if strings.TrimSpace(g.Text) == "" || g.Text != pieces.String() || status != 200 {
					t.Errorf("%s: %q in pieces %q", m.Model(), g.Text, &pieces)
				}
			case !errors.As(err, &fault) || fault.Kind == KindUnknown || g.Text != "" || strings.ContainsAny(err.Error(), "\n\r\x1b") || fault.RetryAfter < 0:
				t.Errorf("%s: %+v, %#v", m.Model(), g, err)
			}
		}
	})
}

// FuzzRetryAfter holds that a wait is never negative nor longer than a day.
func FuzzRetryAfter(f *testing.F) {
	for _, s := range []string{"20", "-1", "0.5", "Wed, 25 Nov 2026 10:00:00 GMT", "1e99", "NaN", "never"} {
		f.Add(s, s)
	}
	now := time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, seconds, ms string) {
		if d := retryAfter(http.Header{"Retry-After": {seconds}, "Retry-After-Ms": {ms}}, now); d < 0 || d > maxRetryAfter {
			t.Errorf("%q, %q: %v", seconds, ms, d)
		}
	})
}

func TestRetryAfterForms(t *testing.T) {
	now := time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"20": 20 * time.Second, "0.5": 500 * time.Millisecond, "Wed, 25 Nov 2026 09:01:00 GMT": time.Minute,
		"Wed, 25 Nov 2026 08:59:00 GMT": 0, "-3": 0, "soon": 0, "": 0, "1e12": 0, "NaN": 0,
	} {
		if got := retryAfter(http.Header{"Retry-After": {value}}, now); got != want {
			t.Errorf("%q: %v, want %v", value, got, want)
		}
	}
}
