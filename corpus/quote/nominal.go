package quote

import (
	"slices"
	"strings"
)

// stopsPhrase are the classes that end a noun phrase.
const stopsPhrase = "STWGAXRHw&(,.:-tobp"

// findNominals adds noun phrases outside quotations: a determiner up to a
// noun that speaks, such a noun without determiner, or any phrase right
// before a cue.
func (d *document) findNominals(pi int, ms []*mention) []*mention {
	ts := d.paras[pi].toks
	noun := func(t *token) bool { return d.model.Nouns[t.low] }
	for i := 0; i < len(ts); {
		t := &ts[i]
		det := t.is(fDeterminer)
		bareNoun := (noun(t) || t.low == "others") && (i == 0 || (lowerCase(t.text) || startsSentence(ts, i)) && !ts[i-1].is(fDeterminer))
		if t.quoted() || !det && !bareNoun {
			i++
			continue
		}
		j, last := i, 0
		if det {
			j = i + 1
		}
		for j < len(ts) && j-i < 9 && !ts[j].quoted() {
			u := &ts[j]
			if noun(u) && !u.is(fDeterminer) {
				j++
				last = j
				continue
			}
			if u.low != "'s" && (strings.IndexByte(stopsPhrase, u.k) >= 0 || u.is(fPronoun)) {
				break
			}
			j++
		}
		if last == 0 && det && j-i >= 2 && lowerCase(ts[j-1].text) && sayable(ts, i, j) {
			last = j
		}
		if last == 0 && crowd(ts, i) {
			last = i + 1
		}
		if last > 0 {
			if !ts[last-1].mentioned {
				from := i
				for !det && from > 0 && i-from < 2 && ts[from-1].k == 'l' && !ts[from-1].quoted() && !ts[from-1].mentioned {
					from-- // state media, senior officials
				}
				ms = append(ms, d.newMention(pi, from, last, kindNominal))
			}
			i = last
			continue
		}
		i++
	}
	// "attorney Dave Aronberg": the name stands for both.
	return slices.DeleteFunc(ms, func(m *mention) bool {
		return m.kind == kindNominal && slices.ContainsFunc(ms, func(n *mention) bool { return n.kind == kindName && n.s == m.e })
	})
}

// sayable reports whether the noun phrase i to j, whose noun is not known to
// speak, stands where a speaker does: before a cue or "who", after "according
// to", or after a quotation and its cue.
func sayable(ts []token, i, j int) bool {
	if j+1 < len(ts) && (ts[j].low == "itself" || ts[j].low == "himself" || ts[j].low == "herself") && cue(ts[j+1].k) {
		return true
	}
	if j < len(ts) && (ts[j].k == 'S' || ts[j].k == 'T' || ts[j].k == 'w' || ts[j].k == ',' && j+1 < len(ts) && ts[j+1].k == 'w') {
		return true
	}
	return i >= 2 && (ts[i-1].low == "to" && ts[i-2].low == "according" || ts[i-1].k == 'S' && ts[i-2].quoted())
}

// crowd reports whether token i is "some", "many", "others" … as the subject
// of a cue: people whom nobody names.
func crowd(ts []token, i int) bool {
	switch ts[i].low {
	case "some", "many", "others", "several", "both", "few", "most", "another", "one", "all":
	default:
		return false
	}
	if i > 0 && ts[i-1].is(fPreposition) {
		return false
	}
	i++
	if i < len(ts) && (ts[i].k == 'X' || ts[i].k == 'R') {
		i++
	}
	return i < len(ts) && !ts[i].quoted() && cue(ts[i].k) && ts[i].k != 'G'
}

// joinModifiers handles a name that only modifies a noun after it: in "RNC
// spokesman Sean Spicer" the second name counts, "North Korean state media"
// is one phrase.
func (d *document) joinModifiers(pi int, ms []*mention) []*mention {
	ts := d.paras[pi].toks
	drop := map[*mention]bool{}
	var added []*mention
	for _, m := range ms {
		if m.kind != kindName || m.inq || m.poss {
			continue
		}
		j := m.e
		for j < len(ts) && j-m.e < 4 && !ts[j].quoted() && (ts[j].k == 'l' || ts[j].k == 'n') && lowerCase(ts[j].text) {
			j++
		}
		if j == m.e || !d.model.Nouns[ts[j-1].low] {
			continue
		}
		switch {
		case slices.ContainsFunc(ms, func(x *mention) bool { return x.kind == kindName && x.s == j }):
			drop[m] = true
		case !slices.ContainsFunc(ms, func(x *mention) bool { return x.kind == kindNominal && x.s <= m.s && x.e >= j }):
			for _, x := range ms {
				if x.kind == kindNominal && x.s >= m.e && x.e <= j {
					drop[x] = true
				}
			}
			added = append(added, d.newMention(pi, m.s, j, kindNominal))
		}
	}
	ms = append(ms, added...)
	return slices.DeleteFunc(ms, func(m *mention) bool { return drop[m] })
}
