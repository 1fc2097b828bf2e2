package rag

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"newsdesk/corpus"
	"newsdesk/rag/draft"
)

// How long a model's outputs may become, in tokens.
const (
	answerTokens = 1200
	repairTokens = 200
)

// maxDrafts is how many sentences of a model are read; what writes more has
// lost the thread.
const maxDrafts = 24

// composition is an answer that a model is writing.
type composition struct {
	g    *Generative
	call *caller
	vet  *vetter
	w    writer
	show func(Answer)
	own  Answer // the Engine's, which it falls back to

	drafts  int
	silent  bool // the model says that the evidence does not answer
	seen    map[string]bool
	removed []Removed
}

// write has the model answer from the evidence of own, and verifies what it
// writes as it arrives. An error means that the model failed.
func (g *Generative) write(ctx context.Context, call *caller, f *found, own Answer, language string, show func(Answer)) (Answer, error) {
	checker, err := g.engine.checker()
	if err != nil {
		return own, err
	}
	b := g.engine.newBrief(f, &own, g.options.EvidenceTokens)
	if len(b) == 0 {
		return own, nil
	}
	c := &composition{g: g, call: call, own: own, show: show, seen: make(map[string]bool), w: writer{f: f},
		vet: &vetter{checker: checker, words: g.engine.words, brief: b, sources: make(map[*document]exhibited)}}
	if language != english {
		c.show = nil // it is shown when it is translated
	}
	// What the question wrongly takes for granted is said first.
	c.w.premise, _ = c.w.renumber(&own, own.Premise, true)
	c.w.leadText = c.w.premise
	p, err := newPrompt("answer", map[string]any{"Most": g.options.Sentences, "Question": fenced(f.q.Question.Text),
		"AskedOn": f.q.AskedOn.Format("2 January 2006"), "Fence": b.fence(), "Evidence": b.shown()}, answerTokens)
	if err != nil {
		return own, err
	}
	g.log.DebugContext(ctx, "asking the model", "system", p.System, "user", p.User)
	if err := c.read(ctx, p); err != nil {
		return own, err
	}
	return c.answer(ctx, language)
}

// read asks the model and takes each sentence as it arrives. Sentences are
// vetted while the model goes on writing: a repair must not hold up its stream.
func (c *composition) read(ctx context.Context, p Prompt) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	sentences := make(chan draft.Sentence, maxDrafts)
	failed := make(chan error, 1)
	go func() {
		defer close(sentences)
		var r draft.Reader
		send := func(list []draft.Sentence) error {
			for _, s := range list {
				select {
				case sentences <- s:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
			return nil
		}
		_, err := c.call.generate(ctx, p, func(piece string) error { return send(r.Write(piece)) })
		if err == nil {
			err = send(r.Close())
		}
		failed <- err
	}()
	for s := range sentences {
		if c.drafts == maxDrafts {
			continue
		}
		c.drafts++
		c.take(ctx, s)
	}
	return <-failed
}

// noAnswer recognises a model that says that the evidence does not answer.
var noAnswer = regexp.MustCompile(`(?i)^\W*no answer\W*$`)

// take vets one sentence and adds it, mends it, puts its source in its place, or
// removes it.
func (c *composition) take(ctx context.Context, s draft.Sentence) {
	if noAnswer.MatchString(s.Text) {
		c.silent, c.drafts = true, c.drafts-1
		return
	}
	use := c.call.use
	use.Sentences++
	if c.seen[plain(s.Text)] {
		c.remove(s, finding{fault: Repeated, reason: "says the same again"})
		return
	}
	c.seen[plain(s.Text)] = true
	f := c.vet.vet(s)
	if marks(s.Text) > 1 {
		use.Quotations++
		if f.fault == Fabricated || f.fault == Misattributed {
			use.WrongQuotations++
		}
	}
	switch {
	case f.fault == "":
		use.Verified++
		c.add(f.text, f.exhibits)
	case f.fault.repairable():
		if mended, ok := c.repair(ctx, s, f); ok {
			use.Repaired++
			c.add(mended.text, mended.exhibits)
			return
		}
		c.remove(s, f)
	case f.fault == Unverified && len(f.exhibits) > 0 && !c.shows(f.exhibits[0]):
		use.Quoted++
		c.quote(f.exhibits[0])
	default:
		c.remove(s, f)
	}
}

// remove leaves a sentence out.
func (c *composition) remove(s draft.Sentence, f finding) {
	c.call.use.Removed++
	c.removed = append(c.removed, Removed{Text: s.Text, Reason: f.reason, Fault: f.fault})
}

// repair asks the model once for a sentence without the fault.
func (c *composition) repair(ctx context.Context, s draft.Sentence, f finding) (finding, bool) {
	var evidence brief
	for _, i := range append(c.vet.cited(s.Cites), f.exhibits...) {
		if x := c.vet.brief[i]; !slices.ContainsFunc(evidence, func(o exhibit) bool { return o.n == x.n }) {
			evidence = append(evidence, x)
		}
	}
	p, err := newPrompt("repair", map[string]any{"Sentence": fenced(s.Text), "Fault": string(f.fault) + ": " + f.reason, "Fence": evidence.fence(), "Evidence": evidence.shown()}, repairTokens)
	if err != nil {
		return finding{}, false
	}
	out, err := c.call.generate(ctx, p, nil)
	if err != nil {
		return finding{}, false
	}
	var r draft.Reader
	written := append(r.Write(out.Text), r.Close()...)
	if len(written) == 0 {
		return finding{}, false
	}
	again := written[0] // one sentence was asked for
	if len(again.Cites) == 0 {
		again.Cites = s.Cites
	}
	mended := c.vet.vet(again)
	if mended.fault != "" || c.seen[plain(mended.text)] {
		return finding{}, false
	}
	c.seen[plain(mended.text)] = true
	return mended, true
}

// add shows a verified sentence.
func (c *composition) add(text string, exhibits []int) {
	st := Statement{Text: sentenceForm(text)}
	for _, i := range exhibits {
		x := &c.vet.brief[i]
		if n := c.w.cite(x.document, x.span(), &x.sentences[x.from]); !slices.Contains(st.Citations, n) {
			st.Citations = append(st.Citations, n)
		}
	}
	c.put(st)
}

// put adds a statement and shows the answer so far.
func (c *composition) put(st Statement) {
	c.w.statements = append(c.w.statements, st)
	if c.show != nil {
		c.show(Answer{Mode: "generative", Reading: c.w.f.q.reading.note, Lead: c.w.leadText, Statements: slices.Clone(c.w.statements), Citations: slices.Clone(c.w.citations), Model: c.call.soFar()})
	}
}

// sentenceForm begins with a capital and ends with a stop.
func sentenceForm(text string) string {
	text = capital(text)
	if r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text, "\"”’')")); !strings.ContainsRune(".!?…", r) {
		text = strings.TrimRight(text, ",;:") + "."
	}
	return text
}

// quote gives an exhibit's own words in place of a sentence that could not be
// verified.
func (c *composition) quote(i int) {
	x := &c.vet.brief[i]
	s := statement{evidence: evidence{sentence: &x.sentences[x.from]}, from: x.from, to: x.to}
	text := c.w.show(s)
	if marks(text) == 0 {
		text = inMarks(text)
		if x.Outlet != "" {
			text = x.Outlet + ": " + text
		}
	}
	c.put(Statement{Text: text, Citations: []int{c.w.cite(x.document, x.span(), s.sentence)}})
}

// shows reports whether a statement rests on the exhibit already.
func (c *composition) shows(i int) bool {
	x := &c.vet.brief[i]
	return slices.ContainsFunc(c.w.citations, func(o Citation) bool {
		return o.Doc == x.ID && x.span().Overlaps(corpus.Span{Start: o.Start, End: o.End})
	})
}

// answer puts together what held.
func (c *composition) answer(ctx context.Context, language string) (Answer, error) {
	own, use := c.own, c.call.use
	held := use.Verified + use.Repaired
	if len(c.removed) > 0 {
		own.Removed = c.removed
	}
	switch {
	case c.silent && held == 0 && own.Confidence < HighFrom:
		return c.silence(), nil
	case c.silent && held == 0:
		// The model is not believed in this either.
		own.addNote("The model found no answer in these; they are the articles' own words.")
		return own, nil
	case 2*held < c.drafts || c.drafts == 0:
		if held == 0 {
			own.addNote("Nothing that the model wrote could be verified; these are the articles' own words.")
		} else {
			own.addNote(fmt.Sprintf("Of the %s sentences that the model wrote only %s could be verified; these are the articles' own words.", count(c.drafts), count(held)))
		}
		return own, nil
	}
	a := own
	a.Mode = "generative"
	c.w.carry(&own)
	if language != english {
		c.translate(ctx, language)
	}
	c.w.finish(&a)
	return a, nil
}

// silence is the answer where the model finds none in the evidence.
func (c *composition) silence() Answer {
	a, f := c.own, c.w.f
	a.Abstained, a.Mode = true, "generative"
	a.Text = "The archive does not answer this, as the model reads what was found. Looked for: " + f.soughtWords() + "."
	a.Lead, a.Premise, a.Notes, a.Statements, a.Citations, a.Disagreements = "", "", nil, []Statement{}, []Citation{}, []Disagreement{}
	a.Nearest = f.nearest()
	return a
}
