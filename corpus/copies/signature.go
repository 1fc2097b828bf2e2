package copies

import (
	"math"
	"slices"
	"sort"

	"newsdesk/corpus"
)

const (
	// shingleWords is how many words in a row make a shingle. With four, one
	// changed word in fifty leaves a similarity of .85, and unrelated news
	// has next to nothing in common.
	shingleWords = 4
	// bins is the length of the MinHash: the standard error of Similarity is
	// at most .044.
	bins = 128
	// sampleSize is how many shingles a signature keeps for Containment,
	// which is exact between texts of no more than that.
	sampleSize = 256
)

// Signature stands for the running text of an article in comparisons. It
// takes about 1.3 kB, and it depends on nothing but the text's words: the
// same words give the same signature on every machine and in every version
// that Encode's format has. The zero Signature is that of an empty text,
// which resembles nothing.
//
// It holds two sketches of the set of the text's shingles, runs of four
// folded words (Broder, "On the resemblance and containment of documents",
// 1997):
//
//   - a MinHash by one-permutation hashing (Li, Owen and Zhang 2012): one hash
//     of each shingle, whose leading bits choose one of 128 bins, which keep
//     their least. One hash instead of 128 is what makes a signature cost
//     microseconds. Bins that a short text leaves empty borrow from others
//     chosen at random ("optimal densification", Shrivastava 2017), which
//     keeps the estimate unbiased, and bins usable as keys. Of each minimum 16
//     bits are kept (b-bit minwise hashing, Li and König 2010);
//   - the 256 least hashes, a sample that answers how much of a short text
//     stands in a long one, which a MinHash cannot tell.
type Signature struct {
	bins [bins]uint16
	// sample is in ascending order without repeats.
	sample []uint32
	// limit is the bound below which sample is complete, 0 for no bound.
	limit uint32
}

// Empty reports whether s is the signature of a text without words.
func (s Signature) Empty() bool { return len(s.sample) == 0 }

// Sign makes the signature of a's running text. It does not keep a.
func Sign(a *corpus.Article) Signature {
	w := sketch{values: make([]uint32, 0, len(a.Text)/5+1)}
	for i := range w.least {
		w.least[i] = math.MaxUint64
	}
	body(a, func(s corpus.Span) { w.read(a.Text, s) })
	return w.signature()
}

// A sketch is a signature in the making.
type sketch struct {
	// words are the hashes of the last words read, of n in all.
	words [shingleWords]uint64
	n     int
	// least is the least hash in each bin, values are those to sample from.
	least  [bins]uint64
	values []uint32
}

func (w *sketch) read(text string, s corpus.Span) {
	for at := s.Start; ; {
		start, stop := nextWord(text, at, s.End)
		if start == stop {
			return
		}
		w.words[0], w.words[1], w.words[2], w.words[3] = w.words[1], w.words[2], w.words[3], hashWord(text[start:stop])
		if w.n++; w.n >= shingleWords {
			w.shingle()
		}
		at = stop
	}
}

// shingle takes up the last four words.
func (w *sketch) shingle() {
	const a, b, c, d = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93
	h := mix(w.words[0]*a + w.words[1]*b + w.words[2]*c + w.words[3]*d)
	w.least[h>>57] = min(w.least[h>>57], h<<7)
	// The sample takes the other end of the hash, so that the two sketches
	// do not err together.
	w.values = append(w.values, uint32(h))
}

func (w *sketch) signature() Signature {
	if w.n == 0 {
		return Signature{}
	}
	if w.n < shingleWords {
		// Fewer words than a shingle has are one all the same.
		w.shingle()
	}
	var s Signature
	for i, v := range w.least {
		for try := uint64(1); v == math.MaxUint64; try++ {
			v = w.least[mix(uint64(i)<<32+try)%bins]
		}
		s.bins[i] = uint16(mix(v))
	}
	s.sample, s.limit = sample(w.values)
	return s
}

// sample is the sampleSize least of values in order, without repeats, and
// the bound below which they are all, 0 where they are all there are. It
// uses values as its scratch space.
func sample(values []uint32) ([]uint32, uint32) {
	// Hashes are uniform: sorting those below a bound that leaves a third too
	// many is enough, unless much of the text repeats itself.
	for want := uint64(sampleSize + sampleSize/3); ; want *= 4 {
		if n := uint64(len(values)); want < n {
			bound := uint32(want << 32 / n)
			low := make([]uint32, 0, want+want/4)
			for _, v := range values {
				if v < bound {
					low = append(low, v)
				}
			}
			slices.Sort(low)
			if low = slices.Compact(low); len(low) > sampleSize {
				return slices.Clip(slices.Clone(low[:sampleSize])), low[sampleSize]
			}
			continue
		}
		slices.Sort(values)
		values = slices.Compact(values)
		if len(values) > sampleSize {
			return slices.Clone(values[:sampleSize]), values[sampleSize]
		}
		return slices.Clone(values), 0
	}
}

// mix is the finaliser of SplitMix64 (Steele, Lea and Flood 2014).
func mix(h uint64) uint64 {
	h ^= h >> 30
	h *= 0xBF58476D1CE4E5B9
	h ^= h >> 27
	h *= 0x94D049BB133111EB
	return h ^ h>>31
}

// Similarity estimates the share of shingles that two texts have in common,
// of all that either has (the Jaccard coefficient), 0 to 1: 1 for the same
// words, about .5 for a text and its half, about 0 for unrelated ones. The
// standard error is √(J(1-J)/128), and somewhat more for texts of fewer than
// 100 words. It is symmetric.
func (s Signature) Similarity(t Signature) float64 {
	return s.similarity(&t)
}

func (s *Signature) similarity(t *Signature) float64 {
	if s.Empty() || t.Empty() {
		return 0
	}
	n := 0
	for i := range s.bins {
		if s.bins[i] == t.bins[i] {
			n++
		}
	}
	return float64(n) / bins
}

// Containment estimates the share of s's shingles that stand in t, 0 to 1:
// 1 where s is an excerpt of t, however much longer t is. It is exact where
// both texts have at most 256 shingles. Otherwise it rests on those of s that
// t's sample reaches: for a text of 50 words in one of 1,000 these are about
// a dozen, and where none are it is 0. Shared is exact always.
func (s Signature) Containment(t Signature) float64 {
	held, _ := s.containment(&t)
	return held
}

// within is the part of s's sample that t's would hold if it had the same
// shingles.
func (s *Signature) within(t *Signature) []uint32 {
	if t.limit == 0 {
		return s.sample
	}
	return below(s.sample, t.limit)
}

// containment is the containment of s in t and of t in s.
func (s *Signature) containment(t *Signature) (held, holds float64) {
	a, b := s.within(t), t.within(s)
	both := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			both++
			i++
			j++
		}
	}
	if both == 0 {
		return 0, 0
	}
	return float64(both) / float64(len(a)), float64(both) / float64(len(b))
}

// below is the part of sorted values that lies under limit.
func below(values []uint32, limit uint32) []uint32 {
	return values[:sort.Search(len(values), func(i int) bool { return values[i] >= limit })]
}
