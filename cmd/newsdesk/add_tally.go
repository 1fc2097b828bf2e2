package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"

	"newsdesk/corpus"
	"newsdesk/corpus/source"
	"newsdesk/rag/index"
)

// fileKey is the entry of an article's Provenance that holds the file which
// add read it from.
const fileKey = "file"

// withFile is the article in f, with the file that it came from.
func withFile(f source.File) corpus.Article {
	art := f.Article
	path, err := filepath.Abs(f.Path)
	if err != nil {
		path = f.Path
	}
	art.Provenance = maps.Clone(art.Provenance)
	if art.Provenance == nil {
		art.Provenance = map[string]string{}
	}
	art.Provenance[fileKey] = path
	return art
}

// tally counts what became of files, with a line for each one left out.
type tally struct {
	// owner is whom the articles are for, "" for the operator.
	owner string

	added, updated, unchanged int
	removed                   int // because their files are gone
	other                     int // files of other kinds
	copies                    int // of other articles
	lines                     []string
	// duplicates are those of lines whose ID another file gives.
	duplicates int
}

func (t *tally) String() string {
	s := fmt.Sprintf("added %d, updated %d, unchanged %d, skipped %d", t.added, t.updated, t.unchanged, len(t.lines))
	if t.removed > 0 {
		s = fmt.Sprintf("removed %d, ", t.removed) + s
	}
	if t.copies > 0 {
		s += "; linked " + copiesOf(t.copies)
	}
	if t.other > 0 {
		s += fmt.Sprintf("; passed over %s of other kinds", count(t.other, "file"))
	}
	return s
}

func copiesOf(n int) string {
	if n == 1 {
		return "1 copy of another article"
	}
	return fmt.Sprintf("%d copies of other articles", n)
}

// count takes in what became of a batch.
func (t *tally) count(s index.Summary) {
	t.added += len(s.Added)
	t.updated += len(s.Updated)
	t.unchanged += len(s.Unchanged)
}

// done is how many articles have been looked after.
func (t *tally) done() int { return t.added + t.updated + t.unchanged }

func (t *tally) skip(f source.File) {
	if twin := (*source.DuplicateError)(nil); errors.As(f.Skipped, &twin) {
		t.duplicates++
	}
	t.lines = append(t.lines, skipLine(".", f))
}

// events prints what was left out and the summary.
func (t *tally) events(p *progress) {
	for _, line := range t.lines {
		p.event(map[string]any{"event": "skipped", "reason": oneLine(line)})
	}
	p.event(map[string]any{"event": "summary", "added": t.added, "updated": t.updated, "unchanged": t.unchanged,
		"duplicates": t.duplicates, "skipped": len(t.lines) - t.duplicates})
}

// errOwnersID means that a file would change what a Discord server has added.
var errOwnersID = errors.New("its id begins with server: as those do that Discord servers add: give it another")

// admit takes out of a batch the articles whose ID, which is a file's name,
// another file has given to an article in the library: storing them would
// lose that article. A copy of it counts as unchanged. An article that names
// itself another owner's is left out too.
func (t *tally) admit(ctx context.Context, lib *corpus.Library, batch []corpus.Article) ([]corpus.Article, error) {
	keep := batch[:0:0]
	for _, art := range batch {
		if corpus.OwnerOf(art.ID) != t.owner {
			t.skip(source.File{Path: art.Provenance[fileKey], Skipped: errOwnersID})
			continue
		}
		held, err := lib.Known(ctx, art.ID)
		if err != nil && !errors.Is(err, corpus.ErrNotFound) {
			return nil, err
		}
		if err != nil || !rival(ctx, &art, held) {
			keep = append(keep, art)
			continue
		}
		path := art.Provenance[fileKey]
		art.Provenance = maps.Clone(art.Provenance)
		art.Provenance[fileKey] = held.Provenance[fileKey]
		art.Raw = nil
		same, err := lib.Unchanged(ctx, &art)
		if err != nil {
			return nil, err
		}
		if same {
			t.unchanged++
			continue
		}
		t.skip(source.File{Path: path, Skipped: &source.DuplicateError{By: held.Provenance[fileKey], ID: art.ID}})
	}
	return keep, nil
}

// admitUnremoved is admit for visits, which do not bring back what somebody
// removed.
func (t *tally) admitUnremoved(ctx context.Context, lib *corpus.Library, batch []corpus.Article) ([]corpus.Article, error) {
	batch, err := t.admit(ctx, lib, batch)
	if err != nil {
		return nil, err
	}
	keep := batch[:0:0]
	for i := range batch {
		removed, err := lib.Removed(ctx, &batch[i])
		if err != nil {
			return nil, err
		}
		if !removed {
			keep = append(keep, batch[i])
		}
	}
	return keep, nil
}

// rival reports whether held came from another file than art, which is still
// there and still gives that ID, and one of the two has it from its file's
// name. Where both are told their ID, the author of the files says that they
// are one article.
func rival(ctx context.Context, art, held *corpus.Article) bool {
	const named = "file name"
	from, by := art.Provenance[fileKey], held.Provenance[fileKey]
	if by == "" || by == from || art.Provenance["id"] != named && held.Provenance["id"] != named {
		return false
	}
	if there, err := os.Stat(by); err == nil {
		if here, err := os.Stat(from); err == nil && os.SameFile(here, there) {
			return false
		}
	}
	return source.Gives(ctx, by, art.ID)
}
