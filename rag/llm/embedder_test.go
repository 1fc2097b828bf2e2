package llm

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"newsdesk/corpus"
	"newsdesk/rag/index"
	"newsdesk/rag/llm/llmtest"
)

var _ index.QueryEmbedder = (*Embedder)(nil)

// embedders are the providers that embed. Both are asked through OpenAI's API.
var embedders = []string{"openai", "ollama"}

// direction is what the test server embeds a text as: two numbers that tell
// texts apart, not of unit length.
func direction(text string) []float32 {
	var sum float32
	for i := range len(text) {
		sum += float32(text[i]) * float32(i%7+1)
	}
	return []float32{float32(len(text)), sum}
}

func unitOf(v []float32) []float32 {
	n := float32(math.Hypot(float64(v[0]), float64(v[1])))
	return []float32{v[0] / n, v[1] / n}
}

// embedAll answers with the vectors in a wrong order, as servers may.
func embedAll(r llmtest.Request) llmtest.Reply {
	out := llmtest.Reply{Input: 3}
	for i, text := range r.Texts {
		out.Vectors = append(out.Vectors, direction(text))
		out.Order = append([]int{i}, out.Order...)
	}
	return out
}

func openEmbedder(t *testing.T, name string, s *llmtest.Server, cache VectorCache) *Embedder {
	t.Helper()
	base := s.URL(llmtest.OpenAI)
	if name == "ollama" {
		base = s.URL(llmtest.Ollama)
	}
	e, err := OpenEmbedder(Settings{Spec: name + ":test-embed", BaseURL: base, OpenAIKey: testKey}, cache)
	if err != nil {
		t.Fatal(err)
	}
	e.backoff = time.Millisecond
	ownConnections(t, e.endpoint)
	return e
}

func openCache(t *testing.T) *corpus.Vectors {
	t.Helper()
	c, err := corpus.OpenVectors(t.Context(), filepath.Join(t.TempDir(), "vectors.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// asked is how often each text was sent.
func asked(s *llmtest.Server) map[string]int {
	out := make(map[string]int)
	for _, r := range s.Requests() {
		for _, text := range r.Texts {
			out[text]++
		}
	}
	return out
}

func TestEmbed(t *testing.T) {
	for _, name := range embedders {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, embedAll)
			e := openEmbedder(t, name, s, openCache(t))
			if e.ID() != name+":test-embed" {
				t.Errorf("the ID is %q", e.ID())
			}
			var texts []string
			for i := range 100 {
				texts = append(texts, fmt.Sprintf("A title\npassage %d", i%70)) // some twice
			}
			texts = append(texts, " \n", strings.Repeat("long ", 10_000))
			before := slices.Clone(texts)
			for range 2 {
				vectors, err := e.Embed(t.Context(), texts)
				if err != nil || len(vectors) != len(texts) {
					t.Fatalf("%d vectors, %v", len(vectors), err)
				}
				for i, text := range texts {
					want := unitOf(direction(text))
					switch i {
					case 100:
						want = []float32{0, 0}
					case 101:
						want = unitOf(direction(text[:maxEmbedded]))
					}
					if !reflect.DeepEqual(vectors[i], want) {
						t.Fatalf("%d: %v, want %v", i, vectors[i], want)
					}
				}
			}
			if !slices.Equal(texts, before) {
				t.Error("the texts were changed")
			}
			for text, n := range asked(s) {
				if n != 1 {
					t.Errorf("%.30q was sent %d times", text, n)
				}
			}
			if n := len(s.Requests()); n != 3 {
				t.Errorf("%d requests, want 3", n)
			}
			if r := s.Requests()[0]; (r.Header.Get("Authorization") != "") != (name == "openai") || r.Model != "test-embed" {
				t.Errorf("asked %s as %q", r.Model, r.Header.Get("Authorization"))
			}
			for range 2 {
				if v, err := e.EmbedQuery(t.Context(), "Who opened it?"); err != nil || !reflect.DeepEqual(v, unitOf(direction("Who opened it?"))) {
					t.Errorf("the query: %v, %v", v, err)
				}
			}
			if n := len(s.Requests()); n != 4 {
				t.Errorf("%d requests after a query, want 4", n)
			}
			if err := e.Check(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestEmbedContinues holds that a text is not paid for twice where the work
// broke off.
func TestEmbedContinues(t *testing.T) {
	cache := openCache(t)
	texts := make([]string, 5*batchTexts)
	for i := range texts {
		texts[i] = fmt.Sprint("text ", i)
	}
	broken := newServer(t, func(r llmtest.Request) llmtest.Reply {
		if r.N > 3 {
			return llmtest.Reply{Status: 401}
		}
		return embedAll(r)
	})
	_, err := openEmbedder(t, "openai", broken, cache).Embed(t.Context(), texts)
	if fault := wantKind(t, err, KindKey); !strings.Contains(fault.Error(), "OPENAI_API_KEY") {
		t.Error(fault)
	}
	well := newServer(t, embedAll)
	vectors, err := openEmbedder(t, "openai", well, cache).Embed(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range vectors {
		if !reflect.DeepEqual(v, unitOf(direction(texts[i]))) {
			t.Fatalf("%d: %v", i, v)
		}
	}
	if n := len(asked(well)); n != 2*batchTexts {
		t.Errorf("%d texts were sent again, want %d", n, 2*batchTexts)
	}
	// Another model's vectors are not taken.
	s := newServer(t, embedAll)
	e := openEmbedder(t, "ollama", s, cache)
	if _, err := e.Embed(t.Context(), texts[:3]); err != nil || len(asked(s)) != 3 {
		t.Errorf("%d texts were sent, %v", len(asked(s)), err)
	}
}

func TestEmbedFaults(t *testing.T) {
	two := [][]float32{{1, 2}, {3, 4}}
	for _, tt := range []struct {
		name  string
		reply llmtest.Reply
		kind  Kind
	}{
		{"too few", llmtest.Reply{Vectors: two, Order: []int{1}}, KindGarbage},
		{"one twice", llmtest.Reply{Vectors: two, Order: []int{1, 1}}, KindGarbage},
		{"of two lengths", llmtest.Reply{Vectors: [][]float32{{1, 2}, {3}}}, KindGarbage},
		{"empty", llmtest.Reply{Vectors: [][]float32{{1, 2}, {}}}, KindGarbage},
		{"garbage", llmtest.Reply{Raw: "<html>"}, KindGarbage},
		{"too great", llmtest.Reply{Raw: `{"data":[{"index":0,"embedding":[1e99]},{"index":1,"embedding":[1]}]}`}, KindGarbage},
		{"an error", llmtest.Reply{Raw: `{"error": {"message": "overloaded"}}`}, KindOverloaded},
		{"cut", llmtest.Reply{Vectors: two, Cut: true}, KindCut},
		{"no model", llmtest.Reply{Status: 404, Message: `model "test-embed" not found, try pulling it first`}, KindModel},
		{"busy", llmtest.Reply{Status: 503}, KindOverloaded},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, name := range embedders {
				s := newServer(t, func(llmtest.Request) llmtest.Reply { return tt.reply })
				vectors, err := openEmbedder(t, name, s, nil).Embed(t.Context(), []string{"a", "b"})
				wantKind(t, err, tt.kind)
				if vectors != nil {
					t.Errorf("got %v with an error", vectors)
				}
			}
		})
	}
	// Without numbers the order is taken as it comes.
	s := newServer(t, func(llmtest.Request) llmtest.Reply {
		return llmtest.Reply{Raw: `{"data":[{"embedding":[0,2]},{"embedding":[3,0]}]}`}
	})
	vectors, err := openEmbedder(t, "openai", s, nil).Embed(t.Context(), []string{"a", "b"})
	if err != nil || !reflect.DeepEqual(vectors, [][]float32{{0, 1}, {1, 0}}) {
		t.Errorf("%v, %v", vectors, err)
	}
	s.Close()
	_, err = openEmbedder(t, "ollama", s, nil).Embed(t.Context(), []string{"a"})
	if fault := wantKind(t, err, KindUnreachable); !strings.Contains(fault.Error(), "NEWSDESK_EMBEDDER_BASE_URL") {
		t.Error(fault)
	}
	if _, err := OpenEmbedder(Settings{Spec: "anthropic:claude", AnthropicKey: testKey}, nil); err == nil || !strings.Contains(err.Error(), "NEWSDESK_EMBEDDER is not a model") {
		t.Errorf("Anthropic embeds nothing: %v", err)
	}
}

func TestEmbedCancel(t *testing.T) {
	s := newServer(t, func(llmtest.Request) llmtest.Reply { return llmtest.Reply{Late: time.Minute} })
	e := openEmbedder(t, "ollama", s, openCache(t))
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(100*time.Millisecond, cancel)
	begun := time.Now()
	if _, err := e.Embed(ctx, []string{"a"}); !errors.Is(err, context.Canceled) || time.Since(begun) > time.Second {
		t.Errorf("%v after %v", err, time.Since(begun))
	}
}

// TestEmbedAtOnce is for the race detector.
func TestEmbedAtOnce(t *testing.T) {
	e := openEmbedder(t, "openai", newServer(t, embedAll), openCache(t))
	var wg sync.WaitGroup
	for i := range 6 {
		wg.Go(func() {
			if _, err := e.Embed(t.Context(), []string{fmt.Sprint(i), "same"}); err != nil {
				t.Error(err)
			}
			if _, err := e.EmbedQuery(t.Context(), "same"); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

// FuzzSortVectors holds that an answer gives each text one vector of numbers,
// or an error.
func FuzzSortVectors(f *testing.F) {
	f.Add([]byte(`{"data":[{"index":1,"embedding":[1]},{"index":0,"embedding":[2,3]}],"usage":{"prompt_tokens":3}}`), 2)
	f.Add([]byte(`{"data":[{"embedding":[1]}]}`), 1)
	f.Add([]byte(`{"data":[{"index":-1,"embedding":[1]}]}`), 1)
	f.Fuzz(func(t *testing.T, body []byte, n int) {
		if n < 1 || n > 100 {
			return
		}
		sorted, _, err := sortVectors(body, n)
		if err != nil {
			return
		}
		again, _, err := sortVectors([]byte(sorted), n)
		if err != nil || again != sorted {
			t.Fatalf("%s becomes %s, %v", sorted, again, err)
		}
	})
}
