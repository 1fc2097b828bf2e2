package main

import (
	"math"
	"math/rand/v2"
	"testing"

	"newsdesk/rag/verify"
)

// The model learns what the data say, but never against a sign.
func TestBoostKeepsSigns(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	n := len(verify.FeatureNames)
	var d data
	for range 2000 {
		x := make([]float64, n)
		for f := range x {
			x[f] = r.Float64()
		}
		// The label rises with feature 0, as allowed, and with feature 4, which may
		// only lower it.
		d.x, d.y, d.w = append(d.x, x), append(d.y, x[0]+x[4]+.3*r.Float64() > 1.1), append(d.w, 1)
	}
	m := boost(d, signs())
	low, high := make([]float64, n), make([]float64, n)
	high[0] = 1
	if m.score(high)-m.score(low) < 1 {
		t.Errorf("feature 0 was not learned: %v, %v", m.score(low), m.score(high))
	}
	for range 300 {
		x := make([]float64, n)
		for f := range x {
			x[f] = r.Float64()
		}
		y := append([]float64(nil), x...)
		f := r.IntN(n)
		y[f] = min(1, y[f]+r.Float64())
		if diff := m.score(y) - m.score(x); diff*float64(signs()[f]) < -1e-12 {
			t.Fatalf("feature %d from %.2f to %.2f moves the score by %.4f", f, x[f], y[f], diff)
		}
	}
	// What is written is what package verify reads.
	read, err := verify.ReadTrees(m.text())
	if err != nil {
		t.Fatal(err)
	}
	for i := range 50 {
		if a, b := m.score(d.x[i]), read.Score(d.x[i]); math.Abs(a-b) > .01 {
			t.Errorf("row %d: %v written, %v read", i, a, b)
		}
	}
}
