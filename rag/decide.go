package rag

import (
	"fmt"
	"slices"
	"strings"
)

// decide returns why the question is not answered, or "" where it is. Two
// things are asked: is the subject here at all, and did the person whose
// words are wanted speak of it?
func (e *Engine) decide(f *found) string {
	if len(f.ranked) == 0 {
		return "The archive holds nothing on " + f.soughtWords() + "."
	}
	if f.gate < gateThreshold(f.q.passages) {
		return "The archive does not answer this. Looked for: " + f.soughtWords() + "." + f.unknownWords()
	}
	if f.asks.speaker != "" && !f.asks.compare {
		return f.unspoken()
	}
	return ""
}

// soughtWords are the question's content words as typed.
func (f *found) soughtWords() string {
	var out []string
	for i := range f.q.terms {
		out = append(out, f.q.terms[i].lower)
	}
	return strings.Join(out, ", ")
}

// unknownWords names those that no article holds.
func (f *found) unknownWords() string {
	var out []string
	for i := range f.q.terms {
		if !f.q.terms[i].known {
			out = append(out, "“"+f.q.terms[i].lower+"”")
		}
	}
	if len(out) == 0 {
		return ""
	}
	return " No article mentions " + strings.Join(out, ", ") + "."
}

// remarkCoverage is the share of the topic's weight that a remark and what
// stands around it must hold, words of like meaning counted by their cosine.
const (
	remarkCoverage = .25
	likeMeaning    = .35
)

// unspoken says that the person asked about is not quoted on the topic, or
// "" where they are.
func (f *found) unspoken() string {
	topic, total := f.topic()
	if total == 0 {
		return ""
	}
	for _, ev := range f.speaking {
		var covered float64
		for _, i := range topic {
			covered += f.q.terms[i].weight * f.scorer.around(ev, i)
		}
		if covered/total >= remarkCoverage {
			return ""
		}
	}
	if f.reported(topic, total) {
		return ""
	}
	what := ""
	if f.asks.topic != "" {
		what = " on " + f.asks.topic
	}
	if len(f.speaking) == 0 {
		return fmt.Sprintf("The archive quotes no words of %s%s.", f.asks.speaker, what)
	}
	return fmt.Sprintf("The archive quotes %s, but not%s.", f.asks.speaker, what)
}

// reported reports whether some sentence names the person, holds a quotation
// and most of the topic: words that somebody relays, or that could not be
// attributed, are shown as they stand.
func (f *found) reported(topic []int, total float64) bool {
	for _, ev := range f.ranked {
		if len(ev.quotes()) == 0 {
			continue
		}
		m := f.scorer.match(ev.sentence)
		named, covered := 0, 0.
		for i := range f.q.terms {
			switch {
			case !m.exact[i] && !m.near[i]:
			case slices.Contains(topic, i):
				covered += f.q.terms[i].weight
			default:
				named++
			}
		}
		if named > 0 && (f.asks.proper || named == len(f.asks.speakerStems)) && covered >= .5*total {
			return true
		}
	}
	return false
}

// topic is the terms that do not name the speaker, and their weight.
func (f *found) topic() (topic []int, total float64) {
	for i := range f.q.terms {
		t := &f.q.terms[i]
		if !slices.Contains(f.asks.speakerStems, t.stem) {
			topic = append(topic, i)
			total += t.weight
		}
	}
	return topic, total
}

// topicShare is how much of the topic a remark must hold, of what the one that
// holds most does. Words of like meaning count by their cosine.
const topicShare = .35

// onTopic keeps the remarks that are about the topic.
func (f *found) onTopic(remarks []evidence) []evidence {
	topic, _ := f.topic()
	held := make([]float64, len(remarks))
	most := 0.
	for k, ev := range remarks {
		for _, i := range topic {
			held[k] += f.q.terms[i].weight * f.scorer.holds(ev.sentence, i)
		}
		most = max(most, held[k])
	}
	var out []evidence
	for k, ev := range remarks {
		if held[k] >= topicShare*most {
			out = append(out, ev)
		}
	}
	return out
}

// around is how well the sentence or its neighbours match term i: 1 for the
// word itself, else the best cosine if it shows like meaning.
func (sc *scorer) around(ev evidence, i int) float64 {
	best := 0.
	for k := max(0, ev.i-2); k <= min(len(ev.doc.sentences)-1, ev.i+2); k++ {
		best = max(best, sc.holds(&ev.doc.sentences[k], i))
	}
	return best
}

// holds is how well the sentence matches term i; no place or person is nearly
// another.
func (sc *scorer) holds(s *sentence, i int) float64 {
	s.read(sc.words)
	if m := sc.match(s); m.exact[i] || m.near[i] {
		return 1
	}
	best := 0.
	if sc.q.entities[sc.q.terms[i].stem] {
		return 0
	}
	for _, w := range s.words {
		if c := float64(sc.cosines(s.tokens[w].Lower)[i]); c >= likeMeaning {
			best = max(best, c)
		}
	}
	return best
}
