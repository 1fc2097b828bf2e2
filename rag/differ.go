package rag

import (
	"math"
	"slices"
)

// gives reports whether the article anywhere gives a figure of the same thing
// that agrees with x.
func (d *document) gives(x *datum, w Words) bool {
	for i := range d.sentences {
		if d.sentences[i].tainted {
			continue // what an instruction to a program says is no figure of the article
		}
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
				sides = append(sides, side{position: position{text: shownText(h.datum.text)}, doc: h.doc})
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
		case !isNot(t.Lower):
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
