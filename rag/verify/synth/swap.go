package synth

import (
	"regexp"
	"strings"
)

// The corruptions below mix sentences, as abstractive models do.

var wordBetween = regexp.MustCompile(` [a-z]{3,}`)

// direction swaps two names around a verb.
func (m *Maker) direction(s string) string {
	var names []string
	if first := nameRE.FindString(s); first != "" && strings.HasPrefix(s, first) && !notNames[strings.Fields(first)[0]] {
		names = append(names, first)
	}
	for _, n := range Names(s) {
		if strings.Count(s, n) == 1 && (len(names) == 0 || n != names[0]) {
			names = append(names, n)
		}
	}
	if len(names) < 2 {
		return ""
	}
	k := m.rand.IntN(len(names) - 1)
	x, y := names[k], names[k+1]
	i, j := strings.Index(s, x), strings.Index(s, y)
	if j <= i+len(x) || strings.Contains(x, y) || strings.Contains(y, x) {
		return ""
	}
	between := s[i+len(x) : j]
	if !wordBetween.MatchString(between) || strings.TrimSpace(between) == "and" || strings.TrimSpace(between) == "or" {
		return ""
	}
	return s[:i] + y + between + x + s[j+len(y):]
}

var tailRE = regexp.MustCompile(`(?:,| and| after| because| while| in| at| to) [^,"“”]{15,60}[.,]`)

// extra adds a clause of another sentence of the article.
func (m *Maker) extra(s string, a *Article, i int) string {
	for range 4 {
		k := m.rand.IntN(len(a.Sentences))
		if abs(k-i) < 2 {
			continue
		}
		if t := tailRE.FindString(a.Sentences[k]); t != "" && !strings.Contains(s, t[2:]) {
			return strings.TrimRight(s, ". ") + t[:len(t)-1] + "."
		}
	}
	return ""
}

var verbRE = regexp.MustCompile(` (?:is|was|were|are|has|had|have|will|would|said|says|told|[a-z]{3,}ed) `)

// fusion joins the subject of one sentence with the predicate of another.
func (m *Maker) fusion(s string, a *Article, i int) string {
	p := verbRE.FindStringIndex(s)
	if p == nil || p[0] > 70 {
		return ""
	}
	head := strings.ToLower(s[:p[0]])
	for range 12 {
		k := m.rand.IntN(len(a.Sentences))
		t := a.Sentences[k]
		q := verbRE.FindStringIndex(t)
		if abs(k-i) < 2 || q == nil || q[0] > 70 || len(t) > 220 || strings.ContainsAny(t, `"“`) || overlap(head, t[:q[0]]) ||
			notNames[strings.Fields(t)[0]] && !strings.HasPrefix(t, "The") {
			continue
		}
		return s[:p[0]] + t[q[0]:]
	}
	return ""
}

func overlap(low, t string) bool {
	for w := range strings.FieldsSeq(strings.ToLower(t)) {
		if len(w) > 3 && strings.Contains(low, w) {
			return true
		}
	}
	return false
}

var circumstanceRE = regexp.MustCompile(` (in|at|on|near|from|for|with|after) (?:(?:the|a|his|her) )?[\w’'-]+(?: [\w’'-]+){0,3}[,.]`)

// circumstance takes the place or time from another sentence.
func (m *Maker) circumstance(s string, a *Article, i int) string {
	at := circumstanceRE.FindAllStringSubmatchIndex(s, -1)
	if len(at) == 0 {
		return ""
	}
	p := pick(m, at)
	prep, low := s[p[2]:p[3]], strings.ToLower(s)
	var pool []string
	for k, t := range a.Sentences {
		if k == i {
			continue
		}
		for _, q := range circumstanceRE.FindAllStringSubmatch(t, -1) {
			last := strings.Fields(q[0])
			if q[1] == prep && !strings.Contains(low, strings.ToLower(strings.TrimRight(last[len(last)-1], ",."))) {
				pool = append(pool, q[0][:len(q[0])-1])
			}
		}
	}
	if len(pool) == 0 {
		return ""
	}
	return s[:p[0]] + pick(m, pool) + s[p[1]-1:]
}

// splice begins with one sentence and goes on with another from a word that
// both have.
func (m *Maker) splice(s string, a *Article, i int) string {
	ws := strings.Fields(s)
	if len(ws) < 7 {
		return ""
	}
	for range 30 {
		k := m.rand.IntN(len(a.Sentences))
		if abs(k-i) < 2 {
			continue
		}
		t := strings.Fields(a.Sentences[k])
		x := 2 + m.rand.IntN(len(ws)-4)
		for j := 2; j < len(t)-2; j++ {
			if !strings.EqualFold(t[j], ws[x]) || t[j+1] == ws[x+1] {
				continue
			}
			if n := x + len(t) - j; n >= 8 && n <= 40 {
				return strings.Join(append(append([]string{}, ws[:x]...), t[j:]...), " ")
			}
		}
	}
	return ""
}
