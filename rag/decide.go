package rag

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"newsdesk/corpus/quote"
)

// decide returns why the question is not answered, or "" where it is. Two
// things are asked: is the subject here at all, and did the person whose
// words are wanted speak of it?
func (e *Engine) decide(f *found) string {
	switch {
	case f.q.courtesy():
		return "Ask something of the archive, such as what somebody said about a subject."
	case f.q.empty && f.q.reading.context == "":
		return "The question names no subject to look for in the archive. Name who or what it is about."
	case f.beyond != "":
		return f.beyond
	case len(f.ranked) == 0 && !f.q.Filter.Zero():
		return "No article that passes the filter answers this. Looked for: " + f.soughtWords() + "."
	case len(f.ranked) == 0:
		return "The archive holds nothing on " + f.soughtWords() + "."
	case len(f.q.words) > 0 && !f.held():
		return "The words in quotation marks stand in none of the articles found in the archive."
	}
	if f.gate < gateThreshold(f.q.passages) {
		return strings.TrimSpace("The archive does not answer this. Looked for: " + f.soughtWords() + ". " + f.unknownWords())
	}
	if f.asks.speaker != "" && !f.asks.compare {
		if who := f.ambiguous(); who != nil {
			return fmt.Sprintf("Several people fit %s: %s. Whom do you mean?", f.asks.speaker, strings.Join(who, ", "))
		}
		return f.unspoken()
	}
	return ""
}

// soughtWords are the question's content words as typed.
func (f *found) soughtWords() string {
	var out []string
	for i := range f.q.terms {
		out = append(out, f.q.terms[i].written)
	}
	return strings.Join(out, ", ")
}

// unknownWords says which of them no article holds, or nothing.
func (f *found) unknownWords() string {
	var out []string
	for i := range f.q.terms {
		if t := &f.q.terms[i]; !t.known && !lightVerbs[t.stem] && (len(t.lower) > 3 || f.q.entities[t.stem]) {
			out = append(out, t.written)
		}
	}
	switch n := len(out); n {
	case 0:
		return ""
	case 1:
		return "No article mentions " + out[0] + "."
	default:
		return "No article mentions " + strings.Join(out[:n-1], ", ") + " or " + out[n-1] + "."
	}
}

// remarkCoverage is the share of the topic's weight that a remark and what
// stands around it must hold, words of like meaning counted by their cosine.
// Of names nearLikeness is asked: Hanoi is nearly Vietnam, but not Russia.
const (
	remarkCoverage = .25
	likeMeaning    = .35
	nearLikeness   = .5
)

// unspoken says that the person asked about is not quoted on the topic, or
// "" where they are.
func (f *found) unspoken() string {
	topic, total := f.topic()
	if total > 0 && (slices.ContainsFunc(f.speaking, func(ev evidence) bool { return f.speaksOf(ev, topic, total) }) || f.reported(topic, total)) {
		return ""
	}
	if total == 0 && len(f.speaking) > 0 {
		return ""
	}
	what := ""
	if f.asks.topic != "" {
		what = " on " + f.asks.topic
	}
	if len(f.speaking) == 0 {
		return fmt.Sprintf("The archive has no words of %s%s.", f.asks.speaker, what)
	}
	if apart := f.apart(topic); len(apart) > 0 {
		return fmt.Sprintf("The archive quotes %s, but nowhere beside %s.", f.asks.speaker, strings.Join(apart, " and "))
	}
	if what == "" {
		what = " in answer to this"
	}
	return fmt.Sprintf("The archive quotes %s, but not%s.", f.asks.speaker, what)
}

// apart are the names, numbers and dates of the topic that stand by no remark
// of the person: what the question takes for granted and the archive does not
// bear out.
func (f *found) apart(topic []int) []string {
	var out []string
	for _, i := range topic {
		t := &f.q.terms[i]
		if f.q.hard(t) && !slices.ContainsFunc(f.speaking, func(ev evidence) bool { return f.scorer.around(ev, i) >= nearLikeness || publishedIn(ev.doc, t) }) {
			out = append(out, t.written)
		}
	}
	return out
}

// ambiguous names the persons who fit a description of the speaker, "the
// president", where they are several, or nothing.
func (f *found) ambiguous() []string {
	if f.asks.proper {
		return nil
	}
	var out []string
	for _, ev := range f.speaking {
		for _, qu := range ev.quotes() {
			if f.q.spokenBy(ev.doc, qu) && !slices.ContainsFunc(out, func(o string) bool { return quote.SamePerson(o, qu.Speaker) }) {
				out = append(out, qu.Speaker)
			}
		}
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// speaksOf reports whether a remark is about the topic: its names, numbers and
// dates must stand by the remark, of the rest a part.
func (f *found) speaksOf(ev evidence, topic []int, total float64) bool {
	var covered float64
	for _, i := range topic {
		t := &f.q.terms[i]
		held := f.scorer.around(ev, i)
		if held < nearLikeness && t.known && f.q.hard(t) && !publishedIn(ev.doc, t) {
			return false
		}
		covered += t.weight * held
	}
	if f.unknownHard(topic) {
		return false
	}
	return covered/total >= remarkCoverage
}

// hard reports whether a term is a name, a number or a date: nothing else can
// stand for it.
func (q *query) hard(t *term) bool {
	return t.weight > 0 && (q.entities[t.stem] || q.numbers[t.stem] || months[t.lower] || weekdays[t.lower])
}

// unknownHard reports whether the topic holds a number that no article has,
// such as a year.
func (f *found) unknownHard(topic []int) bool {
	return slices.ContainsFunc(topic, func(i int) bool { return !f.q.terms[i].known && f.q.numbers[f.q.terms[i].stem] })
}

// publishedIn reports whether a term is the year of the article.
func publishedIn(d *document, t *term) bool {
	return !d.Published.IsZero() && t.stem == strconv.Itoa(d.Published.Year())
}

// held reports whether some article found holds the words that the question
// quotes, or most of them in one sentence: people misquote.
func (f *found) held() bool {
	for _, ev := range f.ranked {
		if strings.Contains(plain(ev.doc.Text), f.q.words) {
			return true
		}
		if common := shared(f.q.words, plain(ev.text())); common >= quotedShare {
			return true
		}
	}
	return false
}

// quotedShare is the share of quoted words that a sentence must hold to be
// what was meant.
const quotedShare = .5

// shared is the share of the words of a that stand in b.
func shared(a, b string) float64 {
	words, in := strings.Fields(a), 0
	for _, w := range words {
		if hasWord(b, w) {
			in++
		}
	}
	return float64(in) / float64(max(1, len(words)))
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
const topicShare = .5

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

// holds is how well the sentence matches term i.
func (sc *scorer) holds(s *sentence, i int) float64 {
	s.read(sc.words)
	if m := sc.match(s); m.exact[i] || m.near[i] {
		return 1
	}
	best, least := 0., likeMeaning
	if sc.q.entities[sc.q.terms[i].stem] {
		least = nearLikeness
	}
	for _, w := range s.words {
		if c := float64(sc.cosines(s.tokens[w].Lower)[i]); c >= least {
			best = max(best, c)
		}
	}
	return best
}
