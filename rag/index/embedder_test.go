package index

import (
	"context"
	"errors"
	"testing"

	"newsdesk/corpus"
)

// server is a QueryEmbedder whose space has nothing to do with the caller's,
// and which fails after some texts.
type server struct {
	letters
	left    *int
	queries *[]string
}

var errDown = errors.New("the server is down")

func (s server) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	if *s.left < len(texts) {
		return nil, errDown
	}
	*s.left -= len(texts)
	vectors, err := s.letters.Embed(ctx, texts)
	for i := range vectors {
		vectors[i] = append(vectors[i], 0, 0) // ten dimensions
	}
	return vectors, err
}

func (s server) EmbedQuery(ctx context.Context, text string) ([]float32, error) {
	*s.queries = append(*s.queries, text)
	vectors, err := s.Embed(ctx, []string{text})
	if err != nil {
		return nil, err
	}
	return vectors[0], nil
}

func newServer(texts int) server { return server{letters("server"), &texts, new([]string)} }

// TestQueryEmbedder holds that a query is embedded where the caller has no
// vector of the space, and that a search fails where that does.
func TestQueryEmbedder(t *testing.T) {
	e := newServer(3)
	x := open(t, t.TempDir(), e, quiet())
	add(t, x, article("bees", "", "", "Bees keep the orchard alive."), article("tram", "", "", "The tram stops at noon."))
	q := query("", 1)
	q.Vector, q.Text = []float32{1, 0, 0}, "tram noon stops"
	hits, err := x.Search(t.Context(), q)
	if err != nil || len(hits) != 1 || hits[0].Article != "tram" || !hits[0].Foreign || hits[0].Dense < .5 {
		t.Errorf("found %+v, %v", hits, err)
	}
	if len(*e.queries) != 1 || (*e.queries)[0] != q.Text {
		t.Errorf("embedded %q", *e.queries)
	}
	if _, err := x.Search(t.Context(), q); !errors.Is(err, errDown) {
		t.Errorf("got %v where the query cannot be embedded", err)
	}
}

// TestInterruptedSwitch holds that an index half-way between two embedders is
// neither's, so that either makes all of it anew.
func TestInterruptedSwitch(t *testing.T) {
	dir := t.TempDir()
	x := open(t, dir, letters("a"), quiet())
	var articles []corpus.Article
	for i := range remakeBatch + 10 {
		articles = append(articles, article(string(rune('a'+i%26))+string(rune('a'+i/26)), "", "", "Bees keep the orchard alive."))
	}
	add(t, x, articles...)
	x.Close()
	if _, err := Open(t.Context(), dir, newServer(remakeBatch+5), quiet()); !errors.Is(err, errDown) {
		t.Fatalf("got %v", err)
	}
	for _, e := range []Embedder{letters("a"), newServer(10_000)} {
		x := open(t, dir, e, quiet())
		if faults, err := x.Verify(t.Context()); err != nil || len(faults) > 0 {
			t.Errorf("%s: %v, %v", e.ID(), faults, err)
		}
		lengths := make(map[int]int)
		if err := x.lib.Passages(t.Context(), func(_ corpus.Passage, v []float32) error {
			lengths[len(v)]++
			return nil
		}); err != nil || len(lengths) != 1 {
			t.Errorf("%s: vectors of the lengths %v, %v", e.ID(), lengths, err)
		}
		x.Close()
	}
}
