// Package invent makes news articles that nobody wrote, for measuring how the
// program grows with its archive: as many as asked for, of realistic length,
// with names, dates, figures and quotations, from several outlets, one in
// twenty a copy of an earlier one with small changes.
//
// The words are drawn by Zipf's law from common English and from a vocabulary
// of invented words, so that an index of them has few long lists of postings
// and many short ones, as one of news has. Everything follows from a seed, and
// the first n articles are the same however many are made.
package invent

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"newsdesk/corpus"
)

// CopyShare is the share of articles that are copies of earlier ones.
const CopyShare = .05

// Outlets are the invented outlets that articles are of.
var Outlets = []string{"Harrow Gazette", "Tellmark Post", "North Quay Times", "Radio Ambry", "The Selden Courier", "Osprey Wire", "Lowfield Echo", "Daily Marrow"}

// Newsroom makes articles. It is safe for concurrent use.
type Newsroom struct {
	seed  uint64
	words []string // invented, the commonest first
}

// vocabulary is how many invented words there are.
const vocabulary = 40_000

// New is the newsroom of a seed.
func New(seed uint64) *Newsroom {
	n := &Newsroom{seed: seed, words: make([]string, 0, vocabulary)}
	r := rand.New(rand.NewPCG(seed, 1))
	seen := make(map[string]bool, vocabulary)
	for len(n.words) < vocabulary {
		w := word(r, 2+r.IntN(3))
		if !seen[w] {
			seen[w] = true
			n.words = append(n.words, w)
		}
	}
	return n
}

var (
	onsets = strings.Fields("b br c ch cl d dr f fl g gr h j k l m n p pl pr qu r s sh sk sl st str t th tr v w")
	vowels = strings.Fields("a a e e i o o u ai ea ou")
	codas  = strings.Fields("b ck d l ll m n nd nt p r rd rk s st t x")
)

// word is an invented word of so many syllables.
func word(r *rand.Rand, syllables int) string {
	var b strings.Builder
	for range syllables {
		b.WriteString(onsets[r.IntN(len(onsets))])
		b.WriteString(vowels[r.IntN(len(vowels))])
	}
	b.WriteString(codas[r.IntN(len(codas))])
	return b.String()
}

// Fact is something that one article says, as a question with its answer.
type Fact struct {
	Question, Answer string
	// Article is the ID of the article, Outlet and Published are its own.
	Article, Outlet string
	Published       time.Time
}

// Article is the article with number i, from 0.
func (n *Newsroom) Article(i int) corpus.Article {
	if of, r := n.copied(i); of >= 0 {
		return n.copy(i, of, r)
	}
	return n.story(i).article()
}

// copied is the number of the article that i is a copy of, or -1, with what
// the changes are drawn from.
func (n *Newsroom) copied(i int) (of int, r *rand.Rand) {
	r = rand.New(rand.NewPCG(n.seed+2, uint64(i)))
	if i == 0 || r.Float64() >= CopyShare {
		return -1, r
	}
	for of = r.IntN(i); of > 0; of = r.IntN(of) {
		if original, _ := n.copied(of); original < 0 {
			return of, r
		}
	}
	return 0, r
}

// copy is article i, made of another: another outlet a day later, a headline
// of its own and a paragraph less.
func (n *Newsroom) copy(i, of int, r *rand.Rand) corpus.Article {
	a := n.story(of).article()
	a.ID, a.URL = id(i), address(i)
	a.Outlet = Outlets[r.IntN(len(Outlets))]
	a.Published = a.Published.AddDate(0, 0, 1)
	a.Title = "Update: " + a.Title
	if ps := strings.Split(a.Text, "\n\n"); len(ps) > 3 {
		drop := 2 + r.IntN(len(ps)-2)
		a.Text = strings.Join(append(ps[:drop:drop], ps[drop+1:]...), "\n\n")
	}
	return a
}

func id(i int) string      { return fmt.Sprintf("story-%06d", i) }
func address(i int) string { return fmt.Sprintf("https://news.example/%d", i) }

// Facts are questions that article i answers, none where it is a copy.
func (n *Newsroom) Facts(i int) []Fact {
	if of, _ := n.copied(i); of >= 0 {
		return nil
	}
	s := n.story(i)
	s.article()
	facts := []Fact{
		{Question: fmt.Sprintf("Who is the %s of %s?", s.office, s.place), Answer: s.person},
		{Question: fmt.Sprintf("What did %s say about the %s?", s.person, s.topic), Answer: s.said},
		{Question: fmt.Sprintf("When did %s open the %s in %s?", s.person, s.topic, s.place), Answer: s.opened.Format("2 January 2006")},
		{Question: fmt.Sprintf("How many people work at the %s in %s?", s.topic, s.place), Answer: thousands(s.figure)},
	}
	for k := range facts {
		facts[k].Article, facts[k].Outlet, facts[k].Published = id(i), s.outlet, s.published
	}
	return facts
}

// Unanswerable is a question about a person and a place of whom no article of
// this newsroom tells.
func (n *Newsroom) Unanswerable(i int) string {
	r := rand.New(rand.NewPCG(n.seed+3, uint64(i)))
	// Five syllables and an ending that no word of the vocabulary has.
	who, where := capital(word(r, 2)+"ovich"), capital(word(r, 5)+"borough")
	return [...]string{
		fmt.Sprintf("Why did %s %s resign in %s?", given[r.IntN(len(given))], who, where),
		fmt.Sprintf("How many ships does %s own?", where),
		fmt.Sprintf("What did %s %s say about the %s treaty?", given[r.IntN(len(given))], who, where),
	}[i%3]
}

// File is the article as a text file with its front matter.
func File(a corpus.Article) []byte {
	return fmt.Appendf(nil, "---\nid: %s\ntitle: %q\noutlet: %s\nauthor: %s\npublished: %s\nurl: %s\n---\n%s\n",
		a.ID, a.Title, a.Outlet, a.Author, a.Date(), a.URL, a.Text)
}
