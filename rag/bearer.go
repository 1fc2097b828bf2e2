package rag

import (
	"slices"

	"newsdesk/corpus"
	"newsdesk/corpus/quote"
	"newsdesk/rag/terms"
)

// A surname may be of two people, and "what did Kim promise" asks for promises:
// what each of them said is kept apart, and what was done by saying it comes
// first.

// acts are verbs of saying that say what is done by it, in groups of like
// meaning; "say" and "tell" are in none.
var acts = func() []map[string]bool {
	var out []map[string]bool
	for _, group := range []string{"promise vow pledge", "warn caution", "predict forecast", "admit concede acknowledge", "complain", "deny"} {
		out = append(out, stemmed(group))
	}
	return out
}()

// act is the group of the question's verb of saying, or nil.
func (p *parsed) act() map[string]bool {
	for i := range p.tokens {
		if k := slices.IndexFunc(acts, func(group map[string]bool) bool { return group[p.tokens[i].Stem] }); k >= 0 && p.says(i) {
			return acts[k]
		}
	}
	return nil
}

// done are the remarks by which somebody did what the question's verb says;
// all of them where none did.
func (f *found) done(remarks []evidence) []evidence {
	group := f.q.act()
	var out []evidence
	for _, ev := range remarks {
		if slices.ContainsFunc(ev.words, func(k int) bool { return group[ev.tokens[k].Stem] }) {
			out = append(out, ev)
		}
	}
	if out == nil {
		return remarks
	}
	return out
}

// bearers are the different persons asked about whose words are among the
// remarks, in their order: more than one where a surname is of several.
func (f *found) bearers(remarks []evidence) []string {
	var out []string
	for _, ev := range remarks {
		if who := f.bearer(ev); who != "" && !slices.ContainsFunc(out, func(o string) bool { return quote.SamePerson(o, who) }) {
			out = append(out, who)
		}
	}
	return out
}

// bearer is the person asked about who speaks in the sentence, or "".
func (f *found) bearer(ev evidence) string {
	for _, qu := range ev.quotes() {
		if f.q.spokenBy(ev.doc, qu) && (qu.Kind != corpus.Indirect || qu.Confidence >= sureSpeaker) {
			return qu.Speaker
		}
	}
	return ""
}

// eachBearer puts the best remark of every bearer before all others, and says
// how far behind the first a remark may score: each bearer's counts alike.
func (f *found) eachBearer(remarks []evidence) (sorted []evidence, margin float64) {
	if !f.asks.proper || len(f.bearers(remarks)) < 2 {
		return remarks, remarkMargin
	}
	var rest []evidence
	seen := map[string]bool{}
	for _, ev := range remarks {
		if b := f.bearer(ev); b != "" && !seen[b] {
			seen[b] = true
			sorted = append(sorted, ev)
		} else {
			rest = append(rest, ev)
		}
	}
	return append(sorted, rest...), 2 * remarkMargin
}

// namesFully reports whether a text has every word of a name.
func namesFully(text, person string) bool {
	stems := terms.Stems(text)
	return !slices.ContainsFunc(terms.Stems(person), func(w string) bool { return !slices.Contains(stems, w) })
}
