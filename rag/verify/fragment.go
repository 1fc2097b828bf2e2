package verify

import "newsdesk/rag/terms"

const (
	// fewWords is the number of words that carry matter up to which a claim
	// says so little that its words must stand close together in the source.
	fewWords = 3
	// closeTogether is how many words of the source those may take up.
	closeTogether = 12
)

// dangling words cannot end a sentence: what ends in one is broken off.
var dangling = terms.Set(`a an the of to at for with from as and or but nor that which whose than because if although while into upon per via
is are was were has have had will would could should may might must his their its my our your every`)

// scattered reports whether the claim says too little for its words' mere
// occurrence to bear it out: it is broken off, has nothing but names, or a few words
// that the source has far apart. Quotations are judged by themselves.
func (l *layout) scattered() bool {
	if len(l.speech.cited) > 0 {
		return false
	}
	matter, only := 0, true
	for i := range l.tokens {
		if l.tokens[i].stop {
			continue
		}
		matter++
		only = only && l.src.named(l.text, l.tokens, i)
	}
	final := &l.tokens[len(l.tokens)-1]
	switch {
	case matter < fewWords, only, final.stop && dangling[final.lower]:
		return !l.sideBySide()
	case matter == fewWords:
		return !l.together()
	}
	return false
}

// sideBySide reports whether a sentence of the source has all the words of the
// claim in order and side by side. Between them may stand the words of the
// same name or a title before it, and an article.
func (l *layout) sideBySide() bool {
	for _, s := range l.src.sentences {
		for j := s.from; j < s.to; j++ {
			if l.runsFrom(j, s.to) {
				return true
			}
		}
	}
	return false
}

func (l *layout) runsFrom(j, end int) bool {
	for i := range l.tokens {
		if i > 0 {
			for skipped := 0; j < end && skipped < 4 && !l.equal(i, j) && l.passable(j); skipped++ {
				j++
			}
		}
		if j >= end || !l.equal(i, j) {
			return false
		}
		j++
	}
	return true
}

// equal reports whether the claim's word i and the source's word j are one.
func (l *layout) equal(i, j int) bool {
	return l.tokens[i].stem == l.src.flat[j].stem || l.contentAt[i] >= 0 && l.sim[l.contentAt[i]][l.src.tid[j]] >= kin
}

// passable reports whether the source's word j may be left out: a word of a name's
// title, or an article.
func (l *layout) passable(j int) bool {
	switch l.src.flat[j].lower {
	case "a", "an", "the", "s":
		return true
	}
	return l.src.named(l.src.article.Text, l.src.flat, j)
}

// together reports whether a sentence of the source has all words of the claim
// that carry matter within a few words.
func (l *layout) together() bool {
	for _, s := range l.src.sentences {
		for j := s.from; j < s.to; j++ {
			if l.heldBy(j, min(s.to, j+closeTogether)) {
				return true
			}
		}
	}
	return false
}

func (l *layout) heldBy(from, to int) bool {
	for i := range l.tokens {
		if l.tokens[i].stop {
			continue
		}
		found := l.carries[i]
		for j := from; j < to && !found; j++ {
			found = l.equal(i, j)
		}
		if !found {
			return false
		}
	}
	return true
}
