package copies

import (
	"cmp"
	"encoding/binary"
	"slices"
	"unicode"
	"unicode/utf8"

	"newsdesk/corpus"
	"newsdesk/corpus/segment"
)

const (
	// runWords is how long a run of words must be to count as shared
	// wherever it begins: nobody writes as many alike by chance.
	runWords = 12
	// sentenceWords is how long a sentence must be to count as shared by
	// itself: "He did not reply." stands in many reports.
	sentenceWords = 6
	// candidates bounds how many places of one run of words are tried, so
	// that a text that repeats itself costs no more than another.
	candidates = 8
)

// Pair is a run of words that two articles share.
type Pair struct {
	// A and B are the run in the first and in the second article, with the
	// punctuation that touches it: equal in folded words, not in bytes.
	A, B corpus.Span
	// Words is the run's length.
	Words int
	// Quoted is how many of them stand between quotation marks in either
	// article. Where most do, the articles quote one speaker, which they may
	// have done independently.
	Quoted int
}

// Shared lists the runs of running text that a and b have in common, in the
// order of a and without overlap in b: at least twelve words in a row, or a
// whole sentence of at least six. A run of the longest extent is taken, across
// sentences and paragraphs; it ends where a caption, a heading or other matter
// stands between.
//
// A citation that lies within a Pair rests on the same words in the other
// article. The cost is linear in the texts, about 150 µs for two of 5 kB.
func Shared(a, b *corpus.Article) []Pair {
	x, y := reading(a, b)
	return shared(x, y)
}

// reading reads a and b with word numbers in common.
func reading(a, b *corpus.Article) (x, y *text) {
	numbers := make(map[string]int32, len(a.Text)/10+8)
	return newText(a, numbers, true), newText(b, numbers, false)
}

// A run is n words that are the same from i in one text and from j in the
// other.
type run struct{ i, j, n int }

func shared(x, y *text) []Pair {
	runs := longRuns(x, y)
	runs = append(runs, sentenceRuns(x, y, runs)...)
	var pairs []Pair
	for _, r := range runs {
		for _, r := range split(x, y, r) {
			p := Pair{A: x.span(r.i, r.n), B: y.span(r.j, r.n), Words: r.n}
			for k := range r.n {
				if x.words[r.i+k].quoted || y.words[r.j+k].quoted {
					p.Quoted++
				}
			}
			pairs = append(pairs, p)
		}
	}
	slices.SortFunc(pairs, func(p, q Pair) int {
		return cmp.Or(cmp.Compare(p.A.Start, q.A.Start), cmp.Compare(p.B.Start, q.B.Start))
	})
	return pairs
}

// longRuns goes through y and takes the longest run that begins at each
// place, among the first places of x that have its first twelve words.
func longRuns(x, y *text) []run {
	at, next := x.windows()
	var runs []run
	hashes := y.hashes()
	for j := 0; j < len(hashes); {
		best := run{j: j}
		i, ok := at[hashes[j]]
		for tries := 0; ok && i >= 0 && tries < candidates; tries++ {
			if n := common(x.words[i:], y.words[j:]); n > best.n {
				best.i, best.n = int(i), n
			}
			i = next[i]
		}
		if best.n < runWords {
			j++
			continue
		}
		runs = append(runs, best)
		j += best.n
	}
	return runs
}

func common(a, b []word) int {
	n := 0
	for n < len(a) && n < len(b) && a[n].number == b[n].number {
		n++
	}
	return n
}

// sentenceRuns are the shared sentences too short for a run, outside runs.
func sentenceRuns(x, y *text, runs []run) []run {
	at := map[string]int{}
	for _, s := range x.sentences() {
		if key := x.key(s); at[key] == 0 {
			at[key] = s.i + 1
		}
	}
	if len(at) == 0 {
		return nil
	}
	var found []run
	for _, s := range y.sentences() {
		i := at[y.key(s)] - 1
		if i < 0 {
			continue
		}
		k, _ := slices.BinarySearchFunc(runs, s.i, func(r run, j int) int { return cmp.Compare(r.j+r.n, j+1) })
		if k == len(runs) || runs[k].j >= s.i+s.n {
			found = append(found, run{i, s.i, s.n})
		}
	}
	return found
}

// split parts r where something else than running text stands between its
// words.
func split(x, y *text, r run) []run {
	var parts []run
	first := 0
	for k := 1; k < r.n; k++ {
		if x.words[r.i+k].apart || y.words[r.j+k].apart {
			parts = append(parts, run{r.i + first, r.j + first, k - first})
			first = k
		}
	}
	return append(parts, run{r.i + first, r.j + first, r.n - first})
}

// A text is the running text of an article as numbered words.
type text struct {
	article *corpus.Article
	words   []word
}

type word struct {
	start, end int
	// number is the word's own among those of the first text, -1 for a word
	// that the first text does not have.
	number int32
	// apart: other matter stands between this word and the one before.
	apart bool
	// quoted: the word stands between quotation marks.
	quoted bool
}

// newText reads a's words; where learn is set, words not in numbers get the
// next one.
func newText(a *corpus.Article, numbers map[string]int32, learn bool) *text {
	t := &text{article: a, words: make([]word, 0, len(a.Text)/5+1)}
	var buf [64]byte
	last := 0
	body(a, func(s corpus.Span) {
		apart := len(t.words) > 0 && holdsWord(a.Text, last, s.Start)
		quoted := false
		for at := s.Start; ; {
			start, stop := nextWord(a.Text, at, s.End)
			if start == stop {
				break
			}
			quoted = quotedAfter(a.Text[at:start], quoted)
			w := word{start: start, end: stop, number: -1, apart: apart, quoted: quoted}
			folded := appendFolded(buf[:0], a.Text[start:stop])
			if n, ok := numbers[string(folded)]; ok {
				w.number = n
			} else if learn {
				w.number = int32(len(numbers))
				numbers[string(folded)] = w.number
			}
			t.words = append(t.words, w)
			apart, at = false, stop
		}
		last = s.End
	})
	return t
}

func holdsWord(text string, at, end int) bool {
	start, stop := nextWord(text, at, end)
	return start < stop
}

// quotedAfter is whether the word after gap is quoted, when the one before it
// was or was not. Single marks are apostrophes too often to tell.
func quotedAfter(gap string, quoted bool) bool {
	for _, r := range gap {
		switch r {
		case '“', '„', '«':
			quoted = true
		case '”', '»':
			quoted = false
		case '"':
			quoted = !quoted
		}
	}
	return quoted
}

// hashes are those of every run of runWords words, by where it begins.
func (t *text) hashes() []uint64 {
	if len(t.words) < runWords {
		return nil
	}
	const base = 0x9E3779B97F4A7C15
	out := make([]uint64, len(t.words)-runWords+1)
	top := uint64(1)
	for range runWords {
		top *= base
	}
	h := uint64(0)
	for i, w := range t.words {
		h = h*base + uint64(uint32(w.number)) + 1
		if i >= runWords {
			h -= top * (uint64(uint32(t.words[i-runWords].number)) + 1)
		}
		if i >= runWords-1 {
			out[i-runWords+1] = h
		}
	}
	return out
}

// windows is where each run of runWords words begins first, and after each
// place the next one with the same hash, or -1.
func (t *text) windows() (at map[uint64]int32, next []int32) {
	hashes := t.hashes()
	at, next = make(map[uint64]int32, len(hashes)), make([]int32, len(hashes))
	for i := len(hashes) - 1; i >= 0; i-- {
		next[i] = -1
		if j, ok := at[hashes[i]]; ok {
			next[i] = j
		}
		at[hashes[i]] = int32(i)
	}
	return at, next
}

// sentences are those of sentenceWords to runWords-1 words, as runs of t.
func (t *text) sentences() []run {
	var out []run
	i := 0
	for _, s := range segment.Sentences(t.article) {
		if s.Kind != corpus.Body {
			continue
		}
		for i < len(t.words) && t.words[i].start < s.Start {
			i++
		}
		first := i
		for i < len(t.words) && t.words[i].end <= s.End {
			i++
		}
		if n := i - first; n >= sentenceWords && n < runWords {
			out = append(out, run{i: first, n: n})
		}
	}
	return out
}

// key is the words of a sentence as a string.
func (t *text) key(s run) string {
	b := make([]byte, 0, 4*runWords)
	for _, w := range t.words[s.i : s.i+s.n] {
		b = binary.LittleEndian.AppendUint32(b, uint32(w.number))
	}
	return string(b)
}

// span is where n words from i stand, with the marks that touch them. Marks
// between two words without a space go with the first, so that spans of
// neighbouring words do not overlap.
func (t *text) span(i, n int) corpus.Span {
	s := corpus.Span{Start: t.words[i].start, End: t.words[i+n-1].end}
	all := t.article.Text
	for at := s.Start; ; {
		r, n := utf8.DecodeLastRuneInString(all[:at])
		if n == 0 || unicode.IsSpace(r) {
			s.Start = at
			break
		}
		if !touches(r) {
			break
		}
		at -= n
	}
	for s.End < len(all) {
		r, n := utf8.DecodeRuneInString(all[s.End:])
		if !touches(r) {
			break
		}
		s.End += n
	}
	return s
}

// touches reports whether r goes with the word beside it.
func touches(r rune) bool {
	return !unicode.IsSpace(r) && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
}
