package verify

import (
	"slices"

	"newsdesk/rag/terms"
)

// lapsed are words that take an office or a role from whoever has it.
var lapsed = terms.Set("former ex late retired dismissed ousted sacked outgoing deputy acting interim onetime then vice elect designate")

// formerly reports whether the source gives somebody a role only as one of the
// past, or not in full, and the claim gives it as it stands: "the former mayor" is
// not the mayor.
func (l *layout) formerly() bool {
	if slices.ContainsFunc(l.tokens, func(t token) bool {
		return lapsed[t.lower] || t.lower == "was" || t.lower == "were" || t.lower == "had" || t.lower == "once"
	}) {
		return false
	}
	for i := range l.tokens {
		j := l.to[i]
		if j < 0 {
			j = l.moved[i]
		}
		if j < 0 || l.tokens[i].stop || l.tokens[i].name && l.tokens[i].capital {
			continue
		}
		for k := j - 1; k >= max(0, j-2) && !l.windowWords[k+1].broken; k-- {
			if lapsed[l.windowWords[k].lower] && (k == j-1 || l.windowWords[j-1].name || l.windowWords[j-1].class == open && !l.windowWords[j-1].stop) {
				return true
			}
		}
	}
	return false
}
