package bot_test

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"strings"
	"testing"

	"newsdesk/corpus"
	"newsdesk/corpus/clean"
	"newsdesk/corpus/sample"
	"newsdesk/rag"
	"newsdesk/rag/embed"
	"newsdesk/rag/index"
)

// openSample is the real engine over the embedded articles, with an index in
// dir, and its library, until close is called.
func openSample(ctx context.Context, dir string) (e *rag.Engine, lib *corpus.Library, close func() error, err error) {
	names, err := fs.Glob(sample.FS, "*.md")
	if err != nil {
		return nil, nil, nil, err
	}
	var articles []corpus.Article
	for _, name := range names {
		raw, err := fs.ReadFile(sample.FS, name)
		if err != nil {
			return nil, nil, nil, err
		}
		a, err := clean.Text(strings.TrimSuffix(name, ".md"), raw)
		if err != nil {
			return nil, nil, nil, err
		}
		articles = append(articles, a)
	}
	table, err := embed.Builtin()
	if err != nil {
		return nil, nil, nil, err
	}
	ix, err := index.Open(ctx, dir, table, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, nil, nil, err
	}
	if _, err := ix.Add(ctx, articles); err != nil {
		return nil, nil, nil, errors.Join(err, ix.Close())
	}
	return rag.New(ix, ix.Library(), table), ix.Library(), ix.Close, nil
}

// sampleEngine is openSample for as long as a test runs.
func sampleEngine(t *testing.T) *rag.Engine {
	t.Helper()
	e, _, close, err := openSample(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = close() }) // of a folder that is thrown away
	return e
}
