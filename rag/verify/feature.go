package verify

import "strings"

// The features of a claim beside a source, in the order of the model's
// columns. MODEL.md says what each is and which way it may push the score.
const (
	fTri = iota
	fBigrams
	fSkips
	fUnaligned2
	fUnaligned
	fNames1
	fNames
	fNumbers
	fNumbers1
	fSubName
	fSubNumber
	fSubContent
	fInsContent
	fOneNegation
	fInsNegation
	fRaised
	fNewModal
	fNewQuantity
	fAnti
	fBadQuote
	fSpeaker
	featureCount
)

// FeatureNames are the model's columns in order.
var FeatureNames = strings.Fields(`tri cbi cskip un2max unAmax un1_name unA_name unA_num un1_num e_sub_name e_sub_num e_sub_cont e_ins_cont
	e_neg e_ins_NEG e_mod_raise mod_new qua_new anti1 q_bad sp_ok`)

type features [featureCount]float64

// Features are the values of FeatureNames for a claim beside a source, for
// training a model; nil where either is empty or the claim too long.
func (c *Checker) Features(text string, s *Source) []float64 {
	cl := c.read.claim(text)
	if len(cl.tokens) == 0 || len(cl.tokens) > maxWords || len(s.flat) == 0 {
		return nil
	}
	f := compare(cl, s).features()
	return f[:]
}

func (x *comparison) features() features {
	var f features
	x.copying(&f)
	x.unaligned(&f)
	x.edits(&f)
	x.classes(&f)
	f[fBadQuote] = float64(x.badQuotes())
	f[fSpeaker] = x.speakerNear()
	return f
}

// copying counts how much of the claim's wording the source has.
func (x *comparison) copying(f *features) {
	ids := make([]int32, len(x.tokens))
	var content []int32
	for i := range x.tokens {
		ids[i] = -1 - int32(i)
		if id, ok := x.src.types[x.tokens[i].stem]; ok {
			ids[i] = int32(id)
		}
	}
	for _, i := range x.content {
		content = append(content, ids[i])
	}
	n := 0
	for i := 2; i < len(ids); i++ {
		if x.src.trigrams[[3]int32{ids[i-2], ids[i-1], ids[i]}] {
			n++
		}
	}
	f[fTri] = float64(n) / float64(max(1, len(ids)-2))
	two, skip := 0, 0
	for i := 1; i < len(content); i++ {
		pair := [2]int32{content[i-1], content[i]}
		if x.src.bigrams[pair] {
			two++
		}
		if x.src.skips[pair] {
			skip++
		}
	}
	f[fBigrams] = float64(two) / float64(max(1, len(content)-1))
	f[fSkips] = float64(skip) / float64(max(1, len(content)-1))
}

// unaligned weighs the words that nothing in the source resembles.
func (x *comparison) unaligned(f *features) {
	for k, i := range x.content {
		t := &x.tokens[i]
		var anywhere float32
		for _, v := range x.peak[k] {
			anywhere = max(anywhere, v)
		}
		two := max(x.peak[k][x.best], x.peak[k][x.second])
		f[fUnaligned] = max(f[fUnaligned], float64(t.weight*(1-anywhere)))
		f[fUnaligned2] = max(f[fUnaligned2], float64(t.weight*(1-two)))
		here := x.carried[k][x.best] < sameWord
		switch {
		case t.number:
			count(&f[fNumbers], anywhere < sameWord)
			count(&f[fNumbers1], here)
		case t.name:
			count(&f[fNames], anywhere < sameWord)
			count(&f[fNames1], here)
		}
	}
}

func count(to *float64, yes bool) {
	if yes {
		*to++
	}
}

// sort of a token for the edit features.
type sort uint8

const (
	aNumber sort = iota
	aName
	aClass
	aStop
	aContent
)

func (t *token) sort() sort {
	switch {
	case t.number:
		return aNumber
	case t.name:
		return aName
	case t.class != open:
		return aClass
	case t.stop:
		return aStop
	}
	return aContent
}

// edits counts what would have to be changed in the window to make the claim.
func (x *comparison) edits(f *features) {
	low, high := -1, -2
	for _, s := range x.steps {
		if s.op == matched && !x.tokens[s.i].stop {
			if low < 0 {
				low = s.j
			}
			high = s.j
		}
	}
	var dropped []int
	var insNeg, delNeg, delModal bool
	for _, s := range x.steps {
		switch s.op {
		case matched:
			dropped = dropped[:0]
		case deleted:
			if within := low >= 0 && s.j >= max(0, low-3) && s.j <= high; within {
				delNeg = delNeg || x.windowWords[s.j].class == negation
				delModal = delModal || x.windowWords[s.j].class == modal
			}
			dropped = append(dropped, s.j)
		default:
			t := &x.tokens[s.i]
			replaced := s.op == substituted
			if !replaced {
				for _, j := range dropped[max(0, len(dropped)-3):] {
					replaced = replaced || x.windowWords[j].sort() == t.sort()
				}
			}
			switch t.sort() {
			case aNumber:
				count(&f[fSubNumber], replaced)
			case aName:
				count(&f[fSubName], replaced)
			case aContent:
				if replaced {
					f[fSubContent] += float64(t.weight)
				} else {
					f[fInsContent] += float64(t.weight)
				}
			case aClass:
				insNeg = insNeg || t.class == negation
				count(&f[fInsNegation], t.class == negation)
			}
		}
	}
	claimModal := false
	for i := range x.tokens {
		claimModal = claimModal || x.tokens[i].class == modal
	}
	count(&f[fOneNegation], insNeg != delNeg)
	count(&f[fRaised], delModal && !claimModal)
}

// classes counts the classes of modals and words of quantity that only the
// claim has, and contraries in the best sentence.
func (x *comparison) classes(f *features) {
	var here, there [2]uint32
	add := func(ts []token, to *[2]uint32) {
		for i := range ts {
			if l := modals[ts[i].lower]; l > 0 {
				to[0] |= 1 << l
			}
			if l := quantities[ts[i].lower]; l > 0 {
				to[1] |= 1 << l
			}
		}
	}
	add(x.tokens, &here)
	add(x.windowWords, &there)
	for b := range 16 {
		count(&f[fNewModal], here[0]&^there[0]&(1<<b) != 0)
		count(&f[fNewQuantity], here[1]&^there[1]&(1<<b) != 0)
	}
	best := x.src.sentences[x.best]
	for k := range x.content {
		var top float32
		for _, v := range x.peak[k] {
			top = max(top, v)
		}
		for _, id := range x.anti[k] {
			for _, there := range x.src.tid[best.from:best.to] {
				if there == id && top < .99 {
					f[fAnti] = 1
				}
			}
		}
	}
}

// speakerNear is 1 unless the claim attributes a remark to a name that does not
// stand within two sentences of where the rest of the claim does.
func (x *comparison) speakerNear() float64 {
	at := -1
	for i := range x.tokens {
		if saying[x.tokens[i].lower] {
			at = i
			break
		}
	}
	if at < 0 {
		return 1
	}
	names := map[int]bool{}
	for i := max(0, at-4); i < min(len(x.tokens), at+4); i++ {
		if t := &x.tokens[i]; !t.stop && t.name && !t.number && !saying[t.lower] {
			names[i] = true
		}
	}
	if len(names) == 0 {
		return 1
	}
	cover := make([]float32, len(x.src.sentences))
	for s := range cover {
		for k, i := range x.content {
			if !names[i] {
				cover[s] += x.tokens[i].weight * x.peak[k][s]
			}
		}
	}
	best := argmax(cover)
	for s := max(0, best-2); s < min(len(cover), best+2); s++ {
		for k, i := range x.content {
			if names[i] && x.peak[k][s] >= 1 {
				return 1
			}
		}
	}
	return 0
}
