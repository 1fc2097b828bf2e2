package rag

import (
	"slices"
	"strings"

	"newsdesk/rag/terms"
)

// "What else did she say?" wants what the same person said that the
// conversation has not shown yet.

const (
	sayingForms  = `(?:say|said|says|tell (?:us|reporters|them)|told (?:us|reporters|them)|add|added|mention|mentioned|promise|promised|write|wrote|claim|claimed)`
	furtherAbout = `(?P<about> (?:about|on|regarding|concerning) .+?)?`
	furtherWho   = `(?P<who>.+?)`
)

// furtherForms ask for more of somebody's words; the group who is empty where
// only the conversation tells.
var furtherForms = questions(
	`what (?:else|more) (?:did|does|has|had) `+furtherWho+` (?:have to )?`+sayingForms+furtherAbout,
	`(?:did|does|has|had) `+furtherWho+` `+sayingForms+` (?:anything|something) (?:else|more)`+furtherAbout,
	`what (?:other|further) (?:things|remarks|comments|statements) (?:did|has|does) `+furtherWho+` (?:make|made|say|said)`+furtherAbout,
	`(?:any|what) (?:other|more|further) (?:words|quotes|quotations|remarks|comments|statements)(?: (?:from|by|of) `+furtherWho+`)?`+furtherAbout,
	`(?:is there |was there )?(?:what|anything|something) (?:else|more)(?: (?:from|by) `+furtherWho+`)?`+furtherAbout,
)

// further puts a question for more of somebody's words anew; ok is false for
// any other. shown is what the conversation has answered so far.
func further(text string, history []Turn) (r reading, ok bool) {
	for _, form := range furtherForms {
		m := form.FindStringSubmatch(strings.TrimSpace(text))
		if m == nil {
			continue
		}
		who, about := m[form.SubexpIndex("who")], m[form.SubexpIndex("about")]
		words := terms.Tokens(who)
		if who == "" || slices.ContainsFunc(words, func(t terms.Token) bool { return thirdPersons[t.Lower] || t.Lower == "him" }) {
			if who = spokeLast(history); who == "" {
				return reading{}, false
			}
			r.note = "further words of " + who
		}
		r.text = "What did " + who + " say" + about + "?"
		for _, turn := range history {
			r.shown += plain(turn.Answer) + "\n"
		}
		return r, true
	}
	return reading{}, false
}

// spokeLast is the person whose words the conversation asked for last, else
// the person whom it named last.
func spokeLast(history []Turn) string {
	for i, turn := range slices.Backward(history) {
		q := read(Question{Text: cleaned(turn.Question), History: history[:i]})
		if p := parse(q.text); p.intent.speaker != "" && p.intent.proper {
			return p.intent.speaker
		}
	}
	return lastPerson(history)
}

// shownBefore reports whether the conversation has shown a sentence.
func (r *reading) shownBefore(s *sentence) bool {
	return r.shown != "" && strings.Contains(r.shown, plain(s.text()))
}
