package rag

import (
	"slices"
	"strings"

	"newsdesk/rag/terms"
)

// asking are words, beside function words, that a question begins with before it
// comes to what it is about.
var asking = terms.Set(`long many much often far old say says said tell told please
think thinks thought feel feels felt believe believes believed mean means meant want wants wanted`)

// SaidBy is the question for what a speaker said on what another question is
// about: "What did Ines Brask say about tolls?" of "And what does she think of
// tolls?".
func SaidBy(speaker, question string) string {
	about := saidAbout(question)
	if about != "" {
		about = " about " + about
	}
	return "What did " + strings.TrimSpace(speaker) + " say" + about + "?"
}

// saidAbout is what a question, or a mere topic, is about.
func saidAbout(question string) string {
	p := parse(cleaned(question))
	for i, t := range p.tokens {
		if i > 0 && (p.says(i) || remarkNouns[t.Lower]) && !whWords[t.Lower] {
			if topic := p.topicAfter(i + 1); topic != "" {
				return topic
			}
		}
	}
	start := slices.IndexFunc(p.tokens, func(t terms.Token) bool {
		return t.Word && (determiners[t.Lower] || !asking[t.Lower] && !terms.Stop(t.Lower))
	})
	if start < 0 {
		return ""
	}
	return strings.TrimRight(p.text[p.tokens[start].Start:], "?!. ")
}
