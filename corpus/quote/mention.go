package quote

import (
	"slices"
	"strings"
)

// mention is a phrase that stands for somebody or something: a name, a
// subject pronoun, or a noun phrase whose noun can speak.
type mention struct {
	para int // index in document.paras
	s, e int // tokens of the paragraph, half-open
	text string
	core []string // of a name: its words without titles
	kind string   // kindName, kindPronoun or kindNominal, as features name them
	sent int
	inq  bool // within a quotation: nobody who speaks here
	poss bool // "'s" follows
	// nested: within a longer mention; first: of its sentence; firstName: the
	// first name of its sentence.
	nested, first, firstName bool
	g                        byte // of a pronoun: 'm', 'f' or 0
	ent                      *entity
	order                    int
	// antecedent is what a pronoun stands for, once that has been resolved.
	antecedent *entity
	resolved   bool
	link       *link
}

const (
	kindName    = "name"
	kindPronoun = "pron"
	kindNominal = "nom"
)

func (m *mention) before(n *mention) bool {
	return m.para < n.para || m.para == n.para && m.s < n.s
}

// head is the last token of m.
func (d *document) head(m *mention) *token { return &d.paras[m.para].toks[m.e-1] }

func (d *document) newMention(pi, s, e int, kind string) *mention {
	ts := d.paras[pi].toks
	m := &mention{para: pi, s: s, e: e, kind: kind, text: d.text[ts[s].a:ts[e-1].b], sent: ts[s].sent, inq: ts[s].quoted()}
	m.poss = e < len(ts) && (ts[e].low == "'s" || ts[e].low == "'" || ts[e].low == curly)
	if kind == kindName {
		m.core = nameCore(ts[s:e])
	}
	if kind == kindPronoun {
		switch ts[s].low {
		case "he":
			m.g = 'm'
		case "she":
			m.g = 'f'
		}
	}
	for i := s; i < e; i++ {
		ts[i].mentioned = true
	}
	return m
}

// findMentions finds the mentions of a paragraph, in order.
func (d *document) findMentions(pi int) {
	p := &d.paras[pi]
	if d.headline(pi) {
		return
	}
	ms := d.findNames(pi)
	ms = d.findNominals(pi, ms)
	ms = d.joinModifiers(pi, ms)
	slices.SortStableFunc(ms, func(a, b *mention) int {
		if a.s != b.s {
			return a.s - b.s
		}
		return b.e - a.e
	})
	var outer, last, lastName *mention
	for _, m := range ms {
		m.order = len(d.mentions)
		d.mentions = append(d.mentions, m)
		if m.inq {
			continue
		}
		m.nested = outer != nil && outer.e >= m.e && outer.e-outer.s > m.e-m.s
		if outer == nil || m.e > outer.e {
			outer = m
		}
		m.first = last == nil || last.sent != m.sent || last.s == m.s
		if m.first || last.sent != m.sent {
			last = m
		}
		m.firstName = lastName == nil || lastName.sent != m.sent
		if m.kind == kindName && m.firstName {
			lastName = m
		}
	}
	p.mentions = ms
}

// headline reports whether paragraph pi is a heading: without quotations,
// mostly capitalised, and without a full stop or the title over again.
func (d *document) headline(pi int) bool {
	p := &d.paras[pi]
	if len(p.spans) > 0 || len(p.toks) == 0 {
		return false
	}
	caps, words := 0, 0
	for i := range p.toks {
		t := &p.toks[i]
		if t.capital() {
			caps++
		}
		if isLetter(t.text) {
			words++
		}
	}
	if words < 4 || float64(caps) <= .6*float64(words) {
		return false
	}
	return p.toks[len(p.toks)-1].k != '.' || pi <= 1 && (float64(caps) > .9*float64(words) || strings.Contains(plain(d.title), plain(p.Of(d.text))))
}

// namey reports whether t can be a word of a name.
func (d *document) namey(t *token) bool {
	if !t.capital() || t.is(fDate) {
		return false
	}
	if len(t.text) > 1 && t.is(fFunction) && strings.ToUpper(t.text) != t.text {
		return false
	}
	switch t.low {
	case "i", "i'm", "mr", "mrs", "ms", "dr", "e-mail":
		return false
	}
	return true
}

// startsSentence reports whether the token i is capitalised by position.
func startsSentence(ts []token, i int) bool {
	if i == 0 || ts[i-1].q != ts[i].q {
		return true
	}
	switch ts[i-1].text {
	case ".", "!", "?", ":", "“", "”", "\"":
		return true
	}
	return false
}

func (d *document) findNames(pi int) []*mention {
	ts := d.paras[pi].toks
	var ms []*mention
	for i := 0; i < len(ts); {
		t := &ts[i]
		if t.is(fPronoun) && !t.quoted() {
			if t.low != "you" {
				ms = append(ms, d.newMention(pi, i, i+1, kindPronoun))
			}
			i++
			continue
		}
		if d.oddAgain(ts, i) {
			ms = append(ms, d.newMention(pi, i, i+1, kindName))
			i++
			continue
		}
		start := startsSentence(ts, i)
		if !d.namey(t) || start && t.is(fFunction) || start && d.plainNoun(ts, i) ||
			start && d.lower[t.low] && !t.is(fTitle) && !(i+1 < len(ts) && d.namey(&ts[i+1])) {
			i++
			continue
		}
		j := d.nameEnd(ts, i)
		if !(j-i == 1 && start && is(bare(t.low), fTitle) && t.low != "pope") {
			ms = append(ms, d.newMention(pi, i, j, kindName))
		}
		i = j
	}
	return ms
}

// plainNoun reports whether the token i, which begins a sentence, is a noun
// that speaks and no name or title: "Critics said".
func (d *document) plainNoun(ts []token, i int) bool {
	return d.model.Nouns[ts[i].low] && !(i+1 < len(ts) && ts[i+1].capital())
}

// nameEnd is the end of the name that starts at i: capitalised words,
// particles, and "of" after an institution's noun.
func (d *document) nameEnd(ts []token, i int) int {
	at := func(k int) bool { return k < len(ts) && d.namey(&ts[k]) }
	j := i + 1
	for j < len(ts) && ts[j].q == ts[i].q {
		u := &ts[j]
		switch {
		case d.namey(u):
			j++
		case oddSurname(ts, j):
			d.odd[u.low] = true
			return j + 1
		case u.is(fParticle) && at(j+1):
			j++
		case (u.low == "of" || u.low == "&" || u.low == "for") && institution(bare(ts[j-1].low)) && at(j+1):
			j += 2
		case (u.low == "of" || u.low == "&" || u.low == "for") && institution(bare(ts[j-1].low)) && j+1 < len(ts) && ts[j+1].low == "the" && at(j+2):
			j += 3
		default:
			return j
		}
	}
	return j
}

// institution reports whether "of the …" after w belongs to its name.
func institution(w string) bool {
	switch w {
	case "secretary", "director", "attorney", "bureau":
		return true
	}
	return is(w, fOrg)
}

// oddSurname reports whether the token j is a family name that is otherwise
// a word of grammar or a month, as in "George Will" and "Theresa May": after
// a given name, and not before a number.
func oddSurname(ts []token, j int) bool {
	u := &ts[j]
	return u.capital() && u.is(fFunction|fDate) && len(u.text) > 2 && ts[j-1].is(fMale|fFemale) &&
		!(j+1 < len(ts) && (digit(ts[j+1].text[0]) || ts[j+1].capital()))
}

// oddAgain reports whether the token i is such a family name alone: known
// from a full name before, and where it begins a sentence, with a cue.
func (d *document) oddAgain(ts []token, i int) bool {
	if !d.odd[ts[i].low] || !ts[i].capital() || i+1 < len(ts) && digit(ts[i+1].text[0]) {
		return false
	}
	return !startsSentence(ts, i) || i+1 < len(ts) && (cue(ts[i+1].k) || ts[i+1].k == 'X' || ts[i+1].low == "'s")
}

func isLetter(s string) bool {
	r := []rune(s[:min(len(s), 4)])[0]
	return isWord(r) && (r < '0' || r > '9') && r != '_'
}
