package quote

import (
	"math"
	"strings"
)

// speechFeatures describes u for telling what somebody said from scare
// quotes, titles and nicknames.
func (d *document) speechFeatures(f *features, u *unit) {
	ts := d.paras[u.para].toks
	txt := u.Of(d.text)
	f.add("nw=", bucket(u.nw, 1, 2, 3, 4, 6, 9, 14))
	capital := startsCapital(txt)
	f.add(map[bool]string{true: "cap", false: "low"}[capital])
	last := txt[len(txt)-1:]
	if !strings.Contains(",.!?", last) {
		last = "w"
	}
	f.add("end=", last)
	pk, nk := "^", "$"
	if u.ts > 0 {
		pk = "Q"
		if t := &ts[u.ts-1]; !t.quoted() {
			pk = letter(t.k)
			f.add("pw=", t.low)
		}
	}
	if u.te < len(ts) {
		nk = "Q"
		if t := &ts[u.te]; !t.quoted() {
			nk = letter(t.k)
		}
	}
	f.add("pk=", pk)
	f.add("nk=", nk)
	f.add("cap", yes(capital), ",pk=", pk)
	f.add("cuebef=", cuesOf(ts[max(0, u.ts-4):u.ts]))
	f.add("cueaft=", cuesOf(ts[u.te:min(len(ts), u.te+4)]))
	inSentence := false
	for i := range ts {
		if t := &ts[i]; !t.quoted() && t.sent == u.sent && in(t.k, "STGA") {
			inSentence = true
			break
		}
	}
	f.add("cuesent=", yes(inSentence))
	if strings.Contains("dobC", pk) {
		f.add("short,pk=", pk, ",", yes(u.nw <= 3))
	}
	caps, words := 0, 0
	for w := range strings.FieldsSeq(txt) {
		words++
		if isLetter(w) && startsCapital(w) {
			caps++
		}
	}
	f.add("title=", yes(words > 1 && float64(caps) > .7*float64(words)))
	if u.open {
		f.add("open")
	}
}

// cuesOf lists the cue classes among ts outside quotations.
func cuesOf(ts []token) string {
	var seen [128]bool
	for i := range ts {
		if !ts[i].quoted() {
			seen[ts[i].k&127] = true
		}
	}
	return present(&seen)
}

// pFills is the probability that a quotation that fills its paragraph is
// speech: such paragraphs are rarely annotated, and of those that are 70 of 81
// are.
const pFills = .87

// speech is the probability that u is what somebody said.
func (d *document) speech(u *unit) float64 {
	if u.nw >= fillWords && d.fills(u) {
		return pFills
	}
	f := features{w: d.model.Speech, buf: d.buf}
	f.add("bias")
	d.speechFeatures(&f, u)
	d.buf = f.buf
	return 1 / (1 + math.Exp(-f.sum))
}
