package corpus

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Vectors is a durable cache of what texts were embedded as, in one SQLite
// file: an embedder on a server costs time or money, and is not asked for a
// text twice, whichever archive the text stands in and whether or not the work
// was interrupted. It is safe for concurrent use, by several processes too.
// What Put has acknowledged survives the process being killed, and a batch is
// kept whole or not at all.
type Vectors struct{ db *sql.DB }

// vectorsAge is how long a vector is kept. The libraries have their own: this
// is for work under way, and for articles that come back.
const vectorsAge = 180 * 24 * time.Hour

// vectorsWait is how long an operation waits for another process's write.
const vectorsWait = 10 * time.Second

// OpenVectors opens the cache in the file at path, and creates it and its
// folder where they are missing, for nobody but this user to read. A file that
// is no such cache is replaced: there is nothing in it that cannot be made
// again.
func OpenVectors(ctx context.Context, path string) (*Vectors, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, vectorsFault(path, err)
	}
	v, err := openVectors(ctx, path)
	if err == nil || ctx.Err() != nil || kindOf(err) != ErrDamaged {
		return v, vectorsFault(path, err)
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, vectorsFault(path, err)
		}
	}
	v, err = openVectors(ctx, path)
	return v, vectorsFault(path, err)
}

func openVectors(ctx context.Context, path string) (*Vectors, error) {
	if err := reserve(path); err != nil {
		return nil, err
	}
	db, err := openFile(path, writing, vectorsWait)
	if err != nil {
		return nil, err
	}
	_, err = db.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, day INTEGER NOT NULL, vector BLOB NOT NULL)")
	if err == nil {
		_, err = db.ExecContext(ctx, "DELETE FROM vectors WHERE day < ?", dayNumber(time.Now().Add(-vectorsAge)))
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &Vectors{db}, nil
}

func vectorsFault(path string, err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return fmt.Errorf("the cache of embeddings %s cannot be used: %w", path, err)
}

// Close releases the file.
func (v *Vectors) Close() error { return v.db.Close() }

// Get returns the vectors of texts in a space, nil for those that it does not
// have.
func (v *Vectors) Get(ctx context.Context, space string, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	get, err := v.db.PrepareContext(ctx, "SELECT vector FROM vectors WHERE key = ?")
	if err != nil {
		return nil, err
	}
	defer get.Close()
	for i, text := range texts {
		var b []byte
		switch err := get.QueryRowContext(ctx, vectorKey(space, text)).Scan(&b); {
		case errors.Is(err, sql.ErrNoRows):
		case err != nil:
			return nil, err
		default:
			if out[i], err = decodeVector(b); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// Put keeps the vectors of texts in a space as they are: what is read again is
// what an embedder gave, to the bit.
func (v *Vectors) Put(ctx context.Context, space string, texts []string, vectors [][]float32) error {
	tx, err := v.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	put, err := tx.PrepareContext(ctx, "INSERT INTO vectors VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET day = excluded.day, vector = excluded.vector")
	if err != nil {
		return err
	}
	defer put.Close()
	day := dayNumber(time.Now())
	for i, text := range texts {
		if _, err := put.ExecContext(ctx, vectorKey(space, text), day, encodeSingle(vectors[i])); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// vectorKey is what a vector depends on.
func vectorKey(space, text string) []byte {
	h := sha256.New()
	hashString(h, space)
	hashString(h, text)
	return h.Sum(nil)
}

func dayNumber(t time.Time) int64 { return t.Unix() / (24 * 60 * 60) }
