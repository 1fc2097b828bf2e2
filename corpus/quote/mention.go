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

// stopsPhrase are the classes that end a noun phrase.
const stopsPhrase = "STWGAXRHw&(,.:-tobp"

// findNominals adds noun phrases outside quotations: a determiner up to a
// noun that speaks, such a noun without determiner, or any phrase right
// before a cue.
func (d *document) findNominals(pi int, ms []*mention) []*mention {
	ts := d.paras[pi].toks
	noun := func(t *token) bool { return d.model.Nouns[t.low] }
	for i := 0; i < len(ts); {
		t := &ts[i]
		det := t.is(fDeterminer)
		bareNoun := (noun(t) || t.low == "others") && (i == 0 || (lowerCase(t.text) || startsSentence(ts, i)) && !ts[i-1].is(fDeterminer))
		if t.quoted() || !det && !bareNoun {
			i++
			continue
		}
		j, last := i, 0
		if det {
			j = i + 1
		}
		for j < len(ts) && j-i < 9 && !ts[j].quoted() {
			u := &ts[j]
			if noun(u) && !u.is(fDeterminer) {
				j++
				last = j
				continue
			}
			if u.low != "'s" && (strings.IndexByte(stopsPhrase, u.k) >= 0 || u.is(fPronoun)) {
				break
			}
			j++
		}
		if last == 0 && det && j-i >= 2 && lowerCase(ts[j-1].text) && sayable(ts, i, j) {
			last = j
		}
		if last == 0 && crowd(ts, i) {
			last = i + 1
		}
		if last > 0 {
			if !ts[last-1].mentioned {
				from := i
				for !det && from > 0 && i-from < 2 && ts[from-1].k == 'l' && !ts[from-1].quoted() && !ts[from-1].mentioned {
					from-- // state media, senior officials
				}
				ms = append(ms, d.newMention(pi, from, last, kindNominal))
			}
			i = last
			continue
		}
		i++
	}
	// "attorney Dave Aronberg": the name stands for both.
	return slices.DeleteFunc(ms, func(m *mention) bool {
		return m.kind == kindNominal && slices.ContainsFunc(ms, func(n *mention) bool { return n.kind == kindName && n.s == m.e })
	})
}

// sayable reports whether the noun phrase i to j, whose noun is not known to
// speak, stands where a speaker does: before a cue or "who", after "according
// to", or after a quotation and its cue.
func sayable(ts []token, i, j int) bool {
	if j < len(ts) && (ts[j].k == 'S' || ts[j].k == 'T' || ts[j].k == 'w' || ts[j].k == ',' && j+1 < len(ts) && ts[j+1].k == 'w') {
		return true
	}
	return i >= 2 && (ts[i-1].low == "to" && ts[i-2].low == "according" || ts[i-1].k == 'S' && ts[i-2].quoted())
}

// crowd reports whether token i is "some", "many", "others" … as the subject
// of a cue: people whom nobody names.
func crowd(ts []token, i int) bool {
	switch ts[i].low {
	case "some", "many", "others", "several", "both", "few", "most", "another", "one", "all":
	default:
		return false
	}
	if i > 0 && ts[i-1].is(fPreposition) {
		return false
	}
	i++
	if i < len(ts) && (ts[i].k == 'X' || ts[i].k == 'R') {
		i++
	}
	return i < len(ts) && !ts[i].quoted() && cue(ts[i].k) && ts[i].k != 'G'
}

// joinModifiers handles a name that only modifies a noun after it: in "RNC
// spokesman Sean Spicer" the second name counts, "North Korean state media"
// is one phrase.
func (d *document) joinModifiers(pi int, ms []*mention) []*mention {
	ts := d.paras[pi].toks
	drop := map[*mention]bool{}
	var added []*mention
	for _, m := range ms {
		if m.kind != kindName || m.inq || m.poss {
			continue
		}
		j := m.e
		for j < len(ts) && j-m.e < 4 && !ts[j].quoted() && (ts[j].k == 'l' || ts[j].k == 'n') && lowerCase(ts[j].text) {
			j++
		}
		if j == m.e || !d.model.Nouns[ts[j-1].low] {
			continue
		}
		switch {
		case slices.ContainsFunc(ms, func(x *mention) bool { return x.kind == kindName && x.s == j }):
			drop[m] = true
		case !slices.ContainsFunc(ms, func(x *mention) bool { return x.kind == kindNominal && x.s <= m.s && x.e >= j }):
			for _, x := range ms {
				if x.kind == kindNominal && x.s >= m.e && x.e <= j {
					drop[x] = true
				}
			}
			added = append(added, d.newMention(pi, m.s, j, kindNominal))
		}
	}
	ms = append(ms, added...)
	return slices.DeleteFunc(ms, func(m *mention) bool { return drop[m] })
}

// nameCore is the words of a name without titles: Sen. Ted Cruz → Ted Cruz.
// The name of an organisation keeps all its words.
func nameCore(ts []token) []string {
	words := make([]string, 0, len(ts))
	for i := range ts {
		if w := ts[i].low; w != "'s" && w != "'" {
			words = append(words, ts[i].text)
		}
	}
	return stripTitles(words)
}

// stripTitles takes titles and "Jr." off a name's words. What follows the
// last title is the name, unless that is an organisation's: "FBI Director
// James Comey", but "Press Secretary Office".
func stripTitles(words []string) []string {
	for len(words) > 1 && suffixOfName[bare(strings.ToLower(words[len(words)-1]))] {
		words = words[:len(words)-1]
	}
	for i := len(words) - 2; i >= 0; i-- {
		w := bare(strings.ToLower(words[i]))
		if !is(w, fTitle) || adjectiveTitle[w] {
			continue
		}
		rest := words[i+1:]
		if strings.EqualFold(rest[0], "of") || strings.EqualFold(rest[0], "for") {
			if rest = afterOffice(rest); rest == nil {
				return words
			}
		}
		if slices.ContainsFunc(rest, orgWord) {
			return words
		}
		return rest
	}
	return words
}

// afterOffice is the personal name after an office: of "of State John Kerry"
// the last two words, from a known given name on. It is nil where there is
// none.
func afterOffice(words []string) []string {
	for i, w := range words {
		if i > 0 && is(strings.ToLower(w), fMale|fFemale) && i+1 < len(words) {
			return words[i:]
		}
	}
	return nil
}

var (
	// adjectiveTitle are words of titles that also begin other names.
	adjectiveTitle = map[string]bool{"state": true, "prime": true, "vice": true, "national": true, "foreign": true}
	suffixOfName   = map[string]bool{"jr": true, "sr": true, "iii": true, "ii": true}
)

func isLetter(s string) bool {
	r := []rune(s[:min(len(s), 4)])[0]
	return isWord(r) && (r < '0' || r > '9') && r != '_'
}
