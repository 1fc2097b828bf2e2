package rag

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"newsdesk/corpus"
)

// compose writes the answer, or says that there is none.
func (e *Engine) compose(ctx context.Context, f *found) (Answer, error) {
	a, w := f.unwritten(), &writer{f: f}
	if f.q.asked != noRecord {
		if ok, err := e.fromRecord(ctx, w); ok || err != nil {
			f.onRecord = ok
			w.finish(&a)
			return a, err
		}
	}
	if reason := e.decide(f); reason != "" {
		others, err := e.elsewhere(ctx, f)
		if err != nil {
			return a, err
		}
		f.abstain(&a, reason+others)
		return a, nil
	}
	var more []evidence
	if f.q.overview() {
		w.shown, more = e.survey(f)
		w.shown = e.opposed(f, w.shown)
	} else {
		w.shown = e.choose(f)
	}
	w.shared = f.asks.proper && !strings.Contains(f.asks.speaker, " and ") && len(f.bearers(f.speaking)) > 1
	for _, s := range w.shown {
		w.state(s)
	}
	w.noteMore(more)
	w.compareSources(e.words)
	w.resolveDates()
	w.noteCopies()
	w.lead()
	w.warn()
	w.finish(&a)
	return a, nil
}

// unwritten is an answer with nothing but what was found for it.
func (f *found) unwritten() Answer {
	a := Answer{Question: f.q.Question.Text, Reading: f.q.reading.note, Mode: "extractive",
		Statements: []Statement{}, Citations: []Citation{}, Disagreements: []Disagreement{}, Removed: []Removed{}, Retrieved: []Retrieved{}, Confidence: f.gate}
	for _, h := range f.hits {
		a.Retrieved = append(a.Retrieved, Retrieved{Doc: h.Article, Start: h.Start, End: h.End, Text: h.Of(f.docs[h.Article].Text), Score: h.Score})
	}
	return a
}

// abstain makes the answer say why there is none.
func (f *found) abstain(a *Answer, reason string) {
	a.Abstained = true
	a.Text = reason
	if f.premise.silences() {
		a.Confidence = min(a.Confidence, f.premise.fits)
	}
	a.Nearest = f.nearest()
}

// compareSources notes in what the sources of the statements differ.
func (w *writer) compareSources(words Words) {
	w.groups = w.sources()
	w.compareRemarks()
	if !w.noteFigures(words) {
		w.compareValues(words)
	}
	w.compareDates()
	w.comparePositions()
}

// nearestLikely is the probability that the subject is here below which not
// even the nearest sentences are worth showing.
const nearestLikely = .02

// nearest are the sentences that came closest to an answer, of different
// articles first.
func (f *found) nearest() []Retrieved {
	if f.gate < nearestLikely || f.q.courtesy() || f.q.empty || f.welcome != "" {
		return nil
	}
	var out []Retrieved
	for _, ev := range f.ranked {
		if len(out) == 3 {
			break
		}
		if ev.Kind == corpus.Body {
			out = append(out, Retrieved{Doc: ev.doc.ID, Start: ev.Start, End: ev.End, Text: ev.text(), Score: f.hits[0].Score,
				Title: ev.doc.Title, Outlet: ev.doc.Outlet, Published: ev.doc.Date()})
		}
	}
	return out
}

// choose picks the statements that suit what is asked. Where articles differ in
// the figure asked for, they are theirs.
func (e *Engine) choose(f *found) []statement {
	shown := e.suited(f)
	if differ := e.dissent(f, shown); differ != nil {
		return differ
	}
	return shown
}

// suited is choose without a look at what else gives the figure.
func (e *Engine) suited(f *found) []statement {
	if held := e.each(f); held != nil {
		return held
	}
	switch {
	case f.trait != nil: // all that is left gives it
		return e.eachNamesake(f, e.pick(f, f.ranked, maxStatements, namesakeMargin))
	case f.asks.compare:
		return e.onePerArticle(f)
	case f.q.typ == wantsNumber, f.q.claimedUnit() != "":
		if held := e.figures(f); len(held) > 1 {
			return held
		}
	case f.q.state() || f.q.planned():
		if held := e.latest(f); held != nil {
			return held
		}
	case len(f.relayed) > 0:
		return e.pick(f, f.relayed, maxRemarks, remarkMargin)
	case len(f.speaking) > 0:
		remarks, margin := f.eachBearer(f.done(f.onTopic(f.speaking)))
		return e.pick(f, remarks, maxRemarks, margin)
	}
	ranked := f.answersFirst(f.q.period.within(f.ranked))
	return f.inOrder(f.directFirst(e.rivals(f, e.eachNamesake(f, e.pick(f, ranked, maxStatements, scoreMargin)))))
}

// sameNames reports whether b, with its title and the sentences beside it,
// holds every name of the question that a holds.
func (f *found) sameNames(a, b *sentence) bool {
	for i := range f.q.terms {
		t := &f.q.terms[i]
		if !f.q.entities[t.stem] || !a.has(t.stem) || b.has(t.stem) || b.doc.title[t.stem] {
			continue
		}
		if before := b.doc.neighbour(b.i, -1); before == nil || !before.has(t.stem) {
			return false
		}
	}
	return true
}

// onePerArticle takes the best sentence of each article, since a comparison
// wants every source's word. Where a kind of answer is asked for, sentences
// that hold one come first.
func (e *Engine) onePerArticle(f *found) []statement {
	candidates := f.ranked
	if len(f.speaking) > 0 {
		candidates = f.speaking
	}
	candidates = f.comparable(candidates)
	if len(f.speaking) > 0 {
		candidates = f.q.wordingsFirst(candidates)
	}
	var out []statement
	for _, ev := range candidates {
		seen := slices.ContainsFunc(out, func(s statement) bool { return s.doc == ev.doc || slices.Contains(docsOf(s.also), ev.doc) })
		if seen || ev.Kind == corpus.Title || ev.Kind == corpus.Caption {
			continue
		}
		if k := e.sameAs(f, out, ev); k >= 0 {
			out[k].also = append(out[k].also, ev)
		} else if len(out) < maxRemarks {
			out = append(out, complete(out, ev))
		}
	}
	return out
}

// writer collects the parts of an answer and numbers its citations.
type writer struct {
	f          *found
	leadText   string
	premise    string // of leadText, what the archive does not bear out
	shown      []statement
	statements []Statement
	citations  []Citation
	groups     [][]*corpus.Article // of copies among the cited articles
	notes      []string
	disagree   []Disagreement
	shared     bool // the name asked for is of several people
}

// state adds a statement with its citations.
func (w *writer) state(s statement) {
	st := Statement{Text: w.show(s), Citations: []int{w.cite(s.doc, s.span(), s.sentence)}}
	for i, also := range s.also {
		sp, first := alongside(s.also, i)
		if !first {
			continue // cited with the one before or after it
		}
		st.Citations = appendNew(st.Citations, w.cite(also.doc, sp, also.sentence))
	}
	if key := shownText(w.f.key(s.sentence)); strings.Contains(st.Text, key) {
		st.Key = key
	}
	w.statements = append(w.statements, st)
}

// alongside is what is cited for one of the sentences that say the same as a
// statement of two: with the one beside it of the same article, of which the
// better stands for both.
func alongside(list []evidence, i int) (sp corpus.Span, first bool) {
	sp = list[i].Span
	for k, o := range list {
		if k == i || o.doc != list[i].doc || o.Block != list[i].Block || max(o.i-list[i].i, list[i].i-o.i) != 1 {
			continue
		}
		if k < i {
			return sp, false
		}
		sp = corpus.Span{Start: min(sp.Start, o.Start), End: max(sp.End, o.End)}
	}
	return sp, true
}

// finish puts the text together.
func (w *writer) finish(a *Answer) {
	var b strings.Builder
	if w.f.q.reading.note != "" {
		fmt.Fprintf(&b, "(%s)\n", w.f.q.reading.note)
	}
	if w.leadText != "" {
		b.WriteString(w.leadText + "\n")
	}
	for _, s := range w.statements {
		if len(w.statements) > 1 {
			b.WriteString("• ")
		}
		b.WriteString(s.Text + " " + markers(s.Citations) + "\n")
		if s.Original != "" {
			b.WriteString("  " + s.Original + "\n")
		}
	}
	for _, d := range w.disagree {
		b.WriteString(d.Text + "\n")
	}
	for _, n := range w.notes {
		b.WriteString(n + "\n")
	}
	a.Text = strings.TrimRight(b.String(), "\n")
	a.Premise = w.premise
	a.Lead, a.Statements, a.Citations, a.Notes = w.leadText, w.statements, w.citations, w.notes
	if w.disagree != nil {
		a.Disagreements = w.disagree
	}
}

// markers are the citations' numbers as the text shows them: "[1][3]".
func markers(numbers []int) string {
	var b strings.Builder
	for _, n := range numbers {
		fmt.Fprintf(&b, "[%d]", n)
	}
	return b.String()
}
