package rag

import (
	"slices"

	"newsdesk/corpus"
	"newsdesk/corpus/dates"
	"newsdesk/rag/terms"
)

// Whether two sentences of different articles tell of one occasion cannot be
// read from them alone: "the fire" is one fire in one article. What an article
// opens with says which.

const (
	// openingSentences is how many sentences an article takes to say what it is about.
	openingSentences = 2
	// What two openings must have in common: two names, or one and two other
	// words, or so many words without a name; where the articles open with
	// different days, so many names and two words.
	commonNames = 2
	manyNames   = 3
	commonWords = 2
	onlyWords   = 4
)

// oneOccasion reports whether two sentences of different articles tell of one
// occasion: their days do not exclude each other, the articles open with the
// same names and things, and nobody and no place in one is new to the other.
func oneOccasion(a, b *sentence, w Words) bool {
	return together(a, b, a, b, w)
}

// together is oneOccasion with the days of x and y.
func together(a, b, x, y *sentence, w Words) bool {
	if a.doc == b.doc || apart(a.doc, b.doc) || otherTime(a, b) || otherYear(a, b) {
		return false
	}
	differ, sure := otherDay(x, y, w)
	if differ && sure {
		return false
	}
	one, other := newScene(a, w), newScene(b, w)
	if one.stranger(other) || other.stranger(one) {
		return false
	}
	names, words := common(one.names, other.names), common(one.words, other.words)
	if differ {
		return names >= manyNames && words >= commonWords
	}
	return names >= commonNames || names > 0 && words >= commonWords || words >= onlyWords
}

// oneOccasion is that of the sentences; of "nobody was arrested" it is what the
// articles open with: an arrest may come days after.
func (t *datum) oneOccasion(o *datum, w Words) bool {
	x, y := t.doc.opening(), o.doc.opening()
	if (t.hi == 0 || o.hi == 0) && len(x) > 0 && len(y) > 0 {
		return together(t.sentence, o.sentence, x[0], y[0], w)
	}
	return oneOccasion(t.sentence, o.sentence, w)
}

// scene is what a sentence and the opening of its article name and tell of.
type scene struct {
	names, words map[string]bool // stems, all
	actors       [][]string      // the stems of each name in the sentence, of places and of who only says it apart
	places       [][]string      // those of the places that it names, or its opening
	held         map[string]bool // all stems of the sentence, the opening and the title
}

func newScene(s *sentence, w Words) scene {
	out := scene{names: make(map[string]bool), words: make(map[string]bool), held: make(map[string]bool)}
	for _, o := range append(s.doc.opening(), s) {
		o.read(w)
		named := make(map[int]bool)
		for _, n := range o.names() {
			for k := n.from; k < n.to; k++ {
				named[k] = true
				if t := o.tokens[k]; t.Word && subject(t) {
					out.names[t.Stem] = true
				}
			}
		}
		for _, k := range o.words {
			t := o.tokens[k]
			out.held[t.Stem] = true
			if subject(t) && !named[k] && !t.Number && !saying[t.Stem] && !measureUnits[t.Stem] && !weekdays[t.Lower] && !months[t.Lower] && !lightVerbs[t.Stem] {
				out.words[t.Stem] = true
			}
		}
	}
	for stem := range s.doc.title {
		out.held[stem] = true
		if !out.names[stem] && !terms.Stop(stem) {
			out.words[stem] = true
		}
	}
	out.actors, out.places = s.cast()
	for _, o := range s.doc.opening() {
		if len(out.places) == 0 {
			_, out.places = o.cast()
		}
	}
	return out
}

// cast are the stems of the names in the sentence: of places, and of others but
// who only gives the account.
func (s *sentence) cast() (actors, places [][]string) {
	for _, n := range s.names() {
		var stems []string
		for _, t := range s.tokens[n.from:n.to] {
			if t.Word && subject(t) {
				stems = append(stems, t.Stem)
			}
		}
		switch {
		case len(stems) == 0:
		case n.from > 0 && hasWord("in at near off outside around across", s.tokens[n.from-1].Lower):
			places = append(places, stems)
		case !s.onlySays(n):
			actors = append(actors, stems)
		}
	}
	return actors, places
}

// stranger reports whether the scene's sentence names somebody or something
// that the other neither names nor opens with, though that has names too, or
// is in places of which the other, which has its own, holds none.
func (x scene) stranger(y scene) bool {
	unknown := func(stems []string) bool {
		return !slices.ContainsFunc(stems, func(s string) bool { return y.held[s] })
	}
	if len(y.places) > 0 && len(x.places) > 0 && !slices.ContainsFunc(x.places, func(p []string) bool { return !unknown(p) }) {
		return true
	}
	return len(y.actors) > 0 && len(x.actors) <= len(y.actors) && slices.ContainsFunc(x.actors, unknown)
}

func common(x, y map[string]bool) int {
	n := 0
	for s := range x {
		if y[s] {
			n++
		}
	}
	return n
}

// opening are the first sentences of the article's text.
func (d *document) opening() []*sentence {
	var out []*sentence
	for i := range d.sentences {
		if s := &d.sentences[i]; s.Kind == corpus.Body && !s.steers && len(out) < openingSentences {
			out = append(out, s)
		}
	}
	return out
}

// names are the names of the sentence; its first word is none for its capital.
func (s *sentence) names() []span {
	return slices.DeleteFunc(slices.Clone(s.cands.names), func(n span) bool {
		return n.to == n.from+1 && len(s.words) > 0 && n.from == s.words[0] && !person(s.doc, s.tokens[n.from].Stem)
	})
}

// estimating are verbs that give a figure as somebody's own: "put the damage at".
var estimating = stemmed("put estimate report calculate count reckon confirm")

// sayerReach is how many tokens after the verb of saying the name may stand: "said
// the head of the ambulance service, Pia Lund".
const sayerReach = 9

// onlySays reports whether a name is of who gives the account: "said Wu", "AFP
// put the length at", "according to fire chief Dunn".
func (s *sentence) onlySays(n span) bool {
	for k := n.to; k < min(len(s.tokens), n.to+2); k++ {
		if t := s.tokens[k]; saying[t.Stem] || estimating[t.Stem] {
			return true
		}
	}
	for k := n.from - 1; k >= max(0, n.from-sayerReach); k-- {
		switch t := s.tokens[k]; {
		case saying[t.Stem] && !t.Capital, t.Lower == "according":
			return true
		case !t.Word && t.Lower != ",", hasWord("that which who", t.Lower):
			return false
		}
	}
	return false
}

// rising are words of a report that brings an earlier one up to date: its day
// is not the event's.
var rising = stemmed("rise climb increase grow now reach update correct revise")

// years are the years, decades and centuries that the sentence is of: none that
// it only compares with, "more than last year".
func (s *sentence) years() []dates.Date {
	var out []dates.Date
	for _, m := range s.dates() {
		than := slices.ContainsFunc(s.tokens, func(t terms.Token) bool {
			return t.End < m.Start && m.Start-t.End <= 2 && hasWord("than from since of", t.Lower)
		})
		if m.Resolved && m.Date.Precision >= dates.Year && m.Bound != dates.Before && m.Bound != dates.After && !than {
			out = append(out, m.Date)
		}
	}
	return out
}

// remembers reports whether the sentence is of a year that its article looks
// back to.
func (s *sentence) remembers() bool { return slices.ContainsFunc(s.years(), s.doc.follows) }

// follows reports whether the article is of a later year than a date.
func (d *document) follows(day dates.Date) bool {
	return !d.Published.IsZero() && day.To.Year() < d.Published.Year()
}

// meets reports whether the sentence gives a date within d, or around it.
func (s *sentence) meets(d dates.Date) bool {
	return slices.ContainsFunc(s.dates(), func(m dates.Mention) bool { return m.Resolved && m.Date.Overlaps(d) })
}

// otherYear reports whether one of two sentences of undated articles writes a year
// and the other gives no such date: nothing else says of when they are.
func otherYear(a, b *sentence) bool {
	writes := func(x, y *sentence) bool {
		return slices.ContainsFunc(x.dates(), func(m dates.Mention) bool {
			return m.Resolved && m.Year != 0 && !y.meets(m.Date)
		})
	}
	return a.doc.Published.IsZero() && b.doc.Published.IsZero() && (writes(a, b) || writes(b, a))
}

// otherTime reports whether one of two sentences is of a year that the other's
// article lies after, and the other gives no such date.
func otherTime(a, b *sentence) bool {
	back := func(x, y *sentence) bool {
		return slices.ContainsFunc(x.years(), func(d dates.Date) bool {
			return (x.doc.follows(d) || y.doc.follows(d)) && !y.meets(d)
		})
	}
	return back(a, b) || back(b, a)
}

// otherDay reports whether two sentences are of different days, and whether that
// is sure: whether each gives its day, or its paragraph before it does. What its
// article opens with may be of another day, as a later report is.
func otherDay(a, b *sentence, w Words) (differ, sure bool) {
	x, ownX, okX := a.occasionDay(w)
	y, ownY, okY := b.occasionDay(w)
	// Whether "on Wednesday" is the last one or the next is a guess at times.
	named := x.Weekday != "" && x.Weekday == y.Weekday && x.Relative && y.Relative && a.doc.Published.Equal(b.doc.Published)
	return okX && okY && !named && !x.Date.Overlaps(y.Date), ownX && ownY
}

// occasionDay is the day of what the sentence tells, or of what its article
// opens with, and whether it is its own or its paragraph's.
func (s *sentence) occasionDay(w Words) (day dates.Mention, own, ok bool) {
	var before []*sentence
	for i := s.i; i >= 0 && s.doc.sentences[i].Block == s.Block; i-- {
		before = append(before, &s.doc.sentences[i])
	}
	for k, o := range append(before, s.doc.opening()...) {
		if slices.ContainsFunc(o.read(w).tokens, func(t terms.Token) bool { return rising[t.Stem] && !t.Capital }) {
			continue
		}
		if m, said, ok := o.eventDate(); ok && !said && m.Date.Precision <= dates.Day {
			return m, k < len(before), true
		}
	}
	return dates.Mention{}, false, false
}
