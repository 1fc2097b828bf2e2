package rag

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"newsdesk/corpus"
	"newsdesk/corpus/dates"
	"newsdesk/rag/terms"
)

// An answer that gives a figure shows what other articles give for the same
// thing, however the question is worded: what the figure is of is read from
// the sentences, not from the question.

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

// given is a figure in a sentence found.
type given struct {
	evidence
	*datum
}

// dissent is one statement of each article that gives the figure asked for,
// where two give different ones or the answer lacks it; else nil. shown is what the
// answer holds otherwise: its figure is the one asked for where the question
// names no thing of the lexicon.
func (e *Engine) dissent(f *found, shown []statement) []statement {
	if f.wants.thing == nil && f.q.typ != wantsNumber {
		return nil
	}
	all := e.givenFigures(f)
	first := f.asked(all, shown)
	if first == nil {
		return nil
	}
	out := []statement{complete(nil, first.evidence)}
	seen := []*document{first.evidence.doc}
	differ := false
	for _, g := range all {
		if !g.sameThing(first.datum) || slices.Contains(seen, g.evidence.doc) || !first.oneOccasion(g.datum, e.words) {
			continue
		}
		agrees := g.agrees(first.datum)
		if !agrees && (g.evidence.doc.gives(first.datum, e.words) || first.evidence.doc.gives(g.datum, e.words)) {
			continue // which of its two figures is meant cannot be told
		}
		if k := e.sameAs(f, out, g.evidence); k >= 0 {
			out[k].also = append(out[k].also, g.evidence)
		} else if len(out) < maxRemarks {
			out = append(out, complete(out, g.evidence))
			differ = differ || !agrees
		}
		seen = append(seen, g.evidence.doc)
	}
	f.figured = first.datum
	if !differ {
		if first.thing != nil && f.wants.thing != nil && !shows(shown, first.evidence) {
			return out
		}
		return nil
	}
	if f.supersedes(out) {
		slices.SortStableFunc(out, func(a, b statement) int { return b.doc.Published.Compare(a.doc.Published) })
	}
	return out
}

// maxOpposed is how many statements are added to an overview at most.
const maxOpposed = 2

// opposed adds to an overview what other articles give for a figure in it that
// is of a thing of the lexicon.
func (e *Engine) opposed(f *found, shown []statement) []statement {
	if len(shown) == 0 || len(shown) > overviewMost/2 {
		return shown // an overview of many articles is of more than one event
	}
	added := 0
	all := e.givenFigures(f)
	for _, s := range shown {
		for i := range s.data(e.words) {
			first := &s.figured[i]
			for _, g := range all {
				d := g.evidence.doc
				seen := slices.ContainsFunc(shown, func(o statement) bool { return o.doc == d || slices.Contains(docsOf(o.also), d) })
				if seen || added == maxOpposed || first.thing == nil || !g.conflicts(first) || !first.oneOccasion(g.datum, e.words) || d.gives(first, e.words) || s.doc.gives(g.datum, e.words) {
					continue
				}
				shown, added = append(shown, complete(shown, g.evidence)), added+1
			}
		}
	}
	return shown
}

// givenFigures are the figures of the articles found: of the sentences ranked,
// best first, then of the others.
func (e *Engine) givenFigures(f *found) []given {
	var out []given
	ranked := make(map[*sentence]bool)
	put := func(ev evidence) {
		for i := range ev.data(e.words) {
			out = append(out, given{ev, &ev.figured[i]})
		}
	}
	for _, ev := range f.ranked {
		ranked[ev.sentence] = true
		if ev.Kind == corpus.Body {
			put(ev)
		}
	}
	seen := make(map[*document]bool)
	for _, hit := range f.hits {
		d := f.docs[hit.Article]
		if d == nil || seen[d] {
			continue
		}
		seen[d] = true
		for i := range d.sentences {
			if s := &d.sentences[i]; s.Kind == corpus.Body && !s.tainted && !ranked[s] {
				put(evidence{sentence: s, score: math.Inf(-1)})
			}
		}
	}
	return out
}

// asked is the figure that the question asks for, or nil.
func (f *found) asked(all []given, shown []statement) *given {
	if f.wants.thing != nil {
		var other *given
		back := f.q.looksBack()
		for i := range all {
			g := &all[i]
			switch {
			case g.score < f.ranked[0].score-figureMargin || f.q.period.fits(g.evidence.sentence) < 0 || !f.wants.of(g.datum) || !f.concerns(g.evidence.sentence):
			case g.evidence.remembers() != back:
				other = cmp.Or(other, g) // an article looks back, where none is asked to
			default:
				return g
			}
		}
		return other
	}
	if f.q.typ != wantsNumber || len(shown) == 0 {
		return nil
	}
	x, ok := f.figure(shown[0].sentence, f.q.unit())
	if !ok {
		return nil
	}
	for i := range all {
		if g := &all[i]; g.evidence.sentence == shown[0].sentence && g.at == x.at {
			return g
		}
	}
	return nil
}

// looksBack reports whether the question is of a year: "in 2011", "last year".
func (q *query) looksBack() bool {
	return slices.ContainsFunc(dates.InQuestion(q.text, q.AskedOn), func(m dates.Mention) bool { return m.Resolved && m.Date.Precision >= dates.Year })
}

// concerns reports whether a sentence, its title or what its article opens with
// holds every name and number of the question and half of the weight of its other words,
// those for the figure apart; of the best sentence the names and numbers are
// enough.
func (f *found) concerns(s *sentence) bool {
	var held, all float64
	for i := range f.q.terms {
		t := &f.q.terms[i]
		if lightVerbs[t.stem] || negations[t.lower] || t.stem == f.q.focus || t.stem == tollStem || everybody[t.stem] || f.wants.thing == dying && takesLife[t.stem] || measureUnits[t.stem] || f.wants.thing.happens[t.stem] || slices.ContainsFunc(t.similar, func(o string) bool { return f.wants.thing.happens[o] }) {
			continue
		}
		in := s.doc.title[t.stem] || f.scorer.holds(s, i) >= nearLikeness || slices.ContainsFunc(s.doc.opening(), func(o *sentence) bool { return f.scorer.holds(o, i) >= nearLikeness })
		switch {
		case in:
			held += t.weight
		case f.q.hard(t):
			return false
		}
		all += t.weight
	}
	return 2*held >= all || s == f.ranked[0].sentence
}

// gives reports whether the article anywhere gives a figure of the same thing
// that agrees with d.
func (d *document) gives(x *datum, w Words) bool {
	for i := range d.sentences {
		for k := range d.sentences[i].data(w) {
			// "At least six" fits every figure above it.
			if o := &d.sentences[i].figured[k]; o.sameThing(x) && o.agrees(x) && (!math.IsInf(o.hi, 1) || o.lo == x.lo) {
				return true
			}
		}
	}
	return false
}

// noteFigures says in what figures the statements differ: in the one asked
// for, or, where a topic is, in any. It reports whether it said so.
func (w *writer) noteFigures(words Words) bool {
	if w.f.figured == nil && (w.f.q.typ != wantsThing && w.f.q.typ != wantsHow || w.f.asks.speaker != "") {
		return false
	}
	before := len(w.disagree)
	type held struct {
		*datum
		statement int
		doc       *document
	}
	var all []held
	for i, s := range w.shown {
		for k := s.from; k < s.to; k++ {
			of := &s.doc.sentences[k]
			for n := range of.data(words) {
				all = append(all, held{&of.figured[n], i, s.doc})
			}
		}
	}
	used := make(map[*datum]bool)
	for i, first := range all {
		if used[first.datum] || w.f.figured != nil && !first.sameThing(w.f.figured) && first.datum != w.f.figured {
			continue
		}
		group := []held{first}
		for _, o := range all[i+1:] {
			if used[o.datum] || !o.sameThing(first.datum) || slices.ContainsFunc(group, func(h held) bool { return h.doc == o.doc }) || !first.oneOccasion(o.datum, words) {
				continue
			}
			if !o.agrees(first.datum) && (o.doc.gives(first.datum, words) || first.doc.gives(o.datum, words)) {
				continue
			}
			group = append(group, o)
		}
		var sides []side
		var of []*datum
		verb := figuresDiffer
		for _, h := range group {
			used[h.datum] = true
			k := slices.IndexFunc(of, h.agrees)
			if k < 0 {
				k = len(of)
				of = append(of, h.datum)
				sides = append(sides, side{position: position{text: h.datum.text}, doc: h.doc})
				if h.hi == 0 {
					verb = differing[wantsYesNo].verb
				}
			}
			for _, d := range append([]*document{h.doc}, docsOf(w.shown[h.statement].also)...) {
				// A copy that gives another figure is brought up to date, and counts by itself.
				sides[k].sources = appendNew(sides[k].sources, w.sourceOf(d)*len(all)+k)
			}
			for _, n := range w.statements[h.statement].Citations {
				sides[k].citations = appendNew(sides[k].citations, n)
			}
		}
		w.differ(first.about(), verb, sides, true)
	}
	return len(w.disagree) > before
}

// figuresDiffer is how an answer says that figures do.
const figuresDiffer = "give different figures"

// differ are the first figures of two sentences that exclude each other, where
// neither sentence gives the other's too; nil where there are none.
func differ(a, b *sentence, w Words) (x, y *datum) {
	gives := func(s *sentence, x *datum) bool {
		return slices.ContainsFunc(s.data(w), func(o datum) bool { return o.sameThing(x) && o.agrees(x) })
	}
	for i := range a.data(w) {
		for k := range b.data(w) {
			if x, y := &a.figured[i], &b.figured[k]; x.conflicts(y) && !gives(b, x) && !gives(a, y) {
				return x, y
			}
		}
	}
	return nil, nil
}

// contradicts reports whether two sentences on one event differ in a figure or
// one denies what the other says.
func contradicts(a, b *sentence, w Words) bool {
	x, _ := differ(a, b, w)
	return x != nil || denies(a, b)
}

// denies reports whether one of two sentences says not what the other says:
// "the council did not vote".
func denies(a, b *sentence) bool {
	one := func(x, y *sentence) bool {
		not := y.negated()
		for stem := range x.negated() {
			if y.has(stem) && !not[stem] {
				return true
			}
		}
		return false
	}
	return one(a, b) || one(b, a)
}

// negated are the stems that a "not" or "never" stands before, with a word
// between at most, where no condition is put.
func (s *sentence) negated() map[string]bool {
	out := make(map[string]bool)
	for i, t := range s.tokens {
		switch {
		case hasWord("if unless whether", t.Lower):
			return nil
		case t.Lower != "not" && t.Lower != "never" && !strings.HasSuffix(t.Lower, "n't"):
			continue
		}
		for _, o := range s.tokens[i+1 : min(len(s.tokens), i+3)] {
			if !o.Word {
				break
			}
			if subject(o) && !o.Number && !lightVerbs[o.Stem] && !saying[o.Stem] {
				out[o.Stem] = true
				break
			}
		}
	}
	return out
}

// about is what a figure is of, as Disagreement.About has it.
func (t *datum) about() string {
	switch {
	case t.thing != nil:
		return t.thing.name
	case t.unit != "":
		return "the figure in " + t.unit
	}
	return "the figure"
}
