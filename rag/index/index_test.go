package index

import (
	"bytes"
	"context"
	"fmt"
	"hash/fnv"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"newsdesk/corpus"
	"newsdesk/rag/terms"
)

// letters is an Embedder of eight dimensions, a word's hash choosing one: like
// texts get like vectors.
type letters string

func (l letters) ID() string { return string(l) }

func (letters) Embed(_ context.Context, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	for i, text := range texts {
		v := make([]float32, 8)
		var n float64
		for _, s := range terms.Stems(text) {
			h := fnv.New32a()
			h.Write([]byte(s))
			v[h.Sum32()%8]++
		}
		for _, x := range v {
			n += float64(x * x)
		}
		for k := range v {
			if n > 0 {
				v[k] /= float32(math.Sqrt(n))
			}
		}
		out[i] = v
	}
	return out, nil
}

func article(id, outlet, date, text string) corpus.Article {
	a := corpus.Article{ID: id, Outlet: outlet, Text: text}
	if date != "" {
		a.Published, _ = time.Parse(time.DateOnly, date)
	}
	return a
}

func open(t *testing.T, dir string, e Embedder, log *slog.Logger) *Index {
	t.Helper()
	x, err := Open(t.Context(), dir, e, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	return x
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func add(t *testing.T, x *Index, articles ...corpus.Article) Summary {
	t.Helper()
	s, err := x.Add(t.Context(), articles)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// query weighs every word of text alike.
func query(text string, k int) Query {
	q := Query{K: k}
	for _, s := range terms.Stems(text) {
		q.Terms = append(q.Terms, Term{Stem: s, Weight: 1})
	}
	v, _ := letters("").Embed(context.Background(), []string{text})
	q.Vector = v[0]
	return q
}

func search(t *testing.T, x *Index, q Query) []string {
	t.Helper()
	hits, err := x.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, h := range hits {
		out = append(out, h.Article)
	}
	return out
}

func TestAddChangeRemove(t *testing.T) {
	dir := t.TempDir()
	x := open(t, dir, letters("a"), quiet())
	if s := add(t, x, article("bees", "", "", "Bees keep the orchard alive."), article("tram", "", "", "The tram stops at noon.")); len(s.Added) != 2 {
		t.Fatalf("added %v", s.Added)
	}
	if got := search(t, x, query("orchard bees", 1)); len(got) != 1 || got[0] != "bees" {
		t.Fatalf("bees: found %v", got)
	}
	if s := add(t, x, article("bees", "", "", "Bees keep the orchard alive.")); len(s.Unchanged) != 1 {
		t.Fatalf("the same again: %+v", s)
	}
	add(t, x, article("bees", "", "", "Wasps raid the market."))
	if got := search(t, x, query("wasps market", 1)); got[0] != "bees" {
		t.Fatalf("after the change: found %v", got)
	}
	hits, err := x.Search(t.Context(), query("orchard", 5))
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range hits {
		if h.Lexical != 0 {
			t.Errorf("a word that was replaced is still indexed: %+v", h)
		}
	}
	if gone, err := x.Remove(t.Context(), "bees", "nobody"); err != nil || len(gone) != 1 {
		t.Fatalf("removed %v, %v", gone, err)
	}
	if got := search(t, x, query("wasps market tram", 5)); len(got) != 1 || got[0] != "tram" {
		t.Fatalf("after the removal: found %v", got)
	}
	x.Close()
	again := open(t, dir, letters("a"), quiet())
	if got := search(t, again, query("tram", 5)); len(got) != 1 || got[0] != "tram" {
		t.Fatalf("opened again: found %v", got)
	}
}

// TestBM25 holds the score against one worked out by hand: three passages of
// 4, 4 and 8 words; "tram" occurs once, twice and not at all.
func TestBM25(t *testing.T) {
	x := open(t, t.TempDir(), letters("a"), quiet())
	add(t, x, article("a", "", "", "the tram stops here"), article("b", "", "", "the tram, the tram"), article("c", "", "", "the ferry leaves the old harbour at noon"))
	hits, err := x.Search(t.Context(), Query{Terms: []Term{{Stem: "tram", Weight: 2}}, K: 3})
	if err != nil {
		t.Fatal(err)
	}
	// Lengths 4, 4, 8: mean 16/3. tf·2.2/(tf+1.2·(.25+.75·4/(16/3))), times the weight 2.
	norm := 1.2 * (.25 + .75*4/(16./3))
	want := map[string]float64{"a": 2 * 2.2 / (1 + norm), "b": 2 * 2 * 2.2 / (2 + norm)}
	for _, h := range hits {
		if math.Abs(h.Lexical-want[h.Article]) > 1e-3 {
			t.Errorf("%s: BM25 %.4f, want %.4f", h.Article, h.Lexical, want[h.Article])
		}
	}
	if hits[0].Article != "b" || len(hits) != 2 {
		t.Errorf("order: %v", hits)
	}
}

func TestSearchIsDeterministic(t *testing.T) {
	x := open(t, t.TempDir(), letters("a"), quiet())
	var same []corpus.Article
	for i := range 40 {
		same = append(same, article(fmt.Sprintf("copy-%02d", i), "", "", "The tram stops at noon."))
	}
	add(t, x, same...)
	first := strings.Join(search(t, x, query("tram noon", 10)), " ")
	if first[:7] != "copy-00" {
		t.Errorf("ties do not follow the article: %s", first)
	}
	for range 20 {
		if got := strings.Join(search(t, x, query("tram noon", 10)), " "); got != first {
			t.Fatalf("another order: %s, before %s", got, first)
		}
	}
}

// TestFilterLosesNothing: what passes the filter is found however many others
// fit the question better.
func TestFilterLosesNothing(t *testing.T) {
	x := open(t, t.TempDir(), letters("a"), quiet())
	var all []corpus.Article
	for i := range 300 {
		all = append(all, article(fmt.Sprintf("loud-%03d", i), "Loud", "2020-01-01", "The tram, the tram, the tram stops at noon."))
	}
	all = append(all, article("quiet", "Calm", "2021-05-05", "Somewhere a tram may run."), article("undated", "Loud", "", "The tram stops."))
	add(t, x, all...)
	day := func(s string) time.Time { d, _ := time.Parse(time.DateOnly, s); return d }
	for name, f := range map[string]corpus.Filter{"outlet": {Outlet: "calm"}, "since": {Since: day("2021-01-01")}, "both": {Since: day("2021-05-05"), Until: day("2021-05-05"), Outlet: "Calm"}} {
		q := query("tram noon", 5)
		q.Filter = f
		if got := search(t, x, q); len(got) != 1 || got[0] != "quiet" {
			t.Errorf("%s: found %v", name, got)
		}
	}
	q := query("tram", 5)
	q.Filter.Until = day("1990-01-01")
	if got := search(t, x, q); len(got) != 0 {
		t.Errorf("nothing passes, found %v", got)
	}
}

func TestAnotherEmbedder(t *testing.T) {
	dir := t.TempDir()
	x := open(t, dir, letters("a"), quiet())
	add(t, x, article("bees", "", "", "Bees keep the orchard alive."))
	x.Close()
	var log bytes.Buffer
	again := open(t, dir, letters("b"), slog.New(slog.NewTextHandler(&log, nil)))
	if !strings.Contains(log.String(), "another embedder") {
		t.Errorf("nothing said of the rebuilding: %q", log.String())
	}
	if got := search(t, again, query("bees", 1)); len(got) != 1 {
		t.Errorf("found %v", got)
	}
	again.Close()
	log.Reset()
	open(t, dir, letters("b"), slog.New(slog.NewTextHandler(&log, nil)))
	if log.Len() > 0 {
		t.Errorf("rebuilt twice: %s", log.String())
	}
}

func TestDamagedLexicalIndexIsRebuilt(t *testing.T) {
	dir := t.TempDir()
	x := open(t, dir, letters("a"), quiet())
	add(t, x, article("bees", "", "", "Bees keep the orchard alive."))
	search(t, x, query("bees", 1))
	x.Close()
	err := filepath.WalkDir(lexicalPath(dir), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return os.WriteFile(path, []byte("junk"), 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
	again := open(t, dir, letters("a"), quiet())
	if got := search(t, again, query("bees", 1)); len(got) != 1 {
		t.Errorf("found %v", got)
	}
}

func TestSimilar(t *testing.T) {
	x := open(t, t.TempDir(), letters("a"), quiet())
	add(t, x, article("a", "", "", "An interesting interlocutor met Putin at the summit over lunch."))
	for word, want := range map[string]string{"puten": "putin", "intresting": "interest", "interlocuter": "interlocutor", "sumit": "summit", "luch": "lunch", "zebra": ""} {
		got, err := x.Similar(t.Context(), terms.Stems(word)[0], true)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("Similar(%s) = %v, want %s", word, got, want)
		}
	}
}

// TestSimilarOfKnownWords: a word of the language is no slip for another.
func TestSimilarOfKnownWords(t *testing.T) {
	x := open(t, t.TempDir(), letters("a"), quiet())
	add(t, x, article("a", "", "", "The shop sold a negotiated settlement."))
	for word, want := range map[string]string{"ship": "", "negotiator": "negoti"} {
		if got, err := x.Similar(t.Context(), terms.Stems(word)[0], false); err != nil || strings.Join(got, " ") != want {
			t.Errorf("Similar(%s) = %v, %v, want %q", word, got, err, want)
		}
	}
}

// TestTwoProcesses: while one Index reads, another may add; the reader sees it
// with its next question.
func TestTwoProcesses(t *testing.T) {
	dir := t.TempDir()
	reader := open(t, dir, letters("a"), quiet())
	add(t, reader, article("bees", "", "", "Bees keep the orchard alive."))
	search(t, reader, query("bees", 1))
	writer := open(t, dir, letters("a"), quiet())
	add(t, writer, article("tram", "", "", "The tram stops at noon."))
	if got := search(t, reader, query("tram", 1)); len(got) != 1 || got[0] != "tram" {
		t.Errorf("the reader found %v", got)
	}
}

func TestVerify(t *testing.T) {
	x := open(t, t.TempDir(), letters("a"), quiet())
	add(t, x, article("bees", "", "", "Bees keep the orchard alive."), article("tram", "", "", "The tram stops at noon."))
	if faults, err := x.Verify(t.Context()); err != nil || len(faults) > 0 {
		t.Fatalf("clean: %v, %v", faults, err)
	}
	// Behind the index's back: an entry too many, one too few, a vector lost.
	x.lex.close()
	version, _ := newestVersion(lexicalPath(x.dir))
	w, err := openLexical(version, true)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.apply([]string{"bees"}, []entry{{passageKey("ghost", 0), "boo"}}, 0); err != nil {
		t.Fatal(err)
	}
	w.close()
	if x.lex, err = openLexical(version, false); err != nil {
		t.Fatal(err)
	}
	if err := x.dense.Delete(t.Context(), []string{passageKey("tram", 0)}); err != nil {
		t.Fatal(err)
	}
	faults, err := x.Verify(t.Context())
	want := []string{"the dense index lacks passage 0 of tram", "the lexical index has an entry for passage 0 of ghost, which the library does not hold", "the lexical index lacks passage 0 of bees"}
	if err != nil || !slices.Equal(faults, want) {
		t.Errorf("faults %q, %v", faults, err)
	}
}

// testDense is the promise of Dense.
func testDense(t *testing.T, d Dense) {
	ctx := t.Context()
	if got, err := d.Nearest(ctx, []float32{1, 0}, 3, nil); err != nil || len(got) != 0 {
		t.Fatalf("empty: %v, %v", got, err)
	}
	for i, v := range [][]float32{{1, 0}, {0, 1}, {1, 0}, {0, 0}} {
		if err := d.Put(ctx, passageKey("a", i), v); err != nil {
			t.Fatal(err)
		}
	}
	if d.Len() != 4 || !d.Has(ctx, passageKey("a", 3)) || d.Has(ctx, passageKey("b", 0)) {
		t.Errorf("holds %d of 4", d.Len())
	}
	got, err := d.Nearest(ctx, []float32{1, 0}, 10, nil)
	if err != nil || len(got) < 2 || got[0].Key != passageKey("a", 0) || got[1].Key != passageKey("a", 2) || got[0].Cosine != 1 {
		t.Errorf("nearest: %v, %v", got, err)
	}
	if got, err := d.Nearest(ctx, []float32{1, 0}, 10, map[string]bool{"b": true}); err != nil || len(got) != 0 {
		t.Errorf("filtered: %v, %v", got, err)
	}
	if c := d.Cosine(ctx, passageKey("a", 1), []float32{1, 0}); c != 0 {
		t.Errorf("cosine of a right angle: %g", c)
	}
	if err := d.Delete(ctx, []string{passageKey("a", 0), passageKey("a", 3), "unknown\x1f0"}); err != nil || d.Len() != 2 {
		t.Errorf("after deleting two: %d, %v", d.Len(), err)
	}
	if err := d.Delete(ctx, nil); err != nil || d.Len() != 2 {
		t.Errorf("after deleting none: %d, %v", d.Len(), err)
	}
}

func TestMemory(t *testing.T) {
	m, err := newMemory()
	if err != nil {
		t.Fatal(err)
	}
	testDense(t, m)
}
