package corpus

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// LibraryOption changes how a library is opened.
type LibraryOption func(*libraryOptions)

type libraryOptions struct{ wait time.Duration }

// WithWait sets how long an operation waits for another process's write
// before it fails with ErrLocked. The default is 5 seconds.
func WithWait(d time.Duration) LibraryOption {
	return func(o *libraryOptions) { o.wait = d }
}

// OpenLibrary opens the library in the file at path, and creates it and its
// folder where they are missing, for nobody but their owner to read.
//
// A library that can be read but not written opens all the same (see
// ReadOnly). While nobody who may write it has it open, SQLite can neither
// lock such a file nor follow its changes; each call then reads the file as
// it finds it.
func OpenLibrary(ctx context.Context, path string, opts ...LibraryOption) (*Library, error) {
	o := libraryOptions{wait: 5 * time.Second}
	for _, f := range opts {
		f(&o)
	}
	l := &Library{path: path}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, l.fault(err)
	}
	if err := checkFile(path); errors.Is(err, fs.ErrPermission) {
		return nil, fmt.Errorf("the library %s may not be read: check its permissions and its folder's, or name another with --data (%w)", path, fs.ErrPermission)
	} else if err != nil {
		return nil, l.fault(err)
	}
	if err := reserve(path); err != nil {
		return nil, l.fault(err)
	}
	err := l.open(ctx, writing, o.wait)
	if kindOf(err) == ErrReadOnly && l.open(ctx, reading, o.wait) == nil ||
		kindOf(err) == ErrReadOnly && logIsEmpty(path) && l.open(ctx, unlocked, o.wait) == nil {
		l.readOnly = true
		return l, nil
	}
	if err != nil {
		return nil, l.fault(err)
	}
	return l, nil
}

// CopyTo writes the library, as it is now, into a new file at path, for
// nobody but this user to read. It is an error if there is one already.
func (l *Library) CopyTo(ctx context.Context, path string) error {
	to := &Library{path: path}
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("cannot copy the library to %s: there is such a file", path)
	}
	if err := reserve(path); err != nil {
		return to.fault(err)
	}
	_, err := l.db.ExecContext(ctx, "VACUUM INTO ?", path)
	return l.fault(err)
}

// reserve makes an empty file, which SQLite takes for an empty database,
// unless there is one: SQLite's own would be everybody's to read, and the
// files that it makes beside it get the permissions of this one.
func reserve(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// access is how the file is opened.
type access url.Values

var (
	// Writers begin with BEGIN IMMEDIATE, so that two that read before they
	// write cannot deadlock. The keys of copies go all over their table: with
	// SQLite's own 2 MB of pages, one transaction writes the same page again
	// and again.
	writing = access{"_pragma": {"foreign_keys(1)", "journal_mode(WAL)", "cache_size(-8192)"}, "_txlock": {"immediate"}}
	// Reading needs the files of the write-ahead log, which a process that
	// may write leaves while it has the library open.
	reading = access{"mode": {"ro"}}
	// Without them the file can only be read as it lies there.
	unlocked = access{"mode": {"ro"}, "immutable": {"1"}}
)

// open opens the file and checks what is in it.
func (l *Library) open(ctx context.Context, how access, wait time.Duration) error {
	db, err := openFile(l.path, how, wait)
	if err != nil {
		return err
	}
	db.SetMaxIdleConns(4)
	if how["immutable"] != nil {
		// A connection would keep pages that somebody else has since changed.
		db.SetMaxIdleConns(-1)
	}
	l.db = db
	if err := l.prepare(ctx, how); err != nil {
		return errors.Join(err, db.Close())
	}
	return nil
}

// openFile opens a database, which SQLite reads only when it is asked something.
func openFile(path string, how access, wait time.Duration) (*sql.DB, error) {
	q := url.Values{}
	for key, values := range how {
		q[key] = values
	}
	q["_pragma"] = append([]string{"busy_timeout(" + strconv.FormatInt(wait.Milliseconds(), 10) + ")"}, how["_pragma"]...)
	return sql.Open("sqlite", (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: q.Encode()}).String())
}

// logIsEmpty reports whether the file alone is the whole library: no process
// that was killed has left its last changes in the log.
func logIsEmpty(path string) bool {
	log, err := os.Stat(path + "-wal")
	return errors.Is(err, fs.ErrNotExist) || err == nil && log.Size() == 0
}
