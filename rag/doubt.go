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
		case m.exact[i] || m.near[i] || strings.EqualFold(t.written, "one"): // "the one in"
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

// isNot reports whether a word denies the verb that it stands by.
func isNot(w string) bool { return w == "not" || w == "never" || strings.HasSuffix(w, "n't") }

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
		if s.has(t.stem) || lasts(s, t.stem) && f.scorer.share(s) >= lastingShare {
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

// lastingShare is the share of the question that a sentence must hold for what
// it says to go on to be what is asked about.
const lastingShare = .3

// share is how much of the question the sentence holds.
func (sc *scorer) share(s *sentence) float64 {
	var held float64
	for i := range sc.q.terms {
		if sc.has(s, i) {
			held += sc.q.terms[i].weight
		}
	}
	return held / sc.q.total
}

// lasts reports whether the sentence tells of what began before a year and goes
// on: "mayor since 2010" speaks of 2015.
func lasts(s *sentence, year string) bool {
	if !isYear(year) {
		return false
	}
	for _, d := range s.cands.dates {
		from := s.tokens[d.from].Lower
		if d.from > 0 && s.tokens[d.from-1].Lower == "since" && isYear(from) && from <= year &&
			(s.doc.Published.IsZero() || year <= strconv.Itoa(s.doc.Published.Year())) {
			return true
		}
	}
	return false
}

// says puts a doubt into words: what the articles lack, and what the best
// sentence has in its place.
func (f *found) says(d doubt) string {
	switch d.kind {
	case denied:
		return "what is nearest tells what is so, not what is not"
	case contrary:
		return fmt.Sprintf("what is nearest has “%s”, not “%s”", d.against, f.q.terms[d.term].written)
	}
	lacks := "no article found on it mentions " + f.q.terms[d.term].written
	if date := f.dateWords(d.term); date != "" {
		return "no article found on it mentions " + date
	}
	if has := f.instead(d); has != "" {
		lacks += ", what is nearest has " + has
	}
	return lacks
}

// instead is the one number or person of the best sentence that the question
// does not have, as written, or "".
func (f *found) instead(d doubt) string {
	s := f.ranked[0].sentence
	if d.kind == noName {
		return f.other(s)
	}
	only := ""
	for _, n := range s.cands.numbers {
		t := s.tokens[n.from]
		if _, asked := f.q.at[t.Stem]; asked {
			continue
		}
		if only != "" {
			return ""
		}
		only = s.text()[t.Start:t.End]
	}
	return only
}
