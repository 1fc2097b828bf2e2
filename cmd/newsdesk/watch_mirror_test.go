package main

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"newsdesk/corpus"
)

// shelf is an index, with a visitor that reads into it.
type shelf struct {
	*visitor
	t   *testing.T
	log strings.Builder
}

func newShelf(t *testing.T) *shelf {
	t.Helper()
	a := &app{settings: settings{Data: t.TempDir(), AllowHosts: "127.0.0.1", embedderSettings: embedderSettings{Embedder: builtinEmbedder}}}
	ix, err := a.openIndex(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ix.Close() })
	s := &shelf{t: t}
	if s.visitor, err = a.visitor(ix, slog.New(slog.NewTextHandler(&s.log, nil))); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	return s
}

// see makes a visit, whose note or error begins with want, and expects the
// articles ids after it.
func (s *shelf) see(f *corpus.Follow, want string, ids ...string) {
	s.t.Helper()
	note, _, err := s.visit(s.t.Context(), *f)
	if err != nil {
		note = err.Error()
	}
	if !strings.HasPrefix(note, want) {
		s.t.Errorf("the visit: %q, want %q", note, want)
	}
	f.Note = note
	s.want(ids...)
}

// want expects the articles ids.
func (s *shelf) want(ids ...string) {
	s.t.Helper()
	list, err := s.ix.Library().List(s.t.Context(), corpus.Filter{})
	var got []string
	for _, a := range list {
		got = append(got, a.ID)
	}
	if err != nil || !slices.Equal(got, ids) {
		s.t.Errorf("there are %v, %v, want %v", got, err, ids)
	}
	if faults, err := s.ix.Library().Verify(s.t.Context()); err != nil || len(faults) > 0 {
		s.t.Errorf("%q, %v", faults, err)
	}
}

// write writes a file that was done with long ago.
func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(path, old, old); err != nil {
		t.Fatal(err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestMirror(t *testing.T) {
	s, dir := newShelf(t), t.TempDir()
	f := &corpus.Follow{Target: dir, Mirror: true}
	at := func(name string) string { return filepath.Join(dir, name) }
	write(t, at("tram.txt"), "The tram stops at noon.")
	write(t, at("bees.txt"), "Bees keep the orchard alive.")
	write(t, at("sub/own.txt"), "---\nid: own\n---\nThe bridge was opened.")
	write(t, at("list.jsonl"), `{"id": "one", "text": "First news."}`+"\n"+`{"id": "two", "text": "Second news."}`+"\n")
	elsewhere := filepath.Join(t.TempDir(), "else.txt")
	write(t, elsewhere, "The mayor resigned.")
	s.see(&corpus.Follow{Target: filepath.Dir(elsewhere)}, "added 1", "else")
	s.see(f, "added 5", "bees", "else", "one", "own", "tram", "two")
	s.see(f, nothingNew, "bees", "else", "one", "own", "tram", "two")

	// One is deleted, one renamed, one moved that has its name in it, and one
	// goes from a list.
	must(t, s.ix.Library().JoinCollections(t.Context(), []string{"Best"}, "bees"))
	must(t, os.Remove(at("tram.txt")))
	must(t, os.Rename(at("bees.txt"), at("orchard.txt")))
	must(t, os.Rename(at("sub/own.txt"), at("bridge.txt")))
	must(t, os.Remove(at("sub")))
	write(t, at("list.jsonl"), `{"id": "two", "text": "Second news."}`+"\n")
	plain := *f
	plain.Mirror = false
	s.see(&plain, "added 1, updated 2, unchanged 0", "bees", "else", "one", "orchard", "own", "tram", "two")
	s.see(f, "removed 3, added 0", "else", "orchard", "own", "two")

	// A renamed article keeps the collections that it was put into.
	must(t, s.ix.Library().JoinCollections(t.Context(), []string{"Best"}, "orchard"))
	must(t, os.Rename(at("orchard.txt"), at("apples.txt")))
	s.see(f, "removed 1, added 1", "apples", "else", "own", "two")
	a, err := s.ix.Library().Known(t.Context(), "apples")
	if err != nil || !slices.Equal(a.Collections, []string{"Best"}) {
		t.Errorf("%+v, %v", a, err)
	}

	// What cannot be read, and what is being written, is not gone.
	write(t, at("apples.txt"), "\xff\xfe\x00 not a text \x00")
	s.see(f, nothingNew, "apples", "else", "own", "two")
	write(t, at("list.jsonl"), `{"id": "three", "text": "Third news."}`+"\n")
	must(t, os.Chtimes(at("list.jsonl"), time.Now(), time.Now()))
	s.see(f, "added 1", "apples", "else", "own", "three", "two")
	// An archive that is cut short has lost nothing.
	write(t, at("list.jsonl"), `{"id": "three", "text": "Third news."}`+"\n"+`{"id": "fou`)
	s.see(f, nothingNew, "apples", "else", "own", "three", "two")
	write(t, at("list.jsonl"), `{"id": "three", "text": "Third news."}`+"\n")
	s.see(f, "removed 1", "apples", "else", "own", "three")

	// What went with its file comes back with it.
	must(t, os.Rename(at("bridge.txt"), elsewhere+".away"))
	s.see(f, "removed 1", "apples", "else", "three")
	must(t, os.Rename(elsewhere+".away", at("bridge.txt")))
	s.see(f, "added 1", "apples", "else", "own", "three")
}

// TestMirrorUnmounted holds that nothing goes with a disk that is not mounted,
// and that it is said.
func TestMirrorUnmounted(t *testing.T) {
	s, root := newShelf(t), t.TempDir()
	dir := filepath.Join(root, "news")
	f := &corpus.Follow{Target: dir, Mirror: true}
	at := func(name string) string { return filepath.Join(dir, name) }
	write(t, at("a.txt"), "The tram stops at noon.")
	write(t, at("disk/b.txt"), "Bees keep the orchard alive.")
	write(t, at("disk/deep/c.txt"), "The bridge was opened.")
	s.see(f, "added 3", "a", "b", "c")

	// The folder itself is gone, or empty.
	must(t, os.Rename(dir, root+"/away"))
	s.see(f, "there is no file or folder", "a", "b", "c")
	if !strings.HasSuffix(f.Note, "its articles stay, as its disk may not be mounted") {
		t.Errorf("%q", f.Note)
	}
	must(t, os.Mkdir(dir, 0o700))
	s.see(f, "there is no article to read", "a", "b", "c")
	if !strings.HasSuffix(f.Note, "its articles stay, as its disk may not be mounted") {
		t.Errorf("%q", f.Note)
	}
	must(t, os.Remove(dir))
	must(t, os.Rename(root+"/away", dir))
	s.see(f, nothingNew, "a", "b", "c")

	// One in it is empty, but for what a system leaves.
	must(t, os.Rename(at("disk"), root+"/away"))
	must(t, os.Mkdir(at("disk"), 0o700))
	write(t, at("disk/.hidden"), "x")
	for range 2 {
		s.see(f, nothingNew+"; kept 2 articles of the empty folder "+at("disk")+": is a disk not mounted?", "a", "b", "c")
	}
	if n := strings.Count(s.log.String(), "is a disk not mounted"); n != 1 {
		t.Errorf("it is said %d times:\n%s", n, s.log.String())
	}
	must(t, os.RemoveAll(at("disk")))
	// A link that leads nowhere now.
	must(t, os.Symlink(root+"/nosuch", at("disk")))
	s.see(f, nothingNew+"; kept 2 articles", "a", "b", "c")
	must(t, os.Remove(at("disk")))
	s.see(f, "removed 2", "a")

	// Another disk lies where it was.
	var all []string
	for i := range 2 * mostAtOnce {
		write(t, at(fmt.Sprintf("n%d.txt", i)), fmt.Sprintf("News number %d.", i))
		all = append(all, fmt.Sprint("n", i))
	}
	all = append([]string{"a"}, all...)
	s.see(f, "added 10", all...)
	must(t, os.Rename(dir, root+"/first"))
	write(t, at("zoo.txt"), "The zoo has a lion.")
	all = append(all, "zoo")
	f.Next = time.Now()
	s.see(f, "added 1", all...)
	for range 2 {
		s.see(f, nothingNew+"; kept 11 articles whose files are gone, as only 1 of the folder's are there", all...)
	}
	f.Next = time.Time{} // as watch add leaves it
	s.see(f, "removed 11", "zoo")
}
