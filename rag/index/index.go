// Package index finds passages: a lexical index (BM25 over a bleve index on
// disk) and a dense one (cosines of vectors in chromem-go, in memory), fused.
//
// The Library is the truth and both indexes are derived from it. The lexical
// one stands in a folder beside the library's file and notes how far it has
// come; the dense one is filled when the first question is asked. Each change
// of the library is caught up with before the next search.
package index

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"newsdesk/corpus"
	"newsdesk/corpus/segment"
)

// Embedder turns texts into vectors of one space.
type Embedder interface {
	// ID names the space; vectors of different IDs cannot be compared.
	ID() string
	// Embed returns one vector a text, of unit length or all zero.
	Embed(ctx context.Context, texts []string) ([][]float32, error)
}

// QueryEmbedder is an Embedder in whose space those who search have no vector
// of their own: Search embeds the query's text. Where texts are embedded by a
// server, a query is the one thing that it is asked for at the time of a
// search.
type QueryEmbedder interface {
	Embedder
	EmbedQuery(ctx context.Context, text string) ([]float32, error)
}

var (
	errStale = errors.New("the lexical index is missing or of another version")
	errInUse = errors.New("another newsdesk process is using the index; stop it or choose another folder with --data")
)

// Index is a library with its indexes. It is safe for concurrent use.
type Index struct {
	dir      string
	lib      *corpus.Library
	embedder Embedder
	log      *slog.Logger
	// remade says that Open made all passages and vectors anew.
	remade bool

	languages languages
	views     views

	mu         sync.RWMutex // guards what follows
	lex        *lexical
	behind     bool // lex waits for another process to bring it up to date
	dense      Dense
	stats      stats
	generation int64 // of the library, as passages and dense have it
	articles   map[string]*corpus.Article
	passages   map[string]corpus.Passage
	keys       map[string][]string // of passages, by article
}

// Open opens the library in dir, creating both where they are missing. It
// does not read the articles: the first search does. Vectors made by another
// embedder are made anew, saying so in the log.
func Open(ctx context.Context, dir string, e Embedder, log *slog.Logger) (*Index, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("cannot make the data folder: %w; choose another with --data", err)
	}
	lib, err := corpus.OpenLibrary(ctx, libraryPath(dir))
	if err != nil {
		return nil, err
	}
	x := &Index{dir: dir, lib: lib, embedder: e, log: log}
	if err := x.checkMadeBy(ctx); err != nil {
		return nil, errors.Join(err, lib.Close())
	}
	return x, nil
}

// Exists reports whether dir holds a library.
func Exists(dir string) bool {
	_, err := os.Stat(libraryPath(dir))
	return !errors.Is(err, fs.ErrNotExist)
}

// Begun reports whether dir holds a library in which there has ever been an
// article, or something is followed. So does one that does not open, for
// whoever opens it to say why.
func Begun(ctx context.Context, dir string) bool {
	if !Exists(dir) {
		return false
	}
	lib, err := corpus.OpenLibrary(ctx, libraryPath(dir))
	if err != nil {
		return true
	}
	defer lib.Close()
	begun, err := lib.Begun(ctx)
	return begun || err != nil
}

// Restore puts the library of a backup into dir (see corpus.Restore).
func Restore(ctx context.Context, dir, backup string, replace bool) (corpus.Backup, error) {
	return corpus.Restore(ctx, backup, libraryPath(dir), replace, func() error { return os.RemoveAll(lexicalPath(dir)) })
}

func libraryPath(dir string) string { return filepath.Join(dir, "library.db") }

// Close releases the files. The Index must not be used afterwards.
func (x *Index) Close() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	var err error
	if x.lex != nil {
		err = x.lex.close()
		x.lex = nil
	}
	return errors.Join(err, x.lib.Close())
}

// Library is the library that the index is derived from.
func (x *Index) Library() *corpus.Library { return x.lib }

// Articles lists what the index knows of its articles, without their texts,
// by ID. The caller must not change them.
func (x *Index) Articles(ctx context.Context) ([]*corpus.Article, error) {
	if err := x.refresh(ctx); err != nil {
		return nil, err
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	out := make([]*corpus.Article, 0, len(x.articles))
	for _, id := range slices.Sorted(maps.Keys(x.articles)) {
		out = append(out, x.articles[id])
	}
	return out, nil
}

// Reach is the first and the last day of publication of the dated articles,
// zero where there is none.
func (x *Index) Reach(ctx context.Context) (oldest, newest time.Time, err error) {
	if err := x.refresh(ctx); err != nil {
		return oldest, newest, err
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	oldest, newest = reach(maps.Values(x.articles))
	return oldest, newest, nil
}

func reach(articles iter.Seq[*corpus.Article]) (oldest, newest time.Time) {
	for a := range articles {
		switch day := a.Published; {
		case day.IsZero():
		case newest.IsZero():
			oldest, newest = day, day
		case day.Before(oldest):
			oldest = day
		case day.After(newest):
			newest = day
		}
	}
	return oldest, newest
}

// Generation is that of the library as the indexes have it: it changes with
// every change of the archive.
func (x *Index) Generation(ctx context.Context) (int64, error) {
	if err := x.refresh(ctx); err != nil {
		return 0, err
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.generation, nil
}

// Settle brings the lexical index, which is on disk, in step with the library,
// so that the next process to search need not. Unlike a search it reads no
// vectors.
func (x *Index) Settle(ctx context.Context) error {
	now, err := x.lib.Generation(ctx)
	if err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.refreshLexical(ctx, now)
}

// Frequencies is how many passages there are, and how many hold each stem.
func (x *Index) Frequencies(ctx context.Context, stems []string) (passages int, counts []int, err error) {
	if err := x.refresh(ctx); err != nil {
		return 0, nil, err
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	counts, err = x.lex.frequencies(ctx, stems, nil)
	return x.stats.passages, counts, err
}

// Similar are indexed stems that an unknown stem may be another form of or, if
// it may be misspelt, a slip of the keyboard for, the most likely first.
func (x *Index) Similar(ctx context.Context, stem string, misspelt bool) ([]string, error) {
	if err := x.refresh(ctx); err != nil {
		return nil, err
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.lex.similar(ctx, stem, misspelt, nil)
}

// AverageLength is the mean number of words of a passage.
func (x *Index) AverageLength(ctx context.Context) (float64, error) {
	if err := x.refresh(ctx); err != nil {
		return 0, err
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.stats.avgLen, nil
}

// Summary counts what Add did.
type Summary struct{ Added, Updated, Unchanged []string }

// Add stores articles, or replaces those whose ID is there, in one
// transaction: after a nil error they are durable. The indexes follow with
// the next search.
func (x *Index) Add(ctx context.Context, articles []corpus.Article) (Summary, error) {
	b := batch{articles: articles}
	if b.items, b.summary, b.err = x.changedItems(ctx, articles); b.err != nil {
		return b.summary, b.err
	}
	err := x.store(ctx, &b)
	return b.summary, err
}

// changedItems are the articles that the library does not hold as they are,
// cut and embedded; the summary has the others.
func (x *Index) changedItems(ctx context.Context, articles []corpus.Article) ([]corpus.Item, Summary, error) {
	var s Summary
	changed := make([]corpus.Article, 0, len(articles))
	for i := range articles {
		same, err := x.lib.Unchanged(ctx, &articles[i])
		if err != nil {
			return nil, s, err
		}
		if same {
			s.Unchanged = append(s.Unchanged, articles[i].ID)
		} else {
			changed = append(changed, articles[i])
		}
	}
	items, err := x.items(ctx, changed)
	return items, s, err
}

// items cuts articles into passages and embeds them.
func (x *Index) items(ctx context.Context, articles []corpus.Article) ([]corpus.Item, error) {
	items := make([]corpus.Item, len(articles))
	var texts []string
	for i := range articles {
		a := &articles[i]
		items[i] = corpus.Item{Article: *a, Passages: segment.Passages(a.ID, a.Text, segment.Sentences(a))}
		for _, p := range items[i].Passages {
			texts = append(texts, PassageText(a, p))
		}
	}
	vectors, err := x.embedder.Embed(ctx, texts)
	if err != nil {
		return nil, err
	}
	for i := range items {
		n := len(items[i].Passages)
		items[i].Vectors, vectors = vectors[:n:n], vectors[n:]
	}
	return items, nil
}

// Remove deletes articles and reports which of the IDs were there. What is
// followed does not bring them back, see corpus.Library.Removed.
func (x *Index) Remove(ctx context.Context, ids ...string) ([]string, error) {
	return x.lib.Remove(ctx, ids...)
}

// PassageText is what is indexed of a passage: the title helps to find the
// passages of an article that do not repeat what it is about.
func PassageText(a *corpus.Article, p corpus.Passage) string {
	if a.Title == "" {
		return p.Of(a.Text)
	}
	return a.Title + "\n" + p.Of(a.Text)
}

// madeByKey is the setting that names what made the passages and vectors:
// the embedder's space and the version of the cutting.
const madeByKey = "made by"

// cutVersion changes whenever sentences or passages are cut differently.
const cutVersion = "1"

func (x *Index) madeBy() string { return x.embedder.ID() + " cut " + cutVersion }
