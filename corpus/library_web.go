package corpus

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"
)

// FetchedPage is what is remembered of a page of the web that was fetched, so
// that it need not be fetched again while it has not changed. Articles that
// are removed leave theirs, so that what somebody took out does not come back
// with the next visit to its feed.
type FetchedPage struct {
	// Owner is whom it was fetched for, "" for the operator: each has a memory
	// of their own.
	Owner string
	// Key is what the page is found again by: its address, or its name in a
	// feed.
	Key string
	// URL is the address that it came from, after redirects, and ETag and
	// Modified what the server sent to recognise it by.
	URL, ETag, Modified string
	// Listed is a fingerprint of the entry of a feed or site map that led to
	// it, or "".
	Listed string
	// Article is the ID of the article that it became, "" where it is none.
	Article string
	// Fetched is when, to the second.
	Fetched time.Time
	// List is the key of the feed or site map that names it, or "", and Seen
	// when that last was read and did, or the page was fetched.
	List string
	Seen time.Time
	// Failures counts the visits to the page that failed since one did not,
	// and Retry is when it is to be tried again.
	Failures int
	Retry    time.Time
}

// fetchedColumns are what fetchedPage reads, of old libraries too.
func (l *Library) fetchedColumns() string {
	const old = "key, url, etag, modified, listed, article, fetched, "
	if l.version < ownerVersion {
		return "'', " + old + "'', 0, 0, 0"
	}
	return "owner, " + old + "list, seen, failures, retry"
}

// FetchedPage is what is remembered for an owner under key, the zero value
// where nothing is.
func (l *Library) FetchedPage(ctx context.Context, owner, key string) (FetchedPage, error) {
	if l.version < ownerVersion {
		return FetchedPage{}, nil // a library that is only read is not added to
	}
	return l.fetchedPage(ctx, "WHERE owner = ? AND key = ?", owner, key)
}

// FetchedFor is what is remembered of the page that an article came from,
// the last one fetched where there are several, the zero value where it came
// from none.
func (l *Library) FetchedFor(ctx context.Context, article string) (FetchedPage, error) {
	return l.fetchedPage(ctx, "WHERE article = ? ORDER BY fetched DESC, key LIMIT 1", article)
}

func (l *Library) fetchedPage(ctx context.Context, where string, args ...any) (FetchedPage, error) {
	if l.version < webVersion {
		return FetchedPage{}, nil
	}
	var p FetchedPage
	var at, seen, retry int64
	err := l.db.QueryRowContext(ctx, "SELECT "+l.fetchedColumns()+" FROM fetched "+where, args...).Scan(
		&p.Owner, &p.Key, &p.URL, &p.ETag, &p.Modified, &p.Listed, &p.Article, &at, &p.List, &seen, &p.Failures, &retry)
	if errors.Is(err, sql.ErrNoRows) {
		return FetchedPage{}, nil
	}
	p.Fetched, p.Seen, p.Retry = moment(at), moment(seen), moment(retry)
	return p, l.fault(err)
}

// KeepFetched remembers pages, all in one transaction. It is called after
// what came of them is stored: a page that is remembered and not stored would
// be missed for ever. A page without Seen was seen when it was fetched.
func (l *Library) KeepFetched(ctx context.Context, pages ...FetchedPage) error {
	if len(pages) == 0 {
		return nil
	}
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return l.fault(err)
	}
	defer tx.Rollback()
	for _, p := range pages {
		if p.Seen.IsZero() {
			p.Seen = p.Fetched
		}
		_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO fetched ("+l.fetchedColumns()+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			p.Owner, p.Key, p.URL, p.ETag, p.Modified, p.Listed, p.Article, seconds(p.Fetched), p.List, seconds(p.Seen), p.Failures, seconds(p.Retry))
		if err != nil {
			return l.fault(err)
		}
	}
	return l.fault(tx.Commit())
}

const (
	// SeenAgain is how old Seen may be of a page that its list still names:
	// whoever reads the list brings it up to date after that.
	SeenAgain = 7 * 24 * time.Hour
	// KeptUnlisted is how long a page is remembered that no article came of,
	// or whose article was removed, after its list named it for the last time.
	KeptUnlisted = 90 * 24 * time.Hour
	// KeptOfList is how many such pages of one list are remembered at most,
	// those that were seen last.
	KeptOfList = 10_000
)

// PruneFetched forgets pages that have no article in the library and that no
// list names any more (see KeptUnlisted and KeptOfList), and what was removed
// of them, and reports how many. A list that has not changed since it was read
// still names what it named. It writes a little at a time, so that others need
// not wait.
func (l *Library) PruneFetched(ctx context.Context, now time.Time) (forgotten int, err error) {
	pages, err := l.unlisted(ctx, now)
	if err != nil {
		return 0, err
	}
	const batch = 500
	for part := range slices.Chunk(pages, batch) {
		n, err := l.forget(ctx, part)
		if err != nil {
			return forgotten, err
		}
		forgotten += n
	}
	_, err = l.touched(ctx, "DELETE FROM removed WHERE web AND NOT EXISTS (SELECT 1 FROM fetched WHERE fetched.article = removed.article)")
	return forgotten, err
}

// unlisted is the pages that PruneFetched forgets, by what names them.
func (l *Library) unlisted(ctx context.Context, now time.Time) ([]FetchedPage, error) {
	rows, err := l.db.QueryContext(ctx, `SELECT p.owner, p.key, p.list, p.seen, coalesce(f.seen, 0), coalesce(f.fetched, 0)
		FROM fetched p LEFT JOIN fetched f ON f.owner = p.owner AND f.key = p.list
		WHERE NOT EXISTS (SELECT 1 FROM articles WHERE id = p.article) ORDER BY p.owner, p.list, p.seen DESC, p.key`)
	if err != nil {
		return nil, l.fault(err)
	}
	defer rows.Close()
	oldest := seconds(now.Add(-KeptUnlisted))
	var out []FetchedPage
	var last FetchedPage
	of := 0 // how many pages of one list there have been
	for rows.Next() {
		var p FetchedPage
		var seen, visited, read int64
		if err := rows.Scan(&p.Owner, &p.Key, &p.List, &seen, &visited, &read); err != nil {
			return nil, l.fault(err)
		}
		if of++; p.Owner != last.Owner || p.List != last.List {
			of = 1
		}
		last = p
		// Its list is still read, and has not been sent anew without it.
		named := visited >= oldest && read <= seen+int64(2*SeenAgain/time.Second)
		if seen < oldest && !named || p.List != "" && of > KeptOfList {
			p.Seen = moment(seen)
			out = append(out, p)
		}
	}
	return out, l.fault(rows.Err())
}

// forget forgets pages, unless they were seen again or have an article now.
func (l *Library) forget(ctx context.Context, pages []FetchedPage) (forgotten int, err error) {
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return 0, l.fault(err)
	}
	defer tx.Rollback()
	for _, p := range pages {
		res, err := tx.ExecContext(ctx, "DELETE FROM fetched WHERE owner = ? AND key = ? AND seen = ? AND NOT EXISTS (SELECT 1 FROM articles WHERE id = article)", p.Owner, p.Key, seconds(p.Seen))
		if err != nil {
			return 0, l.fault(err)
		}
		n, err := res.RowsAffected()
		if err != nil {
			return 0, l.fault(err)
		}
		forgotten += int(n)
	}
	return forgotten, l.fault(tx.Commit())
}

// touched runs a statement and reports whether it found a row.
func (l *Library) touched(ctx context.Context, query string, args ...any) (bool, error) {
	res, err := l.db.ExecContext(ctx, query, args...)
	if err != nil {
		return false, l.fault(err)
	}
	n, err := res.RowsAffected()
	return n > 0, l.fault(err)
}

// seconds is a time as it is kept, 0 for the zero time.
func seconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

func moment(seconds int64) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}
