package index

import (
	"context"
	"fmt"
	"slices"

	chromem "github.com/philippgille/chromem-go"
)

// Dense finds passages by the direction of their vectors. Implementations
// need not be safe for concurrent writes; Index guards them.
type Dense interface {
	// Put adds or replaces the vector of a passage.
	Put(ctx context.Context, key string, vector []float32) error
	// Delete removes passages; unknown keys are ignored.
	Delete(ctx context.Context, keys []string) error
	// Has reports whether the passage is held.
	Has(ctx context.Context, key string) bool
	// Len is the number of passages held.
	Len() int
	// Cosine compares the vector of a passage with one given; 0 where the
	// passage is not held.
	Cosine(ctx context.Context, key string, vector []float32) float64
	// Nearest returns at most k passages by falling cosine, ties by key;
	// allowed, if not nil, says which articles count.
	Nearest(ctx context.Context, vector []float32, k int, allowed map[string]bool) ([]Neighbour, error)
}

// Neighbour is a passage and the cosine of its vector to the one asked for.
type Neighbour struct {
	Key    string
	Cosine float64
}

// memory is Dense in a chromem-go collection without persistence: chromem-go's
// own loses documents whose names collide in 32 bits.
type memory struct {
	c *chromem.Collection
	// empty are passages without a direction (no known word), which
	// chromem-go would turn into NaN.
	empty map[string]bool
}

func newMemory() (*memory, error) {
	c, err := chromem.NewDB().CreateCollection("passages", nil, func(context.Context, string) ([]float32, error) {
		return nil, fmt.Errorf("vectors are made before they are stored")
	})
	return &memory{c, make(map[string]bool)}, err
}

func (m *memory) Put(ctx context.Context, key string, vector []float32) error {
	if !nonZero(vector) {
		m.empty[key] = true
		return nil
	}
	delete(m.empty, key)
	return m.c.AddDocument(ctx, chromem.Document{ID: key, Embedding: vector})
}

func (m *memory) Delete(ctx context.Context, keys []string) error {
	for _, key := range keys {
		delete(m.empty, key)
	}
	if len(keys) == 0 { // chromem-go refuses to delete nothing
		return nil
	}
	return m.c.Delete(ctx, nil, nil, keys...)
}

func (m *memory) Has(ctx context.Context, key string) bool {
	if m.empty[key] {
		return true
	}
	_, err := m.c.GetByID(ctx, key)
	return err == nil
}

func (m *memory) Len() int { return m.c.Count() + len(m.empty) }

func (m *memory) Cosine(ctx context.Context, key string, vector []float32) float64 {
	d, err := m.c.GetByID(ctx, key)
	if err != nil || len(d.Embedding) != len(vector) {
		return 0
	}
	var dot float32
	for i, x := range d.Embedding {
		dot += x * vector[i]
	}
	return float64(dot)
}

func (m *memory) Nearest(ctx context.Context, vector []float32, k int, allowed map[string]bool) ([]Neighbour, error) {
	// chromem-go refuses an empty collection and more results than documents,
	// and cuts ties at random: ask for some more, then order and cut here.
	n := min(k+32, m.c.Count())
	if allowed != nil {
		n = m.c.Count() // its own filter matches single strings only
	}
	if n == 0 || !nonZero(vector) {
		return nil, nil
	}
	found, err := m.c.QueryEmbedding(ctx, vector, n, nil, nil)
	if err != nil {
		return nil, err
	}
	out := make([]Neighbour, 0, len(found))
	for _, f := range found {
		if article, _ := splitKey(f.ID); allowed == nil || allowed[article] {
			out = append(out, Neighbour{f.ID, float64(f.Similarity)})
		}
	}
	slices.SortFunc(out, func(a, b Neighbour) int {
		if a.Cosine != b.Cosine {
			return cmpDesc(a.Cosine, b.Cosine)
		}
		return compareKeys(a.Key, b.Key)
	})
	return out[:min(k, len(out))], nil
}

func nonZero(v []float32) bool {
	return slices.ContainsFunc(v, func(x float32) bool { return x != 0 })
}
