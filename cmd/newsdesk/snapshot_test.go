package main

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"testing"

	"newsdesk/corpus"
	"newsdesk/corpus/clean"
	"newsdesk/rag"
	"newsdesk/rag/embed"
	"newsdesk/rag/index"
)

// TestAskWhileWriting asks while another opening of the index changes,
// removes and adds articles: every citation opens in the version that it
// names, and what was added is answered from at once.
func TestAskWhileWriting(t *testing.T) {
	ctx := t.Context()
	table, err := embed.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	open := func() *index.Index {
		ix, err := index.Open(ctx, dir, table, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { ix.Close() })
		return ix
	}
	w, r := open(), open()
	put := func(id, text string) {
		art, err := clean.Text(id, []byte(text))
		if err == nil {
			_, err = w.Add(context.Background(), []corpus.Article{art})
		}
		if err != nil {
			t.Error(err)
		}
	}
	put("bridge", "The new bridge over the river was opened on Monday by Mayor Anna Smith.")
	ending, stop := context.WithCancel(ctx)
	var writing sync.WaitGroup
	writing.Go(func() {
		for i := 0; ending.Err() == nil; i++ {
			put("bridge", fmt.Sprintf("%.*sThe new bridge over the river was opened on Monday by Mayor Anna Smith, after %d years.", 9*(i%3), "Rain fell. It was cold.", i+2))
			put(fmt.Sprint("other", i%5), fmt.Sprintf("The harbour was closed for %d days because of ice.", i+2))
			if _, err := w.Remove(context.Background(), fmt.Sprint("other", (i+2)%5)); err != nil {
				t.Error(err)
			}
		}
	})
	e := rag.New(r, r.Library(), table)
	cited := 0
	for range 60 {
		a, err := e.Ask(ctx, rag.Question{Text: "Who opened the bridge over the river?"})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range a.Citations {
			cited++
			ok, err := r.Library().Cited(ctx, c.Doc, c.Version, corpus.Span{Start: c.Start, End: c.End}, c.Quote)
			if _, gone := r.Library().Known(ctx, c.Doc); gone == nil && (err != nil || !ok) {
				t.Errorf("%s, version %s, does not say %q: %v", c.Doc, c.Version, c.Quote, err)
			}
		}
	}
	stop()
	writing.Wait()
	if cited < 40 {
		t.Errorf("only %d citations: the test shows nothing", cited)
	}
	put("tower", "The old tower by the station was sold on Tuesday to Clara Winter.")
	if a, err := e.Ask(ctx, rag.Question{Text: "Who was the old tower by the station sold to?"}); err != nil || a.Abstained || a.Citations[0].Doc != "tower" {
		t.Errorf("what was just added: %v, %+v", err, a.Text)
	}
	if faults, err := r.Verify(ctx); err != nil || len(faults) > 0 {
		t.Errorf("%q, %v", faults, err)
	}
}
