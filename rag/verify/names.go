package verify

import "newsdesk/rag/terms"

// names finds persons, places and organisations that the claim has in place of
// others. A name that only completes one of the source ("Anna Keller" for
// "Keller") or stands for a pronoun of the source is no change.
func (l *layout) names() {
	for i := 0; i < len(l.tokens); i++ {
		if !l.properName(i) {
			continue
		}
		end := i + 1
		for end < len(l.tokens) && l.properName(end) && !l.tokens[end].broken {
			end++
		}
		for k := i; k < end; k++ {
			l.name(k, i, end)
		}
		i = end - 1
	}
	l.swapped()
}

// properName keeps the rules to names that are sure: capitals that no
// sentence start explains, or uncommon words at one.
func (l *layout) properName(i int) bool {
	t := &l.tokens[i]
	return t.name && !t.number && t.date == noDate && (t.capital || l.upper(t))
}

func (l *layout) upper(t *token) bool {
	c := l.text[t.start]
	return c >= 'A' && c <= 'Z' || c >= 0x80
}

// name judges the word k of the name from to end.
func (l *layout) name(k, from, end int) {
	t := &l.tokens[k]
	if l.to[k] >= 0 || l.moved[k] >= 0 || l.carries[k] || l.found.taken[k] {
		return
	}
	if l.completes(k, from, end) {
		l.carries[k] = true
		return
	}
	rival := l.rival(k, func(u *token) bool {
		return u.name && !u.number && u.date == noDate && !l.inClaim(u.stem) && nearName(t, u) == 0
	})
	if (rival < 0 || !l.src.upper(l.window[rival])) && (l.described1(k) || l.meant(k)) {
		l.carries[k] = true
		return
	}
	if rival < 0 {
		if !l.known(t) {
			l.found.add(Addition, l.said(from, end), "", k)
		}
		return
	}
	a, b := rival, rival+1
	for a > 0 && l.windowWords[a-1].name && !l.windowWords[a].broken && l.from[a-1] < 0 {
		a--
	}
	for b < len(l.windowWords) && l.windowWords[b].name && !l.windowWords[b].broken && l.from[b] < 0 {
		b++
	}
	l.found.add(Entity, l.said(from, end), l.source(a, b), span(from, end)...)
}

// described finds words of the claim that the window has as a pronoun, "the
// council" for "it", named up to three sentences before; and titles that the
// source gives a name elsewhere.
func (l *layout) described() {
	for n, i := range l.content {
		t := &l.tokens[i]
		if l.to[i] >= 0 || l.moved[i] >= 0 || t.number || t.class != open {
			continue
		}
		if k := i + 1; k < len(l.tokens) && l.tokens[k].name && (l.src.persons[t.lower+" "+l.tokens[k].lower] || l.upper(&l.tokens[k]) && l.src.neighbours(t.stem, l.tokens[k].stem)) {
			l.carries[i] = true // the title of a name
			continue
		}
		if t.name && l.upper(t) {
			continue
		}
		if l.renamed(i, n) || l.carriedTo(n) >= kin && l.rival(i, func(u *token) bool { return pronouns[u.lower] || u.lower == "there" || u.lower == "those" }) >= 0 {
			l.carries[i] = true
		}
	}
}

// neighbours reports whether the source has one content word right before another.
func (s *Source) neighbours(a, b string) bool {
	x, ok := s.types[a]
	y, known := s.types[b]
	return ok && known && s.bigrams[[2]int32{int32(x), int32(y)}]
}

// renamed reports whether the window has another noun for "the library" of
// the claim, the content word n, which the report is about: "the building".
func (l *layout) renamed(i, n int) bool {
	if i == 0 || !pointing[l.tokens[i-1].lower] || l.peak[n][0] < kin {
		return false
	}
	for _, j := range l.slot(i) {
		if w := &l.windowWords[j]; j > 0 && pointing[l.windowWords[j-1].lower] && !w.stop && !w.name && !w.number && w.class == open {
			return true
		}
	}
	return false
}

// carriedTo is how well the sentences of the window and the three before each hold the content word n.
func (l *layout) carriedTo(n int) (best float32) {
	last := -1
	for _, p := range l.window {
		at := l.src.at[p]
		if at == last {
			continue
		}
		last = at
		for s := max(0, at-3); s <= at; s++ {
			best = max(best, l.peak[n][s])
		}
	}
	return best
}

// described1 reports whether the source has the name k right after a word that
// the claim has before it: "the minister, Lionel Tabo".
func (l *layout) described1(k int) bool {
	for i := k - 1; i >= max(0, k-4); i-- {
		if l.tokens[i].stop {
			continue
		}
		if l.tokens[i].name && l.upper(&l.tokens[i]) && i == k-1 && !l.tokens[k].broken {
			continue // the given name
		}
		a, ok := l.src.types[l.tokens[i].stem]
		b, known := l.src.types[l.tokens[k].stem]
		return ok && known && l.to[i] >= 0 && (l.src.bigrams[[2]int32{int32(a), int32(b)}] || l.src.skips[[2]int32{int32(a), int32(b)}])
	}
	return false
}

// pointing words begin a description of somebody named before.
var pointing = terms.Set("the this that its his her their he she it they who whose him them i we my our where")

// farBack is how many sentences a name reaches on while no other is named.
const farBack = 6

// meant reports whether the window points, in the place of the name k, to
// somebody that the text before it named: by a pronoun, or "the company".
func (l *layout) meant(k int) bool {
	at := l.contentAt[k]
	if at < 0 {
		return false
	}
	j := l.pointer(k)
	if j < 0 {
		return false
	}
	from := l.src.at[l.window[j]]
	if described := !pointing[l.windowWords[j].lower]; described && l.peak[at][0] >= kin {
		return true // what the report is about
	}
	for s := from; s >= max(0, from-farBack); s-- {
		if s < from && l.peak[at][s] >= kin {
			return true
		}
		if l.peak[at][s] < kin && l.src.namesFirst(s) {
			return false // that is whom the pronoun means
		}
	}
	return false
}

// namesFirst reports whether a sentence begins with a name.
func (s *Source) namesFirst(n int) bool {
	t := &s.flat[s.sentences[n].from]
	return t.name && t.date == noDate && !words().common[t.stem] && s.upper(s.sentences[n].from)
}

// firstName is the name that sentence n begins with.
func (s *Source) firstName(n int) string {
	from := s.sentences[n].from
	to := from + 1
	for to < s.sentences[n].to && s.flat[to].name && !s.flat[to].broken && s.upper(to) {
		to++
	}
	return s.written(from, to)
}

// pointer is the word of the window that stands for the name k and points to
// somebody, or -1: it stands in the name's place or before the word that
// follows the name.
func (l *layout) pointer(k int) int {
	places := l.slot(k)
	for i := k + 1; i < min(len(l.tokens), k+4); i++ {
		if l.tokens[i].stop {
			continue
		}
		if j := l.moved[i]; j > 0 && l.to[i] < 0 {
			for m := j - 1; m >= max(0, j-3); m-- {
				places = append(places, m)
			}
		}
		break
	}
	for _, j := range places {
		w := &l.windowWords[j]
		if pointing[w.lower] && w.lower != "the" && w.lower != "this" && w.lower != "that" {
			return j
		}
		if j > 0 && pointing[l.windowWords[j-1].lower] && w.class == open && !w.number && !w.stop {
			return j
		}
	}
	return -1
}

// known reports whether the source has the name anywhere.
func (l *layout) known(t *token) bool {
	for id := range l.src.reps {
		if v, _ := similar(t, &l.src.reps[id]); v >= kin {
			return true
		}
	}
	return false
}

// completes reports whether the word k is a part of a name that the window has
// in another part, or whose pronoun the window has.
func (l *layout) completes(k, from, end int) bool {
	for m := from; m < end; m++ {
		if m == k || l.to[m] < 0 && l.moved[m] < 0 || l.to[m] >= 0 && !l.src.upper(l.window[l.to[m]]) {
			continue
		}
		a, b := min(m, k), max(m, k)
		linked := true
		for n := a; n < b; n++ {
			linked = linked && l.src.persons[l.tokens[n].lower+" "+l.tokens[n+1].lower]
		}
		if linked {
			return true
		}
	}
	at := l.contentAt[k]
	if at < 0 || l.carried[at][l.best] < sameWord || l.overtaken(at) {
		return false
	}
	// The sentences before name it, and here stands a pronoun or a
	// description, not another name.
	rival := l.rival(k, func(u *token) bool { return u.name && u.capital && !u.number && u.date == noDate && !l.inClaim(u.stem) })
	return rival < 0
}

// overtaken reports whether the sentences before the best one have begun with another
// name since they last had the content word n: a pronoun there means that one.
func (l *layout) overtaken(n int) bool {
	for s := l.best - 1; s >= max(0, l.best-3); s-- {
		if l.peak[n][s] >= kin {
			return false
		}
		if l.src.namesFirst(s) {
			return true
		}
	}
	return false
}

func span(from, end int) []int {
	var out []int
	for i := from; i < end; i++ {
		out = append(out, i)
	}
	return out
}

// swapped finds two names that have changed places around a verb, unless
// one of the two sentences is passive.
func (l *layout) swapped() {
	if passive(l.tokens) != passive(l.windowWords) {
		return
	}
	for i := range l.tokens {
		j := l.moved[i]
		if j < 0 || !l.properName(i) || l.tokens[i].stem != l.windowWords[j].stem {
			continue
		}
		rival := l.rival(i, func(u *token) bool { return u.name && !u.number && u.date == noDate && u.stem != l.tokens[i].stem })
		if rival < 0 || !l.inClaim(l.windowWords[rival].stem) {
			continue
		}
		for k := range l.tokens {
			// The rival stands in the claim where the source has this name.
			if l.tokens[k].stem == l.windowWords[rival].stem && l.to[k] < 0 && has(l.slot(k), j) {
				l.found.add(Entity, l.said(i, i+1), l.source(rival, rival+1), i)
				break
			}
		}
	}
}

// passive reports whether "by" a name stands in ts.
func passive(ts []token) bool {
	for i := range ts {
		for k := i + 1; ts[i].lower == "by" && k < min(len(ts), i+4); k++ {
			if ts[k].name && !ts[k].number {
				return true
			}
		}
	}
	return false
}
