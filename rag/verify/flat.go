package verify

import (
	"strings"

	"newsdesk/rag/terms"
)

// Words under which a statement is not the source's own.
var (
	// alleging verbs leave open what follows them to the clause's end.
	alleging = terms.Set(`accuse accuses accused accusing allege alleges alleged alleging claim claims claimed claiming rumoured rumored
		believe believes believed believing think thinks speculated speculates speculating suspects suspected insinuated insinuates insinuating`)
	// hearsay is what "according to" must name for the statement to be no more than that.
	hearsay = terms.Set("reports rumours rumors rumour rumor allegations allegation accusations claims speculation gossip")
	// condemning words accuse somebody: whoever said so, it is not the source's word.
	condemning = terms.Set(`lying lied liar liars cheating cheated cheats deceiving deceived misled misleading betrayed betraying sabotaged sabotaging
		derailed derailing blackmailed blackmailing bribed bribing corrupt dishonest hypocritical fabricated fabricating conspired conspiring stole stealing`)
	striving = terms.Set("work works worked working strive strives strove striving push pushes pushed pushing campaign campaigns campaigned campaigning")
	towards  = terms.Set("toward towards for")
)

// flattened finds a statement that the claim makes flatly where the source
// has it as somebody's accusation, as hearsay, under a condition or as what is striven for.
func (l *layout) flattened() {
	if !l.attributed() {
		l.accused()
		l.heard()
	}
	l.conditioned()
	l.striven()
}

// attributed reports whether the claim says whose statement it is, or that it is not sure.
func (l *layout) attributed() bool {
	for i := range l.tokens {
		switch t := &l.tokens[i]; {
		case saying[t.lower], alleging[t.lower], hearsay[t.lower], hedges(l.tokens, i),
			attributive[t.stem] && !t.stop && (i == 0 || !determiners[l.tokens[i-1].lower]):
			return true
		}
	}
	return false
}

// place is the window's word for the claim's word i, or -1.
func (l *layout) place(i int) int { return max(l.to[i], l.moved[i]) }

// spread is how many words of the claim that carry matter and name
// nobody stand in the window from from to to, and how many stand elsewhere in it.
func (l *layout) spread(from, to int) (inside, outside int) {
	for _, i := range l.content {
		j := l.place(i)
		if j < 0 || l.src.named(l.text, l.tokens, i) {
			continue
		}
		if j >= from && j < to {
			inside++
		} else {
			outside++
		}
	}
	return inside, outside
}

// sentenceEnd is where the sentence of the window's word j ends, and
// sentenceStart where it begins.
func (l *layout) sentenceEnd(j int) int {
	for at := l.src.at[l.window[j]]; j < len(l.window) && l.src.at[l.window[j]] == at; {
		j++
	}
	return j
}

func (l *layout) sentenceStart(j int) int {
	for at := l.src.at[l.window[j]]; j > 0 && l.src.at[l.window[j-1]] == at; {
		j--
	}
	return j
}

// accused finds an accusation told as a fact.
func (l *layout) accused() {
	for j := range l.windowWords {
		w := &l.windowWords[j]
		if l.from[j] >= 0 || !alleging[w.lower] && !saying[w.lower] && !attributive[w.stem] {
			continue
		}
		end := l.sentenceEnd(j)
		if given := l.givenFrom(j, end); alleging[w.lower] && l.takesClause(j) || l.rumoured(j) {
			if inside, outside := l.spread(j+1, given); inside > 0 && (outside == 0 || l.accusedOf(j)) {
				l.unattributed(j, given)
				return
			}
		}
		for i := range l.tokens {
			if k := l.place(i); k >= 0 && condemning[l.tokens[i].lower] && l.sentenceStart(j) <= k && k < end {
				l.unattributed(min(j, k), max(j, k)+1)
				return
			}
		}
	}
}

// accusedOf reports whether the deed that the accusation at j names after "of" is one
// of the claim's words: then the rest may come from elsewhere in the sentence.
func (l *layout) accusedOf(j int) bool {
	for k := j + 1; k < min(len(l.windowWords)-1, j+8); k++ {
		if l.windowWords[k].lower == "of" {
			for _, i := range l.content {
				if l.place(i) == k+1 && strings.HasSuffix(l.windowWords[k+1].lower, "ing") {
					return true
				}
			}
			return false
		}
	}
	return false
}

// rumoured reports whether the verb at j says what a rumour has.
func (l *layout) rumoured(j int) bool {
	switch l.windowWords[j].lower {
	case "suggest", "suggests", "suggested", "say", "says", "said", "claim", "claimed", "had":
	default:
		return false
	}
	for k := j - 1; k >= max(0, j-5) && !l.windowWords[k+1].broken; k-- {
		if hearsay[l.windowWords[k].lower] && l.windowWords[k].lower != "reports" && l.windowWords[k].lower != "claims" {
			return true
		}
	}
	return false
}

// presupposing words begin what even an allegation takes for granted.
var presupposing = terms.Set("when after before while since because although")

// givenFrom is where, between the words j and end of the window, begins what
// is said as given: "claimed that it was robbed after the guard had left".
func (l *layout) givenFrom(j, end int) int {
	for k := j + 1; k < end; k++ {
		if presupposing[l.windowWords[k].lower] {
			return k
		}
	}
	return end
}

// takesClause reports whether what follows the verb j is what is alleged,
// rather than a thing: "claimed that", "claimed the council", not "claimed lives".
func (l *layout) takesClause(j int) bool {
	if j+1 >= len(l.windowWords) {
		return false
	}
	switch w := &l.windowWords[j]; w.lower {
	case "claim", "claims", "claimed", "claiming":
		next := &l.windowWords[j+1]
		return next.lower == "that" || pronouns[next.lower] || l.src.named(l.src.article.Text, l.windowWords, j+1)
	case "believe", "believes", "believed", "believing", "think", "thinks":
		next := &l.windowWords[j+1]
		return !next.broken && next.lower != "to" && next.lower != "in" && next.lower != "of" && next.lower != "about"
	case "accuse", "accuses", "accused", "accusing":
		for k := j + 1; k < min(len(l.windowWords), j+8); k++ {
			if l.windowWords[k].lower == "of" {
				return true
			}
		}
		return false
	}
	return true
}

// unattributed notes that the claim lacks whose word the source has it as.
func (l *layout) unattributed(from, to int) {
	l.found.add(Modality, l.said(0, len(l.tokens)), l.source(from, to))
}

// heard finds hearsay told as a fact: "according to reports", "reportedly" and "is said to" govern
// the whole clause that they stand in.
func (l *layout) heard() {
	for j := range l.windowWords {
		w := &l.windowWords[j]
		switch {
		case l.from[j] >= 0:
			continue
		case w.lower == "according":
			if !l.namesHearsay(j) {
				continue
			}
		case l.saidToBe(j):
		case !secondhand[w.lower]:
			continue
		}
		from, end := l.sentenceStart(j), l.sentenceEnd(j)
		if j > from && (l.windowWords[j-1].lower == "and" || l.windowWords[j-1].lower == "but") {
			from = j
		}
		if fronted := j == from && j+1 < end && l.windowWords[j+1].broken; w.lower != "according" && !fronted {
			from, end = l.clauseAround(j, from, end)
		}
		if inside, outside := l.spread(from, end); inside > 0 && outside == 0 {
			l.unattributed(j, min(end, j+3))
			return
		}
	}
}

// secondhand are adverbs by which a statement is somebody else's.
var secondhand = terms.Set("reportedly allegedly supposedly purportedly presumably")

// reporting are participles by which a passive leaves open what it tells: "is
// said to have been offered".
var reporting = terms.Set("said thought believed reported rumoured rumored understood alleged supposed feared assumed suspected claimed")

// saidToBe reports whether the word j of the window is such a passive.
func (l *layout) saidToBe(j int) bool {
	if !reporting[l.windowWords[j].lower] || j == 0 || j+1 >= len(l.windowWords) || l.windowWords[j+1].lower != "to" {
		return false
	}
	switch l.windowWords[j-1].lower {
	case "is", "are", "was", "were", "been", "widely", "also", "now":
		return true
	}
	return false
}

// namesHearsay reports whether "according to" at j names hearsay before the next comma.
func (l *layout) namesHearsay(j int) bool {
	for k := j + 1; k < min(len(l.windowWords), j+6); k++ {
		if l.windowWords[k].broken {
			return false
		}
		if hearsay[l.windowWords[k].lower] {
			return true
		}
	}
	return false
}

// clauseAround is the words between the breaks around the window's word j.
func (l *layout) clauseAround(j, from, end int) (int, int) {
	a, b := j, j+1
	for a > from && !l.windowWords[a].broken {
		a--
	}
	for b < end && !l.windowWords[b].broken {
		b++
	}
	return a, b
}

// striven finds what is worked towards told as agreed or done.
func (l *layout) striven() {
	for j := 0; j+2 < len(l.windowWords); j++ {
		if !striving[l.windowWords[j].lower] || !towards[l.windowWords[j+1].lower] || l.from[j] >= 0 {
			continue
		}
		for k := j + 2; k < min(len(l.windowWords), j+5) && !l.windowWords[k].broken; k++ {
			if i := l.from[k]; i > 0 && !l.tokens[i].stop && !striving[l.tokens[i-1].lower] && !towards[l.tokens[i-1].lower] {
				l.found.add(Modality, l.said(i-1, i+1), l.source(j, k+1), i)
				return
			}
		}
	}
}
