package quote

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

// chained is the speaker and the relay where one sentence has both: Kim said
// "…", the agency said; "…," Kim said, according to the agency; Kim used the
// day to complain that "…", the agency said. It is nil where it has not.
func (d *document) chained(u *unit, m *mention) (inner, via *mention) {
	if m.para != u.para {
		return nil, nil
	}
	ts := d.paras[u.para].toks
	if x := d.parenthetical(ts, u, m); x != nil {
		return x, m
	}
	for _, x := range d.paras[u.para].mentions {
		if x.inq || x.nested || x.sent != u.sent {
			continue
		}
		l := d.linkOf(x)
		last := inner == nil || inner.e <= u.ts
		switch {
		case x.e <= u.ts && d.saysInto(ts, x, l, u):
			inner = x
		case last && x.s >= u.te && u.te+4 >= min(l.cue, x.s) && (l.kind == linkDirect || l.kind == linkInverted) && l.cue >= u.te && !relays(d, x):
			inner = x
		case x.s >= u.te && (l.kind == linkDirect || l.kind == linkInverted || l.kind == linkAccording) && relays(d, x):
			via = x
		}
	}
	if inner == nil || via == nil || m != inner && m != via {
		return nil, nil
	}
	return inner, via
}

// parenthetical is the speaker where m, who passes the words on, stands between
// commas before them: In a toast, the agency said, Kim “rejoiced …”; in a
// letter, Vaughan said, Orr had called the hill “…”. It is nil where nobody else
// is quoted after the second comma.
func (d *document) parenthetical(ts []token, u *unit, m *mention) *mention {
	l := d.linkOf(m)
	if l.kind != linkDirect || l.cue < m.e || l.cue+2 >= u.ts || m.s == 0 || ts[m.s-1].text != "," || ts[l.cue+1].text != "," {
		return nil
	}
	for _, x := range d.after(m) {
		if x.s != l.cue+2 || x.inq || x.kind == kindNominal {
			continue
		}
		if own := d.linkOf(x); x.e == u.ts || own.kind == linkDirect && own.cue >= x.e && own.cue < u.ts && u.ts-own.cue <= relayReach {
			return x
		}
	}
	return nil
}

// relayReach is how many tokens before a quotation its own verb may stand.
const relayReach = 6

// saysInto reports whether the cue of x leads into u, which follows: next to x
// and not far before u, or an infinitive with "that".
func (d *document) saysInto(ts []token, x *mention, l *link, u *unit) bool {
	if l.cue < 1 || l.cue >= u.ts || x.kind == kindNominal || d.institution(x, x.ent) {
		return false
	}
	if l.kind == linkDirect {
		return u.ts-l.cue <= 12
	}
	return x.first && l.cue+1 < u.ts && ts[l.cue-1].low == "to" && ts[l.cue+1].k == 'H' && u.ts-l.cue <= 12
}

// relays reports whether x is a body that passes words on.
func relays(d *document, x *mention) bool {
	ent := x.ent
	if x.kind == kindNominal {
		ent = d.refer(x).ent
	}
	if d.institution(x, ent) {
		return true
	}
	head := d.head(x).low
	return x.kind == kindNominal && (is(head, fCollective) || carrier(head))
}

// carrier reports whether the noun w is something that carries words and has
// somebody behind it: "an AFP report".
func carrier(w string) bool {
	return w == "report" || w == "dispatch" || w == "bulletin" || w == "website"
}

// behind is the organisation within a noun phrase for what it carries, or nil.
func (d *document) behind(m *mention) *entity {
	if m.kind != kindNominal || !carrier(d.head(m).low) {
		return nil
	}
	for _, x := range d.paras[m.para].mentions {
		if x.kind == kindName && x.s >= m.s && x.e <= m.e && (x.ent.typ == typeOrg || x.ent.typ == typeUnknown && !d.doubtful(x.ent)) {
			return x.ent
		}
	}
	return nil
}
