package corpus

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
)

// packUpgrade is what version 4 needs for raw bytes that are packed with the
// text of their article; packOld does the packing.
const packUpgrade = `
ALTER TABLE blobs ADD COLUMN likeness INTEGER NOT NULL DEFAULT 0;
`

// packOld brings vectors and raw bytes of an earlier version into the form in
// which they are kept now. What is not as it was put stays as it is, for
// Verify to find.
func (l *Library) packOld(ctx context.Context, tx *sql.Tx) error {
	ids, err := l.strings(ctx, tx, "SELECT id FROM articles ORDER BY id")
	if err != nil {
		return err
	}
	vector, err := tx.PrepareContext(ctx, "UPDATE passages SET vector = ? WHERE article = ? AND n = ?")
	if err != nil {
		return err
	}
	defer vector.Close()
	for _, id := range ids {
		if err := l.packVectors(ctx, tx, vector, id); err != nil {
			return err
		}
		if err := packRaw(ctx, tx, id); err != nil {
			return err
		}
	}
	return nil
}

func (l *Library) packVectors(ctx context.Context, tx *sql.Tx, update *sql.Stmt, id string) error {
	passages, vectors, err := l.kept(ctx, tx, id)
	if err != nil {
		return err
	}
	var was []byte
	if err := tx.QueryRowContext(ctx, "SELECT derived FROM articles WHERE id = ?", id).Scan(&was); err != nil {
		return err
	}
	if len(vectors) == 0 || !bytes.Equal(was, derived(passages, vectors)) {
		return nil
	}
	for i, b := range vectors {
		v, err := decodeVector(b)
		if err != nil {
			return nil // Verify says so
		}
		vectors[i] = encodeVector(v)
	}
	for i, p := range passages {
		if _, err := update.ExecContext(ctx, vectors[i], id, p.N); err != nil {
			return err
		}
	}
	_, err = tx.ExecContext(ctx, "UPDATE articles SET derived = ? WHERE id = ?", derived(passages, vectors), id)
	return err
}

// kept are an article's passages and their vectors as they lie in the file,
// of which there are none where no passage has one.
func (l *Library) kept(ctx context.Context, q queryer, id string) (passages []Passage, vectors [][]byte, err error) {
	rows, err := q.QueryContext(ctx, "SELECT n, start, stop, first, last, vector FROM passages WHERE article = ? ORDER BY n", id)
	if err != nil {
		return nil, nil, l.fault(err)
	}
	defer rows.Close()
	some := false
	for rows.Next() {
		var p Passage
		var v []byte
		if err := rows.Scan(&p.N, &p.Start, &p.End, &p.First, &p.Last, &v); err != nil {
			return nil, nil, l.fault(err)
		}
		passages, vectors = append(passages, p), append(vectors, v)
		some = some || v != nil
	}
	if !some {
		vectors = nil
	}
	return passages, vectors, l.fault(rows.Err())
}

// packRaw packs raw bytes that are of this article alone with its text.
func packRaw(ctx context.Context, tx *sql.Tx, id string) error {
	var text string
	var hash, data []byte
	err := tx.QueryRowContext(ctx, `SELECT t.text, b.hash, b.data FROM raws r JOIN blobs b ON b.hash = r.blob JOIN texts t ON t.article = r.article
		WHERE r.article = ? AND (SELECT count(*) FROM raws WHERE blob = b.hash) = 1`, id).Scan(&text, &hash, &data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	b, err := unpack(data, "")
	if err != nil {
		return nil // Verify says so
	}
	_, err = tx.ExecContext(ctx, "UPDATE blobs SET data = ?, likeness = 1 WHERE hash = ?", pack(b, text), hash)
	return err
}

// shrink gives back the room that packing has freed. Where that cannot be done
// now, the file is larger than it need be, and nothing is lost.
func (l *Library) shrink(ctx context.Context) {
	if _, err := l.db.ExecContext(ctx, "VACUUM"); err == nil {
		_, _ = l.db.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	}
}
