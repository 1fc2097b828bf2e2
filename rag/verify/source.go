package verify

import (
	"slices"
	"strings"

	"newsdesk/corpus"
	"newsdesk/corpus/quote"
	"newsdesk/corpus/segment"
)

// Source is an article taken apart for checking claims against it. It is
// read only and safe for concurrent use; making one costs about as much as a
// few hundred checks, so keep it with the article.
type Source struct {
	article *corpus.Article
	quotes  []corpus.Quote

	sentences []sentence
	flat      []token // of all sentences
	tid       []int   // type of each token of flat
	at        []int   // sentence of each token of flat
	types     map[string]int
	reps      []token // first token of each type
	where     [][]int // places in flat of each type
	trigrams  map[[3]int32]bool
	bigrams   map[[2]int32]bool // of content words
	skips     map[[2]int32]bool // of content words, up to two left out
	folded    foldedText
	marked    []marking
	// corrections is what the article takes back.
	corrections []correction
	persons     map[string]bool // neighbouring words of names and titles, "vladimir putin"
}

// sentence is a run of flat.
type sentence struct {
	corpus.Sentence
	from, to int
	pronoun  bool
}

// NewSource takes a apart. ss are its sentences and quotes its quotations; nil
// means that NewSource is to find them. w may be nil: then synonyms are
// strangers and every word weighs the same. Furniture, bylines and sentences
// left out of ss are no evidence. The article must not change afterwards.
func NewSource(a *corpus.Article, ss []corpus.Sentence, quotes []corpus.Quote, w Words) *Source {
	if ss == nil {
		ss = segment.Sentences(a)
	}
	if quotes == nil {
		quotes = quote.Find(a, ss)
	}
	s := &Source{article: a, quotes: quotes, types: map[string]int{}, persons: map[string]bool{},
		trigrams: map[[3]int32]bool{}, bigrams: map[[2]int32]bool{}, skips: map[[2]int32]bool{}}
	r := newReader(w)
	for _, x := range ss {
		if x.Kind == corpus.Furniture || x.Kind == corpus.Byline {
			continue
		}
		ts := r.tokens(a.Text, x.Start, x.End)
		if len(ts) == 0 {
			continue
		}
		for len(ts) > maxWords {
			s.add(x, ts[:maxWords])
			ts = ts[maxWords:]
		}
		s.add(x, ts)
	}
	s.index()
	s.folded = foldText(a.Text)
	s.marked = slices.DeleteFunc(markings(a, quotes), func(m marking) bool { first, _ := s.sentencesOf(m.Span); return first < 0 })
	s.corrections = r.corrections(a.Text, s.sentences)
	return s
}

// maxWords is the longest run of words that counts as one sentence, and the
// longest claim: what is longer is a list or a page without full stops.
const maxWords = 200

func (s *Source) add(x corpus.Sentence, ts []token) {
	n := sentence{Sentence: x, from: len(s.flat), to: len(s.flat) + len(ts)}
	for _, t := range ts {
		n.pronoun = n.pronoun || pronouns[t.lower]
		s.flat = append(s.flat, t)
		s.at = append(s.at, len(s.sentences))
	}
	s.sentences = append(s.sentences, n)
}

// Article is what s was made from.
func (s *Source) Article() *corpus.Article { return s.article }

func (s *Source) index() {
	var content []int32
	for i := range s.flat {
		t := &s.flat[i]
		id, ok := s.types[t.stem]
		if !ok {
			id = len(s.reps)
			s.types[t.stem] = id
			s.reps = append(s.reps, *t)
			s.where = append(s.where, nil)
		}
		// One capital anywhere makes the type a name.
		if t.name && !s.reps[id].name {
			s.reps[id] = *t
		}
		s.where[id] = append(s.where[id], i)
		s.tid = append(s.tid, id)
		if !t.stop {
			content = append(content, int32(id))
		}
		if i > 0 && t.name && !t.broken && (s.flat[i-1].name || s.upper(i-1)) {
			s.persons[s.flat[i-1].lower+" "+t.lower] = true
		}
	}
	for i := 2; i < len(s.tid); i++ {
		s.trigrams[[3]int32{int32(s.tid[i-2]), int32(s.tid[i-1]), int32(s.tid[i])}] = true
	}
	for i := range content {
		for gap := 1; gap <= 3 && i+gap < len(content); gap++ {
			pair := [2]int32{content[i], content[i+gap]}
			s.skips[pair] = true
			if gap == 1 {
				s.bigrams[pair] = true
			}
		}
	}
}

// upper reports whether the word i of flat begins with a capital letter.
func (s *Source) upper(i int) bool {
	c := s.article.Text[s.flat[i].start]
	return c >= 'A' && c <= 'Z'
}

// written is the tokens from to to of flat as they stand in the article.
func (s *Source) written(from, to int) string {
	if from < 0 || to <= from || to > len(s.flat) {
		return ""
	}
	return strings.TrimSpace(s.article.Text[s.flat[from].start:s.flat[to-1].end])
}
