package quote

import (
	"strings"
	"unicode"
)

// entity is what the names of an article stand for: a person, or something
// else with a name.
type entity struct {
	name   string
	toks   []string // the name's words in lower case
	m, f   float64  // evidence that this is a man, a woman
	n, nq  int      // mentions outside and within quotations
	typ    string   // one of the types below
	titled bool     // a title stands before some mention
	who    bool     // "X, … who" follows some mention
	ms     []*mention
	last   *mention // the mention seen last while persons are being found
	count  int      // mentions by the full name
	desc   []description
}

// The types of entity, as features name them.
const (
	typePerson  = "per"
	typeLikely  = "per?" // two or three words, none of them a place's
	typeOrg     = "org"
	typePlace   = "place"
	typeUnknown = "?"
)

// gender is 'm', 'f' or 0.
func (e *entity) gender() byte {
	switch {
	case e.m > e.f:
		return 'm'
	case e.f > e.m:
		return 'f'
	}
	return 0
}

// person reports whether e is taken for a person.
func (e *entity) person() bool { return e.typ == typePerson || e.typ == typeLikely }

// findPersons joins mentions to entities: a surname to the full name of its
// last words, by how often that is mentioned, how recently, and whether the
// headline has it.
func (d *document) findPersons() {
	ix := names{map[string]*entity{}, map[string][]*entity{}, map[string][]*entity{}, map[string][]*entity{}}
	keys := make([][]string, len(d.mentions))
	for i, m := range d.mentions {
		if m.kind != kindName {
			continue
		}
		k := nameKey(m.core)
		keys[i] = k
		if len(k) < 2 {
			continue
		}
		id := strings.Join(k, " ")
		e := ix.full[id]
		if e == nil {
			e = &entity{toks: k, name: strings.Join(m.core, " ")}
			ix.full[id] = e
			last := k[len(k)-1]
			if familyFirst(k, m.core) {
				last = k[0]
			}
			ix.byLast[last] = append(ix.byLast[last], e)
			ix.byFirst[k[0]] = append(ix.byFirst[k[0]], e)
			if caps := initials(m.core); len(caps) > 2 {
				ix.byCaps[caps] = append(ix.byCaps[caps], e)
			}
		}
		e.count++
	}
	for i, m := range d.mentions {
		if m.kind == kindName {
			d.join(&ix, m, keys[i])
		}
	}
	for _, e := range d.ents {
		e.typ = d.entityType(e)
	}
	d.voteByPronouns()
	d.describe()
	d.nameInstitutions()
}

// join gives the name m its entity.
func (d *document) join(ix *names, m *mention, k []string) {
	ts := d.paras[m.para].toks
	title := ""
	switch {
	case m.e-m.s > len(m.core):
		title = bare(ts[m.s].low)
	case m.s > 0:
		title = bare(ts[m.s-1].low)
	}
	var g byte
	switch {
	case is(title, fMaleTitle):
		g = 'm'
	case is(title, fFemaleTitle):
		g = 'f'
	}
	e := ix.lookup(m, k, g, d.title)
	if len(e.ms) == 0 {
		d.ents = append(d.ents, e)
		if is(e.toks[0], fMale) {
			e.m += 2
		}
		if is(e.toks[0], fFemale) {
			e.f += 2
		}
	}
	e.last = m
	switch g {
	case 'm':
		e.m += 3
	case 'f':
		e.f += 3
	}
	if m.inq {
		e.nq++
	} else {
		e.n++
	}
	if is(title, fTitle) {
		e.titled = true
	}
	m.ent = e
	e.ms = append(e.ms, m)
	if !m.inq && m.e < len(ts) && ts[m.e].text == "," {
		d.apposition(e, ts[m.e+1:min(len(ts), m.e+8)])
	}
}

// apposition learns from "X, a former spokeswoman, …".
func (d *document) apposition(e *entity, ts []token) {
	for i := range ts {
		u := &ts[i]
		switch {
		case u.text == "," || u.text == ".":
			return
		case u.is(fMaleTitle):
			e.m += 2
		case u.is(fFemaleTitle):
			e.f += 2
		case u.low == "who":
			e.who = true
		}
	}
}

// entityType is what e is by its words, titles and pronouns.
func (d *document) entityType(e *entity) string {
	place, other := false, false
	for w := range strings.FieldsSeq(e.name) {
		low := bare(strings.ToLower(w))
		if orgWord(w) {
			return typeOrg
		}
		place = place || is(low, fPlace)
		other = other || is(low, fDemonym|fGeographic)
	}
	known := is(bare(e.toks[0]), fMale|fFemale)
	switch {
	case len(e.toks) == 1 && place, other && !known:
		return typePlace
	case known || e.titled || e.who || e.m+e.f > 0:
		return typePerson
	case (len(e.toks) == 2 || len(e.toks) == 3) && !place && personal(e.name):
		return typeLikely
	}
	return typeUnknown
}

// personal reports whether the words of a name could be a person's: none of
// them shouted, numbered, or one letter without a full stop.
func personal(name string) bool {
	for w := range strings.FieldsSeq(name) {
		if strings.IndexFunc(w, unicode.IsDigit) >= 0 || len(w) == 1 ||
			len(w) > 2 && strings.ToUpper(w) == w && !strings.Contains(w, ".") {
			return false
		}
	}
	return true
}

// nobody reports whether e is surely not who "he" or "she" stands for:
// neither of a person's form, nor titled.
func (d *document) nobody(e *entity) bool {
	switch e.typ {
	case typeOrg, typePlace:
		return true
	case typeUnknown:
		return d.doubtful(e) || len(e.toks) > 3 || len(e.name) < 3 || !personal(e.name) || len(e.toks) == 1 && d.lower[e.toks[0]]
	}
	return !personal(e.name) && !e.titled && !is(e.toks[0], fMale|fFemale)
}

// doubtful reports whether e is likely no name but a word that has its
// capital from its place: alone, only ever at the beginning of a sentence, and
// never the subject of a cue.
func (d *document) doubtful(e *entity) bool {
	if len(e.toks) != 1 || e.typ != typeUnknown {
		return false
	}
	for _, m := range e.ms {
		if !startsSentence(d.paras[m.para].toks, m.s) || m.poss || !m.inq && d.linkOf(m).sure() {
			return false
		}
	}
	return true
}

// voteByPronouns lets the only person of a sentence learn gender from a
// pronoun that follows there.
func (d *document) voteByPronouns() {
	for pi := range d.paras {
		p := &d.paras[pi]
		for i := range p.toks {
			t := &p.toks[i]
			if t.quoted() {
				continue
			}
			g := byte(0)
			switch t.low {
			case "he", "his", "him", "himself":
				g = 'm'
			case "she", "her", "herself":
				g = 'f'
			default:
				continue
			}
			var only *entity
			for _, m := range p.mentions {
				if m.sent != t.sent || m.s >= i || m.inq || m.kind != kindName || m.ent.typ == typeOrg || m.ent.typ == typePlace {
					continue
				}
				if only != nil && only != m.ent {
					only = nil
					break
				}
				only = m.ent
			}
			switch {
			case only == nil:
			case g == 'm':
				only.m += .5
			default:
				only.f += .5
			}
		}
	}
}

// nameInstitutions completes the names of institutions that mean little
// alone: "North Korea's Ministry of Foreign Affairs".
func (d *document) nameInstitutions() {
	for _, e := range d.ents {
		if e.typ != typeOrg || !is(e.toks[0], fCollective) {
			continue
		}
		for _, m := range e.ms {
			ts := d.paras[m.para].toks
			if m.inq || m.s < 2 || ts[m.s-1].low != "'s" || len(m.core) != len(e.toks) {
				continue
			}
			from := m.s - 2
			for from > 0 && ts[from-1].k == 'C' {
				from--
			}
			if ts[from].capital() {
				e.name = d.text[ts[from].a:ts[m.e-1].b]
				break
			}
		}
	}
}
