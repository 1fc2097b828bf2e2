package corpus

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"time"
)

// Follow is a folder or an address that is visited again and again.
type Follow struct {
	// Owner is whose archive what comes of it belongs to, see ServerOwner; ""
	// for the operator. Several owners may follow one target, each for itself.
	Owner string
	// Target is the absolute path of the folder, or the address.
	Target string
	// Every is the time from one visit to the next.
	Every time.Duration
	// Mirror says of a folder that articles whose files are gone go too.
	Mirror bool
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

// Follows is what is followed by anybody, ordered by owner and target.
func (l *Library) Follows(ctx context.Context) ([]Follow, error) {
	switch {
	case l.version < webVersion:
		return nil, nil
	case l.version < ownerVersion:
		return l.follows(ctx, "SELECT '', target, every, next, last, good, failures, note, 0 FROM follows ORDER BY target")
	}
	return l.follows(ctx, "SELECT * FROM follows ORDER BY owner, target")
}

// FollowsOf is what an owner follows, "" for the operator, ordered by target.
func (l *Library) FollowsOf(ctx context.Context, owner string) ([]Follow, error) {
	all, err := l.Follows(ctx)
	var out []Follow
	for _, f := range all {
		if f.Owner == owner {
			out = append(out, f)
		}
	}
	return out, err
}

func (l *Library) follows(ctx context.Context, query string) ([]Follow, error) {
	rows, err := l.db.QueryContext(ctx, query)
	if err != nil {
		return nil, l.fault(err)
	}
	defer rows.Close()
	var out []Follow
	for rows.Next() {
		var f Follow
		var every, next, last, good int64
		if err := rows.Scan(&f.Owner, &f.Target, &every, &next, &last, &good, &f.Failures, &f.Note, &f.Mirror); err != nil {
			return nil, l.fault(err)
		}
		f.Every = time.Duration(every) * time.Second
		f.Next, f.Last, f.Good = moment(next), moment(last), moment(good)
		out = append(out, f)
	}
	return out, l.fault(rows.Err())
}

// AddFollow follows target for the operator from now on, or changes how often
// it is visited and makes it due at once, and reports whether it is new.
func (l *Library) AddFollow(ctx context.Context, target string, every time.Duration) (added bool, err error) {
	return l.addFollow(ctx, Follow{Target: target, Every: every}, nil)
}

// AddFollowOf follows f.Target for f.Owner, the first time at f.Next, or
// changes Every and Next of what the owner follows already, and reports
// whether it is new. What comes of it goes into the owner's collection, and
// into these too.
func (l *Library) AddFollowOf(ctx context.Context, f Follow, collections ...string) (added bool, err error) {
	if err := CheckOwner(f.Owner); err != nil {
		return false, err
	}
	for _, name := range collections {
		if err := CheckCollection(name); err != nil {
			return false, err
		}
		if PrivateCollection(name) {
			return false, errOwner
		}
	}
	return l.addFollow(ctx, f, collections)
}

func (l *Library) addFollow(ctx context.Context, f Follow, collections []string) (added bool, err error) {
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return false, l.fault(err)
	}
	defer tx.Rollback()
	res, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO follows VALUES (?, ?, 0, 0, ?, ?, 0, ?, 0)",
		f.Owner, f.Target, seconds(f.Last), seconds(f.Good), f.Note)
	if err != nil {
		return false, l.fault(err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return false, l.fault(err)
	}
	if _, err := tx.ExecContext(ctx, "UPDATE follows SET every = ?, next = ? WHERE owner = ? AND target = ?",
		int64(f.Every/time.Second), seconds(f.Next), f.Owner, f.Target); err != nil {
		return false, l.fault(err)
	}
	if collections != nil {
		if err := setFollowCollections(ctx, tx, f.Owner, f.Target, collections); err != nil {
			return false, l.fault(err)
		}
	}
	return n > 0, l.fault(tx.Commit())
}

// SetFollowMirror says of a folder that the operator follows whether articles
// whose files are gone go too.
func (l *Library) SetFollowMirror(ctx context.Context, target string, mirror bool) error {
	_, err := l.touched(ctx, "UPDATE follows SET mirror = ? WHERE owner = '' AND target = ?", mirror, target)
	return err
}

// RemoveFollow ends following target for the operator, and reports whether it
// was followed.
func (l *Library) RemoveFollow(ctx context.Context, target string) (bool, error) {
	return l.RemoveFollowOf(ctx, "", target)
}

// RemoveFollowOf ends following target for an owner, and reports whether it
// was followed. Its articles stay.
func (l *Library) RemoveFollowOf(ctx context.Context, owner, target string) (bool, error) {
	return l.touched(ctx, "DELETE FROM follows WHERE owner = ? AND target = ?", owner, target)
}

// ClaimFollow takes a visit that is due for this process: it sets f.Next to
// until, unless another process has done so since f was read, and reports
// whether it did. A process that ends without SetFollow leaves the visit to
// whoever finds it due at until.
func (l *Library) ClaimFollow(ctx context.Context, f Follow, until time.Time) (bool, error) {
	return l.touched(ctx, "UPDATE follows SET next = ? WHERE owner = ? AND target = ? AND next = ?", seconds(until), f.Owner, f.Target, seconds(f.Next))
}

// SetFollow keeps how a visit went, unless f.Target is no longer followed.
// How often it is visited stays what AddFollow said.
func (l *Library) SetFollow(ctx context.Context, f Follow) error {
	_, err := l.touched(ctx, "UPDATE follows SET next = ?, last = ?, good = ?, failures = ?, note = ? WHERE owner = ? AND target = ?",
		seconds(f.Next), seconds(f.Last), seconds(f.Good), f.Failures, f.Note, f.Owner, f.Target)
	return err
}

// FollowCollections are the collections that what comes of a target is put
// into, for an owner beside the owner's own.
func (l *Library) FollowCollections(ctx context.Context, owner, target string) ([]string, error) {
	if l.version < ownerVersion {
		return nil, nil // a library that is only read is not added to
	}
	return l.strings(ctx, l.db, "SELECT name FROM follow_collections WHERE owner = ? AND target = ? ORDER BY name", owner, target)
}

// SetFollowCollections changes them for a target that the operator follows.
func (l *Library) SetFollowCollections(ctx context.Context, target string, names []string) error {
	return l.change(ctx, func(w *writer) error {
		w.written = true
		return setFollowCollections(ctx, w.tx, "", target, names)
	})
}

func setFollowCollections(ctx context.Context, tx *sql.Tx, owner, target string, names []string) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM follow_collections WHERE owner = ? AND target = ?", owner, target); err != nil {
		return err
	}
	for _, name := range names {
		if _, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO follow_collections VALUES (?, ?, ?)", owner, target, name); err != nil {
			return err
		}
	}
	return nil
}

// AddedFrom is the files below folder that articles were added from, by the
// articles' IDs.
func (l *Library) AddedFrom(ctx context.Context, folder string) (map[string]string, error) {
	folder = strings.TrimSuffix(folder, string(filepath.Separator)) + string(filepath.Separator)
	rows, err := l.pairs(ctx, l.db, `SELECT id, file FROM (SELECT id, json_extract(provenance, '$.file') AS file FROM articles)
		WHERE substr(file, 1, length(?1)) = ?1`, folder)
	if err != nil {
		return nil, err
	}
	out := make(map[string]string, len(rows))
	for _, r := range rows {
		out[r[0]] = r[1]
	}
	return out, nil
}
