package bot

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"newsdesk/bot/discord"
	"newsdesk/corpus"
)

// Bounds of what the bot keeps of its answers.
const (
	maxWaiting   = 2048     // records that the store has yet to take; more push out the oldest
	maxBatch     = 64       // of them in one transaction
	maxRecord    = 64 << 10 // bytes of a record's value
	maxPerOwner  = 5000     // records of a kind of one server, or one user
	answersLast  = 30 * 24 * time.Hour
	sweepEvery   = time.Hour
	writeTimeout = 10 * time.Second
	readTimeout  = time.Second
	maxReads     = 4 // at a time
	retryAtMost  = time.Minute
)

// lasts is for how long records are kept, of those kinds that are thrown out.
var lasts = map[string]time.Duration{
	kindAnswer: answersLast, kindConversation: answersLast, kindBudget: answersLast, kindSeen: discord.GoodFor,
}

// shelf keeps records, which it hands to the store in the background: nobody
// waits for that, and a store that takes none costs what was to outlive the bot,
// and the oldest of more than maxWaiting.
type shelf struct {
	store Store
	log   *slog.Logger
	wake  chan struct{}
	// reads has one for each read under way. A store may open a connection for
	// each, which takes far longer than the read.
	reads chan struct{}
	// writing is held while the store is written to.
	writing sync.Mutex

	mu      sync.Mutex
	puts    int
	waiting map[string]put     // by kind and recordKey
	order   []string           // of waiting, the oldest first
	lost    int                // of those that waited, not yet told
	grown   map[[2]string]bool // kind and owner, since the last sweep
}

// put is a record that waits, and which it is of all that ever did.
type put struct {
	corpus.Record
	n int
}

func newShelf(s Store, log *slog.Logger) *shelf {
	return &shelf{store: s, log: log, wake: make(chan struct{}, 1), reads: make(chan struct{}, maxReads), waiting: map[string]put{}, grown: map[[2]string]bool{}}
}

func waitingKey(kind, owner, key string) string { return kind + "\x00" + recordKey(owner, key) }

// put keeps records from now on. It waits for nothing.
func (s *shelf) put(records ...corpus.Record) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range records {
		if len(r.Value) > maxRecord {
			s.log.Warn("a record is too long to be kept", "kind", r.Kind, "bytes", len(r.Value))
			continue
		}
		if r.At.IsZero() {
			r.At = time.Now()
		}
		k := waitingKey(r.Kind, r.Owner, r.Key)
		if _, ok := s.waiting[k]; ok {
			s.order = slices.DeleteFunc(s.order, func(o string) bool { return o == k })
		}
		s.puts++
		s.waiting[k] = put{r, s.puts}
		s.order = append(s.order, k)
		s.grown[[2]string{r.Kind, r.Owner}] = true
	}
	for len(s.order) > maxWaiting {
		delete(s.waiting, s.order[0])
		s.order = s.order[1:]
		s.lost++
	}
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// get is a record, if there is one that can be had in time.
func (s *shelf) get(ctx context.Context, kind, owner, key string) (corpus.Record, bool) {
	s.mu.Lock()
	p, ok := s.waiting[waitingKey(kind, owner, key)]
	s.mu.Unlock()
	if ok {
		return p.Record, true
	}
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	select {
	case s.reads <- struct{}{}:
		defer func() { <-s.reads }()
	case <-ctx.Done():
	}
	r, ok, err := s.store.Record(ctx, kind, owner, key)
	if err != nil {
		s.log.Warn("a record cannot be read", "kind", kind, "error", err)
		return corpus.Record{}, false
	}
	return r, ok
}

// run hands to the store what waits for it, and throws out what is old, until
// ctx is done; then what still waits has the farewell.
func (s *shelf) run(ctx context.Context) {
	s.sweep(ctx)
	sweeps := time.NewTicker(sweepEvery)
	defer sweeps.Stop()
	var again <-chan time.Time // set while the store takes nothing
	pause := time.Duration(0)
	for {
		select {
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
			defer cancel()
			if err := s.write(last); err != nil && again == nil {
				s.log.Warn("the last answers could not be stored", "error", err)
			}
			s.tellLost()
			return
		case <-sweeps.C:
			s.sweep(ctx)
			continue
		case <-s.wake:
			if again != nil {
				continue
			}
		case <-again:
		}
		switch err := s.write(ctx); {
		case err == nil:
			if again != nil {
				s.log.Info("answers are stored again")
				again, pause = nil, 0
			}
			s.tellLost()
		case err != nil && ctx.Err() == nil:
			if again == nil {
				s.log.Warn("answers cannot be stored: their buttons and conversations end with the bot, or sooner where more than are kept wait", "error", err)
			}
			pause = min(max(2*pause, time.Second), retryAtMost)
			again = time.After(pause)
		}
	}
}

// tellLost logs how many records were lost since it last did.
func (s *shelf) tellLost() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lost > 0 {
		s.log.Warn("answers and votes were lost, for more waited for the store than are kept", "records", s.lost)
		s.lost = 0
	}
}

// write hands everything that waits to the store, batch by batch.
func (s *shelf) write(ctx context.Context) error {
	for {
		if done, err := s.writeBatch(ctx); done || err != nil {
			return err
		}
	}
}

// writeBatch reports whether nothing waits any more.
func (s *shelf) writeBatch(ctx context.Context) (done bool, err error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.mu.Lock()
	keys := slices.Clone(s.order[:min(maxBatch, len(s.order))])
	batch, puts := make([]corpus.Record, len(keys)), make([]int, len(keys))
	for i, k := range keys {
		batch[i], puts[i] = s.waiting[k].Record, s.waiting[k].n
	}
	s.mu.Unlock()
	if len(batch) == 0 {
		return true, nil
	}
	ctx, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	if err := s.store.PutRecords(ctx, batch...); err != nil {
		return false, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, k := range keys {
		// What was put anew meanwhile waits on.
		if s.waiting[k].n == puts[i] {
			delete(s.waiting, k)
		}
	}
	s.tidy()
	return false, nil
}

// tidy makes order that of what still waits. It needs s.mu.
func (s *shelf) tidy() {
	s.order = slices.DeleteFunc(s.order, func(k string) bool { _, ok := s.waiting[k]; return !ok })
}

// sweep throws out answers and counts that are too old, and of owners that have
// too many records of a kind the oldest.
func (s *shelf) sweep(ctx context.Context) {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.mu.Lock()
	grown := s.grown
	s.grown = map[[2]string]bool{}
	s.mu.Unlock()
	for kind, last := range lasts {
		if _, err := s.store.PruneRecords(ctx, kind, time.Now().Add(-last)); err != nil {
			s.log.Debug("old records cannot be thrown out", "kind", kind, "error", err)
		}
	}
	for of := range grown {
		if err := s.trim(ctx, of[0], of[1]); err != nil {
			s.log.Debug("records cannot be bounded", "kind", of[0], "error", err)
		}
	}
}

// trim leaves the latest maxPerOwner records of a kind and owner.
func (s *shelf) trim(ctx context.Context, kind, owner string) error {
	type aged struct {
		key string
		at  time.Time
	}
	var all []aged
	for r, err := range s.store.Records(ctx, kind, owner) {
		if err != nil {
			return err
		}
		all = append(all, aged{r.Key, r.At})
	}
	if len(all) <= maxPerOwner {
		return nil
	}
	slices.SortStableFunc(all, func(a, b aged) int { return a.at.Compare(b.at) })
	var old []string
	for _, a := range all[:len(all)-maxPerOwner] {
		old = append(old, a.key)
	}
	_, err := s.store.DeleteRecords(ctx, kind, owner, old...)
	return err
}

// forget takes out the records that match, which in the store are those that
// drop takes out, and reports how many of them there were.
func (s *shelf) forget(match func(corpus.Record) bool, drop func() (int, error)) (int, error) {
	s.writing.Lock() // a batch under way would bring them back
	defer s.writing.Unlock()
	s.mu.Lock()
	for k, p := range s.waiting {
		if match(p.Record) {
			delete(s.waiting, k)
		}
	}
	s.tidy()
	s.mu.Unlock()
	return drop()
}
