package main

import (
	"fmt"
	"strings"
	"time"
)

// progress shows how far adding has come: a bar on a terminal, else a line on
// stderr every few seconds, or events on stdout.
type progress struct {
	app *app
	// events prints an object a line instead of anything for a person.
	events bool
	// total is how many files are read, 0 where nobody knows, and size how
	// large they are in bytes.
	total int
	size  int64
	// read is how much of size the articles that are done with lie in.
	read int64

	n           int
	begun, last time.Time
	shown       bool
}

const (
	barEvery  = 100 * time.Millisecond
	lineEvery = 5 * time.Second
	barWidth  = 24
)

// add counts articles that are done with.
func (p *progress) add(n int) {
	now := time.Now()
	if p.begun.IsZero() {
		p.begun, p.last = now, now
	}
	p.n += n
	every := lineEvery
	switch {
	case p.events:
		every = 0
	case isTerminal(p.app.err):
		every = barEvery
	}
	if now.Sub(p.last) < every && p.n != n {
		return
	}
	p.last = now
	switch {
	case p.events:
		event := map[string]any{"event": "progress", "done": p.n, "total": p.total, "per_second": p.rate(now), "read": p.read, "size": p.size}
		if left, ok := p.left(now); ok {
			event["seconds_left"] = int(left.Seconds())
		}
		p.event(event)
	case isTerminal(p.app.err):
		fmt.Fprintf(p.app.err, "\r%s\x1b[K", p.line(now))
		p.shown = true
	case now.Sub(p.begun) >= lineEvery:
		fmt.Fprintln(p.app.err, p.line(now))
	}
}

// start begins the clock, so that the first batch has a rate.
func (p *progress) start() { p.begun, p.last = time.Now(), time.Now() }

// rate is articles a second, to the whole.
func (p *progress) rate(now time.Time) int {
	return int(float64(p.n) / max(now.Sub(p.begun).Seconds(), 1e-3))
}

// left is how long the rest will take if what is left is read as fast.
func (p *progress) left(now time.Time) (left time.Duration, ok bool) {
	if p.read == 0 || p.size == 0 {
		return 0, false
	}
	part := float64(p.read) / float64(p.size)
	return time.Duration(float64(now.Sub(p.begun)) * (1 - part) / part).Round(time.Second), true
}

// line says how many are done, how fast, and how long the rest will take if
// it is known how much there is.
func (p *progress) line(now time.Time) string {
	done := fmt.Sprintf("%s, %d/s", count(p.n, "article"), p.rate(now))
	left, ok := p.left(now)
	if !ok {
		return "indexing: " + done
	}
	full := int(barWidth * p.read / p.size)
	return fmt.Sprintf("indexing: [%s%s] %d%%, %s, %s left", strings.Repeat("#", full), strings.Repeat(".", barWidth-full), 100*p.read/p.size, done, left)
}

// event prints an object on stdout. The sink keeps the error for the end.
func (p *progress) event(v any) {
	if b, err := marshal(v); err == nil {
		_, _ = p.app.out.Write(b)
	}
}

// end clears the line.
func (p *progress) end() {
	if p.shown {
		fmt.Fprint(p.app.err, "\r\x1b[K")
		p.shown = false
	}
}
