package discord

import (
	"context"
	"log/slog"
	"regexp"
	"strings"
)

// secretForms are secrets wherever they stand: the token in the path of a
// webhook or an interaction, and the beginning of every interaction's token,
// which is "interaction:" in base 64.
var secretForms = []struct {
	pattern *regexp.Regexp
	with    string
}{
	{regexp.MustCompile(`(webhooks|interactions)/([^/\s"]+)/[^/\s"?]+`), "$1/$2/[token]"},
	{regexp.MustCompile(`aW50ZXJhY3Rpb246[0-9A-Za-z_=+/-]*`), "[token]"},
}

// redacting is a log that takes secrets out of what it is told.
type redacting struct {
	slog.Handler
	token string
}

// Redacting is log without the bot's token and those of interactions, should
// somebody have put them there.
func Redacting(log *slog.Logger, token string) *slog.Logger {
	return slog.New(redacting{log.Handler(), token})
}

func (h redacting) clean(s string) string {
	if h.token != "" {
		s = strings.ReplaceAll(s, h.token, "[token]")
	}
	for _, f := range secretForms {
		s = f.pattern.ReplaceAllString(s, f.with)
	}
	return s
}

func (h redacting) attr(a slog.Attr) slog.Attr {
	a.Value = a.Value.Resolve()
	switch a.Value.Kind() {
	case slog.KindString:
		a.Value = slog.StringValue(h.clean(a.Value.String()))
	case slog.KindGroup:
		parts := a.Value.Group()
		out := make([]slog.Attr, len(parts))
		for i, p := range parts {
			out[i] = h.attr(p)
		}
		a.Value = slog.GroupValue(out...)
	case slog.KindAny:
		// What is printed is what may hold a secret; the rest stays as it is.
		if s := a.Value.String(); h.clean(s) != s {
			a.Value = slog.StringValue(h.clean(s))
		}
	}
	return a
}

// Handle implements slog.Handler.
func (h redacting) Handle(ctx context.Context, r slog.Record) error {
	out := slog.NewRecord(r.Time, r.Level, h.clean(r.Message), r.PC)
	r.Attrs(func(a slog.Attr) bool {
		out.AddAttrs(h.attr(a))
		return true
	})
	return h.Handler.Handle(ctx, out)
}

// WithAttrs implements slog.Handler.
func (h redacting) WithAttrs(attrs []slog.Attr) slog.Handler {
	out := make([]slog.Attr, len(attrs))
	for i, a := range attrs {
		out[i] = h.attr(a)
	}
	return redacting{h.Handler.WithAttrs(out), h.token}
}

// WithGroup implements slog.Handler.
func (h redacting) WithGroup(name string) slog.Handler {
	return redacting{h.Handler.WithGroup(name), h.token}
}
