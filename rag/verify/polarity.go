package verify

import (
	"slices"

	"newsdesk/rag/terms"
)

// polarity finds claims that say the contrary: a negation more or less, or the
// opposite word. Two such flips cancel: "did not win" is "lost".
func (l *layout) polarity() {
	var extra []int // negations of the claim without one in the window
	for i := range l.tokens {
		if l.denies(l.tokens, i, l.windowWords) && !l.paired(i) && l.scopes(l.tokens, i, l.to, l.moved) {
			extra = append(extra, i)
		}
	}
	var lacking []int // the inverse
	for j := range l.windowWords {
		if l.denies(l.windowWords, j, l.tokens) && !l.pairedBack(j) && l.scopes(l.windowWords, j, l.from, nil) {
			lacking = append(lacking, j)
		}
	}
	flips := l.contraries()
	// One negation for another, wherever it stands.
	for len(extra) > 0 && len(lacking) > 0 {
		extra, lacking = extra[1:], lacking[1:]
	}
	for len(flips) > 0 && len(extra)+len(lacking) > 0 {
		l.carries[flips[0][0]] = true
		flips = flips[1:]
		if len(extra) > 0 {
			extra = extra[1:]
		} else {
			lacking = lacking[1:]
		}
	}
	for _, p := range flips {
		l.found.add(Antonym, l.said(p[0], p[0]+1), l.source(p[1], p[1]+1), p[0])
	}
	for _, i := range extra {
		l.found.add(Negation, l.said(i, min(len(l.tokens), i+2)), l.opposite(i), i)
	}
	for _, j := range lacking {
		l.found.add(Negation, "", l.source(j, min(len(l.windowWords), j+2)))
	}
}

// hadBeen reports whether the claim says of something that it had been before, or
// never had, of which the source only says that it was.
func (l *layout) hadBeen() bool {
	for i := range l.tokens {
		if l.negates(l.tokens, i) && firstTime(l.tokens, i) && !l.paired(i) {
			return true
		}
		end := i+1 == len(l.tokens) || l.tokens[i+1].broken
		if i > 0 && end && earlier[l.tokens[i].lower] && !l.tokens[i].broken && !slices.ContainsFunc(l.windowWords, func(t token) bool { return earlier[t.lower] || earliest[t.lower] }) {
			l.found.add(Addition, l.said(i, i+1), "", i)
			return true
		}
	}
	return false
}

// opposite is the source's words where the claim has the negation i.
func (l *layout) opposite(i int) string {
	for k := i + 1; k < min(len(l.tokens), i+4); k++ {
		if j := l.to[k]; j >= 0 && !l.tokens[k].stop {
			return l.source(j, j+1)
		}
	}
	return ""
}

// negates reports whether the word i denies something. "Not only" and "no
// doubt" do not, nor does the second half of "neither … nor".
func (l *layout) negates(ts []token, i int) bool {
	t := &ts[i]
	if t.class != negation || t.lower == "nor" {
		return false
	}
	next := ""
	if i+1 < len(ts) {
		next = ts[i+1].lower
	}
	switch next {
	case "only", "just", "doubt", "matter", "least":
		return false
	case "less", "fewer", "later", "sooner", "more":
		return i+2 >= len(ts) || ts[i+2].lower != "than"
	}
	switch t.lower {
	case "no":
		// "No. 10" is a number.
		return i+1 >= len(ts) || !ts[i+1].number
	case "fail", "fails", "failed", "failing", "refuse", "refused", "refuses", "refusing":
		return next == "to"
	}
	return true
}

// denies reports whether the negation i of ts matters beside other. "Who had
// never met before" tells of a meeting: only of one before does it say no.
func (l *layout) denies(ts []token, i int, other []token) bool {
	return l.negates(ts, i) && (!firstTime(ts, i) || slices.ContainsFunc(other, func(t token) bool { return earlier[t.lower] }))
}

// sameDenial reports whether k of to is a negation, and denies what the
// negation i of from does: ever, or before.
func sameDenial(from []token, i int, to []token, k int) bool {
	return to[k].class == negation && firstTime(from, i) == firstTime(to, k)
}

var earlier = terms.Set("before previously until earlier")

// earliest are words of a source that place something before something else.
var earliest = terms.Set("ago already since last former formerly second third again after once past")

// firstTime reports whether the word i says of what its clause tells that it
// had not been before.
func firstTime(ts []token, i int) bool {
	for k := i + 1; ts[i].lower == "never" && k < min(len(ts), i+7) && !ts[k].broken; k++ {
		if earlier[ts[k].lower] {
			return true
		}
	}
	return false
}

// paired reports whether the window denies what the claim's negation i does:
// in its place, or the same word wherever it stands.
func (l *layout) paired(i int) bool {
	if j := l.to[i]; j >= 0 && sameDenial(l.tokens, i, l.windowWords, j) {
		return true
	}
	if j := l.moved[i]; j >= 0 && sameDenial(l.tokens, i, l.windowWords, j) && !l.tokens[i].stop {
		return true // "accusations that Moscow denies"
	}
	return deniedIn(l.windowWords, l.tokens, i)
}

func (l *layout) pairedBack(j int) bool {
	if i := l.from[j]; i >= 0 && sameDenial(l.windowWords, j, l.tokens, i) {
		return true
	}
	for i, k := range l.moved {
		if k == j && sameDenial(l.windowWords, j, l.tokens, i) && !l.tokens[i].stop {
			return true
		}
	}
	return deniedIn(l.tokens, l.windowWords, j)
}

// deniedIn reports whether a negation of ts reaches first what negation i of
// from does.
func deniedIn(ts, from []token, i int) bool {
	object := reach(from, i)
	if len(object) == 0 {
		return false
	}
	for k := range ts {
		if !sameDenial(from, i, ts, k) {
			continue
		}
		if r := reach(ts, k); len(r) > 0 && ts[r[0]].stem == from[object[0]].stem {
			return true
		}
	}
	return false
}

// scope is how many content words after it a negation or modal reaches.
const scope = 2

// scopes reports whether a word that the negation i reaches is shared with
// the other side: only then does it matter there.
func (l *layout) scopes(ts []token, i int, shared, moved []int) bool {
	for _, k := range reach(ts, i) {
		if shared[k] >= 0 || moved != nil && moved[k] >= 0 {
			return true
		}
	}
	return false
}

// reach is the content words that a marker at i governs: the next two of its
// clause. Modals and negations in between are passed over.
func reach(ts []token, i int) (out []int) {
	for k := i + 1; k < len(ts) && k <= i+6 && len(out) < scope; k++ {
		if ts[k].broken {
			break
		}
		if !ts[k].stop && ts[k].class == open || saying[ts[k].lower] && k <= i+2 {
			out = append(out, k)
		}
	}
	return out
}

// contraries are pairs of a word of the claim and its opposite in its place
// in the window.
func (l *layout) contraries() (out [][2]int) {
	for i := range l.tokens {
		t := &l.tokens[i]
		if l.to[i] >= 0 || l.moved[i] >= 0 || l.found.taken[i] || t.number || t.name && t.capital || t.class == modal || t.class == negation {
			continue
		}
		if c := t.class; c == quantity && t.level != more && t.level != less {
			continue
		}
		if t.stop && l.sameWordNear(i) {
			continue
		}
		j := l.rival(i, func(u *token) bool { return !u.number && words().opposite(t.stem, u.stem) && !l.inClaim(u.stem) })
		if j >= 0 {
			out = append(out, [2]int{i, j})
		}
	}
	return out
}

// sameWordNear reports whether the window has the word i itself.
func (l *layout) sameWordNear(i int) bool {
	for j := range l.windowWords {
		if l.windowWords[j].stem == l.tokens[i].stem && l.neighbours(i, j) {
			return true
		}
	}
	return false
}
