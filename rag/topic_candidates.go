package rag

import (
	"hash/fnv"
	"strings"

	"newsdesk/corpus"
	lang "newsdesk/corpus/language"
	"newsdesk/corpus/segment"
	"newsdesk/rag/terms"
)

// topicCount counts the candidates of articles.
type topicCount struct {
	of map[string]*tally
	n  int // articles
	// read are the sentences counted: one that an earlier article has word for
	// word is a site's own, or a copied one.
	read map[uint64]bool
}

// article counts the names and phrases of a, which is in the language of that
// code, or "" where that is not known. Only the function words of its own
// language are none of its topics.
func (c *topicCount) article(a *corpus.Article, code string) {
	c.n++
	for _, s := range segment.Sentences(a) {
		text := s.Of(a.Text)
		h := fnv.New64a()
		h.Write([]byte(text))
		if s.Kind != corpus.Body || c.read[h.Sum64()] {
			continue
		}
		c.read[h.Sum64()] = true
		p := topical{parsed: parsed{text: text, tokens: terms.Tokens(text)}, grammar: lang.Words(code), nouns: lang.CapitalNouns(code), foreign: code != "" && code != lang.English}
		for i := 0; i < len(p.tokens); i++ {
			if personTitles[p.word(i)] {
				continue // "President Joe Biden" and "Joe Biden" are one
			}
			if to := p.nameFrom(i); to > i {
				name := unowned(text[p.tokens[i].Start:p.tokens[to-1].End])
				t := c.count(p.tokens[i:to], name, TopicOther, a)
				t.sure = t.sure || !p.nouns || to > i+1
				before := p.word(i - 1)
				if before == "the" {
					before = p.word(i - 2)
				}
				if hasWord("in near across", before) {
					t.after++
				}
				i = to - 1
				continue
			}
			if p.phraseAt(i) {
				c.count(p.tokens[i:i+2], text[p.tokens[i].Start:p.tokens[i+1].End], TopicPhrase, a).sure = true
			}
		}
	}
}

// topical is a sentence whose topics are looked for.
type topical struct {
	parsed
	// grammar is the function words of its language, nouns whether that writes
	// every noun with a capital, foreign whether it is known not to be English.
	grammar        map[string]bool
	nouns, foreign bool
}

// functional reports whether token i is a function word.
func (p *topical) functional(i int) bool {
	return terms.Stop(p.word(i)) || p.grammar[lang.Fold(p.word(i))]
}

var personTitles = terms.Set("mr mrs ms dr president minister mayor king queen prince senator judge chancellor governor secretary spokesman spokeswoman director inspector detective sergeant councillor professor")

// nameFrom is where the name that begins at token i ends; i where none does.
// What begins a sentence is a name only with another capital after it.
func (p *topical) nameFrom(i int) int {
	to := i
	for to < len(p.tokens) && p.tokens[to].Word && p.tokens[to].Capital && !p.tokens[to].Number && !notNames[p.word(to)] && (to > i || !p.functional(to)) {
		to++
		if possessive(p.text[p.tokens[to-1].Start:p.tokens[to-1].End]) {
			break
		}
		if hasWord("of for", p.word(to)) && to+1 < len(p.tokens) && p.tokens[to+1].Capital && p.tokens[to+1].Word {
			to++ // "Centers for Disease Control"
		}
	}
	if to > i && hasWord("of for", p.word(to-1)) {
		to--
	}
	opens := i == 0 || !p.tokens[i-1].Word && hasWord(`. ? ! " ' : -`, p.tokens[i-1].Lower)
	switch {
	case to == i, opens && to == i+1, to == i+1 && len(p.tokens[i].Lower) < 2, to-i > 6:
		return i
	}
	return to
}

var notNames = terms.Set(`monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november
	december mr mrs ms dr i i'm but and the he she it they we you yes no if when this that there photo image getty reuters ap afp advertisement read more ceo
	jan feb mar apr jun jul aug sep sept oct nov dec`)

// phraseAt reports whether the two words from token i on are a subject: a noun
// with what qualifies it, no more and no less. Where every noun has a capital
// none is.
func (p *topical) phraseAt(i int) bool {
	if p.nouns || !p.phraseWord(i) || !p.phraseWord(i+1) || p.phraseWord(i-1) {
		return false
	}
	more := p.phraseWord(i + 2)
	if p.foreign {
		return !more
	}
	// "the harbour killed", "denied reports"; but "an injured driver", and "a
	// tidal barrier failed".
	return (!more || terms.Past(p.word(i+2))) && !terms.Past(p.word(i+1)) && (!terms.Past(p.word(i)) || qualifies[p.word(i-1)])
}

// qualifies are the words after which a past form qualifies the noun that
// follows.
var qualifies = terms.Set("a an the this that these those its their his her our my your some any no each every all of for in on at to with from by about and or")

// phraseWord reports whether token i can be a word of a topic phrase.
func (p *topical) phraseWord(i int) bool {
	if i < 0 || i >= len(p.tokens) {
		return false
	}
	t := p.tokens[i]
	return t.Word && !t.Capital && !t.Number && len(t.Lower) > 3 && !strings.ContainsAny(t.Lower, "'0123456789") && !p.functional(i) &&
		!saying[t.Stem] && !lightVerbs[t.Stem] && !measures[t.Lower] && !strings.HasSuffix(t.Lower, "ly") && !vague[t.Lower]
}

var vague = terms.Set(`last next first second third year years month months week weeks days time times today earlier later according including people
	many much very well like around least still even never ever million billion percent hundred thousand several another other former recent past early late
	told want wants wanted need needs know knows think thinks called says added since because however although though through against before after along away
	back been being both came come comes coming does doing done down each every from gave give given gives gone good great half have having here high himself
	into just keep kept kind left less life likely little long look looking made main make makes making might most must near nearly often once only part
	place point quite rather really same seen small some soon such take taken takes taking than that them then these thing things those three took under
	until upon used using wants ways went were what when where which while will with within without work working would
	anyone anything anybody someone something somebody everyone everything everybody nobody nothing none nowhere somewhere everywhere anywhere
	overnight tonight yesterday tomorrow together instead maybe perhaps already always usually often sometimes almost again forever
	abroad ahead apart aside nearby meanwhile otherwise therefore hence whether unless except despite`)

// count counts one mention of a candidate in a, the article of number c.n.
func (c *topicCount) count(tokens []terms.Token, written string, kind TopicKind, a *corpus.Article) *tally {
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = t.Lower
	}
	key := string(kind) + " " + strings.Join(words, " ")
	t := c.of[key]
	if t == nil {
		t = &tally{topic: Topic{Kind: kind}, words: words, written: map[string]int{}}
		c.of[key] = t
	}
	t.mentions++
	t.written[shownText(written)]++
	if t.latest == c.n {
		return t
	}
	t.latest = c.n
	t.topic.Articles++
	if len(t.in) < judges {
		t.in = append(t.in, a.ID)
	}
	if day := a.Published; !day.IsZero() {
		if t.first.IsZero() || day.Before(t.first) {
			t.first = day
		}
		if day.After(t.last) {
			t.last = day
		}
	}
	return t
}
