package corpus

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func openTest(t testing.TB, path string, opts ...LibraryOption) *Library {
	t.Helper()
	l, err := OpenLibrary(t.Context(), path, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func newTest(t testing.TB) *Library { return openTest(t, filepath.Join(t.TempDir(), "library.db")) }

// testItem is an article of n passages, with vectors made from its text.
func testItem(id, text string, n int) Item {
	body := strings.TrimSpace(strings.Repeat(text+"é ", n))
	it := Item{Article: Article{
		ID: id, URL: "https://example.com/" + id, Title: "About " + id, Author: "Ann Moss", Outlet: "The Daily Post", Agency: "AFP",
		Dateline: "Lisbon", Published: time.Date(2021, 3, 4, 0, 0, 0, 0, time.UTC), Provenance: map[string]string{"title": "text", "id": "file name"},
		Text: body, Blocks: []Block{{Span{0, len(text)}, Title}, {Span{len(text), len(body)}, Body}},
	}}
	step := len(text + "é ")
	for i := range n {
		p := Passage{Article: id, N: i, Span: Span{i * step, i*step + len(text)}, First: i, Last: i + 1}
		it.Passages = append(it.Passages, p)
		it.Vectors = append(it.Vectors, []float32{float32(i), float32(len(id)), -0.5, 0x1p-20})
	}
	return it
}

func put(t testing.TB, l *Library, items ...Item) {
	t.Helper()
	if _, _, _, err := l.Put(t.Context(), items); err != nil {
		t.Fatal(err)
	}
}

func sound(t testing.TB, l *Library) {
	t.Helper()
	if faults, err := l.Verify(context.Background()); err != nil || len(faults) > 0 {
		t.Errorf("Verify: %v, %q", err, faults)
	}
}

func TestPutAndRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "deep", "er", "library #1?.db")
	l := openTest(t, path)
	items := []Item{testItem("b", "One sentence.", 3), testItem("a", "Another one.", 1), {Article: Article{ID: "bare", Text: "x", Provenance: map[string]string{}}}}
	added, updated, unchanged, err := l.Put(t.Context(), items)
	if err != nil || !slices.Equal(added, []string{"b", "a", "bare"}) || updated != nil || unchanged != nil {
		t.Fatalf("Put: %v %v %v %v", added, updated, unchanged, err)
	}
	l.Close()
	l = openTest(t, path)
	for _, want := range items {
		got, err := l.Item(t.Context(), want.Article.ID)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("Item: %v\ngot  %+v\nwant %+v", err, got, want)
		}
	}
	var got []string
	err = l.Passages(t.Context(), func(p Passage, v []float32) error {
		got = append(got, fmt.Sprint(p.Article, p.N, len(v)))
		return nil
	})
	if want := []string{"a0 4", "b0 4", "b1 4", "b2 4"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("Passages: %v %v, want %v", err, got, want)
	}
	stop := errors.New("stop")
	if err := l.Passages(t.Context(), func(Passage, []float32) error { return stop }); err != stop {
		t.Errorf("Passages returned %v, not the error of its function", err)
	}
	if ps, err := l.PassagesOf(t.Context(), "b"); err != nil || !reflect.DeepEqual(ps, items[0].Passages) {
		t.Errorf("PassagesOf: %v %v", err, ps)
	}
	if a, p, err := l.Counts(t.Context()); a != 3 || p != 4 || err != nil {
		t.Errorf("Counts: %d %d %v", a, p, err)
	}
	if _, err := l.Article(t.Context(), "no"); !errors.Is(err, ErrNotFound) {
		t.Errorf("a missing article: %v", err)
	}
	want := items[0].Article
	want.Text, want.Blocks = "", nil
	if got, err := l.Known(t.Context(), "b"); err != nil || !reflect.DeepEqual(*got, want) {
		t.Errorf("Known: %v\ngot  %+v\nwant %+v", err, got, want)
	}
	if _, err := l.Known(t.Context(), "no"); !errors.Is(err, ErrNotFound) {
		t.Errorf("nothing known: %v", err)
	}
	sound(t, l)
}

func TestPutIsIdempotent(t *testing.T) {
	l := newTest(t)
	a, b, c := testItem("a", "One sentence.", 2), testItem("b", "Two.", 2), testItem("c", "Three.", 1)
	put(t, l, a, b)
	changed := testItem("b", "Two, corrected.", 1)
	embedded := testItem("a", "One sentence.", 2)
	embedded.Vectors[1][0]++
	for _, tt := range []struct {
		name                      string
		items                     []Item
		added, updated, unchanged []string
	}{
		{"all the same", []Item{a, b}, nil, nil, []string{"a", "b"}},
		{"one of each", []Item{c, changed, a}, []string{"c"}, []string{"b"}, []string{"a"}},
		{"another embedder", []Item{embedded}, nil, []string{"a"}, nil},
		{"one twice", []Item{c, c}, nil, nil, []string{"c", "c"}},
	} {
		added, updated, unchanged, err := l.Put(t.Context(), tt.items)
		if err != nil || !slices.Equal(added, tt.added) || !slices.Equal(updated, tt.updated) || !slices.Equal(unchanged, tt.unchanged) {
			t.Errorf("%s: added %v, updated %v, unchanged %v, %v", tt.name, added, updated, unchanged, err)
		}
	}
	if got, _ := l.Item(t.Context(), "b"); !reflect.DeepEqual(got, changed) {
		t.Errorf("after the change: %+v", got)
	}
	for _, tt := range []struct {
		a    Article
		want bool
	}{{changed.Article, true}, {b.Article, false}, {testItem("z", "x", 1).Article, false}} {
		if got, err := l.Unchanged(t.Context(), &tt.a); got != tt.want || err != nil {
			t.Errorf("Unchanged(%s) = %v, %v", tt.a.ID, got, err)
		}
	}
	sound(t, l)
}

func TestPutRefuses(t *testing.T) {
	l := newTest(t)
	good := testItem("good", "Fine.", 1)
	outside := testItem("a", "One.", 2)
	outside.Passages[1].End = 1000
	few := testItem("a", "One.", 2)
	few.Vectors = few.Vectors[:1]
	for name, bad := range map[string]Item{
		"no ID": testItem("", "One.", 1), "a span outside": outside, "too few vectors": few,
		"not UTF-8": {Article: Article{ID: "a", Text: "\xff"}},
	} {
		if _, _, _, err := l.Put(t.Context(), []Item{good, bad}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if n, _, _ := l.Counts(t.Context()); n != 0 {
		t.Errorf("%d articles are there after batches that failed", n)
	}
}

func TestGenerations(t *testing.T) {
	l := newTest(t)
	gen := func() int64 {
		t.Helper()
		g, err := l.Generation(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return g
	}
	start := gen()
	put(t, l, testItem("a", "One.", 1), testItem("b", "Two.", 1))
	first := gen()
	put(t, l, testItem("a", "One.", 1))
	if start != 0 || first <= start || gen() != first {
		t.Errorf("generations %d, %d, then %d for nothing new", start, first, gen())
	}
	put(t, l, testItem("c", "Three.", 1))
	second := gen()
	removed, err := l.Remove(t.Context(), "a", "no", "a")
	if err != nil || !slices.Equal(removed, []string{"a"}) || gen() <= second {
		t.Errorf("Remove: %v %v, generation %d after %d", removed, err, gen(), second)
	}
	if removed, err := l.Remove(t.Context(), "no"); err != nil || removed != nil {
		t.Errorf("Remove of nothing: %v %v", removed, err)
	}
	for since, want := range map[int64][]string{0: {"a", "b", "c"}, first: {"a", "c"}, second: {"a"}, gen(): nil} {
		if got, err := l.ChangedSince(t.Context(), since); err != nil || !slices.Equal(got, want) {
			t.Errorf("ChangedSince(%d) = %v, %v, want %v", since, got, err, want)
		}
	}
	if ps, _ := l.PassagesOf(t.Context(), "a"); ps != nil {
		t.Errorf("passages of a removed article: %v", ps)
	}
	sound(t, l)
}

func TestListAndSettings(t *testing.T) {
	l := newTest(t)
	old, other := testItem("old", "One.", 1), testItem("other", "One.", 1)
	old.Article.Published = time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)
	other.Article.Published, other.Article.Outlet, other.Article.Agency = time.Time{}, "Elsewhere", ""
	put(t, l, other, testItem("new", "One.", 1), old)
	since := Filter{Since: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)}
	for _, tt := range []struct {
		f    Filter
		want []string
	}{{Filter{}, []string{"new", "old", "other"}}, {since, []string{"new"}}, {Filter{Outlet: "afp"}, []string{"new", "old"}}, {Filter{Outlet: "x"}, nil}} {
		as, err := l.List(t.Context(), tt.f)
		var got []string
		for _, a := range as {
			got = append(got, a.ID)
			if a.Text != "" || a.Blocks != nil || a.Title == "" {
				t.Errorf("List gave %+v", a)
			}
		}
		if err != nil || !slices.Equal(got, tt.want) {
			t.Errorf("List(%v) = %v, %v, want %v", tt.f, got, err, tt.want)
		}
	}
	for _, v := range []string{"", "one", "two"} {
		if got, err := l.Setting(t.Context(), "key"); got != v || err != nil {
			t.Errorf("Setting = %q, %v, want %q", got, err, v)
		}
		if err := l.SetSetting(t.Context(), "key", map[string]string{"": "one", "one": "two"}[v]); err != nil {
			t.Fatal(err)
		}
	}
}

// TestConcurrent reads and writes at once, through two libraries on one file.
func TestConcurrent(t *testing.T) {
	path := filepath.Join(t.TempDir(), "library.db")
	ls := []*Library{openTest(t, path), openTest(t, path)}
	put(t, ls[0], testItem("base", "One.", 5))
	var wg sync.WaitGroup
	for i := range 6 {
		wg.Go(func() {
			l := ls[i%2]
			for j := range 5 {
				if i < 2 {
					if _, _, _, err := l.Put(context.Background(), []Item{testItem(fmt.Sprintf("w%d-%d", i, j), "Some text.", 2)}); err != nil {
						t.Error(err)
					}
					continue
				}
				last, n := "", 0
				err := l.Passages(context.Background(), func(p Passage, v []float32) error {
					if p.Article < last || v == nil {
						return fmt.Errorf("%v after %s", p, last)
					}
					last = p.Article
					n++
					return nil
				})
				if err != nil || n < 5 {
					t.Errorf("%d passages, %v", n, err)
				}
			}
		})
	}
	wg.Wait()
	if n, _, _ := ls[0].Counts(context.Background()); n != 11 {
		t.Errorf("%d articles, want 11", n)
	}
	sound(t, ls[1])
}

func TestCancelled(t *testing.T) {
	l := newTest(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, _, err := l.Put(ctx, []Item{testItem("a", "One.", 1)}); !errors.Is(err, context.Canceled) {
		t.Errorf("Put with a cancelled context: %v", err)
	}
	if n, _, err := l.Counts(t.Context()); n != 0 || err != nil {
		t.Errorf("%d articles, %v", n, err)
	}
}

func BenchmarkOpenNew(b *testing.B) {
	dir := b.TempDir()
	for i := 0; b.Loop(); i++ {
		l, err := OpenLibrary(b.Context(), filepath.Join(dir, fmt.Sprint(i)))
		if err != nil {
			b.Fatal(err)
		}
		l.Close()
	}
}

// BenchmarkPassages reads 13,000 passages of 256 dimensions.
func BenchmarkPassages(b *testing.B) {
	l := newTest(b)
	var items []Item
	for i := range 2600 {
		it := testItem(fmt.Sprintf("article-%04d", i), strings.Repeat("Some text of a passage. ", 40), 5)
		for j := range it.Vectors {
			it.Vectors[j] = make([]float32, 256)
		}
		items = append(items, it)
	}
	start := time.Now()
	put(b, l, items...)
	b.Logf("Put of %d articles: %v", len(items), time.Since(start))
	for b.Loop() {
		n := 0
		if err := l.Passages(b.Context(), func(Passage, []float32) error { n++; return nil }); err != nil || n != 13000 {
			b.Fatal(n, err)
		}
	}
}
