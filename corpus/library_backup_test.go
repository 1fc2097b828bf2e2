package corpus

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// keptLibrary has something of everything that a library can hold.
func keptLibrary(t *testing.T) *Library {
	t.Helper()
	l, ctx := newTest(t), t.Context()
	for _, text := range []string{"One.", "Two."} {
		for _, id := range []string{"a", "b"} {
			it := testItem(id, text, 3)
			it.Article.Collections, it.Article.Raw = []string{"City"}, &Raw{Name: "x.txt", Bytes: []byte(text)}
			put(t, l, it)
		}
	}
	if _, err := l.AddFollow(ctx, "/news", time.Hour); err != nil {
		t.Fatal(err)
	}
	if err := l.SetFollowCollections(ctx, "/news", []string{"City"}); err != nil {
		t.Fatal(err)
	}
	if err := l.KeepFetched(ctx, FetchedPage{Key: "k", Article: "a"}); err != nil {
		t.Fatal(err)
	}
	if err := l.SetSetting(ctx, "key", "value"); err != nil {
		t.Fatal(err)
	}
	putRecords(t, l, Record{Kind: "settings", Owner: "1", Key: "k", Person: "ann", Value: []byte(`{"a": [1]}`)})
	put(t, l, testItem("gone", "Gone.", 1))
	if _, err := l.Remove(ctx, "gone"); err != nil {
		t.Fatal(err)
	}
	if _, err := l.db.Exec(`INSERT INTO signatures VALUES (3, 'a', x'00', x'00', '[7]'), (4, 'b', x'00', x'00', '[7]');
		INSERT INTO bands VALUES (7, 3), (7, 4); INSERT INTO copies VALUES (3, 4, 1)`); err != nil {
		t.Fatal(err)
	}
	sound(t, l)
	return l
}

// tables is the content of all tables but the numbers of generations.
func tables(t *testing.T, l *Library) map[string][]string {
	t.Helper()
	names, err := l.strings(t.Context(), l.db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT IN ('state', 'changes')")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for _, name := range names {
		columns, err := l.strings(t.Context(), l.db, "SELECT 'quote(' || name || ')' FROM pragma_table_info(?)", name)
		if err != nil {
			t.Fatal(err)
		}
		if out[name], err = l.strings(t.Context(), l.db, fmt.Sprintf("SELECT %s FROM %s ORDER BY 1", strings.Join(columns, " || ' ' || "), name)); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func nothing() error { return nil }

func TestBackupAndRestore(t *testing.T) {
	l, ctx := keptLibrary(t), t.Context()
	want := tables(t, l)
	for name, rows := range want {
		if len(rows) == 0 {
			t.Errorf("the test has no %s", name)
		}
	}
	file := filepath.Join(t.TempDir(), "backup")
	b, err := l.Backup(ctx, file, false)
	if err != nil || b.Articles != 2 || b.Passages != 6 {
		t.Fatalf("%+v, %v", b, err)
	}
	if _, err := l.Backup(ctx, file, false); err == nil {
		t.Error("a file was replaced")
	}
	if _, err := l.Backup(ctx, file, true); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}

	// Into nothing.
	path := filepath.Join(t.TempDir(), "new", "library.db")
	cleared := false
	if _, err := Restore(ctx, file, path, false, func() error { cleared = true; return nil }); err != nil || !cleared {
		t.Fatal(err, cleared)
	}
	r := openTest(t, path)
	sound(t, r)
	if got := tables(t, r); !reflect.DeepEqual(got, want) {
		t.Errorf("restored %v\nwant %v", got, want)
	}
	if _, err := Restore(ctx, file, path, false, nothing); !errors.Is(err, ErrLibraryThere) {
		t.Errorf("over another: %v", err)
	}

	// Into a library that somebody has open, which has moved on.
	if _, err := r.Remove(ctx, "a"); err != nil {
		t.Fatal(err)
	}
	put(t, r, testItem("b", "Three.", 1), testItem("c", "Four.", 1))
	before, err := r.Generation(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(ctx, file, path, true, func() error { return errors.New("nothing is to be cleared") }); err != nil {
		t.Fatal(err)
	}
	sound(t, r)
	if got := tables(t, r); !reflect.DeepEqual(got, want) {
		t.Errorf("restored %v\nwant %v", got, want)
	}
	changed, err := r.ChangedSince(ctx, before)
	if err != nil || !slices.Equal(changed, []string{"a", "b", "c", "gone"}) {
		t.Errorf("changed: %v, %v", changed, err)
	}
	// The triggers are there again.
	if _, err := r.Remove(ctx, "a", "b"); err != nil {
		t.Fatal(err)
	}
	sound(t, r)

	// In place of a damaged one.
	r.Close()
	edit(t, path, func(b []byte) []byte { return b[:100] })
	if _, err := Restore(ctx, file, path, true, nothing); err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(path + ".before-*"); len(left) != 1 {
		t.Errorf("left beside it: %q", left)
	}
	again := openTest(t, path)
	sound(t, again)
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".*")); len(left) != 0 {
		t.Errorf("left over: %q", left)
	}
}

func gunzip(b []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

// TestDamagedBackup damages a backup all over: nothing of it is restored.
func TestDamagedBackup(t *testing.T) {
	l, ctx := keptLibrary(t), t.Context()
	file := filepath.Join(t.TempDir(), "backup")
	if _, err := l.Backup(ctx, file, false); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head := slices.Index(whole, '\n')
	library, err := gunzip(whole[head+1:])
	if err != nil {
		t.Fatal(err)
	}
	bad := map[string][]byte{"empty": nil, "foreign": []byte("this is no backup\n"), "cut short": whole[:len(whole)-9], "only a head": whole[:head+1],
		"later": []byte(strings.Replace(string(whole), `backup":"1"`, `backup":"2"`, 1)), "other sum": []byte(strings.Replace(string(whole), `"sha256":"`, `"sha256":"0`, 1))}
	for i := range 40 {
		b := slices.Clone(whole)
		b[head+12+i*(len(b)-head-30)/40] ^= 0x5A
		// In a run of zeros, another distance to copy from is no damage.
		if got, err := gunzip(b[head+1:]); err != nil || !bytes.Equal(got, library) {
			bad[fmt.Sprint("byte ", i)] = b
		}
	}
	if len(bad) < 40 {
		t.Errorf("only %d backups are damaged", len(bad))
	}
	for name, b := range bad {
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "library.db")
		if _, err := Restore(ctx, file, path, false, nothing); err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
		if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 0 {
			t.Errorf("%s: left over: %v", name, left)
		}
	}
}

// TestBackupWhileWriting backs a library up while others write it.
func TestBackupWhileWriting(t *testing.T) {
	path := filepath.Join(t.TempDir(), "library.db")
	l, w := openTest(t, path), openTest(t, path)
	put(t, w, testItem("first", "One.", 3))
	ctx, stop := context.WithCancel(t.Context())
	var writing sync.WaitGroup
	writing.Go(func() {
		for i := 0; ctx.Err() == nil; i++ {
			if _, _, _, err := w.Put(context.Background(), []Item{testItem(fmt.Sprint("a", i%20), fmt.Sprint("Some text ", i), 5)}); err != nil {
				t.Error(err)
			}
		}
	})
	for i := range 5 {
		file := filepath.Join(t.TempDir(), fmt.Sprint(i))
		b, err := l.Backup(t.Context(), file, false)
		if err != nil {
			t.Error(err)
			continue
		}
		to := filepath.Join(t.TempDir(), "library.db")
		if _, err := Restore(t.Context(), file, to, false, nothing); err != nil {
			t.Error(err)
			continue
		}
		r := openTest(t, to)
		if n, p, err := r.Counts(t.Context()); err != nil || n != b.Articles || p != b.Passages {
			t.Errorf("%d articles of %d, %v", n, b.Articles, err)
		}
	}
	stop()
	writing.Wait()
	sound(t, l)
}
