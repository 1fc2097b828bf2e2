package corpus

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
)

// Remove takes articles out with all that belongs to them, their earlier
// versions and raw bytes too, in one transaction, and reports which were
// there. What they said is remembered (see Removed) until they are put again.
func (l *Library) Remove(ctx context.Context, ids ...string) (removed []string, err error) {
	err = l.change(ctx, func(w *writer) error {
		for _, id := range ids {
			if err := l.rememberRemoved(ctx, w, id); err != nil {
				return err
			}
		}
		removed, err = w.drop(ctx, ids)
		return err
	})
	if err != nil {
		return nil, err
	}
	return removed, nil
}

// Drop is Remove of what nobody took out, as where its file is gone: it comes
// back when it is found again.
func (l *Library) Drop(ctx context.Context, ids ...string) (removed []string, err error) {
	err = l.change(ctx, func(w *writer) error {
		removed, err = w.drop(ctx, ids)
		return err
	})
	if err != nil {
		return nil, err
	}
	return removed, nil
}

func (w *writer) drop(ctx context.Context, ids []string) (removed []string, err error) {
	for _, id := range ids {
		res, err := w.remove.ExecContext(ctx, id)
		if err != nil {
			return nil, err
		}
		if n, err := res.RowsAffected(); err != nil {
			return nil, err
		} else if n > 0 {
			removed = append(removed, id)
			if err := w.changed(ctx, id); err != nil {
				return nil, err
			}
		}
	}
	return removed, nil
}

// textHash is what is remembered of an article's text. What a feed says of a
// page may change while the page does not, and so does not count.
func textHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:16])
}

// rememberRemoved keeps the text's hash of an article that is about to go.
func (l *Library) rememberRemoved(ctx context.Context, w *writer, id string) error {
	a, err := l.article(ctx, w.tx, id)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	text := ""
	switch {
	case err == nil:
		text = textHash(a.Text)
	case kindOf(err) != ErrDamaged:
		return err
	default:
		// One that cannot be read can be taken out; what it said is unknown.
	}
	_, err = w.tx.ExecContext(ctx, "INSERT OR REPLACE INTO removed SELECT ?1, ?2, EXISTS (SELECT 1 FROM fetched WHERE article = ?1)", id, text)
	return err
}

// Removed reports whether somebody took an article out whose text was that of
// a, and nobody has put it back.
func (l *Library) Removed(ctx context.Context, a *Article) (bool, error) {
	if l.version < ownerVersion {
		return false, nil
	}
	var text string
	err := l.db.QueryRowContext(ctx, "SELECT text FROM removed WHERE article = ?", a.ID).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil && text == textHash(a.Text), l.fault(err)
}
