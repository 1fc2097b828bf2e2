// Package source finds articles: in files and folders of plain text and
// Markdown.
package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"newsdesk/corpus"
	"newsdesk/corpus/clean"
)

// MaxBytes is the size beyond which a file is skipped: no article is as
// long, and a file that is holds something else.
const MaxBytes = 10 << 20

// File is one file that was read.
type File struct {
	// Path is the file's path, as it was named or below the folder that was.
	Path string
	// Article is what it holds; its zero value where Skipped is not nil.
	Article corpus.Article
	// Skipped says why it is left out, in words that follow the file's name.
	Skipped error
}

// Reasons for which a file is left out, beside those of package clean.
var (
	ErrTooLarge = fmt.Errorf("it is larger than %d MB, the most that an article may have", MaxBytes>>20)
	ErrKind     = errors.New("it is of a kind that is not read: save its text as a .txt or .md file")
)

// DuplicateError says that another file, By, gave its article the same ID.
type DuplicateError struct{ By, ID string }

func (e *DuplicateError) Error() string {
	return fmt.Sprintf("%s gives the id %q too: give one of them an id of its own in its front matter", e.By, e.ID)
}

// ErrNoArticles means that the paths hold no article at all.
var ErrNoArticles = errors.New("there is no article to read")

// Files calls yield with every article in paths, which are files or folders,
// in the order of paths and within a folder in the order of names: the same
// files come in the same order everywhere.
//
// Of a folder, files ending in .txt or .md are read, and those in folders
// below it; what is hidden (".name") or of another kind (see PassedOver) is
// not, and a folder that links lead to again is read once. A file of another
// kind that is named itself, a file that holds no article, and one whose id
// an earlier file has come with Skipped, and the walk goes on.
//
// Files stops with an error where a path is missing, where nothing at all
// could be read (ErrNoArticles), where ctx ends, and with yield's error.
func Files(ctx context.Context, paths []string, yield func(File) error) error {
	files, err := list(paths)
	if err != nil {
		return err
	}
	taken := map[string]string{}
	var first error
	for _, path := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		f := Read(path)
		if f.Skipped == nil {
			id := f.Article.ID
			if by, ok := taken[id]; ok {
				f = File{Path: path, Skipped: &DuplicateError{by, id}}
			} else {
				taken[id] = path
			}
		}
		if f.Skipped != nil && first == nil {
			first = fmt.Errorf("%s: %w", path, f.Skipped)
		}
		if err := yield(f); err != nil {
			return err
		}
	}
	if len(taken) > 0 {
		return nil
	}
	where := strings.Join(paths, ", ")
	if first != nil {
		return fmt.Errorf("%w in %s: of %d files none holds one (%w)", ErrNoArticles, where, len(files), first)
	}
	return fmt.Errorf("%w in %s: give files or folders of .txt or .md", ErrNoArticles, where)
}

// PassedOver counts the files in paths that Files passes over because they
// are of a kind that is not read.
func PassedOver(paths []string) (int, error) {
	w := newWalker()
	err := w.paths(paths)
	return len(w.others), err
}

// Read reads one file.
func Read(path string) File {
	if info, err := os.Stat(path); err == nil && !info.IsDir() && !isText(path) {
		return File{Path: path, Skipped: ErrKind}
	}
	raw, err := load(path)
	if err != nil {
		return File{Path: path, Skipped: err}
	}
	a, err := Parse(filepath.Base(path), raw)
	if err != nil {
		return File{Path: path, Skipped: err}
	}
	a.Raw = &corpus.Raw{Name: filepath.Base(path), Bytes: raw}
	return File{Path: path, Article: a}
}

// Parse reads the bytes of a file of that name.
func Parse(name string, raw []byte) (corpus.Article, error) {
	return clean.Text(articleName(name), raw)
}

// load is the bytes of a file, no more than MaxBytes of them.
func load(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, reason(err)
	case info.IsDir():
		return nil, errors.New("the folder cannot be looked into: check its permissions")
	case !info.Mode().IsRegular():
		return nil, errors.New("it is not a regular file")
	case info.Size() > MaxBytes:
		return nil, ErrTooLarge
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, reason(err)
	}
	defer f.Close()
	raw := make([]byte, 0, info.Size()+1)
	for {
		n, err := f.Read(raw[len(raw):cap(raw)])
		raw = raw[:len(raw)+n]
		switch {
		case err == io.EOF:
			return raw, nil
		case err != nil:
			return nil, reason(err)
		case len(raw) > MaxBytes:
			// It has grown since it was measured.
			return nil, ErrTooLarge
		}
		raw = slices.Grow(raw, 1)
	}
}

// reason leaves the path out of what the system says, since the reader has
// it already.
func reason(err error) error {
	var p *fs.PathError
	switch {
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("it may not be read: check its permissions (%w)", fs.ErrPermission)
	case errors.As(err, &p):
		return fmt.Errorf("it cannot be read: %w", p.Err)
	}
	return err
}

// articleName is the file's name without its extension.
func articleName(path string) string {
	name := filepath.Base(path)
	if ext := filepath.Ext(name); isText(name) {
		return strings.TrimSuffix(name, ext)
	}
	return name
}

func isText(name string) bool {
	ext := strings.ToLower(filepath.Ext(name))
	return ext == ".txt" || ext == ".md"
}
