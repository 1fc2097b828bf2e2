package quote

import (
	"slices"
	"strings"
)

// Two texts are wordings of one remark where they share at least minShared
// words of meaning and these are sameRemark of the shorter one's.
const (
	sameRemark = .6
	minShared  = 2
)

// Words takes a text apart for comparison: the stems of the words that carry
// meaning, repeats allowed. Package quote has no stemmer of its own.
type Words func(text string) []string

// Reworded reports whether a and b are one remark in different words, as two
// translators or two reporters leave it. Stems that ignore names do not count:
// a search brings together what shares its own words; nil ignores none. A text
// that stands in the other word for word is no rewording.
func Reworded(a, b string, words Words, ignore func(stem string) bool) bool {
	return sameWords(stems(a, words, ignore), stems(b, words, ignore)) && !verbatim(a, b)
}

func stems(text string, words Words, ignore func(string) bool) map[string]bool {
	out := map[string]bool{}
	for _, w := range words(text) {
		if ignore == nil || !ignore(w) {
			out[w] = true
		}
	}
	return out
}

func sameWords(x, y map[string]bool) bool {
	if len(x) > len(y) {
		x, y = y, x
	}
	common := 0
	for s := range x {
		if y[s] {
			common++
		}
	}
	return common >= minShared && float64(common) >= sameRemark*float64(len(x))
}

// verbatim reports whether one text stands in the other, case, marks and space
// aside.
func verbatim(a, b string) bool {
	x, y := plain(a), plain(b)
	return strings.Contains(x, y) || strings.Contains(y, x)
}

// Remark is one thing that somebody said, as one or more articles have it.
type Remark struct {
	// Wordings are the texts that differ, in order of first appearance.
	Wordings []Wording
}

// Wording is one text of a remark.
type Wording struct {
	// Quotes are the indices of the quotations that have it: the first with
	// the longest text, the others with that or a part of it.
	Quotes []int
}

// Spoken is a quotation to be grouped: its words, who said them, and the
// article that they stand in.
type Spoken struct{ Text, Speaker, Article string }

// Group gathers quotations of one remark: those of one person in different
// articles that are Reworded, or of which one contains the other. Within an
// article only a repetition joins. Speakers without a name are not grouped.
// Each quotation is in one remark; the order is that of the first quotation of
// each.
func Group(qs []Spoken, words Words) []Remark {
	texts := make([]string, len(qs))
	sets := make([]map[string]bool, len(qs))
	for i, q := range qs {
		texts[i], sets[i] = plain(q.Text), stems(q.Text, words, nil)
	}
	within := func(i, j int) bool {
		short := min(len(sets[i]), len(sets[j]))
		return short >= minShared && (strings.Contains(texts[i], texts[j]) || strings.Contains(texts[j], texts[i]))
	}
	var out []Remark
	byStem := map[string][]int{} // by family name and stem, indices in out
	for i, q := range qs {
		family := strings.ToLower(Surname(q.Speaker)) + "\x00"
		shared := map[int]int{}
		for s := range sets[i] {
			for _, r := range byStem[family+s] {
				shared[r]++
			}
		}
		joined := -1
		for r, n := range shared {
			if q.Speaker != "" && n >= minShared && (joined < 0 || r < joined) && out[r].takes(qs, i, func(j int) bool {
				return within(i, j) || qs[j].Article != q.Article && sameWords(sets[i], sets[j])
			}) {
				joined = r
			}
		}
		if joined < 0 {
			joined = len(out)
			out = append(out, Remark{[]Wording{{[]int{i}}}})
		} else {
			out[joined].add(i, texts, within)
		}
		for s := range sets[i] {
			if rs := byStem[family+s]; len(rs) == 0 || !slices.Contains(rs, joined) {
				byStem[family+s] = append(rs, joined)
			}
		}
	}
	return out
}

// add puts quotation i into the wording that it is a part of or that is a part
// of it, else into one of its own.
func (r *Remark) add(i int, texts []string, within func(i, j int) bool) {
	for n := range r.Wordings {
		w := &r.Wordings[n]
		if !within(i, w.Quotes[0]) {
			continue
		}
		w.Quotes = append(w.Quotes, i)
		if last := len(w.Quotes) - 1; len(texts[i]) > len(texts[w.Quotes[0]]) {
			w.Quotes[0], w.Quotes[last] = w.Quotes[last], w.Quotes[0]
		}
		return
	}
	r.Wordings = append(r.Wordings, Wording{[]int{i}})
}

// takes reports whether quotation i belongs to r: it can be the same person's
// as every wording of it, and is like one of them.
func (r *Remark) takes(qs []Spoken, i int, like func(int) bool) bool {
	some := false
	for _, w := range r.Wordings {
		for _, j := range w.Quotes {
			if !SamePerson(qs[i].Speaker, qs[j].Speaker) {
				return false
			}
		}
		some = some || like(w.Quotes[0])
	}
	return some
}
