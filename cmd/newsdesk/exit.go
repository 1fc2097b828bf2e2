package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
)

// The exit statuses.
const (
	exitOK        = 0
	exitError     = 1 // one line on stderr says what to do about it
	exitUsage     = 2
	exitAbstained = 3 // ask only: the archive does not answer the question
)

var (
	// errAbstained ends ask where the answer is that there is none; it has
	// been printed.
	errAbstained = errors.New("the archive does not answer this")
	// errReported ends a command that has said on its own what went wrong.
	errReported = errors.New("reported")
)

// usageError is a command given wrongly.
type usageError struct{ error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// report prints err, if there is anything to say, and returns the exit status.
func (a *app) report(ctx context.Context, err error) int {
	var usage usageError
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errAbstained):
		return exitAbstained
	case errors.Is(err, errReported):
		return exitError
	case errors.As(err, &usage):
		a.say(slog.LevelError, fmt.Sprintf("%s; see %s --help", oneLine(err.Error()), a.path))
		return exitUsage
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		a.say(slog.LevelError, "interrupted")
		return exitError
	}
	a.say(slog.LevelError, oneLine(err.Error()))
	return exitError
}

// complain prints one line on stderr.
func (a *app) complain(line string) { a.say(slog.LevelWarn, line) }

// say prints one line on stderr: one of the log where a command's is JSON, so
// that whoever collects it can read every line.
func (a *app) say(level slog.Level, line string) {
	if a.logs && a.settings.log.json {
		a.logger(slog.LevelInfo).Log(context.Background(), level, line)
		return
	}
	fmt.Fprintln(a.err, "newsdesk:", line)
}

// oneLine joins the lines of s, and makes control characters, which may come
// from a file's name, harmless.
func oneLine(s string) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' }), "; ")
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || 0x80 <= r && r < 0xa0 {
			return '\uFFFD'
		}
		return r
	}, s)
}
