package llm

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/tmc/langchaingo/llms"

	"newsdesk/rag"
)

// Model is a language model on a server. It implements rag.Generator and is
// safe for concurrent use.
type Model struct{ *endpoint }

// Open makes the model that s names. It asks nothing yet; Check does. Its
// errors say which setting to correct.
func Open(s Settings) (*Model, error) {
	e, err := newEndpoint(s, generating, "ollama", "openai", "anthropic", "googleai")
	if err != nil {
		return nil, err
	}
	return &Model{e}, nil
}

// Model implements rag.Generator.
func (m *Model) Model() string { return m.ID() }

// checkTokens is enough for every model to begin and too little to cost.
const checkTokens = 16

// Check asks the model for a word, and reports why it cannot be used.
func (m *Model) Check(ctx context.Context) error {
	_, err := m.Generate(ctx, rag.Prompt{System: "Answer with one word.", User: "Say yes.", MaxTokens: checkTokens}, nil)
	// One that has begun and would go on is well.
	if fault := (*Error)(nil); errors.As(err, &fault) && (fault.Kind == KindLength || fault.Kind == KindEmpty) {
		return nil
	}
	return err
}

// Generate implements rag.Generator. It uses temperature 0 and, where the
// provider has one, a fixed seed. Its errors are *Error, or what each
// returned, or wrap ctx.Err().
func (m *Model) Generate(ctx context.Context, p rag.Prompt, each func(piece string) error) (rag.Generation, error) {
	call := m.start(ctx, "chat")
	var out rag.Generation
	var cost rag.Usage // of all attempts
	err := m.try(call, func() (final bool, err error) {
		out, final, err = m.attempt(call.ctx, p, each)
		cost.Input, cost.Output = cost.Input+out.Usage.Input, cost.Output+out.Usage.Output
		return final, err
	})
	out.Usage = cost
	call.texts(p, out.Text)
	call.end(out.Usage, err)
	return out, err
}

// attempt asks once. It is final if another attempt would repeat what each was
// given, or if each does not want more. The usage is that of an attempt that
// failed, too.
func (m *Model) attempt(ctx context.Context, p rag.Prompt, each func(string) error) (out rag.Generation, final bool, err error) {
	x, client, end := m.begin(ctx, newStream)
	defer end()
	defer func() { out.Usage = x.cost(p) }()
	model, err := m.provider.client(m.endpoint, client, p)
	if err != nil {
		return out, true, m.fault(KindRequest, 0, err.Error())
	}
	var unwanted error
	options := append(m.provider.options(m.endpoint, p), llms.WithTemperature(0), llms.WithStreamingFunc(func(_ context.Context, piece []byte) error {
		if each == nil || len(piece) == 0 {
			return nil
		}
		if err := x.ctx.Err(); err != nil {
			return err
		}
		final = true
		unwanted = each(string(piece))
		return unwanted
	}))
	res, err := model.GenerateContent(x.ctx, messages(p), options...)
	switch {
	case unwanted != nil:
		return out, true, unwanted
	case ctx.Err() != nil:
		// langchaingo may return what it has, and no error.
		return out, true, fmt.Errorf("the call to %s was ended: %w", m.ID(), ctx.Err())
	case x.noted() != nil:
		return out, final, x.noted()
	case err != nil && x.finish == "":
		return out, final, m.fault(KindGarbage, 0, err.Error())
	}
	if kind := m.verdict(x.finish); kind != KindUnknown {
		return out, true, m.fault(kind, 0, stopped(kind, x.finish))
	}
	var text strings.Builder
	if res != nil {
		for _, c := range res.Choices {
			text.WriteString(c.Content)
		}
	}
	switch {
	case strings.TrimSpace(text.String()) == "":
		return out, true, m.fault(KindEmpty, 0, "")
	case err != nil:
		return out, final, m.fault(KindGarbage, 0, err.Error())
	}
	return rag.Generation{Text: text.String()}, true, nil
}

func (m *Model) verdict(finish string) Kind { return m.provider.dialect().verdict(finish) }

// stopped says why a model stopped if that is not its kind's name.
func stopped(kind Kind, finish string) string {
	if kind == KindGarbage {
		return "it stopped for the reason " + fmt.Sprintf("%q", finish)
	}
	return ""
}

func messages(p rag.Prompt) []llms.MessageContent {
	var out []llms.MessageContent
	if p.System != "" {
		out = append(out, llms.TextParts(llms.ChatMessageTypeSystem, p.System))
	}
	return append(out, llms.TextParts(llms.ChatMessageTypeHuman, p.User))
}

// try calls ask until it succeeds, is final, or fails for good.
func (e *endpoint) try(c *call, ask func() (final bool, err error)) error {
	var waited time.Duration
	for {
		c.attempts++
		known := e.quirks.known()
		final, err := ask()
		fault := (*Error)(nil)
		if final || !errors.As(err, &fault) {
			return err
		}
		if fault.param != "" {
			// Another call may have learnt it meanwhile.
			if e.quirks.learn(fault.param); e.quirks.known() > known {
				c.attempts--
				continue
			}
		}
		wait := e.waitFor(fault, c.attempts)
		if !fault.Kind.passing() || fault.final || c.attempts >= e.attempts || waited+wait > e.wait {
			return err
		}
		if waited += wait; !sleep(c.ctx, wait) {
			return fmt.Errorf("the call to %s was ended: %w", e.ID(), c.ctx.Err())
		}
	}
}
