package rag

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"

	lang "newsdesk/corpus/language"
)

// GenerativeOptions are what a Generative may be told. The zero value is ready
// to use.
type GenerativeOptions struct {
	// EvidenceTokens is how many tokens of evidence a model is shown; 0 means
	// 3,000.
	EvidenceTokens int
	// Sentences is how many sentences an answer may have; 0 means 6.
	Sentences int
	// Timeout is how long the model may take for an answer; 0 means a minute.
	Timeout time.Duration
	// Kept is how many answers are kept for the next who asks the same; 0
	// means 512, less than 0 none.
	Kept int
	// Log takes a line an answer, with texts only at the level Debug; nil
	// means that nothing is logged.
	Log *slog.Logger
}

// Generative answers in a language model's words, as far as they stand up to
// the articles. It is safe for concurrent use.
type Generative struct {
	engine  *Engine
	model   Generator
	options GenerativeOptions
	log     *slog.Logger
	kept    *keeper
	outage  outage
}

// NewGenerative makes a Generative that finds evidence with e and has g write.
func NewGenerative(e *Engine, g Generator, o GenerativeOptions) *Generative {
	if o.EvidenceTokens <= 0 {
		o.EvidenceTokens = 3000
	}
	if o.Sentences <= 0 {
		o.Sentences = 6
	}
	if o.Timeout <= 0 {
		o.Timeout = time.Minute
	}
	if o.Kept == 0 {
		o.Kept = 512
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Generative{engine: e, model: g, options: o, log: o.Log, kept: newKeeper(o.Kept), outage: outage{now: e.now}}
}

// Ask answers q. It implements Asker.
func (g *Generative) Ask(ctx context.Context, q Question) (Answer, error) {
	return g.Stream(ctx, q, nil)
}

// Stream answers q as Ask does, and shows the answer so far whenever another
// sentence has been verified. What is returned may be another answer than was
// shown: where too little of the model's holds, the Engine's own. Beside an
// error, the answer's Model says what was spent all the same.
func (g *Generative) Stream(ctx context.Context, q Question, show func(Answer)) (Answer, error) {
	asked, start := q.Text, g.engine.now()
	q, err := g.engine.prepare(q)
	if err != nil {
		return Answer{}, err
	}
	key, err := g.key(ctx, q)
	if err != nil {
		return Answer{}, err
	}
	ctx, span := otel.Tracer("newsdesk/rag").Start(ctx, "answer")
	defer span.End()
	a, shared, err := g.kept.get(ctx, key, func(ctx context.Context) (Answer, bool, error) { return g.answer(ctx, q, start, show) })
	if err != nil {
		span.SetStatus(codes.Error, "no answer")
		return Answer{Model: a.Model}, err
	}
	a.Question = asked
	if a.Model != nil {
		use := *a.Model
		if shared { // whoever asked first has paid
			use.Cached, use.Calls, use.Usage = true, 0, Usage{}
		}
		a.Model = &use
		span.SetAttributes(attribute.String("gen_ai.request.model", use.Name), attribute.String("newsdesk.mode", a.Mode), attribute.Bool("newsdesk.cached", use.Cached),
			attribute.Int("gen_ai.usage.input_tokens", use.Input), attribute.Int("gen_ai.usage.output_tokens", use.Output),
			attribute.Int("newsdesk.verified", use.Verified), attribute.Int("newsdesk.repaired", use.Repaired), attribute.Int("newsdesk.quoted", use.Quoted), attribute.Int("newsdesk.removed", use.Removed))
		g.log.InfoContext(ctx, "answered", "model", use.Name, "mode", a.Mode, "calls", use.Calls, "input_tokens", use.Input, "output_tokens", use.Output,
			"ms", ms(g.engine.now().Sub(start)), "cached", use.Cached, "failed", use.Failed != "", "verified", use.Verified, "repaired", use.Repaired, "quoted", use.Quoted, "removed", use.Removed)
	}
	return a, nil
}

// answer makes the answer and reports whether it may be kept. Beside an error,
// the answer says only what it cost.
func (g *Generative) answer(ctx context.Context, q Question, start time.Time, show func(Answer)) (Answer, bool, error) {
	use := &ModelUse{Name: g.model.Model()}
	call := &caller{model: g.model, use: use, outage: &g.outage}
	timed, cancel := context.WithTimeout(ctx, g.options.Timeout)
	defer cancel()
	language := parse(q.Text).language
	into := cmp.Or(lang.Name(q.Language), language)
	note := ""
	if text := g.rewritten(timed, call, q, language); text != "" {
		q.Text, q.History, note = text, nil, text
	}
	e, err := g.engine.under(&q.Filter)
	if err != nil {
		return Answer{Model: call.soFar()}, false, err
	}
	f, own, found, err := e.answer(ctx, q, note)
	if err != nil {
		return Answer{Model: call.soFar()}, false, err
	}
	own.Model = use
	a := own
	var why error
	if !own.Abstained && !f.onRecord {
		a, why = g.write(timed, call, f, own, into, show)
	}
	if ctx.Err() != nil {
		return Answer{Model: call.soFar()}, false, ctx.Err()
	}
	if why != nil {
		a = own
		use.Failed = shownText(why.Error())
		if note := g.outage.notice(why); note != "" {
			a.addNote(note)
		}
	}
	g.engine.seal(&a, q.Text, start, found)
	return a, why == nil, nil
}

// addNote adds a closing remark to the answer and its text.
func (a *Answer) addNote(note string) {
	a.Notes = append(a.Notes[:len(a.Notes):len(a.Notes)], note)
	a.Text = strings.TrimLeft(a.Text+"\n"+note, "\n")
}

// caller counts what a model is asked for one answer. A model that turns out to
// be down is not asked for the next thing.
type caller struct {
	model  Generator
	use    *ModelUse
	outage *outage
	// mu guards err and what use counts of calls: a repair runs while the
	// answer is still being written.
	mu  sync.Mutex
	err error
}

// generate asks the model.
func (c *caller) generate(ctx context.Context, p Prompt, each func(string) error) (Generation, error) {
	if err := c.begin(); err != nil {
		return Generation{}, err
	}
	out, err := c.model.Generate(ctx, p, each)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.use.Input += out.Usage.Input
	c.use.Output += out.Usage.Output
	switch {
	case err == nil:
		c.outage.over()
	case ctx.Err() != nil && !errors.Is(context.Cause(ctx), context.DeadlineExceeded), !down(err):
	default:
		c.err = err
		c.outage.begin()
	}
	return out, err
}

// begin counts a call, or says why none is made.
func (c *caller) begin() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err == nil {
		c.err = c.outage.open()
	}
	if c.err == nil {
		c.use.Calls++
	}
	return c.err
}

// soFar is a copy of what is counted.
func (c *caller) soFar() *ModelUse {
	c.mu.Lock()
	defer c.mu.Unlock()
	use := *c.use
	return &use
}

// down reports whether an error says that a model will not answer the next
// prompt either.
func down(err error) bool {
	var d interface{ Down() bool }
	return !errors.As(err, &d) || d.Down()
}
