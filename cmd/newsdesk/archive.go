package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"newsdesk/corpus"
	"newsdesk/corpus/clean"
	"newsdesk/corpus/sample"
	"newsdesk/corpus/source"
	"newsdesk/rag"
	"newsdesk/rag/embed"
	"newsdesk/rag/index"
)

// archive is the articles that a command reads.
type archive struct {
	ix    *index.Index
	table *embed.Table
	// done removes what was only made for this run.
	done func()
}

func (x *archive) lib() *corpus.Library { return x.ix.Library() }

func (x *archive) engine() *rag.Engine { return rag.New(x.ix, x.lib(), x.table) }

// close releases the archive. A reader has nothing to lose by its error.
func (x *archive) close() {
	_ = x.ix.Close()
	x.done()
}

// openArchive opens what the settings choose: the folder of --corpus, else
// the index in the data folder, else the articles that the program carries.
// An archive without an article is an error.
func (a *app) openArchive(ctx context.Context) (*archive, error) {
	arch, err := a.openAny(ctx)
	if err != nil {
		return nil, err
	}
	empty, err := arch.lib().Empty(ctx)
	if err == nil && empty {
		err = fmt.Errorf("the archive in %s holds no article: add some with newsdesk add PATH, or read a folder with --corpus", a.settings.Data)
	}
	if err != nil {
		arch.close()
		return nil, err
	}
	return arch, nil
}

// openAny is openArchive for who can do with no article.
func (a *app) openAny(ctx context.Context) (*archive, error) {
	s := &a.settings
	switch {
	case s.Corpus != "":
		return a.openFolder(ctx, s.Corpus)
	case a.hasIndex(ctx):
		return a.openData(ctx)
	}
	return a.openSample(ctx, "no index yet: reading the %d sample articles in the program; newsdesk add PATH makes an index of yours, --corpus FOLDER does without")
}

// hasIndex reports whether there is an index in the data folder. Records
// alone, which the bot may have left there, are none.
func (a *app) hasIndex(ctx context.Context) bool {
	return a.settings.Data != "" && index.Begun(ctx, a.settings.Data)
}

// openIndex opens the index in the data folder, and creates it where there is
// none.
func (a *app) openIndex(ctx context.Context) (*index.Index, error) {
	if a.settings.Data == "" {
		return nil, errors.New("this user has no home folder: name a data folder with --data or NEWSDESK_DATA")
	}
	embedder, err := a.embedder(ctx)
	if err != nil {
		return nil, err
	}
	// What somebody collects is theirs to show: the files in it are private.
	if err := os.MkdirAll(a.settings.Data, 0o700); err != nil {
		return nil, fmt.Errorf("cannot make the data folder %s: %w; choose another with --data", a.settings.Data, cause(err))
	}
	return index.Open(ctx, a.settings.Data, embedder, a.logger(slog.LevelWarn))
}

// openExisting is openIndex for who has nothing to put into a new index.
func (a *app) openExisting(ctx context.Context) (*index.Index, error) {
	if a.settings.Data != "" && !index.Exists(a.settings.Data) {
		return nil, fmt.Errorf("there is no index in %s: add articles with newsdesk add PATH, or name another folder with --data", a.settings.Data)
	}
	return a.openIndex(ctx)
}

// openFolder opens the articles in a folder, through the cache.
func (a *app) openFolder(ctx context.Context, dir string) (*archive, error) {
	print, err := source.Fingerprint([]string{dir})
	if err != nil {
		return nil, err
	}
	return a.openCached(ctx, print, func(ctx context.Context, add func(corpus.Article) error) ([]string, error) {
		var skipped []string
		err := source.Files(ctx, []string{dir}, func(f source.File) error {
			if f.Skipped == nil {
				return add(f.Article)
			}
			skipped = append(skipped, skipLine(dir, f))
			return nil
		})
		return skipped, err
	})
}

// skipLine says which file is left out and why, every path in it below dir.
func skipLine(dir string, f source.File) string {
	why := f.Skipped
	if twin := (*source.DuplicateError)(nil); errors.As(why, &twin) {
		why = &source.DuplicateError{By: below(dir, twin.By), ID: twin.ID}
	}
	return fmt.Sprintf("skipped %s: %v", below(dir, f.Path), why)
}

// below is path as seen from dir, if it lies there.
func below(dir, path string) string {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return path
	}
	whole, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	if rel, err := filepath.Rel(dir, whole); err == nil && rel != "." && filepath.IsLocal(rel) {
		return rel
	}
	return path
}

// openSample opens the articles that the program carries, and says why, with
// their number, as notice formats it.
func (a *app) openSample(ctx context.Context, why string) (*archive, error) {
	files, err := fs.Glob(sample.FS, "*.md")
	if err != nil {
		return nil, err
	}
	articles := make([]corpus.Article, 0, len(files))
	var all strings.Builder
	for _, name := range files {
		raw, err := fs.ReadFile(sample.FS, name)
		if err != nil {
			return nil, err
		}
		art, err := clean.Text(strings.TrimSuffix(name, ".md"), raw)
		if err != nil {
			return nil, fmt.Errorf("the sample article %s: %w", name, err)
		}
		articles = append(articles, art)
		fmt.Fprintf(&all, "%s %d\n%s", name, len(raw), raw)
	}
	arch, err := a.openCached(ctx, hashOf(all.String()), func(_ context.Context, add func(corpus.Article) error) ([]string, error) {
		for _, art := range articles {
			if err := add(art); err != nil {
				return nil, err
			}
		}
		return nil, nil
	})
	if err == nil {
		a.notice(why, len(articles))
	}
	return arch, err
}

// batchSize is how many articles are stored in one transaction: what an
// interrupted run keeps, and what bounds its memory.
const batchSize = 200

// batcher puts articles into an index in batches, several under way at once.
type batcher struct {
	// open is called with the first batch, so that no index is made of
	// nothing.
	open    func(context.Context) (*index.Index, error)
	ix      *index.Index
	intake  *index.Intake
	pending []corpus.Article
	// cancellable is set where a batch takes so long to embed that Ctrl-C must
	// not wait for it; the embedder then keeps what it has done.
	cancellable bool
	// admit, if not nil, takes out of a batch what must not be stored.
	admit func(context.Context, *corpus.Library, []corpus.Article) ([]corpus.Article, error)
	done  func(index.Summary) // called after each batch
	// read is how many bytes of the files added had been read when the last
	// article came, and stored when the last one that is durable did.
	read, stored int64
	// sent is what read was at the batches under way.
	sent []int64
	// collections are those that the articles are put into.
	collections []string
	// pages are remembered once what came of them is stored.
	pages []corpus.FetchedPage
}

// add takes one article. A batch that is full is stored even if ctx has
// ended, so that the work done so far is kept.
func (b *batcher) add(ctx context.Context, art corpus.Article) error {
	b.pending = append(b.pending, art)
	if len(b.pending) < batchSize {
		return nil
	}
	return b.send(b.lasting(ctx))
}

// lasting is ctx for what is finished even where ctx ends.
func (b *batcher) lasting(ctx context.Context) context.Context {
	if b.cancellable {
		return ctx
	}
	return context.WithoutCancel(ctx)
}

// send puts what is pending under way.
func (b *batcher) send(ctx context.Context) error {
	if b.ix == nil {
		var err error
		if b.ix, err = b.open(ctx); err != nil {
			return err
		}
	}
	batch := b.pending
	b.pending = nil
	if b.admit != nil {
		var err error
		if batch, err = b.admit(ctx, b.ix.Library(), batch); err != nil {
			return err
		}
	}
	for i := range batch {
		batch[i].Collections = b.collections
	}
	if b.intake == nil {
		b.intake = b.ix.Intake(ctx, b.took)
	}
	b.sent = append(b.sent, b.read)
	return b.intake.Add(batch)
}

// took is told of each batch that is durable, in their order.
func (b *batcher) took(s index.Summary) {
	b.stored, b.sent = b.sent[0], b.sent[1:]
	b.done(s)
}

// flush returns when all that was added is stored.
func (b *batcher) flush(ctx context.Context) error {
	if len(b.pending) == 0 && b.intake == nil && (len(b.pages) == 0 || b.ix == nil) {
		return nil
	}
	ctx = b.lasting(ctx)
	if len(b.pending) > 0 {
		if err := b.send(ctx); err != nil {
			return err
		}
	}
	if b.intake != nil {
		if err := b.endIntake(); err != nil {
			return err
		}
	}
	if b.ix == nil || len(b.pages) == 0 {
		return nil
	}
	err := b.ix.Library().KeepFetched(ctx, b.pages...)
	if err == nil {
		b.pages = b.pages[:0]
	}
	return err
}

func (b *batcher) endIntake() error {
	in := b.intake
	b.intake = nil
	err := in.Close()
	b.sent = nil
	return err
}

// close stores what is under way and releases the index, if open opened it.
func (b *batcher) close() error {
	var err error
	if b.intake != nil {
		err = b.endIntake()
	}
	if b.ix != nil && b.open != nil {
		err = errors.Join(err, b.ix.Close())
	}
	return err
}
