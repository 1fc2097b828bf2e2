package rag

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
)

// answerKey is what an answer depends on.
type answerKey [sha256.Size]byte

// key is the question as read, the archive's state, the model and the prompts.
func (g *Generative) key(ctx context.Context, q Question) (answerKey, error) {
	generation, err := g.engine.retriever.Generation(ctx)
	if err != nil {
		return answerKey{}, err
	}
	if !leans(q) {
		q.History = nil
	}
	q.AskedOn = q.AskedOn.UTC().Truncate(24 * time.Hour)
	b, err := json.Marshal(struct {
		Question   Question
		Generation int64
		Model      string
		Prompts    uint64
		Sentences  int
		Tokens     int
	}{q, generation, g.model.Model(), promptVersion, g.options.Sentences, g.options.EvidenceTokens})
	if err != nil {
		return answerKey{}, err
	}
	return sha256.Sum256(b), nil
}

// keeper keeps answers, and has those who ask the same at once share one.
type keeper struct {
	mu      sync.Mutex
	answers *lru.Cache[answerKey, Answer] // nil where none are kept
	calls   map[answerKey]*sharedCall
}

// sharedCall is an answer that is being made.
type sharedCall struct {
	done    chan struct{}
	waiting int
	cancel  context.CancelFunc
	answer  Answer
	err     error
}

func newKeeper(size int) *keeper {
	k := &keeper{calls: make(map[answerKey]*sharedCall)}
	if size > 0 {
		answers, err := lru.New[answerKey, Answer](size)
		if err != nil {
			panic(err) // only for a size below one
		}
		k.answers = answers
	}
	return k
}

// errUnmade is what those who share an answer get whose making panicked.
var errUnmade = errors.New("the answer could not be made")

// get is the answer kept or under way for key, else what produce makes of it;
// shared says that it is another's. The making ends when everybody who waits
// for it has given up. An error is never kept, nor is an answer of which
// produce says no. Beside an error that is not another's, the answer says only
// what it cost.
func (k *keeper) get(ctx context.Context, key answerKey, produce func(context.Context) (a Answer, keep bool, err error)) (a Answer, shared bool, err error) {
	k.mu.Lock()
	if k.answers != nil {
		if a, ok := k.answers.Get(key); ok {
			k.mu.Unlock()
			return a, true, nil
		}
	}
	if c, ok := k.calls[key]; ok {
		c.waiting++
		k.mu.Unlock()
		select {
		case <-c.done:
			if c.err != nil {
				return Answer{}, true, c.err
			}
			return c.answer, true, nil
		case <-ctx.Done():
			k.leave(c)
			return Answer{}, true, ctx.Err()
		}
	}
	making, cancel := context.WithCancel(context.WithoutCancel(ctx))
	c := &sharedCall{done: make(chan struct{}), waiting: 1, cancel: cancel, err: errUnmade}
	k.calls[key] = c
	k.mu.Unlock()
	defer context.AfterFunc(ctx, func() { k.leave(c) })()
	keep := false
	defer func() {
		k.mu.Lock()
		delete(k.calls, key)
		if keep && c.err == nil && k.answers != nil {
			k.answers.Add(key, c.answer)
		}
		k.mu.Unlock()
		cancel()
		close(c.done)
	}()
	c.answer, keep, c.err = produce(making)
	return c.answer, false, c.err
}

// leave gives up waiting; the last to leave ends the making.
func (k *keeper) leave(c *sharedCall) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if c.waiting--; c.waiting == 0 {
		c.cancel()
	}
}
