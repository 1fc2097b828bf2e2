package verify

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
	if rival >= 0 && qualifies(l.windowWords, rival) != qualifies(l.tokens, end-1) {
		rival = -1 // "the Russian port" says nothing of whom "Kim" stands for
	}
	if (rival < 0 || !l.src.upper(l.window[rival])) && (l.entitled(k) || l.meant(k)) || rival >= 0 && l.describedAs(from, end, rival) {
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

// qualifies reports whether the name at i is an attribute of a common noun.
func qualifies(ts []token, i int) bool {
	return i+1 < len(ts) && !ts[i+1].broken && !ts[i+1].stop && !ts[i+1].capital && !ts[i+1].number && ts[i+1].class == open
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

func span(from, end int) []int {
	var out []int
	for i := from; i < end; i++ {
		out = append(out, i)
	}
	return out
}

// swapped finds two names that have changed places around a verb, unless
// one of the two sentences is passive or the verb says the same either way.
func (l *layout) swapped() {
	if passive(l.tokens) != passive(l.windowWords) || l.mutually() {
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
