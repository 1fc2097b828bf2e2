package synth

import (
	"regexp"
	"strconv"
	"strings"
)

// Rewrites are the kinds of rewriting that keep what is said, in a fixed order.
var Rewrites = strings.Fields("drop reorder shorten numeral pronoun adverb passive fuse")

// Rewrite says sentence i of a, as it stands in s, in another way. It is empty
// where the pattern does not fit.
func (m *Maker) Rewrite(kind, s string, a *Article, i int) string {
	out := ""
	switch kind {
	case "drop":
		out = m.drop(s)
	case "reorder":
		out = m.reorder(s)
	case "shorten":
		out = m.shorten(s)
	case "numeral":
		out = m.numeral(s)
	case "pronoun":
		out = m.pronoun(s, a, i)
	case "adverb":
		out = m.adverb(s)
	case "passive":
		out = m.passive(s)
	case "fuse":
		out = m.fuse(s, a, i)
	}
	if out == s || len(strings.Fields(out)) < 5 {
		return ""
	}
	return out
}

var (
	insideRE  = regexp.MustCompile(`, [^,"“”]{8,80},`)
	trailRE   = regexp.MustCompile(`, (?:which|who|where|while|as|after|with|and|but|according|adding) [^"”“]{10,}$`)
	leadRE    = regexp.MustCompile(`^(?:In|On|At|After|As|While|During|Since|For|But|However|Meanwhile)\b[^,"“]{0,60}, (.{30,})`)
	frontRE   = regexp.MustCompile(`^((?:In|On|At|After|During|Since|Before|Last|By)\b[^,"“]{3,50}), ([^"“]{25,})[.]$`)
	endTimeRE = regexp.MustCompile(` ((?:in|on|at|after|during|since|before) (?:the )?[A-Z0-9][\w ]{2,30})\.$`)
	saidRE    = regexp.MustCompile(`^(.{25,}), ([A-Z]\w+(?: \w+){0,2}) (said)\.$`)
	fullRE    = regexp.MustCompile(`\b(?:(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|President|Senator|Governor)\.? )?[A-Z][a-z]+ (?:[A-Z]\. )?([A-Z][a-z]{3,})\b`)
	passiveRE = regexp.MustCompile(`^((?:The )?[A-Z][\w ]{2,30}?) (\w+ed) (the [\w ]{3,25}|[A-Z]\w+(?: [A-Z]\w+)?)((?: (?:in|on|at|after|for|with|over|during) .*)?)[.]$`)
	fuseRE    = regexp.MustCompile(`^(?:He|She|They|It) ([a-z].{15,90})$`)
	heRE      = regexp.MustCompile(`^(?:He|She) `)
	smallRE   = regexp.MustCompile(`(?:^|[^\d.,$-])([2-9]|10|11|12)\b[^\d.,%-]`)
	spelledN  = regexp.MustCompile(`\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b`)
	spelled   = strings.Fields("zero one two three four five six seven eight nine ten eleven twelve")
)

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// drop leaves a clause out.
func (m *Maker) drop(s string) string {
	var out []string
	if at := insideRE.FindAllStringIndex(s, -1); len(at) > 0 {
		p := pick(m, at)
		out = append(out, s[:p[0]]+s[p[1]:])
	}
	if p := trailRE.FindStringIndex(s); p != nil && p[0] > 30 {
		out = append(out, s[:p[0]]+".")
	}
	if p := leadRE.FindStringSubmatch(s); p != nil {
		out = append(out, upperFirst(p[1]))
	}
	if len(out) == 0 {
		return ""
	}
	return pick(m, out)
}

// reorder moves a time or place, or the speaker, to the other end.
func (m *Maker) reorder(s string) string {
	if p := frontRE.FindStringSubmatch(s); p != nil {
		return upperFirst(p[2]) + " " + lowerFirst(p[1]) + "."
	}
	quotes := strings.ContainsAny(s, `"“`)
	if p := endTimeRE.FindStringSubmatchIndex(s); p != nil && p[0] > 30 && !quotes {
		head := s[:p[0]]
		if notNames[strings.Fields(head)[0]] {
			head = lowerFirst(head)
		}
		return upperFirst(s[p[2]:p[3]]) + ", " + head + "."
	}
	if p := saidRE.FindStringSubmatch(s); p != nil && !quotes {
		return p[2] + " said " + p[1] + "."
	}
	return ""
}

// shorten leaves only the last part of a full name.
func (m *Maker) shorten(s string) string {
	var fit [][]int
	for _, p := range fullRE.FindAllStringSubmatchIndex(s, -1) {
		if rest := s[p[1]:]; len(rest) < 2 || rest[0] != ' ' || rest[1] < 'A' || rest[1] > 'Z' {
			fit = append(fit, p)
		}
	}
	if len(fit) == 0 {
		return ""
	}
	p := pick(m, fit)
	return s[:p[0]] + s[p[2]:p[3]] + s[p[1]:]
}

// numeral writes a small number the other way.
func (m *Maker) numeral(s string) string {
	if p := smallRE.FindStringSubmatchIndex(s); p != nil {
		n, err := strconv.Atoi(s[p[2]:p[3]])
		if err == nil && n < len(spelled) {
			return s[:p[2]] + spelled[n] + s[p[3]:]
		}
	}
	if p := spelledN.FindStringIndex(s); p != nil {
		for n, w := range spelled {
			if w == s[p[0]:p[1]] {
				return replaceAt(s, p, strconv.Itoa(n))
			}
		}
	}
	return ""
}

// pronoun names who "he" or "she" is where the sentence before has one full
// name.
func (m *Maker) pronoun(s string, a *Article, i int) string {
	p := heRE.FindStringIndex(s)
	if p == nil || i < 1 || i >= len(a.Sentences) {
		return ""
	}
	full := ""
	for _, n := range Names(" " + a.Sentences[i-1]) {
		if !strings.Contains(n, " ") || n == full {
			continue
		}
		if full != "" {
			return ""
		}
		full = n
	}
	if full == "" {
		return ""
	}
	return full + s[p[1]-1:]
}

var keepAdverbs = words("only family early nearly hardly allegedly reportedly likely possibly probably apparently July supply apply reply")

func (m *Maker) adverb(s string) string {
	fields := strings.Fields(s)
	var at []int
	for k, w := range fields {
		if strings.HasSuffix(w, "ly") && strings.ToLower(w) == w && !keepAdverbs[w] {
			at = append(at, k)
		}
	}
	if len(at) == 0 {
		return ""
	}
	k := pick(m, at)
	return strings.Join(append(fields[:k:k], fields[k+1:]...), " ")
}

func (m *Maker) passive(s string) string {
	p := passiveRE.FindStringSubmatch(s)
	if p == nil || p[2] == "added" {
		return ""
	}
	return upperFirst(p[3]) + " was " + p[2] + " by " + p[1] + p[4] + "."
}

// fuse joins the next sentence where its subject is a pronoun.
func (m *Maker) fuse(s string, a *Article, i int) string {
	if i < 0 || i+1 >= len(a.Sentences) || len(s) > 160 {
		return ""
	}
	t := a.Sentences[i+1]
	p := fuseRE.FindStringSubmatch(t)
	if p == nil || strings.ContainsAny(s+t, `"“`) {
		return ""
	}
	return strings.TrimRight(s, ".") + " and " + p[1]
}
