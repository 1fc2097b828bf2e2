package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"newsdesk/corpus"
)

// home is an environment of its own.
func home(t *testing.T) lookup {
	dir := t.TempDir()
	t.Setenv("HOME", dir)
	t.Setenv("XDG_CACHE_HOME", filepath.Join(dir, "cache"))
	t.Chdir(dir)
	env := map[string]string{"XDG_DATA_HOME": filepath.Join(dir, "data")}
	return func(name string) (string, bool) {
		v, ok := env[name]
		return v, ok
	}
}

// brokenWriter fails with err, or panics where that is nil.
type brokenWriter struct{ err error }

func (w brokenWriter) Write([]byte) (int, error) {
	if w.err == nil {
		panic("a fault\nof two lines")
	}
	return 0, w.err
}

func TestOutputThatCannotBeWritten(t *testing.T) {
	env := home(t)
	for _, tt := range []struct {
		name   string
		err    error
		status int
		stderr string
	}{
		{"the reader has gone", &os.PathError{Op: "write", Path: "|1", Err: syscall.EPIPE}, exitOK, ""},
		{"the disk is full", &os.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}, exitError, "newsdesk: cannot write the output: no space left on device; free some space or write elsewhere\n"},
		{"a panic", nil, exitError, "newsdesk: this is a fault of the program, please report it with the command you gave: a fault; of two lines\n"},
	} {
		var stderr bytes.Buffer
		status := run(t.Context(), []string{"--help"}, &streams{in: strings.NewReader(""), out: brokenWriter{tt.err}, err: &stderr}, env)
		if status != tt.status || stderr.String() != tt.stderr {
			t.Errorf("%s: status %d, stderr %q", tt.name, status, stderr.String())
		}
	}
}

func TestInterrupted(t *testing.T) {
	env := home(t)
	for _, tt := range []struct {
		args  []string
		after time.Duration // to let it wait for input
	}{
		{[]string{"chat"}, 50 * time.Millisecond},
		{[]string{"ask", "-"}, 20 * time.Millisecond},
		{[]string{"add", "-"}, 20 * time.Millisecond},
		{[]string{"ask", "Who met Kim?"}, 0},
		{[]string{"list"}, 0},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		if tt.after == 0 {
			cancel()
		}
		timer := time.AfterFunc(tt.after, cancel)
		// Nobody ever writes to the pipe.
		in, w := io.Pipe()
		var out, stderr bytes.Buffer
		status := run(ctx, tt.args, &streams{in: in, out: &out, err: &stderr}, env)
		w.Close()
		timer.Stop()
		cancel()
		if status != exitError || !strings.HasSuffix(stderr.String(), "newsdesk: interrupted\n") {
			t.Errorf("%q: status %d, stderr %q", tt.args, status, stderr.String())
		}
	}
}

func TestAddInterruptedKeepsWhatIsDone(t *testing.T) {
	env := home(t)
	const files = 3*batchSize + 10
	for i := range files {
		name := filepath.Join("articles", strings.Repeat("a", i/26)+string(rune('a'+i%26))+".txt")
		if err := os.MkdirAll("articles", 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte("The harbour was closed for a day."), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var out, stderr bytes.Buffer
	a := &app{streams: streams{in: strings.NewReader(""), out: &sink{w: &out}, err: &stderr}, lookup: env}
	if err := a.settings.load(env); err != nil {
		t.Fatal(err)
	}
	err := a.add(&endsAfter{Context: ctx, calls: batchSize + 50, cancel: cancel}, sources{paths: []string{"articles"}}, webFlags{}, false)
	if !errors.Is(ctx.Err(), context.Canceled) || err == nil || !strings.Contains(err.Error(), "kept what was done") {
		t.Fatalf("add: %v", err)
	}
	ix, err := a.openExisting(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	n, _, err := ix.Library().Counts(t.Context())
	if err != nil || n < batchSize || n >= files {
		t.Errorf("%d of %d articles are there, %v", n, files, err)
	}
	if faults, err := ix.Library().Verify(t.Context()); err != nil || len(faults) > 0 {
		t.Errorf("Verify: %v, %q", err, faults)
	}
}

// TestRecordsAlone has a data folder with a library of records, in which there
// never was an article.
func TestRecordsAlone(t *testing.T) {
	env, ctx := home(t), t.Context()
	var a app
	if err := a.settings.load(env); err != nil {
		t.Fatal(err)
	}
	lib, err := corpus.OpenLibrary(ctx, filepath.Join(a.settings.Data, "library.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer lib.Close()
	if err := lib.PutRecords(ctx, corpus.Record{Kind: "settings", Owner: "1", Value: []byte("{}")}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("harbour.txt", []byte("The harbour was closed for a day."), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		args   []string
		sample bool
	}{
		{[]string{"list"}, true},
		{[]string{"doctor"}, false},
		{[]string{"backup", "saved"}, false},
		{[]string{"restore", "--force", "saved"}, false},
		{[]string{"verify"}, false},
		{[]string{"list"}, true},
		{[]string{"add", "harbour.txt"}, false},
		{[]string{"list"}, false},
		{[]string{"remove", "harbour"}, false},
		{[]string{"list"}, false},
	} {
		var out, stderr bytes.Buffer
		status := run(ctx, tt.args, &streams{in: strings.NewReader(""), out: &out, err: &stderr}, env)
		if sample := strings.Contains(stderr.String(), "no index yet: reading"); status != exitOK || sample != tt.sample {
			t.Errorf("%q: status %d, the sample's articles %v; stdout %q, stderr %q", tt.args, status, sample, out.String(), stderr.String())
		}
	}
	if _, there, err := lib.Record(ctx, "settings", "1", ""); err != nil || !there {
		t.Errorf("the record is there %v, %v", there, err)
	}
}

// TestHelpFits holds that what the help says fits a terminal, tables apart.
func TestHelpFits(t *testing.T) {
	var look func(*cobra.Command)
	look = func(cmd *cobra.Command) {
		for line := range strings.Lines(cmd.Long) {
			if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); n > 80 && !strings.HasPrefix(line, "  ") {
				t.Errorf("%s: a line of %d characters: %s", cmd.CommandPath(), n, line)
			}
		}
		for _, sub := range cmd.Commands() {
			look(sub)
		}
	}
	look(new(app).root())
}

// TestEnvFile holds that a .env that cannot be read is told with the line, and
// without what stands there.
func TestEnvFile(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, c := range []struct{ text, want string }{
		{"# a comment\n\nNEWSDESK_LOG=warn\nmy secret token\nNEWSDESK_LLM=x\n", "line 4"},
		{"NEWSDESK_USER_AGENT=\"two\nlines\"\nDISCORD_TOKEN: \"secret\n", "line 3"},
		{"my secret\n", "line 1"},
		{"NEWSDESK_USER_AGENT=\"two\nlines\"\n", ""},
	} {
		if err := os.WriteFile(".env", []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		err := new(settings).load(func(string) (string, bool) { return "", false })
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%q: %v", c.text, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "secret")):
			t.Errorf("%q: %v, want %s", c.text, err, c.want)
		}
	}
}

// endsAfter is a context that is cancelled when it has been looked at often
// enough.
type endsAfter struct {
	context.Context
	calls  int
	cancel func()
}

func (c *endsAfter) Err() error {
	if c.calls--; c.calls == 0 {
		c.cancel()
	}
	return c.Context.Err()
}

func TestPrune(t *testing.T) {
	root := t.TempDir()
	for name, age := range map[string]time.Duration{
		"aaa-new":             0,
		"aaa-superseded":      2 * superseded,
		"aaa-inuse":           superseded / 2,
		"bbb-used":            unused / 2,
		"bbb-unused":          unused + time.Hour,
		buildingPrefix + "1":  abandoned / 2,
		buildingPrefix + "22": abandoned + time.Hour,
	} {
		dir := filepath.Join(root, name)
		if err := os.Mkdir(dir, 0o777); err != nil {
			t.Fatal(err)
		}
		then := time.Now().Add(-age)
		if err := os.Chtimes(dir, then, then); err != nil {
			t.Fatal(err)
		}
	}
	prune(root, filepath.Join(root, "aaa-new"))
	left, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range left {
		names = append(names, e.Name())
	}
	if got, want := strings.Join(names, " "), buildingPrefix+"1 aaa-inuse aaa-new bbb-used"; got != want {
		t.Errorf("left are %s, want %s", got, want)
	}
}

func TestPlainLog(t *testing.T) {
	var b bytes.Buffer
	a := &app{streams: streams{err: &b}}
	log := a.logger(slog.LevelWarn).With("who", "index")
	log.Info("not shown")
	log.Warn("making it\nanew", "articles", 3)
	if got, want := b.String(), "newsdesk: making it; anew (who index, articles 3)\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
