package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"newsdesk/corpus"
	"newsdesk/corpus/fetch"
	"newsdesk/corpus/follow"
	"newsdesk/corpus/web"
)

// addFor adds what lies at an address to an owner's archive, now, and follows
// it if it is to be. An error is a line for whoever asked; nothing is followed
// then. It may be called while a runner makes visits.
func (v *visitor) addFor(ctx context.Context, r follow.Request) (out follow.Outcome, err error) {
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
	reading, cancel := context.WithTimeout(ctx, follow.MaxOwned)
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
		err = fmt.Errorf("it takes longer than %v; %v", follow.MaxOwned, &t)
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
	ids, err := v.ix.Library().OwnedBy(ctx, owner)
	if err == nil && len(ids) >= v.most {
		err = fmt.Errorf("the archive of this server is full with %d articles: remove some first", len(ids))
	}
	return err
}
