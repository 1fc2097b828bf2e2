package rag

import (
	"slices"

	"newsdesk/corpus"
	"newsdesk/rag/terms"
)

// Of what changes, an office or a plan, the newest report counts, and what it
// replaces is shown after it.

// state reports whether the question asks who holds an office now: "who is",
// "who heads".
func (p *parsed) state() bool {
	if p.typ != wantsWho || p.wh < 0 || p.wh != p.first {
		return false
	}
	next := p.word(p.wh + 1)
	return next == "is" || hasWord("heads leads runs chairs owns governs presides manages edits", next)
}

// planned reports whether the question asks for a day to come.
func (p *parsed) planned() bool {
	if p.typ != wantsWhen || p.wh < 0 {
		return false
	}
	next := p.word(p.wh + 1)
	return next == "will" || isBe(next) && slices.ContainsFunc(p.tokens, func(t terms.Token) bool { return hasWord("due planned scheduled expected", t.Lower) })
}

// Words that say that somebody holds an office from now on, and that somebody
// gives one up.
var (
	acceding = stemmed("succeed replace appoint elect inaugurate become new swear take")
	leaving  = stemmed("resign quit step leave dismiss sack oust former retire die")
)

// latest is one statement of each article on a state or a plan, the newest
// first, where articles of different days have it, or nil.
func (e *Engine) latest(f *found) []statement {
	var out []statement
	for _, ev := range f.ranked {
		if ev.score < f.ranked[0].score-figureMargin || len(out) == maxRemarks {
			break
		}
		if ev.Kind != corpus.Body || !f.tellsOf(ev.read(f.scorer.words)) || ev.features[fMissing] > 0 {
			continue
		}
		if k := slices.IndexFunc(out, func(s statement) bool { return s.doc == ev.doc }); k >= 0 {
			if f.q.state() && !accedes(out[k].sentence) && accedes(ev.sentence) {
				out[k] = complete(nil, ev)
			}
			continue
		}
		if k := e.sameAs(f, out, ev); k >= 0 {
			out[k].also = append(out[k].also, ev)
			continue
		}
		out = append(out, complete(out, ev))
	}
	if !f.supersedes(out) {
		return nil
	}
	slices.SortStableFunc(out, func(a, b statement) int { return b.doc.Published.Compare(a.doc.Published) })
	return out
}

// accedes reports whether a sentence says that somebody takes up an office, and
// not only that somebody leaves it.
func accedes(s *sentence) bool {
	has := func(set map[string]bool) bool {
		return slices.ContainsFunc(s.tokens, func(t terms.Token) bool { return set[t.Stem] })
	}
	return has(acceding) && !has(leaving)
}
