package rag

import (
	"cmp"
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

// further puts a question for more of somebody's words anew, asked after the
// first n turns; ok is false for any other.
func (c *conversation) further(text string, n int) (r reading, ok bool) {
	for _, form := range furtherForms {
		m := form.FindStringSubmatch(strings.TrimSpace(text))
		if m == nil {
			continue
		}
		who, about := m[form.SubexpIndex("who")], m[form.SubexpIndex("about")]
		words := terms.Tokens(who)
		if who == "" || slices.ContainsFunc(words, func(t terms.Token) bool { return thirdPersons[t.Lower] || t.Lower == "him" }) {
			if who = c.spokeLast(n); who == "" {
				return reading{}, false
			}
			r.note = "further words of " + who
		}
		r.text = "What did " + who + " say" + about + "?"
		for _, turn := range c.turns[:n] {
			r.shown += plain(turn.Answer) + "\n"
		}
		return r, true
	}
	return reading{}, false
}

// spokeLast is the person whose words the first n turns asked for last, else
// the person whom they named last.
func (c *conversation) spokeLast(n int) string {
	return cmp.Or(c.askedLast(n), lastPerson(c.turns[:n]))
}

// askedLast is spokeLast without those who are only named. Each turn is read
// once: it may itself want more of the words of who was asked for before.
func (c *conversation) askedLast(n int) string {
	if n == 0 {
		return ""
	}
	who, ok := c.asked[n]
	if !ok {
		r := c.read(cleaned(c.turns[n-1].Question), n-1)
		if p := parse(r.text); p.intent.speaker != "" && p.intent.proper {
			who = p.intent.speaker
		} else {
			who = c.askedLast(n - 1)
		}
		c.asked[n] = who
	}
	return who
}

// shownBefore reports whether the conversation has shown a sentence.
func (r *reading) shownBefore(s *sentence) bool {
	return r.shown != "" && strings.Contains(r.shown, plain(s.text()))
}
