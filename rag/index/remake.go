package index

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"newsdesk/corpus"
)

// remakeBatch is how many articles are made anew in one transaction.
const remakeBatch = 256

// unfinished stands before what makes an index while it does: such an index is
// neither the earlier embedder's nor yet the later one's.
const unfinished = "unfinished, "

// checkMadeBy makes passages and vectors anew where another embedder or
// another version made them. A process killed half-way goes on where it was.
func (x *Index) checkMadeBy(ctx context.Context) error {
	was, err := x.lib.Setting(ctx, madeByKey)
	if err != nil || was == x.madeBy() {
		return err
	}
	articles, _, err := x.lib.Counts(ctx)
	if err != nil {
		return err
	}
	if articles > 0 {
		x.log.Warn("the index was made by another embedder or version; making it anew", "was", was, "now", x.madeBy(), "articles", articles)
		if was != unfinished+x.madeBy() {
			// What was done by yet another embedder is worth nothing.
			if err := x.lib.SetSetting(ctx, remadeKey, ""); err != nil {
				return err
			}
		}
		if err := x.lib.SetSetting(ctx, madeByKey, unfinished+x.madeBy()); err != nil {
			return err
		}
		if _, err := x.remakeAll(ctx, nil, nil); err != nil {
			return err
		}
		x.remade = true
	}
	return x.lib.SetSetting(ctx, madeByKey, x.madeBy())
}

// Reread makes an article of what an earlier one was read from.
type Reread func(ctx context.Context, old *corpus.Article, raw *corpus.Raw) (corpus.Article, error)

// Remade is what Reindex did.
type Remade struct {
	// Articles is how many were cut and embedded, and Changed which of them
	// read differently than before.
	Articles int
	Changed  []string
	// Without counts those whose raw bytes are not kept.
	Without int
	// Failed says, a line each, why articles could not be read again; they
	// stay as they are.
	Failed []string
	// Resumed is how many an earlier run had done.
	Resumed int
}

// Reindex makes all passages, vectors and index entries anew, and where reread
// is not nil the articles themselves, out of the bytes that they were read
// from. The index answers all the while. A run that was ended goes on with the
// next. progress, if not nil, is told of articles as they are done, of all.
func (x *Index) Reindex(ctx context.Context, reread Reread, progress func(done, all int)) (r Remade, err error) {
	if x.remade && reread == nil {
		// Open has just done it.
		r.Articles, _, err = x.lib.Counts(ctx)
	} else {
		r, err = x.remakeAll(ctx, reread, progress)
	}
	if err != nil {
		return r, err
	}
	return r, x.renewLexical(ctx)
}

// renewLexical makes the lexical index of nothing.
func (x *Index) renewLexical(ctx context.Context) error {
	x.mu.Lock()
	var err error
	if x.lex != nil {
		err = x.lex.close()
		x.lex = nil
	}
	err = errors.Join(err, os.RemoveAll(lexicalPath(x.dir)))
	x.mu.Unlock()
	if err != nil {
		return err
	}
	return x.refresh(ctx)
}

// remadeKey is the setting that holds how far remaking has come.
const remadeKey = "remade"

// remaking is that setting's value.
type remaking struct {
	By    string
	Clean bool
	// After is the ID of the last article done, in their order.
	After string
}

// remakeAll makes all articles anew, a batch at a time, from where an earlier
// run with the same aim was ended.
func (x *Index) remakeAll(ctx context.Context, reread Reread, progress func(done, all int)) (r Remade, err error) {
	list, err := x.lib.List(ctx, corpus.Filter{})
	if err != nil {
		return r, err
	}
	aim := remaking{By: x.madeBy(), Clean: reread != nil}
	kept, err := x.lib.Setting(ctx, remadeKey)
	if err != nil {
		return r, err
	}
	var before remaking
	if json.Unmarshal([]byte(kept), &before) == nil && before.By == aim.By && before.Clean == aim.Clean {
		r.Resumed, _ = slices.BinarySearchFunc(list, before.After+"\x00", func(a corpus.Article, id string) int {
			return strings.Compare(a.ID, id)
		})
	}
	done := r.Resumed
	for batch := range slices.Chunk(list[r.Resumed:], remakeBatch) {
		if err := x.remake(ctx, batch, reread, &r); err != nil {
			return r, err
		}
		aim.After = batch[len(batch)-1].ID
		b, err := json.Marshal(aim)
		if err != nil {
			return r, err
		}
		if err := x.lib.SetSetting(ctx, remadeKey, string(b)); err != nil {
			return r, err
		}
		if done += len(batch); progress != nil {
			progress(done, len(list))
		}
	}
	return r, x.lib.SetSetting(ctx, remadeKey, "")
}

func (x *Index) remake(ctx context.Context, batch []corpus.Article, reread Reread, r *Remade) error {
	var articles []corpus.Article
	var were []*corpus.Article
	for i := range batch {
		old, err := x.lib.Article(ctx, batch[i].ID)
		if errors.Is(err, corpus.ErrNotFound) {
			continue // removed meanwhile
		}
		if err != nil {
			return err
		}
		a := *old
		if reread != nil {
			if a, err = x.reread(ctx, old, reread, r); err != nil {
				return err
			}
		}
		articles, were = append(articles, a), append(were, old)
	}
	items, err := x.items(ctx, articles)
	if err != nil {
		return err
	}
	for i := range items {
		items[i].Replaces = were[i]
	}
	if _, _, _, err = x.lib.Put(ctx, items); err != nil {
		return err
	}
	for i := range items {
		r.Articles++
		if items[i].Article.Version() != were[i].Version() {
			r.Changed = append(r.Changed, were[i].ID)
		}
	}
	return nil
}

// reread is old as it reads now, or as it is where that cannot be told.
func (x *Index) reread(ctx context.Context, old *corpus.Article, reread Reread, r *Remade) (corpus.Article, error) {
	raw, err := x.lib.Raw(ctx, old.ID)
	if err != nil {
		return *old, err
	}
	if raw == nil {
		r.Without++
		return *old, nil
	}
	a, err := reread(ctx, old, raw)
	if ctx.Err() != nil {
		return *old, ctx.Err()
	}
	if err != nil {
		r.Failed = append(r.Failed, fmt.Sprintf("%s: %v", old.ID, err))
		return *old, nil
	}
	a.ID, a.Raw = old.ID, raw
	return a, nil
}
