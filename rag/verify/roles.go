package verify

import (
	"strings"

	"newsdesk/corpus"
	"newsdesk/rag/terms"
)

// Words that may stand between a subject and its verb.
var betweenSubject = terms.Set(`is are was were be been being am has have had do does did will would shall should can could may might must
not never also then itself himself herself themselves both already later still now reportedly allegedly recently`)

// Words that may stand between a verb and whom it is done to.
var betweenObject = terms.Set("a an the out of for on at with against to into over up away his her their its")

// before a noun, these make it no subject.
var governs = terms.Set("of in on at by for with from to against into over about between and or than as under near")

// named reports whether the word i of ts, from text, is written as a name: with a
// capital, and common words at a sentence's start only where s has a capital elsewhere.
func (s *Source) named(text string, ts []token, i int) bool {
	t := &ts[i]
	if c := text[t.start]; t.stop || t.number || t.date != noDate || !(t.capital || c >= 'A' && c <= 'Z' || c >= 0x80) {
		return false
	}
	id, ok := s.types[t.stem]
	return t.name || ok && s.reps[id].name
}

// run is a name from from to to, without; empty where there is none.
type run struct{ from, to int }

func (r run) empty() bool { return r.to <= r.from }

// nameEndingAt is the name of which the word i is the last.
func (s *Source) nameEndingAt(text string, ts []token, i int) run {
	from := i
	for from > 0 && s.named(text, ts, from) && !ts[from].broken && s.named(text, ts, from-1) {
		from--
	}
	if !s.named(text, ts, i) {
		return run{}
	}
	return run{from, i + 1}
}

// nameAt is the name that begins at i.
func (s *Source) nameAt(text string, ts []token, i int) run {
	to := i
	for to < len(ts) && s.named(text, ts, to) && (to == i || !ts[to].broken) {
		to++
	}
	return run{i, to}
}

// nominative pronouns are doers themselves: no name before them is.
var nominative = terms.Set("he she they it we i who")

// farSubject is how many words before its verb a doer may stand.
const farSubject = 9

// roles is who does the verb at v of ts to whom.
type roles struct {
	doer, done run
	// pronoun is the word that is the doer where no name is, or -1.
	pronoun int
	// direct is true where only auxiliaries part the doer and the verb.
	direct, passive bool
}

// rolesOf reads the names around the verb at v, those of a passive the other way round.
func (s *Source) rolesOf(text string, ts []token, v int) roles {
	r := roles{pronoun: -1, direct: !ts[v].broken}
	aux := false
	k := v - 1
	for ; k >= 0 && betweenSubject[ts[k].lower]; k-- {
		aux = aux || being[ts[k].lower]
		r.direct = r.direct && !ts[k].broken
	}
	if k >= 0 && pronouns[ts[k].lower] && r.direct {
		r.pronoun = k
	} else {
		for ; k >= 0; k-- {
			if s.named(text, ts, k) {
				r.doer = s.nameEndingAt(text, ts, k)
				break
			}
			r.direct = false
			if nominative[ts[k].lower] || v-k > farSubject {
				break
			}
		}
	}
	for k = v + 1; k < len(ts) && k <= v+4 && !ts[k].broken; k++ {
		if s.named(text, ts, k) {
			r.done = s.nameAt(text, ts, k)
			break
		}
		if ts[k].lower == "by" {
			r.passive = aux || r.doer.empty()
			continue
		}
		if !betweenObject[ts[k].lower] {
			break
		}
	}
	if r.passive {
		r.doer, r.done = r.done, r.doer
	}
	return r
}

var being = terms.Set("is are was were be been being")

// sameRun reports whether two names have a word in common, or kin.
func sameRun(a []token, x run, b []token, y run) bool {
	for i := x.from; i < x.to; i++ {
		for j := y.from; j < y.to; j++ {
			if sim, _ := similar(&a[i], &b[j]); sim >= kin || nearName(&a[i], &b[j]) > 0 {
				return true
			}
		}
	}
	return false
}

// mutual verbs say the same whoever is named first.
var mutual = terms.Set(`meet meets met meeting marry married talk talks talked talking speak speaks spoke negotiate negotiated negotiating agree
agreed disagree disagreed share shared discuss discussed clash clashed face faced play played drew border borders cooperate cooperated
collaborate collaborated compete competed debate debated exchange exchanged fought`)

// mutually reports whether the claim has a mutual verb of the window.
func (l *layout) mutually() bool {
	for i := range l.tokens {
		if mutual[l.tokens[i].lower] && l.to[i] >= 0 && l.windowWords[l.to[i]].stem == l.tokens[i].stem {
			return true
		}
	}
	return false
}

// nominal reports whether w is by its ending a noun made from a verb.
func nominal(w string) bool {
	w = strings.TrimSuffix(w, "s")
	for _, end := range [...]string{"tion", "sion", "ment", "ance", "ence", "er", "or", "al"} {
		if strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}

// exchanged finds a verb of the source that the claim gives to whom the source
// has it done to, or to another than the source does.
func (l *layout) exchanged() {
	src := l.src.article.Text
	for v := range l.tokens {
		t := &l.tokens[v]
		if t.stop || t.number || l.src.named(l.text, l.tokens, v) || saying[t.lower] || mutual[t.lower] {
			continue
		}
		claim := l.src.rolesOf(l.text, l.tokens, v)
		l.numbered(v, claim)
		if claim.doer.empty() || l.anyTaken(claim.doer) {
			continue
		}
		other, fits := -1, false
		for j := range l.windowWords {
			if w := &l.windowWords[j]; w.stem != t.stem || l.src.named(src, l.windowWords, j) || w.lower != t.lower && nominal(w.lower) {
				continue
			}
			there := l.src.rolesOf(src, l.windowWords, j)
			switch {
			case l.sameDoer(claim, there):
				fits = true
			case l.otherDoer(claim, there, j):
				other = j
			default:
				fits = fits || l.to[v] == j && !l.reversed(claim, there)
				if l.reversed(claim, there) {
					other = j
				}
			}
		}
		if other < 0 || fits {
			continue
		}
		there := l.src.rolesOf(src, l.windowWords, other)
		from, to := other, other+1
		for _, r := range [...]run{there.doer, there.done} {
			if !r.empty() {
				from, to = min(from, r.from), max(to, r.to)
			}
		}
		if there.pronoun >= 0 {
			from = min(from, there.pronoun)
		}
		l.found.add(Entity, l.said(min(claim.doer.from, v), max(claim.doer.to, v+1)), l.source(from, to), span(claim.doer.from, claim.doer.to)...)
	}
}

// numbered finds a verb that the claim gives to "he" or "she" and the source
// to "they".
func (l *layout) numbered(v int, claim roles) {
	j := l.to[v]
	if claim.pronoun < 0 || j < 0 || l.windowWords[j].stem != l.tokens[v].stem || !single[l.tokens[claim.pronoun].lower] {
		return
	}
	if there := l.src.rolesOf(l.src.article.Text, l.windowWords, j); there.pronoun >= 0 && l.windowWords[there.pronoun].lower == "they" {
		l.found.add(Entity, l.said(claim.pronoun, v+1), l.source(there.pronoun, j+1), claim.pronoun)
	}
}

var single = terms.Set("he she")

func (l *layout) anyTaken(r run) bool {
	for i := r.from; i < r.to; i++ {
		if l.found.taken[i] {
			return true
		}
	}
	return false
}

func (l *layout) sameDoer(claim, there roles) bool {
	return sameRun(l.tokens, claim.doer, l.windowWords, there.doer) && !there.doer.empty()
}

// reversed reports whether the claim's doer is whom the source has it done
// to, and who in the claim has it done to him another.
func (l *layout) reversed(claim, there roles) bool {
	return !claim.done.empty() && !there.done.empty() &&
		sameRun(l.tokens, claim.doer, l.windowWords, there.done) && !sameRun(l.tokens, claim.done, l.windowWords, there.done)
}

// otherDoer reports whether the source gives its verb at j to somebody
// who is not the claim's doer: another name right before it, or "they" in the doer's
// own remark.
func (l *layout) otherDoer(claim, there roles, j int) bool {
	if !claim.direct || claim.passive || there.passive || !there.direct {
		return false
	}
	if there.pronoun >= 0 {
		switch l.windowWords[there.pronoun].lower {
		case "they", "he", "she":
			return l.remarkOf(claim.doer, l.windowWords[j].start)
		}
		return false
	}
	if there.doer.empty() {
		return false
	}
	// "The mayor of Brenton", "Lind and Keller": the name is a part of the doer.
	if k := there.doer.from - 1; k >= 0 && governs[l.windowWords[k].lower] {
		return false
	}
	// Only where the source has the claim's doer in the same sentence, doing something else.
	at := l.src.at[l.window[j]]
	for k := range l.windowWords {
		if l.src.at[l.window[k]] == at && (k < there.doer.from || k >= there.doer.to) && l.src.named(l.src.article.Text, l.windowWords, k) &&
			sameRun(l.tokens, claim.doer, l.windowWords, run{k, k + 1}) {
			return true
		}
	}
	return false
}

// remarkOf reports whether the byte of the source at stands in a quotation
// of the person whom the claim's name r means: a third person there is another.
func (l *layout) remarkOf(r run, at int) bool {
	for n := range l.src.quotes {
		q := &l.src.quotes[n]
		if q.Start <= at && at < q.End && q.Kind == corpus.Direct && (sameName(l.said(r.from, r.to), q.Speaker) || sameName(l.said(r.from, r.to), q.SpeakerAsWritten)) {
			return true
		}
	}
	return false
}
