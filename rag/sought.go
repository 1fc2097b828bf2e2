package rag

import (
	"maps"
	"slices"

	"newsdesk/corpus/dates"
	"newsdesk/rag/terms"
)

// sought is what figure a question asks for.
type sought struct {
	kind  string
	thing *thing
	noun  string // what is counted, or "" of people
	who   bool   // it asks who, or whether anybody
}

// seeks is the figure that the question asks for, without a thing where it names
// none in a word of the lexicon: "how many died", "the death toll", "how long did they
// talk", "what was the damage", "who was arrested".
func (q *query) seeks() sought {
	of := func(k string) *thing {
		for i := range q.tokens {
			for _, stem := range q.standsFor(i) {
				if th := thingsOf(k)[stem]; th != nil {
					return th
				}
			}
		}
		return nil
	}
	people := func() *thing {
		if q.losesLives() {
			return dying
		}
		for i := range q.tokens {
			if th := thingAt(q.tokens, i); th != nil {
				return th
			}
		}
		return of(counting)
	}
	s := sought{}
	switch many := q.counted(); {
	case q.typ == wantsYesNo && q.claimedUnit() != "":
		switch unit := q.claimedUnit(); {
		case everybody[unit]:
			s = sought{kind: counting, thing: people()}
		case lengthUnits[unit] && converts[unit].kind != extent:
			s = sought{kind: timing, thing: of(timing)}
		default:
			s = sought{kind: moneyed, thing: of(moneyed)}
		}
	case q.typ == wantsWho, q.typ == wantsYesNo:
		if s = (sought{kind: counting, thing: people(), who: true}); s.thing != nil && s.thing.does == nil {
			s.thing = nil
		}
	case q.typ == wantsNumber && (q.wantsLength() || lengthUnits[many] && converts[many].kind != "length"):
		s = sought{kind: timing, thing: of(timing)}
	case many != "":
		if s = (sought{kind: counting, thing: people()}); !everybody[many] {
			s.noun = many
		}
	case q.typ == wantsNumber && q.focus != "" && people() != nil && countsPeople(q.focus):
		s = sought{kind: counting, thing: people()}
	case q.typ == wantsNumber, q.amountOf():
		s = sought{kind: moneyed, thing: of(moneyed)}
	}
	return s
}

// losesLives reports whether the question is of lives lost or victims claimed.
func (p *parsed) losesLives() bool {
	has := func(stems map[string]bool) bool {
		return slices.ContainsFunc(p.tokens, func(t terms.Token) bool { return stems[t.Stem] && !t.Capital })
	}
	return has(takesLife) && has(lives)
}

// synonyms are other stems of the lexicon for what befell the people that a term
// counts: those for a length of time or a price say less of it.
func (q *query) synonyms(t *term) []string {
	if q.entities[t.stem] || q.language != english {
		return nil
	}
	th := countedThings[t.stem]
	if lives[t.stem] && q.losesLives() || t.stem == tollStem && slices.ContainsFunc(q.tokens, func(t terms.Token) bool { return countedThings[t.Stem] == dying }) {
		th = dying
	}
	if th == nil {
		return nil
	}
	return slices.Sorted(maps.Keys(th.happens))
}

// wantsExtent reports whether "how long is it" is asked of what is not known to
// take time, and so may be miles.
func (p *parsed) wantsExtent() bool {
	return p.wantsLength() && isBe(p.word(p.wh+2)) && !slices.ContainsFunc(p.tokens, func(t terms.Token) bool { return timedThings[t.Stem] != nil })
}

// amountOf reports whether the question is "what is the damage", of something
// that has a price.
func (q *query) amountOf() bool {
	if q.typ != wantsThing || q.focus == "" || q.wh < 0 || !isBe(q.word(q.wh+1)) && !q.contracted() {
		return false
	}
	return slices.ContainsFunc(q.standsFor(q.focusEnd), func(stem string) bool { return pricedThings[stem] != nil })
}

// countsPeople reports whether a noun for a number counts people: a toll.
func countsPeople(stem string) bool {
	return countedThings[stem] != nil || stem == tollStem || hasWord("number amount", stem)
}

// standsFor are the stems that token i of the question may mean: its own and,
// where the archive lacks it, those that stand in for it.
func (q *query) standsFor(i int) []string {
	if i < 0 || i >= len(q.tokens) {
		return nil
	}
	out := []string{q.tokens[i].Stem}
	if k, ok := q.at[out[0]]; ok {
		out = append(out, q.terms[k].similar...)
	}
	return out
}

// of reports whether a figure is what is sought.
func (s *sought) of(d *datum) bool {
	switch {
	case d.thing != s.thing:
		return false
	case s.kind == moneyed:
		return true // of any currency
	case d.kind != s.kind, d.some && !s.who:
		return false
	}
	return s.noun == "" || d.noun == s.noun || d.hi == 0
}

// looksBack reports whether the question is of a year: "in 2011", "last year".
func (q *query) looksBack() bool {
	return slices.ContainsFunc(dates.InQuestion(q.text, q.AskedOn), func(m dates.Mention) bool { return m.Resolved && m.Date.Precision >= dates.Year })
}
