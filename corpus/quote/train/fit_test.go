package main

import (
	"math"
	"testing"

	"newsdesk/corpus/quote"
)

func example() []quote.Choice {
	option := func(right bool, fs ...string) quote.Option { return quote.Option{Features: fs, Right: right} }
	return []quote.Choice{
		{option(true, "a", "b"), option(false, "b")},
		{option(true, "a"), option(false, "c"), option(false, "b", "c")},
		{option(false, "a", "c"), option(true, "b")},
		{option(true, "a", "c"), option(true, "b"), option(false, "c")},
		{option(false, "a"), option(false, "b")}, // teaches nothing
	}
}

// TestGradient compares the gradient with differences of the loss.
func TestGradient(t *testing.T) {
	p := newProblem(example(), .5, 1)
	if len(p.ends) != 4 || len(p.names) != 3 {
		t.Fatalf("%d choices, features %q", len(p.ends), p.names)
	}
	w, g, other := []float64{.3, -.2, .7}, make([]float64, 3), make([]float64, 3)
	p.loss(w, g)
	for i := range w {
		const h = 1e-6
		w[i] += h
		up := p.loss(w, other)
		w[i] -= 2 * h
		down := p.loss(w, other)
		w[i] += h
		if d := (up - down) / (2 * h); math.Abs(d-g[i]) > 1e-6 {
			t.Errorf("gradient %d is %v, differences say %v", i, g[i], d)
		}
	}
}

// TestFit sees that the minimum is one: the gradient is nil there.
func TestFit(t *testing.T) {
	p := newProblem(example(), .5, 1)
	m := p.fit()
	w, g := make([]float64, 3), make([]float64, 3)
	for i, f := range p.names {
		w[i] = m[f]
	}
	p.loss(w, g)
	for i := range g {
		if math.Abs(g[i]) > 1e-2 {
			t.Errorf("gradient of %s at the minimum is %v", p.names[i], g[i])
		}
	}
	if m["a"] <= m["c"] {
		t.Errorf("a is right more often than c: %v", m)
	}
}

func TestRareFeaturesAreLeftOut(t *testing.T) {
	if p := newProblem(example(), 1, 5); len(p.names) != 3 {
		t.Errorf("features seen five times are %q", p.names)
	}
	if p := newProblem(example(), 1, 7); len(p.names) != 0 {
		t.Errorf("features seen seven times are %q", p.names)
	}
}
