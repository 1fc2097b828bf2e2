package corpus

import (
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestVersions(t *testing.T) {
	l, ctx := newTest(t), t.Context()
	first, second := testItem("a", "One.", 2), testItem("a", "Two.", 3)
	put(t, l, first)
	moved := testItem("a", "One.", 2)
	moved.Article.Provenance = map[string]string{"file": "elsewhere"}
	put(t, l, moved)
	if vs, err := l.Versions(ctx, "a"); err != nil || len(vs) != 1 {
		t.Fatalf("after a move: %v, %v", vs, err)
	}
	put(t, l, second)
	put(t, l, first) // back again
	third := testItem("a", "Three.", 1)
	put(t, l, third)
	vs, err := l.Versions(ctx, "a")
	if err != nil || len(vs) != 4 || vs[0].Replaced.IsZero() || !vs[3].Replaced.IsZero() {
		t.Fatalf("%+v, %v", vs, err)
	}
	for i, it := range []Item{first, second, first, third} {
		want := it.Article
		if vs[i].N != i+1 || vs[i].Hash != want.Version() {
			t.Errorf("version %d is %+v", i+1, vs[i])
		}
		for _, name := range []string{vs[i].Hash, strings.ToUpper(vs[i].Hash[:7])} {
			got, err := l.ArticleVersion(ctx, "a", name)
			if err != nil || got.Text != want.Text || !reflect.DeepEqual(got.Blocks, want.Blocks) || !got.Published.Equal(want.Published) || got.Author != want.Author {
				t.Errorf("%s: %+v, %v", name, got, err)
			}
		}
		if ok, err := l.Cited(ctx, "a", vs[i].Hash, Span{0, 4}, want.Text[:4]); !ok || err != nil {
			t.Errorf("the citation of version %d: %v, %v", i+1, ok, err)
		}
	}
	if got, err := l.ArticleVersion(ctx, "a", "2"); err != nil || got.Text != second.Article.Text {
		t.Errorf("by number: %v, %v", got, err)
	}
	if got, err := l.ArticleVersion(ctx, "a", "4"); err != nil || got.Text != third.Article.Text {
		t.Errorf("the present one by number: %v, %v", got, err)
	}
	for _, bad := range []string{"5", "0", "", "abc", "0123456789abcdef", first.Article.Version()[:3]} {
		if _, err := l.ArticleVersion(ctx, "a", bad); !errors.Is(err, ErrNoVersion) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if _, err := l.ArticleVersion(ctx, "b", "1"); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	for _, bad := range []Span{{-1, 2}, {3, 2}, {0, 1 << 20}, {1, 5}} {
		if ok, err := l.Cited(ctx, "a", "", bad, "Thre"); ok || err != nil {
			t.Errorf("%v: %v, %v", bad, ok, err)
		}
	}
	sound(t, l)
	if _, err := l.Remove(ctx, "a"); err != nil {
		t.Fatal(err)
	}
	put(t, l, third)
	if vs, err := l.Versions(ctx, "a"); err != nil || len(vs) != 1 {
		t.Errorf("after removal: %v, %v", vs, err)
	}
	sound(t, l)
}

func TestRaw(t *testing.T) {
	l, ctx := newTest(t), t.Context()
	a, b := testItem("a", "One.", 2), testItem("b", "Two.", 2)
	raw := &Raw{Name: "a", URL: "https://example.org/", MediaType: "text/html", Whole: true, Fetched: time.Unix(1e9, 0).UTC(), Bytes: []byte(strings.Repeat("<p>", 1000))}
	a.Article.Raw, b.Article.Raw = raw, raw
	put(t, l, a, b)
	if same, err := l.Unchanged(ctx, &a.Article); !same || err != nil {
		t.Errorf("unchanged: %v, %v", same, err)
	}
	if got, err := l.Raw(ctx, "b"); err != nil || !reflect.DeepEqual(got, raw) {
		t.Errorf("%+v, %v", got, err)
	}
	blobs := func() (n, size int) {
		if err := l.db.QueryRow("SELECT count(*), coalesce(sum(length(data)), 0) FROM blobs").Scan(&n, &size); err != nil {
			t.Fatal(err)
		}
		return n, size
	}
	if n, size := blobs(); n != 1 || size > 100 {
		t.Errorf("%d blobs of %d bytes", n, size)
	}
	sound(t, l)
	// Other bytes for the same article, none for a changed one.
	a.Article.Raw = &Raw{Name: "a", Bytes: []byte("One.")}
	if same, err := l.Unchanged(ctx, &a.Article); same || err != nil {
		t.Errorf("with other bytes: %v, %v", same, err)
	}
	_, _, unchanged, err := l.Put(ctx, []Item{a})
	if err != nil || !slices.Equal(unchanged, []string{"a"}) {
		t.Errorf("%v, %v", unchanged, err)
	}
	if got, err := l.Raw(ctx, "a"); err != nil || string(got.Bytes) != "One." {
		t.Errorf("%+v, %v", got, err)
	}
	put(t, l, testItem("b", "Changed.", 1))
	if got, err := l.Raw(ctx, "b"); err != nil || got != nil {
		t.Errorf("%+v, %v", got, err)
	}
	if n, _ := blobs(); n != 1 {
		t.Errorf("%d blobs", n)
	}
	sound(t, l)
	if _, err := l.Remove(ctx, "a", "b"); err != nil {
		t.Fatal(err)
	}
	if n, _ := blobs(); n != 0 {
		t.Errorf("%d blobs after all is removed", n)
	}
	sound(t, l)
}

func TestCollections(t *testing.T) {
	l, ctx := newTest(t), t.Context()
	a, b := testItem("a", "One.", 1), testItem("b", "Two.", 1)
	a.Article.Collections, b.Article.Collections = []string{"City"}, []string{"City", "Sport"}
	put(t, l, a, b)
	gen, _ := l.Generation(ctx)
	a.Article.Collections = []string{"Sport"}
	if same, _ := l.Unchanged(ctx, &a.Article); same {
		t.Error("an article that is to join a collection is unchanged")
	}
	put(t, l, a)
	if now, _ := l.Generation(ctx); now == gen {
		t.Error("joining a collection leaves the generation")
	}
	a.Article.Collections = []string{"sport"}
	if same, _ := l.Unchanged(ctx, &a.Article); !same {
		t.Error("the case of a name matters")
	}
	list := func(name string) (ids []string) {
		as, err := l.List(ctx, Filter{Collection: name})
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range as {
			ids = append(ids, a.ID)
		}
		return ids
	}
	if got := list("CITY"); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("City has %v", got)
	}
	put(t, l, testItem("a", "Changed.", 1))
	if got, err := l.Article(ctx, "a"); err != nil || !slices.Equal(got.Collections, []string{"City", "Sport"}) {
		t.Errorf("after a change it is in %v, %v", got.Collections, err)
	}
	if n, err := l.LeaveCollection(ctx, "sport", "a", "x"); n != 1 || err != nil {
		t.Errorf("left %d, %v", n, err)
	}
	cs, err := l.Collections(ctx)
	if want := []Collection{{"City", 2}, {"Sport", 1}}; err != nil || !slices.Equal(cs, want) {
		t.Errorf("%v, %v", cs, err)
	}
	sound(t, l)
	if n, err := l.LeaveCollection(ctx, "City"); n != 2 || err != nil {
		t.Errorf("left %d, %v", n, err)
	}
	if _, err := l.Remove(ctx, "b"); err != nil {
		t.Fatal(err)
	}
	if cs, err := l.Collections(ctx); err != nil || len(cs) != 0 {
		t.Errorf("%v, %v", cs, err)
	}
	put(t, l, testItem("c", "Three.", 1))
	if err := l.JoinCollections(ctx, []string{"City"}, "c", "nosuch"); err != nil || !slices.Equal(list("city"), []string{"c"}) {
		t.Errorf("joined: %v, %v", list("city"), err)
	}
	if _, err := l.AddFollow(ctx, "/news", time.Hour); err != nil {
		t.Fatal(err)
	}
	if err := l.SetFollowCollections(ctx, "/news", []string{"Sport", "City", "sport"}); err != nil {
		t.Fatal(err)
	}
	if names, err := l.FollowCollections(ctx, "", "/news"); err != nil || !slices.Equal(names, []string{"City", "Sport"}) {
		t.Errorf("what comes of it goes to %v, %v", names, err)
	}
	if _, err := l.RemoveFollow(ctx, "/news"); err != nil {
		t.Fatal(err)
	}
	if names, err := l.FollowCollections(ctx, "", "/news"); err != nil || names != nil {
		t.Errorf("of what is not followed: %v, %v", names, err)
	}
	sound(t, l)
	for _, bad := range []string{"", " x", "a\x1fb", strings.Repeat("x", 101)} {
		b.Article.Collections = []string{bad}
		if _, _, _, err := l.Put(ctx, []Item{b}); err == nil {
			t.Errorf("a collection %q", bad)
		}
	}
}

// TestVerifyKept damages each kind of what is kept, past the library.
func TestVerifyKept(t *testing.T) {
	for name, tt := range map[string]struct{ sql, fault string }{
		"version's content": {"UPDATE versions SET content = x'00'", "does not unpack"},
		"version's hash":    {"UPDATE versions SET hash = 'f'", "is not what was put"},
		"version gone":      {"DELETE FROM versions WHERE n = 1", "numbered up to 2"},
		"no content":        {"UPDATE versions SET content = NULL WHERE n = 1", "has no content"},
		"blob":              {"UPDATE blobs SET size = 3", "raw bytes of article a"},
		"blob gone":         {"DELETE FROM blobs", "raw bytes of article a are missing"},
		"blob left over":    {"DROP TRIGGER raws_gone; DELETE FROM raws", "are no article's"},
		"collection":        {"INSERT INTO collections VALUES ('x', 'City')", "an article that is missing: x"},
		"signature":         {"INSERT INTO signatures VALUES (1, 'a', x'00', x'00', '[1]')", "lacks 1 of its keys"},
		"bands":             {"INSERT INTO bands VALUES (1, 1)", "are left over"},
		"copies":            {"INSERT INTO copies VALUES (1, 2, 1)", "not both there"},
		"follow":            {"INSERT INTO follows VALUES ('', '/news', 0, 0, 0, 0, 0, '', 0)", "no schedule: /news"},
		"follow's":          {"INSERT INTO follow_collections VALUES ('', '/x', 'City')", "for what is not followed: /x"},
		"owner's":           {"INSERT INTO articles SELECT 'server:1/a', url, title, author, outlet, agency, dateline, published, provenance, hash, derived, added FROM articles", "not in its owner's collection"},
		"owner's page":      {"INSERT INTO fetched VALUES ('server:1', 'k', '', '', '', '', 'a', 0, '', 0, 0, 0)", "not theirs: a"},
		"removed":           {"INSERT INTO removed VALUES ('a', '', 0)", "counts as removed"},
		"fetched":           {"UPDATE articles SET provenance = '{\"id\":\"address\"}'", "nothing is remembered"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "library.db")
			l := openTest(t, path)
			for _, text := range []string{"One.", "Two.", "Three."} {
				it := testItem("a", text, 1)
				it.Article.Collections, it.Article.Raw = []string{"City"}, &Raw{Bytes: []byte(text)}
				put(t, l, it)
			}
			sound(t, l)
			l.Close()
			raw(t, path, tt.sql)
			faults, err := openTest(t, path).Verify(t.Context())
			if err != nil || !strings.Contains(strings.Join(faults, "\n"), tt.fault) {
				t.Errorf("%q, %v; want %q", faults, err, tt.fault)
			}
		})
	}
}

// TestUpgradeKept opens a library of the version before, and a later one.
func TestUpgradeKept(t *testing.T) {
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "library.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(schema + upgrades[1] + "PRAGMA application_id = 1852143475; PRAGMA user_version = 2"); err != nil {
		t.Fatal(err)
	}
	oldArticle(t, db)
	db.Close()
	// One that cannot be written is read as it is.
	old := &Library{path: path, readOnly: true}
	if err := old.open(ctx, unlocked, time.Second); err != nil {
		t.Fatal(err)
	}
	a, err := old.Article(ctx, "a")
	vs, err2 := old.Versions(ctx, "a")
	cs, err3 := old.Collections(ctx)
	r, err4 := old.Raw(ctx, "a")
	same, err5 := old.Unchanged(ctx, a)
	if err := errors.Join(err, err2, err3, err4, err5); err != nil || len(vs) != 1 || cs != nil || r != nil || !same {
		t.Errorf("of an old library: %v, %v, %v, %v, %v", err, vs, cs, r, same)
	}
	sound(t, old)
	old.Close()

	l := openTest(t, path)
	sound(t, l)
	put(t, l, testItem("a", "Changed.", 1))
	if got, err := l.ArticleVersion(ctx, "a", "1"); err != nil || got.Text != "News.\n" {
		t.Errorf("its first version: %+v, %v", got, err)
	}
	sound(t, l)
	l.Close()
	raw(t, path, fmt.Sprintf("PRAGMA user_version = %d", schemaVersion+1))
	if _, err := OpenLibrary(ctx, path); !errors.Is(err, ErrNewer) || strings.Contains(err.Error(), "\n") {
		t.Errorf("of a later version: %v", err)
	}
}
