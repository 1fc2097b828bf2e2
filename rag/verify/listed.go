package verify

import "newsdesk/rag/terms"

// binders join a figure with whom or what it is of.
var binders = terms.Set("with for in to from against at of by on")

// share is a figure with its complement: "three with Moon", "two to Oxley".
type share struct {
	figure int
	binder string
	name   run // from the first name to the end
}

// shareOf is what the figure i of ts is bound to by a preposition before the
// next figure or comma.
func (s *Source) shareOf(text string, ts []token, i int) (share, bool) {
	c := share{figure: i}
	for k := i + 1; k < len(ts) && k <= i+8; k++ {
		t := &ts[k]
		if t.number || t.broken {
			break
		}
		if c.binder != "" && s.named(text, ts, k) {
			end := k
			for m := k; m < len(ts) && m <= k+7 && (m == k || !ts[m].broken) && !ts[m].number; m++ {
				if s.named(text, ts, m) {
					end = m + 1
				} else if t := &ts[m]; !t.stop || t.lower == "and" || binders[t.lower] {
					break
				}
			}
			c.name = run{k, end}
			return c, true
		}
		if binders[t.lower] {
			c.binder = t.lower
		}
	}
	return c, false
}

// listed finds a figure of the claim that the source, in a list such as "four
// with one, three with another", has of somebody else.
func (l *layout) listed() {
	src := l.src.article.Text
	var list []share
	for j := range l.windowWords {
		if w := &l.windowWords[j]; w.number && w.date == noDate {
			if s, ok := l.src.shareOf(src, l.windowWords, j); ok {
				list = append(list, s)
			}
		}
	}
	for i := range l.tokens {
		if t := &l.tokens[i]; !t.number || t.date != noDate || l.found.taken[i] {
			continue
		}
		claim, ok := l.src.shareOf(l.text, l.tokens, i)
		if !ok {
			continue
		}
		parallel, right, rival := 0, false, -1
		for n, s := range list {
			if s.binder != claim.binder {
				continue
			}
			parallel++
			if !sameRun(l.tokens, claim.name, l.windowWords, s.name) {
				continue
			}
			if l.windowWords[s.figure].stem == l.tokens[i].stem || l.rounds(i, &l.windowWords[s.figure]) {
				right = true
			} else if rival < 0 {
				rival = n
			}
		}
		if parallel > 1 && !right && rival >= 0 {
			s := list[rival]
			l.found.add(Number, l.said(i, claim.name.to), l.source(s.figure, s.name.to), i)
		}
	}
}
