package rag

import (
	"slices"
	"strings"

	"newsdesk/corpus"
	"newsdesk/corpus/quote"
	"newsdesk/rag/terms"
)

// asserted reports whether a sentence of an article found says it of the
// subject: the verb or one of like meaning stands there, and the subject, or
// who can be meant by a pronoun or an office, in the role that is asked for.
func (f *found) asserted(p *predication) bool {
	for _, d := range f.docs {
		if f.assertedIn(d, p) {
			return true
		}
	}
	if p.with == nil {
		return false
	}
	with := *p
	with.name, with.words, with.person, with.with = p.with.name, p.with.words, p.with.person, nil
	return f.asserted(&with)
}

func (f *found) assertedIn(d *document, p *predication) bool {
	for i := range d.sentences {
		s := &d.sentences[i]
		if s.Kind == corpus.Furniture || s.steers {
			continue
		}
		verbs := f.deeds(s.read(f.scorer.words), p)
		if len(verbs) == 0 || p.object != "" && !f.standsFor(s, p.object) {
			continue
		}
		meant := f.meantIn(s, p)
		rivals := f.rivalsOf(s, meant)
		if slices.ContainsFunc(verbs, func(v int) bool {
			return s.fills(v, meant, rivals, p.passive) || s.coordinated(v, meant, rivals, p.passive) || f.reportedOf(s, v, p) || p.state && (s.fills(v, meant, rivals, true) || s.leads(v, meant, rivals))
		}) {
			return true
		}
	}
	return false
}

// reportedOf reports whether the verb at token v has a pronoun for its subject that
// somebody is reported with, and the subject is named shortly before: "His lawyer,
// Beatrice Holm, said he would appeal" may be of him.
func (f *found) reportedOf(s *sentence, v int, p *predication) bool {
	for k := v - 1; k > 0; k-- {
		if !hasWord("he she they", s.tokens[k].Lower) || !s.onlyAuxiliaries(k+1, v) || s.passiveAt(v) != p.passive {
			continue
		}
		if !slices.ContainsFunc(s.tokens[:k], func(t terms.Token) bool { return saying[t.Stem] }) {
			return false
		}
		for back := 1; back <= meantReach && s.i-back >= 0; back++ {
			if len(f.namings(s.doc.sentences[s.i-back].read(f.scorer.words), p)) > 0 {
				return true
			}
		}
		return false
	}
	return false
}

// deeds are the tokens of a sentence that tell what is predicated. "Torched"
// needs no "set" beside it, "fire" does.
func (f *found) deeds(s *sentence, p *predication) []int {
	verbs := f.told(s, p.stem)
	if p.also == "" {
		return verbs
	}
	like := likeVerbs[p.stem]
	if p.stem == "fire" {
		like = likeVerbs["arson"] // not "sacked"
	}
	beside := f.told(s, p.also)
	return slices.DeleteFunc(verbs, func(v int) bool {
		stem := s.tokens[v].Stem
		alone := !slices.ContainsFunc(beside, func(k int) bool { return k < v && v-k <= bringsReach || k > v && s.passiveAt(k) && k-v <= bringsReach })
		return stem == p.stem && alone || stem != p.stem && !slices.ContainsFunc(like, func(group map[string]bool) bool { return group[stem] })
	})
}

// bringsReach is how many tokens a verb may stand from what it brings about:
// "set fire", "the fire was started".
const bringsReach = 5

// told are the tokens of a sentence that tell what the verb says. A name tells
// nothing, but in a title every word may have a capital.
func (f *found) told(s *sentence, stem string) []int {
	var out []int
	for _, k := range s.words {
		t := s.tokens[k]
		if t.Lower == "part" && k > 0 && s.tokens[k-1].Stem == takeStem {
			t.Stem = participating
		}
		if k > 0 && s.tokens[k-1].Number && strings.HasSuffix(t.Lower, "s") {
			continue // "40 sacks"
		}
		if (!t.Capital || k == s.words[0] || s.Kind == corpus.Title) && (!terms.Stop(t.Lower) || t.Stem == stem) && f.alike(stem, t) {
			out = append(out, k)
		}
	}
	return out
}

// standsFor reports whether a name stands in the sentence, or a pronoun that is
// an object and the name in the sentence before.
func (f *found) standsFor(s *sentence, name string) bool {
	words := terms.Stems(name)
	if len(words) == 0 {
		return false
	}
	last := words[len(words)-1]
	if s.has(last) || s.has(words[0]) {
		return true
	}
	before := s.doc.neighbour(s.i, -1)
	return before != nil && before.read(f.scorer.words).has(last) &&
		slices.ContainsFunc(s.words, func(k int) bool { return hasWord("him her them", s.tokens[k].Lower) })
}

// meantIn are the tokens of a sentence that name the subject or can stand for
// it.
func (f *found) meantIn(s *sentence, p *predication) []int {
	out := f.namings(s, p)
	roles := f.offices(s.doc, p)
	for _, k := range s.words {
		switch w := s.tokens[k].Lower; {
		case roles[s.tokens[k].Stem] && !s.possessiveAt(k):
			out = append(out, k)
		case hasWord("i we my our", w):
			if slices.ContainsFunc(s.quotes(), func(q corpus.Quote) bool { return quote.SamePerson(q.Speaker, p.name) }) {
				out = append(out, k)
			}
		case hasWord("he she him her his", w) && !p.person, !nominal[w] && !ownings[w]:
		case f.referent(s, k, p):
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// nominal are pronouns that stand for somebody or something, ownings those for
// whose something is.
var (
	nominal = terms.Set("he she it they him her them")
	ownings = terms.Set("his her its their my our")
)

// surnameStem is the stem of a name's last word, "" where there is none.
func surnameStem(name string) string {
	stems := terms.Stems(quote.Surname(name))
	if len(stems) == 0 {
		return ""
	}
	return stems[len(stems)-1]
}

// namings are the tokens that name the subject: the surname of a person, or
// the first or last word of another name.
func (f *found) namings(s *sentence, p *predication) []int {
	var out []int
	if p.office {
		out = append(out, s.at[p.words[0]]...)
		for _, name := range p.held {
			for _, at := range s.at[surnameStem(name)] {
				if s.tokens[at].Capital && quote.SamePerson(f.fullName(s, at), name) {
					out = append(out, at)
				}
			}
		}
		return out
	}
	if p.person {
		for _, at := range s.at[surnameStem(p.name)] {
			given := len(p.words) > 1 && at > 0 && s.tokens[at-1].Stem == p.words[len(p.words)-2]
			// "Ri" may be the first of the words of "Ri Yong-ho".
			if s.tokens[at].Capital && (given || len(p.words) == 1 || quote.SamePerson(f.fullName(s, at), p.name)) {
				out = append(out, at)
			}
		}
		return out
	}
	for _, w := range []string{p.words[0], p.words[len(p.words)-1]} {
		for _, at := range s.at[w] {
			if !s.tokens[at].Capital {
				if w == p.words[len(p.words)-1] && len(p.words) > 1 && at > 0 && s.tokens[at-1].Lower == "the" && strings.Contains(s.doc.Text, p.name) {
					out = append(out, at) // "the house", once the Mill House
				}
				continue
			}
			from, to := at, nameEnd(s.tokens, at)
			for from > 0 && s.tokens[from-1].Capital && s.tokens[from-1].Word {
				from--
			}
			whole := !slices.ContainsFunc(p.words, func(w string) bool {
				return !slices.ContainsFunc(s.tokens[from:to], func(t terms.Token) bool { return t.Stem == w })
			})
			if whole || to == from+1 && len(p.words) > 1 && strings.Contains(s.doc.Text, p.name) { // "the Guild", once the Leather Guild
				out = append(out, at)
			}
		}
	}
	return out
}

// referent reports whether the pronoun at token k can mean the subject: of the
// persons named before it in its sentence, else in the nearest sentence before
// that names any, the subject is one.
func (f *found) referent(s *sentence, k int, p *predication) bool {
	for back := 0; back <= meantReach && s.i-back >= 0; back++ {
		b := s.doc.sentences[s.i-back].read(f.scorer.words)
		named := f.namings(b, p)
		persons := personsIn(b)
		if back == 0 {
			named = slices.DeleteFunc(named, func(at int) bool { return at > k })
			persons = slices.DeleteFunc(persons, func(n span) bool { return n.from > k })
		}
		if len(named) > 0 {
			return true
		}
		if len(persons) > 0 && p.person {
			return false
		}
	}
	return false
}

// officesOf tells whose offices in which article.
type officesOf struct {
	doc  *document
	name string
}

// offices are the nouns that the article puts beside the subject's name: "the
// mayor, Ada Holm", "Ada Holm, a dock worker". They are looked for once: each
// sentence with the verb asks for them.
func (f *found) offices(d *document, p *predication) map[string]bool {
	of := officesOf{d, p.name}
	out, known := f.roles[of]
	if known {
		return out
	}
	out = make(map[string]bool)
	if f.roles == nil {
		f.roles = make(map[officesOf]map[string]bool)
	}
	f.roles[of] = out
	put := func(s *sentence, k int) {
		t := s.tokens[k]
		if t.Word && !terms.Stop(t.Lower) && !t.Number && !saying[t.Stem] && !s.possessiveAt(k) && (!t.Capital || personTitles[t.Lower] || k == s.words[0]) {
			out[t.Stem] = true
		}
	}
	for i := range d.sentences {
		s := d.sentences[i].read(f.scorer.words)
		for _, at := range f.namings(s, p) {
			from := at
			for from > 0 && s.tokens[from-1].Capital && s.tokens[from-1].Word && !personTitles[s.tokens[from-1].Lower] {
				from--
			}
			k := from - 1
			if k >= 0 && s.tokens[k].Lower == "," {
				k--
			}
			for j := k; j > max(0, k-4); j-- {
				if s.tokens[j].Lower == "of" { // "the owner of the warehouse, Ada Holm"
					k = j - 1
				}
			}
			if k >= 0 { // the noun right before
				put(s, k)
			}
			if at+3 < len(s.tokens) && s.tokens[at+1].Lower == "," && determiners[s.tokens[at+2].Lower] {
				for k := at + 3; k < min(len(s.tokens), at+6) && s.tokens[k].Word && !terms.Stop(s.tokens[k].Lower); k++ {
					put(s, k)
				}
			}
		}
	}
	return out
}

// rivalsOf are the names of the persons in a sentence who are not the subject.
func (f *found) rivalsOf(s *sentence, meant []int) []span {
	return slices.DeleteFunc(personsIn(s), func(n span) bool {
		return slices.ContainsFunc(meant, func(k int) bool { return n.from <= k && k < n.to })
	})
}
