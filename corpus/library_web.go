package corpus

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// FetchedPage is what is remembered of a page of the web that was fetched, so
// that it need not be fetched again while it has not changed. Articles that
// are removed leave theirs, so that what somebody took out does not come back
// with the next visit to its feed.
type FetchedPage struct {
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
}

const fetchedColumns = "key, url, etag, modified, listed, article, fetched"

// FetchedPage is what is remembered under key, the zero value where nothing
// is.
func (l *Library) FetchedPage(ctx context.Context, key string) (FetchedPage, error) {
	return l.fetchedPage(ctx, "SELECT "+fetchedColumns+" FROM fetched WHERE key = ?", key)
}

// FetchedFor is what is remembered of the page that an article came from,
// the last one fetched where there are several, the zero value where it came
// from none.
func (l *Library) FetchedFor(ctx context.Context, article string) (FetchedPage, error) {
	return l.fetchedPage(ctx, "SELECT "+fetchedColumns+" FROM fetched WHERE article = ? ORDER BY fetched DESC, key LIMIT 1", article)
}

func (l *Library) fetchedPage(ctx context.Context, query, arg string) (FetchedPage, error) {
	if l.version < webVersion {
		return FetchedPage{}, nil
	}
	var p FetchedPage
	var at int64
	err := l.db.QueryRowContext(ctx, query, arg).Scan(&p.Key, &p.URL, &p.ETag, &p.Modified, &p.Listed, &p.Article, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return FetchedPage{}, nil
	}
	p.Fetched = moment(at)
	return p, l.fault(err)
}

// KeepFetched remembers pages, all in one transaction. It is called after
// what came of them is stored: a page that is remembered and not stored would
// be missed for ever.
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
		_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO fetched ("+fetchedColumns+") VALUES (?, ?, ?, ?, ?, ?, ?)",
			p.Key, p.URL, p.ETag, p.Modified, p.Listed, p.Article, seconds(p.Fetched))
		if err != nil {
			return l.fault(err)
		}
	}
	return l.fault(tx.Commit())
}

// Follow is a folder or an address that is visited again and again.
type Follow struct {
	// Target is the absolute path of the folder, or the address.
	Target string
	// Every is the time from one visit to the next.
	Every time.Duration
	// Next is when the next visit is due; the zero time is at once.
	Next time.Time
	// Last is when the last visit ended, and Good when the last one that
	// succeeded did; zero where there was none.
	Last, Good time.Time
	// Failures counts the visits that failed since then.
	Failures int
	// Note is what the last visit brought, or why it failed.
	Note string
}

// Follows is what is followed, ordered by target.
func (l *Library) Follows(ctx context.Context) ([]Follow, error) {
	if l.version < webVersion {
		return nil, nil
	}
	rows, err := l.db.QueryContext(ctx, "SELECT target, every, next, last, good, failures, note FROM follows ORDER BY target")
	if err != nil {
		return nil, l.fault(err)
	}
	defer rows.Close()
	var out []Follow
	for rows.Next() {
		var f Follow
		var every, next, last, good int64
		if err := rows.Scan(&f.Target, &every, &next, &last, &good, &f.Failures, &f.Note); err != nil {
			return nil, l.fault(err)
		}
		f.Every = time.Duration(every) * time.Second
		f.Next, f.Last, f.Good = moment(next), moment(last), moment(good)
		out = append(out, f)
	}
	return out, l.fault(rows.Err())
}

// AddFollow follows target from now on, or changes how often it is visited,
// and reports whether it is new.
func (l *Library) AddFollow(ctx context.Context, target string, every time.Duration) (added bool, err error) {
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return false, l.fault(err)
	}
	defer tx.Rollback()
	res, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO follows VALUES (?, 0, 0, 0, 0, 0, '')", target)
	if err != nil {
		return false, l.fault(err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return false, l.fault(err)
	}
	if _, err := tx.ExecContext(ctx, "UPDATE follows SET every = ?, next = 0 WHERE target = ?", int64(every/time.Second), target); err != nil {
		return false, l.fault(err)
	}
	return n > 0, l.fault(tx.Commit())
}

// RemoveFollow ends following target, and reports whether it was followed.
func (l *Library) RemoveFollow(ctx context.Context, target string) (bool, error) {
	return l.touched(ctx, "DELETE FROM follows WHERE target = ?", target)
}

// ClaimFollow takes a visit that is due for this process: it sets f.Next to
// until, unless another process has done so since f was read, and reports
// whether it did. A process that ends without SetFollow leaves the visit to
// whoever finds it due at until.
func (l *Library) ClaimFollow(ctx context.Context, f Follow, until time.Time) (bool, error) {
	return l.touched(ctx, "UPDATE follows SET next = ? WHERE target = ? AND next = ?", seconds(until), f.Target, seconds(f.Next))
}

// SetFollow keeps how a visit went, unless f.Target is no longer followed.
// How often it is visited stays what AddFollow said.
func (l *Library) SetFollow(ctx context.Context, f Follow) error {
	_, err := l.touched(ctx, "UPDATE follows SET next = ?, last = ?, good = ?, failures = ?, note = ? WHERE target = ?",
		seconds(f.Next), seconds(f.Last), seconds(f.Good), f.Failures, f.Note, f.Target)
	return err
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
