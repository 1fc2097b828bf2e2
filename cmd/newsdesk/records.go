package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"newsdesk/bot"
	"newsdesk/corpus"
)

// recordsPath is the library that the bot's records are in.
func (a *app) recordsPath() string { return filepath.Join(a.settings.Data, "library.db") }

// botStore is where the bot keeps what must outlive it, until done is called:
// the library in the data folder, also where the articles come from elsewhere.
// Where that cannot be written, it is kept in memory, and a notice says so.
func (a *app) botStore(ctx context.Context, arch *archive) (s bot.Store, done func()) {
	if a.settings.Corpus == "" && a.hasIndex(ctx) && !arch.lib().ReadOnly() {
		return arch.lib(), func() {}
	}
	lib, err := a.makeRecords(ctx)
	if err != nil {
		a.notice("settings, answers and votes are forgotten when the bot ends: %v", err)
		return &bot.MemoryStore{}, func() {}
	}
	return lib, func() { _ = lib.Close() } // all is written by then
}

// makeRecords opens the library in the data folder to write records, and
// creates it where there is none.
func (a *app) makeRecords(ctx context.Context) (*corpus.Library, error) {
	if a.settings.Data == "" {
		return nil, errors.New("this user has no home folder: name a data folder with --data or NEWSDESK_DATA")
	}
	lib, err := corpus.OpenLibrary(ctx, a.recordsPath())
	if err != nil {
		return nil, err
	}
	if lib.ReadOnly() {
		_ = lib.Close() // nothing was written
		return nil, fmt.Errorf("the data folder %s cannot be written: choose another with --data", a.settings.Data)
	}
	return lib, nil
}

// withRecords opens the library in the data folder to read the bot's records.
func (a *app) withRecords(ctx context.Context, fn func(*corpus.Library) error) error {
	if _, err := os.Stat(a.recordsPath()); a.settings.Data == "" || errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there are no records of the bot in %s: name its data folder with --data", a.settings.Data)
	}
	lib, err := corpus.OpenLibrary(ctx, a.recordsPath())
	if err != nil {
		return err
	}
	return errors.Join(fn(lib), lib.Close())
}
