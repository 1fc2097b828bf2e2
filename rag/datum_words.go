package rag

import (
	"strings"

	"newsdesk/rag/terms"
)

// What a figure is of: a small general lexicon of what news counts, times and
// prices. Words of one line are of one thing: who "died", who "was killed" and
// "the death toll". Two figures of a thing can differ; those of two cannot.

// What figures measure. A sum of money is of the kind of its currency.
const (
	counting = "count"
	timing   = "time"
	extent   = "length"
	percents = "percent"
	moneyed  = "" // of a thing: whatever the currency
)

// thing is what figures of one kind can be of.
type thing struct {
	name string // as Disagreement.About has it
	kind string // counting, timing, or moneyed
	// happens are the verbs, adjectives and nouns for it; does those of them that
	// do it to somebody, so that a figure after them counts whom: "killed three".
	happens, does map[string]bool
}

var things = []*thing{
	{"the number of dead", counting, stemmed("die dead death kill perish fatality slay"), stemmed("kill slay")},
	{"the number of injured", counting, stemmed("injure injury hurt wound hospitalize maim"), stemmed("injure hurt wound hospitalize maim")},
	{"the number of arrests", counting, stemmed("arrest detain detention"), stemmed("arrest detain")},
	{"the number of missing", counting, stemmed("missing unaccounted"), nil},
	{"the number of rescued", counting, stemmed("rescue save"), stemmed("rescue save")},
	{"the number of evacuated", counting, stemmed("evacuate displace homeless"), stemmed("evacuate displace")},
	{"the number of those who came", counting, stemmed("attend attendance march rally gather demonstrate turnout audience spectator participate protest"), nil},
	{"the number of those laid off", counting, stemmed("dismiss layoff redundant redundancy sack"), stemmed("dismiss sack")},
	{"the number of ill", counting, stemmed("sicken infect poison infection"), stemmed("sicken infect poison")},

	{name: "the length of the talks", kind: timing, happens: stemmed("talk meet meeting summit negotiate negotiation converse conversation discussion confer together session")},
	{name: "the length of the fire", kind: timing, happens: stemmed("fire flame blaze burn inferno extinguish douse")},
	{name: "the length of the search", kind: timing, happens: stemmed("rescue search")},
	{name: "the length of the closure", kind: timing, happens: stemmed("close closure shut shutdown")},
	{name: "the length of the outage", kind: timing, happens: stemmed("outage blackout electricity power dark")},
	{name: "the length of the strike", kind: timing, happens: stemmed("strike walkout stoppage")},
	{name: "the length of the delay", kind: timing, happens: stemmed("delay late")},
	{name: "the length of the trial", kind: timing, happens: stemmed("trial hearing deliberate deliberation")},
	{name: "the sentence", kind: timing, happens: stemmed("sentence jail prison imprison imprisonment")},
	{name: "the length of the journey", kind: timing, happens: stemmed("flight fly journey trip voyage cross crossing sail")},
	{name: "the length of the siege", kind: timing, happens: stemmed("siege standoff hostage")},
	{name: "the length of the protest", kind: timing, happens: stemmed("protest demonstrate demonstration march rally")},
	{name: "the length of the speech", kind: timing, happens: stemmed("speech speak address")},
	{name: "the length of the visit", kind: timing, happens: stemmed("visit stay")},

	{name: "the damage", happens: stemmed("damage")},
	{name: "the cost", happens: stemmed("cost price")},
	{name: "the budget", happens: stemmed("budget")},
	{name: "the fine", happens: stemmed("fine penalty")},
	{name: "the loss", happens: stemmed("lose loss deficit")},
	{name: "the profit", happens: stemmed("profit")},
	{name: "the revenue", happens: stemmed("revenue sales turnover")},
	{name: "the debt", happens: stemmed("debt owe")},
	{name: "the worth", happens: stemmed("worth value valuation")},
	{name: "the pay", happens: stemmed("salary wage pay")},
	{name: "the ransom", happens: stemmed("ransom")},
	{name: "the aid", happens: stemmed("donate donation aid grant fund")},
}

// inKind are the things of a kind by the stems for them.
func inKind(k string) map[string]*thing {
	m := make(map[string]*thing)
	for _, t := range things {
		if t.kind == k {
			for stem := range t.happens {
				m[stem] = t
			}
		}
	}
	return m
}

var (
	countedThings = inKind(counting)
	timedThings   = inKind(timing)
	pricedThings  = inKind(moneyed)
)

// thingsOf are the things that figures of a kind can be of.
func thingsOf(k string) map[string]*thing {
	switch k {
	case counting:
		return countedThings
	case timing:
		return timedThings
	case extent, percents:
		return nil
	}
	return pricedThings
}

// dying is what "lose" and "life" mean beside each other, "claim" and "victim".
var dying = countedThings[dieStem]

var (
	lives     = stemmed("life victim")
	tollStem  = terms.Stems("toll")[0]
	takesLife = stemmed("lose claim cost take")
)

// everybody are nouns that count people whoever they are.
var everybody = func() map[string]bool {
	m := stemmed("people person victim casualty life")
	m[""] = true
	for stem := range countedThings {
		m[stem] = true // "five deaths", "12 injuries"
	}
	return m
}()

// somebody are nouns that one person may be called.
var somebody = func() map[string]bool {
	m := stemmed("suspect teenager boy girl driver officer fighter gunman policeman boss guard owner captain pilot")
	for _, nouns := range []map[string]bool{personKinds, personNouns} {
		for stem := range nouns {
			m[stem] = true
		}
	}
	return m
}()

var (
	nobodies = terms.Set("nobody none")
	anybody  = terms.Set("anyone anybody")
	// unreal are words that make what follows no report of what happened.
	unreal = terms.Set("if unless whether would could may might should feared denied denies deny planned expected scheduled")
	// atLeast and atMost are qualifiers of one or two words that leave one side open.
	atLeast = map[string]bool{"at least": true, "more than": true, "over": true, "above": true, "least": true, "exceeding": true, "exceeded": true}
	atMost  = map[string]bool{"at most": true, "up to": true, "under": true, "below": true, "within": true, "less than": true, "fewer than": true, "maximum": true}
	roughly = terms.Set("about around some roughly approximately nearly almost")
	// further and pointing are words after a figure, and including before it, that
	// make it a part, a rate, a difference or, of time, a point.
	further   = terms.Set("another other others more further additional extra fewer less each per apiece higher lower longer shorter")
	pointing  = terms.Set("later earlier ago before after since")
	including = terms.Set("another other further additional including extra each every by from than first last next past")
)

// twoWords joins tokens i and i+1 as a qualifier may have them.
func twoWords(tokens []terms.Token, i int) string {
	if i < 0 || i+1 >= len(tokens) {
		return ""
	}
	return strings.Join([]string{tokens[i].Lower, tokens[i+1].Lower}, " ")
}
