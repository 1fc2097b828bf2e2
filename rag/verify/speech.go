package verify

import (
	"slices"
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
func (c *claim) within(from, to int) (out []int) {
	for i := range c.tokens {
		if c.tokens[i].start >= from && c.tokens[i].end <= to {
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

// indirect checks whose remark the source has in the window where the claim
// reports r.
func (l *layout) indirect(r corpus.Quote) attested {
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
	return l.judge(r.SpeakerAsWritten, rivals)
}

// judge compares the speaker that the claim names with those of the source's
// quotations, and accepts one that fits any. Where the source's speaker is
// unsure nothing is said; where the claim has only a pronoun the words count
// as attested.
func (l *layout) judge(speaker string, qs []corpus.Quote) attested {
	if pronoun(speaker) && !slices.ContainsFunc(qs, func(q corpus.Quote) bool { return otherSex(speaker, q.SpeakerAsWritten) }) {
		return verbatim
	}
	rival := ""
	for _, q := range qs {
		f := fits(speaker, q, l.src)
		if pronoun(speaker) {
			f = yes
			if otherSex(speaker, q.SpeakerAsWritten) {
				f = no
			}
		}
		if f != yes && l.src.continues(speaker, q) {
			f = yes
		}
		switch f {
		case yes:
			return verbatim
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
		return unattested
	}
	at := strings.Index(l.text, speaker)
	l.found.add(Speaker, speaker, rival, l.within(at, at+len(speaker))...)
	return wrong
}

// otherSex reports whether one of two pronouns is "he" and the other "she".
func otherSex(a, b string) bool {
	return strings.EqualFold(a, "he") && strings.EqualFold(b, "she") || strings.EqualFold(a, "she") && strings.EqualFold(b, "he")
}

// plain is the confidence from which the attribution of a remark to "she" or
// "the engineer" is believed.
const plain = .8

// continues reports whether q, which the source gives to "she" or "the engineer"
// and the finder to nobody sure, is speaker's by where it stands: beside a
// remark of speaker's in the same paragraph, or else after a sentence that begins with
// speaker's name and before any that begins with another.
func (s *Source) continues(speaker string, q corpus.Quote) bool {
	who := q.SpeakerAsWritten
	if who != "" && properNoun(who) || !pronoun(who) && q.Speaker != "" || q.Speaker != "" && q.Confidence >= plain {
		return false
	}
	for _, r := range s.quotes {
		lo, hi := min(r.End, q.End), max(r.Start, q.Start)
		if r.Span != q.Span && lo <= hi && properNoun(r.SpeakerAsWritten) && fits(speaker, r, s) == yes && !strings.Contains(s.article.Text[lo:hi], "\n\n") {
			return true
		}
	}
	at, _ := s.sentencesOf(q.Span)
	for n := at - 1; n >= max(0, at-farBack) && q.Speaker == ""; n-- {
		if s.namesFirst(n) {
			return sameName(speaker, s.firstName(n))
		}
	}
	return false
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
	if q.Confidence >= sure && family(speaker, q.Speaker) && !sameName(speaker, q.Speaker) {
		return no // two given names: Tom Hale is not Susan Hale, whom the text calls Hale
	}
	for _, name := range [...]string{q.Speaker, q.SpeakerAsWritten, q.Via, s.apposed(q)} {
		if name != "" && (sameName(speaker, name) || strings.EqualFold(speaker, name)) {
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
	case named != namedThere && (s.holds(speaker, there) || s.holds(there, speaker)):
		return yes
	case named && namedThere:
		return no
	case named != namedThere:
		return unsure // "the mayor" may be Keller
	case s.mentions(speaker):
		return unsure // the article has both, and may mean one
	}
	return no
}

// sameName reports whether two names, each perhaps with titles and posts
// before it, can be one person's: "Meteorologist Ines Falk" is Ines Falk.
func sameName(a, b string) bool {
	if quote.SamePerson(a, b) {
		return true
	}
	x, y := strings.Fields(a), strings.Fields(b)
	return len(x) > 1 && len(y) > 1 && strings.EqualFold(x[len(x)-1], y[len(y)-1]) && strings.EqualFold(x[len(x)-2], y[len(y)-2])
}

// apposed is the name that follows the description of q's speaker, "Graham
// Pitt" of "Its leader, Graham Pitt, said", or empty.
func (s *Source) apposed(q corpus.Quote) string {
	for _, x := range s.sentences {
		if x.Overlaps(q.Span) {
			return apposed(x.Of(s.article.Text), q.SpeakerAsWritten)
		}
	}
	return ""
}

// apposed is the name that text puts after a description of somebody.
func apposed(text, description string) string {
	if description == "" || properNoun(description) {
		return ""
	}
	_, after, _ := strings.Cut(text, description+", ")
	if end := strings.IndexAny(after, ",.;:\""); end > 0 && properNoun(after[:end]) && len(strings.Fields(after[:end])) <= 4 {
		return after[:end]
	}
	return ""
}

// holds reports whether the article gives the person of that name the post that a
// description ends in: "Mayor Anna Keller" for "the mayor".
func (s *Source) holds(description, name string) bool {
	post, ok := s.types[lastStem(description)]
	if !ok || properNoun(description) {
		return false
	}
	for _, w := range terms.Stems(name) {
		if id, known := s.types[w]; known && s.reps[id].name && s.bigrams[[2]int32{int32(post), int32(id)}] {
			return true
		}
	}
	return false
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
