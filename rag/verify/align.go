package verify

// step is one operation of an alignment: what became of a word of the claim
// (i), or of one of the window (j).
type step struct {
	op   op
	i, j int
}

type op uint8

const (
	matched     op = iota // i stands for j
	substituted           // i is where j would be
	inserted              // i has nothing; j is the word before
	deleted               // j has nothing
)

// What the alignment pays: a match earns matchGain × similarity less
// mismatch × the rest; leaving words out of the window is almost free, since
// a claim may say less than its source.
const (
	matchGain  = 1.3
	mismatch   = .3
	gapContent = .6
	gapStop    = .15
	gapWindow  = .02
	// sameWord is the similarity from which two aligned words count as one.
	sameWord = .5
)

// align finds the best monotone alignment of the whole claim with any part
// of the window, given the similarity of each pair (Needleman and Wunsch 1970,
// with free ends on the window's side). Steps are in order.
func align(claim, window []token, sim [][]float32) []step {
	n, m := len(claim), len(window)
	rows := make([]float32, (n+1)*(m+1))
	score := func(i, j int) *float32 { return &rows[i*(m+1)+j] }
	pair := func(i, j int) float32 { return matchGain*sim[i][j] - mismatch*(1-sim[i][j]) }
	gap := func(i int) float32 {
		if t := &claim[i]; t.stop && t.class == open {
			return gapStop
		}
		return gapContent
	}
	for i := range n {
		g := gap(i)
		*score(i+1, 0) = *score(i, 0) - g
		for j := range m {
			*score(i+1, j+1) = max(*score(i, j+1)-g, *score(i, j)+pair(i, j), *score(i+1, j)-gapWindow)
		}
	}
	end := 0
	for j := range m + 1 {
		if *score(n, j) > *score(n, end) {
			end = j
		}
	}
	var back []step
	for i, j := n, end; i > 0; {
		v := *score(i, j)
		switch {
		case j > 0 && near(v, *score(i, j-1)-gapWindow):
			back = append(back, step{deleted, i - 1, j - 1})
			j--
		case j > 0 && near(v, *score(i-1, j-1)+pair(i-1, j-1)):
			o := substituted
			if sim[i-1][j-1] >= sameWord {
				o = matched
			}
			back = append(back, step{o, i - 1, j - 1})
			i, j = i-1, j-1
		default:
			back = append(back, step{inserted, i - 1, j - 1})
			i--
		}
	}
	for a, b := 0, len(back)-1; a < b; a, b = a+1, b-1 {
		back[a], back[b] = back[b], back[a]
	}
	return back
}

func near(a, b float32) bool { d := a - b; return d < 1e-5 && d > -1e-5 }
