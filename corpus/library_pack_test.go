package corpus

import (
	"bytes"
	"compress/flate"
	"context"
	"database/sql"
	"math"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// TestRawTakesLittle keeps a file of text beside its article, and bytes that
// come to be of several articles and then of one again.
func TestRawTakesLittle(t *testing.T) {
	l, ctx := newTest(t), t.Context()
	var text strings.Builder
	for i := range 800 {
		text.WriteString(strings.Repeat(string(rune('a'+i%26)), 1+i%7) + string(rune('a'+i*i%26)) + " ")
	}
	data := func() (n, likeness int) {
		if err := l.db.QueryRow("SELECT length(data), likeness FROM blobs").Scan(&n, &likeness); err != nil {
			t.Fatal(err)
		}
		return n, likeness
	}
	reads := func(id string, want []byte) {
		t.Helper()
		if r, err := l.Raw(ctx, id); err != nil || r == nil || !bytes.Equal(r.Bytes, want) {
			t.Errorf("the bytes of %s: %v, %v", id, r, err)
		}
	}
	a := testItem("a", text.String(), 1)
	bytes := []byte("---\ntitle: About a\n---\n" + a.Article.Text + "\n")
	a.Article.Raw = &Raw{Name: "a.txt", Bytes: bytes}
	put(t, l, a)
	if n, likeness := data(); n > 100 || likeness != 1 {
		t.Errorf("%d bytes, %d", n, likeness)
	}
	reads("a", bytes)
	// Another article of the same bytes has another text.
	b := testItem("b", "Two.", 1)
	b.Article.Raw = a.Article.Raw
	put(t, l, b)
	if _, likeness := data(); likeness != 0 {
		t.Error("bytes of two articles are packed with the text of one")
	}
	reads("a", bytes)
	reads("b", bytes)
	sound(t, l)
	changed := testItem("a", "Changed.", 1)
	put(t, l, changed)
	reads("b", bytes)
	if _, err := l.Remove(ctx, "a"); err != nil {
		t.Fatal(err)
	}
	reads("b", bytes)
	sound(t, l)
	// A text that is longer than what can be referred to.
	if _, err := l.Remove(ctx, "b"); err != nil {
		t.Fatal(err)
	}
	long := testItem("long", strings.Repeat(text.String(), 20), 1)
	long.Article.Raw = &Raw{Name: "long.txt", Bytes: []byte(long.Article.Text)}
	put(t, l, long)
	reads("long", []byte(long.Article.Text))
	sound(t, l)
}

// version3 makes a library as version 3 had it: vectors in single precision,
// raw bytes packed by themselves.
func version3(t *testing.T, path string, items ...Item) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	exec := func(query string, args ...any) {
		t.Helper()
		if _, err := db.Exec(query, args...); err != nil {
			t.Fatal(err)
		}
	}
	exec(schema + upgrades[1] + upgrades[2] + "PRAGMA application_id = 1852143475; PRAGMA user_version = 3; UPDATE state SET generation = 1")
	for i := range items {
		a := &items[i].Article
		var vectors [][]byte
		for _, v := range items[i].Vectors {
			vectors = append(vectors, encodeSingle(v))
		}
		exec("INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)", a.ID, a.URL, a.Title, a.Author, a.Outlet, a.Agency, a.Dateline, a.Date(),
			`{"id":"file name","title":"text"}`, a.hash(), derived(items[i].Passages, vectors))
		exec("INSERT INTO texts VALUES (?, ?, ?)", a.ID, a.Text, encodeBlocks(a.Blocks))
		exec("INSERT INTO changes VALUES (?, 1)", a.ID)
		for j, p := range items[i].Passages {
			exec("INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)", a.ID, p.N, p.Start, p.End, p.First, p.Last, vectors[j])
		}
		if a.Raw == nil {
			continue
		}
		var packed bytes.Buffer
		w, _ := flate.NewWriter(&packed, flate.DefaultCompression)
		_, _ = w.Write(a.Raw.Bytes)
		_ = w.Close()
		exec("INSERT OR IGNORE INTO blobs VALUES (?, ?, ?)", a.Raw.sum(), len(a.Raw.Bytes), packed.Bytes())
		exec("INSERT INTO raws VALUES (?, ?, ?, ?, ?, ?, ?)", a.ID, a.Raw.sum(), a.Raw.Name, "", "", false, 0)
	}
}

// oldItem has a vector of unit length that half precision does not have.
func oldItem(id, text string, raw *Raw) Item {
	it := testItem(id, text, 2)
	it.Article.Raw = raw
	it.Vectors = [][]float32{{.6, -.8, 0}, {0, 1.0 / 3, .9428090}}
	return it
}

func TestUpgradePacks(t *testing.T) {
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "library.db")
	own, shared := &Raw{Name: "a.txt", Bytes: []byte("One sentence.\n")}, &Raw{Name: "b.csv", Bytes: []byte("two,three\n")}
	items := []Item{oldItem("a", "One sentence.", own), oldItem("b", "Two.", shared), oldItem("c", "Three.", shared), oldItem("d", "Four.", nil)}
	version3(t, path, items...)
	same := func(l *Library, off float64) {
		t.Helper()
		for _, want := range items {
			got, err := l.Item(ctx, want.Article.ID)
			if err != nil || got.Article.Text != want.Article.Text || !reflect.DeepEqual(got.Passages, want.Passages) {
				t.Fatalf("%+v, %v", got, err)
			}
			for i, v := range want.Vectors {
				for j, x := range v {
					if d := math.Abs(float64(got.Vectors[i][j] - x)); d > off {
						t.Errorf("vector %d of %s is %v, want %v", i, want.Article.ID, got.Vectors[i], v)
					}
				}
			}
			r, err := l.Raw(ctx, want.Article.ID)
			if err != nil || !reflect.DeepEqual(r, want.Article.Raw) {
				t.Errorf("the bytes of %s: %+v, %v", want.Article.ID, r, err)
			}
		}
		sound(t, l)
	}
	// One that cannot be written is read as it is.
	old := &Library{path: path, readOnly: true}
	if err := old.open(ctx, unlocked, time.Second); err != nil {
		t.Fatal(err)
	}
	same(old, 0)
	old.Close()

	l := openTest(t, path)
	same(l, .0003)
	var single, like int
	if err := l.db.QueryRow("SELECT (SELECT count(*) FROM passages WHERE length(vector) <> 7), (SELECT sum(likeness) FROM blobs)").Scan(&single, &like); err != nil || single != 0 || like != 1 {
		t.Errorf("%d vectors in single precision, %d blobs packed with a text, %v", single, like, err)
	}
	// What is put again as it was is unchanged.
	for i := range items {
		items[i].Article.Provenance = map[string]string{"id": "file name", "title": "text"}
	}
	if _, _, unchanged, err := l.Put(ctx, items); err != nil || len(unchanged) != len(items) {
		t.Errorf("unchanged: %q, %v", unchanged, err)
	}
	l.Close()
	same(openTest(t, path), .0003)
}

// TestUpgradeHidesNoFault upgrades a library with a vector, bytes and a text
// that are not what was put.
func TestUpgradeHidesNoFault(t *testing.T) {
	path := filepath.Join(t.TempDir(), "library.db")
	version3(t, path, oldItem("a", "One sentence.", &Raw{Name: "a.txt", Bytes: []byte("One sentence.\n")}), oldItem("b", "Two.", nil), oldItem("c", "Three.", nil))
	raw(t, path, "UPDATE passages SET vector = zeroblob(12) WHERE article = 'b' AND n = 0; UPDATE blobs SET data = x'00'; UPDATE texts SET text = 'Those.' WHERE article = 'c'")
	faults, err := openTest(t, path).Verify(t.Context())
	got := strings.Join(faults, "\n")
	for _, want := range []string{"article b: its passages or vectors are not what was put", "raw bytes of article a", "article c: its text"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q lacks %q (%v)", got, want, err)
		}
	}
}

// TestUpgradeIsWhole ends an upgrade before it is done: the library is as it
// was, and the next one to open it upgrades it.
func TestUpgradeIsWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "library.db")
	var items []Item
	for _, id := range strings.Fields("a b c d e f g h") {
		items = append(items, oldItem(id, "Text of "+id+".", &Raw{Name: id, Bytes: []byte("Text of " + id + ".\n")}))
	}
	version3(t, path, items...)
	for wait := time.Duration(0); ; wait += 200 * time.Microsecond {
		ctx, cancel := context.WithTimeout(t.Context(), wait)
		l, err := OpenLibrary(ctx, path)
		cancel()
		if err == nil {
			l.Close()
			break
		}
		// What was ended may take a moment to let go.
		db, err := openFile(path, access{}, 5*time.Second)
		if err != nil {
			t.Fatal(err)
		}
		var version, half, like int
		if err := db.QueryRow("SELECT user_version, (SELECT count(*) FROM passages WHERE length(vector) = 7), (SELECT count(*) FROM pragma_table_info('blobs') WHERE name = 'likeness') FROM pragma_user_version").Scan(&version, &half, &like); err != nil {
			t.Fatal(err)
		}
		db.Close()
		if version == 3 && half+like > 0 || version == 4 && (half != 16 || like != 1) {
			t.Fatalf("after %v: version %d with %d vectors in half precision", wait, version, half)
		}
		if wait > 10*time.Second {
			t.Fatal("it is never done")
		}
	}
	l := openTest(t, path)
	sound(t, l)
	for _, it := range items {
		if r, err := l.Raw(t.Context(), it.Article.ID); err != nil || !bytes.Equal(r.Bytes, it.Article.Raw.Bytes) {
			t.Errorf("%s: %v", it.Article.ID, err)
		}
	}
}
