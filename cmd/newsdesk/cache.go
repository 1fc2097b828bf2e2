package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"newsdesk/corpus"
	"newsdesk/rag/index"
)

// cacheFormat changes whenever a cached folder of an earlier program would be
// read wrongly.
const cacheFormat = 1

const (
	unused    = 30 * 24 * time.Hour // after which a cached index is removed
	abandoned = 24 * time.Hour      // after which a half-built one is
	// superseded is how long the index that another build of the program made
	// of the same articles is left alone, since it may be in use.
	superseded = time.Hour
)

// skippedFile lists, a line each, what was left out of a cached index.
const skippedFile = "skipped.txt"

const buildingPrefix = ".building-"

// feed hands over articles in order and returns a line for each file that
// had to be left out.
type feed func(ctx context.Context, add func(corpus.Article) error) (skipped []string, err error)

// openCached opens the index of the articles that have this fingerprint. It
// is in the cache folder, or is built there: beside its place, and moved when
// it is whole, so that a process killed meanwhile leaves nothing half-made
// under that name.
func (a *app) openCached(ctx context.Context, fingerprint string, articles feed) (*archive, error) {
	table, embedder, err := a.embedders(ctx)
	if err != nil {
		return nil, err
	}
	log := a.logger(slog.LevelWarn)
	root, err := cacheRoot()
	if err != nil {
		return a.openTemporary(ctx, articles, err)
	}
	dir := filepath.Join(root, fingerprint[:32]+"-"+build(embedder))
	if index.Exists(dir) {
		if ix, err := index.Open(ctx, dir, embedder, log); err == nil {
			now := time.Now()
			// The time of use; a folder of another user's stays as it is.
			_ = os.Chtimes(dir, now, now)
			a.noticeSkipped(dir)
			return &archive{ix: ix, table: table, done: func() {}}, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		// Damaged, and worth nothing: it can be built anew.
		_ = os.RemoveAll(dir)
	}
	if err := os.MkdirAll(root, 0o755); err != nil {
		return a.openTemporary(ctx, articles, err)
	}
	building, err := os.MkdirTemp(root, buildingPrefix)
	if err != nil {
		return a.openTemporary(ctx, articles, err)
	}
	defer os.RemoveAll(building)
	if err := a.build(ctx, building, embedder, articles); err != nil {
		return nil, err
	}
	// Where another process was faster, its index is as good.
	if err := os.Rename(building, dir); err != nil && !index.Exists(dir) {
		return a.openTemporary(ctx, articles, err)
	}
	prune(root, dir)
	ix, err := index.Open(ctx, dir, embedder, log)
	if err != nil {
		return nil, err
	}
	a.noticeSkipped(dir)
	return &archive{ix: ix, table: table, done: func() {}}, nil
}

// openTemporary builds an index that is removed when the command ends.
func (a *app) openTemporary(ctx context.Context, articles feed, why error) (*archive, error) {
	table, embedder, err := a.embedders(ctx)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "newsdesk-")
	if err != nil {
		return nil, fmt.Errorf("neither the cache folder nor the temporary folder can be written (%w): free some space or set TMPDIR", cause(err))
	}
	remove := func() { _ = os.RemoveAll(dir) }
	if err := a.build(ctx, dir, embedder, articles); err != nil {
		remove()
		return nil, err
	}
	ix, err := index.Open(ctx, dir, embedder, a.logger(slog.LevelWarn))
	if err != nil {
		remove()
		return nil, err
	}
	a.notice("the cache folder cannot be used (%v): indexing the articles anew at each start; make it writable, or set XDG_CACHE_HOME", why)
	a.noticeSkipped(dir)
	return &archive{ix: ix, table: table, done: remove}, nil
}

// build makes the whole index in dir, the lexical one included.
func (a *app) build(ctx context.Context, dir string, embedder index.Embedder, articles feed) (err error) {
	ix, err := index.Open(ctx, dir, embedder, a.logger(slog.LevelWarn))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ix.Close()) }()
	shown := progress{app: a}
	defer shown.end()
	b := batcher{ix: ix, cancellable: a.settings.remote(), done: func(s index.Summary) { shown.add(len(s.Added)) }}
	defer func() { err = errors.Join(err, b.close()) }()
	skipped, err := articles(ctx, func(art corpus.Article) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		// The files are there to be read again.
		art.Raw = nil
		return b.add(ctx, art)
	})
	if err == nil {
		err = b.flush(ctx)
	}
	if err != nil {
		return err
	}
	if err := ix.Settle(ctx); err != nil {
		return err
	}
	lines := make([]string, len(skipped))
	for i, l := range skipped {
		lines[i] = oneLine(l) + "\n"
	}
	return os.WriteFile(filepath.Join(dir, skippedFile), []byte(strings.Join(lines, "")), 0o644)
}

// maxSkipLines is how many files left out are named; the rest are counted.
const maxSkipLines = 10

// noticeSkipped says what was left out of the index in dir.
func (a *app) noticeSkipped(dir string) {
	b, err := os.ReadFile(filepath.Join(dir, skippedFile))
	if err != nil {
		return
	}
	a.noticeLines(strings.FieldsFunc(string(b), func(r rune) bool { return r == '\n' }))
}

// noticeLines keeps lines for stderr, no more than maxSkipLines of them.
func (a *app) noticeLines(lines []string) {
	for _, l := range lines[:min(len(lines), maxSkipLines)] {
		a.notice("%s", l)
	}
	if more := len(lines) - maxSkipLines; more > 0 {
		a.notice("skipped %s more", count(more, "file"))
	}
}

// prune removes indexes that were long not used, what killed processes left
// behind, and what other builds of the program made of the articles of keep.
// What cannot be removed stays.
func prune(root, keep string) {
	entries, err := os.ReadDir(root)
	if err != nil {
		return
	}
	same, _, _ := strings.Cut(filepath.Base(keep), "-")
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !e.IsDir() || e.Name() == filepath.Base(keep) {
			continue
		}
		age := time.Since(info.ModTime())
		if age > unused || age > abandoned && strings.HasPrefix(e.Name(), buildingPrefix) ||
			age > superseded && strings.HasPrefix(e.Name(), same+"-") {
			_ = os.RemoveAll(filepath.Join(root, e.Name()))
		}
	}
}

// cacheRoot is the folder for what can be made anew.
func cacheRoot() (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "newsdesk"), nil
}

// build names what makes an index of articles: the embedder, the format and
// the program. Two builds may read one file differently, and a program has no
// cheaper mark of its content than its file's size and time.
func build(embedder index.Embedder) string {
	id := fmt.Sprintf("%d %s", cacheFormat, embedder.ID())
	if path, err := os.Executable(); err == nil {
		if info, err := os.Stat(path); err == nil {
			id += fmt.Sprintf(" %d %d", info.Size(), info.ModTime().UnixNano())
		}
	}
	return hashOf(id)[:16]
}

func hashOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}
