package bot

import (
	"sync"
	"time"
)

// maxSeen is how many events are remembered so as to answer none twice; a
// resumed connection repeats some.
const maxSeen = 4096

// desk keeps order: one answer at a time for each user, none twice.
type desk struct {
	mu   sync.Mutex
	seen *lru[struct{}]
	busy map[string]string // user to the question being answered
	told *lru[time.Time]   // user to when they were told why there is no answer
}

func newDesk() *desk {
	return &desk{seen: newLRU[struct{}](maxSeen), busy: map[string]string{}, told: newLRU[time.Time](maxSeen)}
}

// first reports whether the event with that ID comes for the first time.
func (d *desk) first(id string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, ok := d.seen.get(id); ok {
		return false
	}
	d.seen.put(id, struct{}{})
	return true
}

// admission is what begin says.
type admission uint8

const (
	admitted  admission = iota
	occupied            // an answer to another question is under way
	duplicate           // an answer to this very question is under way
)

// begin admits user's question. Of one that is admitted end must be called,
// once or more often, when it is answered.
func (d *desk) begin(user, question string) (a admission, end func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	current, ok := d.busy[user]
	switch {
	case !ok:
		d.busy[user] = question
		return admitted, sync.OnceFunc(func() {
			d.mu.Lock()
			defer d.mu.Unlock()
			delete(d.busy, user)
		})
	case current == question:
		return duplicate, func() {}
	}
	return occupied, func() {}
}

// hintPause is how long somebody is not told again why there is no answer.
const hintPause = time.Minute

// mayHint reports whether a user may be told now, and takes it that they are.
func (d *desk) mayHint(user string, now time.Time) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if at, ok := d.told.get(user); ok && now.Sub(at) < hintPause {
		return false
	}
	d.told.put(user, now)
	return true
}
