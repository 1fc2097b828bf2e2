package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"newsdesk/corpus"
	"newsdesk/corpus/source"
)

// mirror finds the articles whose files have gone from a folder. It is told of
// all that is read in it, and takes for gone only what it is sure of: a disk
// that is not mounted leaves an empty folder behind, or none.
type mirror struct {
	folder string
	// ids are the articles that the folder gives, and faulty the files and
	// folders in it that could not be read in full.
	ids, faulty map[string]bool
	// added are those of ids that the library had not.
	added []string
	// sure says that somebody has asked for the visit, and many may go.
	sure bool
}

func newMirror(folder string) *mirror {
	return &mirror{folder: filepath.Clean(folder), ids: map[string]bool{}, faulty: map[string]bool{}}
}

// see takes in what was read.
func (m *mirror) see(f source.File) {
	twin := (*source.DuplicateError)(nil)
	switch {
	case f.Skipped == nil:
		m.ids[f.Article.ID] = true
	case errors.As(f.Skipped, &twin):
		m.ids[twin.ID] = true
	default:
		m.faulty[filepath.Clean(f.In)] = true
	}
}

// mostAtOnce is how many articles may go in one visit where fewer stay. Where
// it is more, what lies there may be another disk, and somebody has to say that
// they are to go.
const mostAtOnce = 5

// beingWritten is how long ago a file may have changed that somebody may not
// be done with.
const beingWritten = time.Minute

// gone lists the articles whose files are no longer there, and says, if some
// of them are kept, why.
func (m *mirror) gone(ctx context.Context, lib *corpus.Library) (ids []string, kept string, err error) {
	from, err := lib.AddedFrom(ctx, m.folder)
	if err != nil {
		return nil, "", err
	}
	for _, id := range m.added {
		delete(from, id)
	}
	empty, hidden, stay := "", 0, 0
	for id, file := range from {
		if m.ids[id] {
			stay++
			continue
		}
		folder, ok := m.away(file)
		switch {
		case ok:
			ids = append(ids, id)
		case folder != "":
			hidden++
			if empty == "" || folder < empty {
				empty = folder
			}
		}
	}
	slices.Sort(ids)
	if !m.sure && len(ids) > max(stay, mostAtOnce) {
		return nil, fmt.Sprintf("kept %s whose files are gone, as only %d of the folder's are there: is its disk mounted? newsdesk watch add --mirror, once more, takes them out", count(len(ids), "article"), stay), nil
	}
	if hidden > 0 {
		kept = fmt.Sprintf("kept %s of the empty folder %s: is a disk not mounted? Remove the folder too and they go", count(hidden, "article"), empty)
	}
	return ids, kept, nil
}

// away reports whether an article that came from file cannot come from it
// any more. Where that is not sure because a folder is empty, it names that.
func (m *mirror) away(file string) (empty string, ok bool) {
	for _, p := range m.above(file) {
		if m.faulty[p] {
			return "", false
		}
	}
	for _, p := range m.above(file) {
		info, err := os.Lstat(p)
		switch {
		case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
			continue
		case err != nil:
			return "", false
		}
		if info.Mode()&fs.ModeSymlink != 0 {
			if info, err = os.Stat(p); err != nil {
				return p, false // it leads to what is not there now
			}
		}
		if !info.IsDir() {
			// It was read and gives other articles, unless it is being written.
			return "", time.Since(info.ModTime()) > beingWritten
		}
		entries, err := os.ReadDir(p)
		if err != nil {
			return "", false
		}
		if slices.ContainsFunc(entries, func(e os.DirEntry) bool { return !strings.HasPrefix(e.Name(), ".") }) {
			return "", true
		}
		return p, false
	}
	return "", false
}

// above is file, what it lies in and so on, up to the folder.
func (m *mirror) above(file string) (out []string) {
	if list, _, ok := source.CutLine(file); ok {
		out = append(out, file)
		file = list
	}
	for p := file; len(p) >= len(m.folder); p = filepath.Dir(p) {
		out = append(out, p)
		if p == m.folder || p == filepath.Dir(p) {
			break
		}
	}
	return out
}

// reconcile takes out the articles whose files have gone. One that was renamed
// hands the collections that it was in to the article of the same text that is
// new.
func (m *mirror) reconcile(ctx context.Context, lib *corpus.Library) (removed int, kept string, err error) {
	ids, kept, err := m.gone(ctx, lib)
	if err != nil || len(ids) == 0 {
		return 0, kept, err
	}
	texts := map[string]string{}
	for _, id := range m.added {
		a, err := lib.Article(ctx, id)
		if err != nil && !errors.Is(err, corpus.ErrNotFound) {
			return 0, "", err
		}
		if err == nil {
			texts[hashOf(a.Text)] = id
		}
	}
	for _, id := range ids {
		a, err := lib.Article(ctx, id)
		if err != nil && !errors.Is(err, corpus.ErrNotFound) {
			return 0, "", err
		}
		if err != nil || len(a.Collections) == 0 || texts[hashOf(a.Text)] == "" {
			continue
		}
		if err := lib.JoinCollections(ctx, a.Collections, texts[hashOf(a.Text)]); err != nil {
			return 0, "", err
		}
	}
	dropped, err := lib.Drop(ctx, ids...)
	return len(dropped), kept, err
}
