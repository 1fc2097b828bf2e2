package rag

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"newsdesk/rag/terms"
)

// reading is a question with what the conversation adds to it.
type reading struct {
	// text is the question with its references resolved.
	text string
	// context is the earlier question that it leans on, or empty; its words
	// count for less.
	context string
	// note says how it was read where that was not plain, or is empty.
	note string
	// shown is what was answered before, folded, where something else is wanted.
	shown string
}

// add notes something more of how the question was read.
func (r *reading) add(note string) {
	if r.note != "" {
		note = r.note + "; " + note
	}
	r.note = note
}

// conversation is the turns before a question, courtesies apart.
type conversation struct {
	turns []Turn
	// asked are the persons whose words the first turns asked for last, by how
	// many turns these are: what a turn means hangs on all before it.
	asked map[int]string
}

func newConversation(history []Turn) *conversation {
	turns := slices.DeleteFunc(slices.Clone(history), func(t Turn) bool {
		p := parse(cleaned(t.Question))
		return p.courtesy()
	})
	return &conversation{turns: turns, asked: make(map[int]string)}
}

// read resolves a question against the conversation so far: "And Moon?" leans
// on the question before, "he" on the last person named.
func read(q Question) reading {
	c := newConversation(q.History)
	return c.read(q.Text, len(c.turns))
}

// read resolves what was asked after the first n turns.
func (c *conversation) read(text string, n int) reading {
	text = strings.TrimSpace(text)
	r := reading{text: text}
	if p := parse(text); n == 0 || p.courtesy() {
		return r
	}
	if more, ok := c.further(text, n); ok {
		return more
	}
	last := c.turns[n-1]
	tokens := terms.Tokens(text)
	pronoun := slices.IndexFunc(tokens, func(t terms.Token) bool { return thirdPersons[t.Lower] })
	if pronoun >= 0 && !namedBefore(tokens, pronoun) {
		if name := c.meantPerson(n); name != "" && persons[tokens[pronoun].Lower] {
			t := tokens[pronoun]
			possessive := ""
			if t.Lower == "his" {
				possessive = "'s"
			}
			r.text = text[:t.Start] + name + possessive + text[t.End:]
			r.note = "about " + name
		} else {
			r.context = last.Question
		}
	}
	if other := last.otherYear(tokens); other != "" {
		return reading{text: other, note: other}
	}
	if again := last.again(tokens, text); again != "" {
		return reading{text: again, note: again}
	}
	if r.context == "" && r.note == "" && elliptic(tokens) {
		r.context = last.Question
		if topic := named(text, tokens); topic != "" {
			r.note = "about " + topic + ", as asked before: " + strings.TrimSpace(last.Question)
		}
	}
	return r
}

// again puts the question before anew for an elliptic one after it: "And about
// sanctions?" for what somebody said, "And Trump?" for what another did. It is
// empty where that does not fit.
func (t Turn) again(tokens []terms.Token, text string) string {
	before := parse(cleaned(t.Question))
	if before.typ != wantsQuote || before.intent.speaker == "" || !elliptic(tokens) {
		return ""
	}
	rest := strings.TrimRight(strings.TrimSpace(text), "?!. ")
	for _, lead := range []string{"and ", "but ", "so ", "what ", "how ", "about "} {
		if strings.HasPrefix(strings.ToLower(rest), lead) {
			rest = strings.TrimSpace(rest[len(lead):])
		}
	}
	words := terms.Tokens(rest)
	about := strings.Contains(strings.ToLower(text), "about ")
	switch {
	case len(words) == 0 || len(words) > 4 || slices.ContainsFunc(words, func(t terms.Token) bool { return whWords[t.Lower] || thirdPersons[t.Lower] || saying[t.Stem] }):
		return ""
	case words[0].Capital && !about && before.intent.topic != "":
		return "What did " + rest + " say about " + before.intent.topic + "?"
	case words[0].Capital && !about:
		return "What did " + rest + " say?"
	case about:
		return "What did " + before.intent.speaker + " say about " + rest + "?"
	}
	return ""
}

// otherYear puts the question before for the year that "and the year before?"
// means. It keeps the year that was asked about: a report may have both in one
// sentence. It is empty where that does not fit.
func (t Turn) otherYear(tokens []terms.Token) string {
	step, direction := 0, ""
	for i, k := range tokens {
		switch {
		case k.Lower != "year":
		case i+1 < len(tokens) && hasWord("before earlier", tokens[i+1].Lower), i > 0 && tokens[i-1].Lower == "previous":
			step, direction = -1, "before"
		case i+1 < len(tokens) && hasWord("after later", tokens[i+1].Lower), i > 0 && hasWord("next following", tokens[i-1].Lower):
			step, direction = 1, "after"
		}
	}
	if step == 0 || !elliptic(tokens) {
		return ""
	}
	year := terms.Token{}
	for _, k := range terms.Tokens(t.Question) {
		if isYear(k.Lower) && len(k.Lower) == 4 {
			if year.Word {
				return "" // which of two?
			}
			year = k
		}
	}
	y, err := strconv.Atoi(year.Lower)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%s%d, the year %s %d%s", t.Question[:year.Start], y+step, direction, y, t.Question[year.End:])
}

var persons = terms.Set("he she him her his")

var thirdPersons = terms.Set("he she him her his hers it its they them their theirs this that those these there then")

// namedBefore reports whether a name stands before token i, which a pronoun
// there more likely means.
func namedBefore(tokens []terms.Token, i int) bool {
	for j := 1; j < i; j++ {
		if t := tokens[j]; t.Capital && subject(t) {
			return true
		}
	}
	return false
}

// elliptic reports whether a question says too little on its own: it begins
// as a continuation ("And Moon?", "What about China?"), has no content word
// ("Why?"), has one that is no name, or is a fragment of two without a question
// word.
func elliptic(tokens []terms.Token) bool {
	var content, names int
	var words []string
	asks := false
	for i, t := range tokens {
		if !t.Word {
			continue
		}
		words = append(words, t.Lower)
		asks = asks || whWords[t.Lower]
		if subject(t) {
			content++
			if t.Capital && i > 0 {
				names++
			}
		}
	}
	if len(words) == 0 {
		return false
	}
	first, second := words[0], ""
	if len(words) > 1 {
		second = words[1]
	}
	switch {
	case hasWord("and but or so", first), hasWord("what how", first) && second == "about":
		return true
	case content == 0:
		return true
	case asks:
		return content == 1 && names == 0
	}
	return content <= 2
}

// named is what an elliptic question names: its content words as written, verbs
// of saying apart.
func named(text string, tokens []terms.Token) string {
	var out []string
	for _, t := range tokens {
		if subject(t) && (t.Capital || !saying[t.Stem]) && !measures[t.Lower] {
			out = append(out, text[t.Start:t.End])
		}
	}
	return strings.Join(out, " ")
}

// meantPerson is whom "he" or "she" means: who was asked about when the last
// question only wanted more of their words, else the name that came last.
func (c *conversation) meantPerson(n int) string {
	if _, more := c.further(cleaned(c.turns[n-1].Question), n-1); more {
		return c.spokeLast(n)
	}
	return lastPerson(c.turns[:n])
}

// lastPerson is the name that the conversation named last, its questions
// before the answers to them: a run of two or more capitals, else one.
func lastPerson(history []Turn) string {
	for _, turn := range slices.Backward(history) {
		for _, text := range []string{turn.Question, turn.Answer} {
			if name := lastName(text); name != "" {
				return name
			}
		}
	}
	return ""
}

func lastName(text string) string {
	tokens := terms.Tokens(text)
	long, short := "", ""
	for i := 0; i < len(tokens); i++ {
		if t := tokens[i]; !t.Capital || !subject(t) {
			continue
		}
		j := i + 1
		for j < len(tokens) && (tokens[j].Capital && tokens[j].Word || hyphened(tokens, j)) {
			j++
		}
		name := unowned(text[tokens[i].Start:tokens[j-1].End])
		switch {
		case j > i+1:
			long = name
		case i > 0:
			short = name
		}
		i = j - 1
	}
	if long != "" {
		return long
	}
	return short
}

// hyphened reports whether token j is a hyphen within a name, "Kab-woo", or the
// part after it.
func hyphened(tokens []terms.Token, j int) bool {
	joins := func(k int) bool {
		return k > 0 && k+1 < len(tokens) && tokens[k].Lower == "-" && tokens[k-1].End == tokens[k].Start && tokens[k].End == tokens[k+1].Start
	}
	return joins(j) || joins(j-1)
}
