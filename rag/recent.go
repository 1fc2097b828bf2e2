package rag

import (
	"math"
	"time"
)

// A question for the latest, or for what is so now, prefers newer reports of
// what fits about as well. One for a time of its own has said which it means.

const (
	// recentBonus is what a sentence of the newest article that fits gains, as
	// much as one that is days old on the reader's day does.
	recentBonus = 2.0
	// recentHalfLife is by how many days before the newest that gain is halved.
	recentHalfLife = 30.0
)

// wantsRecent reports whether token i asks for the newest that is known:
// "latest", "currently", "so far", not "the current in the strait" and not
// "Still" in a name.
func (p *parsed) wantsRecent(i int) bool {
	t := p.tokens[i]
	if t.Capital && i != p.first || p.language != english {
		return false
	}
	switch t.Lower {
	case "latest", "newest":
		return p.word(i-2) != "at" // "by Friday at the latest"
	case "currently", "nowadays":
		return true
	case "current":
		// An adjective stands before what it is of, and a name has but one
		// bearer: "the current president", not "the current IPCC".
		next := p.content(i+1, 1)
		return len(next) > 0 && !verbLike(next[0]) && (!next[0].Capital || personTitles[next[0].Lower])
	case "recent", "recently":
		return p.word(i-1) == "most"
	case "now":
		return !hasWord("until till from by just before then", p.word(i-1)) && !hasWord("then defunct", p.word(i+1))
	case "far":
		return p.word(i-1) == "so" && len(p.content(i+1, 1)) == 0
	case "still":
		return p.wh >= 0 && i > p.wh || hasWord("is are does do has have can", p.word(p.first))
	}
	return false
}

// recent reports whether the question asks for the newest.
func (p *parsed) recent() bool {
	for i := range p.tokens {
		if p.wantsRecent(i) {
			return true
		}
	}
	return false
}

// preferRecent adds to scores, by how new the articles are beside the newest
// with evidence that fits about as well as the best.
func preferRecent(ranked []evidence) {
	best := math.Inf(-1)
	for _, ev := range ranked {
		best = max(best, ev.score)
	}
	var newest time.Time
	for _, ev := range ranked {
		if ev.score >= best-scoreMargin && ev.doc.Published.After(newest) {
			newest = ev.doc.Published
		}
	}
	for i := range ranked {
		day := ranked[i].doc.Published
		if newest.IsZero() || day.IsZero() {
			continue
		}
		age := max(0, newest.Sub(day).Hours()/24)
		ranked[i].add(recentBonus * math.Exp2(-age/recentHalfLife))
	}
}

// add raises the score for a reason that says nothing of whether the subject
// is in the archive.
func (ev *evidence) add(bonus float64) {
	ev.score += bonus
	ev.bonus += bonus
}
