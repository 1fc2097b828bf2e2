package verify

import (
	"slices"
	"strings"
	"unicode"

	"newsdesk/corpus"
)

// badQuotes counts the longer quotations of the claim that do not stand in
// the source.
func (x *comparison) badQuotes() int {
	n := 0
	for _, q := range quoted(x.text) {
		if q.end-q.start < minQuoted {
			continue
		}
		if _, _, ok := q.in(x.src.folded); !ok {
			n++
		}
	}
	return n
}

// attested is what the source says of a quotation of the claim.
type attested uint8

const (
	unattested attested = iota // perhaps somebody else's
	verbatim                   // its words, and as that person's as far as can be told
	wrong                      // a Change says why
)

// marking is a stretch of an article between quotation marks.
type marking struct {
	corpus.Span
	folded foldedText // at leads to the stretch, not the article
}

// markings finds what stands between marks in the article. Those that the
// finder of quotations has are kept as well: it knows transcripts and
// quotations of several paragraphs.
func markings(a *corpus.Article, quotes []corpus.Quote) []marking {
	var out []marking
	add := func(sp corpus.Span) {
		if sp.Len() > 0 {
			out = append(out, marking{sp, foldText(sp.Of(a.Text))})
		}
	}
	for _, q := range quoted(a.Text) {
		add(corpus.Span{Start: q.start, End: q.end})
	}
	for _, q := range quotes {
		if q.Kind != corpus.Indirect {
			add(q.Span)
		}
	}
	return out
}

// standings are where the source has q between marks, in the article's bytes.
// All its parts must stand in one remark, and nothing that matters may have
// been left out between them.
func (s *Source) standings(q *cited) (out []corpus.Span) {
	for _, m := range s.marked {
		for at := 0; ; {
			sp, ok := q.inRemark(m.Of(s.article.Text), m.folded, at)
			if !ok {
				break
			}
			at = sp.Start + 1
			sp.Start, sp.End = sp.Start+m.Start, sp.End+m.Start
			out = append(out, sp)
		}
	}
	return out
}

// given are the quotations of the claim that stand between marks in the
// source, each with the first of the sentences that hold it there.
func (x *comparison) given() (sentences []int) {
	x.standing = make([][]corpus.Span, len(x.speech.cited))
	for n := range x.speech.cited {
		x.standing[n] = x.src.standings(&x.speech.cited[n])
		if len(x.standing[n]) == 0 {
			continue
		}
		first, last := x.src.sentencesOf(x.standing[n][0])
		for s := max(0, first); s <= last; s++ {
			if !has(sentences, s) {
				sentences = append(sentences, s)
			}
		}
	}
	slices.Sort(sentences)
	return sentences
}

// around is the sentences that the rules align a claim with whose quotations
// stand in those of given: one more where that has more of the other words.
func (x *comparison) around(given []int) []int {
	cover := make([]float32, len(x.src.sentences))
	speaking := map[int]bool{}
	for _, r := range x.speech.quotes {
		for _, i := range x.attribution(r.SpeakerAsWritten) {
			speaking[i] = true
		}
	}
	for k, i := range x.content {
		if x.quotes(i) || speaking[i] {
			continue
		}
		for s := range cover {
			cover[s] += x.tokens[i].weight * x.peak[k][s]
		}
	}
	best := given[0]
	for s := range cover {
		if cover[s] > cover[best] && cover[s] > .5 || has(given, s) && cover[s] >= cover[best] {
			best = s
		}
	}
	if !has(given, best) {
		given = append(given, best)
		slices.Sort(given)
	}
	return given
}

// pin lays each quotation of the claim that stands in the source on its words
// there, whatever else the alignment found for them.
func (l *layout) pin() {
	for n, standing := range l.standing {
		if len(standing) == 0 {
			continue
		}
		q, j := &l.speech.cited[n], 0
		for _, i := range l.within(q.start, q.end) {
			for k := j; k < len(l.windowWords); k++ {
				w := &l.windowWords[k]
				if w.start < standing[0].Start || w.end > standing[0].End || w.stem != l.tokens[i].stem {
					continue
				}
				if old := l.from[k]; old >= 0 {
					l.to[old] = -1
				}
				if old := l.to[i]; old >= 0 {
					l.from[old] = -1
				}
				l.to[i], l.from[k], j = k, i, k+1
				break
			}
		}
	}
}

// quotations checks the words between marks: they must stand between marks in
// the source, and as that person's.
func (l *layout) quotations() {
	for n := range l.speech.cited {
		q := &l.speech.cited[n]
		if len(q.folded) == 0 {
			continue
		}
		switch l.quotation(q, l.standing[n]) {
		case unattested:
			l.doubtful = true
		case verbatim:
			span := corpus.Span{Start: q.start, End: q.end}
			l.mark(span, l.speakerOf(span))
		}
	}
	for _, r := range l.speech.quotes {
		if r.Kind == corpus.Indirect && r.SpeakerAsWritten != "" && l.indirect(r) == verbatim {
			l.mark(corpus.Span{}, r.SpeakerAsWritten)
		}
	}
}

// quotation judges one quotation of the claim.
func (l *layout) quotation(q *cited, standing []corpus.Span) attested {
	if len(standing) == 0 {
		if _, _, ok := q.in(l.src.folded); ok && nameLike(l.text[q.start:q.end]) {
			return verbatim // a title
		}
		l.found.add(Quotation, l.text[q.start:q.end], l.nearestWords(q), l.within(q.start, q.end)...)
		return wrong
	}
	var remarks []corpus.Quote
	for _, sp := range standing {
		for _, r := range l.src.quotes {
			if r.Overlaps(sp) {
				remarks = append(remarks, r)
			}
		}
	}
	span := corpus.Span{Start: q.start, End: q.end}
	if speaker := l.speakerOf(span); speaker != "" {
		if name := apposed(l.text, speaker); name != "" {
			speaker = name
		}
		return l.judge(speaker, remarks)
	}
	return l.anyone(remarks)
}

// anyone judges a quotation of the claim to which its finder gives no speaker:
// one whom the claim names must be the source's.
func (l *layout) anyone(remarks []corpus.Quote) attested {
	named := false
	for i := 0; i < len(l.tokens); i++ {
		if !l.properName(i) || l.quotes(i) {
			continue
		}
		end := i + 1
		for end < len(l.tokens) && l.properName(end) && !l.tokens[end].broken {
			end++
		}
		named = true
		for _, r := range remarks {
			if fits(l.said(i, end), r, l.src) == yes {
				return verbatim
			}
		}
		i = end - 1
	}
	if named && len(remarks) > 0 {
		return unattested
	}
	return verbatim
}

// quotes reports whether the claim has its word i between marks.
func (c *claim) quotes(i int) bool {
	for _, q := range c.speech.cited {
		if q.start <= c.tokens[i].start && c.tokens[i].end <= q.end {
			return true
		}
	}
	return false
}

// nameLike reports whether the words of s begin with capitals, as a title's do.
func nameLike(s string) bool {
	some := false
	for w := range strings.FieldsSeq(s) {
		if w = strings.TrimLeftFunc(w, unicode.IsPunct); w == "" || stops[strings.ToLower(w)] {
			continue
		}
		if c := []rune(w)[0]; unicode.IsLower(c) {
			return false
		}
		some = true
	}
	return some
}

// mark notes that the words at quoted are the source's, and the claim's name
// for their speaker with them.
func (l *layout) mark(quoted corpus.Span, speaker string) {
	for _, i := range l.within(quoted.Start, quoted.End) {
		l.carries[i] = true
	}
	if pronoun(speaker) {
		return
	}
	for _, i := range l.attribution(speaker) {
		l.carries[i] = true
	}
}

// attribution is the words of the claim that name a speaker, and the verb of
// saying beside them.
func (c *claim) attribution(speaker string) []int {
	at := strings.Index(c.text, speaker)
	if at < 0 || speaker == "" {
		return nil
	}
	places := c.within(at, at+len(speaker))
	if len(places) == 0 {
		return nil
	}
	for _, i := range [...]int{places[0] - 1, places[len(places)-1] + 1} {
		if i >= 0 && i < len(c.tokens) && attributive[c.tokens[i].stem] {
			places = append(places, i)
		}
	}
	return places
}

// nearestWords is the quotation of the source that has most of q's words, as
// written there, or empty where none has half of them: then q is fabricated.
func (l *layout) nearestWords(q *cited) string {
	want := map[string]bool{}
	n := 0
	for _, i := range l.within(q.start, q.end) {
		want[l.tokens[i].stem] = true
		n++
	}
	// The stretch of the source of about the quotation's length with most of
	// its words.
	best, most, have := -1, 0, 0
	for k := range l.src.flat {
		if want[l.src.flat[k].stem] {
			have++
		}
		if from := k - n - 1; from >= 0 && want[l.src.flat[from].stem] {
			have--
		}
		if from := max(0, k-n); have > most {
			best, most = from, have
		}
	}
	for best >= 0 && !want[l.src.flat[best].stem] {
		best++
	}
	if best < 0 || 2*most < n || n < 2 && most < n {
		return ""
	}
	end := min(len(l.src.flat), best+n+1)
	for _, r := range l.src.quotes {
		if r.Start <= l.src.flat[best].end && l.src.flat[end-1].start < r.End && r.Kind != corpus.Indirect && r.Len() < 4*(q.end-q.start)+40 {
			return r.Of(l.src.article.Text)
		}
	}
	for end > best+1 && !want[l.src.flat[end-1].stem] {
		end--
	}
	return l.src.written(best, end)
}
