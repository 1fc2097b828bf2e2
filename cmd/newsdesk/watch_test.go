package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"newsdesk/corpus"
)

// heard is output that can be waited for.
type heard struct {
	mu   sync.Mutex
	text strings.Builder
	// until ends when text holds word.
	word  string
	until context.CancelFunc
}

func (h *heard) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.text.Write(p)
	if strings.Contains(h.text.String(), h.word) {
		h.until()
	}
	return len(p), nil
}

// TestWatch holds that watch goes on until it is interrupted, and that this is
// no error.
func TestWatch(t *testing.T) {
	home, folder := t.TempDir(), t.TempDir()
	env := func(name string) (string, bool) {
		if name == "NEWSDESK_DATA" {
			return home, true
		}
		return "", false
	}
	if err := os.WriteFile(filepath.Join(folder, "train.txt"), []byte("The train will run every hour.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	out, stderr := &heard{word: "added 1", until: cancel}, &heard{word: "\n", until: func() {}}
	std := &streams{in: strings.NewReader(""), out: out, err: stderr}
	if status := run(ctx, []string{"watch", "add", folder}, std, env); status != exitOK {
		t.Fatalf("status %d: %s", status, stderr.text.String())
	}
	begun := time.Now()
	if status := run(ctx, []string{"watch"}, std, env); status != exitOK || time.Since(begun) > 50*time.Second {
		t.Errorf("status %d after %v: %s%s", status, time.Since(begun), out.text.String(), stderr.text.String())
	}
	if stderr.text.String() != "" {
		t.Errorf("stderr: %s", stderr.text.String())
	}
}

// TestFollow holds that the bot visits what is followed in the index that it
// reads, and in no other.
func TestFollow(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "train.txt"), []byte("The train will run every hour.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	a := &app{streams: streams{in: strings.NewReader(""), out: io.Discard, err: io.Discard}, settings: settings{Data: t.TempDir(), embedderSettings: embedderSettings{Embedder: builtinEmbedder}}}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	ix, err := a.openIndex(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ix.Library().AddFollow(ctx, folder, time.Hour); err != nil {
		t.Fatal(err)
	}
	arch := &archive{ix: ix, done: func() {}}
	defer arch.close()
	_, stop, err := a.follow(ctx, arch)
	if err != nil {
		t.Fatal(err)
	}
	for empty := true; empty; time.Sleep(10 * time.Millisecond) {
		if empty, err = ix.Library().Empty(ctx); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	all, err := ix.Library().Follows(ctx)
	if err != nil || len(all) != 1 || all[0].Failures != 0 {
		t.Errorf("%+v, %v", all, err)
	}
	if _, err := ix.Library().AddFollow(ctx, folder, time.Hour); err != nil {
		t.Fatal(err)
	}
	a.settings.Corpus = folder
	if _, stop, err = a.follow(ctx, arch); err != nil {
		t.Fatal(err)
	}
	stop()
	if all, err = ix.Library().Follows(ctx); err != nil || !all[0].Next.IsZero() {
		t.Errorf("a bot that reads a folder visits what the index follows: %+v, %v", all, err)
	}
}

// TestJoinUnchanged holds that what is in the library unchanged joins the
// collections that its feed now goes into.
func TestJoinUnchanged(t *testing.T) {
	site := newSite()
	defer site.Close()
	site.publish("/feed", feedOf("<link>SITE/bridge</link>"))
	site.publish("/bridge", pageOf("The new bridge was opened on Monday by Mayor Anna Jones."))
	s, ctx := newShelf(t), t.Context()
	lib := s.ix.Library()
	f := corpus.Follow{Target: site.URL + "/feed"}
	if _, err := lib.AddFollow(ctx, f.Target, time.Hour); err != nil {
		t.Fatal(err)
	}
	for i, names := range [][]string{nil, {"City"}} {
		must(t, lib.SetFollowCollections(ctx, f.Target, names))
		// The feed is sent again, and says of the page what it said.
		site.publish("/feed", feedOf("<link>SITE/bridge</link>")+strings.Repeat(" ", i))
		_, _, err := s.visit(ctx, f)
		must(t, err)
		all, err := lib.List(ctx, corpus.Filter{})
		if err != nil || len(all) != 1 || !slices.Equal(all[0].Collections, names) {
			t.Errorf("%+v, %v", all, err)
		}
	}
}

func TestSpan(t *testing.T) {
	for d, want := range map[time.Duration]string{
		time.Minute: "1m", 90 * time.Minute: "1h30m", time.Hour: "1h", 24 * time.Hour: "24h", 90 * time.Second: "1m30s", 10 * time.Minute: "10m", 100 * time.Hour: "100h",
	} {
		if got := span(d); got != want {
			t.Errorf("%v is %s, want %s", d, got, want)
		}
	}
}
