package invent

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"newsdesk/corpus"
)

// story is what an article tells.
type story struct {
	n *Newsroom
	i int
	r *rand.Rand
	// zipf draws the places of invented words in the vocabulary, common those
	// of English ones.
	zipf, nouns, verbs, adjectives *rand.Zipf

	person, office, place, topic, said string
	opened, published                  time.Time
	figure                             int
	outlet, author                     string
	// other is somebody else who is quoted.
	other string
}

// Zipf's exponent of words in English text is a little above one.
const zipfExponent = 1.07

// first is the day of publication of the earliest article.
var first = time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC)

// span is over how many days articles are spread.
const span = 3650

func (n *Newsroom) story(i int) *story {
	r := rand.New(rand.NewPCG(n.seed, uint64(i)+16))
	draw := func(words int) *rand.Zipf { return rand.NewZipf(r, zipfExponent, 4, uint64(words-1)) }
	s := &story{n: n, i: i, r: r, zipf: draw(len(n.words)), nouns: draw(len(nouns)), verbs: draw(len(verbs)), adjectives: draw(len(adjectives))}
	s.person, s.other = s.name(), s.name()
	s.author = s.name()
	s.office = offices[r.IntN(len(offices))]
	s.place = capital(word(r, 2)) + places[r.IntN(len(places))]
	s.topic = n.words[r.IntN(len(n.words))] + " " + venues[r.IntN(len(venues))]
	s.published = first.AddDate(0, 0, r.IntN(span))
	s.opened = s.published.AddDate(0, 0, -1-r.IntN(60))
	s.figure = 100 + r.IntN(90_000)
	s.outlet = Outlets[r.IntN(len(Outlets))]
	return s
}

func (s *story) name() string {
	return given[s.r.IntN(len(given))] + " " + capital(word(s.r, 2))
}

// The lengths of articles in words have a long tail: the logarithm is normal.
const (
	medianWords = 850
	spreadWords = .5
	leastWords  = 120
	mostWords   = 4_000
)

// article writes the story. What is drawn first is in the lead, which says
// what the article's questions ask for.
func (s *story) article() corpus.Article {
	words := int(math.Exp(math.Log(medianWords) + spreadWords*s.r.NormFloat64()))
	words = max(leastWords, min(words, mostWords))
	s.said = s.clause()
	paragraphs := []string{
		fmt.Sprintf("%s, the %s of %s, opened the %s on %s. %s", s.person, s.office, s.place, s.topic, s.opened.Format("2 January 2006"), s.sentence()),
		fmt.Sprintf("“The %s is %s, and %s,” %s said. %s", s.topic, s.adjective(), s.said, s.person, s.sentence()),
		fmt.Sprintf("%s people work at the %s in %s, %d percent more than a year ago. %s", thousands(s.figure), s.topic, s.place, 1+s.r.IntN(60), s.sentence()),
	}
	count := 0
	for _, p := range paragraphs {
		count += len(strings.Fields(p))
	}
	for count < words {
		p := s.paragraph()
		paragraphs = append(paragraphs, p)
		count += len(strings.Fields(p))
	}
	return corpus.Article{ID: id(s.i), URL: address(s.i), Outlet: s.outlet, Author: s.author, Published: s.published,
		Title: fmt.Sprintf("%s opens %s in %s", s.person, s.topic, s.place), Text: strings.Join(paragraphs, "\n\n")}
}

func (s *story) paragraph() string {
	var out []string
	for range 2 + s.r.IntN(4) {
		switch k := s.r.IntN(20); {
		case k == 0:
			out = append(out, fmt.Sprintf("“%s,” said %s, %s of the %s.", capital(s.clause()), s.other, offices[s.r.IntN(len(offices))], s.noun()))
		case k == 1:
			out = append(out, fmt.Sprintf("On %s, %s.", s.published.AddDate(0, 0, -s.r.IntN(400)).Format("2 January 2006"), s.clause()))
		case k == 2:
			out = append(out, fmt.Sprintf("%s paid %s dollars for %s.", s.person, thousands(1000*(1+s.r.IntN(5000))), s.phrase()))
		default:
			out = append(out, s.sentence())
		}
	}
	return strings.Join(out, " ")
}

func (s *story) sentence() string {
	c := s.clause()
	switch s.r.IntN(4) {
	case 0:
		c += ", " + joins[s.r.IntN(len(joins))] + " " + s.clause()
	case 1:
		c = openings[s.r.IntN(len(openings))] + " " + s.phrase() + ", " + c
	}
	return capital(c) + "."
}

func (s *story) clause() string {
	c := s.phrase() + " " + verbs[s.verbs.Uint64()] + " " + s.phrase()
	for s.r.IntN(3) > 0 {
		c += " " + prepositions[s.r.IntN(len(prepositions))] + " " + s.phrase()
	}
	return c
}

func (s *story) phrase() string {
	p := articles[s.r.IntN(len(articles))] + " "
	if s.r.IntN(3) == 0 {
		p += s.adjective() + " "
	}
	return p + s.noun()
}

// noun and adjective are English about half of the time.
func (s *story) noun() string {
	if s.r.IntN(2) == 0 {
		return nouns[s.nouns.Uint64()]
	}
	return s.n.words[s.zipf.Uint64()]
}

func (s *story) adjective() string {
	if s.r.IntN(2) == 0 {
		return adjectives[s.adjectives.Uint64()]
	}
	return s.n.words[s.zipf.Uint64()]
}

func capital(w string) string { return strings.ToUpper(w[:1]) + w[1:] }

// thousands is a number with commas.
func thousands(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
