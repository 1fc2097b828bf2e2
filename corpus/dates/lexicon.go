package dates

import "strings"

// class is what a word can be within a date expression.
type class uint8

const (
	other    class = iota
	month          // value 1 to 12
	weekday        // 1 Monday to 7 Sunday
	near           // "yesterday": days from today
	unit           // a Precision
	season         // 1 spring to 4 winter
	quarter        // "Q3": 3
	cardinal       // "two", "a"
	ordinal        // "first", "25th"
	decade         // "nineties": 90
	vague          // "several": an unknown number
	pointer        // "last", "this", "next"
	part           // "early", "end": a Part
	hedge          // "around"
	particle       // function words, told apart by their text
)

// How a pointer counts: by calendar units before, at or after the present
// one, as a run of days up to or from it, or from another date of the text.
const (
	last int8 = iota
	this
	next
	past
	coming
	previous
	following
	same
)

// entry is what is known of a word.
type entry struct {
	class class
	val   int8
	// short: an abbreviation, which needs a day or a year beside it.
	short bool
	// many: a plural.
	many bool
}

// longest is the length of the longest word in the lexicon.
const longest = 13

var lexicon = func() map[string]entry {
	all := map[string]entry{}
	list := func(c class, first int8, words string) {
		for i, group := range strings.Fields(words) {
			for w := range strings.SplitSeq(group, "/") {
				all[w] = entry{class: c, val: first + int8(i)}
			}
		}
	}
	each := func(c class, val int8, words string) {
		for w := range strings.FieldsSeq(words) {
			all[w] = entry{class: c, val: val}
		}
	}
	list(month, 1, "january february march april may june july august september october november december")
	list(weekday, 1, "monday tuesday wednesday thursday friday saturday sunday")
	each(weekday, 2, "tues")
	each(weekday, 4, "thurs thur")
	short := func(c class, words string) {
		for i, group := range strings.Fields(words) {
			for w := range strings.SplitSeq(group, "/") {
				all[w] = entry{class: c, val: int8(i + 1), short: true}
			}
		}
	}
	short(month, "jan feb mar apr - jun jul aug sep/sept oct nov dec")
	short(weekday, "mon tue wed thu fri sat sun")
	list(season, 1, "spring summer autumn/fall winter")
	list(quarter, 1, "q1 q2 q3 q4")
	list(cardinal, 1, `one/a/an two/couple three four five six seven eight nine ten eleven twelve/dozen thirteen
		fourteen fifteen sixteen seventeen eighteen nineteen twenty`)
	list(ordinal, 1, `first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
		fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
		twentieth`)
	for i, w := range []string{"thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"} {
		each(cardinal, int8(30+10*i), w)
	}
	each(ordinal, 30, "thirtieth")
	for i, w := range []string{"thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"} {
		each(decade, int8(30+10*i), w)
	}
	each(near, 0, "today tonight")
	each(near, -1, "yesterday")
	each(near, 1, "tomorrow")
	each(vague, 0, "few several many")
	for p, w := range map[Precision]string{Day: "day", Weekend: "weekend", Week: "week fortnight", Month: "month",
		Quarter: "quarter", Year: "year", Decade: "decade", Century: "century"} {
		each(unit, int8(p), w)
		for one := range strings.FieldsSeq(w) {
			all[one+"s"] = entry{class: unit, val: int8(p), many: true}
		}
	}
	all["centuries"] = entry{class: unit, val: int8(Century), many: true}
	delete(all, "centurys")
	list(pointer, last, "last this next past coming/upcoming previous/preceding following same")
	each(pointer, this, "current")
	for p, w := range map[Part]string{Early: "early earlier", Mid: "mid middle", Late: "late later",
		Start: "start beginning opening", End: "end close"} {
		each(part, int8(p), w)
	}
	each(hedge, 0, "around nearly almost roughly approximately about some over under circa c more less")
	each(particle, 0, `the of on in since until till through to and by before after from between at during throughout
		within ago hence now than prior ahead half`)
	return all
}()

// named are words that make a weekday part of a name: "Black Friday".
var named = set(`black good bloody super ash palm cyber easter holy maundy shrove fat giving whit blue red throwback
	casual freaky man joe ruby sheffield stir mail trinity mothering`)

// titles are words that make the weekday before them part of a name: "The
// Sunday Times".
var titles = set(`times telegraph express mirror mail herald post independent people star world business
	addams club morning-herald`)

// counted are nouns that show the number before them to be no date: "in April
// 19 people", "in 1984 homes".
var counted = set(`people persons men women children homes houses families soldiers troops civilians police officers
	workers employees jobs staff students pupils refugees migrants victims deaths dead injured wounded casualties cases
	patients infections votes voters seats delegates members fans passengers prisoners protesters demonstrators
	residents villagers tourists visitors fighters militants rebels miles kilometres kilometers km metres meters m feet
	foot ft inches yards acres hectares tonnes tons kg kilograms kilos pounds lbs litres liters gallons barrels dollars
	euros pounds roubles rubles yen yuan won percent pc per points degrees times words pages copies units cars vehicles
	trucks planes aircraft ships rockets missiles buildings schools hospitals villages towns cities countries companies
	firms shares million billion trillion thousand hundred years months weeks days hours minutes seconds goals runs
	games matches medals square cubic megawatts mw gmt utc hrs local bst est edt cet more others animals items`)

func set(words string) map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		all[w] = true
	}
	return all
}
