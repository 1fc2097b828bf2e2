package index

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"newsdesk/corpus"
)

// addingEnv makes the test's own program add articles to the index in the
// folder that it names.
const addingEnv = "NEWSDESK_TEST_ADD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(addingEnv); dir != "" {
		if err := addElsewhere(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func addElsewhere(dir string) error {
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	defer stop()
	x, err := Open(ctx, dir, letters("a"), quiet())
	if err != nil {
		return err
	}
	defer x.Close()
	in := x.Intake(ctx, nil)
	for n := range 20 {
		var batch []corpus.Article
		for i := range 10 {
			batch = append(batch, article(fmt.Sprintf("other-%02d-%d", n, i), "", "", fmt.Sprintf("Wasps raid market %d of town %d.", i, n)))
		}
		if err := in.Add(batch); err != nil {
			return err
		}
	}
	if err := in.Close(); err != nil {
		return err
	}
	return x.Settle(ctx)
}

// While another process adds, questions are answered from whole batches, and
// what it has added is found at once when it is done.
func TestReadWhileAnotherProcessWrites(t *testing.T) {
	dir := t.TempDir()
	x := open(t, dir, letters("a"), quiet())
	add(t, x, article("bees", "", "", "Bees keep the orchard alive."))
	if got := search(t, x, query("orchard bees", 1)); len(got) != 1 {
		t.Fatalf("before: %v", got)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), addingEnv+"="+dir)
	var out bytes.Buffer
	cmd.Stderr = &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	for running := true; running; {
		select {
		case err := <-done:
			if err != nil {
				t.Fatalf("the other process: %v: %s", err, &out)
			}
			running = false
		default:
		}
		if got := search(t, x, query("orchard bees", 1)); len(got) != 1 || got[0] != "bees" {
			t.Fatalf("meanwhile: %v", got)
		}
		if articles, err := x.Articles(t.Context()); err != nil || (len(articles)-1)%10 != 0 {
			t.Fatalf("meanwhile %d articles, %v", len(articles), err)
		}
	}
	begun := time.Now()
	hits, err := x.Search(t.Context(), query("town 19", 300))
	if err != nil || len(hits) == 0 || hits[0].Article[:8] != "other-19" || hits[0].Lexical == 0 {
		t.Fatalf("after %v: %v, %v", time.Since(begun), hits, err)
	}
	if faults, err := x.Verify(t.Context()); err != nil || len(faults) > 0 {
		t.Fatalf("faults %v, %v", faults, err)
	}
}

// A process that is killed while it makes a version leaves it unfinished, and
// one that holds the lock makes nobody wait who has an older version.
func TestUnfinishedVersion(t *testing.T) {
	dir := t.TempDir()
	x := open(t, dir, letters("a"), quiet())
	add(t, x, article("bees", "", "", "Bees keep the orchard alive."))
	search(t, x, query("bees", 1))
	path := lexicalPath(dir)
	if err := os.MkdirAll(filepath.Join(path, buildingName, "store"), 0o700); err != nil {
		t.Fatal(err)
	}
	lock, err := lockVersions(filepath.Join(path, lockName), time.Second)
	if err != nil {
		t.Fatal(err)
	}
	add(t, x, article("tram", "", "", "The tram stops at noon."))
	if got := search(t, x, query("orchard bees", 1)); got[0] != "bees" {
		t.Fatalf("behind: %v", got)
	}
	if err := lock.Close(); err != nil {
		t.Fatal(err)
	}
	if hits, err := x.Search(t.Context(), query("tram noon", 1)); err != nil || hits[0].Article != "tram" || hits[0].Lexical == 0 {
		t.Fatalf("caught up: %v, %v", hits, err)
	}
	if faults, err := x.Verify(t.Context()); err != nil || len(faults) > 0 {
		t.Fatalf("faults %v, %v", faults, err)
	}
	if entries, err := os.ReadDir(path); err != nil || len(entries) != 2 {
		t.Fatalf("left behind: %v, %v", entries, err)
	}
}
