package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"newsdesk/corpus"
)

// killsEnv says how many rounds TestKills has.
const killsEnv = "NEWSDESK_KILLS"

// A killing is an index in a folder of its own, whose commands are killed, and
// what is known of it.
type killing struct {
	t      *testing.T
	rng    *rand.Rand
	self   string
	dir    string
	next   int               // number of the next article
	texts  map[string]string // of each article that is there
	doubt  map[string]string // what an article may be instead, "" for gone
	cites  map[string][]corpus.Article
	killed int
	ended  int
}

// TestKills kills commands that add, update, remove, reindex, back up and
// restore at random moments. After each, verify finds nothing wrong, what was
// acknowledged is there, and what was cited opens. NEWSDESK_KILLS sets how
// many rounds there are.
func TestKills(t *testing.T) {
	rounds := 30
	if testing.Short() {
		rounds = 5
	}
	if v := os.Getenv(killsEnv); v != "" {
		n, err := strconv.Atoi(v)
		if err != nil {
			t.Fatal(err)
		}
		rounds = n
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	k := &killing{t: t, rng: rand.New(rand.NewPCG(3, uint64(rounds))), self: self, dir: t.TempDir(),
		texts: map[string]string{}, doubt: map[string]string{}, cites: map[string][]corpus.Article{}}
	k.write(40)
	if !k.run(0, "add", k.path("articles")) {
		t.Fatal("the first add failed")
	}
	k.texts = maps.Clone(k.doubt)
	clear(k.doubt)
	k.check("the first add")
	for round := range rounds {
		what := k.round()
		k.check(fmt.Sprintf("round %d, %s", round, what))
		if t.Failed() {
			return
		}
	}
	if rounds >= 30 && (k.killed < rounds/4 || k.ended < rounds/20) {
		t.Errorf("of %d commands %d were killed and %d ended: the moments are no test", rounds, k.killed, k.ended)
	}
	t.Logf("%d rounds: %d killed, %d had ended; %d articles", rounds, k.killed, k.ended, len(k.texts))
}

func (k *killing) path(name string) string { return filepath.Join(k.dir, name) }

// run runs a command, kills it after a while if that is not 0, and reports
// whether it acknowledged what it did.
func (k *killing) run(after time.Duration, args ...string) bool {
	k.t.Helper()
	var stderr bytes.Buffer
	cmd := exec.Command(k.self)
	cmd.Args = append([]string{"newsdesk"}, args...)
	cmd.Args = append(cmd.Args, "--data", k.path("data"))
	cmd.Env = append(os.Environ(), "HOME="+k.dir, "XDG_CACHE_HOME="+k.path("cache"))
	cmd.Stdout, cmd.Stderr = io.Discard, &stderr
	if err := cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	if after > 0 {
		timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
		defer timer.Stop()
	}
	err := cmd.Wait()
	exit := (*exec.ExitError)(nil)
	switch {
	case err == nil:
		k.ended++
		return true
	case errors.As(err, &exit) && exit.ExitCode() == -1:
		k.killed++
		return false
	}
	k.t.Fatalf("newsdesk %s: %v: %s", strings.Join(args, " "), err, stderr.String())
	return false
}

// round makes one change and kills the command that takes it in.
func (k *killing) round() string {
	after := time.Duration(20+k.rng.IntN(180)) * time.Millisecond
	op := []string{"add", "update", "remove", "reindex", "clean", "backup", "restore"}[k.rng.IntN(7)]
	if len(k.texts) < 60 {
		op = "add"
	}
	var done bool
	switch op {
	case "add":
		k.write(10 + k.rng.IntN(250))
		done = k.run(after, "add", k.path("articles"))
	case "update":
		for _, id := range k.some(60) {
			k.file(id, k.text())
		}
		done = k.run(after, "add", k.path("articles"))
	case "remove":
		ids := k.some(20)
		for _, id := range ids {
			if err := os.Remove(k.path("articles/" + id + ".txt")); err != nil {
				k.t.Fatal(err)
			}
			k.doubt[id] = ""
		}
		done = k.run(after, append([]string{"remove"}, ids...)...)
	case "reindex":
		done = k.run(after, "reindex")
	case "clean":
		done = k.run(after, "reindex", "--clean")
	case "backup":
		done = k.run(after, "backup", "--force", k.path("b"))
		k.checkBackup()
	case "restore":
		// Of the moment, so that it changes nothing.
		if !k.run(0, "backup", "--force", k.path("now")) {
			k.t.Fatal("a backup failed")
		}
		done = k.run(after, "restore", "--force", k.path("now"))
	}
	for id, text := range k.doubt {
		// Only add takes the files in, those of commands that were killed too.
		switch {
		case done && op == "remove" && text == "":
			delete(k.texts, id)
			delete(k.doubt, id)
		case done && (op == "add" || op == "update"):
			k.texts[id] = text
			delete(k.doubt, id)
		}
	}
	return op
}

// write makes n files of new articles.
func (k *killing) write(n int) {
	if err := os.MkdirAll(k.path("articles"), 0o755); err != nil {
		k.t.Fatal(err)
	}
	for range n {
		k.file(fmt.Sprintf("a%05d", k.next), k.text())
		k.next++
	}
}

// file writes an article, which may then be taken in.
func (k *killing) file(id, text string) {
	if err := os.WriteFile(k.path("articles/"+id+".txt"), []byte(text), 0o644); err != nil {
		k.t.Fatal(err)
	}
	k.doubt[id] = text
}

func (k *killing) text() string {
	var b strings.Builder
	for range 3 + k.rng.IntN(8) {
		fmt.Fprintf(&b, "The council of district %d met on Monday to vote on plan %d for the bridge.\n\n", k.rng.IntN(1000), k.rng.IntN(1000))
	}
	return strings.TrimSpace(b.String())
}

// some are up to n articles that are there.
func (k *killing) some(n int) []string {
	var ids []string
	for id := range k.texts {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	k.rng.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	return ids[:min(n, len(ids))]
}

// check holds the index to what is known of it, and takes in what came of
// what was in doubt.
func (k *killing) check(what string) {
	t := k.t
	t.Helper()
	var out, errs bytes.Buffer
	status := run(context.Background(), []string{"verify", "--data", k.path("data")}, &streams{in: strings.NewReader(""), out: &out, err: &errs},
		func(string) (string, bool) { return "", false })
	if status != 0 {
		t.Errorf("%s: verify: %s%s", what, out.String(), errs.String())
		return
	}
	ctx := t.Context()
	l, err := corpus.OpenLibrary(ctx, k.path("data/library.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	there := map[string]string{}
	if err := l.Walk(ctx, corpus.Filter{}, func(a *corpus.Article) error {
		there[a.ID] = a.Text
		if cited := k.cites[a.ID]; len(cited) == 0 || cited[len(cited)-1].Text != a.Text {
			k.cites[a.ID] = append(cited, *a)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for id, text := range k.texts {
		if other, ok := k.doubt[id]; there[id] != text && !(ok && there[id] == other) {
			t.Errorf("%s: article %s was acknowledged and is not so", what, id)
		}
	}
	for id, text := range there {
		if other, ok := k.doubt[id]; k.texts[id] != text && !(ok && text == other) {
			t.Errorf("%s: article %s is there and should not be", what, id)
		}
	}
	k.texts = there
	// What was not taken in is still in the files for the next add; what was
	// not removed has no file, and stays.
	for id := range k.doubt {
		if k.doubt[id] == there[id] || k.doubt[id] == "" {
			delete(k.doubt, id)
		}
	}
	k.restoreFiles()
	for id, cited := range k.cites {
		if _, ok := there[id]; !ok {
			delete(k.cites, id)
			continue
		}
		for _, a := range cited {
			if ok, err := l.Cited(ctx, id, a.Version(), corpus.Span{End: len(a.Text)}, a.Text); err != nil || !ok {
				t.Errorf("%s: a citation of %s opens no more: %v", what, id, err)
			}
		}
	}
}

// restoreFiles gives an article whose removal was not made its file back.
func (k *killing) restoreFiles() {
	for id, text := range k.texts {
		if _, err := os.Stat(k.path("articles/" + id + ".txt")); err != nil {
			if err := os.WriteFile(k.path("articles/"+id+".txt"), []byte(text), 0o644); err != nil {
				k.t.Fatal(err)
			}
		}
	}
}

// checkBackup restores the backup, if there is one yet.
func (k *killing) checkBackup() {
	if _, err := os.Stat(k.path("b")); err != nil {
		return
	}
	to := filepath.Join(k.t.TempDir(), "library.db")
	if _, err := corpus.Restore(k.t.Context(), k.path("b"), to, false, func() error { return nil }); err != nil {
		k.t.Errorf("the backup: %v", err)
	}
}
