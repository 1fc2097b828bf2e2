package main

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"
)

// progress shows how far adding has come: a bar on a terminal, else a line on
// stderr every few seconds, or events on stdout.
type progress struct {
	app *app
	// events prints an object a line instead of anything for a person.
	events bool
	// total is how many articles are expected, 0 where nobody knows.
	total int

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
		p.event(map[string]any{"event": "progress", "done": p.n, "total": p.total, "per_second": p.rate(now)})
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

// line says how many are done, how fast, and how long the rest will take if
// the number expected is known.
func (p *progress) line(now time.Time) string {
	s := fmt.Sprintf("indexing: %s, %d/s", count(p.n, "article"), p.rate(now))
	if p.total == 0 || p.n > p.total || p.n == 0 {
		return s
	}
	full := barWidth * p.n / p.total
	left := time.Duration(float64(now.Sub(p.begun)) * float64(p.total-p.n) / float64(p.n)).Round(time.Second)
	return fmt.Sprintf("indexing: [%s%s] %d of %d, %d/s, %s left", strings.Repeat("#", full), strings.Repeat(".", barWidth-full), p.n, p.total, p.rate(now), left)
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

// expected is how many files paths hold, about as many as there are articles,
// if each holds one. What cannot be looked into counts for nothing.
func expected(paths []string) int {
	n := 0
	for _, path := range paths {
		_ = filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return nil
			case name != path && strings.HasPrefix(d.Name(), "."):
				if d.IsDir() {
					return filepath.SkipDir
				}
			case d.Type().IsRegular():
				n++
			}
			return nil
		})
	}
	return n
}
