package rag

import (
	"slices"
	"strings"
)

// doer is the name in a sentence that answers "who", as written, or "" where
// none plainly does: a person, or what stands right before the verb; for whom it
// was done to, right after. A river or a town that is near is no answer.
func (f *found) doer(s *sentence) string {
	q := f.q
	next := q.word(q.wh + 1)
	verb, passive := q.predicate(), false
	if f.deed != nil {
		verb = f.deed.stem
	}
	if isBe(next) {
		if k := q.wh + 2; k < len(q.tokens) && f.deed == nil {
			if q.tokens[k].Capital {
				return "" // "who is Ann Wu" has the name
			}
			return f.office(s, verb)
		}
		passive = f.deed != nil
	}
	only := ""
	for _, c := range s.cands.of(q, s) {
		name := s.text()[s.tokens[c.from].Start:s.tokens[c.to-1].End]
		human := person(s.doc, s.tokens[c.to-1].Stem)
		meant := []int{c.to - 1}
		rivals := f.rivalsOf(s, meant)
		does := slices.ContainsFunc(f.told(s, verb), func(v int) bool {
			return human && s.fills(v, meant, rivals, passive) || !human && !passive && (c.to <= v && s.onlyAuxiliaries(c.to, v) || c.from > 0 && s.tokens[c.from-1].Lower == "by" && s.passiveAt(v))
		})
		if !does || slices.Contains(s.cands.places, c) {
			continue
		}
		if only != "" {
			return "" // which of two
		}
		only = bare(name)
	}
	return only
}

// office is the person whom a sentence puts beside the noun of an office.
func (f *found) office(s *sentence, noun string) string {
	for _, at := range s.at[noun] {
		if name := s.personBeside(at); name != "" && !s.possessiveAt(at) {
			return bare(name)
		}
	}
	return ""
}

// bare is a name without a title before it or an "'s" behind.
func bare(name string) string {
	name = unowned(name)
	for {
		first, rest, ok := strings.Cut(name, " ")
		if !ok || !personTitles[strings.ToLower(strings.TrimSuffix(first, "."))] {
			return name
		}
		name = rest
	}
}
