package quote

import (
	"sort"
	"strings"
)

// previous is the source found for the quotation before.
type previous struct {
	m    *mention
	ent  *entity
	para int
}

// candidates is the mentions that could be the source of u: those of its
// paragraph, the last two that have a cue in each of the two paragraphs
// before, and the source before.
func (d *document) candidates(u *unit, prev previous) []*mention {
	var out []*mention
	for _, m := range d.around(u) {
		if !m.inq {
			out = append(out, m)
		}
	}
	for p := u.para - 1; p >= 0 && p >= u.para-2; p-- {
		var own []*mention
		for _, m := range d.paras[p].mentions {
			if !m.inq && d.linkOf(m).sure() {
				own = append(own, m)
			}
		}
		out = append(out, own[max(0, len(own)-2):]...)
	}
	if prev.m != nil && u.para-prev.para <= 3 {
		for _, m := range out {
			if m == prev.m {
				return out
			}
		}
		out = append(out, prev.m)
	}
	return out
}

// reach is how many mentions on each side of a quotation are candidates.
const reach = 40

// around is the mentions of u's paragraph within reach of u.
func (d *document) around(u *unit) []*mention {
	ms := d.paras[u.para].mentions
	if len(ms) <= 2*reach {
		return ms
	}
	at := sort.Search(len(ms), func(i int) bool { return ms[i].s >= u.ts })
	return ms[max(0, at-reach):min(len(ms), at+reach)]
}

// rankFeatures describes m as the source of u, for a conditional logit over
// the candidates. They are those of a study of 4,681 hand-annotated
// quotations of the PolNeAR corpus; see README.md.
func (d *document) rankFeatures(f *features, u *unit, m *mention, prev previous) {
	ts := d.paras[m.para].toks
	dp := u.para - m.para
	f.add("kind=", m.kind)
	if m.kind == kindPronoun {
		f.add("pron=", ts[m.s].low)
	}
	count := 1
	if m.ent != nil {
		f.add("type=", m.ent.typ)
		count = m.ent.n
	}
	f.add("cnt=", bucket(count, 1, 2, 4, 8))
	f.add("dp=", small(min(dp, 3)))
	if m.poss {
		f.add("poss")
	}
	if m.nested {
		f.add("nested")
	}
	far := ""
	if dp != 0 {
		far = "0"
	}
	if m.s > 0 && !ts[m.s-1].quoted() {
		t := &ts[m.s-1]
		f.add("prevk=", letter(t.k), far)
		if in(t.k, "tobp") {
			f.add("prevw=", t.low)
		}
	} else {
		f.add("prevk=^")
	}
	f.add("nextk=", nextClass(ts, m.e), far)
	if m.kind == kindNominal {
		if d.model.Nouns[ts[m.e-1].low] {
			f.add("nomhead=known")
		} else {
			f.add("nomhead=unk")
		}
	}
	for i := max(0, m.s-3); i < m.s; i++ {
		if ts[i].k == 'T' && !ts[i].quoted() {
			f.add("after_told")
			break
		}
	}
	if dp == 0 {
		d.nearFeatures(f, u, m, prev)
	} else {
		d.farFeatures(f, u, m, prev)
	}
}

// typeOf is the type of what m names, "" of pronouns and noun phrases.
func (d *document) typeOf(m *mention) string {
	if m.ent == nil {
		return ""
	}
	return m.ent.typ
}

// nextClass is the class of the token i, "$" at the end or at a quotation.
func nextClass(ts []token, i int) string {
	if i < len(ts) && !ts[i].quoted() {
		return letter(ts[i].k)
	}
	return "$"
}

// surest is the kind of a sure link, or other.
func surest(l *link, other string) string {
	if l.sure() {
		return l.kind
	}
	return other
}

// nearFeatures are those of a mention in the quotation's own paragraph.
func (d *document) nearFeatures(f *features, u *unit, m *mention, prev previous) {
	p := &d.paras[m.para]
	r := d.reduce(m.para)
	qr, mr := r.pos[u.ts], r.pos[m.s]
	side, dir, lo, hi := "a", ">", qr, mr
	if mr < qr {
		side, dir, lo, hi = "b", "<", mr, qr
	}
	mid := r.classes[min(lo+1, hi):hi]
	ds := u.sent - m.sent
	f.add("side=", side, ",ds=", small(max(-2, min(3, ds))))
	f.add(side, " dist=", bucket(len(mid), 0, 1, 2, 3, 5, 8, 12, 20))
	mentions, quotes := 0, 0
	var seen [128]bool
	for _, k := range mid {
		switch k {
		case 'M', 'P', 'N':
			mentions++
		case 'Q':
			quotes++
		case 'S', 'T', 'W', 'G', 'A':
			seen[k] = true
		}
	}
	f.add("mb=", bucket(mentions, 0, 1, 2, 4))
	f.add("qb=", small(min(2, quotes)))
	path := string(mid)
	// The ends of the path: tail touches the mention's far end, head the near.
	tail, head := path[:min(3, len(path))], path[max(0, len(path)-2):]
	if side == "b" {
		tail, head = path[max(0, len(path)-3):], path[:min(2, len(path))]
	}
	if len(mid) <= 6 {
		f.add("path=", dir, path)
	} else {
		f.add("tail=", dir, tail)
	}
	f.add("hd=", dir, head)
	f.add("cueb=", side, ",", present(&seen))
	if ds == 0 && side == "b" {
		if m.first {
			f.add("first")
		} else {
			f.add("nonfirst")
		}
	}
	l := d.linkOf(m)
	if l.kind == "" {
		f.add("nolink,", small(min(2, max(ds, -ds))))
	} else {
		cr := r.pos[l.cue]
		gap, rel := cr-qr, "A"
		if cr < qr {
			gap, rel = qr-cr, "B"
		}
		same, diff := "same", ""
		if p.toks[l.cue].sent != u.sent {
			same, diff = "diff", "d"
		}
		f.add("link=", l.kind, ",", rel, ",", same)
		f.add("lk=", l.kind, ",", rel, ",g", bucket(gap-1, 0, 1, 2, 4, 8), diff)
		f.add("lc=", letter(l.k), ",", l.kind)
		f.add("cue=", d.model.forms[p.toks[l.cue].low].lemma, ",", rel, ",", same)
		f.add("who=", m.kind, d.typeOf(m), ",", l.kind, ",", rel, ",", same)
		f.add("str=", bucket(d.model.strength(p.toks[l.cue].low), .05, .15, .3, .5))
	}
	rivals := d.rivals(p)[u.sent]
	if m.sent == u.sent && l.sure() && in(l.k, "STA") {
		rivals--
	}
	f.add("rival=", small(min(2, rivals)), ",", surest(l, ""))
	if u.n > 0 && prev.m != nil && prev.para == u.para {
		step := small(max(-1, min(2, ds)))
		switch {
		case prev.m == m:
			f.add("same_m_as_prev,ds=", step)
		case prev.m.ent != nil && prev.m.ent == m.ent:
			f.add("same_e_as_prev")
		default:
			f.add("not_prev,ds=", step)
		}
	}
}

// rivals counts, by sentence, the mentions of p that a cue surely has.
func (d *document) rivals(p *paragraph) map[int]int {
	if p.rivals == nil {
		p.rivals = map[int]int{}
		for _, x := range p.mentions {
			if xl := d.linkOf(x); !x.inq && xl.sure() && in(xl.k, "STA") {
				p.rivals[x.sent]++
			}
		}
	}
	return p.rivals
}

// present lists the cue classes seen, in the order of their letters.
func present(seen *[128]bool) string {
	var b strings.Builder
	for _, k := range "AGSTW" {
		if seen[k] {
			b.WriteRune(k)
		}
	}
	return b.String()
}

// farFeatures are those of a mention in an earlier paragraph.
func (d *document) farFeatures(f *features, u *unit, m *mention, prev previous) {
	own, some := false, false
	for _, x := range d.paras[u.para].mentions {
		if !x.inq {
			some = true
			own = own || d.linkOf(x).sure()
		}
	}
	f.add("out,own=", yes(own), ",any=", yes(some))
	f.add("out,link=", surest(d.linkOf(m), "x"))
	if u.continued {
		f.add("out,contpara")
	}
	if prev.m == nil {
		return
	}
	switch {
	case prev.m == m:
		f.add("out,prevm,gap=", small(min(3, u.para-prev.para)), ",any=", yes(some))
	case prev.m.ent != nil && prev.m.ent == m.ent:
		f.add("out,preve,any=", yes(some))
	}
	if prev.m == m && u.continued {
		f.add("out,cont_prevm")
	}
}
