package source

import (
	"archive/zip"
	"compress/gzip"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRead holds that, halfway through the articles of any kind of file, about
// half of what Measure counts has been read.
func TestRead(t *testing.T) {
	dir := t.TempDir()
	rng := rand.New(rand.NewPCG(5, 6))
	const articles = 400
	text := func() string {
		var b strings.Builder
		for range 300 {
			fmt.Fprintf(&b, "w%d ", rng.IntN(1_000_000))
		}
		return b.String()
	}
	write := func(name string, fill func(f *os.File) error) string {
		t.Helper()
		path := filepath.Join(dir, name)
		f, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(fill(f), f.Close()); err != nil {
			t.Fatal(err)
		}
		return path
	}
	line := func(i int) string { return fmt.Sprintf(`{"id": "a%d", "text": "%s"}`+"\n", i, text()) }
	paths := map[string]string{
		"jsonl": write("list.jsonl", func(f *os.File) (err error) {
			for i := range articles {
				_, werr := f.WriteString(line(i))
				err = errors.Join(err, werr)
			}
			return err
		}),
		"gz": write("list2.jsonl.gz", func(f *os.File) (err error) {
			z := gzip.NewWriter(f)
			for i := range articles {
				_, werr := z.Write([]byte(line(i)))
				err = errors.Join(err, werr)
			}
			return errors.Join(err, z.Close())
		}),
		"zip": write("pages.zip", func(f *os.File) (err error) {
			z := zip.NewWriter(f)
			for i := range articles {
				w, werr := z.Create(fmt.Sprintf("a%d.txt", i))
				if werr == nil {
					_, werr = w.Write([]byte(text()))
				}
				err = errors.Join(err, werr)
			}
			return errors.Join(err, z.Close())
		}),
		"warc": write("pages.warc", func(f *os.File) (err error) {
			for i := range articles {
				body := text()
				_, werr := fmt.Fprintf(f, "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: http://example.org/%d\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", i, len(body), body)
				err = errors.Join(err, werr)
			}
			return err
		}),
	}
	for i := range articles {
		paths["folder"] = filepath.Join(dir, "folder")
		if err := os.MkdirAll(paths["folder"], 0o700); err != nil {
			t.Fatal(err)
		}
		write(fmt.Sprintf("folder/a%d.txt", i), func(f *os.File) error { _, err := f.WriteString(text()); return err })
	}
	for name, path := range paths {
		_, size, err := Measure([]string{path})
		if err != nil || size == 0 {
			t.Fatal(size, err)
		}
		n := 0
		var half, last int64
		if err := Files(t.Context(), []string{path}, func(f File) error {
			if n++; n == articles/2 {
				half = f.Read
			}
			if f.Read < last || f.Read > size || f.Skipped != nil || !strings.HasPrefix(f.Path, f.In) {
				t.Errorf("%s: after %d of %d bytes %d: %+v", name, last, size, f.Read, f.Skipped)
			}
			last = f.Read
			return nil
		}); err != nil || n != articles {
			t.Fatalf("%s: %d articles, %v", name, n, err)
		}
		// Of a zip the list of entries, at its end, is read first.
		if got := float64(half) / float64(size); got < .4 || got > .7 {
			t.Errorf("%s: halfway %.2f have been read", name, got)
		}
		if got := float64(last) / float64(size); got < .95 {
			t.Errorf("%s: at the end %.2f have been read", name, got)
		}
	}
	if files, size, err := Measure([]string{paths["folder"], paths["zip"]}); err != nil || files != articles+1 || size == 0 {
		t.Error(files, size, err)
	}
	if _, _, err := Measure([]string{filepath.Join(dir, "nosuch")}); err == nil {
		t.Error("what is not there is measured")
	}
}
