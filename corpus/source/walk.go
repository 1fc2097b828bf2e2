package source

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// list is the files in paths, each once, in order.
func list(paths []string) ([]string, error) {
	if len(paths) == 0 {
		return nil, fmt.Errorf("%w: name a file or a folder", ErrNoArticles)
	}
	w := newWalker()
	if err := w.paths(paths); err != nil {
		return nil, err
	}
	return w.list, nil
}

// A walker collects files, and knows where it has been.
type walker struct {
	folders, files map[string]bool
	list           []string
	// others are the files in folders that are of other kinds.
	others map[string]bool
}

func newWalker() *walker {
	return &walker{folders: map[string]bool{}, files: map[string]bool{}, others: map[string]bool{}}
}

// paths collects the files that paths are or hold.
func (w *walker) paths(paths []string) error {
	for _, p := range paths {
		info, err := os.Stat(p)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return fmt.Errorf("there is no file or folder %s: check the path (%w)", p, fs.ErrNotExist)
		case err != nil:
			return fmt.Errorf("%s: %w", p, reason(err))
		case !info.IsDir():
			w.add(p)
		default:
			if err := w.folder(p); err != nil {
				return fmt.Errorf("the folder %s: %w", p, reason(err))
			}
		}
	}
	return nil
}

func (w *walker) add(path string) {
	if key := filepath.Clean(path); !w.files[key] {
		w.files[key] = true
		w.list = append(w.list, path)
	}
}

// folder collects the files below dir that are read. One that cannot be read is an
// error for who named it; below, see entry.
func (w *walker) folder(dir string) error {
	// Where links lead is what tells a loop: the same folder has many names.
	real, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return err
	}
	if real, err = filepath.Abs(real); err != nil {
		return err
	}
	if w.folders[real] {
		return nil
	}
	w.folders[real] = true
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	names := map[string]bool{}
	for _, e := range entries {
		names[e.Name()] = true
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !(e.IsDir() && besidePage(e.Name(), names)) {
			w.entry(filepath.Join(dir, e.Name()), e)
		}
	}
	return nil
}

// besidePage reports whether a folder holds the pictures and frames of a page
// that a browser saved beside it.
func besidePage(folder string, names map[string]bool) bool {
	page, ok := strings.CutSuffix(folder, "_files")
	return ok && (names[page+".html"] || names[page+".htm"])
}

// entry collects one entry of a folder. What cannot be looked into comes as
// a file, so that reading it says why it is left out.
func (w *walker) entry(path string, e fs.DirEntry) {
	isDir := e.IsDir()
	if e.Type()&fs.ModeSymlink != 0 {
		info, err := os.Stat(path)
		if err != nil {
			// A link that leads nowhere, or round to itself.
			if kindOf(path) != "" {
				w.add(path)
			}
			return
		}
		isDir = info.IsDir()
	}
	switch {
	case !isDir && kindOf(path) != "":
		w.add(path)
	case !isDir:
		w.others[filepath.Clean(path)] = true
	case isDir && w.folder(path) != nil:
		w.add(path)
	}
}
