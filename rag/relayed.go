package rag

import (
	"slices"

	"newsdesk/corpus"
	"newsdesk/corpus/quote"
	"newsdesk/rag/terms"
)

// reported are the sentences that name the person, hold a quotation and most of
// the topic: words that somebody relays, or that could not be attributed, are
// shown as they stand where no remark of the person's own is on the topic.
func (f *found) reported() []evidence {
	topic, total := f.topic()
	if total == 0 || len(f.asks.speakerStems) == 0 || f.anySpeaksOf(topic, total) {
		return nil
	}
	var out []evidence
	surname := f.asks.speakerStems[len(f.asks.speakerStems)-1]
	for _, ev := range f.ranked {
		if len(ev.quotes()) == 0 || slices.ContainsFunc(ev.quotes(), f.namesakes) || f.asks.proper && !f.speaksIn(ev.sentence) {
			continue
		}
		m := f.scorer.match(ev.sentence)
		named, last, covered := 0, false, 0.
		for i := range f.q.terms {
			switch {
			case !m.exact[i] && !m.near[i]:
			case slices.Contains(topic, i):
				covered += f.q.terms[i].weight
			default:
				named++
				last = last || f.q.terms[i].stem == surname
			}
		}
		if (f.asks.proper && last || named == len(f.asks.speakerStems)) && covered >= .5*total {
			out = append(out, ev)
		}
	}
	return out
}

// attributed are the sentences that say outright that whoever the question
// describes said so: "…, the hospital said".
func (f *found) attributed() []evidence {
	stems := f.asks.speakerStems
	if len(stems) == 0 {
		return nil
	}
	var out []evidence
	for _, ev := range f.ranked {
		says := slices.ContainsFunc(ev.at[stems[len(stems)-1]], func(at int) bool {
			beside := slices.ContainsFunc(ev.tokens[max(0, at-attributionGap):min(len(ev.tokens), at+2)], func(t terms.Token) bool { return saying[t.Stem] && !t.Capital })
			return beside && !slices.ContainsFunc(stems, func(w string) bool { gap := distance(ev.at[w], at); return gap < 0 || gap >= len(stems)+1 })
		})
		if says {
			out = append(out, ev)
		}
	}
	return out
}

// attributionGap is how many tokens before a description the verb of saying may
// stand: "said the hospital".
const attributionGap = 2

// speaksIn reports whether a sentence may relay words of the person: it has
// them say something, or holds words whose speaker nobody could tell.
func (f *found) speaksIn(s *sentence) bool {
	if slices.ContainsFunc(s.quotes(), func(q corpus.Quote) bool { return q.Speaker == "" && q.Kind != corpus.Indirect }) {
		return true
	}
	surname := f.asks.speakerStems[len(f.asks.speakerStems)-1]
	return slices.ContainsFunc(s.at[surname], func(at int) bool {
		for k := at + 1; k < min(len(s.tokens), at+saysReach) && s.tokens[k].Word; k++ {
			if saying[s.tokens[k].Stem] {
				return true
			}
		}
		return false
	})
}

// saysReach is within how many tokens after a name its verb of saying stands.
const saysReach = 5

// namesakes reports whether a quotation is by another person of the surname.
func (f *found) namesakes(q corpus.Quote) bool {
	surname := terms.Stems(quote.Surname(q.Speaker))
	return len(surname) > 0 && slices.Contains(f.asks.speakerStems, surname[len(surname)-1]) && !f.q.isSpeaker(q.Speaker)
}
