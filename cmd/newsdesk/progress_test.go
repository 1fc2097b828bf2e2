package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestProgressLine(t *testing.T) {
	now := time.Now()
	p := progress{total: 2, size: 400, read: 100, n: 100, begun: now.Add(-10 * time.Second)}
	if got, want := p.line(now), "indexing: [######..................] 25%, 100 articles, 10/s, 30s left"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	p.read = 400
	if got, want := p.line(now), "indexing: [########################] 100%, 100 articles, 10/s, 0s left"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	p.size, p.read = 0, 0 // what comes from an address
	if got, want := p.line(now), "indexing: 100 articles, 10/s"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestTimeLeft holds that of one list of articles, most of whose bytes lie in
// the last few, it is the bytes that the time left goes by.
func TestTimeLeft(t *testing.T) {
	list := filepath.Join(t.TempDir(), "list.jsonl")
	var b strings.Builder
	for i := range 3*batchSize + 1 {
		size := 10
		if i >= 2*batchSize {
			size = 2000
		}
		fmt.Fprintf(&b, `{"id": "a%d", "text": "%s %d."}`+"\n", i, strings.Repeat("News ", size), i)
	}
	if err := os.WriteFile(list, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, stderr bytes.Buffer
	none := func(string) (string, bool) { return "", false }
	if status := run(t.Context(), []string{"add", "--json", "--data", t.TempDir(), list}, &streams{out: &out, err: &stderr}, none); status != exitOK {
		t.Fatalf("status %d: %s", status, &stderr)
	}
	var last struct {
		Done, Total int
		Read, Size  int64
		Left        *int `json:"seconds_left"`
	}
	events := 0
	for line := range strings.Lines(out.String()) {
		if !strings.Contains(line, `"progress"`) {
			continue
		}
		before := last
		if err := json.Unmarshal([]byte(line), &last); err != nil {
			t.Fatal(err)
		}
		events++
		part := float64(last.Read) / float64(last.Size)
		if last.Size != int64(b.Len()) || last.Total != 1 || last.Left == nil || last.Read < before.Read || last.Done == 2*batchSize && part > .2 {
			t.Errorf("%s", line)
		}
	}
	if events != 4 || last.Read != last.Size || *last.Left != 0 {
		t.Errorf("%d events, the last is %+v", events, last)
	}
}

// Without a terminal, a line goes to stderr every few seconds and no more.
func TestProgressWithoutATerminal(t *testing.T) {
	var err bytes.Buffer
	p := progress{app: &app{streams: streams{err: &err}}}
	p.start()
	p.add(10)
	if err.Len() > 0 {
		t.Errorf("at once: %q", &err)
	}
	p.begun, p.last = p.begun.Add(-2*lineEvery), p.last.Add(-2*lineEvery)
	p.add(10)
	p.add(10)
	if got := err.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "20 articles") {
		t.Errorf("after a while: %q", got)
	}
}

func TestAddEvents(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"a.txt": "The tram stops at noon.", "b.txt": "Bees keep the orchard alive.", "sub/a.txt": "Another tram.", "c.txt": ""} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out, stderr bytes.Buffer
	none := func(string) (string, bool) { return "", false }
	if status := run(t.Context(), []string{"add", "--json", "--data", t.TempDir(), dir}, &streams{out: &out, err: &stderr}, none); status != exitOK {
		t.Fatalf("status %d: %s", status, &stderr)
	}
	kinds := map[string]int{}
	var summary struct{ Added, Updated, Unchanged, Duplicates, Skipped int }
	for line := range strings.Lines(out.String()) {
		var e struct{ Event, Reason string }
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		kinds[e.Event]++
		if e.Event == "skipped" && e.Reason == "" {
			t.Error("skipped without a reason")
		}
		if e.Event == "summary" {
			if err := json.Unmarshal([]byte(line), &summary); err != nil {
				t.Fatal(err)
			}
		}
	}
	if kinds["progress"] < 1 || kinds["skipped"] != 2 || kinds["summary"] != 1 {
		t.Errorf("events %v in:\n%s", kinds, &out)
	}
	if summary.Added != 2 || summary.Duplicates != 1 || summary.Skipped != 1 || summary.Updated+summary.Unchanged != 0 {
		t.Errorf("summary %+v", summary)
	}
}
