package quote

import (
	"strings"

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
			r = d.afterAccording(p.toks, m, l.cue)
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

// pastDateline is the token after "VLADIVOSTOK (AFP) -" at i, or i.
func pastDateline(ts []token, i int) int {
	if !ts[i].capital() {
		return i
	}
	for k := i + 1; k < len(ts) && k < i+12 && !ts[k].quoted(); k++ {
		if ts[k].k == '-' && (ts[k-1].text == ")" || strings.ToUpper(ts[i].text) == ts[i].text) {
			return k + 1
		}
		if !in(ts[k].k, "C(,.D") && !digit(ts[k].text[0]) {
			return i
		}
	}
	return i
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

// sentenceEnd is the end of the sentence of token i without its full stop.
func sentenceEnd(ts []token, i int) int {
	sent := ts[i].sent
	for i < len(ts) && ts[i].sent == sent {
		i++
	}
	for i > 0 && !ts[i-1].quoted() && ts[i-1].k == '.' {
		i--
	}
	return i
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
	for i := k; i < end && i < k+10; i++ {
		if ts[i].k == 'H' && i+2 < end && ts[i-1].k != '&' && is(lemma, fClause|fObject) && (l.k == 'G' || direct(ts, m, l)) {
			return report{from: i + 1, to: end, m: m, via: via, p: pThat}
		}
		if ts[i].quoted() || cue(ts[i].k) || ts[i].is(fPronoun) || in(ts[i].k, ",X:-") {
			break
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

// calls reports whether what follows "called" is speech, not a summons.
func calls(ts []token, i, end int) bool {
	if i < end && (ts[i].low == "for" || ts[i].low == "on") {
		return true
	}
	for ; i < end; i++ {
		if ts[i].quoted() {
			return true
		}
	}
	return false
}

// direct reports whether m is the subject of its cue beyond doubt: next to it,
// or with a place or office between ("state media in Pyongyang said").
func direct(ts []token, m *mention, l *link) bool {
	if l.kind != linkNear {
		return true
	}
	if m.e >= l.cue || l.cue-m.e > 6 || !in(ts[m.e].k, "po") {
		return false
	}
	for i := m.e + 1; i < l.cue; i++ {
		if !in(ts[i].k, "CldRXD") {
			return false
		}
	}
	return true
}

// contrast is where another clause begins that is not m's words any more: at
// ", while" or a dash; or end.
func contrast(ts []token, from, end int) int {
	for i := from; i+1 < end; i++ {
		if ts[i].quoted() {
			continue
		}
		next := ts[i+1].low
		if ts[i].k == ',' && (next == "while" || next == "whereas" || next == "although") || ts[i].k == '-' && ts[i].text != "-" {
			return i
		}
	}
	return end
}

// pastHearer is the token after the hearer that begins at k: "reporters", "the
// Russian news agency", "then-president Dmitry Medvedev".
func (d *document) pastHearer(p *paragraph, k int) int {
	for range 3 {
		next := k
		for _, m := range p.mentions {
			if m.s == k && m.e > next && m.kind != kindPronoun {
				next = m.e
			}
		}
		if next == k {
			break
		}
		k = next
	}
	if k < len(p.toks) && in(p.toks[k].k, "dl") && !p.toks[k].is(fPronoun) {
		for k < len(p.toks) && in(p.toks[k].k, "dln") && !d.startsMention(p, k) {
			k++
			if k > 0 && p.toks[k-1].k == 'l' {
				break
			}
		}
	}
	return k
}

func (d *document) startsMention(p *paragraph, k int) bool {
	for _, m := range p.mentions {
		if m.s == k && m.kind == kindName {
			return true
		}
	}
	return false
}

// clause reports whether tokens k to end look like a clause with a verb of
// its own.
func clause(ts []token, k, end int) bool {
	if end-k < 3 || ts[k].quoted() || !(ts[k].is(fPronoun|fDeterminer) || in(ts[k].k, "Cldn")) {
		return false
	}
	for i := k + 1; i < end; i++ {
		t := &ts[i]
		if t.quoted() {
			continue
		}
		if t.k == 'X' && t.low != "'s" || cue(t.k) || t.k == 'l' && len(t.low) > 4 && t.low[len(t.low)-2:] == "ed" {
			return true
		}
		if t.k == ',' && i == k+1 {
			return false
		}
	}
	return false
}

// cutAttribution takes a closing ", the agency said" off the tokens from to
// end; whom it names relays what m said.
func (d *document) cutAttribution(p *paragraph, m *mention, from, end int) (int, *mention) {
	for _, x := range p.mentions {
		if x == m || x.inq || x.s <= from || x.s >= end {
			continue
		}
		l := d.linkOf(x)
		if l.cue <= from || l.cue >= end || !l.sure() && !direct(p.toks, x, l) || end-max(x.e, l.cue+1) > 5 {
			continue
		}
		c := commaBefore(p.toks, min(x.s, l.cue), from)
		if c < 0 {
			continue
		}
		if relays(d, x) {
			return c, x
		}
		return c, nil
	}
	return end, nil
}

// commaBefore is the comma, or the quotation that ends with one, that sets off
// the noun phrase before token i, or -1.
func commaBefore(ts []token, i, from int) int {
	for k := i - 1; k > from && i-k <= 7; k-- {
		if ts[k].quoted() {
			return k + 1
		}
		if ts[k].k == ',' {
			return k
		}
		if !in(ts[k].k, "lnCdpo") && ts[k].low != "'s" {
			return -1
		}
	}
	return -1
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
func (d *document) afterAccording(ts []token, m *mention, at int) report {
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
	if c-start < 3 {
		return report{}
	}
	return report{from: start, to: c, m: m, p: pAccording}
}

// mostlyQuoted reports whether nearly all of ts stands between marks.
func mostlyQuoted(ts []token) bool {
	n := 0
	for i := range ts {
		if ts[i].quoted() {
			n++
		}
	}
	return len(ts)-n < 2 || float64(n) > .9*float64(len(ts))
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
