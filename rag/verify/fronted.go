package verify

import "newsdesk/rag/terms"

// subordinating words at a sentence's start begin a clause that its first comma ends.
var subordinating = terms.Set("although though while whereas if when because since after before unless once as")

// misgoverned finds a verb of a fronted clause, "Although Palmera opposes the
// canal, …", that the claim gives an object of the main clause instead of its own.
func (l *layout) misgoverned() {
	for v := range l.tokens {
		j := l.to[v]
		if j < 0 || l.tokens[v].stop || l.tokens[v].name && l.upper(&l.tokens[v]) || l.tokens[v].stem != l.windowWords[j].stem {
			continue
		}
		comma := l.frontedUntil(j)
		own := l.objectOf(l.windowWords, j)
		if comma < 0 || len(own) == 0 {
			continue
		}
		object := l.objectOf(l.tokens, v)
		outside := len(object) > 0
		for _, i := range object {
			at := max(l.to[i], l.moved[i])
			outside = outside && at >= comma && l.src.at[l.window[at]] == l.src.at[l.window[j]]
		}
		for _, k := range own {
			outside = outside && l.from[k] < 0
		}
		if outside {
			l.found.add(Entity, l.said(v, object[len(object)-1]+1), l.source(j, own[len(own)-1]+1), object...)
		}
	}
}

// frontedUntil is where the subordinate clause of the window's word j ends
// that its sentence begins with, or -1.
func (l *layout) frontedUntil(j int) int {
	first := j
	for first > 0 && l.src.at[l.window[first-1]] == l.src.at[l.window[j]] {
		first--
	}
	if !subordinating[l.windowWords[first].lower] {
		return -1
	}
	for k := first + 1; k < len(l.windowWords); k++ {
		if l.windowWords[k].broken {
			if k > j {
				return k
			}
			return -1
		}
	}
	return -1
}

// objectOf is the first two words that carry matter after the verb v, which
// stand in its clause and behind an article at most.
func (l *layout) objectOf(ts []token, v int) (out []int) {
	for k := v + 1; k < len(ts) && k <= v+4 && !ts[k].broken && len(out) < scope; k++ {
		if !ts[k].stop {
			out = append(out, k)
		} else if len(out) > 0 || !pointing[ts[k].lower] && ts[k].lower != "a" && ts[k].lower != "an" && ts[k].lower != "any" {
			break
		}
	}
	return out
}
