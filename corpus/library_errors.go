package corpus

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// What can be wrong with a library. Errors of Library's methods wrap these.
var (
	ErrNotFound = errors.New("there is no such article")
	ErrDamaged  = errors.New("the library is damaged")
	ErrLocked   = errors.New("the library is in use")
	ErrReadOnly = errors.New("the library cannot be written")
	ErrNewer    = errors.New("the library was written by a later version")
)

// What the checks of our own find, beside what SQLite reports.
var (
	errForeign = errors.New("it is not a newsdesk library")
	errShort   = errors.New("it is shorter than its header says")
	errContent = errors.New("its content is wrong")
)

// libraryError is a sentence for the person, with the sentinel for the
// program and the detail for the log.
type libraryError struct {
	sentence     string
	kind, detail error
}

func (e *libraryError) Error() string   { return e.sentence }
func (e *libraryError) Unwrap() []error { return []error{e.kind, e.detail} }

// fault turns what went wrong into an error that says what to do about it.
func (l *Library) fault(err error) error {
	var known *libraryError
	if err == nil || errors.As(err, &known) || errors.Is(err, ErrNotFound) {
		return err
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if e := (*sqlite.Error)(nil); errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_INTERRUPT {
		return fmt.Errorf("%w: %v", context.Canceled, err)
	}
	e := &libraryError{detail: err}
	switch kind := kindOf(err); kind {
	case ErrDamaged:
		e.kind = kind
		e.sentence = fmt.Sprintf("the library %s is damaged (%v): move it away and add the articles again", l.path, err)
	case ErrLocked:
		e.kind = kind
		e.sentence = fmt.Sprintf("the library %s is being written by another process: try again when it has finished", l.path)
	case ErrReadOnly:
		e.kind = kind
		e.sentence = fmt.Sprintf("the library %s cannot be written: check the permissions and the free space of its folder, or name another with --data", l.path)
	case ErrNewer:
		e.kind = kind
		e.sentence = fmt.Sprintf("the library %s was written by a later version of newsdesk: install that version, or name another folder with --data", l.path)
	default:
		return fmt.Errorf("the library %s: %w", l.path, err)
	}
	return e
}

// kindOf is the sentinel for what went wrong, or nil.
func kindOf(err error) error {
	switch {
	case errors.Is(err, errForeign), errors.Is(err, errShort), errors.Is(err, errContent):
		return ErrDamaged
	case errors.Is(err, ErrNewer):
		return ErrNewer
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS), errors.Is(err, syscall.ENOTDIR), errors.Is(err, syscall.EISDIR):
		return ErrReadOnly
	}
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return nil
	}
	// The low byte is the primary code, the rest refines it.
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return ErrLocked
	case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
		return ErrDamaged
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_FULL:
		return ErrReadOnly
	case sqlite3.SQLITE_ERROR:
		// A schema that lacks what every library has.
		return ErrDamaged
	}
	return nil
}
