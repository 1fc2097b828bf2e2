package main

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"newsdesk/corpus/clean"
	"newsdesk/corpus/sample"
	"newsdesk/rag"
	"newsdesk/rag/index"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"newsdesk": main})
}

// TestScripts runs testdata/script: commands as a user types them, each
// script in a home of its own. Beside what testscript has, a script can use
// the commands of scriptCommands, $OPENAI and $OLLAMA, the addresses of a model
// server of its own (models_test.go), $DISCORD_YES and $DISCORD_NO, the addresses
// of APIs that know and refuse every token, $DISCORD_PART, of one that has a
// gateway alone, $DISCORD_GONE, where nobody listens, and $SITE, a web site of the script's own (see publish).
func TestScripts(t *testing.T) {
	yes := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bot good-token" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		fmt.Fprint(w, `{"id": "1", "name": "Newsdesk", "flags": 524288, "url": "wss://gateway.example", "shards": 1,
			"integration_types_config": {"0": {"oauth2_install_params": {"scopes": ["bot"], "permissions": "34359823360"}}}}`)
	}))
	t.Cleanup(yes.Close)
	no := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprint(w, `{"message": "401: Unauthorized", "code": 0}`)
	}))
	t.Cleanup(no.Close)
	part := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/api/v9/gateway" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, `{"url": "ws://gateway.example/here"}`)
	}))
	t.Cleanup(part.Close)
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Cmds:                scriptCommands,
		Condition: func(cond string) (bool, error) {
			if cond == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("unknown condition %q", cond)
		},
		Setup: func(env *testscript.Env) error {
			for name, value := range map[string]string{
				"HOME": "home", "XDG_CACHE_HOME": "cache", "XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": "config",
			} {
				env.Setenv(name, filepath.Join(env.WorkDir, ".user", value))
			}
			site := newSite()
			env.Defer(site.Close)
			env.Values[siteKey{}] = site
			env.Setenv("SITE", site.URL)
			env.Setenv("DISCORD_YES", yes.URL+"/api/v9/")
			env.Setenv("DISCORD_NO", no.URL+"/api/v9/")
			env.Setenv("DISCORD_PART", part.URL+"/api/v9/")
			env.Setenv("DISCORD_GONE", gone.URL+"/api/v9/")
			return serveModels(env)
		},
	})
}

var scriptCommands = map[string]func(*testscript.TestScript, bool, []string){
	"status":   cmdStatus,
	"oneline":  cmdOneLine,
	"answer":   cmdAnswer,
	"objects":  cmdObjects,
	"bytes":    cmdBytes,
	"fill":     cmdFill,
	"lock":     cmdLock,
	"damage":   cmdDamage,
	"glob":     cmdGlob,
	"long":     cmdLong,
	"embedder": cmdEmbedder,
	"embedded": cmdEmbedded,
	"asked":    cmdAsked,
	"many":     cmdMany,
	"publish":  cmdPublish,
}

// cmdStatus runs a command: status N newsdesk … must exit with N. Its output
// is kept for oneline, answer and objects, and as stdout and stderr.
func cmdStatus(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// cmdOneLine checks that the last command wrote exactly one line on stderr.
func cmdOneLine(ts *testscript.TestScript, _ bool, _ []string) {
	text := ts.ReadFile("stderr")
	if strings.Count(text, "\n") != 1 || !strings.HasPrefix(text, "newsdesk: ") || !strings.HasSuffix(text, "\n") {
		ts.Fatalf("stderr is not one line of newsdesk's: %q", text)
	}
}

// cmdAnswer checks that stdout is one Answer object about the sample
// articles, and keeps what the contract promises of it.
func cmdAnswer(ts *testscript.TestScript, _ bool, _ []string) {
	raw := ts.ReadFile("stdout")
	var fields map[string]json.RawMessage
	ts.Check(json.Unmarshal([]byte(raw), &fields))
	for _, name := range []string{"question", "abstained", "text", "mode", "statements", "citations", "disagreements", "removed", "retrieved", "timings_ms"} {
		if v, ok := fields[name]; !ok || string(v) == "null" {
			ts.Fatalf("%q is missing or null", name)
		}
	}
	var a rag.Answer
	ts.Check(json.Unmarshal([]byte(raw), &a))
	if a.Abstained != (len(a.Citations) == 0) {
		ts.Fatalf("abstained is %v with %d citations", a.Abstained, len(a.Citations))
	}
	at := -1
	for i, c := range a.Citations {
		text := sampleText(ts, c.Doc)
		if c.Start < 0 || c.End > len(text) || text[c.Start:c.End] != c.Quote {
			ts.Fatalf("citation %d is not %s[%d:%d]", c.N, c.Doc, c.Start, c.End)
		}
		first := strings.Index(a.Text, fmt.Sprintf("[%d]", c.N))
		if c.N != i+1 || first <= at {
			ts.Fatalf("citation %d is not numbered by its first use in %q", c.N, a.Text)
		}
		at = first
	}
}

func sampleText(ts *testscript.TestScript, id string) string {
	raw, err := sample.FS.ReadFile(id + ".md")
	ts.Check(err)
	art, err := clean.Text(id, raw)
	ts.Check(err)
	return art.Text
}

// cmdObjects checks that stdout is N lines, each an object with these fields.
func cmdObjects(ts *testscript.TestScript, _ bool, args []string) {
	text := strings.TrimSuffix(ts.ReadFile("stdout"), "\n")
	lines := strings.Split(text, "\n")
	if n := strconv.Itoa(len(lines)); n != args[0] && args[0] != "+" {
		ts.Fatalf("%s lines, want %s", n, args[0])
	}
	for _, l := range lines {
		var fields map[string]any
		ts.Check(json.Unmarshal([]byte(l), &fields))
		for _, name := range args[1:] {
			if _, ok := fields[name]; !ok {
				ts.Fatalf("%q is missing in %s", name, l)
			}
		}
	}
}

// cmdBytes writes a file: bytes FILE HEX.
func cmdBytes(ts *testscript.TestScript, _ bool, args []string) {
	b, err := hex.DecodeString(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b, 0o666))
}

// cmdFill writes a file of N letters: fill FILE N.
func cmdFill(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), slices.Repeat([]byte("a"), n), 0o666))
}

// cmdLock holds the library in a data folder for writing until the script
// ends, as another process would.
func cmdLock(ts *testscript.TestScript, _ bool, args []string) {
	db, err := sql.Open("sqlite", filepath.Join(ts.MkAbs(args[0]), "library.db"))
	ts.Check(err)
	conn, err := db.Conn(context.Background())
	ts.Check(err)
	_, err = conn.ExecContext(context.Background(), "BEGIN IMMEDIATE")
	ts.Check(err)
	ts.Defer(func() {
		conn.Close()
		db.Close()
	})
}

// cmdEmbedder makes the vectors in a data folder another embedder's.
func cmdEmbedder(ts *testscript.TestScript, _ bool, args []string) {
	ix, err := index.Open(context.Background(), ts.MkAbs(args[0]), lengths{}, slog.New(slog.DiscardHandler))
	ts.Check(err)
	ts.Check(ix.Close())
}

// lengths is an embedder of its own space.
type lengths struct{}

func (lengths) ID() string { return "lengths" }

func (lengths) Embed(_ context.Context, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	for i, t := range texts {
		out[i] = make([]float32, 8)
		out[i][len(t)%8] = 1
	}
	return out, nil
}

// cmdDamage overwrites the files that match a pattern.
func cmdDamage(ts *testscript.TestScript, _ bool, args []string) {
	files, err := filepath.Glob(ts.MkAbs(args[0]))
	ts.Check(err)
	for _, f := range files {
		ts.Check(os.WriteFile(f, []byte("this is no library"), 0o666))
	}
}

// cmdGlob counts the files that match a pattern: glob N PATTERN.
func cmdGlob(ts *testscript.TestScript, _ bool, args []string) {
	files, err := filepath.Glob(ts.MkAbs(args[1]))
	ts.Check(err)
	if strconv.Itoa(len(files)) != args[0] {
		ts.Fatalf("%d files match, want %s: %q", len(files), args[0], files)
	}
}

// cmdLong puts a question that is too long in place of LONG in a file.
func cmdLong(ts *testscript.TestScript, _ bool, args []string) {
	text := strings.ReplaceAll(ts.ReadFile(args[0]), "LONG", strings.Repeat("why ", rag.MaxQuestion/4+1))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o666))
}
