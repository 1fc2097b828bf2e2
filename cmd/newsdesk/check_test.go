package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"newsdesk/rag"
)

func TestReadClaims(t *testing.T) {
	for _, tt := range []struct{ name, text, fault string }{
		{"all is well", `{"id": "a", "claim": "It sailed.", "article_id": "x"}`, ""},
		{"a byte-order mark, no end", "\ufeff\n" + `{"id": "a", "claim": "It sailed."}`, ""},
		{"no id", `{"claim": "It sailed."}`, `line 1: "id" is missing`},
		{"a number for an id", `{"id": 1, "claim": "It sailed."}`, `line 1: "id" must be a string`},
		{"a list", "\n\n[]", "line 3: this is not an object"},
		{"one id twice", `{"id": "a", "claim": "It sailed."}` + "\n" + `{"id": "a", "claim": "It sank."}`, `line 2: claim "a" stands on line 1 already`},
		{"no claim", `{"id": "a", "claim": " – "}`, `line 1: claim "a": "claim" is missing or empty`},
		{"a long claim", `{"id": "a", "claim": "` + strings.Repeat("long ", rag.MaxQuestion/5) + `er"}`, `line 1: claim "a": the claim is too long`},
		{"nothing", " \n", "there are none"},
	} {
		claims, err := readClaims("-", strings.NewReader(tt.text))
		switch {
		case tt.fault == "" && (err != nil || len(claims) != 1 || claims[0].ID != "a" || claims[0].Text != "It sailed."):
			t.Errorf("%s: %+v, %v", tt.name, claims, err)
		case tt.fault != "" && (err == nil || !strings.Contains(err.Error(), "the claims in stdin: "+tt.fault)):
			t.Errorf("%s: %v, want %s", tt.name, err, tt.fault)
		}
	}
}

func TestCheckInterrupted(t *testing.T) {
	env := home(t)
	if err := os.WriteFile("claims.jsonl", []byte(`{"id": "a", "claim": "It sailed."}`), 0o666); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, args := range [][]string{{"check", "-"}, {"check", "It sailed."}, {"check", "--claims", "claims.jsonl", "--answers", "out.jsonl"}} {
		in, w := io.Pipe() // nobody ever writes to it
		var out, stderr bytes.Buffer
		status := run(ctx, args, &streams{in: in, out: &out, err: &stderr}, env)
		w.Close()
		if status != exitError || !strings.HasSuffix(stderr.String(), "newsdesk: interrupted\n") {
			t.Errorf("%q: status %d, stderr %q", args, status, stderr.String())
		}
	}
	if left, err := filepath.Glob("out.jsonl*"); err != nil || len(left) > 0 {
		t.Errorf("left behind: %q, %v", left, err)
	}
}

// A fault of the archive ends a run of many claims, and is what is reported.
func TestCheckAllFault(t *testing.T) {
	fault := errors.New("the library has gone")
	a := &app{streams: streams{err: io.Discard}}
	engine := rag.New(goneRetriever{err: fault}, nil, nil)
	claims := make([]claim, 50)
	for i := range claims {
		claims[i].Text = "It sailed."
	}
	if _, err := a.checkAll(t.Context(), engine, claims); !errors.Is(err, fault) {
		t.Errorf("checkAll: %v, want %v", err, fault)
	}
}

// goneRetriever is a retriever whose archive cannot be read.
type goneRetriever struct {
	rag.Retriever
	err error
}

func (r goneRetriever) Generation(context.Context) (int64, error) { return 0, r.err }
