package verify

// layout is the alignment as the rules look at it: where each word of the
// claim stands in the window, and what stands in the place of those that do
// not.
type layout struct {
	*comparison
	alignment
	// to is the word of the window that a word of the claim stands for, or -1;
	// from is the inverse.
	to, from []int
	// moved is a word of the window that equals an unmatched word of the claim
	// in another place, or -1.
	moved []int
	// carries marks words that the window says by a pronoun or a part of a name.
	carries []bool
	found   changes
	// doubtful is true where a quotation may be somebody else's, or a place in a
	// row nobody's.
	doubtful bool
}

func (x *comparison) layout() *layout {
	l := &layout{comparison: x, alignment: x.align(x.own()), carries: make([]bool, len(x.tokens))}
	l.to, l.moved = filled(len(x.tokens)), filled(len(x.tokens))
	l.from = filled(len(l.windowWords))
	for _, s := range l.steps {
		if s.op == matched {
			l.to[s.i], l.from[s.j] = s.j, s.i
		}
	}
	l.pin()
	for i := range x.tokens {
		if l.to[i] >= 0 || x.tokens[i].stop {
			continue
		}
		for j := range l.windowWords {
			if l.from[j] >= 0 && x.tokens[l.from[j]].stem == l.windowWords[j].stem {
				continue // spoken for by an equal word
			}
			if l.like(i, j) && l.neighbours(i, j) {
				l.moved[i] = j
				break
			}
		}
	}
	return l
}

func filled(n int) []int {
	v := make([]int, n)
	for i := range v {
		v[i] = -1
	}
	return v
}

// closeness is the share of the claim's weight that the window has, in
// place or moved, with what the changes found explain left out.
func (l *layout) closeness() float64 {
	var have, total float32
	for _, i := range l.content {
		w := l.tokens[i].weight
		switch {
		case l.found.taken[i]:
			continue
		case l.to[i] >= 0, l.moved[i] >= 0, l.carries[i]:
			have += w
		}
		total += w
	}
	if total == 0 {
		return 0
	}
	return float64(have / total)
}

// How far a word may stand from its matched neighbours for its place in the
// window to be known.
const (
	nearClaim  = 3 // words of the claim to the neighbour
	nearWindow = 4 // words of the window from the neighbour
)

// slot is the words of the window, none of them matched, that stand where
// the claim has its word i, nearest first. It is empty where the place cannot
// be told: no matched word close by.
func (l *layout) slot(i int) []int {
	left, right := -1, -1
	for k := i - 1; k >= max(0, i-nearClaim) && left < 0; k-- {
		left = l.to[k]
	}
	for k := i + 1; k <= min(len(l.to)-1, i+nearClaim) && right < 0; k++ {
		right = l.to[k]
	}
	if left < 0 && right < 0 {
		return nil
	}
	var out []int
	for d := 1; d <= nearWindow; d++ {
		for _, j := range [...]int{before(left, d), after(right, d)} {
			if j < 0 || j >= len(l.from) || l.from[j] >= 0 || has(out, j) {
				continue
			}
			if left >= 0 && right >= 0 && right > left && (j <= left || j >= right) {
				continue
			}
			if l.sameSentence(j, left, right) {
				out = append(out, j)
			}
		}
	}
	return out
}

func before(left, d int) int {
	if left < 0 {
		return -1
	}
	return left + d
}

func after(right, d int) int {
	if right < 0 {
		return -1
	}
	return right - d
}

func has(v []int, x int) bool {
	for _, y := range v {
		if x == y {
			return true
		}
	}
	return false
}

func (l *layout) sameSentence(j, left, right int) bool {
	at := l.src.at[l.window[j]]
	return left >= 0 && l.src.at[l.window[left]] == at || right >= 0 && l.src.at[l.window[right]] == at
}

// rival is the first word of the slot of i that ok accepts, or -1.
func (l *layout) rival(i int, ok func(t *token) bool) int {
	for _, j := range l.slot(i) {
		if ok(&l.windowWords[j]) {
			return j
		}
	}
	return -1
}

// like reports whether the claim's word i and the window's word j are one or kin.
func (l *layout) like(i, j int) bool {
	if k := l.contentAt[i]; k >= 0 {
		return l.sim[k][l.src.tid[l.window[j]]] >= kin
	}
	return l.tokens[i].stem == l.windowWords[j].stem
}

// inClaim reports whether the claim has a word of this stem.
func (l *layout) inClaim(stem string) bool {
	for i := range l.tokens {
		if l.tokens[i].stem == stem {
			return true
		}
	}
	return false
}

// said is the claim's words from to to, as written.
func (l *layout) said(from, to int) string {
	return l.text[l.tokens[from].start:l.tokens[to-1].end]
}

// source is the window's words from j to k, as written, if they are neighbours.
func (l *layout) source(j, k int) string {
	for k-1 > j && l.window[k-1]-l.window[j] != k-1-j {
		k--
	}
	return l.src.written(l.window[j], l.window[k-1]+1)
}

// neighbours reports whether the place of i and j agree: a content word near
// i in the claim stands near j in the window. Where i has no content word
// beside it there is nothing to disagree.
func (l *layout) neighbours(i, j int) bool {
	if i > 1 && j > 1 && l.tokens[i-1].stem == l.windowWords[j-1].stem && l.tokens[i-2].stem == l.windowWords[j-2].stem {
		return true // "without the closure" is itself wherever it stands
	}
	any := false
	for k := max(0, i-3); k <= min(len(l.tokens)-1, i+3); k++ {
		if k == i || l.tokens[k].stop {
			continue
		}
		any = true
		for m := max(0, j-4); m <= min(len(l.windowWords)-1, j+4); m++ {
			if m == j {
				continue
			}
			if l.like(k, m) {
				return true
			}
		}
	}
	return !any
}
