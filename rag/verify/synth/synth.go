// Package synth makes training and test sentences out of true ones: corrupted
// ones that say something else (corrupt.go, swap.go) and rewritten ones that say the same
// (rewrite.go). It works on English by patterns; what it makes is not always
// good English, and a corruption now and then happens to be true.
package synth

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
)

// Article is the sentences of an article as material.
type Article struct {
	Title     string
	Sentences []string
	// Names are the different names in the sentences, in order.
	Names []string
	text  string
}

// NewArticle gathers the names of the sentences.
func NewArticle(title string, sentences []string) *Article {
	a := &Article{Title: title, Sentences: sentences, text: strings.Join(sentences, "\n")}
	for _, s := range sentences {
		for _, n := range Names(s) {
			if !slices.Contains(a.Names, n) && strings.Count(n, " ") < 4 {
				a.Names = append(a.Names, n)
			}
		}
	}
	return a
}

// Maker makes sentences. Equal seeds and material give equal sentences. It is
// not safe for concurrent use.
type Maker struct {
	rand *rand.Rand
	// strangers are names from elsewhere.
	strangers []string
}

// New makes a Maker that takes foreign names from strangers, which may be
// empty.
func New(seed uint64, strangers []string) *Maker {
	return &Maker{rand: rand.New(rand.NewPCG(seed, 1)), strangers: strangers}
}

func pick[T any](m *Maker, v []T) T { return v[m.rand.IntN(len(v))] }

var (
	nameRE   = regexp.MustCompile(`\b[A-Z][\w’'-]*(?: (?:[A-Z][\w’'-]+))*`)
	notNames = words(`I The A An He She It They We You But And Or In On At For As If Our Then This That These Those His Her Their Its Mr Mrs Ms Dr
		No Some Many Most All Nearly Almost Only Not Two Three More Fewer Half There When While Since Without With After Before
		January February March April May June July August September October November December
		Monday Tuesday Wednesday Thursday Friday Saturday Sunday`)
	monthNames   = strings.Fields("January February March April May June July August September October November December")
	weekdayNames = strings.Fields("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
)

func words(s string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		m[w] = true
	}
	return m
}

// Names are the runs of capitalised words of s, but not a lone one at its
// start, nor months and days.
func Names(s string) []string {
	var out []string
	for _, m := range nameRE.FindAllStringIndex(s, -1) {
		x := strings.TrimSuffix(strings.TrimSuffix(s[m[0]:m[1]], "'s"), "’s")
		first, _, several := strings.Cut(x, " ")
		if m[0] == 0 && !several || notNames[first] || len(x) < 3 {
			continue
		}
		out = append(out, x)
	}
	return out
}

// replaceAt puts with in place of s[m[0]:m[1]].
func replaceAt(s string, m []int, with string) string { return s[:m[0]] + with + s[m[1]:] }
