package index

import (
	"container/heap"
	"math"
	"sort"
)

// best finds the k-th greatest of many figures.
type best struct {
	k     int
	least sort.Float64Slice // a heap of the k greatest, the least first
}

func newBest(k int) *best { return &best{k: max(k, 1)} }

// floor is what a figure must reach to be among the k greatest so far.
func (b *best) floor() float64 {
	if len(b.least) < b.k {
		return math.Inf(-1)
	}
	return b.least[0]
}

func (b *best) add(v float64) {
	switch {
	case len(b.least) < b.k:
		heap.Push((*floats)(b), v)
	case v > b.least[0]:
		b.least[0] = v
		heap.Fix((*floats)(b), 0)
	}
}

// floats is best as a heap.
type floats best

func (f *floats) Len() int           { return len(f.least) }
func (f *floats) Less(i, j int) bool { return f.least[i] < f.least[j] }
func (f *floats) Swap(i, j int)      { f.least[i], f.least[j] = f.least[j], f.least[i] }
func (f *floats) Push(v any)         { f.least = append(f.least, v.(float64)) }
func (f *floats) Pop() any {
	last := f.least[len(f.least)-1]
	f.least = f.least[:len(f.least)-1]
	return last
}
