package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"newsdesk/corpus"
	"newsdesk/corpus/fetch"
	"newsdesk/corpus/follow"
	"newsdesk/corpus/source"
	"newsdesk/corpus/web"
	"newsdesk/rag/index"
)

// AddFor adds what lies at an address to an owner's archive, now, and follows
// it if it is to be. An error is a line for whoever asked; nothing is followed
// then. It may be called while a runner makes visits.
func (v *visitor) AddFor(ctx context.Context, r follow.Request) (out follow.Outcome, err error) {
	if err := r.Check(); err != nil {
		return out, err
	}
	u, err := fetch.Parse(r.Address)
	if err != nil {
		return out, err
	}
	f := corpus.Follow{Owner: r.Owner, Target: u.String(), Every: r.Every}
	if r.Every > 0 {
		if err := v.roomFor(ctx, f); err != nil {
			return out, err
		}
	}
	reading, cancel := context.WithTimeout(ctx, v.patience)
	defer cancel()
	if r.Discover {
		if f.Target, err = (&web.Reader{Getter: v.public}).Discover(reading, f.Target); err != nil {
			return out, err
		}
	}
	out.Address = f.Target
	t := tally{owner: r.Owner}
	src, ids, err := v.readAddress(reading, f, manner{again: true, into: r.Collections}, &t)
	late := errors.Is(reading.Err(), context.DeadlineExceeded) && ctx.Err() == nil
	if late && (t.done() == 0 || r.Every == 0) {
		err = fmt.Errorf("it takes longer than %s; %v", span(v.patience), &t)
	} else if late {
		err = nil // the visits to come go on from there
	}
	var skipped []string
	for _, line := range t.lines {
		skipped = append(skipped, strings.TrimPrefix(line, "skipped "))
	}
	if err == nil && src.Kind == web.Page && t.done() == 0 && len(skipped) > 0 {
		err = errors.New(skipped[0])
	}
	if err != nil {
		return out, err
	}
	if err := v.settle(ctx, &t); err != nil {
		return out, err
	}
	out.Kind, out.Left = src.Kind.String(), src.Left
	out.Added, out.Updated, out.Unchanged, out.Articles, out.Skipped = t.added, t.updated, t.unchanged, ids, skipped
	if r.Every == 0 {
		return out, nil
	}
	now := time.Now()
	f.Last, f.Good, f.Note = now, now, t.String()
	if f.Next = now.Add(f.Every); late {
		f.Next = time.Time{}
	}
	_, err = v.ix.Library().AddFollowOf(ctx, f, r.Collections...)
	out.Followed = err == nil
	return out, err
}

// addOwned adds what lies at addresses to an owner's archive.
func (a *app) addOwned(ctx context.Context, owner string, given sources, discover, events bool) error {
	if len(given.paths) > 0 {
		return usagef("%s: %v", given.paths[0], errOwnersFolder)
	}
	if err := (follow.Request{Owner: owner, Collections: given.collections}).Check(); err != nil {
		return usagef("%v", err)
	}
	return a.withIndex(ctx, a.openIndex, func(ix *index.Index) error {
		v, err := a.visitor(ix, a.logger(slog.LevelWarn))
		if err != nil {
			return err
		}
		defer v.close()
		var t tally
		for _, at := range given.addresses {
			out, err := v.AddFor(ctx, follow.Request{Owner: owner, Address: at, Discover: discover, Collections: given.collections})
			if ctx.Err() != nil {
				return fmt.Errorf("interrupted; kept what was done: %v", &t)
			}
			if err != nil {
				out.Skipped = append(out.Skipped, shownAddress(at)+": "+err.Error())
			}
			t.added, t.updated, t.unchanged = t.added+out.Added, t.updated+out.Updated, t.unchanged+out.Unchanged
			for _, line := range out.Skipped {
				t.lines = append(t.lines, "skipped "+line)
			}
		}
		if t.done() == 0 && len(t.lines) > 0 {
			return fmt.Errorf("%w: %s", source.ErrNoArticles, strings.TrimPrefix(t.lines[0], "skipped "))
		}
		if events {
			t.events(&progress{app: a})
			return nil
		}
		a.noticeLines(t.lines)
		a.flushNotices()
		_, err = fmt.Fprintln(a.out, &t)
		return err
	})
}

// roomFor reports as an error that an owner may follow no more.
func (v *visitor) roomFor(ctx context.Context, f corpus.Follow) error {
	all, err := v.ix.Library().FollowsOf(ctx, f.Owner)
	if err != nil || slices.ContainsFunc(all, func(g corpus.Follow) bool { return g.Target == f.Target }) {
		return err
	}
	if len(all) >= follow.OwnedFollows {
		return fmt.Errorf("this server follows %d addresses, which is the most: remove one first", len(all))
	}
	return nil
}

// roomIn reports as an error that an owner may have no more articles.
func (v *visitor) roomIn(ctx context.Context, owner string) error {
	n, size, err := v.ix.Library().OwnedSize(ctx, owner)
	if err == nil && (n >= v.most || size >= follow.OwnedBytes) {
		err = fmt.Errorf("the archive of this server is full with %s in %d MB: remove some first", count(n, "article"), size>>20)
	}
	return err
}
