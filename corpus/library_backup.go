package corpus

import (
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Backup is what a backup says of itself in its first line. The library
// follows, an SQLite file in gzip's format.
type Backup struct {
	Format   string    `json:"newsdesk_backup"`
	Made     time.Time `json:"made"`
	Articles int       `json:"articles"`
	Passages int       `json:"passages"`
	// Bytes is the size of the SQLite file, and SHA256 its hash.
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

const backupFormat = "1"

// ErrBackup means that a file is no backup, or one that is damaged.
var ErrBackup = errors.New("it is not a whole backup of newsdesk's")

// maxBackupHead bounds the first line of a backup.
const maxBackupHead = 4096

// Backup writes the library as it is now into the file at path, while others
// read and write, and reads it again to see that it is whole and sound. The
// file is there when Backup returns nil, and otherwise is as it was; replace
// says whether there may be one. Both need as much space again for a moment.
func (l *Library) Backup(ctx context.Context, path string, replace bool) (b Backup, err error) {
	if _, err := os.Lstat(path); err == nil && !replace {
		return b, fmt.Errorf("there is a file %s: name another, or replace it with --force", path)
	}
	dir, err := os.MkdirTemp(filepath.Dir(path), ".newsdesk-backup-")
	if err != nil {
		return b, fmt.Errorf("cannot write beside %s: %w", path, pathless(err))
	}
	defer os.RemoveAll(dir)
	plain, packed, check := filepath.Join(dir, "library.db"), filepath.Join(dir, "backup"), filepath.Join(dir, "check.db")
	if err := l.CopyTo(ctx, plain); err != nil {
		return b, err
	}
	// The copy is of one state, which the library may have left by now.
	c, err := OpenLibrary(ctx, plain)
	if err != nil {
		return b, err
	}
	b.Format, b.Made = backupFormat, time.Now().UTC().Truncate(time.Second)
	b.Articles, b.Passages, err = c.Counts(ctx)
	if err := errors.Join(err, c.Close()); err != nil {
		return b, err
	}
	if b.SHA256, b.Bytes, err = hashFile(plain); err != nil {
		return b, err
	}
	if err := writeBackup(ctx, b, plain, packed); err != nil {
		return b, fmt.Errorf("cannot write the backup %s: %w", path, pathless(err))
	}
	if err := os.Remove(plain); err != nil {
		return b, err
	}
	if _, err := unpackBackup(ctx, packed, check); err != nil {
		return b, fmt.Errorf("the backup %s did not pass its check, and is not kept: %w", path, err)
	}
	if err := putInPlace(packed, path, replace); err != nil {
		return b, fmt.Errorf("cannot write the backup %s: %w", path, pathless(err))
	}
	return b, nil
}

// pathless is err without the file's name, which whoever reports it has.
func pathless(err error) error {
	var p *os.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

func hashFile(path string) (sum string, size int64, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	h := sha256.New()
	size, err = io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), size, err
}

// writeBackup writes the head and the file at from into a new file.
func writeBackup(ctx context.Context, b Backup, from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	head, err := json.Marshal(b)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(out, 1<<20)
	_, _ = w.Write(append(head, '\n')) // Flush has the error
	z, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		return err
	}
	if _, err := io.Copy(z, interruptible{ctx, in}); err != nil {
		return err
	}
	return errors.Join(z.Close(), w.Flush(), out.Sync())
}

// interruptible is a reader that ends with its context.
type interruptible struct {
	ctx context.Context
	io.Reader
}

func (r interruptible) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}

// unpackBackup writes the library in a backup into a new file, and checks that
// it is what was backed up and that nothing is wrong with it.
func unpackBackup(ctx context.Context, from, to string) (b Backup, err error) {
	in, err := os.Open(from)
	if err != nil {
		return b, err
	}
	defer in.Close()
	r := bufio.NewReaderSize(in, 1<<20)
	head, err := r.Peek(maxBackupHead)
	if err != nil && !errors.Is(err, io.EOF) {
		return b, err
	}
	line, _, ok := strings.Cut(string(head), "\n")
	if !ok || json.Unmarshal([]byte(line), &b) != nil || b.Format == "" {
		return b, ErrBackup
	}
	if b.Format != backupFormat {
		return b, fmt.Errorf("it is a backup of a later version of newsdesk: install that version")
	}
	_, _ = r.Discard(len(line) + 1) // it has been peeked at
	z, err := gzip.NewReader(r)
	if err != nil {
		return b, fmt.Errorf("%w (%v)", ErrBackup, err)
	}
	if err := writeChecked(interruptible{ctx, z}, to, b); err != nil {
		return b, err
	}
	l, err := OpenLibrary(ctx, to)
	if err != nil {
		return b, err
	}
	faults, err := l.Verify(ctx)
	if err == nil && len(faults) > 0 {
		err = fmt.Errorf("%w (%s)", ErrBackup, faults[0])
	}
	// The log is written back into the file, which then stands alone.
	return b, errors.Join(err, l.Close())
}

// writeChecked writes what r has into a new file, if it is what b says.
func writeChecked(r io.Reader, to string, b Backup) (err error) {
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	h := sha256.New()
	n, err := io.Copy(io.MultiWriter(out, h), io.LimitReader(r, b.Bytes+1))
	var p *os.PathError
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), errors.As(err, &p):
		return err
	case err != nil:
		return fmt.Errorf("%w (%v)", ErrBackup, err)
	case n != b.Bytes || hex.EncodeToString(h.Sum(nil)) != b.SHA256:
		return fmt.Errorf("%w: its checksum is another", ErrBackup)
	}
	return out.Sync()
}

// putInPlace gives a finished file its name, durably. Only with replace may
// there be a file of that name.
func putInPlace(from, to string, replace bool) error {
	if !replace {
		err := os.Link(from, to)
		if errors.Is(err, fs.ErrExist) {
			return fs.ErrExist
		}
		// Where files cannot have two names, they are moved.
		replace = err != nil
	}
	if replace {
		if err := os.Rename(from, to); err != nil {
			return err
		}
	}
	if d, err := os.Open(filepath.Dir(to)); err == nil {
		_ = d.Sync() // some systems cannot
		_ = d.Close()
	}
	return nil
}
