package quote

import (
	"cmp"
	"slices"
	"strings"
)

// corefReach is how many paragraphs before a pronoun its person is sought.
const corefReach = 4

// corefFallback is how many mentions before a pronoun are tried where those
// paragraphs name nobody.
const corefFallback = 400

// antecedents is the persons that the pronoun m could stand for, each with
// its mentions up to m, the most recent first.
func (d *document) antecedents(m *mention) [][]*mention {
	group := func(from int, keep func(*mention) bool) [][]*mention {
		at := map[*entity]int{}
		var out [][]*mention
		for _, x := range d.mentions[from:] {
			if m.before(x) {
				break
			}
			if x.kind != kindName || !keep(x) {
				continue
			}
			i, ok := at[x.ent]
			if !ok {
				i = len(out)
				at[x.ent] = i
				out = append(out, nil)
			}
			out[i] = append(out[i], x)
		}
		return out
	}
	c := group(d.firstMention(m.para-corefReach), func(x *mention) bool {
		return !d.nobody(x.ent) && !(x.inq && x.ent.n > 0)
	})
	if len(c) == 0 {
		c = group(max(0, m.order-corefFallback), func(x *mention) bool { return x.ent.person() && !x.inq })
	}
	slices.SortStableFunc(c, func(a, b []*mention) int {
		x, y := a[len(a)-1], b[len(b)-1]
		return cmp.Or(y.para-x.para, y.s-x.s)
	})
	return c
}

// firstMention is the index of the first mention from paragraph pi on.
func (d *document) firstMention(pi int) int {
	for p := max(0, pi); p < len(d.paras); p++ {
		if ms := d.paras[p].mentions; len(ms) > 0 {
			return ms[0].order
		}
	}
	return len(d.mentions)
}

// agreeing leaves out the persons of another gender than the pronoun's, unless
// nobody is left.
func agreeing(m *mention, c [][]*mention) [][]*mention {
	some := slices.DeleteFunc(slices.Clone(c), func(ms []*mention) bool {
		e := ms[0].ent
		diff := e.m - e.f
		if m.g == 'f' {
			diff = -diff
		}
		return diff <= -1.5
	})
	if len(some) > 0 {
		return some
	}
	return c
}

// corefFeatures describes the person with the mentions ms as what the
// pronoun m stands for.
func (d *document) corefFeatures(f *features, m *mention, ms []*mention, prev previous) {
	e := ms[0].ent
	match, sign := "miss", "-"
	switch e.gender() {
	case 0:
		match, sign = "unk", "?"
	case m.g:
		match, sign = "match", "+"
	}
	f.add("g=", match)
	f.add("gs=", sign, bucket(max(e.m-e.f, e.f-e.m), .5, 1, 2, 4))
	d.salience(f, m, ms, prev)
}

// salience is the features of corefFeatures that gender has no part in.
func (d *document) salience(f *features, m *mention, ms []*mention, prev previous) {
	x := ms[len(ms)-1]
	e := x.ent
	f.add("type=", e.typ)
	ds, dp := m.sent-x.sent, m.para-x.para
	near := small(min(ds, 2))
	f.add("ds=", small(min(ds, 5)))
	f.add("dp=", small(min(dp, 4)))
	told := 0
	for _, y := range e.ms {
		if told > 8 || !y.before(m) {
			break
		}
		if !y.inq {
			told++
		}
	}
	f.add("nb=", bucket(told, 1, 2, 4, 8))
	here := 0
	for _, y := range ms {
		if y.para == m.para {
			here++
		}
	}
	f.add("para_n=", small(min(3, here)))
	f.add("role=", d.role(x), ",ds=", near)
	if x.inq {
		f.add("inq")
	}
	f.add("subjrecent=", yes(d.recentSubject(m, ms)))
	if strings.Contains(d.title, e.toks[len(e.toks)-1]) {
		f.add("headline")
	}
	if prev.ent != nil {
		f.add("prevspk=", yes(prev.ent == e), ",dp=", small(min(2, m.para-prev.para)))
	}
	if len(e.toks) == 1 {
		f.add("single")
	}
	f.add("next=", yes(d.goesOn(m, e)))
	f.add("subj=", d.subjectDistance(m, ms))
	f.add("first=", yes(x.firstName), ",ds=", near)
	f.add("chain=", d.chain(m, e))
}

// role is how x stands in its clause, as far as its neighbours tell.
func (d *document) role(x *mention) string {
	ts := d.paras[x.para].toks
	switch {
	case x.poss:
		return "poss"
	case x.s > 0 && !ts[x.s-1].quoted() && in(ts[x.s-1].k, "pobt"):
		return "prep"
	case d.subject(x):
		return "subj"
	}
	return "other"
}

// subject reports whether x stands where a subject does: before a verb or an
// apposition, or after an inverted cue.
func (d *document) subject(x *mention) bool {
	ts := d.paras[x.para].toks
	if x.inq || x.poss || x.s > 0 && !ts[x.s-1].quoted() && in(ts[x.s-1].k, "pobtSTWG") {
		l := d.linkOf(x)
		return !x.inq && (l.kind == linkInverted || l.kind == linkModified)
	}
	return x.e < len(ts) && !ts[x.e].quoted() && in(ts[x.e].k, "XSTWRl,")
}

// subjectDistance is how many sentences before m one of ms last was a
// subject, up to four, "n" for never.
func (d *document) subjectDistance(m *mention, ms []*mention) string {
	for _, y := range slices.Backward(ms) {
		if d.subject(y) {
			return small(min(4, m.sent-y.sent))
		}
	}
	return "n"
}

// chainConfidence is how likely an earlier pronoun's person must be to bear on
// the next.
const chainConfidence = .6

// chain tells what the pronoun of m's gender before it, within two
// sentences, stands for: e or another.
func (d *document) chain(m *mention, e *entity) string {
	if len(d.model.Coref) == 0 {
		return "none"
	}
	for i := m.order - 1; i >= 0 && d.mentions[i].sent >= m.sent-2; i-- {
		x := d.mentions[i]
		if x.inq || x.kind != kindPronoun || x.g != m.g {
			continue
		}
		if !x.resolved {
			x.resolved = true // also ends a recursion
			if e, p := d.resolve(x, previous{}); p >= chainConfidence {
				x.antecedent = e
			}
		}
		switch x.antecedent {
		case nil:
			return "none"
		case e:
			return "same"
		}
		return "other"
	}
	return "none"
}

// recentSubject reports whether one of ms acts within two sentences of m.
func (d *document) recentSubject(m *mention, ms []*mention) bool {
	for _, y := range ms {
		if y.inq || y.sent < m.sent-2 {
			continue
		}
		l := d.linkOf(y)
		if l.sure() && l.kind != linkAccording {
			return true
		}
		if ts := d.paras[y.para].toks; y.e < len(ts) && in(ts[y.e].k, "XSTW") {
			return true
		}
	}
	return false
}

// resolve is the person that "he" or "she" stands for and how likely, or nil.
func (d *document) resolve(m *mention, prev previous) (*entity, float64) {
	if m.g == 0 {
		return nil, 0
	}
	c := agreeing(m, d.antecedents(m))
	scores := make([]float64, len(c))
	for i, ms := range c {
		f := features{w: d.model.Coref}
		d.corefFeatures(&f, m, ms, prev)
		scores[i] = f.sum
	}
	best, p := softmax(scores)
	if best < 0 {
		return nil, 0
	}
	return c[best][0].ent, p
}

// goesOn reports whether the paragraph after m's begins with e.
func (d *document) goesOn(m *mention, e *entity) bool {
	if m.para+1 >= len(d.paras) {
		return false
	}
	ms := d.paras[m.para+1].mentions
	return len(ms) > 0 && !ms[0].inq && ms[0].ent == e
}
