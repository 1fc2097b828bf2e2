package synth

import (
	"regexp"
	"slices"
	"strings"
)

var (
	contractedRE = regexp.MustCompile(`(\w)n['’]t\b`)
	notRE        = regexp.MustCompile(` (?:not|never)\b`)
	auxiliaryRE  = regexp.MustCompile(`\b(?:is|was|are|were|will|would|can|could|has|have|had|should)\b`)
	pastRE       = regexp.MustCompile(` ([a-z]{3,})ed `)
)

// negation takes a "not" out or puts one in.
func (m *Maker) negation(s string) string {
	if contractedRE.MatchString(s) {
		return replaceFirst(contractedRE, s, "$1")
	}
	if notRE.MatchString(s) {
		return replaceFirst(notRE, s, "")
	}
	var places [][]int
	for _, p := range auxiliaryRE.FindAllStringIndex(s, -1) {
		if !strings.HasPrefix(s[p[1]:], " not") && !strings.HasPrefix(s[p[1]:], "n") && !strings.HasPrefix(s[p[1]:], " never") {
			places = append(places, p)
		}
	}
	if len(places) > 0 {
		p := pick(m, places)
		return s[:p[1]] + pick(m, []string{" not", " not", " never"}) + s[p[1]:]
	}
	if p := pastRE.FindStringSubmatchIndex(s); p != nil {
		if base := m.base(s[p[2]:p[3]]); base != "" {
			return s[:p[0]] + " did not " + base + s[p[1]-1:]
		}
	}
	return ""
}

// base is the infinitive of a regular verb without its -ed.
func (m *Maker) base(stem string) string {
	switch {
	case strings.HasSuffix(stem, "i"):
		return stem[:len(stem)-1] + "y"
	case len(stem) > 3 && stem[len(stem)-1] == stem[len(stem)-2] && strings.ContainsRune("pntmgbd", rune(stem[len(stem)-1])):
		return stem[:len(stem)-1]
	case needsE.MatchString(stem):
		return stem + "e"
	}
	return stem
}

var needsE = regexp.MustCompile(`(?:[^aeiou][aiou][cdgklmnprstuvz]|[sncr]e?[c]|at|iz|is|[lr]v|us|g|v|c)$`)

func replaceFirst(re *regexp.Regexp, s, with string) string {
	p := re.FindStringSubmatchIndex(s)
	if p == nil {
		return s
	}
	return s[:p[0]] + string(re.ExpandString(nil, with, s, p)) + s[p[1]:]
}

var opposites = func() map[string][]string {
	m := map[string][]string{}
	for pair := range strings.FieldsSeq(`rose/fell rise/fall rising/falling risen/fallen increased/decreased increase/decrease gained/lost won/lost win/lose
accepted/rejected accept/reject supported/opposed support/oppose approved/rejected approve/reject higher/lower high/low highest/lowest more/fewer more/less above/below
before/after first/last northern/southern eastern/western north/south largest/smallest larger/smaller strongest/weakest stronger/weaker strengthened/weakened
strengthen/weaken opened/closed open/closed open/close reopen/close start/end started/ended began/ended allowed/banned allow/ban bought/sold buy/sell
arrived/left safe/dangerous guilty/innocent acquitted/convicted younger/older old/new slow/accelerate grew/shrank heavy/light common/rare quickly/slowly confirmed/denied
free/unfair peaceful/violent success/failure best/worst big/small good/bad early/late longer/shorter hired/fired raise/lower up/down majority/minority
fewer/more less/more cut/raised fast/slow improve/worsen improved/worsened found/lost remain/leave joined/left join/leave`) {
		a, b, _ := strings.Cut(pair, "/")
		m[a] = append(m[a], b)
		m[b] = append(m[b], a)
	}
	return m
}()

// antonym puts the contrary in the place of a word.
func (m *Maker) antonym(s string) string {
	fields := strings.Fields(s)
	type swap struct {
		at   int
		with string
	}
	var swaps []swap
	for k, w := range fields {
		for _, o := range opposites[strings.TrimRight(w, ".,")] {
			swaps = append(swaps, swap{k, o + w[len(strings.TrimRight(w, ".,")):]})
		}
	}
	if len(swaps) == 0 {
		return ""
	}
	c := pick(m, swaps)
	fields[c.at] = c.with
	return strings.Join(fields, " ")
}

type pattern struct {
	re   *regexp.Regexp
	with string
}

func patterns(pairs ...string) (out []pattern) {
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, pattern{regexp.MustCompile(pairs[i]), pairs[i+1]})
	}
	return out
}

var raises = patterns(
	`\b(?:may|might) ([a-z])`, "will $1", `\bcould ([a-z])`, "will $1",
	`\b(?:plans?|hopes?|wants?|intends?|aims?|expects?) to `, "will ", `\b(?:is|are|was|were) (?:expected|likely|set|scheduled|due) to `, "will ",
	`\bshould `, "must ", `\bwould consider `, "will start ", `\b(?:allegedly|reportedly|possibly|probably|apparently|perhaps) `, "",
	`\b(?:is|was) (?:accused|suspected) of `, "is guilty of ", `\b(?:is|are) (?:considering|mulling|proposing) `, "will start ",
	`\b(?:tried|hoped|planned|attempted) to (open|close|reach|kill|join|stop|end|start)`, "${1}ed", `\bpromised to `, "did ",
)

// promised is the future of reported speech, "said it would close". Telling it as "will
// close" only shifts its tense; telling it as done raises it.
var promised = patterns(`\b(?:would|will) (open|reach|join|start|cross|appeal|remain|resist|return|weaken|strengthen|reopen|visit)\b`, "${1}ed",
	`\b(?:would|will) (double|retire)\b`, "${1}d", `\b(?:would|will) close\b`, "closed", `\b(?:would|will) cut\b`, "has cut", `\b(?:would|will) be ([a-z]+ed)\b`, "was $1", `\b(?:would|will) send\b`, "sent")

var requantify = patterns(
	`\b(?:[Ss]ome|[Mm]any|[Ss]everal) ([a-z])`, "all $1", `\b[Mm]ost of\b`, "all of", `\b[Aa] (?:few|number of)\b`, "all the", `\b[Aa]lmost all\b`, "all",
	`\b[Nn]early all\b`, "few", `\b[Aa]ll\b`, "some", `\b[Mm]any\b`, "few", `\b(?:often|sometimes|usually)\b`, "always", `\b[Mm]ore than\b`, "less than",
	`\b[Ff]ewer than\b`, "more than", `\b[Aa]t least\b`, "at most", `\b(?:almost|nearly|about) (\d)`, "more than $1", `\b[Uu]p to\b`, "at least", `\b[Hh]alf of\b`, "most of",
)

func (m *Maker) modality(s string) string   { return m.apply(slices.Concat(raises, promised), s) }
func (m *Maker) quantifier(s string) string { return m.apply(requantify, s) }

func (m *Maker) apply(ps []pattern, s string) string {
	var fit []pattern
	for _, p := range ps {
		if p.re.MatchString(s) {
			fit = append(fit, p)
		}
	}
	if len(fit) == 0 {
		return ""
	}
	p := pick(m, fit)
	return replaceFirst(p.re, s, p.with)
}
