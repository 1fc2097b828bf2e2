package llm

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"newsdesk/rag"
	"newsdesk/rag/llm/llmtest"
)

// generatorFunc is a rag.Generator for tests.
type generatorFunc func(rag.Prompt) (rag.Generation, error)

func (generatorFunc) Model() string { return "test:model" }
func (f generatorFunc) Generate(_ context.Context, p rag.Prompt, each func(string) error) (rag.Generation, error) {
	g, err := f(p)
	if err == nil && each != nil {
		err = each(g.Text)
	}
	return g, err
}

func TestRecording(t *testing.T) {
	path := filepath.Join(t.TempDir(), "answers.jsonl")
	s := newServer(t, func(r llmtest.Request) llmtest.Reply {
		if strings.Contains(r.User, "fail") {
			return llmtest.Reply{Status: 401}
		}
		return llmtest.Say("An answer to " + r.User)
	})
	m := everyProvider[0].open(t, s)
	r, err := Record(m, path)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for _, q := range []string{"one", "two", "one"} {
				if _, err := r.Generate(t.Context(), rag.Prompt{User: q}, nil); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if _, err := r.Generate(t.Context(), rag.Prompt{User: "fail"}, nil); err == nil {
		t.Error("a refused key is no error")
	}
	b, err := os.ReadFile(path)
	if err != nil || strings.Count(string(b), "\n") != 2 || strings.Contains(string(b), "fail") {
		t.Fatalf("recorded %s (%v)", b, err)
	}
	// A process was killed in the middle of a line.
	if err := os.WriteFile(path, append(b, `{"model": "openai:te`...), 0o644); err != nil {
		t.Fatal(err)
	}
	asked := len(s.Requests())
	for _, reopen := range []func() (*Recording, error){
		func() (*Recording, error) { return Replay(m.Model(), path) },
		func() (*Recording, error) { return Record(m, path) },
		func() (*Recording, error) { return Replay(m.Model(), path) },
	} {
		r, err := reopen()
		if err != nil {
			t.Fatal(err)
		}
		g, pieces, err := ask(t, r, rag.Prompt{User: "two"})
		if err != nil || g.Text != "An answer to two" || g.Usage.Input != 7 || strings.Join(pieces, "") != g.Text {
			t.Errorf("got %+v, %q, %v", g, pieces, err)
		}
	}
	if n := len(s.Requests()); n != asked {
		t.Errorf("asked %d times more", n-asked)
	}
	replayed, err := Replay(m.Model(), path)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []rag.Prompt{{User: "three"}, {User: "two", MaxTokens: 5}, {System: "x", User: "two"}} {
		if _, _, err := ask(t, replayed, p); err == nil || !strings.Contains(err.Error(), "record it anew") {
			t.Errorf("what is not recorded: %v", err)
		}
	}
	enough := errors.New("enough")
	if _, err := replayed.Generate(t.Context(), rag.Prompt{User: "two"}, func(string) error { return enough }); err != enough {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := replayed.Generate(ctx, rag.Prompt{User: "two"}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestRecordingErrors(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "answers.jsonl")
	if _, err := Replay("test:model", path); err == nil || !strings.Contains(err.Error(), "there is no recording") {
		t.Errorf("no file: %v", err)
	}
	const foreign = "{\"model\":\"m\",\"text\":\"t\"}\nnonsense\n"
	if err := os.WriteFile(path, []byte(foreign), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Replay("test:model", path); err == nil || !strings.Contains(err.Error(), "line 2 of") {
		t.Errorf("nonsense: %v", err)
	}
	if after, err := os.ReadFile(path); err != nil || string(after) != foreign {
		t.Errorf("the file is now %q (%v)", after, err)
	}
	r, err := Record(generatorFunc(func(rag.Prompt) (rag.Generation, error) { return rag.Generation{Text: "x"}, nil }), filepath.Join(dir, "missing", "a.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Generate(t.Context(), rag.Prompt{User: "q"}, nil); err == nil || !strings.Contains(err.Error(), "cannot be recorded") {
		t.Errorf("no folder: %v", err)
	}
}

// FuzzRecording holds that what is recorded is replayed, and that no file
// makes reading it panic.
func FuzzRecording(f *testing.F) {
	f.Add("Be brief.", "What\nwas opened?", "The “bridge”.\n", []byte("{}\n"))
	f.Fuzz(func(t *testing.T, system, user, text string, before []byte) {
		path := filepath.Join(t.TempDir(), "r.jsonl")
		if err := os.WriteFile(path, before, 0o644); err != nil {
			t.Fatal(err)
		}
		if !utf8.ValidString(text) || text == "" { // no server sends another
			return
		}
		want := rag.Generation{Text: text, Usage: rag.Usage{Input: 1, Output: 2}}
		p := rag.Prompt{System: system, User: user}
		r, err := Record(generatorFunc(func(rag.Prompt) (rag.Generation, error) { return want, nil }), path)
		if err != nil {
			return
		}
		if g, err := r.Generate(t.Context(), p, nil); err != nil || g != want {
			t.Fatalf("recorded %+v, %v", g, err)
		}
		if r, err = Replay("test:model", path); err != nil {
			t.Fatal(err)
		}
		if g, err := r.Generate(t.Context(), p, nil); err != nil || g != want {
			t.Fatalf("replayed %+v, %v; want %+v", g, err, want)
		}
	})
}
