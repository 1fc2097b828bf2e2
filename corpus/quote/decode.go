package quote

import "math"

// source is who a quotation is given to.
type source struct {
	m   *mention // the phrase that names the speaker, or nil
	via *mention // the agency that relays, or nil
	ent *entity
	p   float64 // estimated probability of m
	pe  float64 // estimated probability of ent, given m
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
			prev = previous{s.m, s.ent, u.para}
		}
	}
	return out
}

func (d *document) source(u *unit, prev previous) source {
	var s source
	if u.continued && prev.m != nil && !d.anyMention(u.para) {
		s.m, s.p = prev.m, 1
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
	}
	s.ent, s.pe = s.m.ent, 1
	if s.m.kind != kindPronoun {
		return s
	}
	switch {
	case prev.m == s.m:
		s.ent = prev.ent
	case d.head(s.m).low == "who":
		if x := d.antecedentOfWho(s.m); x != nil {
			s.m, s.ent = x, x.ent
		}
	default:
		s.ent, s.pe = d.resolve(s.m, prev)
	}
	return s
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

// relayed is the speaker where m only passes the words on: "TASS quoted
// Putin as saying".
func (d *document) relayed(m *mention) *mention {
	l := d.linkOf(m)
	switch l.kind {
	case linkDirect, linkInverted, linkApposed, linkNear:
	default:
		return nil
	}
	ts := d.paras[m.para].toks
	switch ts[l.cue].low {
	case "quoted", "quotes", "quoting", "cited":
	default:
		return nil
	}
	for _, x := range d.paras[m.para].mentions {
		if x.inq || x.s <= l.cue || x.s-l.cue > 6 || x.sent != m.sent {
			continue
		}
		for i := x.e; i < len(ts) && i < x.e+5; i++ {
			if ts[i].low == "as" && !ts[i].quoted() {
				return x
			}
		}
	}
	return nil
}
