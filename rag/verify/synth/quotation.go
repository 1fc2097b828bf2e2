package synth

import (
	"regexp"
	"strings"
	"unicode"
)

// Remark is what somebody said, as an article has it between marks.
type Remark struct{ Text, Speaker string }

// Fabrications are the kinds of false quotation, in a fixed order. Of the
// first, the words were never said like that; of Misattributions they were, by somebody else.
var (
	Fabrications    = strings.Fields("changed denied invented stitched abridged hidden bracketed paraphrased scare nested foreign")
	Misattributions = strings.Fields("given stranger")
)

// Fabricate makes a false quotation of remark i of remarks, which are those of a.
// foreign are the remarks of other articles. It is empty where the remark has nothing of
// that kind.
func (m *Maker) Fabricate(kind string, i int, remarks, foreign []Remark, a *Article) string {
	r := remarks[i]
	words := ""
	switch kind {
	case "changed":
		words = m.changed(r.Text)
	case "denied":
		words = m.negation(r.Text)
	case "invented":
		words = pick(m, inventions)
	case "stitched", "abridged":
		words = m.stitched(kind, i, remarks)
	case "hidden":
		words = replaceFirst(hiddenRE, r.Text, pick(m, []string{" ... ", " … "}))
	case "bracketed":
		words = replaceFirst(auxiliaryRE, r.Text, "$0 ["+pick(m, []string{"not", "never"})+"]")
	case "paraphrased":
		words = m.reported(a)
	case "scare":
		return m.scare(remarks, a)
	case "nested":
		words = m.changed(r.Text)
		if words != "" {
			words = pick(m, []string{"I told them, ‘" + words + "’", "As they say, ‘" + words + "’ – that is all"})
		}
	case "foreign":
		f := pick(m, foreign)
		if !contains(remarks, f.Text) {
			r, words = f, f.Text
		}
	case "given":
		r.Speaker, words = m.another(r.Speaker, a.Names, remarks), r.Text
	case "stranger":
		r.Speaker, words = m.another(r.Speaker, m.strangers, remarks), r.Text
	}
	if words == "" || r.Speaker == "" || kind != "given" && kind != "stranger" && kind != "foreign" && contains(remarks, words) {
		return ""
	}
	return m.Attribute(Remark{words, r.Speaker})
}

// Attribute is a sentence that quotes r, with marks and an attribution of one
// sort or another.
func (m *Maker) Attribute(r Remark) string {
	marks := pick(m, [][2]string{{`"`, `"`}, {"“", "”"}, {"‘", "’"}, {"'", "'"}, {"«", "»"}, {"„", "“"}})
	bare := strings.TrimRight(r.Text, ".,")
	comma := ","
	if strings.HasSuffix(bare, "?") || strings.HasSuffix(bare, "!") {
		comma = ""
	}
	front := marks[0] + upperFirst(bare) + comma + marks[1]
	back := marks[0] + upperFirst(bare) + "." + marks[1]
	return pick(m, []string{front + " " + r.Speaker + " said.", front + " said " + r.Speaker + ".",
		r.Speaker + " said: " + back, r.Speaker + " said, " + back, "According to " + r.Speaker + ", " + marks[0] + bare + marks[1] + "."})
}

var inventions = []string{
	"We will not be intimidated by anyone", "This is the worst day of my life", "Nobody told us the truth about the costs", "I have never been so proud of this team",
	"The numbers speak for themselves", "Heads will have to roll", "We are on the right path and we will stay on it", "It was a mistake and I am sorry",
	"There is no plan, and there never was one", "We expect a solution within three weeks", "I would do the same again tomorrow", "They have lied to all of us",
}

var (
	hiddenRE  = regexp.MustCompile(`(?:n't| (?:not|never|no|nothing|nobody)\b) ?`)
	wordRE    = regexp.MustCompile(`\b[a-z]{4,}\b`)
	indirect  = regexp.MustCompile(`(?:said|says|warned|reported|added|argued) (?:that )?([^,"“]{20,120}?)[.,]`)
	reporters = regexp.MustCompile(`\b(?:\d[\d,]* )?[a-z]{4,} [a-z]{4,}(?: [a-z]{3,})?\b`)
)

// replacements are words that fit in many places.
var replacements = strings.Fields("people money always terrible wonderful government nothing problem water tomorrow enemies future children serious promise")

// changed puts the contrary, another number or another word in the place of one.
func (m *Maker) changed(s string) string {
	if out := m.antonym(s); out != "" && m.rand.IntN(2) == 0 {
		return out
	}
	if p := digitsRE.FindStringIndex(s); p != nil && m.rand.IntN(2) == 0 {
		return replaceAt(s, p, "7"+s[p[0]:p[1]])
	}
	at := wordRE.FindAllStringIndex(s, -1)
	if len(at) == 0 {
		return ""
	}
	p := pick(m, at)
	with := pick(m, replacements)
	if s[p[0]:p[1]] == with {
		return ""
	}
	return replaceAt(s, p, with)
}

// stitched joins the beginning of a remark and the end of another: as one, or
// with an ellipsis between.
func (m *Maker) stitched(kind string, i int, remarks []Remark) string {
	k := m.rand.IntN(len(remarks))
	a, b := strings.Fields(remarks[i].Text), strings.Fields(remarks[k].Text)
	if k == i || len(a) < 4 || len(b) < 4 {
		return ""
	}
	join := " "
	if kind == "abridged" {
		join = pick(m, []string{" ... ", " … "})
	}
	head, tail := strings.Join(a[:len(a)/2+1], " "), strings.Join(b[len(b)/2:], " ")
	return strings.TrimRight(head, ".,!?") + join + tail
}

// reported is what the article reports without marks.
func (m *Maker) reported(a *Article) string {
	var out []string
	for _, s := range a.Sentences {
		if strings.ContainsAny(s, `"“`) {
			continue
		}
		if p := indirect.FindStringSubmatch(s); p != nil {
			out = append(out, p[1])
		}
	}
	if len(out) == 0 {
		return ""
	}
	return pick(m, out)
}

// scare puts marks around words of the reporter's own.
func (m *Maker) scare(remarks []Remark, a *Article) string {
	s := pick(m, a.Sentences)
	if strings.ContainsAny(s, `"“`) {
		return ""
	}
	at := reporters.FindAllStringIndex(s, -1)
	if len(at) == 0 {
		return ""
	}
	p := pick(m, at)
	if contains(remarks, s[p[0]:p[1]]) {
		return ""
	}
	marks := pick(m, [][2]string{{`"`, `"`}, {"“", "”"}, {"‘", "’"}, {"'", "'"}})
	return s[:p[0]] + marks[0] + s[p[0]:p[1]] + marks[1] + s[p[1]:]
}

// another is a name of pool that no part of whose is speaker's, nor of one who
// said the like.
func (m *Maker) another(speaker string, pool []string, remarks []Remark) string {
	var fit []string
	for _, n := range pool {
		if !sharesWord(speaker, n) && strings.Contains(n, " ") {
			fit = append(fit, n)
		}
	}
	for _, r := range remarks {
		if !sharesWord(speaker, r.Speaker) {
			fit = append(fit, r.Speaker)
		}
	}
	if len(fit) == 0 {
		return ""
	}
	return pick(m, fit)
}

func contains(remarks []Remark, words string) bool {
	for _, r := range remarks {
		if strings.Contains(letters(r.Text), letters(words)) {
			return true
		}
	}
	return false
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
