package rag

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"newsdesk/corpus"
	"newsdesk/rag/index"
)

// found is everything that an answer is composed from.
type found struct {
	q        *query
	scorer   *scorer
	asks     intent
	hits     []index.Hit
	docs     map[string]*document // the articles of hits
	top      index.Hit            // the best passage before its sentences were read
	ranked   []evidence
	gate     float64
	premise  premise
	welcome  string     // what a newcomer may ask, or empty
	beyond   string     // why the time asked about is out of reach, or empty
	onRecord bool       // the answer is what is known of an article itself
	speaking []evidence // of ranked, what the person asked about said, best first
	only     string     // what the question is narrowed to, by its words or by its filter, or empty
	// unnarrowed is the filter without that.
	unnarrowed corpus.Filter
	relayed    []evidence                    // of ranked, what others report of them on the topic, where they are not quoted on it
	trait      *trait                        // that is asked for, or nil; ranked is then what gives it, if anything does
	ungiven    string                        // that no article gives the attribute, or empty
	extents    bool                          // "how long is it" is asked of what the archive gives in miles
	wants      sought                        // the figure asked for, if the question names its thing
	figured    *datum                        // the figure asked for, of which the statements show what articles give, or nil
	deed       *predication                  // what a question for who asks the doer of, or nil
	roles      map[officesOf]map[string]bool // found so far
	predicated struct {                      // what the question takes for granted, once read
		*predication
		read bool
	}
}

// find retrieves and ranks the evidence for a question.
func (e *Engine) find(ctx context.Context, question Question) (*found, error) {
	r, set := read(question), question.Filter
	var only []string
	var prefer corpus.Filter
	take := func(n narrowed) {
		switch {
		case n.said != "" && n.sure:
			r.text, question.Filter = n.text, n.filter
			r.add("only " + n.said)
			only = append(only, n.said)
		case n.said != "":
			prefer = n.filter
		}
	}
	n, err := e.narrow(ctx, r.text, set)
	if err != nil {
		return nil, err
	}
	take(n)
	n, note, err := e.narrowByEvent(ctx, r.text, question)
	if err != nil {
		return nil, err
	}
	take(n)
	if note != "" {
		r.add(note)
	}
	f, err := e.findRead(ctx, question, r, prefer)
	if err != nil {
		return nil, err
	}
	f.only, f.unnarrowed = strings.Join(only, " and "), set
	if f.only == "" {
		f.only, f.unnarrowed = passing(set)
	}
	return f, nil
}

// findRead is find for a question as it was read; what passes prefer comes
// before what is as good.
func (e *Engine) findRead(ctx context.Context, question Question, r reading, prefer corpus.Filter) (*found, error) {
	q, err := e.newQuery(ctx, question, r)
	if err != nil {
		return nil, err
	}
	q.prefer = prefer
	q.noteLanguage()
	f := &found{q: q, asks: q.intent, scorer: newScorer(q, e.words)}
	hits, err := e.retriever.Search(ctx, q.search(max(retrievedCount, q.readPassages()), question.Filter))
	if err != nil {
		return nil, err
	}
	if f.hits, f.docs, err = e.standing(ctx, hits); err != nil {
		return nil, err
	}
	if f.ranked, err = e.rank(ctx, f.scorer, f.hits); err != nil {
		return nil, err
	}
	if len(f.hits) > 0 {
		f.top = f.hits[0]
	}
	rerank(f.hits[:min(q.readPassages(), len(f.hits))], f.ranked)
	if f.gate, err = e.gateOf(ctx, f); err != nil {
		return nil, err
	}
	f.wants = q.seeks()
	f.extents = q.wantsExtent() && slices.ContainsFunc(f.ranked, func(ev evidence) bool {
		return ev.score >= f.ranked[0].score-figureMargin && slices.ContainsFunc(q.quantities(ev.sentence), func(x quantity) bool { return x.kind() == extent })
	})
	if f.welcome, err = e.welcome(ctx, q); err != nil {
		return nil, err
	}
	f.premise = f.readPremise()
	f.readTrait()
	if err := e.readDay(ctx, f); err != nil {
		return nil, err
	}
	if f.beyond, err = e.beyond(ctx, f); err != nil {
		return nil, err
	}
	if f.asks.speaker != "" {
		all := spoken(f)
		if len(all) == 0 && !f.asks.proper {
			all = f.attributed()
		}
		f.speaking = q.period.reportedIn(all)
		if f.beyond == "" && len(f.speaking) == 0 && len(all) > 0 {
			f.beyond = fmt.Sprintf("The archive quotes %s, but not %s.", f.asks.shown(), r.text[q.period.from:q.period.to])
		}
		f.relayed = f.reported()
	}
	return f, nil
}

// standing are the hits that still lie in their articles, and these: another
// process may have changed or removed some since the index was read.
func (e *Engine) standing(ctx context.Context, hits []index.Hit) ([]index.Hit, map[string]*document, error) {
	docs := make(map[string]*document)
	kept := hits[:0:0]
	for _, h := range hits {
		d, ok := docs[h.Article]
		if !ok {
			var err error
			d, err = e.document(ctx, h.Article)
			if errors.Is(err, corpus.ErrNotFound) {
				continue
			}
			if err != nil {
				return nil, nil, err
			}
			docs[h.Article] = d
		}
		if h.End <= len(d.Text) && h.Last <= len(d.sentences) {
			kept = append(kept, h)
		}
	}
	return kept, docs, nil
}

// sentenceShare is what the best sentence of a passage adds to the passage's
// fused score, which lies in 0–1.
const sentenceShare = .2

// rerank orders the passages that were read by their score and the score of
// their best sentence.
func rerank(hits []index.Hit, ranked []evidence) {
	best := make(map[int]float64)
	var low float64
	for _, ev := range ranked { // best first
		if _, ok := best[ev.passage]; !ok {
			best[ev.passage] = ev.score
		}
		low = min(low, ev.score)
	}
	n := len(hits)
	type keyed struct {
		index.Hit
		key float64
	}
	order := make([]keyed, n)
	for i := range order {
		s, ok := best[i]
		if !ok {
			s = low
		}
		order[i] = keyed{hits[i], hits[i].Score + sentenceShare*s}
	}
	// The passages keep the numbers that evidence refers to them by until
	// here; nothing refers to them afterwards.
	slices.SortStableFunc(order, func(a, b keyed) int { return cmp.Compare(b.key, a.key) })
	for i := range order {
		hits[i] = order[i].Hit
	}
}

// spoken are the ranked sentences that hold words of the person asked about.
// Where a title goes with a surname that several have, "Mayor Hale", those come
// first whom an article gives the title.
func spoken(f *found) []evidence {
	said := func(by func(*document, corpus.Quote) bool) []evidence {
		var out []evidence
		for _, ev := range f.ranked {
			if slices.ContainsFunc(ev.quotes(), func(qu corpus.Quote) bool { return by(ev.doc, qu) }) {
				out = append(out, ev)
			}
		}
		return out
	}
	all := said(f.q.spokenBy)
	if f.q.intent.proper && len(f.q.intent.speakerStems) > 1 {
		titled := said(func(d *document, qu corpus.Quote) bool { return f.q.spokenBy(d, qu) && f.q.titled(d, qu.Speaker) })
		if len(titled) > 0 {
			return titled
		}
	}
	return all
}

// quotes are the quotations of which the sentence holds a part.
func (s *sentence) quotes() []corpus.Quote {
	var out []corpus.Quote
	for _, q := range s.doc.quotes() {
		if q.Overlaps(s.Span) {
			out = append(out, q)
		}
	}
	return out
}

// quotedAt reports whether byte i of the article stands in somebody's words.
func (s *sentence) quotedAt(i int) bool {
	return slices.ContainsFunc(s.quotes(), func(q corpus.Quote) bool { return q.Kind != corpus.Indirect && q.Start <= i && i < q.End })
}
