package index

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"newsdesk/corpus"
)

// refresh brings both indexes in step with the library. It costs one small
// read where nothing has changed.
func (x *Index) refresh(ctx context.Context) error {
	now, err := x.lib.Generation(ctx)
	if err != nil {
		return err
	}
	x.mu.RLock()
	fresh := x.dense != nil && x.lex != nil && x.generation == now && !x.behind
	x.mu.RUnlock()
	if fresh {
		return nil
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.dense != nil && x.lex != nil && x.generation == now && !x.behind { // another question was faster
		return nil
	}
	if err := x.refreshLexical(ctx, now); err != nil {
		return err
	}
	if x.dense == nil {
		err = x.fill(ctx)
	} else {
		err = x.catchUp(ctx)
	}
	if err != nil {
		return err
	}
	if x.stats, err = x.lex.stats(); err != nil {
		return err
	}
	x.generation = now
	return nil
}

// refreshLexical leaves x.lex open for reading and, if it can, in step. While
// another process brings the index up to date it stays behind, with a warning:
// its passages are still right, only the newest are missing from it.
func (x *Index) refreshLexical(ctx context.Context, now int64) error {
	path := lexicalPath(x.dir)
	wasBehind := x.behind
	x.behind = false
	if fresh, err := x.reopenLexical(path, now); fresh || err != nil {
		return err
	}
	wait := writeWait
	switch {
	case x.lex == nil:
		wait = firstWait // there is nothing to answer from
	case wasBehind:
		wait = time.Millisecond // it was waited for already
	}
	err := writeVersion(path, wait, func(w *lexical) error { return x.writeLexical(ctx, w, now) })
	if errors.Is(err, errInUse) {
		if fresh, err := x.reopenLexical(path, now); fresh || err != nil {
			return err
		}
		if x.lex != nil {
			x.behind = true
			if wasBehind {
				return nil
			}
			x.log.Warn("another newsdesk process is indexing: the newest articles are found by meaning only until it is done")
			return nil
		}
	}
	if err != nil {
		return fmt.Errorf("cannot write the index in %s: %w", x.dir, err)
	}
	_, err = x.reopenLexical(path, now)
	return err
}

// firstWait is how long the first version is waited for that another process
// makes.
const firstWait = 30 * time.Second

// reopenLexical opens the newest version, if that is not what x.lex has, and
// reports whether it is in step. An index that is missing or damaged is none.
func (x *Index) reopenLexical(path string, now int64) (fresh bool, err error) {
	name, _ := newestVersion(path)
	if x.lex == nil || x.lex.path != name {
		lex, err := openNewest(path)
		if err == nil && x.lex != nil {
			err = x.lex.close()
		}
		if err == nil {
			x.lex = lex
		} else if !errors.Is(err, errStale) {
			return false, err
		}
	}
	if x.lex == nil {
		return false, nil
	}
	g, err := x.lex.generation()
	return g == now, err
}

// lexicalBatch is how many articles go into one batch of the lexical index:
// it bounds the memory that catching up takes.
const lexicalBatch = 512

func (x *Index) writeLexical(ctx context.Context, w *lexical, now int64) error {
	since, err := w.generation()
	if err != nil {
		return err
	}
	if since == now { // another process was faster
		return nil
	}
	changed, err := x.lib.ChangedSince(ctx, since)
	if err != nil {
		return err
	}
	for batch := range slices.Chunk(changed, lexicalBatch) {
		var add []entry
		for _, id := range batch {
			// Text and passages of one state: another process may be writing.
			it, err := x.lib.Item(ctx, id)
			if errors.Is(err, corpus.ErrNotFound) {
				continue // removed
			}
			if err != nil {
				return err
			}
			for _, p := range it.Passages {
				add = append(add, entry{passageKey(id, p.N), PassageText(&it.Article, p)})
			}
		}
		if err := w.apply(batch, add, 0); err != nil {
			return err
		}
	}
	// Last, so that a process killed before does the work again.
	return w.apply(nil, nil, now)
}

// fill reads the whole library into the dense index.
func (x *Index) fill(ctx context.Context) error {
	list, err := x.lib.List(ctx, corpus.Filter{})
	if err != nil {
		return err
	}
	x.articles = make(map[string]*corpus.Article, len(list))
	for i := range list {
		x.articles[list[i].ID] = &list[i]
	}
	x.passages, x.keys = make(map[string]corpus.Passage), make(map[string][]string, len(list))
	dense, err := newMemory()
	if err != nil {
		return err
	}
	if err := x.lib.Passages(ctx, func(p corpus.Passage, vector []float32) error {
		return x.hold(ctx, dense, p, vector)
	}); err != nil {
		return err
	}
	if dense.Len() != len(x.passages) {
		return fmt.Errorf("the dense index holds %d of %d passages; run newsdesk verify", dense.Len(), len(x.passages))
	}
	x.dense = dense
	return nil
}

func (x *Index) hold(ctx context.Context, dense Dense, p corpus.Passage, vector []float32) error {
	key := passageKey(p.Article, p.N)
	x.passages[key] = p
	x.keys[p.Article] = append(x.keys[p.Article], key)
	return dense.Put(ctx, key, vector)
}

// catchUp applies what has changed since x.generation to the dense index.
func (x *Index) catchUp(ctx context.Context) error {
	changed, err := x.lib.ChangedSince(ctx, x.generation)
	if err != nil {
		return err
	}
	for _, id := range changed {
		if err := x.dense.Delete(ctx, x.keys[id]); err != nil {
			return err
		}
		for _, key := range x.keys[id] {
			delete(x.passages, key)
		}
		delete(x.keys, id)
		delete(x.articles, id)
		it, err := x.lib.Item(ctx, id)
		if errors.Is(err, corpus.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		for i, p := range it.Passages {
			if err := x.hold(ctx, x.dense, p, it.Vectors[i]); err != nil {
				return err
			}
		}
		it.Article.Text, it.Article.Blocks = "", nil // the list holds no texts
		x.articles[id] = &it.Article
	}
	if x.dense.Len() != len(x.passages) {
		return fmt.Errorf("the dense index holds %d of %d passages; run newsdesk verify", x.dense.Len(), len(x.passages))
	}
	return nil
}
