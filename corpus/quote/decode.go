package quote

import "math"

// source is who a quotation is given to.
type source struct {
	m   *mention // the phrase that names the speaker, or nil
	via *mention // the agency that relays, or nil
	ref referent // what the phrase stands for
	p   float64  // estimated probability of m
}

// softmax is the index of the greatest score, the first among equals, and
// its share; -1 where there is none.
func softmax(scores []float64) (int, float64) {
	best := -1
	for i, s := range scores {
		if best < 0 || s > scores[best] {
			best = i
		}
	}
	if best < 0 {
		return -1, 0
	}
	sum := 0.0
	for _, s := range scores {
		sum += math.Exp(s - scores[best])
	}
	return best, 1 / sum
}

// decode finds the source of every unit, from left to right, each knowing
// the one before.
func (d *document) decode() []source {
	out := make([]source, len(d.units))
	var prev previous
	for i, u := range d.units {
		s := d.source(u, prev)
		out[i] = s
		if s.m != nil {
			prev = previous{s.m, s.ref.ent, u.para}
		}
	}
	return out
}

func (d *document) source(u *unit, prev previous) source {
	var s source
	if s, ok := d.label(u); ok {
		return s
	}
	if d.fills(u) {
		if s.m, s.p = d.unattributed(u, prev); s.m != nil && s.m == prev.m {
			s.ref = referent{prev.m, prev.ent, 1}
			return s
		}
	} else if u.continued && prev.m != nil && !d.anyMention(u.para) {
		s.m, s.p = prev.m, 1
	} else if m := d.agent(u); m != nil {
		s.m, s.p = m, pOnly
	} else if c := d.candidates(u, prev); len(c) > 0 {
		scores := make([]float64, len(c))
		for i, m := range c {
			f := features{w: d.model.Ranker, buf: d.buf}
			d.rankFeatures(&f, u, m, prev)
			scores[i], d.buf = f.sum, f.buf
		}
		best, p := softmax(scores)
		s.m, s.p = c[best], p
	}
	if s.m == nil {
		return s
	}
	if y := d.relayed(s.m); y != nil {
		s.via, s.m = s.m, y
	} else if x, via := d.chained(u, s.m); x != nil {
		s.m, s.via = x, via
	}
	if s.m.kind == kindPronoun && d.head(s.m).low == "who" && prev.m != s.m {
		if x := d.antecedentOfWho(s.m); x != nil {
			s.m = x
		}
	}
	s.ref = d.stands(s.m, prev)
	return s
}

// agent is the mention right before u in "described by M as …": the passive
// is rare, and the words leave no choice.
func (d *document) agent(u *unit) *mention {
	ts := d.paras[u.para].toks
	i := u.ts
	if i > 0 && (ts[i-1].low == "as" || ts[i-1].k == ',' || ts[i-1].k == ':') {
		i--
	}
	for _, m := range d.paras[u.para].mentions {
		if m.e == i && !m.inq && d.linkOf(m).kind == linkPassive {
			return m
		}
	}
	return nil
}

func (d *document) anyMention(pi int) bool {
	for _, m := range d.paras[pi].mentions {
		if !m.inq {
			return true
		}
	}
	return false
}

// antecedentOfWho is the mention before a "who" in its sentence.
func (d *document) antecedentOfWho(m *mention) *mention {
	var last *mention
	for _, x := range d.paras[m.para].mentions {
		if !x.inq && x.kind != kindPronoun && x.e <= m.s && x.sent == m.sent {
			last = x
		}
	}
	return last
}
