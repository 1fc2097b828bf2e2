package index

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// The lexical index stands in a folder of versions. Whoever brings it up to
// date makes a new one beside the newest, whose files it shares by hard links
// since they are never changed, and renames it when it is whole: readers of
// other processes neither wait for a writer nor make it wait. A lock beside
// the versions lets one process write at a time.
const (
	versionPrefix = "v"
	buildingName  = "building"
	lockName      = "lock"
)

// writeWait is how long another process's writing is waited for.
const writeWait = 300 * time.Millisecond

// newestVersion is the folder of the newest version below path, "" where there
// is none, and its number.
func newestVersion(path string) (name string, number int) {
	entries, err := os.ReadDir(path)
	if err != nil {
		return "", 0
	}
	for _, e := range entries {
		var n int
		if _, err := fmt.Sscanf(e.Name(), versionPrefix+"%d", &n); err == nil && e.IsDir() && n > number {
			name, number = filepath.Join(path, e.Name()), n
		}
	}
	return name, number
}

// openNewest opens the newest version to read it, or says errStale.
func openNewest(path string) (*lexical, error) {
	for {
		name, number := newestVersion(path)
		if name == "" {
			return nil, errStale
		}
		l, err := openLexical(name, false)
		if err == nil {
			return l, nil
		}
		// Somebody may have put another in its place meanwhile.
		if _, again := newestVersion(path); again == number {
			return nil, err
		}
	}
}

// writeVersion makes a new version with fn, from the newest one if that can be
// used. It is errInUse while another process does.
func writeVersion(path string, wait time.Duration, fn func(*lexical) error) error {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return err
	}
	lock, err := lockVersions(filepath.Join(path, lockName), wait)
	if err != nil {
		return err
	}
	defer lock.Close()
	building := filepath.Join(path, buildingName)
	if err := os.RemoveAll(building); err != nil { // a killed process's
		return err
	}
	newest, number := newestVersion(path)
	if newest != "" {
		if err := cloneFolder(newest, building); err != nil {
			return err
		}
	}
	w, err := openLexical(building, true)
	if err != nil {
		return err
	}
	if err := errors.Join(fn(w), w.close()); err != nil {
		return err
	}
	name := fmt.Sprintf("%s%012d", versionPrefix, number+1)
	if err := os.Rename(building, filepath.Join(path, name)); err != nil {
		return err
	}
	removeAllBut(path, name, lockName)
	return nil
}

// lockVersions waits for the lock, a database with nothing in it. A damaged one
// is replaced.
func lockVersions(name string, wait time.Duration) (*bolt.DB, error) {
	open := func() (*bolt.DB, error) { return bolt.Open(name, 0o600, &bolt.Options{Timeout: wait}) }
	lock, err := open()
	if errors.Is(err, bolterrors.ErrInvalid) || errors.Is(err, bolterrors.ErrChecksum) || errors.Is(err, bolterrors.ErrVersionMismatch) {
		if err = os.Remove(name); err == nil {
			lock, err = open()
		}
	}
	if errors.Is(err, bolterrors.ErrTimeout) {
		err = errInUse
	}
	return lock, err
}

// removeAllBut removes what is not one of names. What a reader holds open, on
// systems where that is in the way, goes with a later version.
func removeAllBut(path string, names ...string) {
	entries, err := os.ReadDir(path)
	if err != nil {
		return
	}
	for _, e := range entries {
		keep := false
		for _, name := range names {
			keep = keep || e.Name() == name
		}
		if !keep {
			_ = os.RemoveAll(filepath.Join(path, e.Name()))
		}
	}
}

// cloneFolder makes a folder of the same files: segments, which are never
// changed, are linked where the system can, the rest is copied.
func cloneFolder(from, to string) error {
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		switch {
		case d.IsDir():
			return os.MkdirAll(target, 0o700)
		case strings.HasSuffix(path, ".zap") && os.Link(path, target) == nil:
			return nil
		}
		return copyFile(path, target)
	})
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
