package index

import (
	"context"
	"fmt"
	"math"
	"slices"

	chromem "github.com/philippgille/chromem-go"

	vec "newsdesk/rag/vector"
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
	// held are the passages by article. The vectors are those of c, which
	// keeps the slice that it is given if it is of unit length: they are in
	// memory once. chromem-go's own filter matches single strings only, and a
	// filtered search reads these instead.
	held map[string][]direction
}

// direction is a passage with its vector, which is nil where the passage has
// no known word: chromem-go would turn such a vector into NaN.
type direction struct {
	key    string
	vector []float32
}

func newMemory() (*memory, error) {
	c, err := chromem.NewDB().CreateCollection("passages", nil, func(context.Context, string) ([]float32, error) {
		return nil, fmt.Errorf("vectors are made before they are stored")
	})
	return &memory{c, make(map[string][]direction)}, err
}

func (m *memory) Put(ctx context.Context, key string, vector []float32) error {
	d := direction{key: key, vector: unit(vector)}
	if d.vector != nil {
		if err := m.c.AddDocument(ctx, chromem.Document{ID: key, Embedding: d.vector}); err != nil {
			return err
		}
	} else if at := m.find(key); at != nil && at.vector != nil {
		if err := m.c.Delete(ctx, nil, nil, key); err != nil {
			return err
		}
	}
	if at := m.find(key); at != nil {
		*at = d
		return nil
	}
	article, _ := splitKey(key)
	m.held[article] = append(m.held[article], d)
	return nil
}

// find is the place of a passage, nil where it is not held.
func (m *memory) find(key string) *direction {
	article, n := splitKey(key)
	ds := m.held[article]
	if n < len(ds) && ds[n].key == key { // they come in order
		return &ds[n]
	}
	if i := slices.IndexFunc(ds, func(d direction) bool { return d.key == key }); i >= 0 {
		return &ds[i]
	}
	return nil
}

func (m *memory) Delete(ctx context.Context, keys []string) error {
	var indexed []string
	for _, key := range keys {
		d := m.find(key)
		if d == nil {
			continue
		}
		if d.vector != nil {
			indexed = append(indexed, key)
		}
		article, _ := splitKey(key)
		if m.held[article] = slices.DeleteFunc(m.held[article], func(d direction) bool { return d.key == key }); len(m.held[article]) == 0 {
			delete(m.held, article)
		}
	}
	if len(indexed) == 0 { // chromem-go takes nothing for everything
		return nil
	}
	return m.c.Delete(ctx, nil, nil, indexed...)
}

func (m *memory) Has(ctx context.Context, key string) bool {
	d := m.find(key)
	if d == nil || d.vector == nil {
		return d != nil
	}
	_, err := m.c.GetByID(ctx, key)
	return err == nil
}

func (m *memory) Len() int {
	n := m.c.Count()
	for _, ds := range m.held {
		for _, d := range ds {
			if d.vector == nil {
				n++
			}
		}
	}
	return n
}

func (m *memory) Cosine(_ context.Context, key string, vector []float32) float64 {
	d := m.find(key)
	if d == nil || len(d.vector) != len(vector) {
		return 0
	}
	return cosine(d.vector, vector)
}

// cosine adds in the order in which chromem-go does, so that a passage has
// one cosine, whichever way it was found.
func cosine(a, b []float32) float64 {
	var dot float32
	for i, x := range a {
		dot += x * b[i]
	}
	return float64(dot)
}

// slack is how many more passages are asked for than are wanted: chromem-go
// cuts ties at random, and a sum in another order differs in its last bits.
const slack = 32

func (m *memory) Nearest(ctx context.Context, vector []float32, k int, allowed map[string]bool) ([]Neighbour, error) {
	if vector = unit(vector); vector == nil || k <= 0 {
		return nil, nil
	}
	var out []Neighbour
	if allowed != nil {
		out = m.among(vector, k+slack, allowed)
	} else {
		// chromem-go refuses an empty collection and more results than
		// documents.
		n := min(k+slack, m.c.Count())
		if n == 0 {
			return nil, nil
		}
		found, err := m.c.QueryEmbedding(ctx, vector, n, nil, nil)
		if err != nil {
			return nil, err
		}
		for _, f := range found {
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

// among are the n nearest passages of the articles that are allowed, or more
// where the last are equal, in no order. It looks at every one of them.
func (m *memory) among(vector []float32, n int, allowed map[string]bool) []Neighbour {
	near := newBest(n)
	var ds []*direction
	var dots []float64
	for article := range allowed {
		held := m.held[article]
		for i := range held {
			if len(held[i].vector) == len(vector) {
				dot := float64(vec.Dot(held[i].vector, vector))
				near.add(dot)
				if dot >= near.floor() {
					ds, dots = append(ds, &held[i]), append(dots, dot)
				}
			}
		}
	}
	var out []Neighbour
	for i, d := range ds {
		if dots[i] >= near.floor() {
			out = append(out, Neighbour{d.key, cosine(d.vector, vector)})
		}
	}
	return out
}

// unitSlack is how far from one chromem-go takes a length for one.
const unitSlack = 1e-6

// unit is v with the length 1: v itself if it has that, nil if it is zero.
func unit(v []float32) []float32 {
	n := vec.Length(v)
	switch {
	case n == 0:
		return nil
	case math.Abs(n-1) < unitSlack:
		return v
	}
	out := make([]float32, len(v))
	for i, x := range v {
		out[i] = float32(float64(x) / n)
	}
	return out
}
