package copies

import (
	"encoding/binary"
	"unicode"
	"unicode/utf8"

	"newsdesk/corpus"
	"newsdesk/corpus/segment"
)

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
