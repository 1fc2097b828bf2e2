package rag

import (
	"slices"

	"newsdesk/corpus"
	"newsdesk/rag/terms"
)

// Two houses of one name were built in different years: where articles define
// different things by the name that a question has, each of them may hold a
// true answer, and none should stand back for a second sentence of another.

// How many statements an answer about namesakes holds at most, how far behind
// the best an article's own best may score, in the units of rankWeights, and
// within how many tokens an article must give the name to be about it.
const (
	maxNamesakes   = 8
	namesakeMargin = 12
	opening        = 12
)

// articlesOfName are the articles that open with the name in the question, where at
// least two define different things by it, or nil.
func (f *found) articlesOfName() []*document {
	var opens []*document
	var defines []*sentence
	for _, ev := range f.ranked {
		if slices.Contains(opens, ev.doc) || !f.opensWith(ev.doc) {
			continue
		}
		opens = append(opens, ev.doc)
		s := &ev.doc.sentences[0]
		if f.defines(s) && !slices.ContainsFunc(defines, func(o *sentence) bool { return jaccard(o, s) >= sameJaccard }) {
			defines = append(defines, s)
		}
	}
	if len(defines) < 2 {
		return nil
	}
	return opens
}

// opensWith reports whether every name of the question stands in the first
// words of the article.
func (f *found) opensWith(d *document) bool {
	if len(f.q.entities) == 0 || len(d.sentences) == 0 {
		return false
	}
	s := d.sentences[0].read(f.scorer.words)
	for stem := range f.q.entities {
		if at := s.at[stem]; len(at) == 0 || at[0] >= opening {
			return false
		}
	}
	return true
}

// defines reports whether a sentence says what the name in the question is:
// the name, a form of "be", and a noun of any such thing ("was an officer").
func (f *found) defines(s *sentence) bool {
	be := slices.IndexFunc(s.tokens, func(t terms.Token) bool { return isBe(t.Lower) })
	if be < 0 || be+1 >= len(s.tokens) || !hasWord("a an one", s.tokens[be+1].Lower) {
		return false
	}
	for stem := range f.q.entities {
		if at := s.at[stem]; len(at) == 0 || at[0] > be {
			return false
		}
	}
	return true
}

// eachNamesake adds to the statements the best sentence of every article about
// a namesake, and where a kind of answer is asked for, the best that holds one.
func (e *Engine) eachNamesake(f *found, shown []statement) []statement {
	if len(shown) == 0 {
		return shown
	}
	docs := f.articlesOfName()
	kind := f.q.typ == wantsWho || f.q.typ == wantsWhen || f.q.typ == wantsNumber || f.q.typ == wantsWhere
	for _, ev := range f.ranked {
		if len(shown) >= maxNamesakes || ev.score < shown[0].score-namesakeMargin {
			break
		}
		holds := ev.features[fMissing] == 0
		if ev.Kind != corpus.Body || !holds || !slices.Contains(docs, ev.doc) {
			continue
		}
		times, held := 0, false
		for _, s := range shown {
			if s.doc == ev.doc || slices.Contains(docsOf(s.also), ev.doc) {
				times, held = times+1, held || s.features[fMissing] == 0
			}
		}
		if (times == 0 || kind && !held && times < 2) && e.sameAs(f, shown, ev) < 0 {
			shown = append(shown, complete(shown, ev))
		}
	}
	return shown
}

// classNouns ask what kind of thing a name is.
var classNouns = stemmed("genre profession occupation sport type kind sort medium function format job trade")

// asksWhatItIs reports whether the question asks what kind of thing a name is
// and an article defines it: "a 1969 film" answers for the genre without the
// word.
func (f *found) asksWhatItIs() bool {
	return classNouns[f.q.focus] && slices.ContainsFunc(f.ranked, func(ev evidence) bool {
		return f.opensWith(ev.doc) && f.defines(&ev.doc.sentences[0])
	})
}
