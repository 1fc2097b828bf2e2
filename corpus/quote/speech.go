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
	f.add("pkk=", classAt(ts, u.ts-2), pk, ",", yes(u.nw <= 4))
	f.add("nkk=", nk, classAt(ts, u.te+1), ",", yes(u.nw <= 4))
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
	title := titled(ts[u.ts:u.te])
	f.add("title=", yes(title))
	if title {
		f.add("title,pk=", pk, ",nw=", small(min(u.nw, 5)))
	}
	if u.nw <= 6 {
		f.add("says=", yes(clausal(ts[u.ts:u.te])), ",", yes(capital), ",pk=", pk)
	}
	if u.nw <= 3 {
		f.add("short,", pk, nk, yes(capital))
		f.add("short,nk=", nk, ",end=", last)
	}
	if u.open {
		f.add("open")
	}
}

// minEcho is the probability from which words that recur in a longer quotation
// are taken for speech.
const minEcho = .5

// echoWords is the most words of a quotation that is sought in longer ones, and
// echoBytes how much of those is searched.
const (
	echoWords = 6
	echoBytes = 32 << 10
)

// echoed reports whether the words of u recur within a longer quotation of the
// article: then somebody did say them.
func (d *document) echoed(u *unit) bool {
	if d.said == "" {
		var b strings.Builder
		b.WriteByte(' ')
		for _, x := range d.units {
			if x.nw > echoWords && b.Len() < echoBytes {
				b.WriteString(plain(x.Of(d.text)))
			}
		}
		d.said = b.String()
	}
	return strings.Contains(d.said, plain(u.Of(d.text)))
}

// titled reports whether the words of ts are written as a title is: the first
// and the last with a capital, and between them only words of grammar without.
func titled(ts []token) bool {
	n, lastCapital := 0, false
	for i := range ts {
		t := &ts[i]
		if !isLetter(t.text) {
			continue
		}
		lastCapital = t.capital()
		if !lastCapital && (n == 0 || !t.is(fFunction|fPreposition|fConjunction|fDeterminer)) {
			return false
		}
		n++
	}
	return n > 1 && lastCapital
}

// clausal reports whether ts has the grammar of something said: an auxiliary
// verb, or a pronoun.
func clausal(ts []token) bool {
	for i := range ts {
		if t := &ts[i]; t.k == 'X' && t.low != "'s" || t.is(fPronoun) {
			return true
		}
	}
	return false
}

// classAt is the class of token i, "Q" within a quotation, "" outside ts.
func classAt(ts []token, i int) string {
	switch {
	case i < 0 || i >= len(ts):
		return ""
	case ts[i].quoted():
		return "Q"
	}
	return letter(ts[i].k)
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
	p := 1 / (1 + math.Exp(-f.sum))
	if p < minSpeech && p >= minEcho && u.nw <= echoWords && d.echoed(u) {
		return minSpeech
	}
	return p
}
