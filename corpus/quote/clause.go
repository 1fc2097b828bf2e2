package quote

import "strings"

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

// that is the conjunction that opens what was said, from token k on: at once,
// past when and where ("on Monday that"), or past one noun ("voiced hope
// that"); -1 for none. Past more it would be a relative pronoun.
func that(ts []token, k, end int) int {
	for i := k; i+2 < end && i < k+10; i++ {
		t := &ts[i]
		if t.k == 'H' && !t.quoted() {
			if ts[i-1].k == '&' || i > k+1 && in(ts[k].k, "lW") {
				return -1
			}
			return i
		}
		if i == k && (t.k == 'l' || t.k == 'W') && !t.quoted() {
			continue
		}
		if t.quoted() || cue(t.k) || t.is(fPronoun) || in(t.k, ",X:-") || i == k && !in(t.k, "pRDo") {
			return -1
		}
	}
	return -1
}
