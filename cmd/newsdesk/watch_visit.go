package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"newsdesk/corpus"
	"newsdesk/corpus/fetch"
	"newsdesk/corpus/follow"
	"newsdesk/corpus/story"
	"newsdesk/corpus/web"
	"newsdesk/rag/index"
)

// nothingNew begins the note on a visit that changed nothing.
const nothingNew = "nothing new"

// watch makes the visits that are due, once or until ctx ends.
func (a *app) watch(ctx context.Context, once bool) error {
	return a.withIndex(ctx, a.openExisting, func(ix *index.Index) error {
		all, err := ix.Library().Follows(ctx)
		if err != nil {
			return err
		}
		if len(all) == 0 {
			return errors.New(nothingFollowed)
		}
		if ix.Library().ReadOnly() {
			return fmt.Errorf("%w: newsdesk watch adds to the index in %s, and may not write there", corpus.ErrReadOnly, a.settings.Data)
		}
		v, err := a.visitor(ix, a.logger(slog.LevelWarn))
		if err != nil {
			return err
		}
		defer v.client.Close()
		v.brought = func(f corpus.Follow) {
			fmt.Fprintf(a.out, "%s  %s  %s\n", clock(f.Last), plainLine(f.Target), f.Note)
		}
		r := v.runner()
		if !once {
			r.Run(ctx)
			return nil
		}
		if _, _, err = r.Pass(ctx); err != nil {
			return err
		}
		if v.failed > 0 {
			return errReported
		}
		return nil
	})
}

// visitor reads what is followed into an index.
type visitor struct {
	ix     *index.Index
	client *fetch.Client
	log    *slog.Logger

	mu     sync.Mutex // guards what follows
	failed int
	// brought is told of each visit that brought something.
	brought func(corpus.Follow)
}

// visitor makes one that logs what visits bring.
func (a *app) visitor(ix *index.Index, log *slog.Logger) (*visitor, error) {
	client, err := a.fetcher()
	if err != nil {
		return nil, err
	}
	return &visitor{ix: ix, client: client, log: log, brought: func(f corpus.Follow) { log.Info(f.Note, "followed", f.Target) }}, nil
}

func (v *visitor) runner() *follow.Runner {
	return &follow.Runner{Store: v.ix.Library(), Visit: v.visit, Done: v.done, Log: v.log}
}

// visit implements follow.Runner's Visit.
func (v *visitor) visit(ctx context.Context, f corpus.Follow) (note string, wait time.Duration, err error) {
	var t tally
	b := batcher{ix: v.ix, admit: t.admit, done: t.count}
	if b.collections, err = v.ix.Library().FollowCollections(ctx, f.Target); err != nil {
		return "", 0, err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	if isAddress(f.Target) {
		r := &web.Reader{Getter: v.client, Pages: v.ix.Library(), Article: readKept}
		_, err = (&webAdder{reader: r, b: &b, t: &t}).add(ctx, f.Target, false)
		wait, err = fetch.RetryAfter(err), hinted(err)
	} else {
		err = addFiles(ctx, []string{f.Target}, &b, &t)
	}
	for _, line := range t.lines {
		v.log.Info(line, "followed", f.Target)
	}
	if err != nil {
		return "", wait, err
	}
	switch {
	case t.added+t.updated > 0:
	case len(t.lines) > 0:
		return fmt.Sprintf("%s, skipped %d", nothingNew, len(t.lines)), 0, nil
	default:
		return nothingNew, 0, nil
	}
	// Now, so that the next question need not wait for it.
	if _, err := v.ix.Generation(ctx); err != nil {
		return "", 0, err
	}
	if t.copies, err = story.Link(ctx, v.ix.Library()); err != nil {
		return "", 0, err
	}
	return t.String(), 0, nil
}

// done implements follow.Runner's Done.
func (v *visitor) done(f corpus.Follow, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if err != nil {
		v.failed++
		v.log.Warn(fmt.Sprintf("%s: %v; the next visit is at %s", f.Target, err, clock(f.Next)))
		return
	}
	if !strings.HasPrefix(f.Note, nothingNew) {
		v.brought(f)
	}
}
