package quote

import "strings"

// link says which cue has a mention as its subject, and how far that can be
// told from the words between them.
type link struct {
	kind string // one of the kinds below, or "" for none
	cue  int    // token of the paragraph, -1 for none
	k    byte   // its class
}

// The kinds of link, surest first, as features name them.
const (
	linkAccording = "acc"  // according to M
	linkInverted  = "inv"  // said M
	linkModified  = "inm"  // said election lawyer M
	linkPassive   = "pas"  // described by M as
	linkDirect    = "dir"  // M (has, also, Tuesday) said
	linkParens    = "par"  // M (R-Texas) said
	linkApposed   = "app"  // M, a professor in Seoul, said
	linkNear      = "near" // M … said, within nine words
	linkFar       = "far"  // M … said, within the sentence
)

// sure reports whether the link leaves little doubt.
func (l *link) sure() bool {
	switch l.kind {
	case linkAccording, linkPassive, linkInverted, linkModified, linkDirect, linkParens, linkApposed:
		return true
	}
	return false
}

// linkOf is the link of m, found once.
func (d *document) linkOf(m *mention) *link {
	if m.link == nil {
		l := d.findLink(m)
		m.link = &l
	}
	return m.link
}

func (d *document) findLink(m *mention) link {
	ts := d.paras[m.para].toks
	if m.s >= 2 && ts[m.s-1].low == "to" && ts[m.s-2].low == "according" {
		return link{linkAccording, m.s - 2, 'A'}
	}
	if k := passiveCue(ts, m.s); k >= 0 {
		return link{linkPassive, k, ts[k].k}
	}
	if m.s >= 1 {
		v := &ts[m.s-1]
		if !v.quoted() && (v.k == 'S' || v.k == 'W') && (m.s < 2 || ts[m.s-2].quoted() || in(ts[m.s-2].k, ",RX-(.")) {
			return link{linkInverted, m.s - 1, v.k}
		}
	}
	if m.kind != kindPronoun {
		k := m.s - 1
		for k > 0 && m.s-k <= 7 && !ts[k].quoted() && in(ts[k].k, "lnCdX") && (ts[k].k != 'X' || ts[k].low == "'s") {
			k--
		}
		if k >= 0 && k < m.s-1 && !ts[k].quoted() && (ts[k].k == 'S' || ts[k].k == 'W') && (k == 0 || ts[k-1].quoted() || ts[k-1].k == ',') {
			return link{linkModified, k, ts[k].k}
		}
	}
	return d.subjectLink(m, ts)
}

// passiveCue is the participle whose agent begins at token i, as in
// "described last week by M", or -1.
func passiveCue(ts []token, i int) int {
	if i < 2 || ts[i-1].low != "by" || ts[i-1].quoted() {
		return -1
	}
	for k := i - 2; k >= 0 && k >= i-4 && !ts[k].quoted(); k-- {
		if cue(ts[k].k) && ts[k].k != 'G' {
			return k
		}
		if !in(ts[k].k, "RDl") {
			return -1
		}
	}
	return -1
}

// subjectLink looks for a cue after m.
func (d *document) subjectLink(m *mention, ts []token) link {
	sent := ts[m.s].sent
	found := func(kind string, j int) link { return link{kind, j, ts[j].k} }
	inside := func(i int) bool { return i < len(ts) && !ts[i].quoted() && ts[i].sent == sent }
	// run is the cue from i on, past at most limit tokens of the classes.
	run := func(i, limit int, classes string) int {
		for c := 0; inside(i) && c < limit; i, c = i+1, c+1 {
			switch t := &ts[i]; {
			case cue(t.k):
				return i
			case t.is(fPronoun) && t.low != "who", !in(t.k, classes):
				return -1
			}
		}
		return -1
	}
	if j := run(m.e, 5, "RXDw"); j >= 0 {
		return found(linkDirect, j)
	}
	if m.e < len(ts) && ts[m.e].text == "(" {
		i := m.e
		for i < len(ts) && ts[i].text != ")" && i-m.e < 8 {
			i++
		}
		if j := run(i+1, 5, "RX,"); j >= 0 {
			return found(linkParens, j)
		}
	}
	if inside(m.e) && comma(&ts[m.e]) {
		for k := m.e + 1; k-m.e < 40 && inside(k); k++ {
			if comma(&ts[k]) || ts[k].text == ")" {
				if j := run(k+1, 4, "RX"); j >= 0 {
					return found(linkApposed, j)
				}
			}
		}
	}
	if j := run(m.e, 9, "RXDpobtdClnw"); j >= 0 {
		return found(linkNear, j)
	}
	// The first later cue of the sentence, past other clauses.
	for k := m.e; k < len(ts) && k-m.e < 60 && ts[k].sent == sent; k++ {
		if !ts[k].quoted() && cue(ts[k].k) {
			return found(linkFar, k)
		}
	}
	return link{cue: -1}
}

// comma reports whether t is a comma or a dash, which set off appositions.
func comma(t *token) bool {
	return t.text == "," || t.text == "—" || t.text == "–" || t.text == "-"
}

func in(k byte, classes string) bool { return strings.IndexByte(classes, k) >= 0 }

// reduction is a paragraph as a string of classes in which each quotation
// and each mention is one letter.
type reduction struct {
	pos     []int // of each token, its index in classes
	classes []byte
}

func (d *document) reduce(pi int) *reduction {
	p := &d.paras[pi]
	if p.reduced != nil {
		return p.reduced
	}
	own := make([]*mention, len(p.toks))
	for _, m := range p.mentions {
		if m.inq {
			continue
		}
		for i := m.s; i < m.e; i++ {
			if own[i] == nil {
				own[i] = m
			}
		}
	}
	r := &reduction{pos: make([]int, len(p.toks)), classes: make([]byte, 0, len(p.toks))}
	for i := range p.toks {
		t := &p.toks[i]
		var k byte
		same := false
		switch {
		case t.quoted():
			k, same = 'Q', i > 0 && p.toks[i-1].q == t.q
		case own[i] != nil:
			same = i > 0 && !p.toks[i-1].quoted() && own[i-1] == own[i]
			switch own[i].kind {
			case kindPronoun:
				k = 'P'
			case kindName:
				k = 'M'
			default:
				k = 'N'
			}
		default:
			k = t.k
		}
		if !same {
			r.classes = append(r.classes, k)
		}
		r.pos[i] = len(r.classes) - 1
	}
	p.reduced = r
	return r
}
