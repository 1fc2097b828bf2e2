// Package quote finds who said what in an article: quotations between marks,
// whole or in part, and reported speech, each with its speaker.
//
// An article is taken apart into tokens, quotations and mentions of people
// (document). A ranker gives every quotation the mention that most likely is
// its source, from the words between them (rank.go), and pronouns get their
// persons likewise (coref.go). The weights are learned; README.md says from
// what and how well it does. A speaker who cannot be told is left empty.
package quote

import (
	"cmp"
	"slices"

	"newsdesk/corpus"
)

// minSpeech is the probability from which what stands between marks is taken
// for speech, not for a title or scare quotes: cross-validated, above a half a
// little recall buys more precision.
const minSpeech = .6

// minConfidence is the probability below which no speaker is named: held-out
// attributions between .3 and .4 are right half the time.
const minConfidence = .35

// Find returns the quotations of a in order of their start. A quotation in
// part can lie within the span of an indirect one, which reports the whole
// clause. Furniture, bylines and headings give none.
//
// Speaker is the full name that a gives the person, or an organisation's
// name; it is empty where the article names nobody ("analysts") or the
// attribution is too unsure. SpeakerAsWritten then still holds the words,
// unless the attribution itself is unsure. The sentences of a are not needed
// and may be nil: a quotation is followed across them.
func Find(a *corpus.Article, _ []corpus.Sentence) []corpus.Quote {
	return FindWith(Default(), a)
}

// FindWith is Find with another model than the one that ships.
func FindWith(m *Model, a *corpus.Article) []corpus.Quote {
	d := newDocument(a, m)
	sources := d.decode()
	var out []corpus.Quote
	for i, u := range d.units {
		if d.speech(u) < minSpeech {
			continue
		}
		q := corpus.Quote{Article: a.ID, Span: u.Span, Kind: d.kind(u)}
		d.attribute(&q, sources[i], u.sent)
		out = append(out, q)
	}
	out = append(out, d.headlineQuotes(a.ID, out)...)
	out = append(out, d.reports(a.ID, sources)...)
	slices.SortStableFunc(out, func(a, b corpus.Quote) int {
		return cmp.Or(a.Start-b.Start, b.End-a.End)
	})
	return out
}

// kind tells a whole remark from words within the reporter's sentence.
func (d *document) kind(u *unit) corpus.QuoteKind {
	ts := d.paras[u.para].toks
	if u.ts == 0 || ts[u.ts-1].quoted() {
		return corpus.Direct
	}
	capital := firstCapital(u.Of(d.text))
	switch k := ts[u.ts-1].k; {
	case k == '.' || k == ':':
		return corpus.Direct
	case k == ',' && (capital || d.continues(u)), k == '-' && capital, cue(k) && capital:
		return corpus.Direct
	}
	return corpus.Mixed
}

// continues reports whether u goes on with the quotation before it in the
// sentence: "…," he said, "and …".
func (d *document) continues(u *unit) bool {
	if u.i == 0 {
		return false
	}
	before := d.units[u.i-1]
	return before.para == u.para && before.sent == u.sent && before.nw > 3
}

// firstCapital reports whether the first letter of s is upper case.
func firstCapital(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case 'A' <= c && c <= 'Z':
			return true
		case 'a' <= c && c <= 'z':
			return false
		}
	}
	return false
}

// attribute fills in who said q, whose sentence is sent.
func (d *document) attribute(q *corpus.Quote, s source, sent int) {
	if s.m == nil {
		return
	}
	q.Confidence = s.p
	if s.p < minConfidence {
		return
	}
	q.SpeakerAsWritten = s.m.text
	by := s.m
	if s.via != nil {
		q.Via = d.viaName(s.via)
		if l := d.linkOf(s.m); l.kind != linkDirect && l.kind != linkInverted || l.k == 'G' {
			by = s.via
		}
	}
	if l := d.linkOf(by); l.cue >= 0 {
		t := &d.paras[by.para].toks[l.cue]
		switch {
		case t.sent != sent:
		case l.kind == linkAccording:
			q.Verb = "according to"
		case goesOnSaying(d.paras[by.para].toks, l.cue):
			q.Verb = t.text + " on"
		default:
			q.Verb = t.text
		}
	}
	if s.ref.m == nil {
		return
	}
	name := d.nameOf(s.ref.m, s.ref.ent)
	if name == "" {
		return
	}
	q.Confidence = s.p * s.ref.p
	if q.Confidence >= minConfidence {
		q.Speaker = name
	}
}

// nameOf is the name to show for the mention m of ent, or "".
func (d *document) nameOf(m *mention, ent *entity) string {
	if ent != nil {
		return ent.name
	}
	if e := d.behind(m); e != nil {
		return e.name
	}
	if m.kind == kindNominal {
		return d.institutionName(m)
	}
	return ""
}

// viaName is how a relay is called: by its name, or as written.
func (d *document) viaName(m *mention) string {
	ent := m.ent
	if m.kind == kindNominal {
		ent = d.refer(m).ent
	}
	if name := d.nameOf(m, ent); name != "" {
		return name
	}
	return m.text
}

// institutionName is a noun phrase that names an institution ("the Clinton
// campaign", "North Korean state media") without its article, or "".
func (d *document) institutionName(m *mention) string {
	ts := d.paras[m.para].toks[m.s:m.e]
	switch ts[0].low {
	case "the":
		ts = ts[1:]
	default:
		if ts[0].is(fDeterminer) {
			return ""
		}
	}
	if len(ts) < 2 || !ts[0].capital() || startsSentence(d.paras[m.para].toks, m.s) && d.lower[ts[0].low] || !is(ts[len(ts)-1].low, fCollective) {
		return ""
	}
	return d.text[ts[0].a:ts[len(ts)-1].b]
}
