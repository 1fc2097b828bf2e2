package copies

import (
	"cmp"
	"slices"
)

const (
	// bandRows MinHash values at a time are one key: two texts of similarity
	// J share a given key with probability J³ and one of the 42 with
	// 1-(1-J³)⁴²: .996 at .5, .94 at .4, .005 at .05.
	bandRows = 3
	bandKeys = bins / bandRows
	// bandFloor is the least threshold for which Near trusts the keys.
	bandFloor = .5
	// indexed is the bound below which hashes of a sample are indexed: one
	// shingle in 16.
	indexed = 1 << 28
)

// Set finds signatures that are near one another without comparing all:
// locality-sensitive hashing by bands of MinHash values (Indyk and Motwani
// 1998; Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", §3.4)
// for similarity, and postings of one shingle in sixteen for containment.
//
// Beside the samples of the signatures, which it shares with the caller, a
// Set takes about 2.5 kB an article: 50 MB for 20,000.
//
// The zero Set is empty and ready for use. A Set is safe for concurrent
// look-ups, but not beside Add or Remove.
type Set struct {
	entries []entry
	slot    map[string]int32
	bands   postings[uint64]
	samples postings[uint32]
}

type entry struct {
	id  string
	sig Signature
	// gone: the entry was removed and only its postings are left.
	gone bool
}

// Match is an article that has text in common with another.
type Match struct {
	ID string
	// Similarity is the estimated share of shingles in common.
	Similarity float64
	// Held is the estimated share of the other article's text that this one
	// has, Holds the share of this one's text that the other has.
	Held, Holds float64
}

// Len is the number of articles in s.
func (s *Set) Len() int { return len(s.slot) }

// Add puts the article id into s. It replaces an article of the same id.
func (s *Set) Add(id string, sig Signature) {
	s.Remove(id)
	if s.slot == nil {
		s.slot = map[string]int32{}
	}
	n := int32(len(s.entries))
	s.entries = append(s.entries, entry{id: id, sig: sig})
	s.slot[id] = n
	if sig.Empty() {
		return
	}
	for band := range bandKeys {
		s.bands.add(sig.key(band), n)
	}
	for _, v := range below(sig.sample, indexed) {
		s.samples.add(v, n)
	}
}

// Remove takes the article id out of s and reports whether it was there.
func (s *Set) Remove(id string) bool {
	n, ok := s.slot[id]
	if !ok {
		return false
	}
	delete(s.slot, id)
	s.entries[n] = entry{gone: true}
	// Postings are not taken out one by one. Once most are dead they are
	// made anew, so that a Set never holds twice what it needs.
	if dead := len(s.entries) - len(s.slot); dead > 64 && dead > len(s.slot) {
		old := s.entries
		*s = Set{}
		for _, e := range old {
			if !e.gone {
				s.Add(e.id, e.sig)
			}
		}
	}
	return true
}

// Near lists the articles whose Similarity to sig is at least threshold, the
// nearest first and equals by id. An article that is itself in s is among
// them.
//
// From a threshold of .5 on one article in 250 at the threshold is missed,
// and fewer above it. Under .5 every signature is compared, which takes about
// a millisecond for 20,000.
func (s *Set) Near(sig Signature, threshold float64) []string {
	var found []Match
	look := func(n int32) {
		e := &s.entries[n]
		if e.gone {
			return
		}
		if x := sig.similarity(&e.sig); x >= threshold && x > 0 {
			found = append(found, Match{ID: e.id, Similarity: x})
		}
	}
	if threshold < bandFloor {
		for n := range s.entries {
			look(int32(n))
		}
	} else {
		var buf [64]int32
		candidates := s.banded(buf[:0], &sig)
		slices.Sort(candidates)
		for _, n := range slices.Compact(candidates) {
			look(n)
		}
	}
	return ids(found)
}

// Overlapping lists the articles of which sig holds at least the share
// threshold, or which hold as much of sig, the most similar first and equals
// by id: copies, excerpts, and what they are excerpts of. An article that is
// itself in s is among them.
//
// Of excerpts shorter than about 50 words some are missed.
func (s *Set) Overlapping(sig Signature, threshold float64) []Match {
	var found []Match
	for _, n := range s.overlapping(&sig, threshold) {
		e := &s.entries[n]
		held, holds := sig.containment(&e.sig)
		found = append(found, Match{ID: e.id, Similarity: sig.similarity(&e.sig), Held: held, Holds: holds})
	}
	order(found)
	return found
}

// overlapping lists the entries for Overlapping in the order of their number.
func (s *Set) overlapping(sig *Signature, threshold float64) []int32 {
	var buf [256]int32
	hits := buf[:0]
	keys := below(sig.sample, indexed)
	for _, v := range keys {
		hits = s.samples.append(hits, v)
	}
	slices.Sort(hits)
	var candidates []int32
	for i := 0; i < len(hits); {
		n, first := hits[i], i
		for ; i < len(hits) && hits[i] == n; i++ {
		}
		// The closing lines of an outlet are in thousands of articles: the
		// indexed shingles alone must come near the threshold.
		fewer := min(len(keys), len(below(s.entries[n].sig.sample, indexed)))
		if float64(2*(i-first)) >= threshold*float64(fewer) {
			candidates = append(candidates, n)
		}
	}
	// Texts too short to have an indexed shingle are found where they are
	// whole copies.
	candidates = s.banded(candidates, sig)
	slices.Sort(candidates)
	return slices.DeleteFunc(slices.Compact(candidates), func(n int32) bool {
		held, holds := sig.containment(&s.entries[n].sig)
		x := max(held, holds)
		return x == 0 || x < threshold || s.entries[n].gone
	})
}

// banded appends the entries that share a key with sig to list, with
// repeats.
func (s *Set) banded(list []int32, sig *Signature) []int32 {
	if sig.Empty() {
		return list
	}
	for band := range bandKeys {
		list = s.bands.append(list, sig.key(band))
	}
	return list
}

// key is the number of a band and its values.
func (s *Signature) key(band int) uint64 {
	v := s.bins[band*bandRows:]
	return uint64(band)<<48 | uint64(v[0])<<32 | uint64(v[1])<<16 | uint64(v[2])
}

// Keys are the numbers under which a Set files s, folded to 32 bits without
// repeats, for who keeps signatures elsewhere: of two articles of similarity .5
// all but one pair in 250 share one. An empty text has none.
func (s Signature) Keys() []uint32 {
	if s.Empty() {
		return nil
	}
	keys := make([]uint32, bandKeys)
	for band := range keys {
		keys[band] = uint32(mix(s.key(band)))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func order(found []Match) {
	slices.SortFunc(found, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Similarity, a.Similarity), cmp.Compare(a.ID, b.ID))
	})
}

func ids(found []Match) []string {
	order(found)
	var list []string
	for _, m := range found {
		list = append(list, m.ID)
	}
	return list
}

// postings lists the entries that have a key. The lists are linked through
// one slice, since most have a single member and a slice each would cost more
// than all they hold.
type postings[K comparable] struct {
	head map[K]int32
	link []posting
}

type posting struct{ entry, next int32 }

func (p *postings[K]) add(key K, n int32) {
	if p.head == nil {
		p.head = map[K]int32{}
	}
	next, ok := p.head[key]
	if !ok {
		next = -1
	}
	p.head[key] = int32(len(p.link))
	p.link = append(p.link, posting{n, next})
}

func (p *postings[K]) append(list []int32, key K) []int32 {
	at, ok := p.head[key]
	for ok && at >= 0 {
		list = append(list, p.link[at].entry)
		at = p.link[at].next
	}
	return list
}
