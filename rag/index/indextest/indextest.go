// Package indextest makes indexes for tests.
package indextest

import (
	"log/slog"
	"testing"

	"newsdesk/corpus"
	"newsdesk/rag/embed"
	"newsdesk/rag/index"
)

// Open is an index of articles, in a folder of its own and closed when the
// test ends, and the words that it is made with.
func Open(t testing.TB, articles []corpus.Article) (*index.Index, *embed.Table) {
	t.Helper()
	table, err := embed.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	ix, err := index.Open(t.Context(), t.TempDir(), table, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ix.Close() })
	if _, err := ix.Add(t.Context(), articles); err != nil {
		t.Fatal(err)
	}
	return ix, table
}
