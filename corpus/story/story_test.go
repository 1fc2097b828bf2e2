package story

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"newsdesk/corpus"
)

func open(t *testing.T) *corpus.Library {
	t.Helper()
	l, err := corpus.OpenLibrary(t.Context(), filepath.Join(t.TempDir(), "library.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

// text is n sentences of words that depend on seed.
func text(seed uint64, n int) string {
	rng := rand.New(rand.NewPCG(seed, 7))
	var b strings.Builder
	for range n {
		for i := range 14 {
			if i > 0 {
				b.WriteByte(' ')
			}
			fmt.Fprintf(&b, "w%d", rng.IntN(5000))
		}
		b.WriteString(".\n")
	}
	return b.String()
}

func article(id, text string) corpus.Item {
	return corpus.Item{Article: corpus.Article{ID: id, Text: text, Blocks: []corpus.Block{{Span: corpus.Span{End: len(text)}}}}}
}

func put(t *testing.T, l *corpus.Library, items ...corpus.Item) {
	t.Helper()
	if _, _, _, err := l.Put(t.Context(), items); err != nil {
		t.Fatal(err)
	}
}

func link(t *testing.T, l *corpus.Library, want int) {
	t.Helper()
	if n, err := Link(t.Context(), l); err != nil || n != want {
		t.Errorf("linked %d, %v; want %d", n, err, want)
	}
	if faults, err := l.Verify(t.Context()); err != nil || len(faults) > 0 {
		t.Errorf("%q, %v", faults, err)
	}
}

func stories(t *testing.T, l *corpus.Library) (out []string) {
	t.Helper()
	all, err := All(t.Context(), l)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		var ids []string
		for _, a := range s.Articles {
			ids = append(ids, a.ID)
		}
		out = append(out, strings.Join(ids, " ")+" < "+s.Original)
	}
	return out
}

func TestLink(t *testing.T) {
	l := open(t)
	var unrelated []corpus.Item
	for i := range 150 {
		unrelated = append(unrelated, article(fmt.Sprintf("u%03d", i), text(uint64(1000+i), 12)))
	}
	put(t, l, unrelated...)
	a, b := text(1, 20), text(2, 20)
	first := article("a1", a)
	first.Article.Published = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	near := article("a2", strings.Replace(a, "w1", "x1", 9))
	near.Article.Published = first.Article.Published.AddDate(0, 0, 1)
	put(t, l, first, near, article("b1", b))
	link(t, l, 1)
	if got := stories(t, l); !slices.Equal(got, []string{"a1 a2 < a1"}) {
		t.Errorf("%q", got)
	}
	link(t, l, 0)

	// Later ones, and one that takes in two others.
	put(t, l, article("b2", b+text(3, 2)), article("z", a+b))
	link(t, l, 2)
	if got := stories(t, l); len(got) != 1 || !strings.HasPrefix(got[0], "a1 a2 b1 b2 z") {
		t.Errorf("%q", got)
	}
	s, err := Of(t.Context(), l, "b1")
	if err != nil || len(s.Articles) != 5 {
		t.Errorf("%+v, %v", s, err)
	}
	if s, err := Of(t.Context(), l, "u001"); err != nil || s.Articles != nil {
		t.Errorf("of no copy: %+v, %v", s, err)
	}

	// What joined them changes, another goes.
	put(t, l, article("z", text(4, 20)))
	if _, err := l.Remove(t.Context(), "a1"); err != nil {
		t.Fatal(err)
	}
	link(t, l, 0)
	if got := stories(t, l); !slices.Equal(got, []string{"b1 b2 < "}) {
		t.Errorf("%q", got)
	}
	// An empty one is a copy of nothing.
	put(t, l, article("e1", " "), article("e2", " "))
	link(t, l, 0)
}

// TestFormLetters links hundreds of copies of one text: each is looked at
// beside so many only, and all are one story.
func TestFormLetters(t *testing.T) {
	l := open(t)
	var items []corpus.Item
	for i := range 300 {
		items = append(items, article(fmt.Sprintf("f%03d", i), text(5, 15)+text(uint64(i+10), 1)))
	}
	put(t, l, items...)
	link(t, l, 299)
	links, err := l.CopyLinks(context.Background(), "")
	if err != nil || len(links) > compared*300 {
		t.Errorf("%d links, %v", len(links), err)
	}
	if got := corpus.StoriesOf(links); len(got) != 1 || len(got[0]) != 300 {
		t.Errorf("%d stories", len(got))
	}
}

func BenchmarkLink(b *testing.B) {
	l, err := corpus.OpenLibrary(b.Context(), filepath.Join(b.TempDir(), "library.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	n := uint64(0)
	for b.Loop() {
		var items []corpus.Item
		for range 1000 {
			n++
			items = append(items, article(fmt.Sprint(n), text(n, 60)))
		}
		if _, _, _, err := l.Put(b.Context(), items); err != nil {
			b.Fatal(err)
		}
		start := time.Now()
		if _, err := Link(b.Context(), l); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(time.Since(start).Microseconds())/1000, "µs/article")
	}
}

// TestOwners holds that an owner's articles are linked to one another, and to
// nobody else's.
func TestOwners(t *testing.T) {
	l := open(t)
	same := text(1, 20)
	put(t, l, article("a", same), article("b", same), article("server:1/a", same), article("server:2/a", same))
	link(t, l, 1)
	put(t, l, article("server:1/b", same))
	link(t, l, 1)
	links, err := l.CopyLinks(t.Context(), "")
	if err != nil || len(links) != 2 {
		t.Errorf("%+v, %v", links, err)
	}
	for _, c := range links {
		if corpus.OwnerOf(c.A) != corpus.OwnerOf(c.B) {
			t.Errorf("%s is linked to %s", c.A, c.B)
		}
	}
}
