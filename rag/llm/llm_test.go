package llm

import (
	"errors"
	"net/http"
	"strings"
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
