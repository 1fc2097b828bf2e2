package llm

import (
	"context"
	"math/rand/v2"
	"time"
)

// waitFor is how long to wait after the given number of attempts: what the
// server asked for, and a little more so that not all come back at once; else
// a random time below a bound that doubles (full jitter; Brooker, "Exponential
// Backoff And Jitter", 2015).
func (e *endpoint) waitFor(fault *Error, attempts int) time.Duration {
	bound := e.backoff << min(attempts-1, 16)
	if fault.RetryAfter > 0 {
		return fault.RetryAfter + rand.N(e.backoff)
	}
	return rand.N(bound)
}

// sleep waits and reports whether ctx let it.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
