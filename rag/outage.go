package rag

import (
	"errors"
	"strings"
	"sync"
	"time"
)

// outage keeps a model that failed from being asked for a while, so that those
// who ask meanwhile need not wait for it to fail again.
type outage struct {
	now func() time.Time

	mu       sync.Mutex
	failures int
	until    time.Time
	told     bool
}

// The first failure keeps the model from being asked for firstRest, each further
// one twice as long, at most longestRest.
const (
	firstRest   = 5 * time.Second
	longestRest = 5 * time.Minute
)

// errResting is the error of a model that is not asked.
var errResting = errors.New("the language model failed a moment ago and is not asked again yet")

// open is an error while the model rests.
func (o *outage) open() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.now().Before(o.until) {
		return errResting
	}
	return nil
}

// begin notes a failure.
func (o *outage) begin() {
	o.mu.Lock()
	defer o.mu.Unlock()
	rest := min(longestRest, firstRest<<min(o.failures, 10))
	o.failures++
	o.until = o.now().Add(rest)
}

// over notes that the model answered.
func (o *outage) over() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.failures, o.until, o.told = 0, time.Time{}, false
}

// notice is what a reader is told of a failure: its reason the first time, and
// nothing until the model has answered again.
func (o *outage) notice(why error) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.told {
		return ""
	}
	o.told = true
	return "Without the language model, in the articles' own words: " + strings.TrimRight(shownText(why.Error()), ".") + "."
}
