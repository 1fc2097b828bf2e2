package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
)

// logger is the run's log on stderr, from level up unless NEWSDESK_LOG says
// otherwise.
func (a *app) logger(level slog.Level) *slog.Logger {
	f := a.settings.log
	if f.level != nil {
		level = *f.level
	}
	if f.json {
		return slog.New(slog.NewJSONHandler(a.err, &slog.HandlerOptions{Level: level}))
	}
	if f.level != nil {
		return slog.New(slog.NewTextHandler(a.err, &slog.HandlerOptions{Level: level}))
	}
	return slog.New(&plain{level: level, w: a.err, mu: new(sync.Mutex)})
}

// plain is a log for people: "newsdesk: message (key value, …)", a line each.
type plain struct {
	level slog.Level
	attrs []slog.Attr
	mu    *sync.Mutex
	w     io.Writer
}

func (p *plain) Enabled(_ context.Context, l slog.Level) bool { return l >= p.level }

func (p *plain) Handle(_ context.Context, r slog.Record) error {
	var details []string
	add := func(at slog.Attr) bool {
		details = append(details, at.Key+" "+at.Value.String())
		return true
	}
	for _, at := range p.attrs {
		add(at)
	}
	r.Attrs(add)
	text := r.Message
	if len(details) > 0 {
		text += " (" + strings.Join(details, ", ") + ")"
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	_, err := fmt.Fprintln(p.w, "newsdesk:", oneLine(text))
	return err
}

func (p *plain) WithAttrs(attrs []slog.Attr) slog.Handler {
	q := *p
	q.attrs = append(append([]slog.Attr{}, p.attrs...), attrs...)
	return &q
}

// WithGroup drops the group's name: people do not need it.
func (p *plain) WithGroup(string) slog.Handler { return p }
