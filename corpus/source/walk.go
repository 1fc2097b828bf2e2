package source

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// located is a file that is to be read.
type located struct {
	path string
	// root is the folder that was named, and inside where in it the file lies,
	// both without links; empty for a file that was named itself or has a fault.
	root, inside string
	// fault is why it is not opened, if anything.
	fault error
}

// ErrLeadsOut is the fault of a link in a folder to what does not lie in it.
// Who can write into a folder could otherwise have any file read.
var ErrLeadsOut = errors.New("it is a link that leads out of the folder, which is not followed: name what it leads to, or copy it here")

// open opens the file. What is below a folder is looked up in that folder, so
// that a link made in the meantime leads nowhere either.
func (f located) open() (*os.File, fs.FileInfo, error) {
	stat, open, path := os.Stat, os.Open, f.path
	switch {
	case f.fault != nil:
		return nil, nil, f.fault
	case f.root != "":
		root, err := os.OpenRoot(f.root)
		if err != nil {
			return nil, nil, reason(err)
		}
		defer root.Close()
		stat, open, path = root.Stat, root.Open, f.inside
	}
	info, err := stat(path)
	switch {
	case err != nil:
		return nil, nil, reason(err)
	case info.IsDir():
		return nil, nil, errors.New("the folder cannot be looked into: check its permissions")
	case kindOf(f.path) == "":
		return nil, nil, ErrKind
	case !info.Mode().IsRegular():
		return nil, nil, errors.New("it is not a regular file")
	}
	file, err := open(path)
	if err != nil {
		return nil, nil, reason(err)
	}
	return file, info, nil
}

// list is the files in paths, each once, in order.
func list(paths []string) ([]located, error) {
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
	list           []located
	// root is the folder that is looked into, without links.
	root string
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
			w.add(located{path: p})
		default:
			w.root = ""
			if err := w.folder(p); err != nil {
				return fmt.Errorf("the folder %s: %w", p, reason(err))
			}
		}
	}
	return nil
}

func (w *walker) add(f located) {
	if key := filepath.Clean(f.path); !w.files[key] {
		w.files[key] = true
		w.list = append(w.list, f)
	}
}

// below is the file at path, which really lies at real.
func (w *walker) below(path, real string) located {
	inside, err := filepath.Rel(w.root, real)
	if err != nil || !filepath.IsLocal(inside) {
		return located{path: path, fault: ErrLeadsOut}
	}
	return located{path: path, root: w.root, inside: inside}
}

// without is path without links.
func without(path string) (string, error) {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return "", err
	}
	return filepath.Abs(real)
}

// folder collects the files below dir that are read. One that cannot be read is an
// error for who named it; below, see entry.
func (w *walker) folder(dir string) error {
	// Where links lead is what tells a loop: the same folder has many names.
	real, err := without(dir)
	if err != nil {
		return err
	}
	if w.root == "" {
		w.root = real
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
			w.entry(filepath.Join(dir, e.Name()), filepath.Join(real, e.Name()), e)
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

// entry collects one entry of a folder, which lies at real unless it is a link.
// What cannot be looked into comes as a file, so that reading it says why it is
// left out.
func (w *walker) entry(path, real string, e fs.DirEntry) {
	isDir := e.IsDir()
	if e.Type()&fs.ModeSymlink != 0 {
		to, err := without(path)
		var info fs.FileInfo
		if err == nil {
			info, err = os.Stat(to)
		}
		if err != nil {
			// A link that leads nowhere, or round to itself.
			if kindOf(path) != "" {
				w.add(located{path: path, fault: reason(err)})
			}
			return
		}
		real, isDir = to, info.IsDir()
	}
	f := w.below(path, real)
	switch {
	case !isDir && kindOf(path) == "":
		w.others[filepath.Clean(path)] = true
	case !isDir || f.fault != nil || w.folder(path) != nil:
		w.add(f)
	}
}
