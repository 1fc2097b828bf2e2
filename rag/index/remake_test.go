package index

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"newsdesk/corpus"
)

// manyWithRaw adds more articles than are remade at once, all but the first
// with raw bytes.
func manyWithRaw(t *testing.T, x *Index) (n int) {
	t.Helper()
	n = remakeBatch + 10
	var articles []corpus.Article
	for i := range n {
		a := article(fmt.Sprintf("a%03d", i), "", "", "Bees keep the orchard alive.")
		if i > 0 {
			a.Raw = &corpus.Raw{Name: a.ID + ".txt", Bytes: []byte(a.Text)}
		}
		articles = append(articles, a)
	}
	add(t, x, articles...)
	return n
}

// TestResumedSwitch holds that a switch to another embedder that is ended goes
// on where it was.
func TestResumedSwitch(t *testing.T) {
	dir := t.TempDir()
	x := open(t, dir, letters("a"), quiet())
	n := manyWithRaw(t, x)
	x.Close()
	e := newServer(remakeBatch + 5)
	if _, err := Open(t.Context(), dir, e, quiet()); !errors.Is(err, errDown) {
		t.Fatalf("got %v", err)
	}
	*e.left = n - remakeBatch // not enough to begin again
	x = open(t, dir, e, quiet())
	sound(t, x)
	if r, err := x.Reindex(t.Context(), nil, nil); err != nil || r.Articles != n {
		t.Errorf("after Open: %+v, %v", r, err)
	}
}

func sound(t *testing.T, x *Index) {
	t.Helper()
	if faults, err := x.Verify(t.Context()); err != nil || len(faults) > 0 {
		t.Errorf("%q, %v", faults, err)
	}
}

func TestReindex(t *testing.T) {
	ctx := t.Context()
	x := open(t, t.TempDir(), letters("a"), quiet())
	n := manyWithRaw(t, x)
	first := search(t, x, query("bees", 3))
	done := 0
	r, err := x.Reindex(ctx, nil, func(d, all int) {
		if done = d; all != n {
			t.Errorf("of %d", all)
		}
	})
	if err != nil || r.Articles != n || done != n || r.Changed != nil {
		t.Fatalf("%+v, %v, %d done", r, err, done)
	}
	sound(t, x)
	if again := search(t, x, query("bees", 3)); !slices.Equal(first, again) {
		t.Errorf("finds %v, found %v", again, first)
	}
	was, err := x.Library().Article(ctx, "a001")
	if err != nil {
		t.Fatal(err)
	}

	// A reader that gives out half-way, and then another process that
	// changes and removes what is under way.
	stop := errors.New("stop")
	calls := 0
	wasps := func(_ context.Context, old *corpus.Article, raw *corpus.Raw) (corpus.Article, error) {
		if calls++; calls == remakeBatch+2 {
			return corpus.Article{}, stop
		}
		switch old.ID {
		case "a262":
			a := article("a262", "", "", "The tram stops at noon.")
			add(t, x, a)
		case "a263":
			if _, err := x.Remove(ctx, "a263"); err != nil {
				t.Error(err)
			}
		}
		a := *old
		a.Text = strings.Replace(string(raw.Bytes), "Bees", "Wasps", 1)
		return a, nil
	}
	cancelled, cancel := context.WithCancel(ctx)
	r, err = x.Reindex(cancelled, func(ctx context.Context, old *corpus.Article, raw *corpus.Raw) (corpus.Article, error) {
		a, err := wasps(ctx, old, raw)
		if errors.Is(err, stop) {
			cancel()
		}
		return a, err
	}, nil)
	if !errors.Is(err, context.Canceled) || r.Articles != remakeBatch {
		t.Fatalf("%+v, %v", r, err)
	}
	sound(t, x)
	r, err = x.Reindex(ctx, wasps, nil)
	if err != nil || r.Resumed != remakeBatch || r.Articles != 10 || r.Without != 0 || len(r.Failed) != 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	sound(t, x)
	for id, want := range map[string]string{"a000": "Bees", "a001": "Wasps", "a262": "tram", "a265": "Wasps"} {
		if a, err := x.Library().Article(ctx, id); err != nil || !strings.Contains(a.Text, want) {
			t.Errorf("%s: %v, %v", id, a, err)
		}
	}
	if _, err := x.Library().Article(ctx, "a263"); !errors.Is(err, corpus.ErrNotFound) {
		t.Errorf("what was removed meanwhile: %v", err)
	}
	if ok, err := x.Library().Cited(ctx, "a001", was.Version(), corpus.Span{End: 4}, "Bees"); !ok || err != nil {
		t.Errorf("the earlier version: %v, %v", ok, err)
	}
	if raw, err := x.Library().Raw(ctx, "a001"); err != nil || raw == nil || !strings.HasPrefix(string(raw.Bytes), "Bees") {
		t.Errorf("raw: %v, %v", raw, err)
	}
	// What cannot be read again stays.
	r, err = x.Reindex(ctx, func(context.Context, *corpus.Article, *corpus.Raw) (corpus.Article, error) {
		return corpus.Article{}, stop
	}, nil)
	if err != nil || len(r.Failed) != r.Articles-r.Without || r.Without != 2 || r.Changed != nil {
		t.Errorf("%d of %d failed, %d without, %v", len(r.Failed), r.Articles, r.Without, err)
	}
}
