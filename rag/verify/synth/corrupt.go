package synth

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Corruptions are the kinds of corruption, in a fixed order. "entity" takes
// a name of the same article, "stranger" one from elsewhere.
var Corruptions = strings.Fields(`entity stranger number date unit negation antonym speaker modality quantifier direction
	extra fusion circumstance splice`)

// Corrupt makes sentence i of a, as rewritten in s, say something else. It is
// empty where the sentence has nothing of that kind.
func (m *Maker) Corrupt(kind, s string, a *Article, i int) string {
	out := ""
	switch kind {
	case "entity":
		out = m.entity(s, a.Names)
	case "stranger":
		out = m.entity(s, m.strangers)
	case "number":
		out = m.number(s, a)
	case "date":
		out = m.date(s)
	case "unit":
		out = m.unit(s)
	case "negation":
		out = m.negation(s)
	case "antonym":
		out = m.antonym(s)
	case "speaker":
		out = m.speaker(s, a)
	case "modality":
		out = m.modality(s)
	case "quantifier":
		out = m.quantifier(s)
	case "direction":
		out = m.direction(s)
	case "extra":
		out = m.extra(s, a, i)
	case "fusion":
		out = m.fusion(s, a, i)
	case "circumstance":
		out = m.circumstance(s, a, i)
	case "splice":
		out = m.splice(s, a, i)
	}
	if out == s || len(strings.Fields(out)) < 4 {
		return ""
	}
	return out
}

// entity puts another name of pool in the place of one of s.
func (m *Maker) entity(s string, pool []string) string {
	names := Names(s)
	if first := nameRE.FindString(s); strings.HasPrefix(s, first) && strings.Contains(first, " ") && !notNames[strings.Fields(first)[0]] {
		names = append(names, first)
	}
	if len(names) == 0 {
		return ""
	}
	x := pick(m, names)
	var fit []string
	for _, n := range pool {
		if !sharesWord(n, s) && abs(strings.Count(n, " ")-strings.Count(x, " ")) <= 1 {
			fit = append(fit, n)
		}
	}
	if len(fit) == 0 {
		return ""
	}
	return strings.ReplaceAll(s, x, pick(m, fit))
}

func sharesWord(name, s string) bool {
	low := strings.ToLower(s)
	for w := range strings.FieldsSeq(strings.ToLower(name)) {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

func abs(n int) int { return max(n, -n) }

var (
	digitsRE  = regexp.MustCompile(`\d[\d,]*(?:\.\d+)?`)
	spelledRE = regexp.MustCompile(`\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|second|third|fourth)\b`)
	smallNums = strings.Fields("two three four five six seven eight nine ten eleven")
	ordinals  = strings.Fields("second third fourth fifth")
)

func (m *Maker) number(s string, a *Article) string {
	if at := digitsRE.FindAllStringIndex(s, -1); len(at) > 0 {
		p := pick(m, at)
		for p[1] > p[0] && s[p[1]-1] == ',' {
			p[1]--
		}
		return replaceAt(s, p, m.otherNumber(s[p[0]:p[1]], a))
	}
	at := spelledRE.FindAllStringIndex(s, -1)
	if len(at) == 0 {
		return ""
	}
	p := pick(m, at)
	pool := smallNums
	if old := s[p[0]:p[1]]; old == "second" || old == "third" || old == "fourth" {
		pool = ordinals
	}
	with := pick(m, pool)
	for with == s[p[0]:p[1]] {
		with = pick(m, pool)
	}
	return replaceAt(s, p, with)
}

// otherNumber is half the time another number of the article.
func (m *Maker) otherNumber(old string, a *Article) string {
	plain := strings.ReplaceAll(old, ",", "")
	var pool []string
	for _, x := range digitsRE.FindAllString(a.text, -1) {
		x = strings.Trim(x, ",")
		if y := strings.ReplaceAll(x, ",", ""); y != plain && abs(len(y)-len(plain)) <= 1 {
			pool = append(pool, x)
		}
	}
	if len(pool) > 0 && m.rand.IntN(2) == 0 {
		return pick(m, pool)
	}
	v, err := strconv.ParseFloat(plain, 64)
	if err != nil {
		return old
	}
	w := v
	for w == v {
		if v < 30 || v > 1900 && v < 2100 {
			w = max(0, v+float64(m.rand.IntN(11)-5))
		} else {
			w = float64(int(v * pick(m, []float64{.2, .5, .6, .75, 1.3, 1.5, 2, 10})))
		}
	}
	if strings.Contains(old, ",") && w >= 1000 {
		n := int(w)
		if n >= 1_000_000 {
			return fmt.Sprintf("%d,%03d,%03d", n/1_000_000, n/1000%1000, n%1000)
		}
		return fmt.Sprintf("%d,%03d", n/1000, n%1000)
	}
	return strconv.FormatFloat(w, 'f', -1, 64)
}

var relativeRE = regexp.MustCompile(`\b(?:yesterday|today|(?:last|next|this) (?:year|week|month))\b`)

func (m *Maker) date(s string) string {
	type place struct {
		at   []int
		pool []string
	}
	var places []place
	for _, pool := range [][]string{monthNames, weekdayNames} {
		for _, p := range regexp.MustCompile(`\b(?:`+strings.Join(pool, "|")+`)\b`).FindAllStringIndex(s, -1) {
			places = append(places, place{p, pool})
		}
	}
	for _, p := range relativeRE.FindAllStringIndex(s, -1) {
		places = append(places, place{p, []string{"last year", "last week", "next year", "last month", "next week"}})
	}
	if len(places) == 0 {
		return ""
	}
	p := pick(m, places)
	with := s[p.at[0]:p.at[1]]
	for with == s[p.at[0]:p.at[1]] {
		with = pick(m, p.pool)
	}
	return replaceAt(s, p.at, with)
}

var unitGroups = func() (out [][]string) {
	for line := range strings.Lines(`million billion thousand
hours days weeks months years minutes
hour day week month year
miles kilometres metres feet
dollars euros pounds
percent degrees
men women children
people families soldiers
votes points seats
tonnes kilograms pounds`) {
		out = append(out, strings.Fields(line))
	}
	return out
}()

var countedRE = regexp.MustCompile(`(?:\d|one|two|three|four|five|six|seven|eight|nine|ten|several|few|hundred|half) $`)

// unit changes what a number counts, or its currency.
func (m *Maker) unit(s string) string {
	type place struct {
		at   []int
		pool []string
	}
	var places []place
	for _, pool := range unitGroups {
		for _, p := range regexp.MustCompile(`\b(?:`+strings.Join(pool, "|")+`)\b`).FindAllStringIndex(s, -1) {
			if countedRE.MatchString(s[:p[0]]) {
				places = append(places, place{p, pool})
			}
		}
	}
	if k := strings.IndexAny(s, "$"); k >= 0 {
		places = append(places, place{[]int{k, k + 1}, []string{"€", "£"}})
	}
	if len(places) == 0 {
		return ""
	}
	p := pick(m, places)
	with := s[p.at[0]:p.at[1]]
	for with == s[p.at[0]:p.at[1]] {
		with = pick(m, p.pool)
	}
	return replaceAt(s, p.at, with)
}

var speakerRE = regexp.MustCompile(`([A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*) (?:said|says|told|added|tweeted|argued|warned|insisted|announced|promised)|(?:said|says|according to|told|added) ([A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)`)

// speaker gives a remark to another person of the article.
func (m *Maker) speaker(s string, a *Article) string {
	p := speakerRE.FindStringSubmatchIndex(s)
	if p == nil {
		return ""
	}
	at := p[2:4]
	if at[0] < 0 {
		at = p[4:6]
	}
	old := s[at[0]:at[1]]
	if notNames[strings.Fields(old)[0]] {
		return ""
	}
	last := old[strings.LastIndexByte(old, ' ')+1:]
	var pool []string
	for _, n := range a.Names {
		if !strings.Contains(s, n[strings.LastIndexByte(n, ' ')+1:]) && !strings.Contains(n, last) {
			pool = append(pool, n)
		}
	}
	if len(pool) == 0 {
		return ""
	}
	return replaceAt(s, at, pick(m, pool))
}
