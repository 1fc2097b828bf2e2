package quote

import (
	"newsdesk/corpus"
)

// The probabilities that reported speech is attributed right. They are
// estimates by construction: the annotations hold quotations between marks
// only.
const (
	pThat      = .95 // M said that …
	pClause    = .85 // M said he …
	pObject    = .8  // M accused …
	pAccording = .9  // according to M, …
	pAfter     = .85 // …, M said
)

// report is a stretch of reported speech, tokens from to to of a paragraph.
type report struct {
	from, to int
	m, via   *mention
	cue      int
	p        float64
}

// indirect finds the reported speech of a paragraph: what stands between
// marks as a whole is left to the quotations.
func (d *document) indirect(pi int) []report {
	p := &d.paras[pi]
	var out []report
	taken := map[int]int{} // by cue, the index in out
	for _, m := range p.mentions {
		if m.inq || m.kind == kindPronoun && d.head(m).low == "who" {
			continue
		}
		l := d.linkOf(m)
		if l.cue < 0 || d.unsaid(p.toks, m, l) || l.k == 'G' && p.toks[l.cue-1].low == "as" {
			continue
		}
		if m.poss || l.kind == linkApposed && d.typeOf(m) == typePlace {
			continue // "Trump's declared goal"; "of Newtown, Connecticut, said"
		}
		if l.kind == linkDirect && m.s > 0 && !p.toks[m.s-1].quoted() && in(p.toks[m.s-1].k, "po") {
			continue // "state media in Pyongyang said": the place says nothing
		}
		var r report
		switch l.kind {
		case linkAccording:
			r = d.afterAccording(p, m, l.cue)
		case linkDirect, linkParens, linkApposed, linkNear:
			r = d.forward(p, m, l)
			if r.m == nil && direct(p.toks, m, l) {
				r = d.backward(p, m, l)
			}
		case linkInverted, linkModified:
			r = d.backward(p, m, l)
		}
		if r.m != nil {
			r.to = contrast(p.toks, r.from+1, r.to)
			if r.from == 0 || p.toks[r.from-1].sent != p.toks[r.from].sent {
				r.from = pastDateline(p.toks, r.from)
			}
		}
		if r.m == nil || r.to-r.from < 3 || mostlyQuoted(p.toks[r.from:r.to]) {
			continue
		}
		r.cue = l.cue
		// Of several subjects the one nearest to the cue has it.
		if i, ok := taken[l.cue]; ok {
			out[i] = r
			continue
		}
		taken[l.cue] = len(out)
		out = append(out, r)
	}
	return d.unnest(out)
}

// unnest drops what lies within the report of somebody else, whose claim it
// is; where that is an agency's, it only relays.
func (d *document) unnest(rs []report) []report {
	var out []report
	for i, r := range rs {
		keep := true
		for j, o := range rs {
			if i == j || o.m == r.m || r.from < o.from || r.to > o.to || r.to-r.from == o.to-o.from {
				continue
			}
			if keep = relays(d, o.m); !keep {
				break
			}
			r.via = o.m
		}
		if keep {
			out = append(out, r)
		}
	}
	return out
}

// unsaid reports whether m does not say it: the words up to its cue deny or
// suppose ("did not say", "would say", "if Kim says") or make m the one who is
// told ("was asked").
func (d *document) unsaid(ts []token, m *mention, l *link) bool {
	if m.s > 0 && (ts[m.s-1].low == "if" || ts[m.s-1].low == "whether") {
		return true
	}
	for i := m.e; i < l.cue; i++ {
		switch ts[i].low {
		case "not", "never", "didn't", "hasn't", "doesn't", "would", "could", "might", "may", "should", "if", "to":
			return true
		case "is", "are", "was", "were", "be", "been":
			return l.k != 'G'
		}
	}
	return false
}

// forward is what follows the cue of m.
func (d *document) forward(p *paragraph, m *mention, l *link) report {
	ts := p.toks
	lemma := d.model.forms[ts[l.cue].low].lemma
	end, via := d.cutAttribution(p, m, l.cue+1, sentenceEnd(ts, l.cue))
	k := l.cue + 1
	if l.k == 'T' {
		k = d.pastHearer(p, k)
	}
	if is(lemma, fClause|fObject) && (l.k == 'G' || direct(ts, m, l)) {
		if i := that(ts, k, end); i >= 0 {
			return report{from: i + 1, to: end, m: m, via: via, p: pThat}
		}
	}
	if !direct(ts, m, l) {
		return report{}
	}
	if is(lemma, fClause) && clause(ts, k, end) {
		return report{from: k, to: end, m: m, via: via, p: pClause}
	}
	if is(lemma, fObject) && l.k != 'G' && (lemma != "call" || calls(ts, l.cue+1, end)) && end-l.cue > 3 && !ts[l.cue+1].quoted() && !in(ts[l.cue+1].k, ",.:-(") {
		return report{from: l.cue, to: end, m: m, via: via, p: pObject}
	}
	return report{}
}

// backward is the clause before ", M said".
func (d *document) backward(p *paragraph, m *mention, l *link) report {
	ts := p.toks
	start := m.s
	for start > 0 && ts[start-1].sent == ts[m.s].sent {
		start--
	}
	c := commaBefore(ts, min(m.s, l.cue), start)
	if c < 0 || c-start < 4 || sentenceEnd(ts, m.s)-max(m.e, l.cue+1) > 8 || !is(d.model.forms[ts[l.cue].low].lemma, fClause) {
		return report{}
	}
	for _, x := range p.mentions {
		// Somebody else's words, passed on: forward has them.
		if xl := d.linkOf(x); !x.inq && x.s >= start && x.e <= c && xl.sure() && xl.cue < c && xl.cue >= start && is(d.model.forms[ts[xl.cue].low].lemma, fClause|fObject) {
			return report{}
		}
	}
	if !clause(ts, start, c) {
		return report{}
	}
	return report{from: start, to: c, m: m, p: pAfter}
}

// afterAccording is the rest of the sentence around "according to M".
func (d *document) afterAccording(p *paragraph, m *mention, at int) report {
	ts := p.toks
	start := at
	for start > 0 && ts[start-1].sent == ts[at].sent {
		start--
	}
	end := sentenceEnd(ts, at)
	if at-start <= 1 {
		for i := m.e; i < end; i++ {
			if ts[i].k == ',' && !ts[i].quoted() {
				if end-i > 3 {
					return report{from: i + 1, to: end, m: m, p: pAccording}
				}
				break
			}
		}
		return report{}
	}
	c := at
	if !ts[c-1].quoted() && ts[c-1].k == ',' {
		c--
	}
	// "…," Putin said, according to TASS: the words are not TASS's.
	if c, _ = d.cutAttribution(p, m, start, c); c-start < 3 {
		return report{}
	}
	return report{from: start, to: c, m: m, p: pAccording}
}

// reports returns the reported speech of the article, with speakers.
func (d *document) reports(id string, sources []source) []corpus.Quote {
	var out []corpus.Quote
	for pi := range d.paras {
		p := &d.paras[pi]
		for _, r := range d.indirect(pi) {
			s := source{m: r.m, via: r.via, p: r.p}
			s.ref = d.stands(r.m, d.sourceBefore(sources, r.m))
			q := corpus.Quote{Article: id, Kind: corpus.Indirect, Span: corpus.Span{Start: p.toks[r.from].a, End: p.toks[r.to-1].b}}
			d.attribute(&q, s, r.m.sent)
			q.Verb = p.toks[r.cue].text
			if d.linkOf(r.m).kind == linkAccording {
				q.Verb = "according to"
			}
			out = append(out, q)
		}
	}
	return out
}

// sourceBefore is the source of the last quotation before m, within three
// paragraphs.
func (d *document) sourceBefore(sources []source, m *mention) previous {
	var prev previous
	for i, u := range d.units {
		if u.para > m.para || u.para == m.para && u.ts > m.s {
			break
		}
		if s := sources[i]; s.m != nil && m.para-u.para <= 3 {
			prev = previous{s.m, s.ref.ent, u.para}
		}
	}
	return prev
}
