package quote

import (
	"slices"
	"strings"
)

// nameKey is the words of a name as they are compared: in lower case, the
// parts of an East Asian given name apart ("Kim Jong-un", "Kim Jong Un").
func nameKey(words []string) []string {
	out := make([]string, 0, len(words)+1)
	for i, w := range words {
		w = lower(w)
		if i > 0 && is(out[0], fFamilyFirst) && strings.Contains(w, "-") {
			out = append(out, strings.Split(w, "-")...)
			continue
		}
		out = append(out, w)
	}
	return out
}

// initials is the first letters of the capitalised words.
func initials(words []string) string {
	var b strings.Builder
	for _, w := range words {
		if 'A' <= w[0] && w[0] <= 'Z' {
			b.WriteByte(w[0])
		}
	}
	return b.String()
}

// names indexes an article's full names while persons are being found.
type names struct {
	full    map[string]*entity   // by all words joined
	byLast  map[string][]*entity // by family name
	byFirst map[string][]*entity
	byCaps  map[string][]*entity // by initials
}

// lookup is the entity that the words k stand for, made where there is none.
func (ix *names) lookup(m *mention, k []string, g byte, headline string) *entity {
	id := strings.Join(k, " ")
	cands := ix.candidates(k, m.core[0])
	if g != 0 {
		ok := slices.DeleteFunc(slices.Clone(cands), func(e *entity) bool {
			return len(e.ms) > 0 && (g == 'm' && e.m < e.f || g == 'f' && e.f < e.m)
		})
		if len(ok) > 0 {
			cands = ok
		}
	}
	var best *entity
	bestScore, bestLast := 0.0, -1
	for _, e := range cands {
		score, last := float64(min(e.count, 4))+.2*float64(min(len(e.ms), 10)), -1
		if e.last != nil {
			last = e.last.order
			if m.para-e.last.para <= 1 {
				score += 1.5
			} else {
				score += .5
			}
		}
		if strings.Contains(headline, strings.Join(e.toks, " ")) {
			score++
		}
		if best == nil || score > bestScore || score == bestScore && last > bestLast {
			best, bestScore, bestLast = e, score, last
		}
	}
	if best != nil {
		return best
	}
	if e := ix.full[id]; e != nil {
		return e
	}
	e := &entity{toks: k, name: strings.Join(m.core, " ")}
	ix.full[id] = e
	return e
}

// candidates is the full names that k can be short for; first is the first
// word as written.
func (ix *names) candidates(k []string, first string) []*entity {
	if len(k) > 1 {
		var longer []*entity
		for _, e := range ix.byLast[k[len(k)-1]] {
			if len(e.toks) > len(k) && e.toks[0] == k[0] {
				longer = append(longer, e)
			}
		}
		return longer
	}
	w := k[0]
	if short := strings.ReplaceAll(first, ".", ""); len(short) > 1 && strings.ToUpper(short) == short {
		if c := ix.byCaps[short]; len(c) > 0 {
			return c
		}
		if orgWord(first) { // the UN is no short form of Kim Jong Un
			return nil
		}
	}
	if c := ix.byLast[w]; len(c) > 0 {
		return c
	}
	if i := strings.LastIndexByte(w, '-'); i >= 0 && len(ix.byLast[w[i+1:]]) > 0 {
		return ix.byLast[w[i+1:]]
	}
	longer := ix.byFirst[w]
	if is(w, fMale|fFemale) || orgWord(first) && w != "house" {
		return longer
	}
	// A name that is written family name first, of a family not listed.
	for _, e := range longer {
		for x := range strings.FieldsSeq(e.name) {
			if orgWord(x) || is(lower(x), fGeographic|fPlace|fDemonym) {
				return nil
			}
		}
	}
	return longer
}
