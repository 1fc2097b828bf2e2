package vector_test

import (
	"math"
	"testing"

	"newsdesk/rag/vector"
)

func TestDot(t *testing.T) {
	for n := range 11 {
		a, b := make([]float32, n), make([]float32, n)
		want := float32(0)
		for i := range n {
			a[i], b[i] = float32(i+1), float32(2*i-5)
			want += a[i] * b[i] // whole numbers: exact in any order
		}
		if got := vector.Dot(a, b); got != want {
			t.Errorf("%d: %g, want %g", n, got, want)
		}
		if got := vector.Dot(append(a, 9, 9, 9, 9), b); got != want {
			t.Errorf("%d, one longer: %g, want %g", n, got, want)
		}
	}
}

func TestLength(t *testing.T) {
	if got := vector.Length([]float32{2, -3, 6}); got != 7 {
		t.Errorf("%g", got)
	}
	if got := vector.Length(nil); got != 0 {
		t.Errorf("%g", got)
	}
	// Squares are summed in double precision: in single they would overflow.
	if got := vector.Length([]float32{3e30, 4e30}); math.Abs(got/5e30-1) > 1e-6 {
		t.Errorf("%g", got)
	}
}
