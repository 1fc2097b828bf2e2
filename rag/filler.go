package rag

import (
	"strings"

	"newsdesk/rag/terms"
)

// politeness is what is said to whoever answers and not about the subject.
var politeness = terms.Set("please pls plz kindly yes yeah yep oops ok okay thanks thank thx hello hi hey sorry btw")

// requests are verbs that ask for an answer: "tell me about", "can you
// summarise".
var requests = terms.Set("tell give show explain summarize summarise describe list help")

// opinions are verbs by which somebody in the conversation speaks of what they
// say: "do you think", "I meant", "I heard that".
var opinions = terms.Set("think mean meant know knew heard hear guess wonder said say told believe")

// indefinite are pronouns that name nobody and nothing.
var indefinite = terms.Set("anyone anybody someone somebody everyone everybody anything something everything")

// filler reports whether token i is addressed to the one who answers. What
// stands in the archive need not hold such a word.
func (p *parsed) filler(i int) bool {
	t := p.tokens[i]
	if p.language != english || t.Capital && i != p.first {
		return false
	}
	before, after := p.before(i), p.word(i+1)
	switch {
	case politeness[t.Lower], indefinite[t.Lower], t.Lower == "much":
		return true
	case t.Lower == "news":
		return len(p.content(i+1, 1)) == 0 // not "news agency"
	case requests[t.Lower]:
		return i == p.first || before == "you" || after == "me" || after == "us"
	case opinions[t.Lower]:
		return before == "i" || before == "you" || t.Lower == "know" && before == "to" && (p.word(i-2) == "want" || p.word(i-2) == "like")
	case t.Lower == "want":
		return before == "i" && after == "to" && p.word(i+2) == "know"
	case t.Lower == "little", t.Lower == "bit":
		return t.Lower == "bit" && before == "little" || after == "bit"
	}
	return false
}

// before is the word before token i that is no polite one, or "".
func (p *parsed) before(i int) string {
	for i--; i >= 0; i-- {
		if w := p.word(i); !politeness[w] && strings.Trim(w, ",;") != "" {
			return w
		}
	}
	return ""
}
