package verify

import "newsdesk/rag/terms"

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

// entitled reports whether the source has the name k right after a word that
// the claim has before it: "the minister, Lionel Tabo".
func (l *layout) entitled(k int) bool {
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

// describedAs reports whether the source has the name from to end of the claim
// as a description, of which rival is a word, that it gives this name
// elsewhere: "the Palmeran governor" for Brandt where "Governor Lena Brandt" stands.
func (l *layout) describedAs(from, end, rival int) bool {
	text := l.src.article.Text
	a, b := rival, rival
	for a > 0 && !l.windowWords[a].broken && l.src.named(text, l.windowWords, a-1) {
		a--
	}
	for b < len(l.windowWords) && l.src.named(text, l.windowWords, b) && (b == rival || !l.windowWords[b].broken) {
		b++
	}
	if b >= len(l.windowWords) || a == 0 || !pointing[l.windowWords[a-1].lower] {
		return false
	}
	head := &l.windowWords[b]
	if head.broken || head.stop || head.number || head.class != open || l.from[b] >= 0 {
		return false
	}
	for _, p := range l.src.where[l.src.types[head.stem]] {
		if !l.sameModifier(p-1, run{a, b}) {
			continue
		}
		for q := p + 1; q < min(len(l.src.flat), p+4) && l.src.named(text, l.src.flat, q); q++ {
			for k := from; k < end; k++ {
				if l.src.flat[q].stem == l.tokens[k].stem {
					return true
				}
			}
		}
	}
	return false
}

// sameModifier reports whether the word p of the source is no other name than
// the window's r.
func (l *layout) sameModifier(p int, r run) bool {
	return p < 0 || !l.src.named(l.src.article.Text, l.src.flat, p) || l.src.flat[p+1].broken ||
		sameRun(l.src.flat, run{p, p + 1}, l.windowWords, r)
}
