package source

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"newsdesk/corpus/clean"
)

// tree writes files below a new folder: names to contents.
func tree(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// walk is the articles' IDs and the files skipped, with the reasons.
func walk(t *testing.T, paths ...string) (ids []string, skipped map[string]error, err error) {
	t.Helper()
	skipped = map[string]error{}
	err = Files(t.Context(), paths, func(f File) error {
		if f.Skipped != nil {
			skipped[filepath.Base(f.Path)] = f.Skipped
		} else {
			ids = append(ids, f.Article.ID)
		}
		return nil
	})
	return ids, skipped, err
}

func TestFiles(t *testing.T) {
	dir := tree(t, map[string]string{
		"b.txt": "The ship left port on Monday.", "a.md": "# A ship\n\nIt left.", "sub/c.TXT": "It came back.",
		"d.txt": "---\nid: other-name\n---\nIt sank.", "notes.png": "no", ".hidden.txt": "no", ".git/x.txt": "no",
		"empty.txt": " \n", "binary.txt": "a\x00b", "latin.txt": "caf\xe9", "yaml.txt": "---\nid: [a\n---\ntext",
		"huge.txt": strings.Repeat("word ", MaxBytes/5+1), "e/twin.txt": "---\nid: b\n---\nAnother.",
	})
	ids, skipped, err := walk(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"a", "b", "other-name", "c"}; !slices.Equal(ids, want) {
		t.Errorf("articles %v, want %v", ids, want)
	}
	var front *clean.FrontMatterError
	for name, is := range map[string]func(error) bool{
		"empty.txt":  func(err error) bool { return errors.Is(err, clean.ErrEmpty) },
		"binary.txt": func(err error) bool { return errors.Is(err, clean.ErrBinary) },
		"latin.txt":  func(err error) bool { return errors.Is(err, clean.ErrEncoding) },
		"yaml.txt":   func(err error) bool { return errors.As(err, &front) },
		"huge.txt":   func(err error) bool { return errors.Is(err, ErrTooLarge) },
		"twin.txt": func(err error) bool {
			return errors.As(err, new(*DuplicateError)) && strings.Contains(err.Error(), "b.txt") && strings.Contains(err.Error(), `"b"`)
		},
	} {
		if !is(skipped[name]) {
			t.Errorf("%s: %v", name, skipped[name])
		}
		delete(skipped, name)
	}
	if len(skipped) > 0 {
		t.Errorf("also skipped: %v", skipped)
	}
}

func TestFilesNamed(t *testing.T) {
	dir := tree(t, map[string]string{"z.txt": "Last in name.", "page.odt": "No text.", "a.txt": "First in name."})
	ids, skipped, err := walk(t, filepath.Join(dir, "z.txt"), dir, filepath.Join(dir, "page.odt"), filepath.Join(dir, "a.txt"))
	if want := []string{"z", "a"}; err != nil || !slices.Equal(ids, want) {
		t.Errorf("%v, %v, want %v: the order of the arguments, each file once", ids, err, want)
	}
	if len(skipped) != 1 || !errors.Is(skipped["page.odt"], ErrKind) {
		t.Errorf("skipped %v, want the page", skipped)
	}
}

func TestPassedOver(t *testing.T) {
	dir := tree(t, map[string]string{"a.txt": "One.", "b.odt": "x", "sub/c.png": "x", "sub/.hidden.png": "x", ".git/d": "x", "sub/e.md": "Two."})
	for want, paths := range map[int][]string{
		0: {filepath.Join(dir, "a.txt"), filepath.Join(dir, "b.odt")}, 1: {filepath.Join(dir, "sub")}, 2: {dir, filepath.Join(dir, "sub"), dir},
	} {
		if n, err := PassedOver(paths); n != want || err != nil {
			t.Errorf("%q: %d, %v, want %d", paths, n, err, want)
		}
	}
	if _, err := PassedOver([]string{filepath.Join(dir, "missing")}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing path: %v", err)
	}
}

func TestFilesErrors(t *testing.T) {
	dir := tree(t, map[string]string{"pic.png": "x", "only/bad.txt": "a\x00b"})
	for _, tt := range []struct {
		path, says string
		want       error
	}{
		{filepath.Join(dir, "missing"), "check the path", fs.ErrNotExist},
		{filepath.Join(dir), "NUL bytes", ErrNoArticles},
		{filepath.Join(tree(t, map[string]string{"pic.png": "x"})), ".txt or .md", ErrNoArticles},
	} {
		_, _, err := walk(t, tt.path)
		if !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.says) || !strings.Contains(err.Error(), tt.path) {
			t.Errorf("%s: %v, want %v", tt.path, err, tt.want)
		}
	}
	if _, _, err := walk(t); !errors.Is(err, ErrNoArticles) {
		t.Errorf("no path: %v", err)
	}
	stop := errors.New("stop")
	good := tree(t, map[string]string{"a.txt": "One.", "b.txt": "Two."})
	if err := Files(t.Context(), []string{good}, func(File) error { return stop }); err != stop {
		t.Errorf("yield's error came back as %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Files(ctx, []string{good}, func(File) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestFilesLinks(t *testing.T) {
	dir := tree(t, map[string]string{"a.txt": "One.", "sub/b.txt": "Two."})
	for link, to := range map[string]string{
		"sub/loop": "..", "sub/self": "self", "again": "sub", "dangling.txt": "nowhere", "z.txt": "a.txt",
	} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Skip("links cannot be made here:", err)
		}
	}
	ids, skipped, err := walk(t, dir)
	if want := []string{"a", "b", "z"}; err != nil || !slices.Equal(ids, want) {
		t.Errorf("%v, %v, want %v", ids, err, want)
	}
	if len(skipped) != 1 || skipped["dangling.txt"] == nil {
		t.Errorf("skipped %v, want the dangling link", skipped)
	}
}

// TestFilesOutside holds that a link in a folder has nothing read that lies
// outside it, also where the link is made after the folder was looked into.
func TestFilesOutside(t *testing.T) {
	out := tree(t, map[string]string{"secret.txt": "Root.", "sub/c.txt": "Three."})
	dir := tree(t, map[string]string{"a.txt": "One.", "b.txt": "Two.", "sub/d.txt": "Four."})
	for link, to := range map[string]string{
		"leak.txt": filepath.Join(out, "secret.txt"), "folder": filepath.Join(out, "sub"), "sub/up.txt": "../../" + filepath.Base(out) + "/secret.txt",
		"again.txt": filepath.Join(dir, "a.txt"),
	} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Skip("links cannot be made here:", err)
		}
	}
	ids, skipped, err := walk(t, dir)
	if want := []string{"a", "again", "b", "d"}; err != nil || !slices.Equal(ids, want) {
		t.Errorf("%v, %v, want %v", ids, err, want)
	}
	for _, name := range []string{"leak.txt", "folder", "sub/up.txt"} {
		if !errors.Is(skipped[filepath.Base(name)], ErrLeadsOut) {
			t.Errorf("%s: skipped %v", name, skipped)
		}
	}
	if files, _, err := Measure([]string{dir}); files != 7 || err != nil {
		t.Errorf("%d files, %v", files, err)
	}
	// Who names a link means what it leads to.
	named := filepath.Join(tree(t, nil), "named")
	if err := os.Symlink(out, named); err != nil {
		t.Fatal(err)
	}
	for _, arg := range []string{named, filepath.Join(dir, "folder")} {
		if ids, skipped, err := walk(t, arg); err != nil || len(ids) == 0 || len(skipped) > 0 {
			t.Errorf("%s: %v, %v, %v", arg, ids, skipped, err)
		}
	}
	if ids, _, err := walk(t, filepath.Join(dir, "leak.txt")); err != nil || !slices.Equal(ids, []string{"leak"}) {
		t.Errorf("%v, %v", ids, err)
	}
	swapped := false
	err = Files(t.Context(), []string{dir}, func(f File) error {
		if !swapped {
			swapped = true
			b := filepath.Join(dir, "b.txt")
			if err := errors.Join(os.Remove(b), os.Symlink(filepath.Join(out, "secret.txt"), b)); err != nil {
				t.Fatal(err)
			}
		}
		if strings.Contains(f.Article.Text, "Root") {
			t.Errorf("%s was read through a link", f.Path)
		}
		return nil
	})
	if err != nil || !swapped {
		t.Error(err)
	}
}

func TestUnreadable(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("run as the superuser, whom no permission stops")
	}
	dir := tree(t, map[string]string{"a.txt": "One.", "b.txt": "Two.", "sub/c.txt": "Three."})
	os.Chmod(filepath.Join(dir, "b.txt"), 0)
	os.Chmod(filepath.Join(dir, "sub"), 0)
	defer os.Chmod(filepath.Join(dir, "sub"), 0o755)
	ids, skipped, err := walk(t, dir)
	if err != nil || !slices.Equal(ids, []string{"a"}) || !errors.Is(skipped["b.txt"], fs.ErrPermission) || skipped["sub"] == nil {
		t.Errorf("%v, %v, %v", ids, skipped, err)
	}
}

func TestFingerprint(t *testing.T) {
	base := map[string]string{"a.txt": "One.", "sub/b.md": "Two."}
	with := func(name, text string) map[string]string {
		m := map[string]string{name: text}
		for k, v := range base {
			if _, ok := m[k]; !ok {
				m[k] = v
			}
		}
		return m
	}
	sum := func(files map[string]string) string {
		t.Helper()
		s, err := Fingerprint([]string{tree(t, files)})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	first := sum(base)
	if again := sum(base); again != first {
		t.Errorf("the same files elsewhere: %s, %s", first, again)
	}
	if s := sum(with("picture.png", "x")); s != first {
		t.Error("a file that is not read counts")
	}
	seen := map[string]string{first: "the first"}
	for name, files := range map[string]map[string]string{
		"another text": with("a.txt", "One!"), "another file": with("c.txt", "One."), "an empty file": with("c.txt", ""), "a page": with("c.html", "One."), "an archive": with("c.zip", "One."), "another archive": with("c.zip", "Two."),
		"another name": {"a2.txt": "One.", "sub/b.md": "Two."}, "another folder": {"a.txt": "One.", "sup/b.md": "Two."},
		"exchanged": {"a.txt": "Two.", "sub/b.md": "One."},
	} {
		s := sum(files)
		if by, ok := seen[s]; ok {
			t.Errorf("%s has the fingerprint of %s", name, by)
		}
		seen[s] = name
	}
	if _, err := Fingerprint([]string{filepath.Join(t.TempDir(), "missing")}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing path: %v", err)
	}
}

// BenchmarkFingerprint is of 12 MB in 2,500 files.
func BenchmarkFingerprint(b *testing.B) {
	files := map[string]string{}
	for i := range 2500 {
		files[strings.Repeat("x", 1+i%40)+string(rune('a'+i%26))+strings.Repeat("y", i/40)+".txt"] = strings.Repeat("Some text. ", 440)
	}
	dir := tree(b, files)
	for b.Loop() {
		if _, err := Fingerprint([]string{dir}); err != nil {
			b.Fatal(err)
		}
	}
}
