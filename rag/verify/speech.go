package verify

import (
	"strings"
	"unicode"

	"newsdesk/corpus"
	"newsdesk/corpus/quote"
	"newsdesk/corpus/segment"
	"newsdesk/rag/terms"
)

// speech is what a claim quotes and reports, and as whose words.
type speech struct {
	cited  []cited
	quotes []corpus.Quote
}

// readSpeech takes the remarks out of a claim with the finder that reads
// articles. A claim without marks and without a verb of saying has none.
func readSpeech(text string, ts []token) *speech {
	s := &speech{cited: quoted(text)}
	if len(s.cited) == 0 && !speaks(ts) {
		return s
	}
	a := &corpus.Article{ID: "claim", Text: text}
	s.quotes = quote.Find(a, segment.Sentences(a))
	return s
}

// speaks reports whether a word of ts could attribute a remark.
func speaks(ts []token) bool {
	for i := range ts {
		if saying[ts[i].lower] || attributive[ts[i].stem] {
			return true
		}
	}
	return false
}

var attributive = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`say tell add insist claim explain warn state announce tweet write argue admit reveal describe call note
		suggest promise vow pledge stress confirm deny acknowledge recall report reply answer respond declare predict estimate conclude
		believe think hope urge ask demand accuse according`) {
		m[stemOf(w)] = true
	}
	return m
}()

// within is the claim's words between two bytes.
func (l *layout) within(from, to int) (out []int) {
	for i := range l.tokens {
		if l.tokens[i].start >= from && l.tokens[i].end <= to {
			out = append(out, i)
		}
	}
	return out
}

// speakerOf is whose words the claim says that sp is, as written, or empty.
func (l *layout) speakerOf(sp corpus.Span) string {
	best := ""
	for _, r := range l.speech.quotes {
		if r.Overlaps(sp) {
			best = r.SpeakerAsWritten
			if r.Kind != corpus.Indirect {
				break
			}
		}
	}
	return best
}

// everywhere is the quotations of the source that hold the words of q, which
// stand at sp and perhaps again.
func (l *layout) everywhere(q *cited, sp corpus.Span) (out []corpus.Quote) {
	for {
		for _, r := range l.src.quotes {
			if r.Overlaps(sp) {
				out = append(out, r)
			}
		}
		if len(q.folded) != 1 {
			return out
		}
		a, b, ok := l.src.folded.find(q.folded[0], sp.End)
		if !ok {
			return out
		}
		sp = corpus.Span{Start: a, End: b}
	}
}

// indirect checks whose remark the source has in the window where the claim
// reports r.
func (l *layout) indirect(r corpus.Quote) {
	hits := map[int]int{} // quotation of the source → shared content words
	total := 0
	for _, i := range l.within(r.Start, r.End) {
		if l.tokens[i].stop {
			continue
		}
		total++
		j := l.to[i]
		if j < 0 {
			j = l.moved[i]
		}
		if j < 0 {
			continue
		}
		at := l.windowWords[j].start
		for n := range l.src.quotes {
			if q := &l.src.quotes[n]; q.Start <= at && at < q.End {
				hits[n]++
			}
		}
	}
	var rivals []corpus.Quote
	for n := range l.src.quotes {
		if hits[n] > 0 && 2*hits[n] >= total {
			rivals = append(rivals, l.src.quotes[n])
		}
	}
	l.judge(r.SpeakerAsWritten, rivals)
}

// judge compares the speaker that the claim names with those of the source's
// quotations, and accepts one that fits any. Where the source's speaker is
// unsure, or the claim has only a pronoun, nothing is said.
func (l *layout) judge(speaker string, qs []corpus.Quote) {
	if len(qs) == 0 || pronoun(speaker) {
		return
	}
	rival := ""
	for _, q := range qs {
		switch fits(speaker, q, l.src) {
		case yes:
			return
		case unsure:
			rival = "?"
		case no:
			if rival == "" {
				rival = q.SpeakerAsWritten
				if q.Speaker != "" && (pronoun(rival) || rival == "") {
					rival = q.Speaker
				}
			}
		}
	}
	if rival == "" || rival == "?" {
		return
	}
	at := strings.Index(l.text, speaker)
	places := l.within(at, at+len(speaker))
	for _, i := range places {
		delete(l.found.taken, i)
	}
	l.found.dropEntity(speaker)
	l.found.add(Speaker, speaker, rival, places...)
}

// dropEntity takes out what the rule for names said of a speaker.
func (c *changes) dropEntity(speaker string) {
	kept := c.list[:0]
	for _, o := range c.list {
		if (o.Kind == Entity || o.Kind == Addition) && (strings.Contains(speaker, o.Claim) || strings.Contains(o.Claim, speaker)) {
			continue
		}
		kept = append(kept, o)
	}
	c.list = kept
}

type fit uint8

const (
	unsure fit = iota
	yes
	no
)

// sure is the confidence from which an attribution of the source can
// convict a claim.
const sure = .5

// fits reports whether speaker, as a claim writes it, said q.
func fits(speaker string, q corpus.Quote, s *Source) fit {
	if q.Confidence >= sure && family(speaker, q.Speaker) && !quote.SamePerson(speaker, q.Speaker) {
		return no // two given names: Tom Hale is not Susan Hale, whom the text calls Hale
	}
	for _, name := range [...]string{q.Speaker, q.SpeakerAsWritten, q.Via} {
		if name != "" && (quote.SamePerson(speaker, name) || strings.EqualFold(speaker, name)) {
			return yes
		}
	}
	there := q.Speaker
	if there == "" {
		there = q.SpeakerAsWritten
	}
	if there == "" || pronoun(there) || q.Confidence < sure {
		return unsure
	}
	if shared(speaker, q.SpeakerAsWritten) || shared(speaker, q.Speaker) {
		return yes // "the ministry's spokesman", "a ministry spokesman"
	}
	named, namedThere := properNoun(speaker), properNoun(there)
	switch {
	case named && namedThere:
		return no
	case named != namedThere:
		return unsure // "the mayor" may be Keller
	case s.mentions(speaker):
		return unsure // the article has both, and may mean one
	}
	return no
}

// family reports whether two names of several words share their last.
func family(a, b string) bool {
	x, y := strings.Fields(a), strings.Fields(b)
	return len(x) > 1 && len(y) > 1 && strings.EqualFold(x[len(x)-1], y[len(y)-1])
}

func (s *Source) mentions(name string) bool {
	_, ok := s.types[lastStem(name)]
	return ok
}

func lastStem(s string) string {
	stems := terms.Stems(s)
	if len(stems) == 0 {
		return ""
	}
	return stems[len(stems)-1]
}

// shared reports whether two descriptions have a content word in common.
func shared(a, b string) bool {
	for _, x := range terms.Stems(a) {
		if stops[x] || len(x) < 3 {
			continue
		}
		for _, y := range terms.Stems(b) {
			if x == y {
				return true
			}
		}
	}
	return false
}

func pronoun(s string) bool {
	return pronouns[strings.ToLower(s)] || strings.EqualFold(s, "they") || strings.EqualFold(s, "one")
}

// properNoun reports whether a description ends in a name: "Mayor Keller",
// not "the mayor" or "The mayor".
func properNoun(s string) bool {
	fields := strings.Fields(s)
	if len(fields) == 0 {
		return false
	}
	last := fields[len(fields)-1]
	for _, r := range last {
		return unicode.IsUpper(r) && (len(fields) == 1 || !strings.EqualFold(fields[0], "the") || len(fields) > 2)
	}
	return false
}
