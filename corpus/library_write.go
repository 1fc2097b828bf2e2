package corpus

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"
)

// Put adds the articles of items, or replaces those that have changed with
// their passages and vectors, all in one transaction: after an error nothing
// is changed. It reports the IDs of each kind in the order of items. An
// article is unchanged if what is known about it, its text and its blocks
// are what they were, and so are the passages and vectors given.
//
// Of an article that is replaced the earlier version stays (see Versions). It
// stays in its collections, and its Raw goes unless a new one is given.
func (l *Library) Put(ctx context.Context, items []Item) (added, updated, unchanged []string, err error) {
	for i := range items {
		if err := items[i].check(); err != nil {
			return nil, nil, nil, err
		}
	}
	err = l.change(ctx, func(w *writer) error {
		added, updated, unchanged = nil, nil, nil
		for i := range items {
			it := &items[i]
			id := it.Article.ID
			hash, derived := it.Article.hash(), it.derived()
			var oldHash, oldDerived []byte
			same := false
			err := w.lookup.QueryRowContext(ctx, id).Scan(&oldHash, &oldDerived)
			if it.Replaces != nil && (err == nil || errors.Is(err, sql.ErrNoRows)) && string(oldHash) != string(it.Replaces.hash()) {
				continue // changed or removed meanwhile
			}
			switch {
			case errors.Is(err, sql.ErrNoRows):
				added = append(added, id)
			case err != nil:
				return err
			case string(oldHash) == string(hash) && string(oldDerived) == string(derived):
				unchanged, same = append(unchanged, id), true
			default:
				updated = append(updated, id)
				if err := l.supersede(ctx, w, &it.Article); err != nil {
					return err
				}
			}
			if !same {
				if err := w.put(ctx, it, hash, derived); err != nil {
					return err
				}
			}
			if err := w.join(ctx, &it.Article); err != nil {
				return err
			}
			if err := w.putRaw(ctx, &it.Article); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, nil, nil, err
	}
	return added, updated, unchanged, nil
}

// Unchanged reports whether the library holds exactly this article, in the
// collections given and with its Raw if there is one, so that it need not be
// cut and embedded again.
func (l *Library) Unchanged(ctx context.Context, a *Article) (bool, error) {
	var hash []byte
	err := l.db.QueryRowContext(ctx, "SELECT hash FROM articles WHERE id = ?", a.ID).Scan(&hash)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil || string(hash) != string(a.hash()) || l.version < keepVersion {
		return err == nil && string(hash) == string(a.hash()), l.fault(err)
	}
	if a.Raw != nil {
		var same bool
		err := l.db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM raws WHERE article = ? AND blob = ?)", a.ID, a.Raw.sum()).Scan(&same)
		if err != nil || !same {
			return false, l.fault(err)
		}
	}
	for _, name := range a.Collections {
		var in bool
		err := l.db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM collections WHERE article = ? AND name = ?)", a.ID, name).Scan(&in)
		if err != nil || !in {
			return false, l.fault(err)
		}
	}
	return true, nil
}

// SetSetting keeps value under key.
func (l *Library) SetSetting(ctx context.Context, key, value string) error {
	_, err := l.db.ExecContext(ctx, "INSERT INTO settings VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, value)
	return l.fault(err)
}

// check reports what would make an item a fault of the library.
func (it *Item) check() error {
	a := &it.Article
	switch {
	case a.ID == "":
		return errors.New("an article without an ID cannot be kept: give it one")
	case !utf8.ValidString(a.Text):
		return fmt.Errorf("the text of article %s is not UTF-8", a.ID)
	case slices.ContainsFunc(a.Collections, func(name string) bool { return CheckCollection(name) != nil }):
		return fmt.Errorf("article %s: %w", a.ID, errCollection)
	case len(it.Vectors) != 0 && len(it.Vectors) != len(it.Passages):
		return fmt.Errorf("article %s has %d vectors for %d passages", a.ID, len(it.Vectors), len(it.Passages))
	}
	for i, p := range it.Passages {
		if p.N != i || p.Start < 0 || p.Start > p.End || p.End > len(a.Text) {
			return fmt.Errorf("passage %d of article %s, %d to %d, does not lie in its text of %d bytes", i, a.ID, p.Start, p.End, len(a.Text))
		}
	}
	return nil
}

// A writer is a transaction with the statements that it repeats.
type writer struct {
	tx                                     *sql.Tx
	lookup, remove, article, text, passage *sql.Stmt
	clear, change                          *sql.Stmt
	// generation is the one that this transaction makes; dirty says whether
	// it made any, and written whether it wrote what no index knows of.
	generation     int64
	dirty, written bool
}

// change runs fn in a transaction, whose generation is kept only if fn
// changed something.
func (l *Library) change(ctx context.Context, fn func(*writer) error) (err error) {
	defer func() { err = l.fault(err) }()
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	w := writer{tx: tx}
	for _, s := range []struct {
		to  **sql.Stmt
		sql string
	}{
		{&w.lookup, "SELECT hash, derived FROM articles WHERE id = ?"},
		{&w.remove, "DELETE FROM articles WHERE id = ?"},
		{&w.article, `INSERT INTO articles (id, url, title, author, outlet, agency, dateline, published, provenance, hash, derived, added)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET url = excluded.url, title = excluded.title,
			author = excluded.author, outlet = excluded.outlet, agency = excluded.agency, dateline = excluded.dateline,
			published = excluded.published, provenance = excluded.provenance, hash = excluded.hash, derived = excluded.derived`},
		{&w.text, "INSERT INTO texts VALUES (?, ?, ?) ON CONFLICT (article) DO UPDATE SET text = excluded.text, blocks = excluded.blocks"},
		{&w.clear, "DELETE FROM passages WHERE article = ?"},
		{&w.passage, "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)"},
		{&w.change, "INSERT INTO changes VALUES (?, ?) ON CONFLICT (article) DO UPDATE SET generation = excluded.generation"},
	} {
		if *s.to, err = tx.PrepareContext(ctx, s.sql); err != nil {
			return err
		}
		defer (*s.to).Close()
	}
	if err := tx.QueryRowContext(ctx, "SELECT generation + 1 FROM state").Scan(&w.generation); err != nil {
		return err
	}
	if err := fn(&w); err != nil {
		return err
	}
	if !w.dirty && !w.written {
		return nil
	}
	if w.dirty {
		if _, err := tx.ExecContext(ctx, "UPDATE state SET generation = ?", w.generation); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// put inserts an item, or replaces it; what else belongs to its article stays.
func (w *writer) put(ctx context.Context, it *Item, hash, derived []byte) error {
	a := &it.Article
	provenance, err := json.Marshal(a.Provenance)
	if err != nil {
		return err
	}
	if _, err := w.article.ExecContext(ctx, a.ID, a.URL, a.Title, a.Author, a.Outlet, a.Agency, a.Dateline, a.Date(), string(provenance), hash, derived, seconds(time.Now())); err != nil {
		return err
	}
	if _, err := w.text.ExecContext(ctx, a.ID, a.Text, encodeBlocks(a.Blocks)); err != nil {
		return err
	}
	if _, err := w.clear.ExecContext(ctx, a.ID); err != nil {
		return err
	}
	vectors := it.encodedVectors()
	for i, p := range it.Passages {
		var vector []byte
		if len(vectors) > 0 {
			vector = vectors[i]
		}
		if _, err := w.passage.ExecContext(ctx, a.ID, p.N, p.Start, p.End, p.First, p.Last, vector); err != nil {
			return err
		}
	}
	// Whoever puts an article wants it, whatever was removed before.
	if _, err := w.tx.ExecContext(ctx, "DELETE FROM removed WHERE article = ?", a.ID); err != nil {
		return err
	}
	return w.changed(ctx, a.ID)
}

// changed records that this transaction put or removed an article.
func (w *writer) changed(ctx context.Context, id string) error {
	w.dirty = true
	_, err := w.change.ExecContext(ctx, id, w.generation)
	return err
}
