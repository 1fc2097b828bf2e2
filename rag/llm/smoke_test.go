package llm

import (
	"context"
	"errors"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"newsdesk/rag"
	"newsdesk/rag/vector"
)

// smokeSettings are those of a real model, or the test is skipped. bash
// .ci/smollm go test ./rag/llm runs it with a small one.
func smokeSettings(t *testing.T) Settings {
	t.Helper()
	s := Settings{Spec: os.Getenv("NEWSDESK_TEST_LLM"), BaseURL: os.Getenv("NEWSDESK_TEST_LLM_BASE_URL")}
	if s.Spec == "" {
		t.Skip("NEWSDESK_TEST_LLM names no model to try: bash .ci/smollm go test ./rag/llm brings a small one")
	}
	return s
}

// TestSmoke asks a real model: it streams, stops, is cut at its bound, is
// cancelled, and says the same again.
func TestSmoke(t *testing.T) {
	m, err := Open(smokeSettings(t))
	if err != nil {
		t.Fatal(err)
	}
	ownConnections(t, m.endpoint)
	if err := m.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	p := rag.Prompt{System: "Answer in one short sentence.", User: "What is the capital of France?", MaxTokens: 300}
	first, pieces, err := ask(t, m, p)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%q in %d pieces, %+v", first.Text, len(pieces), first.Usage)
	if len(pieces) < 2 || strings.Join(pieces, "") != first.Text || first.Usage.Input < 5 || first.Usage.Output < 2 {
		t.Errorf("got %q in the pieces %q, %+v", first.Text, pieces, first.Usage)
	}
	if again, _, err := ask(t, m, p); err != nil || again != first {
		t.Errorf("asked again it says %+v, %v", again, err)
	}
	_, _, err = ask(t, m, rag.Prompt{User: "Tell a long story about a bridge.", MaxTokens: 8})
	wantKind(t, err, KindLength)

	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var at time.Time
	g, err := m.Generate(ctx, rag.Prompt{User: "Tell a long story about a bridge."}, func(string) error {
		if at.IsZero() {
			at = time.Now()
			cancel()
		}
		return nil
	})
	if took := time.Since(at); !errors.Is(err, context.Canceled) || g.Text != "" || took > time.Second {
		t.Errorf("cancelled: %+v, %v after %v", g, err, took)
	}
	// The server is free again.
	if err := m.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestSmokeEmbedder(t *testing.T) {
	e, err := OpenEmbedder(smokeSettings(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	ownConnections(t, e.endpoint)
	vectors, err := e.Embed(t.Context(), []string{"A bridge was opened.", "A bridge was opened.\n", "Bees sleep."})
	if err != nil {
		t.Fatal(err)
	}
	same, other := vector.Dot(vectors[0], vectors[1]), vector.Dot(vectors[0], vectors[2])
	if math.Abs(float64(same)-1) > 1e-4 || other >= same {
		t.Errorf("the cosines are %v and %v", same, other)
	}
}
