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
		defer v.close()
		v.brought = func(f corpus.Follow) {
			fmt.Fprintf(a.out, "%s  %s  %s\n", clock(f.Last), plainLine(followName(f)), f.Note)
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

// visitor reads what is followed, and what owners ask for, into an index.
type visitor struct {
	ix *index.Index
	// client reads what the operator follows, and public what owners do, who
	// are let into no host that the operator's settings allow.
	client, public web.Getter
	close          func()
	log            *slog.Logger
	// most is how many articles an owner may have, and patience how long one
	// waits for what is added at once.
	most     int
	patience time.Duration

	mu     sync.Mutex // guards what follows
	failed int
	// brought is told of each visit that brought something.
	brought func(corpus.Follow)
}

// visitor makes one that logs what visits bring. Call its close.
func (a *app) visitor(ix *index.Index, log *slog.Logger) (*visitor, error) {
	client, err := a.fetcher()
	if err != nil {
		return nil, err
	}
	public := client.Public(follow.OwnedPage)
	return &visitor{ix: ix, client: client, public: public, log: log, most: follow.OwnedArticles, patience: follow.MaxOwned,
		close:   func() { client.Close(); public.Close() },
		brought: func(f corpus.Follow) { log.Info(f.Note, "followed", followName(f)) }}, nil
}

func (v *visitor) runner() *follow.Runner {
	return &follow.Runner{Store: v.ix.Library(), Visit: v.visit, Done: v.done, Log: v.log}
}

// visit implements follow.Runner's Visit.
func (v *visitor) visit(ctx context.Context, f corpus.Follow) (note string, wait time.Duration, err error) {
	t, kept := tally{owner: f.Owner}, ""
	switch {
	case isAddress(f.Target):
		_, _, err = v.readAddress(ctx, f, visiting, &t)
		wait = fetch.RetryAfter(err)
		if f.Owner == "" {
			err = hinted(err)
		}
	case f.Owner != "":
		err = errOwnersFolder
	default:
		kept, err = v.readFolder(ctx, f, &t)
	}
	for _, line := range t.lines {
		v.log.Info(line, "followed", followName(f))
	}
	if err != nil {
		return "", wait, err
	}
	switch {
	case t.added+t.updated+t.removed > 0:
		if err := v.settle(ctx, &t); err != nil {
			return "", 0, err
		}
		note = t.String()
	case len(t.lines) > 0:
		note = fmt.Sprintf("%s, skipped %d", nothingNew, len(t.lines))
	default:
		note = nothingNew
	}
	if kept != "" {
		note += "; " + kept
		if !strings.HasSuffix(f.Note, kept) {
			v.log.Warn(fmt.Sprintf("%s: %s", f.Target, kept))
		}
	}
	return note, 0, v.forget(ctx)
}

// errOwnersFolder means that somebody who is not the operator follows files.
var errOwnersFolder = errors.New("only addresses that begin with http:// or https:// are read for a server")

// followName is what a follow is called in the log.
func followName(f corpus.Follow) string { return strings.TrimSpace(f.Owner + " " + f.Target) }

// A manner says how an address is read.
type manner struct {
	// again brings back what was removed.
	again bool
	// into are collections beside those of what is followed.
	into []string
}

// visiting is the manner of a visit to what is followed.
var visiting manner

// readAddress reads f.Target for f.Owner. ids are the articles that it added or
// updated.
func (v *visitor) readAddress(ctx context.Context, f corpus.Follow, how manner, t *tally) (src web.Source, ids []string, err error) {
	lib := v.ix.Library()
	b := batcher{ix: v.ix, admit: t.admit, done: func(s index.Summary) {
		t.count(s)
		ids = append(append(ids, s.Added...), s.Updated...)
	}}
	if b.collections, err = lib.FollowCollections(ctx, f.Owner, f.Target); err != nil {
		return src, nil, err
	}
	b.collections = append(b.collections, how.into...)
	r := &web.Reader{Getter: v.client, Pages: lib, Article: readKept, Again: how.again, Owner: f.Owner}
	if f.Owner != "" {
		if err := v.roomIn(ctx, f.Owner); err != nil {
			return src, nil, err
		}
		r.Getter, r.MaxEntries = v.public, follow.OwnedEntries
	}
	if !how.again {
		b.admit = t.admitUnremoved
	}
	defer func() { err = errors.Join(err, b.close()) }()
	src, err = (&webAdder{reader: r, b: &b, t: t}).add(ctx, f.Target, false)
	return src, ids, err
}

// readFolder reads the files in f.Target and, if f is a mirror, takes out the
// articles whose files are gone. kept says which it is not sure of.
func (v *visitor) readFolder(ctx context.Context, f corpus.Follow, t *tally) (kept string, err error) {
	lib := v.ix.Library()
	m := newMirror(f.Target)
	m.sure = f.Next.IsZero() // watch add makes it due at once
	b := batcher{ix: v.ix, admit: t.admitUnremoved, done: func(s index.Summary) {
		t.count(s)
		m.added = append(m.added, s.Added...)
	}}
	if b.collections, err = lib.FollowCollections(ctx, f.Owner, f.Target); err != nil {
		return "", err
	}
	err = errors.Join(addFiles(ctx, []string{f.Target}, &b, t, m.see), b.close())
	if err == nil && f.Mirror {
		t.removed, kept, err = m.reconcile(ctx, lib)
	} else if f.Mirror && ctx.Err() == nil {
		err = fmt.Errorf("%w; its articles stay, as its disk may not be mounted", err)
	}
	return kept, err
}

// settle brings the indexes up to date, so that the next question need not
// wait for it, and links copies.
func (v *visitor) settle(ctx context.Context, t *tally) (err error) {
	if _, err := v.ix.Generation(ctx); err != nil {
		return err
	}
	t.copies, err = story.Link(ctx, v.ix.Library())
	return err
}

// forgottenKey is the setting that holds the day when pages that nobody lists
// were last forgotten.
const forgottenKey = "fetched_forgotten"

// forget forgets them once a day.
func (v *visitor) forget(ctx context.Context) error {
	lib, now := v.ix.Library(), time.Now().UTC()
	day := now.Format(time.DateOnly)
	if last, err := lib.Setting(ctx, forgottenKey); err != nil || last == day {
		return err
	}
	if _, err := lib.PruneFetched(ctx, now); err != nil {
		return err
	}
	return lib.SetSetting(ctx, forgottenKey, day)
}

// done implements follow.Runner's Done.
func (v *visitor) done(f corpus.Follow, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if err != nil {
		v.failed++
		v.log.Warn(fmt.Sprintf("%s: %v; the next visit is at %s", followName(f), err, clock(f.Next)))
		return
	}
	if !strings.HasPrefix(f.Note, nothingNew) {
		v.brought(f)
	}
}
