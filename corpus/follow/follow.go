// Package follow visits folders and addresses again and again, each at its
// own pace, and rarer while visits to it fail.
//
// What is followed, and when it is due, is kept by a Store, which several
// processes may share: each visit is claimed by one of them. After is the
// arithmetic, Runner.Pass makes the visits that are due now, Runner.Run keeps
// making them.
package follow

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"newsdesk/corpus"
)

// Bounds of schedules.
const (
	// MinEvery is the least time between two visits.
	MinEvery = time.Minute
	// MaxBackOff is how long after a failure the next visit is made at the
	// latest, unless it is to come later anyhow.
	MaxBackOff = 24 * time.Hour
	// MaxOwned is how long a visit for an owner may take: they are many, and
	// the operator's wait for them.
	MaxOwned = 5 * time.Minute
	// lease is how long a visit may take before another process takes it for
	// given up.
	lease = time.Hour
	// look is how often a Runner looks for what another process has begun to
	// follow.
	look = 30 * time.Second
	// ownedOfPass is how many visits for owners Run makes before it looks
	// what has become due for the operator.
	ownedOfPass = 8
)

// Store keeps what is followed: *corpus.Library.
type Store interface {
	Follows(ctx context.Context) ([]corpus.Follow, error)
	// ClaimFollow takes a visit, and reports whether nobody else has.
	ClaimFollow(ctx context.Context, f corpus.Follow, until time.Time) (bool, error)
	// SetFollow keeps how it went.
	SetFollow(ctx context.Context, f corpus.Follow) error
}

// Due is what of all is due at now, the operator's first and then the longest
// overdue.
func Due(all []corpus.Follow, now time.Time) []corpus.Follow {
	var due []corpus.Follow
	for _, f := range all {
		if !f.Next.After(now) {
			due = append(due, f)
		}
	}
	slices.SortStableFunc(due, func(a, b corpus.Follow) int {
		if (a.Owner == "") != (b.Owner == "") {
			return cmp.Compare(a.Owner, b.Owner)
		}
		return cmp.Or(a.Next.Compare(b.Next), cmp.Compare(a.Owner, b.Owner), cmp.Compare(a.Target, b.Target))
	})
	return due
}

// After is f after a visit that ended at now with note and err. wait is how
// long the server asks to be left alone, at least, and jitter, from 0 to 1,
// spreads the next visits to what failed together.
//
// After a success the next visit is Every later. The first failure leaves it
// at that, and each further one doubles the time, up to MaxBackOff; then
// between 0 and a fifth of it are added.
func After(f corpus.Follow, now time.Time, note string, err error, wait time.Duration, jitter float64) corpus.Follow {
	f.Last = now
	every := max(f.Every, MinEvery)
	if err == nil {
		f.Good, f.Failures, f.Note = now, 0, note
		f.Next = now.Add(max(every, wait))
		return f
	}
	f.Failures++
	f.Note = err.Error()
	pause := float64(every) * math.Pow(2, float64(min(f.Failures-1, 30)))
	pause = min(pause, float64(max(MaxBackOff, every)))
	pause *= 1 + jitter/5
	f.Next = now.Add(max(time.Duration(pause), wait))
	return f
}

// Runner makes the visits that are due.
type Runner struct {
	Store Store
	// Visit reads what f.Target has. note is a line on what it brought; wait
	// is how long the server asks to be left alone, or 0. An error makes the
	// visit a failed one.
	Visit func(ctx context.Context, f corpus.Follow) (note string, wait time.Duration, err error)
	// Done, if not nil, is called after each visit, with how it went.
	Done func(f corpus.Follow, err error)
	// Workers is how many visits are made at once; 0 means 4.
	Workers int
	// Log is told of what keeps the runner from its work.
	Log *slog.Logger
}

// Pass makes the visits that are due now, and returns how many it made and
// when the next one is due, the zero time where nothing is followed. Visits
// under way when ctx ends are not counted against what they were to. The
// error is the store's, or ctx's.
func (r *Runner) Pass(ctx context.Context) (made int, next time.Time, err error) {
	return r.pass(ctx, math.MaxInt)
}

// pass is Pass with that many visits for owners at most.
func (r *Runner) pass(ctx context.Context, owned int) (made int, next time.Time, err error) {
	all, err := r.Store.Follows(ctx)
	if err != nil {
		return 0, time.Time{}, err
	}
	due := Due(all, time.Now())
	if i := slices.IndexFunc(due, func(f corpus.Follow) bool { return f.Owner != "" }); i >= 0 {
		due = due[:i+min(owned, len(due)-i)]
	}
	queue := make(chan corpus.Follow)
	var mu sync.Mutex
	var failed error
	var wg sync.WaitGroup
	for range min(cmp.Or(r.Workers, 4), len(due)) {
		wg.Go(func() {
			for f := range queue {
				done, err := r.visit(ctx, f)
				mu.Lock()
				if done {
					made++
				}
				failed = errors.Join(failed, err)
				mu.Unlock()
			}
		})
	}
	for _, f := range due {
		if ctx.Err() != nil {
			break
		}
		queue <- f
	}
	close(queue)
	wg.Wait()
	if err := cmp.Or(ctx.Err(), failed); err != nil {
		return made, time.Time{}, err
	}
	if all, err = r.Store.Follows(ctx); err != nil {
		return made, time.Time{}, err
	}
	for i, f := range all {
		if i == 0 || f.Next.Before(next) {
			next = f.Next
		}
	}
	return made, next, nil
}

// visit makes one visit, unless another process does.
func (r *Runner) visit(ctx context.Context, f corpus.Follow) (made bool, err error) {
	if ctx.Err() != nil {
		return false, nil
	}
	if ok, err := r.Store.ClaimFollow(ctx, f, time.Now().Add(lease)); err != nil || !ok {
		return false, err
	}
	note, wait, failure := r.call(ctx, f)
	if ctx.Err() != nil {
		// It was interrupted and is due at once.
		f.Next = time.Now()
		return false, r.Store.SetFollow(context.WithoutCancel(ctx), f)
	}
	f = After(f, time.Now(), note, failure, wait, rand.Float64())
	if err := r.Store.SetFollow(ctx, f); err != nil {
		return true, err
	}
	if r.Done != nil {
		r.Done(f, failure)
	}
	return true, nil
}

// call is Visit, within the lease. A panic in it is a visit that failed: the
// others go on.
func (r *Runner) call(ctx context.Context, f corpus.Follow) (note string, wait time.Duration, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("this is a fault of the program, please report it: %.200v", p)
		}
	}()
	most := lease - time.Minute
	if f.Owner != "" {
		most = MaxOwned
	}
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	note, wait, err = r.Visit(ctx, f)
	if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		err = fmt.Errorf("the visit was ended after %v: the next one goes on from there (%w)", most, err)
	}
	return note, wait, err
}

// Run makes visits until ctx ends. What goes wrong with the store is logged
// and tried again. It returns when all visits have.
func (r *Runner) Run(ctx context.Context) {
	for ctx.Err() == nil {
		_, next, err := r.pass(ctx, ownedOfPass)
		if ctx.Err() != nil {
			return
		}
		wait := look
		if err != nil {
			r.Log.Error("what is followed cannot be read or kept, and is tried again", "error", err)
		} else if !next.IsZero() {
			wait = min(look, max(time.Until(next), time.Second))
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
		}
	}
}
