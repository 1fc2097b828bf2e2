package verify

import (
	"strings"

	"newsdesk/rag/terms"
)

var (
	// asking words make "if" mean "whether".
	asking = terms.Set("ask asks asked asking see know knows knew wonder wonders wondered decide decides decided tell check doubt unclear sure even as only")
	// conditional words keep a condition's consequence open.
	conditional = terms.Set("if unless would could might may should provided case when")
)

// conditioned finds the consequence of a condition told without it.
func (l *layout) conditioned() {
	if len(l.speech.cited) > 0 {
		return // a quotation shows what it leaves out
	}
	for i := range l.tokens {
		if conditional[l.tokens[i].lower] {
			return
		}
	}
	for j := range l.windowWords {
		w := &l.windowWords[j]
		if w.lower != "if" && w.lower != "unless" && !l.provides(j) || l.from[j] >= 0 || j > 0 && asking[l.windowWords[j-1].lower] {
			continue
		}
		end := l.sentenceEnd(j)
		comma := j + 1
		for comma < end && !l.afterComma(comma) {
			comma++
		}
		from, to := comma, end
		if fronted := j == l.sentenceStart(j) || w.broken || l.windowWords[j-1].lower == "that" || l.windowWords[j-1].lower == "but"; !fronted {
			from, _ = l.clauseAround(j, l.sentenceStart(j), end)
			to = j
		}
		inside, outside := l.spread(from, to)
		if condition, _ := l.spread(j, comma); inside > 1 && inside > outside && condition == 0 {
			l.found.add(Modality, l.said(0, len(l.tokens)), l.source(j, comma))
			return
		}
	}
}

// provides reports whether the word j of the window begins a condition:
// "provided that", "as long as", and "provided" after a comma.
func (l *layout) provides(j int) bool {
	next := func(n int, w string) bool { return j+n < len(l.windowWords) && l.windowWords[j+n].lower == w }
	switch l.windowWords[j].lower {
	case "provided", "providing":
		return next(1, "that") || l.windowWords[j].broken && (j == l.sentenceStart(j) || l.afterComma(j)) && (next(1, "the") || next(1, "it") || next(1, "they"))
	case "as", "so":
		return next(1, "long") && next(2, "as")
	case "on":
		return next(1, "condition")
	}
	return false
}

// afterComma reports whether a comma stands before the window's word j.
func (l *layout) afterComma(j int) bool {
	return l.windowWords[j].broken && strings.Contains(l.src.article.Text[l.windowWords[j-1].end:l.windowWords[j].start], ",")
}
