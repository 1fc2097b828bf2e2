package rag

import (
	"slices"
	"strings"

	"newsdesk/corpus/quote"
	"newsdesk/rag/terms"
)

// An office is one of a place or a body: another town's mayor is not the one
// that is asked for.

// holder is a person beside the noun of an office, and of what the sentence
// says that the office is, or "".
type holder struct {
	*sentence
	name string
	of   string
}

// holders are the persons whom the articles found give an office, by its noun.
func (f *found) holders(stem string) []holder {
	var out []holder
	for _, h := range f.hits {
		d := f.docs[h.Article]
		for i := h.First; i < min(h.Last, len(d.sentences)); i++ {
			s := d.sentences[i].read(f.scorer.words)
			for _, at := range s.at[stem] {
				if name := s.personBeside(at); name != "" && !possessive(s.text()[s.tokens[at].Start:s.tokens[at].End]) {
					out = append(out, holder{s, name, s.officeOf(at)})
				}
			}
		}
	}
	return out
}

// besideReach is how many tokens from the noun of an office its holder's name
// may stand, the name of its place included.
const besideReach = 6

// personBeside is the person named nearest to token at, or "".
func (s *sentence) personBeside(at int) string {
	best, nearest := "", besideReach+1
	for _, n := range personsIn(s) {
		if gap := max(n.from-at, at-n.to+1); gap > 0 && gap < nearest {
			best, nearest = s.text()[s.tokens[n.from].Start:s.tokens[n.to-1].End], gap
		}
	}
	return best
}

// officeOf is of what an office is: "the mayor of Norby", "Norby's mayor", "the
// Norby mayor"; "" where the sentence does not say, or only by an adjective.
func (s *sentence) officeOf(at int) string {
	k := at + 1
	if k+1 < len(s.tokens) && hasWord("of for in at", s.tokens[k].Lower) {
		if k++; determiners[s.tokens[k].Lower] {
			k++
		}
		if k < len(s.tokens) && s.tokens[k].Capital && s.tokens[k].Word && !s.tokens[k].Number && !months[s.tokens[k].Lower] {
			return s.text()[s.tokens[k].Start:s.tokens[nameEnd(s.tokens, k)-1].End]
		}
		return ""
	}
	for k = at - 1; k >= max(0, at-3); k-- {
		t := s.tokens[k]
		if !t.Word || terms.Stop(t.Lower) {
			return ""
		}
		if t.Capital && !personTitles[t.Lower] && (k != s.words[0] || possessive(s.text()[t.Start:t.End])) {
			if slices.ContainsFunc([]string{"ish", "an", "ese", "ic", "ch"}, func(end string) bool { return strings.HasSuffix(t.Lower, end) }) {
				return "" // "the French president"
			}
			return strings.TrimSuffix(strings.TrimSuffix(s.text()[t.Start:t.End], "'s"), "’s")
		}
	}
	return ""
}

// readOffice leaves out of the evidence who holds the office elsewhere; where
// only such are named, nobody is.
func (f *found) readOffice(a *trait) {
	noun := terms.Stems(a.noun)
	if len(noun) == 0 {
		return
	}
	office := f.holders(noun[len(noun)-1])
	asked := func(of string) bool {
		return slices.ContainsFunc(terms.Stems(of), func(w string) bool { return w == a.head || slices.Contains(a.parts, w) || terms.Akin(w, a.head) })
	}
	elsewhere := func(name string) string {
		of := ""
		for _, h := range office {
			switch {
			case h.of == "" || !quote.SamePerson(h.name, name):
			case asked(h.of):
				return ""
			default:
				of = h.of
			}
		}
		return of
	}
	var others []string
	for _, h := range office {
		of := elsewhere(h.name)
		if of == "" {
			others = nil
			break // somebody may hold it
		}
		if !slices.Contains(others, h.name+", of "+of) {
			others = append(others, h.name+", of "+of)
		}
	}
	if len(others) > 0 {
		f.keep(nil, "No article found names the "+a.noun+" of "+a.subject+", only another: "+strings.Join(others, "; ")+".")
		return
	}
	kept := slices.DeleteFunc(slices.Clone(f.ranked), func(ev evidence) bool {
		return slices.ContainsFunc(office, func(h holder) bool { return h.sentence == ev.sentence && elsewhere(h.name) != "" })
	})
	if len(kept) > 0 {
		f.ranked = kept
	}
}
