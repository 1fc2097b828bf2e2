package corpus

import "context"

// RemoveOwner ends all that an owner follows. With articles it also takes out
// every article of theirs and forgets what was fetched for them, as if they
// never had added any. It reports the articles that went.
func (l *Library) RemoveOwner(ctx context.Context, owner string, articles bool) (removed []string, err error) {
	if err := CheckOwner(owner); err != nil {
		return nil, err
	}
	err = l.change(ctx, func(w *writer) error {
		removed, w.written = nil, true
		if _, err := w.tx.ExecContext(ctx, "DELETE FROM follows WHERE owner = ?", owner); err != nil || !articles {
			return err
		}
		ids, err := l.ownedBy(ctx, w.tx, owner)
		if err != nil {
			return err
		}
		if removed, err = w.drop(ctx, ids); err != nil {
			return err
		}
		if _, err := w.tx.ExecContext(ctx, "DELETE FROM fetched WHERE owner = ?", owner); err != nil {
			return err
		}
		_, err = w.tx.ExecContext(ctx, "DELETE FROM removed WHERE article > ?1 || '/' AND article < ?1 || '0'", owner)
		return err
	})
	return removed, err
}

// OwnedBy lists the IDs of an owner's articles.
func (l *Library) OwnedBy(ctx context.Context, owner string) ([]string, error) {
	return l.ownedBy(ctx, l.db, owner)
}

// OwnedSize is how many articles an owner has, and how many bytes their texts,
// earlier versions and what they were read from take, as they are kept.
func (l *Library) OwnedSize(ctx context.Context, owner string) (articles int, bytes int64, err error) {
	const of = " WHERE article > ?1 || '/' AND article < ?1 || '0'"
	err = l.db.QueryRowContext(ctx, "SELECT count(*), coalesce(sum(octet_length(text)), 0) + (SELECT coalesce(sum(length(content)), 0) FROM versions"+of+`)
		+ (SELECT coalesce(sum(length(data)), 0) FROM raws JOIN blobs ON hash = blob`+of+") FROM texts"+of, owner).Scan(&articles, &bytes)
	return articles, bytes, l.fault(err)
}

// ownedBy makes use of '0' being the character after '/'.
func (l *Library) ownedBy(ctx context.Context, q queryer, owner string) ([]string, error) {
	return l.strings(ctx, q, "SELECT id FROM articles WHERE id > ?1 || '/' AND id < ?1 || '0' ORDER BY id", owner)
}
