package rag

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"newsdesk/corpus"
	"newsdesk/corpus/quote"
)

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
	if len(f.relayed) > 0 || total == 0 && len(f.speaking) > 0 || total > 0 && f.anySpeaksOf(topic, total) {
		return ""
	}
	what := ""
	if f.asks.topic != "" {
		what = " on " + f.asks.topic
	}
	switch {
	case len(f.speaking) == 0 && f.q.reading.shown != "":
		return fmt.Sprintf("The archive has no further words of %s%s.", f.asks.shown(), what)
	case len(f.speaking) == 0 && !f.asks.proper:
		return fmt.Sprintf("The archive quotes nobody whom it calls %s%s.", f.asks.shown(), what)
	case len(f.speaking) == 0:
		return fmt.Sprintf("The archive has no words of %s%s.", f.asks.shown(), what)
	}
	if apart := f.apart(topic); len(apart) > 0 {
		return fmt.Sprintf("The archive quotes %s, but nowhere beside %s.", f.asks.shown(), strings.Join(apart, " and "))
	}
	if what == "" {
		what = " in answer to this"
	}
	return fmt.Sprintf("The archive quotes %s, but not%s.", f.asks.shown(), what)
}

// apart are the names, numbers and dates of the topic that stand by no remark
// of the person: what the question takes for granted and the archive does not
// bear out.
func (f *found) apart(topic []int) []string {
	var out []string
	for _, i := range topic {
		t := &f.q.terms[i]
		if f.q.hard(t) && !slices.ContainsFunc(f.speaking, func(ev evidence) bool { return f.speaksOf(ev, []int{i}, t.weight) }) {
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
			if qu.Kind != corpus.Indirect && qu.Confidence >= sureSpeaker && f.q.spokenBy(ev.doc, qu) && !slices.ContainsFunc(out, func(o string) bool { return quote.SamePerson(o, qu.Speaker) }) {
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
		if (months[t.lower] || weekdays[t.lower]) && !f.scorer.beside(ev, i) {
			held = 0 // no weekday is nearly another
		}
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

// anySpeaksOf reports whether a remark of the person is about the topic.
func (f *found) anySpeaksOf(topic []int, total float64) bool {
	return slices.ContainsFunc(f.speaking, func(ev evidence) bool { return f.speaksOf(ev, topic, total) })
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
	told := make(map[*document]bool)
	for _, ev := range remarks {
		told[ev.doc] = told[ev.doc] || slices.ContainsFunc(topic, func(i int) bool { return f.inArticle(ev.doc, i) })
	}
	if about := slices.DeleteFunc(slices.Clone(remarks), func(ev evidence) bool { return !told[ev.doc] }); len(about) > 0 {
		remarks = about // not what somebody said in a report of something else
	}
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
		if held[k] >= topicShare*most || ev.explains(remarks, held, most) {
			out = append(out, ev)
		}
	}
	return out
}

// explains reports whether a sentence gives the words that the one before it
// speaks of: "Brask praised Vike. 'He smells the shallows,' she said." The best
// of the remarks hold most of the topic.
func (s *sentence) explains(remarks []evidence, held []float64, most float64) bool {
	for k, o := range remarks {
		if o.doc == s.doc && o.i == s.i-1 && o.Block == s.Block {
			return held[k] == most && o.onlyIndirect() && !s.onlyIndirect()
		}
	}
	return false
}

// onlyIndirect reports whether the sentence reports speech and quotes none.
func (s *sentence) onlyIndirect() bool {
	return !slices.ContainsFunc(s.quotes(), func(q corpus.Quote) bool { return q.Kind != corpus.Indirect })
}

// around is how well the sentence, its neighbours or, but for names, the title
// match term i: 1 for the word itself, else the best cosine if it shows like meaning.
func (sc *scorer) around(ev evidence, i int) float64 {
	best := 0.
	if t := &sc.q.terms[i]; ev.doc.title[t.stem] && !sc.q.hard(t) {
		return 1 // the article is about it
	}
	for k := max(0, ev.i-2); k <= min(len(ev.doc.sentences)-1, ev.i+2); k++ {
		if ev.doc.runsOn(ev.i, k) {
			best = max(best, sc.holds(&ev.doc.sentences[k], i))
		}
	}
	return best
}

// runsOn reports whether two sentences may speak of one thing: those of a
// paragraph, and of neighbouring ones where one is no longer than a sentence, as
// in most news.
func (d *document) runsOn(i, k int) bool {
	return d.sentences[i].Block == d.sentences[k].Block || d.alone(i) || d.alone(k)
}

// alone reports whether sentence i is a paragraph of its own.
func (d *document) alone(i int) bool {
	b := d.sentences[i].Block
	return (i == 0 || d.sentences[i-1].Block != b) && (i+1 == len(d.sentences) || d.sentences[i+1].Block != b)
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
