package rag

import (
	"slices"
	"strings"

	"newsdesk/corpus/quote"
	"newsdesk/rag/terms"
)

// A question such as "Why did Ada Holm resign?" or "When was she charged?" says
// something of somebody before it asks. Where no article says it of them, what
// else the articles tell of them is no answer, and reads as if it were so.

// predication is what a question takes for granted that somebody, or something
// with a name, did or had done to them.
type predication struct {
	// name is of whom, as written, words the stems of it.
	name  string
	words []string
	// person is true where an article found has a person of the name.
	person bool
	// stem is the verb's, or that of the noun which says what a light verb
	// does not: "took part". Shown is either or both as written.
	stem, shown string
	// also is the stem of a verb that must stand beside the noun, or "":
	// "start the fire".
	also string
	// passive is true where it was done to them.
	passive bool
	// object is the name right after the verb, as written, or "".
	object string
	// event is true of a verb that news tells in few other words: "resign",
	// "arrest", not "learn".
	event bool
	// state is true of "in prison", "under arrest", and office where the subject
	// is an office.
	state, office bool
	// mutual is true of what two do with each other.
	mutual bool
	// light is true where the verb says little and its noun what was done.
	light bool
	// held are the names of those who hold it.
	held []string
	// with is whoever is named beside them, "Holm and Vance", or nil.
	with *predication
}

// predication is what the question takes for granted of a name, or of whoever
// holds an office, or nil.
func (f *found) predication() *predication {
	if !f.predicated.read {
		f.predicated.read = true
		f.predicated.predication = f.readPredication()
	}
	return f.predicated.predication
}

func (f *found) readPredication() *predication {
	q := f.q
	aux := q.auxiliaryAt()
	p, to, helps := (*predication)(nil), 0, ""
	if aux >= 0 {
		from := aux + 1
		for determiners[q.word(from)] || personTitles[q.word(from)] && f.capitalAt(from+1) {
			from++
		}
		if p, to = f.nameAt(from); p == nil {
			p, to = f.officeAt(from)
		}
		if p == nil && (q.typ != wantsYesNo || q.word(from) != "it") {
			return f.doneTo(from)
		}
		helps = q.word(aux)
	}
	clause := q.wh + 1
	if q.typ == wantsYesNo { // "is it true that Ada Holm resigned"
		clause = 1 + slices.IndexFunc(q.tokens, func(t terms.Token) bool { return t.Lower == "that" })
	}
	if p == nil && clause > 0 && (q.wh < 0 || hasWord("why how when where", q.word(q.wh))) || aux > q.wh+1 && q.wh >= 0 && f.capitalAt(clause) {
		// "explain why Ada Holm resigned"
		straight, end := f.nameAt(clause)
		if straight == nil {
			return nil
		}
		if p, to, helps = straight, end, q.word(end); isBe(helps) || hasWord("has have had did", helps) {
			to++
		} else if helps = "had"; end < len(q.tokens) && !participle(q.tokens[end]) {
			return nil
		}
	}
	if p == nil {
		return nil
	}
	if q.word(to) == "and" {
		if with, end := f.nameAt(to + 1); with != nil {
			p.with, to = with, end
		}
	}
	if q.word(to) == "been" && hasWord("has have had", helps) {
		helps, to = "was", to+1
	}
	for q.word(to) == "not" || q.word(to) == "never" || strings.HasSuffix(q.word(to), "ly") {
		to++
	}
	if isBe(helps) && hasWord("in under on", q.word(to)) && len(likeVerbs[q.stemAt(to+1)]) > 0 {
		p.stem, p.state, p.event = q.stemAt(to+1), true, true
		p.shown = q.text[q.tokens[to].Start:q.tokens[to+1].End]
		return p
	}
	switch w := q.word(to); {
	case to >= len(q.tokens) || !q.tokens[to].Word || q.tokens[to].Number || q.tokens[to].Capital || terms.Stop(w):
		return nil
	case isBe(helps) && strings.HasSuffix(w, "ing"):
	case isBe(helps):
		if p.passive = participle(q.tokens[to]); !p.passive {
			return nil
		}
	case hasWord("has have had", helps):
		if !participle(q.tokens[to]) {
			return nil
		}
	case strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss"):
		return nil // "did Krispy Kreme customers": no verb
	}
	if !f.reads(p, to) || saying[p.stem] || relating[p.stem] || slices.ContainsFunc(acts, func(group map[string]bool) bool { return group[p.stem] }) {
		return nil
	}
	p.event = p.event || len(likeVerbs[p.stem]) > 0
	p.mutual = mutual[p.stem]
	return p
}

// mutual are verbs of what two do with each other: news tells it of either of
// them, and in nouns ("their meeting", "the talks").
var mutual = stemmed("meet talk negotiate confer chat converse dine clash cooperate compete debate spar")

// capitalAt reports whether token i of the question is a word with a capital.
func (f *found) capitalAt(i int) bool {
	return i < len(f.q.tokens) && f.q.tokens[i].Capital && f.q.tokens[i].Word
}

// officeAt reads "mayor" at token i of the question, an office that an article
// found gives somebody: it is asked of its holders, and of the noun itself.
func (f *found) officeAt(i int) (*predication, int) {
	q := f.q
	if i == 0 || !determiners[q.word(i-1)] || i >= len(q.tokens) || !subject(q.tokens[i]) || q.tokens[i].Capital {
		return nil, i
	}
	p := &predication{name: q.text[q.tokens[i-1].Start:q.tokens[i].End], words: []string{q.tokens[i].Stem}, office: true}
	for _, h := range f.holders(q.tokens[i].Stem) {
		if h.name != "" && !slices.Contains(p.held, h.name) {
			p.held = append(p.held, h.name)
		}
	}
	if p.held == nil {
		return nil, i
	}
	return p, i + 1
}

// doerWords is how many words the doer and the verb have at most where the doer
// is no name: "police arrest", "two masked men attack".
const doerWords = 4

// doneTo reads "did police arrest Ada Holm" as said of her: the verb of an event
// right before the name of a person.
func (f *found) doneTo(from int) *predication {
	q := f.q
	for i := from + 1; i < len(q.tokens) && i <= from+doerWords; i++ {
		k := i
		if !subject(q.tokens[i-1]) {
			return nil // "the inability to separate Islam"
		}
		for determiners[q.word(k)] || personTitles[q.word(k)] {
			k++
		}
		if !f.capitalAt(k) || q.tokens[i-1].Capital || len(likeVerbs[q.stemAt(i-1)]) == 0 || strings.HasSuffix(q.word(i-1), "ing") {
			continue
		}
		if p, _ := f.nameAt(k); p != nil && p.person {
			p.stem, p.shown, p.passive, p.event = q.stemAt(i-1), q.text[q.tokens[i-1].Start:q.tokens[i-1].End], true, true
			return p
		}
	}
	return nil
}

// relating are verbs that say how something stands, in any words at all.
var relating = stemmed(`associate know refer call consider locate base situate involve relate name describe regard find hold own contain include
mean believe think remember like love hate need want differ use mark belong rank list class classify title entitle establish found form learn hear see
feel`)

// alikeInForm are verbs whose participle is the base form.
var alikeInForm = terms.Set("cut hit hurt put set shut beat split spread bet cast cost burst run come become")

// participle reports whether a word can be a verb's past participle.
func participle(t terms.Token) bool {
	return strings.HasSuffix(t.Lower, "ed") || alikeInForm[t.Lower] || t.Stem != t.Lower && terms.Stems(t.Stem)[0] == t.Stem && !strings.HasSuffix(t.Lower, "s") && !strings.HasPrefix(t.Lower, t.Stem)
}

// nameAt reads the name that begins at token i of the question: capitals, or in
// a question typed without any the name of a person in an article found.
func (f *found) nameAt(i int) (*predication, int) {
	q := f.q
	to := i
	if i < len(q.tokens) && q.tokens[i].Capital && q.tokens[i].Word && !q.tokens[i].Number {
		to = nameEnd(q.tokens, i)
	}
	for _, d := range f.docs {
		for _, person := range d.people() {
			words := terms.Stems(person.Name)
			surname := terms.Stems(quote.Surname(person.Name))
			if n := len(surname); to == i && i+n < len(q.tokens) && n > 0 && n < len(words) && slices.EqualFunc(q.tokens[i:i+n], surname, func(t terms.Token, w string) bool { return t.Stem == w }) {
				to = i + n
			}
			if n := len(words); to == i && i+n <= len(q.tokens) && n > 1 && slices.EqualFunc(q.tokens[i:i+n], words, func(t terms.Token, w string) bool { return t.Stem == w }) {
				to = i + n
			}
		}
	}
	if to == i {
		return nil, i
	}
	p := &predication{name: unowned(q.text[q.tokens[i].Start:q.tokens[to-1].End])}
	for _, t := range q.tokens[i:to] {
		if t.Word && !terms.Stop(t.Lower) {
			p.words = append(p.words, t.Stem)
		}
	}
	for _, d := range f.docs {
		p.person = p.person || slices.ContainsFunc(d.people(), func(o quote.Person) bool { return quote.SamePerson(o.Name, p.name) })
	}
	if possessive(q.text[q.tokens[i].Start:q.tokens[to-1].End]) || len(p.words) == 0 {
		return nil, i
	}
	return p, to
}

// Verbs that lead to the one that counts, "tried to sell", and those that bring
// about what their noun says, "start a fire".
var (
	leadingVerbs = stemmed("try begin start want need continue manage attempt")
	bringing     = stemmed("set start begin cause end stop open launch")
)

// reads takes the verb at token i of the question, with the noun that a light
// one needs and the name it is done to; false where nothing is left to ask
// articles for.
func (f *found) reads(p *predication, i int) bool {
	q := f.q
	t := q.tokens[i]
	for (leadingVerbs[t.Stem] || lightVerbs[t.Stem]) && q.word(i+1) == "to" && i+2 < len(q.tokens) && subject(q.tokens[i+2]) && !q.tokens[i+2].Capital {
		i += 2
		t = q.tokens[i]
	}
	p.stem, p.shown = t.Stem, q.text[t.Start:t.End]
	k := i + 1
	for determiners[q.word(k)] || personTitles[q.word(k)] {
		k++
	}
	if k < len(q.tokens) && q.tokens[k].Capital && q.tokens[k].Word && !q.tokens[k].Number && !months[q.word(k)] && !weekdays[q.word(k)] {
		p.object = q.text[q.tokens[k].Start:q.tokens[nameEnd(q.tokens, k)-1].End]
	}
	if !lightVerbs[t.Stem] && !bringing[t.Stem] {
		return true
	}
	if lightVerbs[t.Stem] && hasWord("on to in under", q.word(k)) && len(likeVerbs[q.stemAt(k+1)]) > 0 { // "go on trial"
		p.stem, p.shown, p.state, p.event = q.stemAt(k+1), q.text[t.Start:q.tokens[k+1].End], true, true
		return true
	}
	if run := q.content(k, 3); len(run) > 0 && p.object == "" {
		noun := run[len(run)-1]
		p.stem, p.shown, p.light = noun.Stem, q.text[t.Start:noun.End], lightVerbs[t.Stem]
		if t.Stem == takeStem && noun.Lower == "part" {
			p.stem = participating
		}
		if bringing[t.Stem] {
			p.also = t.Stem
		}
		return true
	}
	return !lightVerbs[t.Stem]
}
