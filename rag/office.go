package rag

import (
	"slices"
	"strings"

	"newsdesk/corpus/quote"
	"newsdesk/rag/terms"
)

// An office is one of a place or a body: another town's mayor is not the one
// that is asked for.

// holder is a mention of an office, with the person who has it, or "", and of what
// the sentence says that it is, or "".
type holder struct {
	*sentence
	name string
	of   string
}

// holders are the mentions of an office in the articles found, by its noun.
func (f *found) holders(stem string) []holder {
	var out []holder
	for _, h := range f.hits {
		d := f.docs[h.Article]
		for i := h.First; i < min(h.Last, len(d.sentences)); i++ {
			s := d.sentences[i].read(f.scorer.words)
			for _, at := range s.at[stem] {
				if !s.possessiveAt(at) {
					out = append(out, holder{s, s.personBeside(at), s.officeOf(at)})
				}
			}
		}
	}
	return out
}

// besideReach is how many tokens from the noun of an office its holder's name
// may stand, the name of its place included.
const besideReach = 6

// personBeside is the person whom the sentence gives the office whose noun is
// token at, or "": in apposition to it, "Mayor Brask", "Ines Brask, the mayor", or
// as what is said to be or become it. One who is only near is no holder: "met
// Brask twice and the president once".
func (s *sentence) personBeside(at int) string {
	end := at + 1
	if k := at + 1; k+1 < len(s.tokens) && s.tokens[k].Lower == "of" {
		if k++; determiners[s.tokens[k].Lower] {
			k++
		}
		switch {
		case k < len(s.tokens) && s.tokens[k].Capital:
			end = nameEnd(s.tokens, k)
		case k+1 < len(s.tokens) && s.tokens[k+1].Lower == ",":
			end = k + 1 // "the chairman of the bank, Leo Hart"
		}
	}
	best, nearest := "", besideReach+1
	for _, n := range personsIn(s) {
		var between []terms.Token
		switch {
		case n.from >= end:
			between = s.tokens[end:n.from]
		case n.to <= at:
			between = s.tokens[n.to:at]
		default:
			continue
		}
		if len(between) >= nearest || !apposed(between, n.to <= at) {
			continue
		}
		best, nearest = s.text()[s.tokens[n.from].Start:s.tokens[n.to-1].End], len(between)
	}
	if k := at + 1; best == "" && k < len(s.tokens) && at == s.words[0] && s.tokens[k].Capital && s.tokens[k].Word {
		return s.text()[s.tokens[k].Start:s.tokens[nameEnd(s.tokens, k)-1].End] // "Chairwoman Edith Crane said"
	}
	return best
}

// officeLinks are words between a name and the office that it has, determiners
// and places apart.
var officeLinks = terms.Set("who is was has been are be becomes became elected appointed named remains as former then new newly acting current long-serving")

// apposed reports whether nothing stands between a name and the noun of an
// office that makes them two: for a name behind the office no more than a comma.
func apposed(between []terms.Token, before bool) bool {
	for _, t := range between {
		switch {
		case t.Lower == ",":
		case !before || !t.Word:
			return false
		case determiners[t.Lower], officeLinks[t.Lower], t.Number, t.Capital:
		default:
			return false
		}
	}
	return true
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
		if t.Capital && !personTitles[t.Lower] && (k != s.words[0] || s.possessiveAt(k)) {
			if slices.ContainsFunc([]string{"ish", "an", "ese", "ic", "ch"}, func(end string) bool { return strings.HasSuffix(t.Lower, end) }) {
				return "" // "the French president"
			}
			return unowned(s.text()[t.Start:t.End])
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
			case h.name == "" || h.of == "" || !quote.SamePerson(h.name, name):
			case asked(h.of):
				return ""
			default:
				of = h.of
			}
		}
		return of
	}
	var others []string
	open := len(office) == 0 // somebody may hold it
	for _, h := range office {
		of := elsewhere(h.name)
		switch {
		case h.name == "":
			open = open || h.of != "" && asked(h.of)
		case of == "":
			open = true
		case !slices.Contains(others, h.name+", of "+of):
			others = append(others, h.name+", of "+of)
		}
	}
	if !open {
		says := "No article found names the " + a.noun + " of " + a.subject
		if len(others) > 0 {
			says += ", only another: " + strings.Join(others, "; ")
		}
		f.keep(nil, says+".")
		return
	}
	kept := slices.DeleteFunc(slices.Clone(f.ranked), func(ev evidence) bool {
		return slices.ContainsFunc(office, func(h holder) bool { return h.sentence == ev.sentence && h.name != "" && elsewhere(h.name) != "" })
	})
	if len(kept) > 0 {
		f.ranked = kept
	}
}
