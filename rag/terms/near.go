package terms

// Near reports whether two stems are likely the same word: forms of one, or a
// slip of the keyboard in words of five letters or more.
func Near(a, b string) bool {
	return a == b || Akin(a, b) || min(len(a), len(b)) >= 5 && Slip(a, b)
}

// Akin reports whether two stems share a beginning of at least five letters
// and seven tenths of the longer, as forms and derivations do.
func Akin(a, b string) bool {
	short, long := min(len(a), len(b)), max(len(a), len(b))
	p := 0
	for p < short && a[p] == b[p] {
		p++
	}
	return p >= 5 && 10*p >= 7*long && a[0] > '9'
}

// Slip reports whether two words of four letters or more that begin alike are
// one slip of the keyboard apart (Damerau-Levenshtein distance 1), from eight
// letters on two.
func Slip(a, b string) bool {
	short, long := min(len(a), len(b)), max(len(a), len(b))
	if short < 4 || a[0] != b[0] || a[0] <= '9' {
		return false
	}
	limit := 1
	if short >= 8 {
		limit = 2
	}
	return long-short <= limit && Distance(a, b) <= limit
}

// Distance is the optimal-string-alignment distance of two strings, in bytes:
// insertions, deletions, substitutions and swaps of neighbours.
func Distance(a, b string) int {
	var buf [3][64]int
	if len(b) >= len(buf[0]) || len(a) >= len(buf[0]) {
		if a == b {
			return 0
		}
		return max(len(a), len(b))
	}
	before, prev, cur := &buf[0], &buf[1], &buf[2]
	for j := 0; j <= len(b); j++ {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(cur[j-1]+1, prev[j]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			cur[j] = d
		}
		before, prev, cur = prev, cur, before
	}
	return prev[len(b)]
}
