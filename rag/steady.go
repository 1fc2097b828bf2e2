package rag

import (
	"cmp"
	"context"
	"fmt"

	"newsdesk/corpus"
)

// steadyTries is how often something is made of an archive that keeps changing
// meanwhile.
const steadyTries = 3

// steadily runs fn on one state of the archive: what it has made is of no use
// where the archive changed meanwhile, and it is run again. What is made of an
// archive that never stands still stands: of its parts each is of some state,
// and each citation names the version of its article.
func (e *Engine) steadily(ctx context.Context, fn func() error) error {
	before, err := e.refresh(ctx)
	for try := 1; err == nil; try++ {
		failed := fn()
		if ctx.Err() != nil || try == steadyTries {
			return failed
		}
		var now int64
		if now, err = e.refresh(ctx); err == nil && now == before {
			return failed
		}
		before = now
	}
	return err
}

// refresh is the generation of the archive, and forgets the articles taken
// apart where it has grown.
func (e *Engine) refresh(ctx context.Context) (int64, error) {
	g, err := e.retriever.Generation(ctx)
	if err != nil {
		return 0, err
	}
	for {
		// Another question may have seen a later state already.
		was := e.generation.Load()
		if was >= g {
			return g, nil
		}
		if e.generation.CompareAndSwap(was, g) {
			e.documents.Purge()
			return g, nil
		}
	}
}

// documentKey is an article as it was no earlier than in a generation. What is
// read while the archive changes is filed under the earlier one, where only
// those find it who will see that it has changed.
type documentKey struct {
	generation int64
	id         string
}

// document is the article, taken apart, or corpus.ErrNotFound where there is
// none that may be read.
func (e *Engine) document(ctx context.Context, id string) (*document, error) {
	if e.sees != nil {
		if sees, err := e.sees(ctx, id); err != nil || !sees {
			return nil, cmp.Or(err, fmt.Errorf("%w: %s", corpus.ErrNotFound, id))
		}
	}
	key := documentKey{e.generation.Load(), id}
	if d, ok := e.documents.Get(key); ok {
		return d, nil
	}
	a, err := e.texts.Article(ctx, id)
	if err != nil {
		return nil, err
	}
	d := newDocument(a)
	e.documents.Add(key, d)
	return d, nil
}
