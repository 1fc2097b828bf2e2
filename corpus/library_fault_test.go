package corpus

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

var filledIDs = []string{"a", "b", "c", "d"}

func filledItem(id string) Item { return testItem(id, "Some text of the article "+id+".", 500) }

// filled is the path of a closed library of a few articles.
func filled(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "library.db")
	l := openTest(t, path)
	for _, id := range filledIDs {
		put(t, l, filledItem(id))
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// edit changes the bytes of a file.
func edit(t *testing.T, path string, fn func([]byte) []byte) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, fn(b), 0o644); err != nil {
		t.Fatal(err)
	}
}

// raw runs SQL on the file, past the library.
func raw(t *testing.T, path, query string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(query); err != nil {
		t.Fatal(err)
	}
}

func TestOpenFaults(t *testing.T) {
	for _, tt := range []struct {
		name  string
		spoil func(t *testing.T, path string)
		want  error
	}{
		{"not SQLite", func(t *testing.T, p string) {
			edit(t, p, func([]byte) []byte { return []byte(strings.Repeat("An article, not a library. ", 99)) })
		}, ErrDamaged},
		{"a short file", func(t *testing.T, p string) { edit(t, p, func([]byte) []byte { return []byte("x") }) }, ErrDamaged},
		{"truncated", func(t *testing.T, p string) { edit(t, p, func(b []byte) []byte { return b[:len(b)/2] }) }, ErrDamaged},
		{"a header of nonsense", func(t *testing.T, p string) {
			edit(t, p, func(b []byte) []byte {
				copy(b[16:80], bytes.Repeat([]byte{0xA5}, 64))
				return b
			})
		}, ErrDamaged},
		{"a schema of nonsense", func(t *testing.T, p string) {
			edit(t, p, func(b []byte) []byte {
				copy(b[100:], bytes.Repeat([]byte{0x5A}, 900))
				return b
			})
		}, ErrDamaged},
		{"another program's", func(t *testing.T, p string) {
			os.Remove(p)
			raw(t, p, "CREATE TABLE songs (name)")
		}, ErrDamaged},
		{"a later version's", func(t *testing.T, p string) { raw(t, p, "PRAGMA user_version = 999") }, ErrNewer},
		{"a folder", func(t *testing.T, p string) {
			os.Remove(p)
			os.Mkdir(p, 0o755)
		}, ErrDamaged},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filled(t)
			tt.spoil(t, path)
			l, err := OpenLibrary(t.Context(), path)
			if err == nil {
				l.Close()
			}
			if !errors.Is(err, tt.want) {
				t.Fatalf("OpenLibrary: %v, want %v", err, tt.want)
			}
			if strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), path) {
				t.Errorf("the error %q is no line that names the file", err)
			}
		})
	}
}

// TestEmptyFile opens what a process killed while it made a library may leave.
func TestEmptyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "library.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	l := openTest(t, path)
	put(t, l, filledItem("a"))
	if n, _, err := l.Counts(t.Context()); n != 1 || err != nil {
		t.Errorf("%d articles, %v", n, err)
	}
	sound(t, l)
}

// TestVerifyFindsFaults spoils a library in ways that opening does not see.
func TestVerifyFindsFaults(t *testing.T) {
	for _, tt := range []struct{ name, sql, want string }{
		{"a text", "UPDATE texts SET text = replace(text, 'article b', 'article x')", "article b: its text"},
		{"a title", "UPDATE articles SET title = 'Other' WHERE id = 'c'", "article c: its text or what is known"},
		{"a date", "UPDATE articles SET published = 'someday' WHERE id = 'c'", "article c: "},
		{"no text", "DELETE FROM texts WHERE article = 'a'", "article a has no text"},
		{"a passage", "DELETE FROM passages WHERE article = 'a' AND n = 7", "article a: passage 7 is missing"},
		{"the last passage", "DELETE FROM passages WHERE article = 'a' AND n = 499", "article a: its passages"},
		{"a span", "UPDATE passages SET stop = 100000 WHERE article = 'd' AND n = 2", "article d: passage 2"},
		{"a span within a character", "UPDATE passages SET stop = stop + 1 WHERE article = 'd' AND n = 2", "article d: passage 2 cuts"},
		{"a vector", "UPDATE passages SET vector = NULL WHERE article = 'd' AND n = 2", "article d: 1 of its 500 passages have no vector"},
		{"half a float", "UPDATE passages SET vector = x'000102' WHERE article = 'd' AND n = 2", "article d: "},
		{"a dimension", "UPDATE passages SET vector = x'00010203' WHERE article = 'd' AND n = 2", "article d: vector 2 has 1 dimensions"},
		{"an article", "PRAGMA foreign_keys = OFF; DELETE FROM articles WHERE id = 'b'", "passages belong to no article: b"},
		{"a change", "DELETE FROM changes WHERE article = 'b'", "article b is missing from the changes"},
		{"a generation", "UPDATE state SET generation = 1", "after the library's"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filled(t)
			raw(t, path, tt.sql)
			faults, err := openTest(t, path).Verify(t.Context())
			if err != nil || !strings.Contains(strings.Join(faults, "\n"), tt.want) {
				t.Errorf("Verify: %v, %q, want %q", err, faults, tt.want)
			}
		})
	}
}

// TestFlippedBytes flips bytes all over the file: whatever they hit that
// matters, opening or Verify says so, and nothing panics.
func TestFlippedBytes(t *testing.T) {
	path := filled(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	const tries = 40
	for i := range tries {
		at := 200 + i*(len(whole)-200-64)/tries
		edit(t, path, func([]byte) []byte {
			b := bytes.Clone(whole)
			for j := range 64 {
				b[at+j] ^= 0x5A
			}
			return b
		})
		l, err := OpenLibrary(t.Context(), path)
		if err != nil {
			found++
			if !errors.Is(err, ErrDamaged) {
				t.Errorf("at %d: %v", at, err)
			}
			continue
		}
		faults, err := l.Verify(t.Context())
		if err != nil && !errors.Is(err, ErrDamaged) {
			t.Errorf("at %d: Verify: %v", at, err)
		}
		if err != nil || len(faults) > 0 {
			found++
		} else {
			for _, id := range filledIDs {
				if got, err := l.Item(t.Context(), id); err != nil || !reflect.DeepEqual(got, filledItem(id)) {
					t.Errorf("at %d: Verify missed that article %s has changed: %v", at, id, err)
				}
			}
		}
		l.Close()
	}
	// The rest fell on free space.
	if found < tries/2 {
		t.Errorf("%d of %d damages were found", found, tries)
	}
}

func TestLocked(t *testing.T) {
	path := filled(t)
	l := openTest(t, path, WithWait(30*time.Millisecond))
	other, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	other.SetMaxOpenConns(1)
	if _, err := other.Exec("BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := l.Put(t.Context(), []Item{testItem("new", "One.", 1)}); !errors.Is(err, ErrLocked) {
		t.Errorf("Put: %v, want ErrLocked", err)
	}
	if n, _, err := l.Counts(t.Context()); n != 4 || err != nil {
		t.Errorf("readers have to wait: %d, %v", n, err)
	}
	if _, err := other.Exec("ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	put(t, l, testItem("new", "One.", 1))
	l.Close()
	if _, err := other.Exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE"); err != nil {
		t.Fatal(err)
	}
	if l, err := OpenLibrary(t.Context(), path, WithWait(30*time.Millisecond)); !errors.Is(err, ErrLocked) {
		if err == nil {
			l.Close()
		}
		t.Errorf("OpenLibrary: %v, want ErrLocked", err)
	}
}

// TestReadOnly makes the folder read-only. To the superuser no folder is.
func TestReadOnly(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("run as the superuser, whom no permission stops; TestNoFolder covers the error")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{"library.db", "sub/library.db"} {
		if _, err := OpenLibrary(t.Context(), filepath.Join(dir, p)); !errors.Is(err, ErrReadOnly) {
			t.Errorf("%s: %v, want ErrReadOnly", p, err)
		}
	}
}

// TestNoFolder asks for a library where there can be no folder, and for one
// whose file may only be read, which fails alike for everybody.
func TestNoFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenLibrary(t.Context(), filepath.Join(file, "library.db")); !errors.Is(err, ErrReadOnly) {
		t.Errorf("below a file: %v, want ErrReadOnly", err)
	}
	path := filled(t)
	l := openTest(t, path)
	l.db.SetMaxOpenConns(1)
	if _, err := l.db.ExecContext(context.Background(), "PRAGMA query_only = ON"); err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := l.Put(t.Context(), []Item{testItem("new", "One.", 1)}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("Put into what may only be read: %v, want ErrReadOnly", err)
	}
}
