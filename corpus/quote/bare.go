package quote

import "strings"

// fillWords is how many words a quotation must have to be taken for speech
// because it fills its paragraph.
const fillWords = 5

// The estimates of who speaks in a paragraph without words of the reporter's.
const (
	pSigned  = .9  // the next line is a name
	pColon   = .9  // the paragraph before ends in a colon
	pGoesOn  = .85 // the paragraph before quotes somebody
	pLeadsIn = .6  // the paragraph before tells what somebody says
	pTopic   = .5  // the paragraph before is about somebody
)

// fills reports whether quotations alone fill u's paragraph: it attributes
// them to nobody, so that the speaker is sought around it.
func (d *document) fills(u *unit) bool {
	p := &d.paras[u.para]
	if p.filled == 0 {
		p.filled = 1
		for i := range p.toks {
			if t := &p.toks[i]; !t.quoted() && (isLetter(t.text) || digit(t.text[0])) {
				p.filled = -1
				break
			}
		}
	}
	return p.filled > 0
}

// unattributed is the source of a paragraph that quotations fill. It is, in this order: the
// name that signs it, whoever a colon announces, whoever spoke in the
// paragraph before, and the subject of its last cue.
func (d *document) unattributed(u *unit, prev previous) (*mention, float64) {
	if m := d.signature(u.para + 1); m != nil {
		return m, pSigned
	}
	if u.n > 0 || u.continued && prev.m != nil {
		return prev.m, 1
	}
	if u.para == 0 {
		return nil, 0
	}
	before := &d.paras[u.para-1]
	if n := len(before.toks); n > 0 && before.toks[n-1].k == ':' {
		if m := d.announced(before); m != nil {
			return m, pColon
		}
		if prev.m != nil && u.para-prev.para <= 2 { // "Transcript as follows:"
			return prev.m, pGoesOn
		}
	}
	if prev.m != nil && prev.para == u.para-1 {
		return prev.m, pGoesOn
	}
	if len(before.toks) == 0 || len(before.spans) > 0 {
		return nil, 0
	}
	if m := d.announced(before); m != nil {
		return m, pLeadsIn
	}
	for _, m := range before.mentions {
		if m.kind == kindName && !m.inq && !m.poss && d.subject(m) && m.ent.person() {
			return m, pTopic
		}
	}
	return nil, 0
}

// signature is the name that paragraph pi consists of: "– Ann Porter", a line
// under words set apart.
func (d *document) signature(pi int) *mention {
	if pi >= len(d.paras) {
		return nil
	}
	p := &d.paras[pi]
	if len(p.toks) > 10 || len(p.mentions) != 1 || p.mentions[0].kind != kindName {
		return nil
	}
	m := p.mentions[0]
	if m.ent.typ == typePlace || d.nobody(m.ent) && m.ent.typ != typeOrg {
		return nil
	}
	for i := range p.toks {
		if i < m.s && p.toks[i].k != '-' || i >= m.e && p.toks[i].k != '.' || p.toks[i].quoted() {
			return nil
		}
	}
	return m
}

// announced is whose words the last sentence of p introduces: the subject of
// its first cue, else its last subject that is a person, else its only name.
func (d *document) announced(p *paragraph) *mention {
	sent := p.toks[len(p.toks)-1].sent
	var speaker, subject, only *mention
	names := 0
	for _, m := range p.mentions {
		if m.inq || m.sent != sent || m.poss || m.kind == kindName && (d.doubtful(m.ent) || m.ent.typ == typePlace) {
			continue
		}
		l := d.linkOf(m)
		if m.kind == kindName {
			only = m
			names++
		}
		if l.kind == linkDirect && m.s > 0 && in(p.toks[m.s-1].k, "po") && p.toks[m.s-1].low != "as" {
			continue // "Ann Porter of the Daily Post wrote:"
		}
		if (l.sure() || l.kind == linkNear && direct(p.toks, m, l)) && l.k != 'G' && (in(l.k, "STA") || is(d.model.forms[p.toks[l.cue].low].lemma, fClause)) &&
			(speaker == nil || l.cue < d.linkOf(speaker).cue) {
			speaker = m
		}
		if d.subject(m) && (m.kind == kindPronoun && m.g != 0 || m.kind == kindName && !d.nobody(m.ent)) {
			subject = m
		}
	}
	switch {
	case speaker != nil:
		return speaker
	case subject != nil:
		return subject
	case names == 1:
		return only
	}
	return nil
}

// label is the speaker whom a transcript names at the head of a quotation
// ("CLINTON: …"): the only person of the article whom that fits, else the word
// itself, unless the article has it as a common one ("VIDEO: …"). ok is false
// where there is no such head.
func (d *document) label(u *unit) (s source, ok bool) {
	head, _, found := strings.Cut(u.Of(d.text), ":")
	if !found || len(head) < 3 || len(head) > 40 || head != strings.ToUpper(head) || !isLetter(head) || strings.ContainsAny(head, ".!?,\"“”") {
		return s, false
	}
	var who *entity
	for _, e := range d.ents {
		if !e.person() || !SamePerson(strings.ToLower(head), strings.ToLower(e.name)) {
			continue
		}
		if who != nil {
			return s, true
		}
		who = e
	}
	ts := d.paras[u.para].toks
	from := u.ts
	for from < u.te && ts[from].a < u.Start {
		from++
	}
	to := from
	for to < u.te && ts[to].k != ':' {
		to++
	}
	if from == to || who == nil && (to-from > 2 || d.lower[ts[from].low]) {
		return s, true
	}
	m := &mention{para: u.para, s: from, e: to, kind: kindName, text: d.text[ts[from].a:ts[to-1].b], sent: u.sent, inq: true}
	if who == nil {
		who = &entity{name: m.text, typ: typePerson}
	}
	m.ent = who
	return source{m: m, ref: referent{m, who, pSigned}, p: 1}, true
}
