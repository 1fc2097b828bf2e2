package corpus

import (
	"bytes"
	"compress/flate"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io"
)

// maxUnpacked bounds what compressed bytes may grow to when they are read
// again: more than any raw bytes that are kept.
const maxUnpacked = 256 << 20

// maxLike bounds how much of a text compressed bytes may refer to: they reach
// back 32 kB, and what precedes the text in a file is in between.
const maxLike = 24 << 10

// pack compresses b, which may have much in common with like.
func pack(b []byte, like string) []byte {
	var out bytes.Buffer
	w, err := flate.NewWriterDict(&out, flate.DefaultCompression, dictionary(like))
	if err != nil {
		panic(err) // only for a level that there is not
	}
	// A buffer takes whatever it is given.
	_, _ = w.Write(b)
	_ = w.Close()
	return out.Bytes()
}

// unpack reads what pack wrote with the same like.
func unpack(b []byte, like string) ([]byte, error) {
	r := flate.NewReaderDict(bytes.NewReader(b), dictionary(like))
	out, err := io.ReadAll(io.LimitReader(r, maxUnpacked+1))
	if err == nil && len(out) > maxUnpacked {
		err = errContent
	}
	return out, err
}

func dictionary(like string) []byte { return []byte(like[:min(len(like), maxLike)]) }

// sum is the hash that the bytes are kept under.
func (r *Raw) sum() []byte {
	h := sha256.Sum256(r.Bytes)
	return h[:]
}

// putRaw keeps what a was read from, if that is known. Bytes of one article
// are packed with its text, which goes no sooner than they do (see supersede);
// those of several with nothing.
func (w *writer) putRaw(ctx context.Context, a *Article) error {
	r := a.Raw
	if r == nil || len(r.Bytes) > maxUnpacked {
		return nil
	}
	sum := r.sum()
	var known, same, like bool
	err := w.tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM blobs WHERE hash = ?1), EXISTS (SELECT 1 FROM raws WHERE article = ?2 AND blob = ?1),
		EXISTS (SELECT 1 FROM blobs WHERE hash = ?1 AND likeness)`, sum, a.ID).Scan(&known, &same, &like)
	if err != nil || same {
		return err
	}
	w.written = true
	switch {
	case !known:
		_, err = w.tx.ExecContext(ctx, "INSERT INTO blobs (hash, size, data, likeness) VALUES (?, ?, ?, 1)", sum, len(r.Bytes), pack(r.Bytes, a.Text))
	case like:
		_, err = w.tx.ExecContext(ctx, "UPDATE blobs SET data = ?, likeness = 0 WHERE hash = ?", pack(r.Bytes, ""), sum)
	}
	if err != nil {
		return err
	}
	_, err = w.tx.ExecContext(ctx, `INSERT INTO raws VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (article) DO UPDATE SET
		blob = excluded.blob, name = excluded.name, url = excluded.url, media = excluded.media, whole = excluded.whole, fetched = excluded.fetched`,
		a.ID, sum, r.Name, r.URL, r.MediaType, r.Whole, seconds(r.Fetched))
	return err
}

// Raw is what the article with that ID was read from, nil where that is not
// kept.
func (l *Library) Raw(ctx context.Context, id string) (*Raw, error) {
	return l.raw(ctx, l.db, id)
}

func (l *Library) raw(ctx context.Context, q queryer, id string) (*Raw, error) {
	if l.version < keepVersion {
		return nil, nil
	}
	likeness := "b.likeness"
	if l.version < packVersion {
		likeness = "0"
	}
	var r Raw
	var sum, packed []byte
	var at int64
	var size int
	var like string
	err := q.QueryRowContext(ctx, "SELECT r.name, r.url, r.media, r.whole, r.fetched, r.blob, b.size, b.data, CASE WHEN "+likeness+
		" THEN (SELECT text FROM texts WHERE article = r.article) ELSE '' END FROM raws r JOIN blobs b ON b.hash = r.blob WHERE r.article = ?", id).
		Scan(&r.Name, &r.URL, &r.MediaType, &r.Whole, &at, &sum, &size, &packed, &like)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, l.fault(err)
	}
	r.Fetched = moment(at)
	if r.Bytes, err = unpack(packed, like); err != nil || len(r.Bytes) != size || !bytes.Equal(r.sum(), sum) {
		return nil, l.fault(fmt.Errorf("%w: the raw bytes of article %s are not what was put", errContent, id))
	}
	return &r, nil
}
