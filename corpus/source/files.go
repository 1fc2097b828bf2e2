// Package source finds articles: in files and folders of text, web pages and
// documents, in archives of them, and in lists of records.
//
// Files is the way in: it walks paths and hands on an article at a time, with
// what it had to leave out and why. Whatever the bytes, it neither stops nor
// takes more memory and time than the limits here allow.
package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"newsdesk/corpus"
	"newsdesk/corpus/clean"
)

// File is one article that was read, or one thing that could not be.
type File struct {
	// Path is the file's path, as it was named or below the folder that was;
	// within an archive "archive.zip/folder/page.html", of a list of records
	// "list.jsonl:12", which counts lines.
	Path string
	// In is the file on disk that it was read from, and Read how many bytes of
	// all the files that Files was given have been read by now, packed as they
	// lie there, of as many as Measure counts.
	In   string
	Read int64
	// Article is what it holds; its zero value where Skipped is not nil.
	Article corpus.Article
	// Skipped says why it is left out, in words that follow the file's name.
	Skipped error
}

// DuplicateError says that another file, By, gave its article the same ID.
type DuplicateError struct{ By, ID string }

func (e *DuplicateError) Error() string {
	return fmt.Sprintf("%s gives the id %q too: give one of them another name, or an id of its own in its front matter", e.By, e.ID)
}

// ErrNoArticles means that the paths hold no article at all.
var ErrNoArticles = errors.New("there is no article to read")

// Files calls yield with every article in paths, which are files or folders,
// in the order of paths, within a folder in the order of names and within an
// archive in its own: the same files come in the same order everywhere.
//
// Of a folder, files of the kinds that are read (see Kinds), and those in
// folders below it; what is hidden (".name") or of another kind (see
// PassedOver) is not, nor the folder of pictures that a browser saves beside
// a page, and a folder that links lead to again is read once. A link that leads
// out of the folder, a file of another kind that is named itself, a file that
// holds no article, and one whose id an earlier one has come with Skipped, and
// the walk goes on. So do the parts of archives and lists that cannot be read.
//
// An article without an id of its own is named after its file: the name
// without the extension, "archive/folder/page" within an archive, and
// "list:12", or its address, in a list.
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
	hand := func(f File) error {
		if f.Skipped == nil {
			id := f.Article.ID
			if by, ok := taken[id]; ok {
				f.Article, f.Skipped = corpus.Article{}, &DuplicateError{by, id}
			} else {
				taken[id] = f.Path
			}
		}
		if f.Skipped != nil && first == nil {
			first = fmt.Errorf("%s: %w", f.Path, f.Skipped)
		}
		return yield(f)
	}
	var before int64
	for _, at := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		var m meter
		err := file(ctx, at, &m, func(f File) error {
			f.In, f.Read = at.path, before+m.read()
			return hand(f)
		})
		if err != nil {
			return err
		}
		before += m.size
	}
	if len(taken) > 0 {
		return nil
	}
	where := strings.Join(paths, ", ")
	if first != nil {
		return fmt.Errorf("%w in %s: of %d files none holds one (%w)", ErrNoArticles, where, len(files), first)
	}
	return fmt.Errorf("%w in %s: give files or folders of .txt or .md, web pages, documents or archives (newsdesk add --help lists them)", ErrNoArticles, where)
}

// PassedOver counts the files in paths that Files passes over because they
// are of a kind that is not read.
func PassedOver(paths []string) (int, error) {
	w := newWalker()
	err := w.paths(paths)
	return len(w.others), err
}

// Gives reports whether the file at path, a File's Path, is still there and
// gives the article that id. Of archives and lists only their being there is
// looked at.
func Gives(ctx context.Context, path, id string) bool {
	info, err := os.Stat(path)
	if err != nil {
		return container(path) != ""
	}
	if info.IsDir() {
		return false
	}
	found := false
	err = file(ctx, located{path: path}, &meter{}, func(f File) error {
		found = found || f.Skipped == nil && f.Article.ID == id
		return nil
	})
	return err == nil && found
}

// container is the file that holds what a path within it names, or "".
func container(path string) string {
	if list, _, ok := CutLine(path); ok {
		path = list
	} else {
		path = filepath.Dir(path)
	}
	for range 64 {
		info, err := os.Stat(path)
		if err == nil {
			if info.Mode().IsRegular() {
				return path
			}
			return ""
		}
		next := filepath.Dir(path)
		if next == path {
			return ""
		}
		path = next
	}
	return ""
}

// CutLine parts the path of a record, "list.jsonl:12".
func CutLine(path string) (list, line string, ok bool) {
	i := strings.LastIndexByte(path, ':')
	if i < 0 || i == len(path)-1 || strings.Trim(path[i+1:], "0123456789") != "" {
		return path, "", false
	}
	return path[:i], path[i+1:], true
}

// file reads one file, with m counting.
func file(ctx context.Context, from located, m *meter, yield func(File) error) error {
	r := &reading{ctx: ctx, yield: yield}
	return unstopped(r.file(from, m))
}

func (r *reading) file(from located, m *meter) error {
	path := from.path
	f, info, err := from.open()
	if err != nil {
		return r.skip(path, err)
	}
	defer f.Close()
	name := filepath.Base(path)
	r.gauge = gauge{packed: info.Size()}
	m.file, m.size = f, info.Size()
	return r.item(item{path: path, name: name, id: stem(name), r: m, at: m, size: info.Size()})
}

// Parse reads one article from the bytes of a file of that name, as Files does.
func Parse(ctx context.Context, name string, raw []byte) (corpus.Article, error) {
	return single(func(yield func(File) error) error {
		r := &reading{ctx: ctx, yield: yield, gauge: gauge{packed: int64(len(raw))}}
		b := bytes.NewReader(raw)
		return unstopped(r.item(item{path: name, name: name, id: stem(name), r: b, at: b, size: int64(len(raw))}))
	})
}

// Single is the one article in c, where it holds just one.
func Single(ctx context.Context, c Content) (corpus.Article, error) {
	return single(func(yield func(File) error) error { return ReadContent(ctx, c, yield) })
}

// ErrSeveral means that there is more than one article where one was expected.
var ErrSeveral = errors.New("it holds several articles: save it as a file and add that")

func single(read func(yield func(File) error) error) (corpus.Article, error) {
	var found []File
	err := read(func(f File) error {
		if found = append(found, f); len(found) > 1 {
			return ErrSeveral
		}
		return nil
	})
	switch {
	case err != nil:
		return corpus.Article{}, err
	case len(found) == 0:
		return corpus.Article{}, clean.ErrEmpty
	}
	return found[0].Article, found[0].Skipped
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
