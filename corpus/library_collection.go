package corpus

import (
	"context"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Collection is a named part of a library. An article may be in several.
type Collection struct {
	Name string
	// Articles is how many are in it.
	Articles int
}

// maxCollectionName is the most bytes that a collection's name may have.
const maxCollectionName = 100

var errCollection = errors.New("a collection's name is up to 100 bytes of letters, digits, spaces and punctuation, and not blank")

// CheckCollection says what is wrong with a name for a collection, if
// anything is. Names that differ in case alone are one name.
func CheckCollection(name string) error {
	if strings.TrimSpace(name) != name || name == "" || len(name) > maxCollectionName || !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl) {
		return errCollection
	}
	return nil
}

// privatePrefix begins the names of private collections, "server:123".
const privatePrefix = "server:"

// PrivateCollection reports whether a collection of that name is private: what
// is in it is seen by its own readers alone (see View).
func PrivateCollection(name string) bool {
	return len(name) >= len(privatePrefix) && strings.EqualFold(name[:len(privatePrefix)], privatePrefix)
}

// Collections lists the collections by name. One without an article is none.
func (l *Library) Collections(ctx context.Context) ([]Collection, error) {
	if l.version < keepVersion {
		return nil, nil
	}
	rows, err := l.db.QueryContext(ctx, "SELECT min(name), count(*) FROM collections GROUP BY name ORDER BY name")
	if err != nil {
		return nil, l.fault(err)
	}
	defer rows.Close()
	var out []Collection
	for rows.Next() {
		var c Collection
		if err := rows.Scan(&c.Name, &c.Articles); err != nil {
			return nil, l.fault(err)
		}
		out = append(out, c)
	}
	return out, l.fault(rows.Err())
}

// LeaveCollection takes articles out of a collection, all of them where no ID
// is given, and reports how many were in it. The articles stay.
func (l *Library) LeaveCollection(ctx context.Context, name string, ids ...string) (left int, err error) {
	err = l.change(ctx, func(w *writer) error {
		left = 0
		if len(ids) == 0 {
			if ids, err = l.strings(ctx, w.tx, "SELECT article FROM collections WHERE name = ?", name); err != nil {
				return err
			}
		}
		for _, id := range ids {
			res, err := w.tx.ExecContext(ctx, "DELETE FROM collections WHERE article = ? AND name = ?", id, name)
			if err != nil {
				return err
			}
			n, err := res.RowsAffected()
			if err != nil {
				return err
			}
			if n > 0 {
				left++
				if err := w.changed(ctx, id); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return left, err
}

// JoinCollections puts articles that are there into collections, and leaves
// out those that are not.
func (l *Library) JoinCollections(ctx context.Context, names []string, ids ...string) error {
	return l.change(ctx, func(w *writer) error {
		for _, id := range ids {
			var there bool
			if err := w.tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM articles WHERE id = ?)", id).Scan(&there); err != nil {
				return err
			}
			if there {
				if err := w.join(ctx, &Article{ID: id, Collections: names}); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// FollowCollections are the collections that what comes of a target is put
// into.
func (l *Library) FollowCollections(ctx context.Context, target string) ([]string, error) {
	if l.version < keepVersion {
		return nil, nil
	}
	return l.strings(ctx, l.db, "SELECT name FROM follow_collections WHERE target = ? ORDER BY name", target)
}

// SetFollowCollections changes them for a target that is followed.
func (l *Library) SetFollowCollections(ctx context.Context, target string, names []string) error {
	return l.change(ctx, func(w *writer) error {
		w.written = true
		if _, err := w.tx.ExecContext(ctx, "DELETE FROM follow_collections WHERE target = ?", target); err != nil {
			return err
		}
		for _, name := range names {
			if _, err := w.tx.ExecContext(ctx, "INSERT OR IGNORE INTO follow_collections VALUES (?, ?)", target, name); err != nil {
				return err
			}
		}
		return nil
	})
}

// join puts an article into its collections, as these are spelt already.
func (w *writer) join(ctx context.Context, a *Article) error {
	for _, name := range a.Collections {
		res, err := w.tx.ExecContext(ctx, "INSERT OR IGNORE INTO collections VALUES (?1, coalesce((SELECT name FROM collections WHERE name = ?2 LIMIT 1), ?2))", a.ID, name)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil {
			return err
		} else if n > 0 {
			if err := w.changed(ctx, a.ID); err != nil {
				return err
			}
		}
	}
	return nil
}
