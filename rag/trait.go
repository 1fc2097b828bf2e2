package rag

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"newsdesk/corpus/quote"
	"newsdesk/rag/terms"
)

// A question for an attribute, how old somebody is or what something costs, has
// an answer only in a sentence that gives a value of that kind of that subject.
// What merely tells of the subject is near it and no answer.

// trait is a property that a question asks of a subject.
type trait struct {
	*property
	// noun names the property where it is refused: "age", "wife".
	noun string
	// subject is whose it is, as written; head the stem of the word that must
	// stand by the value, parts the stems of its other words.
	subject string
	head    string
	parts   []string
	// given are, of parts, those within the name itself.
	given []string
	// proper is true where the subject is a name.
	proper bool
	// many is true where a number of relatives is asked for.
	many bool
}

// property is a kind of attribute.
type property struct {
	noun string
	// forms are the questions for it; the group x is the subject, the group
	// noun the word for the property where that varies.
	forms []*regexp.Regexp
	// cues are the stems of which a sentence that gives it holds one, or nil.
	cues map[string]bool
	// kin are the cues by the noun asked with.
	kin map[string]map[string]bool
	// values are the tokens at which a sentence gives one; nil where all that
	// can be told is whether the archive has the noun at all.
	values func(*sentence, map[string]bool) []int
	// personal is true where only persons have it; whole where an article about
	// a thing gives it of that thing without naming it again.
	personal, whole bool
	// soft is true where other words than the value's may give it, so that
	// nothing is refused.
	soft bool
	// reach is within how many tokens of the value the subject must stand, or 0
	// for the whole sentence.
	reach int
}

const (
	kinNouns  = `(?P<noun>wife|husband|spouse|partner|fiancée?|children|child|kids|sons?|daughters?|father|mother|parents|brothers?|sisters?|siblings?)`
	payNouns  = `(?P<noun>salary|income|wages?|pay|budget)`
	costNouns = `(?P<noun>price|cost|fare|fee)`
	be        = `(?:is|was|are|were)`
	do        = `(?:do|does|did|will|would)`
	whoWhat   = `(?:who|what)(?:'s|’s| ` + be + `)`
	what      = `what(?:'s|’s| ` + be + `)`
	owner     = `(?P<x>[^?]+?)(?:'s|’s|s'|s’)`
	subjectX  = `(?P<x>[^?]+?)`
)

// questions makes the forms that fill a whole question.
func questions(forms ...string) []*regexp.Regexp {
	var out []*regexp.Regexp
	for _, f := range forms {
		out = append(out, regexp.MustCompile(`(?i)^(?:and |so |please )?(?:(?:(?:can|could) you )?tell me,? |do you know )?`+f+`[ ?!.]*$`))
	}
	return out
}

// properties are the attributes that a sentence can be read for.
var properties = []*property{
	{noun: "age", personal: true, values: ages, forms: questions(
		`how old `+be+` `+subjectX, `how old `+subjectX+` `+be, `(?:`+what+` )?`+owner+` age`, what+` the age of `+subjectX)},
	{noun: "family", personal: true, values: relatives, kin: kinCues, forms: questions(
		what+` the names? of `+owner+` `+kinNouns,
		whoWhat+` the (?:names? of the )?`+kinNouns+` of `+subjectX,
		whoWhat+` `+owner+` `+kinNouns+`(?:(?:'s|’s)? names?| called)?`,
		`how many `+kinNouns+` `+do+` `+subjectX+` have`,
		`who (?P<noun>`+be+`) `+subjectX+` married to`,
		`(?P<noun>`+be+`) `+subjectX+` married`,
		do+` `+subjectX+` have (?:an? |any )?`+kinNouns)},
	{noun: "place of birth", personal: true, cues: stemmed("born birthplace birth native"), values: cuesAt, forms: questions(
		`where `+be+` `+subjectX+` born`, `where `+subjectX+` `+be+` born`, `in (?:what|which) (?:city|town|country|village|place|state) `+be+` `+subjectX+` born`, what+` `+owner+` birthplace`)},
	{noun: "date of birth", personal: true, cues: stemmed("born birth birthday"), values: birthDates, forms: questions(
		`when `+be+` `+subjectX+` born`, `when `+subjectX+` `+be+` born`, `(?:in )?(?:what|which) year `+be+` `+subjectX+` born`, what+` `+owner+` (?:birthday|date of birth)`)},
	{noun: "date or place of death", personal: true, cues: stemmed("die died death dead killed buried executed assassinated drowned"), values: deaths, forms: questions(
		`(?:when|where|(?:in )?(?:what|which) year) did ` + subjectX + ` die`)},
	{noun: "home", personal: true, cues: stemmed("live lives lived living reside resident dwell"), values: cuesAt, forms: questions(
		`where ` + do + ` ` + subjectX + ` live`)},
	{noun: "height", values: measuredIn(stemmed("metre metres meters foot feet ft cm centimetre centimetres inch storey story floor m")), forms: questions(
		`how tall ` + be + ` ` + subjectX)},
	{noun: "length", soft: true, values: measuredIn(lengthUnits), forms: questions(
		`how (?:long|wide|deep|high) ` + be + ` ` + subjectX)},
	{noun: "speed", values: measuredIn(stemmed("mph kph knot mach hour second")), forms: questions(
		`how fast `+be+` (?P<x>(?:the|an?|his|her|its|their) [^?]+?)`, `how fast `+do+` `+subjectX+` (?:go|travel|drive|fly|run|sail)`)},
	{noun: "weight", values: measuredIn(stemmed("kilo kilogram kilogramme kilogrammes kg pound lb tonne ton gram gramme grammes ounce stone carat")), forms: questions(
		`how heavy `+be+` `+subjectX, `how much `+do+` `+subjectX+` weigh`)},
	{noun: "price", values: money, cues: stemmed("cost price worth value pay charge fare fee sell buy spend budget bill sum expense free"), forms: questions(
		`(?:how much|what) `+do+` `+subjectX+` cost`, what+` the `+costNouns+` (?:of|for) `+subjectX, what+` `+owner+` `+costNouns,
		`(?:how much|what) `+be+` `+subjectX+` worth`)},
	{noun: "pay", values: money, cues: stemmed("salary income wage pay earn budget make receive"), forms: questions(
		what+` `+owner+` `+payNouns, what+` the `+payNouns+` of `+subjectX, `how much `+do+` `+subjectX+` earn`)},
	{noun: "colour", cues: stemmed(`red blue green yellow brown black white grey pink purple orange violet golden silver crimson scarlet turquoise
beige cream ivory navy maroon teal indigo lilac lavender bronze amber tan coloured colour pale dark`), values: cuesAt, forms: questions(
		`what colou?r `+be+` `+subjectX, what+` the colou?r of `+subjectX, what+` `+owner+` colou?r`)},
	{noun: "address", reach: 8, values: addresses, forms: questions(
		what+` the (?:street )?address of `+subjectX, what+` `+owner+` (?:street )?address`)},
	{noun: "population", whole: true, cues: stemmed("population inhabitant resident live citizen"), values: inhabitants, forms: questions(
		what+` the population of `+subjectX, what+` `+owner+` population`, `how many (?:people|inhabitants) live in `+subjectX)},
	{noun: "belonging", forms: questions(
		what+` the names? of `+owner+` (?P<noun>[\pL-]+(?: [\pL-]+)?)`,
		whoWhat+` `+owner+` (?P<noun>[\pL-]+(?: [\pL-]+)?)(?:(?:'s|’s) names?| called)?`,
		whoWhat+` the (?P<noun>[\pL-]+(?: [\pL-]+)?) of `+subjectX,
		`how many (?P<noun>[\pL-]+(?: [\pL-]+)?) `+do+` `+subjectX+` have`)},
}

// kinCues are the words by which an article names a relative, by the stem of
// the word that asks: a wife's husband is told of by "wife", a couple by either.
var kinCues = func() map[string]map[string]bool {
	couple := `wife husband spouse partner fiancé fiancée married marry marries wed widow widower bride groom couple wedding`
	child := `child children kid baby twin triplet`
	out := make(map[string]map[string]bool)
	for nouns, cues := range map[string]string{
		"wife husband spouse partner fiancé fiancée is was are were": couple,
		"child children kid kids":                                    child + ` son daughter boy girl mother father`,
		"son sons":                                                   child + ` son boy`,
		"daughter daughters":                                         child + ` daughter girl`,
		"father":                                                     `father parent dad son daughter child`,
		"mother":                                                     `mother parent mum mom son daughter child`,
		"parents":                                                    `father mother parent son daughter`,
		"brother brothers":                                           `brother sibling twin`,
		"sister sisters":                                             `sister sibling twin`,
		"sibling siblings":                                           `brother sister sibling twin`,
	} {
		for _, n := range terms.Stems(nouns) {
			out[n] = stemmed(cues)
		}
	}
	return out
}()

// traitAsked is the attribute that the question asks for, or nil.
func (p *parsed) traitAsked() *trait {
	if p.language != english {
		return nil
	}
	text := strings.TrimSpace(p.text)
	for _, kind := range properties {
		for _, form := range kind.forms {
			m := form.FindStringSubmatch(text)
			if m == nil {
				continue
			}
			a := &trait{property: kind, noun: kind.noun, many: strings.Contains(strings.ToLower(text), "how many")}
			noun := ""
			if i := form.SubexpIndex("noun"); i >= 0 {
				noun = strings.ToLower(m[i])
				if a.noun = noun; isBe(noun) {
					a.noun = "spouse"
				}
			}
			if kind.kin != nil {
				stems := terms.Stems(noun)
				a.property = &property{noun: kind.noun, cues: kind.kin[stems[len(stems)-1]], kin: kind.kin, values: kind.values, personal: true}
			}
			if a.of(m[form.SubexpIndex("x")]) {
				return a
			}
			return nil
		}
	}
	return nil
}

// Where a subject ends: clauses say when, and placings where, which a name after
// them makes a part of it.
var (
	subjectEnds = terms.Set("when after before if while during since by as that which who , ; : ( ) currently now today then ever")
	placings    = terms.Set("at in on from to with near")
)

// of reads the subject; false where it is none that an article could name.
func (a *trait) of(text string) bool {
	tokens := terms.Tokens(text)
	end := 0
	for end < len(tokens) && (end == 0 || !subjectEnds[tokens[end].Lower]) {
		end++
	}
	tokens = tokens[:end]
	a.subject = text[tokens[0].Start:tokens[end-1].End]
	phrase := nounPhrase(tokens, a.personal)
	var words []terms.Token
	for _, t := range phrase {
		if t.Word && !terms.Stop(t.Lower) {
			words = append(words, t)
		}
	}
	if len(words) == 0 {
		return false
	}
	last := words[len(words)-1]
	a.proper, a.head = last.Capital, last.Stem
	if surname := terms.Stems(quote.Surname(text[words[0].Start:last.End])); a.proper && a.personal && len(surname) > 0 {
		a.head = surname[len(surname)-1]
	}
	placed := false
	for _, t := range tokens {
		placed = placed || placings[t.Lower]
		if !t.Word || terms.Stop(t.Lower) || t.Stem == a.head || placed && (!t.Capital || months[t.Lower] || weekdays[t.Lower]) {
			continue
		}
		a.parts = append(a.parts, t.Stem)
		if slices.Contains(words, t) {
			a.given = append(a.given, t.Stem)
		}
	}
	return !a.personal || a.proper || len(words) <= 2
}

// nounPhrase is the tokens up to the first "of" or word of place: "the violin"
// of "the violin of the leader"; an "of" within a name parts it only where the
// name is a person's.
func nounPhrase(tokens []terms.Token, person bool) []terms.Token {
	for i, t := range tokens {
		named := i > 0 && i+1 < len(tokens) && tokens[i-1].Capital && tokens[i+1].Capital && !person
		if i > 0 && (placings[t.Lower] || t.Lower == "of" && !named) {
			return tokens[:i]
		}
	}
	return tokens
}

// refused says that no article gives the attribute.
func (a *trait) refused() string {
	if a.kin != nil || a.values == nil {
		return fmt.Sprintf("No article found in the archive tells of %s’s %s.", a.subject, a.noun)
	}
	return fmt.Sprintf("No article found in the archive gives the %s of %s.", a.noun, a.subject)
}
