package verify

import (
	"strings"

	"newsdesk/rag/terms"
)

// modality finds statements that are surer than their source: "may" become
// "will", "planned to close" become "closed", a dropped "allegedly".
func (l *layout) modality() {
	reported := l.reports(l.tokens) && l.reports(l.windowWords)
	for j := range l.windowWords {
		u := &l.windowWords[j]
		if !hedges(l.windowWords, j) || l.from[j] >= 0 && l.tokens[l.from[j]].class == modal {
			continue
		}
		if (u.lower == "could" || u.lower == "would") && j+1 < len(l.windowWords) && l.windowWords[j+1].class == negation {
			// "Could not reach" is "did not reach", but not "will not reach".
			if k := l.from[min(j+2, len(l.from)-1)]; k < 0 || will(l.tokens, k) < 0 && (k == 0 || will(l.tokens, k-1) < 0) {
				continue
			}
		}
		for _, k := range reach(l.windowWords, j) {
			i := l.from[k]
			if i < 0 && strings.HasSuffix(l.windowWords[k].lower, "ly") {
				continue
			}
			if i < 0 {
				break
			}
			level, at := l.commitment(i)
			// The will of direct speech is the would of reported speech.
			if level == certain && reported && u.lower == "would" {
				break
			}
			if adverbial[u.lower] && at >= 0 && l.to[at] >= 0 && l.to[at] != j && !adverbial[l.tokens[at].lower] {
				level = fact // "will probably miss" became "will miss"
			}
			if level > u.level {
				claim, places := l.said(i, i+1), []int(nil)
				if at >= 0 {
					claim, places = l.said(at, i+1), []int{at}
				}
				l.found.add(Modality, claim, l.source(j, k+1), places...)
			}
			break
		}
	}
	l.hastened()
	l.directed()
}

// adverbial hedges stand beside another marker: without them it is surer.
var adverbial = terms.Set("probably possibly perhaps maybe potentially allegedly reportedly apparently likely")

// wishes hedge only what they are followed by with "to": plans, tries and
// offers are also things.
var wishes = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`expect hope plan want propose aim intend seek try attempt schedule due threaten offer pledge promise appear seem`) {
		m[stemOf(w)] = true
	}
	return m
}()

// accusing words hedge only as adjectives: who alleges something is a speaker.
var accusing = terms.Set("alleges alleged accuse accuses suspect")

// hedges reports whether the word j leaves open what it governs.
func hedges(ts []token, j int) bool {
	t := &ts[j]
	if t.class != modal || t.level >= certain {
		return false
	}
	next := ""
	if j+1 < len(ts) {
		next = ts[j+1].lower
	}
	switch {
	case wishes[t.stem]:
		return next == "to" || next == "not" || j+2 < len(ts) && ts[j+2].lower == "to"
	case accusing[t.lower]:
		return j+1 < len(ts) && !ts[j+1].stop && !ts[j+1].capital && (j == 0 || ts[j-1].lower == "the" || ts[j-1].lower == "an" || ts[j-1].lower == "his")
	case t.lower == "if" || t.lower == "whether":
		return false // what follows is a clause with a marker of its own
	}
	return true
}

// commitment is the weakest marker that governs the claim's word i, and where
// it stands, or fact.
func (l *layout) commitment(i int) (level uint8, at int) {
	level, at = fact, -1
	for k := max(0, i-6); k <= min(len(l.tokens)-1, i+2); k++ {
		if t := &l.tokens[k]; t.class == modal && t.level < level {
			level, at = t.level, k
		}
	}
	if at > i {
		at = -1
	}
	return level, at
}

func (l *layout) reports(ts []token) bool {
	for i := range ts {
		if saying[ts[i].lower] {
			return true
		}
	}
	return false
}

// hastened finds the future told as past: "will close" become "closed". The
// other way round, "closed" become "will close", is a change as well.
func (l *layout) hastened() {
	for i := range l.tokens {
		j := l.to[i]
		if j < 0 || l.tokens[i].stop || l.tokens[i].stem != l.windowWords[j].stem || l.tokens[i].lower == l.windowWords[j].lower {
			continue
		}
		here, there := will(l.tokens, i), will(l.windowWords, j)
		switch {
		case there >= 0 && here < 0 && past(l.tokens[i].lower):
			if level, _ := l.commitment(i); level == fact {
				l.found.add(Modality, l.said(i, i+1), l.source(there, j+1))
			}
		case here >= 0 && there < 0 && past(l.windowWords[j].lower) && l.unmarked(j):
			l.found.add(Modality, l.said(here, i+1), l.source(j, j+1), here)
		}
	}
}

// unmarked reports whether no modal or "be" governs the window's word j.
func (l *layout) unmarked(j int) bool {
	for k := max(0, j-4); k < j; k++ {
		if w := &l.windowWords[k]; w.class == modal || w.lower == "be" || w.lower == "to" {
			return false
		}
	}
	return true
}

// will is where "will" or "shall" governs the verb i directly, or -1.
func will(ts []token, i int) int {
	for k := i - 1; k >= max(0, i-2); k-- {
		if ts[k].lower == "will" || ts[k].lower == "shall" {
			return k
		}
		if !ts[k].stop && !strings.HasSuffix(ts[k].lower, "ly") || ts[k].lower == "be" {
			return -1
		}
	}
	return -1
}

func past(w string) bool { return strings.HasSuffix(w, "ed") }

// Words of the telling that somebody is made to do, and those that make him:
// what is then told is not said to be so.
var (
	telling   = terms.Set("say state tell told write report conclude claim answer mention reply respond inform informed announce")
	directing = terms.Set("must should shall directed instruct instructed instructs order ordered orders asked ask urged forced required please kindly always whatever")
)

// directed finds a claim of what the source only has as words to be said:
// "users must be told that the ward is unsafe".
func (l *layout) directed() {
	for j := range l.windowWords {
		if !telling[l.windowWords[j].lower] || l.from[j] >= 0 || !l.bidden(j) {
			continue
		}
		for k := j + 1; k < min(len(l.windowWords), j+6); k++ {
			if i := l.from[k]; i >= 0 && !l.tokens[i].stop {
				l.found.add(Modality, l.said(i, i+1), l.source(j, k+1), i)
				return
			}
		}
	}
}

// bidden reports whether the telling at j of the window is what somebody is to do.
func (l *layout) bidden(j int) bool {
	for k := j - 1; k >= max(0, j-5); k-- {
		if directing[l.windowWords[k].lower] {
			return true
		}
	}
	return false
}
