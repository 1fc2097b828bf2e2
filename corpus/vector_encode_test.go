package corpus

import (
	"bytes"
	"math"
	"math/rand/v2"
	"testing"
)

// TestHalf converts every number of half precision there and back, and takes
// what lies between two of them to the nearer.
func TestHalf(t *testing.T) {
	for h := range uint16(0x7c00) { // the finite ones that are not negative
		x := fromHalf(h)
		// The definition, in double precision.
		exponent, fraction := int(h>>10), float64(h&0x3ff)
		want := math.Ldexp(1024+fraction, exponent-25)
		if exponent == 0 {
			want = math.Ldexp(fraction, -24)
		}
		if float64(x) != want || toHalf(x) != h || toHalf(-x) != h|0x8000 || fromHalf(h|0x8000) != -x {
			t.Fatalf("%04x is %g, want %g, and becomes %04x", h, x, want, toHalf(x))
		}
		if h == 0x7bff {
			break
		}
		next := fromHalf(h + 1)
		middle := x + (next-x)/2
		even := h + h&1
		below, above := math.Nextafter32(middle, 0), math.Nextafter32(middle, next)
		if toHalf(middle) != even || toHalf(below) != h && exponent > 0 || toHalf(above) != h+1 && exponent > 0 {
			t.Fatalf("between %g and %g: %04x %04x %04x", x, next, toHalf(below), toHalf(middle), toHalf(above))
		}
	}
}

func TestEncodeVector(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	random := func(n int, length float64) []float32 {
		v := make([]float32, n)
		var sum float64
		for i := range v {
			x := r.NormFloat64()
			v[i], sum = float32(x), sum+x*x
		}
		for i := range v {
			v[i] = float32(float64(v[i]) * length / math.Sqrt(sum))
		}
		return v
	}
	nan := float32(math.NaN())
	for name, tt := range map[string]struct {
		v []float32
		n int // bytes
	}{
		"unit":      {random(256, 1), 1 + 2*256},
		"long":      {random(4096, 1), 1 + 2*4096},
		"zero":      {make([]float32, 4), 1 + 2*4},
		"axis":      {[]float32{0, 1.0000001, 0}, 1 + 2*3},
		"empty":     {nil, 1},
		"great":     {random(8, 100), 4 * 8},
		"small":     {random(8, 1e-4), 4 * 8},
		"too great": {[]float32{1e30, 1}, 4 * 2},
		"no number": {[]float32{nan, 1}, 4 * 2},
	} {
		b := encodeVector(tt.v)
		if len(b) != tt.n {
			t.Errorf("%s: %d bytes, want %d", name, len(b), tt.n)
		}
		got, err := decodeVector(b)
		if err != nil || len(got) != len(tt.v) {
			t.Errorf("%s: %d numbers of %d, %v", name, len(got), len(tt.v), err)
			continue
		}
		if again := encodeVector(got); !bytes.Equal(again, b) {
			t.Errorf("%s: what was read is kept otherwise", name)
		}
		for i, x := range tt.v {
			if off := math.Abs(float64(got[i] - x)); off > math.Abs(float64(x))/2048+1e-7 {
				t.Errorf("%s: %g became %g", name, x, got[i])
			}
		}
	}
	for _, b := range [][]byte{{0}, {2, 0, 0}, {1, 2}, make([]byte, 6)} {
		if v, err := decodeVector(b); err == nil {
			t.Errorf("%v is the vector %v", b, v)
		}
	}
}
