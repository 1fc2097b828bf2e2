package segment

import "strings"

// class says how an abbreviation behaves before a capital.
type class int

const (
	titled  class = iota + 1 // before a name: "Mr.", "Gen.", "St."
	counted                  // before a number: "No.", "Fig."
	spoken                   // may stand last: "Inc.", "Jr.", "etc."
	dated                    // a month or weekday, capitalised: "Jan."
	open                     // never last: "vs.", "cf."
)

// abbreviations are those that news style books (AP, Reuters) use, without
// their full stop and in lower case.
var abbreviations = lexicon(map[class]string{
	titled: `mr mrs ms mx messrs dr prof gen lt col sgt cpl capt cmdr maj brig adm rear vice-adm
		sen sens rep reps gov govs pres supt det insp rev fr hon amb asst assoc atty mt ft st ste pvt pfc spc`,
	counted: `no nos fig figs vol vols pp pg ch art sec eq approx ca`,
	spoken: `inc co corp ltd llc plc bros jr sr esq etc al dept univ ave blvd rd hwy est
		ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore
		pa tenn tex va vt wash wis wyo ont que alta`,
	dated: `jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun`,
	open:  `vs cf viz`,
})

func lexicon(classes map[class]string) map[string]class {
	all := map[string]class{}
	for c, words := range classes {
		for w := range strings.FieldsSeq(words) {
			all[w] = c
		}
	}
	return all
}

func set(words string) map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		all[w] = true
	}
	return all
}

// starters begin sentences and are no part of a name, so that "the U.S. But"
// is a border and "the U.S. Senate" is not.
var starters = set(`A An The This That These Those There Here It Its It's It’s He He's He’s She She's She’s They They're
	They’re We We're We’re You I His Her Their Our My Your Who What When Where Why How Which Whose
	And But Or Nor So Yet If As At By For From In Into Of On To With Without Within Under After Before During Since Until
	While Although Though Because However Meanwhile Moreover Furthermore Instead Still Also Then Thus Therefore Nevertheless
	Some Many Most Few Several Both Each Every All Any Another Other Others None Nobody Not No Yes
	Is Are Was Were Has Have Had Do Does Did Can Could Will Would Should May Might Let
	Last Next Earlier Later Now Today Yesterday Tomorrow Once Only Even Just About Among Amid Despite Unlike Like According
	Asked Speaking Officials Police Experts Critics Analysts Researchers Scientists`)

// zones go on with a time of day: "9 p.m. Eastern", "9 a.m. Monday".
var zones = set(`Eastern Central Mountain Pacific Atlantic Alaska Hawaii Standard Daylight Local London Moscow Beijing Tokyo
	Monday Tuesday Wednesday Thursday Friday Saturday Sunday
	Mon Tue Tues Wed Thu Thurs Fri Sat Sun
	January February March April May June July August September October November December
	Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec`)

// speechVerbs are the verbs that name who put a quoted question.
var speechVerbs = set(`asked said says asks told tells added adds wrote writes tweeted replied responded shouted cried
	exclaimed demanded wondered inquired joked quipped recalled continued declared insisted explained`)
