package verify

import (
	"slices"

	"newsdesk/corpus"
)

// claim is a sentence to be checked, taken apart.
type claim struct {
	text    string
	tokens  []token
	content []int // indices of tokens that carry matter; all of them if none does
	// contentAt is the inverse, -1 for words that carry none.
	contentAt []int
	weight    float32
	speech    *speech
}

func (r *reader) claim(text string) *claim {
	c := &claim{text: text, tokens: r.tokens(text, 0, len(text))}
	for i := range c.tokens {
		if c.tokens[i].content() {
			c.content = append(c.content, i)
		}
	}
	if len(c.content) == 0 {
		for i := range c.tokens {
			c.content = append(c.content, i)
		}
	}
	for _, i := range c.content {
		c.weight += c.tokens[i].weight
	}
	c.contentAt = filled(len(c.tokens))
	for k, i := range c.content {
		c.contentAt[i] = k
	}
	c.speech = readSpeech(text, c.tokens)
	return c
}

// comparison is a claim laid beside one source.
type comparison struct {
	*claim
	src *Source
	// sim is the similarity of each content word with each type of the source.
	sim [][]float32
	// anti are the types that are a content word's contraries.
	anti [][]int
	// peak is each content word's best similarity within each sentence, and
	// carried the same where a name may come from up to three sentences before
	// one with a pronoun.
	peak, carried [][]float32
	// best holds most of the claim, second most of the rest.
	best, second int
	// covered is the share of the claim's weight that best, best and second,
	// and all sentences hold.
	covered, covered2, coveredAll float32

	// standing is where the source has each quotation of the claim.
	standing [][]corpus.Span

	alignment
}

// alignment is the claim laid along one or two sentences.
type alignment struct {
	window      []int // places in src.flat
	windowWords []token
	steps       []step
}

func compare(c *claim, s *Source) *comparison {
	x := &comparison{claim: c, src: s}
	n := len(c.content)
	x.sim, x.anti = make([][]float32, n), make([][]int, n)
	flat := make([]float32, n*len(s.reps))
	for k, i := range c.content {
		x.sim[k] = flat[k*len(s.reps) : (k+1)*len(s.reps)]
		for id := range s.reps {
			v, anti := similar(&c.tokens[i], &s.reps[id])
			x.sim[k][id] = v
			if anti {
				x.anti[k] = append(x.anti[k], id)
			}
		}
	}
	x.peaks()
	x.alignment = x.align(x.choose())
	return x
}

func (x *comparison) peaks() {
	ns := len(x.src.sentences)
	x.peak, x.carried = make([][]float32, len(x.content)), make([][]float32, len(x.content))
	for k, i := range x.content {
		row := make([]float32, 2*ns)
		x.peak[k], x.carried[k] = row[:ns:ns], row[ns:]
		for s, sent := range x.src.sentences {
			for _, id := range x.src.tid[sent.from:sent.to] {
				row[s] = max(row[s], x.sim[k][id])
			}
		}
		copy(x.carried[k], x.peak[k])
		if !x.tokens[i].name {
			continue
		}
		for s, sent := range x.src.sentences {
			for back := 1; back <= 3 && sent.pronoun && back <= s; back++ {
				x.carried[k][s] = max(x.carried[k][s], x.peak[k][s-back]*(1-.05*float32(back)))
			}
		}
	}
}

// choose finds the best sentence and the one that adds most to it, and returns
// those to align with: two only where the second adds more than an eighth.
func (x *comparison) choose() []int {
	ns := len(x.src.sentences)
	weigh := func(value func(k int) float32) (sum float32) {
		for k, i := range x.content {
			sum += x.tokens[i].weight * value(k)
		}
		return sum / x.weight
	}
	var cover, joint, pair []float32
	for s := range ns {
		cover = append(cover, weigh(func(k int) float32 { return x.peak[k][s] }))
	}
	x.best = argmax(cover)
	for s := range ns {
		joint = append(joint, weigh(func(k int) float32 { return max(x.peak[k][s], x.peak[k][x.best]) }))
		if s+1 < ns {
			pair = append(pair, weigh(func(k int) float32 { return max(x.peak[k][s], x.peak[k][s+1]) }))
		}
	}
	x.second = argmax(joint)
	x.covered, x.covered2 = cover[x.best], joint[x.second]
	x.coveredAll = weigh(func(k int) float32 { return slices.Max(x.sim[k]) })
	const adds, close = .12, .05
	window := []int{x.best}
	if x.covered2-x.covered > adds {
		window = []int{min(x.best, x.second), max(x.best, x.second)}
	}
	if len(pair) > 0 {
		if a := argmax(pair); pair[a] > x.covered2-close && pair[a]-x.covered > adds {
			window = []int{a, a + 1}
		}
	}
	return window
}

// own is the sentences that the rules align the claim with: the best, and
// the second only where it has a part of the claim of its own. A lone name or number of
// the claim that stands in another sentence is what the rules look for, no
// reason to look there.
func (x *comparison) own() []int {
	if given := x.given(); len(given) > 0 {
		return x.around(given)
	}
	if x.second == x.best {
		return []int{x.best}
	}
	run, longest, names := 0, 0, 0
	for k, i := range x.content {
		if x.peak[k][x.second] >= kin && x.peak[k][x.best] < sameWord {
			if run++; x.tokens[i].name || x.tokens[i].number {
				names++
			}
			longest = max(longest, run-names)
		} else if x.peak[k][x.second] < kin {
			run, names = 0, 0
		}
	}
	if longest < 2 {
		return []int{x.best}
	}
	return []int{min(x.best, x.second), max(x.best, x.second)}
}

// align lays the claim along the sentences.
func (x *comparison) align(sentences []int) alignment {
	var a alignment
	for _, s := range sentences {
		for j := x.src.sentences[s].from; j < x.src.sentences[s].to; j++ {
			a.window = append(a.window, j)
			a.windowWords = append(a.windowWords, x.src.flat[j])
		}
	}
	sim := make([][]float32, len(x.tokens))
	k := 0
	for i := range x.tokens {
		sim[i] = make([]float32, len(a.window))
		at := -1
		if k < len(x.content) && x.content[k] == i {
			at, k = k, k+1
		}
		for j, p := range a.window {
			switch {
			case at >= 0 && !x.tokens[i].stop:
				sim[i][j] = x.sim[at][x.src.tid[p]]
			case x.tokens[i].stem == a.windowWords[j].stem:
				sim[i][j] = 1
			}
		}
	}
	a.steps = align(x.tokens, a.windowWords, sim)
	return a
}

// argmax is the first index of the greatest value.
func argmax(v []float32) int {
	best := 0
	for i := range v {
		if v[i] > v[best] {
			best = i
		}
	}
	return best
}
