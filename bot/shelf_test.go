package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"newsdesk/corpus"
)

func record(kind, owner, key string) corpus.Record {
	return corpus.Record{Kind: kind, Owner: owner, Key: key, Person: "p" + owner, Value: []byte(`"` + key + `"`)}
}

// slow is a Store that says when it is to take records, and then waits to be
// told what comes of it.
type slow struct {
	MemoryStore
	begun chan struct{}
	take  chan error
}

func (s *slow) PutRecords(ctx context.Context, r ...corpus.Record) error {
	s.begun <- struct{}{}
	if err := <-s.take; err != nil {
		return err
	}
	return s.MemoryStore.PutRecords(ctx, r...)
}

// What waits for a slow store is there at once, in bounded number; what is put
// anew while it is written waits on, and what is forgotten does not come back.
func TestShelf(t *testing.T) {
	ctx := t.Context()
	store := &slow{begun: make(chan struct{}), take: make(chan error)}
	s := newShelf(store, slog.New(slog.DiscardHandler))
	has := func(owner, key, want string) {
		t.Helper()
		r, ok := s.get(ctx, "k", owner, key)
		if got := string(r.Value); ok != (want != "") || got != want {
			t.Errorf("%s %s is %q, want %q", owner, key, got, want)
		}
	}
	for i := range maxWaiting + 10 {
		s.put(record("k", "a", strconv.Itoa(i)))
	}
	has("a", "0", "") // pushed out
	has("a", "10", `"10"`)
	has("a", strconv.Itoa(maxWaiting), fmt.Sprintf("%q", strconv.Itoa(maxWaiting)))
	if len(s.waiting) != maxWaiting || len(s.order) != maxWaiting {
		t.Errorf("%d records wait", len(s.waiting))
	}
	if s.lost != 10 {
		t.Errorf("%d records are said to be lost", s.lost)
	}
	anew := record("k", "a", "10")
	anew.Value = []byte(`"anew"`)
	s.put(anew)
	if err := newest(ctx, s); err != nil {
		t.Fatal(err)
	}
	has("a", "10", `"anew"`)
	has("a", "11", `"11"`)

	big := record("k", "a", "big")
	big.Value = []byte(`"` + string(make([]byte, maxRecord)) + `"`)
	s.put(big)
	has("a", "big", "")

	s = newShelf(store, slog.New(slog.DiscardHandler))
	s.put(record("k", "a", "1"), record("k", "b", "1"))
	written := make(chan error)
	go func() { written <- s.write(ctx) }()
	<-store.begun
	store.take <- errors.New("busy")
	if err := <-written; err == nil {
		t.Error("a failure is not told")
	}
	has("a", "1", `"1"`)
	go func() { written <- s.write(ctx) }()
	<-store.begun
	again := record("k", "a", "1")
	again.Value = []byte(`"new"`)
	s.put(again)
	forgotten := make(chan int)
	go func() {
		n, err := s.forget(func(r corpus.Record) bool { return r.Owner == "b" }, func() (int, error) { return store.ForgetOwner(ctx, "b") })
		if err != nil {
			t.Error(err)
		}
		forgotten <- n
	}()
	store.take <- nil
	// What was put meanwhile is written next, before or after the forgetting.
	for left := 2; left > 0; {
		select {
		case <-store.begun:
			store.take <- nil
		case n := <-forgotten:
			if left--; n != 1 {
				t.Errorf("%d records were forgotten", n)
			}
		case err := <-written:
			if left--; err != nil {
				t.Error(err)
			}
		}
	}
	has("a", "1", `"new"`)
	has("b", "1", "")
	if len(s.waiting) > 0 || len(s.order) > 0 {
		t.Errorf("%d records wait", len(s.waiting))
	}
}

// newest hands what waits to a store that takes it, as if s's own took it now.
func newest(ctx context.Context, s *shelf) error {
	s.store = &s.store.(*slow).MemoryStore
	return s.write(ctx)
}

// Answers go after thirty days, feedback stays, and no owner has more records
// of a kind than is bounded.
func TestSweep(t *testing.T) {
	ctx := t.Context()
	lib, err := corpus.OpenLibrary(ctx, filepath.Join(t.TempDir(), "library.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer lib.Close()
	s := newShelf(lib, slog.New(slog.DiscardHandler))
	var all []corpus.Record
	for i := range maxPerOwner + 3 {
		r := record(kindAnswer, "a", strconv.Itoa(1e6-i)) // the latest has the least key
		r.At = time.Now().Add(time.Duration(i-maxPerOwner-3) * time.Second)
		all = append(all, r)
	}
	for _, kind := range []string{kindAnswer, kindConversation, kindFeedback, kindSeen} {
		r := record(kind, "b", "old")
		r.At = time.Now().Add(-answersLast - time.Hour)
		all = append(all, r)
	}
	if err := lib.PutRecords(ctx, all...); err != nil {
		t.Fatal(err)
	}
	s.put(record(kindAnswer, "a", "last"))
	if err := s.write(ctx); err != nil {
		t.Fatal(err)
	}
	s.sweep(ctx)
	n := 0
	for _, err := range lib.Records(ctx, kindAnswer, "a") {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	_, last, _ := lib.Record(ctx, kindAnswer, "a", "last")
	_, oldest, _ := lib.Record(ctx, kindAnswer, "a", "1000000")
	if n != maxPerOwner || !last || oldest {
		t.Errorf("%d records are left, the last among them: %t, the oldest: %t", n, last, oldest)
	}
	for kind, want := range map[string]bool{kindAnswer: false, kindConversation: false, kindFeedback: true, kindSeen: false} {
		if _, ok, err := lib.Record(ctx, kind, "b", "old"); ok != want || err != nil {
			t.Errorf("%s: an old record is there: %t, %v", kind, ok, err)
		}
	}
}

// A MemoryStore keeps what was used last, of each kind for itself.
func TestMemoryStoreIsBounded(t *testing.T) {
	ctx := t.Context()
	var s MemoryStore
	for _, r := range []corpus.Record{record("settings", "a", ""), record("answer", "a", "first"), record("answer", "a", "second")} {
		if err := s.PutRecords(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	for i := range maxMemoryRecords - 1 {
		if _, ok, _ := s.Record(ctx, "answer", "a", "first"); !ok {
			t.Fatal("what is used is forgotten")
		}
		if err := s.PutRecords(ctx, record("answer", "a", strconv.Itoa(i))); err != nil {
			t.Fatal(err)
		}
	}
	_, settings, _ := s.Record(ctx, "settings", "a", "")
	_, second, _ := s.Record(ctx, "answer", "a", "second")
	if !settings || second {
		t.Errorf("the settings are there: %t, the record unused longest: %t", settings, second)
	}
}
