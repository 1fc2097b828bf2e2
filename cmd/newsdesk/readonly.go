package main

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"newsdesk/corpus"
	"newsdesk/rag/embed"
	"newsdesk/rag/index"
)

// openData opens the index in the data folder to read it. Where it would have
// to be brought up to date first and cannot be written, a private copy is.
func (a *app) openData(ctx context.Context) (*archive, error) {
	table, err := embed.Builtin()
	if err != nil {
		return nil, err
	}
	ix, err := a.openIndex(ctx)
	if err == nil && ix.Library().ReadOnly() {
		// What is behind its library is brought up to date by the first read.
		if _, err = ix.Generation(ctx); err != nil {
			_ = ix.Close() // it was only read
		}
	}
	switch {
	case err == nil:
		return &archive{ix: ix, table: table, done: func() {}}, nil
	case errors.Is(err, corpus.ErrReadOnly), errors.Is(err, fs.ErrPermission):
		if arch, copyErr := a.openCopy(ctx, table); copyErr == nil {
			return arch, nil
		}
	}
	return nil, err
}

// openCopy opens a copy of the library in the data folder, which is removed
// when the command ends.
func (a *app) openCopy(ctx context.Context, table *embed.Table) (*archive, error) {
	name := filepath.Join(a.settings.Data, "library.db")
	if info, err := os.Stat(name); err != nil || info.Size() == 0 {
		return nil, errors.Join(errors.New("there is nothing to copy"), err)
	}
	lib, err := corpus.OpenLibrary(ctx, name)
	if err != nil {
		return nil, err
	}
	defer lib.Close()
	dir, err := os.MkdirTemp("", "newsdesk-")
	if err != nil {
		return nil, err
	}
	remove := func() { _ = os.RemoveAll(dir) }
	if err := lib.CopyTo(ctx, filepath.Join(dir, "library.db")); err != nil {
		remove()
		return nil, err
	}
	embedder, err := a.embedder(ctx)
	if err != nil {
		remove()
		return nil, err
	}
	ix, err := index.Open(ctx, dir, embedder, a.logger(slog.LevelError))
	if err != nil {
		remove()
		return nil, err
	}
	a.notice("the index in %s is behind its articles and cannot be written: reading a copy, made at each start; newsdesk verify, run by who may write it, brings it up to date", a.settings.Data)
	return &archive{ix: ix, table: table, done: remove}, nil
}
