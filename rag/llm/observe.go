package llm

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"newsdesk/rag"
)

// call is a call with its span and what its log line says.
type call struct {
	e        *endpoint
	ctx      context.Context
	what     string // chat or embeddings
	span     trace.Span
	begun    time.Time
	attempts int
}

// start begins a call. The names of the attributes are OpenTelemetry's, for
// generative AI.
func (e *endpoint) start(ctx context.Context, what string) *call {
	ctx, span := otel.Tracer("newsdesk/rag/llm").Start(ctx, what+" "+e.model, trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(
		attribute.String("gen_ai.operation.name", what),
		attribute.String("gen_ai.provider.name", e.provider.name),
		attribute.String("gen_ai.request.model", e.model),
		attribute.String("server.address", e.host),
	))
	return &call{e: e, ctx: ctx, what: what, span: span, begun: time.Now()}
}

// texts logs what was asked and answered, at debug level only.
func (c *call) texts(p rag.Prompt, output string) {
	c.e.log.DebugContext(c.ctx, "texts of a call to a model", "model", c.e.ID(), "system", p.System, "user", p.User, "output", output)
}

// end closes the span and logs a line.
func (c *call) end(u rag.Usage, err error) {
	took := time.Since(c.begun)
	kind := errorKind(err)
	attrs := []slog.Attr{
		slog.String("model", c.e.ID()), slog.String("what", c.what), slog.Int("input_tokens", u.Input), slog.Int("output_tokens", u.Output),
		slog.Int64("ms", took.Milliseconds()), slog.Int("attempts", c.attempts),
	}
	c.span.SetAttributes(
		attribute.Int("gen_ai.usage.input_tokens", u.Input),
		attribute.Int("gen_ai.usage.output_tokens", u.Output),
		attribute.Int("newsdesk.attempts", c.attempts),
	)
	if err != nil {
		attrs = append(attrs, slog.String("error", kind))
		c.span.SetAttributes(attribute.String("error.type", kind))
		c.span.SetStatus(codes.Error, kind)
	}
	// The error itself is for the caller to report.
	c.e.log.LogAttrs(c.ctx, slog.LevelInfo, "asked a model", attrs...)
	c.span.End()
}

// errorKind is a failure's kind in a word, or empty: errors may hold words of
// the texts.
func errorKind(err error) string {
	var fault *Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &fault):
		return fault.Kind.String()
	}
	return "ended"
}
