package corpus

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// asReader runs fn as somebody who may read the files in dir and write
// nothing there. The superuser becomes nobody for it, in this thread's
// dealings with files only.
func asReader(t *testing.T, dir string, fn func()) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if err := os.Chmod(filepath.Join(dir, e.Name()), 0o444); err != nil {
			t.Fatal(err)
		}
	}
	// The folders that testing makes are their owner's alone.
	for up := filepath.Dir(dir); up != filepath.Clean(os.TempDir()) && up != filepath.Dir(up); up = filepath.Dir(up) {
		if info, err := os.Stat(up); err == nil && info.Mode().Perm()&0o005 != 0o005 {
			if err := os.Chmod(up, 0o755); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(dir, 0o755) })
	ran := make(chan bool, 1)
	go func() {
		defer close(ran)
		// Never unlocked: the thread ends with the goroutine.
		runtime.LockOSThread()
		if os.Geteuid() == 0 {
			if err := syscall.Setfsuid(65534); err != nil {
				t.Error(err)
				return
			}
		}
		if _, err := os.ReadDir(dir); err != nil {
			return
		}
		ran <- true
		if f, err := os.Create(filepath.Join(dir, "probe")); err == nil {
			f.Close()
			t.Error("the folder can be written after all")
			return
		}
		fn()
	}()
	if !<-ran {
		t.Skip("the temporary folder is its owner's alone")
	}
	<-ran
}

func TestReadOnlyLibrary(t *testing.T) {
	path := filled(t)
	asReader(t, filepath.Dir(path), func() {
		ctx := context.Background()
		l, err := OpenLibrary(ctx, path)
		if err != nil {
			t.Error(err)
			return
		}
		defer l.Close()
		if !l.ReadOnly() {
			t.Error("it does not say that it is read-only")
		}
		if it, err := l.Item(ctx, "c"); err != nil || len(it.Passages) != 500 {
			t.Errorf("Item: %v, %d passages", err, len(it.Passages))
		}
		sound(t, l)
		_, _, _, putErr := l.Put(ctx, []Item{testItem("e", "New.", 1)})
		_, removeErr := l.Remove(ctx, "a")
		for what, err := range map[string]error{"Put": putErr, "Remove": removeErr, "SetSetting": l.SetSetting(ctx, "key", "x")} {
			if !errors.Is(err, ErrReadOnly) || !strings.Contains(err.Error(), "--data") {
				t.Errorf("%s: %v", what, err)
			}
		}
	})
}

// TestReadOnlyBesideWriter reads what a process that may write has not yet
// written into the file itself.
func TestReadOnlyBesideWriter(t *testing.T) {
	path := filled(t)
	w := openTest(t, path)
	put(t, w, testItem("new", "It was written a moment ago.", 1))
	asReader(t, filepath.Dir(path), func() {
		l, err := OpenLibrary(context.Background(), path)
		if err != nil {
			t.Error(err)
			return
		}
		defer l.Close()
		if _, err := l.Article(context.Background(), "new"); err != nil {
			t.Error(err)
		}
		sound(t, l)
	})
	if w.ReadOnly() {
		t.Error("the writer is read-only")
	}
}

// TestReadOnlyIsNotStale changes the file below a reader who cannot lock it.
func TestReadOnlyIsNotStale(t *testing.T) {
	path := filled(t)
	dir := filepath.Dir(path)
	changed, read := make(chan bool), make(chan bool)
	go func() {
		<-read
		defer close(changed)
		os.Chmod(dir, 0o755)
		os.Chmod(path, 0o644)
		w, err := OpenLibrary(context.Background(), path)
		if err != nil {
			t.Error(err)
			return
		}
		if _, _, _, err := w.Put(context.Background(), []Item{testItem("new", "It was written a moment ago.", 300)}); err != nil {
			t.Error(err)
		}
		w.Close()
	}()
	asReader(t, dir, func() {
		defer func() { <-changed }()
		l, err := OpenLibrary(context.Background(), path)
		if err != nil {
			t.Error(err)
			close(read)
			return
		}
		defer l.Close()
		before, _ := l.Generation(context.Background())
		sound(t, l)
		close(read)
		<-changed
		after, err := l.Generation(context.Background())
		if err != nil || after <= before {
			t.Errorf("generation %d, then %d, %v", before, after, err)
		}
		if _, err := l.Article(context.Background(), "new"); err != nil {
			t.Error(err)
		}
		sound(t, l)
	})
}

// TestReadOnlyLog: what a killed process left in the log is never passed
// over.
func TestReadOnlyLog(t *testing.T) {
	path := filled(t)
	w := openTest(t, path)
	put(t, w, testItem("new", "It was written a moment ago.", 1))
	left := filepath.Join(t.TempDir(), "library.db")
	for _, suffix := range []string{"", "-wal"} {
		b, err := os.ReadFile(path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(left+suffix, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	asReader(t, filepath.Dir(left), func() {
		l, err := OpenLibrary(context.Background(), left)
		if err == nil {
			l.Close()
		}
		if !errors.Is(err, ErrReadOnly) {
			t.Errorf("OpenLibrary: %v, want ErrReadOnly", err)
		}
	})
}

func TestUnreadableLibrary(t *testing.T) {
	path := filled(t)
	asReader(t, filepath.Dir(path), func() {
		// Its owner takes the right to read away.
		done := make(chan error)
		go func() { done <- os.Chmod(path, 0) }()
		if err := <-done; err != nil {
			t.Error(err)
		}
		_, err := OpenLibrary(context.Background(), path)
		if err == nil || !strings.Contains(err.Error(), "may not be read") {
			t.Errorf("OpenLibrary: %v", err)
		}
	})
}

func TestPermissions(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data", "library.db")
	l := openTest(t, path)
	put(t, l, testItem("a", "One.", 1))
	for name, want := range map[string]os.FileMode{filepath.Dir(path): 0o700, path: 0o600, path + "-wal": 0o600} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v, want %v", name, info.Mode().Perm(), err, want)
		}
	}
}
