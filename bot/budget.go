package bot

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"newsdesk/rag"
)

// maxCarried is how many owners' counts are carried on in memory.
const maxCarried = 4096

// budget counts the tokens that a model uses for each server in a day.
type budget struct {
	store Store

	writing sync.WaitGroup // what is spent, into the store

	mu sync.Mutex
	// pending is what the store has yet to take, by owner and day.
	pending map[string]int
	// carried is what was counted of owners whose records were deleted since, or
	// could not be written, by owner and day: who has them deleted has no more for
	// that.
	carried *lru[int]
}

func newBudget(s Store) *budget {
	return &budget{store: s, pending: map[string]int{}, carried: newLRU[int](maxCarried)}
}

// spent is a day's count.
type spent struct {
	Tokens int `json:"tokens"`
}

// used is how many of a day's tokens an owner has used.
func (b *budget) used(ctx context.Context, owner string, now time.Time) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	r, ok, err := b.store.Record(ctx, kindBudget, owner, day(now))
	var s spent
	if err == nil && ok {
		err = json.Unmarshal(r.Value, &s)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	key := recordKey(owner, day(now))
	before, _ := b.carried.get(key)
	return s.Tokens + b.pending[key] + before, err
}

// carry keeps a day's count in memory, for when its record is deleted.
func (b *budget) carry(owner string, tokens int, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.carried.put(recordKey(owner, day(now)), tokens)
}

// spend counts tokens as used, from now on. It waits for nothing: done is told
// when the store has them, or why it has not.
func (b *budget) spend(owner string, tokens int, now time.Time, done func(error)) {
	key := recordKey(owner, day(now))
	b.mu.Lock()
	b.pending[key] += tokens
	b.mu.Unlock()
	b.writing.Go(func() {
		ctx, cancel := context.WithTimeout(context.Background(), writeTimeout)
		defer cancel()
		err := b.write(ctx, owner, tokens, now)
		b.mu.Lock()
		if b.pending[key] -= tokens; b.pending[key] == 0 {
			delete(b.pending, key)
		}
		if err != nil {
			before, _ := b.carried.get(key)
			b.carried.put(key, before+tokens)
		}
		b.mu.Unlock()
		done(err)
	})
}

func (b *budget) write(ctx context.Context, owner string, tokens int, now time.Time) error {
	return b.store.UpdateRecord(ctx, kindBudget, owner, day(now), func(old []byte) ([]byte, error) {
		var s spent
		if len(old) > 0 {
			if err := json.Unmarshal(old, &s); err != nil {
				return nil, err
			}
		}
		s.Tokens += tokens
		return json.Marshal(s)
	})
}

// day is now's date, UTC.
func day(now time.Time) string { return now.UTC().Format(time.DateOnly) }

// answerer is who answers for o: a language model only while its tokens of
// the day last.
func (b *Bot) answerer(ctx context.Context, o origin, p permit) Asker {
	if b.config.Plain == nil {
		return b.config.Asker // which asks no model, or nobody said how to do without
	}
	if p.limits.Tokens <= 0 {
		return b.config.Plain
	}
	used, err := b.budget.used(ctx, o.owner(), time.Now())
	switch {
	case err != nil:
		b.log.Error("a server's budget cannot be read: answering without the model", "error", err)
		return b.config.Plain
	case used >= p.limits.Tokens:
		b.log.Info("a server's budget is spent: answering without the model")
		return b.config.Plain
	}
	return b.config.Asker
}

// charge counts what a model used for an answer to o.
func (b *Bot) charge(o origin, a rag.Answer) {
	if a.Model == nil || a.Model.Input+a.Model.Output == 0 {
		return
	}
	b.budget.spend(o.owner(), a.Model.Input+a.Model.Output, time.Now(), func(err error) {
		if err != nil {
			b.log.Error("what a model used is not counted", "error", err)
		}
	})
}
