package corpus

import (
	"context"
	"errors"
	"slices"
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

// serverPrefix begins the names of the collections that are a Discord
// server's own.
const serverPrefix = "server:"

// PrivateCollection reports whether a collection is one that only its owner
// reads. As with all names of collections, case does not count.
func PrivateCollection(name string) bool {
	return len(name) >= len(serverPrefix) && strings.EqualFold(name[:len(serverPrefix)], serverPrefix)
}

// ServerOwner names the owner of what the Discord server with that ID
// follows, and its private collection: "server:123".
func ServerOwner(id string) string { return serverPrefix + id }

var errOwner = errors.New("an owner is server: and up to 64 digits, small letters and hyphens, such as server:123")

// CheckOwner says what is wrong with the name of an owner, if anything is.
func CheckOwner(owner string) error {
	id, ok := strings.CutPrefix(owner, serverPrefix)
	if !ok || id == "" || len(id) > 64 || strings.Trim(id, "0123456789abcdefghijklmnopqrstuvwxyz-") != "" {
		return errOwner
	}
	return nil
}

// OwnerOf is the owner of the article with that ID, "" for the operator's.
func OwnerOf(id string) string {
	owner, _, ok := strings.Cut(id, "/")
	if !ok || CheckOwner(owner) != nil {
		return ""
	}
	return owner
}

// OwnedID is the ID of an owner's article that would otherwise be called id.
// It is as it was for the operator, "".
func OwnedID(owner, id string) string {
	if owner == "" {
		return id
	}
	return owner + "/" + id
}

// errOwned means that an article was to leave its owner's collection, which
// would show it to everybody.
var errOwned = errors.New("what an owner added stays in the owner's collection: remove the articles instead")

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
// is given, and reports how many were in it. The articles stay. What an owner
// added cannot leave the owner's collection.
func (l *Library) LeaveCollection(ctx context.Context, name string, ids ...string) (left int, err error) {
	err = l.change(ctx, func(w *writer) error {
		left = 0
		if len(ids) == 0 {
			if ids, err = l.strings(ctx, w.tx, "SELECT article FROM collections WHERE name = ?", name); err != nil {
				return err
			}
		}
		for _, id := range ids {
			if strings.EqualFold(OwnerOf(id), name) {
				return errOwned
			}
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

// join puts an article into its collections, as these are spelt already, and
// into its owner's.
func (w *writer) join(ctx context.Context, a *Article) error {
	names := a.Collections
	if owner := OwnerOf(a.ID); owner != "" {
		names = append(slices.Clone(names), owner)
	}
	for _, name := range names {
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
