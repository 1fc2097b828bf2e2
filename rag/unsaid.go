package rag

import (
	"slices"
	"strings"

	"newsdesk/corpus"
	"newsdesk/corpus/quote"
	"newsdesk/rag/terms"
)

// readPredicate holds what the question says of its subject against the
// articles found; true where it is then better not answered.
func (f *found) readPredicate() bool {
	says, silent := f.unasserted()
	if says == "" {
		if says, silent = f.nobodyDid(), true; says == "" {
			says = f.noCause()
		}
	}
	if says != "" && silent {
		f.keep(nil, says)
		return true
	}
	if says == "" {
		says = f.notSaid()
	}
	f.premise.unsaid = says
	return false
}

// notSaid says, of a question whether somebody did what news tells in few other
// words, that no article found says that they did or did not, or "".
func (f *found) notSaid() string {
	if q := f.q; q.typ != wantsYesNo || q.language != english || q.reading.context != "" || q.reading.note != "" || q.claimedUnit() != "" || q.wh >= 0 {
		return ""
	}
	p := f.predication()
	if p == nil || p.mutual || !p.person || !p.event || f.asserted(p) || slices.ContainsFunc(f.ranked, func(ev evidence) bool { return f.affirms(ev.sentence) >= 3 }) {
		return ""
	}
	says := "No article found says this of " + p.name + ": " + p.shown + "."
	if who := f.assertedOf(p); who != "" {
		says += " It is said of " + who + "."
	}
	return says
}

// unasserted says that no article found says of its subject what the question
// takes for granted, or "", and whether silence is better than the nearest: of
// a harm or a crime, and of another event of news where an article tells of such
// a one, but not of them; where none does, it may be told in other words. Of
// verbs that tell no event it is said of persons only, where when, where, how or
// why is asked.
func (f *found) unasserted() (says string, silent bool) {
	if !f.assumes() || f.q.denies() || f.q.countsTimes() {
		return "", false
	}
	p := f.predication()
	if p == nil || p.mutual || f.asserted(p) {
		return "", false
	}
	if p.passive && killing[p.stem] {
		died := *p
		died.stem, died.passive = dieStem, false
		if f.asserted(&died) {
			return "", false
		}
	}
	who := f.assertedOf(p)
	if w := f.q.word(f.q.wh); !p.event && (!p.person && len(p.words) < 2 || p.light || !hasWord("when where how why", w) || w == "how" && measures[f.q.word(f.q.wh+1)]) {
		return "", false
	}
	says = "No article found says of " + p.name + " what the question takes for granted: " + p.shown + "."
	if who != "" {
		says += " It is said of " + who + "."
	}
	return says, p.event && (harms[p.stem] || f.happens(p))
}

// happens reports whether an article found tells of what is predicated, of
// whomever.
func (f *found) happens(p *predication) bool {
	for _, d := range f.docs {
		for i := range d.sentences {
			if len(f.deeds(d.sentences[i].read(f.scorer.words), p)) > 0 {
				return true
			}
		}
	}
	return false
}

// assertedOf is the one other person of whom an article found says it outright,
// or "": it must stand right there, and be neither denied nor alleged.
func (f *found) assertedOf(p *predication) string {
	only := ""
	for _, h := range f.hits {
		d := f.docs[h.Article]
		for i := range d.sentences {
			s := d.sentences[i].read(f.scorer.words)
			verbs := f.deeds(s, p)
			if len(verbs) == 0 || p.state || !f.touchesBeside(s, p) || s.Kind != corpus.Body || s.steers || slices.ContainsFunc(s.tokens, func(t terms.Token) bool { return doubtful[t.Stem] || denying(t.Lower) }) {
				continue
			}
			for _, n := range personsIn(s) {
				name := bare(s.text()[s.tokens[n.from].Start:s.tokens[n.to-1].End])
				if quote.SamePerson(name, p.name) || only != "" && quote.SamePerson(name, only) || !slices.ContainsFunc(verbs, func(v int) bool { return s.outright(v, n, p.passive) }) {
					continue
				}
				if only != "" {
					return ""
				}
				only = name
			}
		}
	}
	return only
}

// touchesBeside reports whether a sentence or its title holds a word of the
// question beside the subject and the verb, if there is any: who designed one
// thing has not designed another.
func (f *found) touchesBeside(s *sentence, p *predication) bool {
	others := false
	for i := range f.q.terms {
		t := &f.q.terms[i]
		if t.stem == p.stem || t.stem == p.also || slices.Contains(p.words, t.stem) || lightVerbs[t.stem] {
			continue
		}
		others = true
		if f.scorer.has(s, i) || s.doc.title[t.stem] {
			return true
		}
	}
	return !others
}

// doubtful are the stems of words by which a report leaves open whether it is so.
var doubtful = stemmed(`allege accuse suspect claim deny report rumour rumor say tell ask if may might could would will threaten want try
charge blame believe possible likely apparently reject`)

// outright reports whether a name is the doer of the verb at token v, or whom it
// is done to, with nothing between but auxiliaries.
func (s *sentence) outright(v int, n span, passive bool) bool {
	if !participle(s.tokens[v]) {
		return false // "fire chief Marek Dunn" is not fired
	}
	from := n.to
	if from < v && s.tokens[from].Lower == "," {
		from++
	}
	switch {
	case n.to <= v:
		return passive == s.passiveAt(v) && s.onlyAuxiliaries(from, v)
	case passive:
		return !s.passiveAt(v) && n.from-v <= objectReach && s.reaches(v, n.to-1, nil) && !slices.ContainsFunc(s.tokens[v+1:n.from], func(t terms.Token) bool { return likeVerbs[t.Stem] != nil && strings.HasSuffix(t.Lower, "ed") })
	}
	return false
}

// nobodyDid says, of a question for who did something, that no article found
// tells of its being done, or "".
func (f *found) nobodyDid() string {
	q := f.q
	if !f.assumes() || q.typ != wantsWho || q.wh != q.first || q.denies() || !hasWord("who", q.word(q.wh)) {
		return ""
	}
	i := q.wh + 1
	for isBe(q.word(i)) || hasWord("has have had been", q.word(i)) || strings.HasSuffix(q.word(i), "ly") {
		i++
	}
	if i >= len(q.tokens) || !subject(q.tokens[i]) || q.tokens[i].Capital || i > q.wh+1 && !participle(q.tokens[i]) {
		return ""
	}
	p := new(predication)
	if !f.reads(p, i) || len(likeVerbs[p.stem]) == 0 {
		return ""
	}
	if f.happened(p, i) {
		f.deed = p
		return ""
	}
	end := len(q.tokens)
	for end > i+1 && !q.tokens[end-1].Word {
		end--
	}
	return "No article found says that anybody did this, or that it was done: " + q.text[q.tokens[i].Start:q.tokens[end-1].End] + "."
}

// happened reports whether an article found tells of what was done: in one
// sentence its verb and, there, in the one before or in the title, a word of
// what it was done to; a person to whom it was done in that role.
func (f *found) happened(p *predication, verb int) bool {
	var object *predication
	if p.object != "" && !f.q.passive(verb) {
		if object, _ = f.nameAt(slices.IndexFunc(f.q.tokens, func(t terms.Token) bool { return t.Start >= f.q.tokens[verb].End && t.Capital })); object != nil && object.person {
			object.stem, object.also, object.passive = p.stem, p.also, true
			return f.asserted(object)
		}
	}
	for _, d := range f.docs {
		for i := range d.sentences {
			s := d.sentences[i].read(f.scorer.words)
			if len(f.deeds(s, p)) > 0 && f.touches(s, p.stem) {
				return true
			}
		}
	}
	return false
}

// touches reports whether a sentence, the one before or the title holds one of
// the question's words beside its verb, if there is any.
func (f *found) touches(s *sentence, verb string) bool {
	before := s.doc.neighbour(s.i, -1)
	others := false
	for i := range f.q.terms {
		t := &f.q.terms[i]
		if t.stem == verb || lightVerbs[t.stem] || bringing[t.stem] {
			continue
		}
		others = true
		if f.scorer.holds(s, i) > 0 || s.doc.title[t.stem] || before != nil && f.scorer.has(before, i) {
			return true
		}
	}
	return !others
}

// noCause says, of a question for what caused something, that no article found
// gives a cause of it, or "".
func (f *found) noCause() string {
	q := f.q
	if !f.assumes() || q.typ != wantsWhy || q.word(q.wh) == "why" || !q.causal() {
		return ""
	}
	for _, ev := range f.ranked {
		s := ev.sentence
		_, gives := f.cause(s)
		if (gives || len(s.cands.reasons) > 0 || slices.ContainsFunc(s.tokens, func(t terms.Token) bool { return blamed[t.Stem] && !t.Capital && !hasWord("cause causes", t.Lower) })) && f.touches(s, "") {
			return ""
		}
	}
	return "No article found gives a cause of it."
}
