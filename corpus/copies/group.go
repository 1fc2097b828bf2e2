package copies

import (
	"strconv"

	"newsdesk/corpus"
)

const (
	// copied is the share of the shorter article that must stand in the
	// other to make one of the two a copy.
	copied = .5
	// ownWords is how many words outside quotation marks an article needs to
	// be judged by them.
	ownWords = 30
	// likely is the containment from which signatures are worth a comparison
	// of the texts: well under copied, since each changed word costs four
	// shingles and a signature counts quotations.
	likely = .25
)

// Overlap is the share of the shorter article that stands in the other, 0 to
// 1: 1 for an excerpt, however short. Only words outside quotation marks
// count, because two reporters may well have heard the same official; where
// an article is hardly more than quotations all its words do. Overlap is
// symmetric but for texts that repeat themselves.
//
// From .5 on Group calls the two copies.
func Overlap(a, b *corpus.Article) float64 {
	x, y := reading(a, b)
	if len(x.words) == 0 || len(y.words) == 0 {
		return 0
	}
	pairs := shared(x, y)
	all, quoted := 0, 0
	for _, p := range pairs {
		all += p.Words
		quoted += p.Quoted
	}
	if n := min(x.own(), y.own()); n >= ownWords {
		return min(1, float64(all-quoted)/float64(n))
	}
	return min(1, float64(all)/float64(min(len(x.words), len(y.words))))
}

// own is how many words stand outside quotation marks.
func (t *text) own() int {
	n := 0
	for _, w := range t.words {
		if !w.quoted {
			n++
		}
	}
	return n
}

// Group parts articles into sources: articles of which one copies the other,
// directly or through a third, are together. Groups come in the order of
// their first members, members in the order given; most have one. The
// articles' ids play no part.
//
// An article that takes in two others joins them to one group though they
// have nothing in common: Group rather counts a source too few than a copy
// as a second source.
func Group(articles []*corpus.Article) [][]*corpus.Article {
	signatures := make([]Signature, len(articles))
	for i, a := range articles {
		signatures[i] = Sign(a)
	}
	return GroupSigned(articles, signatures)
}

// GroupSigned is Group for articles whose signatures are at hand, in the same
// order. It panics if there are fewer signatures than articles.
func GroupSigned(articles []*corpus.Article, signatures []Signature) [][]*corpus.Article {
	// first[i] leads to the first member of i's group.
	first := make([]int, len(articles))
	root := func(i int) int {
		for first[i] != i {
			i = first[i]
		}
		return i
	}
	near := neighbours(signatures[:len(articles)])
	for i := range articles {
		first[i] = i
		for _, j := range near(i) {
			p, q := root(i), root(j)
			if p != q && Overlap(articles[j], articles[i]) >= copied {
				first[max(p, q)] = min(p, q)
			}
		}
	}
	var groups [][]*corpus.Article
	number := map[int]int{}
	for i, a := range articles {
		r := root(i)
		n, ok := number[r]
		if !ok {
			n = len(groups)
			number[r] = n
			groups = append(groups, nil)
		}
		groups[n] = append(groups[n], a)
	}
	return groups
}

// few is up to how many articles Group compares every two signatures.
const few = 64

// neighbours returns a function that lists which of the signatures before the
// i-th are worth comparing with it. It must be called with 0, 1, 2 and so on.
func neighbours(signatures []Signature) func(i int) []int {
	if len(signatures) <= few {
		return func(i int) []int {
			var near []int
			for j := range i {
				if signatures[i].mayShare(&signatures[j]) {
					near = append(near, j)
				}
			}
			return near
		}
	}
	var set Set
	return func(i int) []int {
		var near []int
		for _, n := range set.overlapping(&signatures[i], likely) {
			near = append(near, int(n))
		}
		// Slots count up from 0 in a set that nothing is removed from.
		set.Add(strconv.Itoa(i), signatures[i])
		return near
	}
}

// mayShare reports whether much of one text may stand in the other, as it may
// where the samples hold too little of the shorter to tell.
func (s *Signature) mayShare(t *Signature) bool {
	if s.Empty() || t.Empty() {
		return false
	}
	const tooFew = 12
	held, holds := s.containment(t)
	return max(held, holds) >= likely || len(s.within(t)) < tooFew || len(t.within(s)) < tooFew
}
