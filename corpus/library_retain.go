package corpus

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// Retention says which articles are kept. Of its zero value all are.
type Retention struct {
	// Since is the day before which an article is too old; zero for no bound.
	Since time.Time
	// Keep is how many are kept, the newest; 0 for no bound.
	Keep int
	// Collection, if not "", is the one whose articles alone count.
	Collection string
}

// Expired lists the articles that r does not keep, the oldest first. An
// article is as old as its day of publication or, where that is unknown, the
// day when it was added; where neither is known it is kept, and counts as new.
func (l *Library) Expired(ctx context.Context, r Retention) (out []string, err error) {
	err = l.view(ctx, func(q queryer) error {
		list, err := l.list(ctx, q, Filter{Collection: r.Collection})
		if err != nil {
			return err
		}
		added, err := l.added(ctx, q)
		if err != nil {
			return err
		}
		out = r.expired(list, added)
		return nil
	})
	return out, err
}

// expired is Expired of articles, which it orders anew.
func (r Retention) expired(list []Article, added map[string]time.Time) (out []string) {
	day := func(a *Article) time.Time {
		if a.Published.IsZero() {
			return added[a.ID]
		}
		return a.Published
	}
	slices.SortFunc(list, func(a, b Article) int {
		x, y := day(&a), day(&b)
		switch {
		case x.IsZero() && !y.IsZero():
			return 1
		case y.IsZero() && !x.IsZero():
			return -1
		}
		return cmp.Or(x.Compare(y), cmp.Compare(a.ID, b.ID))
	})
	over := 0
	if r.Keep > 0 {
		over = len(list) - r.Keep
	}
	for i := range list {
		d := day(&list[i])
		if !d.IsZero() && (i < over || d.Before(r.Since)) {
			out = append(out, list[i].ID)
		}
	}
	return out
}

// added is the day when each article was, where that is known.
func (l *Library) added(ctx context.Context, q queryer) (map[string]time.Time, error) {
	out := map[string]time.Time{}
	if l.version < keepVersion {
		return out, nil
	}
	rows, err := q.QueryContext(ctx, "SELECT id, added FROM articles WHERE added > 0 AND published = ''")
	if err != nil {
		return nil, l.fault(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var at int64
		if err := rows.Scan(&id, &at); err != nil {
			return nil, l.fault(err)
		}
		out[id] = moment(at).Truncate(24 * time.Hour)
	}
	return out, l.fault(rows.Err())
}
