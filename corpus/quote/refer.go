package quote

import (
	"slices"
	"strings"
)

// referent is what a phrase stands for: an entity, or a noun phrase that
// names an institution itself.
type referent struct {
	m   *mention
	ent *entity
	p   float64 // estimated probability
}

// The estimates below are not learned: the annotations resolve no noun
// phrases. They rank below what the article says in so many words.
const (
	pOnly   = .9 // the only one that the article describes so
	pRecent = .6 // the last mentioned of several
	pCarry  = .8 // the speaker before
)

// description is what the article calls an entity beside its name: the noun
// and the words before it.
type description struct {
	head string
	mods []string
}

// describe collects what the article calls each entity: titles before the
// name ("North Korean leader Kim Jong Un"), appositions after it, and of
// organisations the nouns within the name.
func (d *document) describe() {
	for _, e := range d.ents {
		if e.typ == typeOrg {
			words := strings.Fields(strings.ToLower(e.name))
			for i, w := range words {
				if is(w, fCollective) {
					e.desc = append(e.desc, description{w, slices.Delete(slices.Clone(words), i, i+1)})
				}
			}
		}
		for _, m := range e.ms {
			if m.inq {
				continue
			}
			ts := d.paras[m.para].toks
			if w := wordsBefore(ts, m.e-len(m.core)); len(w) > 0 {
				e.desc = append(e.desc, description{w[len(w)-1], w[:len(w)-1]})
			}
			if w := wordsAfter(ts, m.e); len(w) > 0 {
				e.desc = append(e.desc, description{w[len(w)-1], w[:len(w)-1]})
			}
		}
		for _, x := range e.desc {
			if es := d.byHead[x.head]; len(es) == 0 || es[len(es)-1] != e {
				d.byHead[x.head] = append(es, e)
			}
		}
	}
}

// wordsBefore is the titles and modifiers that end at token i.
func wordsBefore(ts []token, i int) []string {
	from := i
	for from > 0 && i-from < 5 && !ts[from-1].quoted() && in(ts[from-1].k, "lC") && !ts[from-1].is(fPronoun) {
		from--
	}
	return lowWords(ts[max(from, 0):max(i, 0)])
}

// wordsAfter is the noun phrase set off by a comma after token i: ", the
// North Korean leader," and ", a professor at …".
func wordsAfter(ts []token, i int) []string {
	if i < len(ts) && ts[i].text == "(" { // (KCNA)
		for i < len(ts) && ts[i].text != ")" {
			i++
		}
		i++
	}
	if i+1 >= len(ts) || ts[i].text != "," || !ts[i+1].is(fDeterminer) || ts[i].quoted() {
		return nil
	}
	from := i + 2
	to := from
	for to < len(ts) && to-from < 7 && !ts[to].quoted() && in(ts[to].k, "lCnR") {
		to++
	}
	if to < len(ts) && (ts[to].k == 'S' || ts[to].k == 'T') {
		return nil // "asked about Costin, the minister said"
	}
	return lowWords(ts[from:to])
}

func lowWords(ts []token) []string {
	out := make([]string, len(ts))
	for i := range ts {
		out[i] = ts[i].low
	}
	return out
}

// refer is what the definite noun phrase m stands for: the entity described
// by its noun and all its modifiers. Where several are, the last mentioned
// before, if that is near.
func (d *document) refer(m *mention) referent {
	if x := d.apposed(m); x != nil {
		return referent{m, x.ent, pOnly}
	}
	ts := d.paras[m.para].toks[m.s:m.e]
	if ts[0].low != "the" && ts[0].low != "this" && ts[0].low != "that" && !ts[0].capital() || len(ts) < 2 {
		return referent{}
	}
	if ts[0].is(fDeterminer) {
		ts = ts[1:]
	}
	words := lowWords(ts)
	head, mods := words[len(words)-1], words[:len(words)-1]
	var found []*entity
	for _, e := range d.byHead[head] {
		if slices.ContainsFunc(e.desc, func(x description) bool { return x.fits(head, mods) }) {
			found = append(found, e)
		}
	}
	if len(found) == 1 {
		return referent{m, found[0], pOnly}
	}
	var last *mention
	for _, e := range found {
		for _, x := range e.ms {
			if x.before(m) && !x.inq && (last == nil || last.before(x)) {
				last = x
			}
		}
	}
	if last != nil && m.para-last.para <= 1 {
		return referent{m, last.ent, pRecent}
	}
	return referent{}
}

// apposed is the person named right after a noun phrase, between commas: "Its
// director, Gro Lind, said".
func (d *document) apposed(m *mention) *mention {
	ts := d.paras[m.para].toks
	for _, x := range d.after(m) {
		if x.s > m.e+1 {
			break
		}
		if x.kind == kindName && x.s == m.e+1 && ts[m.e].text == "," && x.e < len(ts) && ts[x.e].text == "," && x.ent.typ != typeOrg {
			return x
		}
	}
	return nil
}

// after is the mentions of m's paragraph that follow it.
func (d *document) after(m *mention) []*mention {
	end := m.order + 1
	for end < len(d.mentions) && d.mentions[end].para == m.para && end <= m.order+reach {
		end++
	}
	return d.mentions[m.order+1 : end]
}

// fits reports whether "the mods head" can mean what x describes.
func (x description) fits(head string, mods []string) bool {
	if x.head != head {
		return false
	}
	if slices.Contains(mods, "former") != slices.Contains(x.mods, "former") {
		return false
	}
	for _, w := range mods {
		if !slices.Contains(x.mods, w) {
			return false
		}
	}
	return true
}

// referIt is what "it" stands for where it speaks: the institution that
// spoke last, within two paragraphs.
func (d *document) referIt(m *mention, prev previous) referent {
	if prev.m != nil && m.para-prev.para <= 2 && d.institution(prev.m, prev.ent) {
		return referent{prev.m, prev.ent, pCarry}
	}
	for i := m.order - 1; i >= 0 && d.mentions[i].para >= m.para-2; i-- {
		x := d.mentions[i]
		if x.inq || x.kind == kindPronoun || !d.linkOf(x).sure() {
			continue
		}
		ent := x.ent
		if x.kind == kindNominal {
			ent = d.refer(x).ent
		}
		if d.institution(x, ent) {
			return referent{x, ent, pRecent}
		}
	}
	return referent{}
}

// paper reports whether a noun phrase is "the statement" and the like: the
// words of whoever gave it out.
func paper(ts []token) bool {
	if len(ts) != 2 || ts[0].low != "the" {
		return false
	}
	switch ts[1].low {
	case "statement", "release", "memo", "announcement", "communique", "communiqué":
		return true
	}
	return false
}

// institution reports whether a mention names a body that can speak.
func (d *document) institution(m *mention, ent *entity) bool {
	if ent != nil {
		return ent.typ == typeOrg
	}
	return m.kind == kindNominal && d.institutionName(m) != ""
}

// stands is what the mention m stands for.
func (d *document) stands(m *mention, prev previous) referent {
	switch {
	case m.kind == kindName:
		return referent{m, m.ent, 1}
	case m.kind == kindNominal:
		if r := d.refer(m); r.ent != nil {
			return r
		}
		if paper(d.paras[m.para].toks[m.s:m.e]) {
			return d.referIt(m, prev)
		}
		return referent{m, nil, 1}
	case prev.m == m:
		return referent{prev.m, prev.ent, 1}
	case m.g != 0:
		e, p := d.resolve(m, prev)
		m.antecedent, m.resolved = e, true
		return referent{m, e, p}
	case d.head(m).low == "it":
		return d.referIt(m, prev)
	}
	return referent{}
}
