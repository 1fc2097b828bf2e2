package rag

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"newsdesk/rag/terms"
	"newsdesk/rag/verify"
)

// premise is how far what a question takes for granted fits the articles: "Why
// did the price fall in 2019?" assumes that it fell, and when. The gate asks
// whether the subject is here; this asks whether it is as the question has it.
type premise struct {
	// doubts are the words that do not fit; the question then rests on them.
	doubts []doubt
	// fits is the probability that the question's assumptions are the
	// archive's, by the model in weights.go; 1 where nothing is assumed.
	fits float64
	// alone is true where one article at most tells of the subject and lacks a
	// word of the question beside its best sentence.
	alone bool
}

// doubt is one thing that a question assumes and the articles do not bear out.
type doubt struct {
	kind doubtKind
	// term is the question's, -1 for a denial.
	term int
	// against is the word of the best sentence that means the contrary.
	against string
}

type doubtKind uint8

const (
	denied   doubtKind = iota // asks what is not, the best sentence tells what is
	contrary                  // the best sentence has the opposite of a word that no passage found has
	noNumber                  // no article found has the number
	noName                    // no article found has the name
)

// The premise's measurements.
const (
	pDenied        = iota // the doubts, each 0 or 1 …
	pContrary             //
	pNumber               //
	pName                 //
	pPassageCosine        // of the best passage
	pCosine               // of the best sentence …
	pMaxSim               //
	pNear                 //
	pMissed               // greatest weight of a word that the best sentence lacks, in tens
	pGate                 // log-odds that the subject is here
	pWords                // content words of the question, in tens
	premiseCount
)

// premiseReach is how many of the best sentences' articles and passages are
// read for a word before it counts as missing: where several tell of a subject,
// each in its own words, one that lacks a word says little.
const premiseReach = 6

// assumes reports whether the question takes something for granted that can be
// held against the archive: it asks for a part of what it states. A yes or no
// question asks whether it is so; a follow-up leaves its assumptions to what
// was said before, and one with a sentence before it tells more than it needs;
// of a remark, remark.go asks whether it was made.
func (f *found) assumes() bool {
	q := f.q
	return q.wh >= 0 && q.typ != wantsYesNo && q.language == english && q.asked == noRecord && q.words == "" && !q.preceded() &&
		q.reading.context == "" && f.asks.speaker == "" && !f.asks.compare && !q.overview() && len(f.ranked) > 0
}

// preceded reports whether a sentence stands before the question.
func (p *parsed) preceded() bool {
	for i, t := range p.tokens[:max(0, len(p.tokens)-1)] {
		if (t.Lower == "." || t.Lower == "!" || t.Lower == "?") && p.tokens[i+1].Capital && p.tokens[i+1].Start > t.End {
			return true
		}
	}
	return false
}

// readPremise holds the question's assumptions against the articles.
func (f *found) readPremise() premise {
	if !f.assumes() {
		return premise{fits: 1}
	}
	p := premise{doubts: f.doubts()}
	x := f.premiseFeatures(p.doubts)
	p.fits = fitting.probability(x[:])
	p.alone = f.alone()
	return p
}

func (f *found) premiseFeatures(doubts []doubt) [premiseCount]float64 {
	var x [premiseCount]float64
	for _, d := range doubts {
		x[pDenied+int(d.kind)] = 1
	}
	best := f.ranked[0]
	x[pPassageCosine] = f.top.Dense
	x[pCosine], x[pMaxSim], x[pNear] = best.features[fCosine], best.features[fMaxSim], best.features[fNear]
	m := f.scorer.match(best.sentence)
	for i := range f.q.terms {
		if !m.exact[i] && !m.near[i] && f.q.terms[i].stem != f.q.focus {
			x[pMissed] = max(x[pMissed], f.q.terms[i].weight/10)
		}
	}
	odds := max(1e-6, f.gate) / max(1e-6, 1-f.gate)
	x[pGate] = math.Log(odds)
	x[pWords] = float64(len(f.q.terms)) / 10
	return x
}

// doubts are the words of the question that the articles found speak against
// or do not have.
func (f *found) doubts() []doubt {
	var out []doubt
	best := f.ranked[0].sentence
	if f.q.denies() && !slices.ContainsFunc(best.words, func(k int) bool { return denying(best.tokens[k].Lower) }) {
		out = append(out, doubt{kind: denied, term: -1})
	}
	m := f.scorer.match(best)
	for i := range f.q.terms {
		t := &f.q.terms[i]
		switch {
		case m.exact[i] || m.near[i]:
		case f.q.numbers[t.stem]:
			if !f.anyArticle(func(d *document) bool { return f.countIn(d, t) }) {
				out = append(out, doubt{kind: noNumber, term: i})
			}
		case f.q.entities[t.stem]:
			if !f.q.namesKind(t.stem) && !f.anyArticle(func(d *document) bool { return f.nameIn(d, i) }) {
				out = append(out, doubt{kind: noName, term: i})
			}
		default:
			if w := opposite(best, t.stem); w != "" && !f.anyPassage(i) {
				out = append(out, doubt{kind: contrary, term: i, against: w})
			}
		}
	}
	return out
}

var denials = terms.Set("not never no none nobody nothing neither nor cannot")

// denies reports whether the question asks for what is not so.
func (p *parsed) denies() bool {
	return slices.ContainsFunc(p.tokens, func(t terms.Token) bool { return denials[t.Lower] || strings.HasSuffix(t.Lower, "n't") })
}

// withheld are words that deny without a "not".
var withheld = terms.Set(`without unable fail failed fails failing refuse refused refuses deny denied denies lack lacks lacked lacking prevent
prevented prevents avoid avoided lost hardly rarely only few little ban banned bans except unlike instead reject rejected exclude excluded excluding impossible`)

// denying reports whether a word of an article denies something.
func denying(w string) bool {
	return denials[w] || withheld[w] || strings.HasSuffix(w, "n't") || strings.HasPrefix(w, "un") && len(w) > 6 || strings.HasPrefix(w, "non")
}

// opposite is the word of the sentence that means the contrary of stem, or "".
func opposite(s *sentence, stem string) string {
	for _, k := range s.words {
		if verify.Opposite(stem, s.tokens[k].Stem) {
			return s.text()[s.tokens[k].Start:s.tokens[k].End]
		}
	}
	return ""
}

// namesKind reports whether a name only says what kind of thing is wanted:
// "which European island", "which US state".
func (p *parsed) namesKind(stem string) bool {
	i := slices.IndexFunc(p.tokens, func(t terms.Token) bool { return t.Stem == stem })
	return p.focus != "" && p.wh < i && i <= p.focusEnd
}

// anyArticle reports whether one of the best sentences' articles is as asked.
func (f *found) anyArticle(is func(*document) bool) bool {
	var seen []*document
	for _, ev := range f.ranked[:min(premiseReach, len(f.ranked))] {
		if slices.Contains(seen, ev.doc) {
			continue
		}
		if seen = append(seen, ev.doc); is(ev.doc) {
			return true
		}
	}
	return false
}

// anyPassage reports whether a passage of the best sentences holds term i.
func (f *found) anyPassage(i int) bool {
	for _, ev := range f.ranked[:min(premiseReach, len(f.ranked))] {
		for _, h := range f.hits {
			if h.Article != ev.doc.ID || ev.i < h.First || ev.i >= h.Last {
				continue
			}
			for k := h.First; k < min(h.Last, len(ev.doc.sentences)); k++ {
				if f.scorer.has(&ev.doc.sentences[k], i) {
					return true
				}
			}
		}
	}
	return false
}

// has reports whether the sentence holds term i, in a near form at least.
func (sc *scorer) has(s *sentence, i int) bool {
	s.read(sc.words)
	t := &sc.q.terms[i]
	if s.has(t.stem) || slices.ContainsFunc(t.similar, s.has) {
		return true
	}
	for _, k := range s.words {
		if i < 64 && sc.nearTo(s.tokens[k].Stem)&(1<<i) != 0 {
			return true
		}
	}
	return false
}

// inArticle reports whether the article, its title included, holds term i.
func (f *found) inArticle(d *document, i int) bool {
	if d.title[f.q.terms[i].stem] {
		return true
	}
	for k := range d.sentences {
		if f.scorer.has(&d.sentences[k], i) {
			return true
		}
	}
	return false
}

// nameIn reports whether the article holds the name of term i, as the first
// letters of a longer one at least: "MLB" for "Major League Baseball".
func (f *found) nameIn(d *document, i int) bool {
	t := &f.q.terms[i]
	if f.inArticle(d, i) || months[t.lower] && !d.Published.IsZero() && strings.HasPrefix(strings.ToLower(d.Published.Month().String()), t.lower) {
		return true
	}
	letters := strings.ReplaceAll(t.lower, ".", "")
	if len(letters) > 5 || t.written != strings.ToUpper(t.written) {
		return weekdays[t.lower]
	}
	for k := range d.sentences {
		s := &d.sentences[k]
		for _, n := range s.cands.names {
			if initials(s.tokens[n.from:n.to]) == letters {
				return true
			}
		}
	}
	return false
}

// initials are the first letters of the capitalised words of a name.
func initials(name []terms.Token) string {
	var b strings.Builder
	for _, t := range name {
		if t.Capital && t.Word {
			b.WriteByte(t.Lower[0])
		}
	}
	return b.String()
}

// countIn reports whether the article holds the number of a term, or one that
// rounds to it, or was published in that year.
func (f *found) countIn(d *document, t *term) bool {
	if publishedIn(d, t) || d.title[t.stem] {
		return true
	}
	asked, err := strconv.ParseFloat(t.stem, 64)
	_, decimals, _ := strings.Cut(t.stem, ".")
	scale := math.Pow10(len(decimals))
	for k := range d.sentences {
		s := d.sentences[k].read(f.scorer.words)
		if s.has(t.stem) {
			return true
		}
		for _, n := range s.cands.numbers {
			if x, bad := strconv.ParseFloat(s.tokens[n.from].Stem, 64); err == nil && bad == nil && math.Round(x*scale) == asked*scale {
				return true
			}
		}
	}
	return false
}

// Where silence without a doubt begins: aloneShare is the share of the question
// that a second article must hold for the subject to be told of twice.
const aloneShare = .7

// alone reports whether no second article tells of the subject and a word of
// the question is missing beside the best sentence.
func (f *found) alone() bool {
	best := f.ranked[0]
	missing := false
	for i := range f.q.terms {
		missing = missing || !f.scorer.beside(best, i)
	}
	return missing && !f.anyArticle(func(d *document) bool {
		var held float64
		for i := range f.q.terms {
			if d != best.doc && f.inArticle(d, i) {
				held += f.q.terms[i].weight
			}
		}
		return held >= aloneShare*f.q.total
	})
}

// silences reports whether the archive is better silent: the assumptions most
// likely do not fit, and it can be said why.
func (p *premise) silences() bool {
	return p.fits < premiseThreshold && (len(p.doubts) > 0 || p.alone)
}

// mistaken says why the question is not answered as it is asked.
func (f *found) mistaken() string {
	var why []string
	for _, d := range f.premise.doubts {
		why = append(why, f.says(d))
	}
	if why == nil {
		return "The archive tells of this, but not what is asked. Looked for: " + f.soughtWords() + "."
	}
	return "The archive does not answer this as it is asked: " + strings.Join(why, "; ") + "."
}

// says puts a doubt into words.
func (f *found) says(d doubt) string {
	switch d.kind {
	case denied:
		return "what is nearest tells what is so, not what is not"
	case contrary:
		return fmt.Sprintf("what is nearest has “%s”, not “%s”", d.against, f.q.terms[d.term].written)
	}
	return "no article found on it mentions " + f.q.terms[d.term].written
}
