package corpus

import (
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

func webLibrary(t *testing.T) *Library {
	t.Helper()
	l, err := OpenLibrary(t.Context(), filepath.Join(t.TempDir(), "library.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func TestFetched(t *testing.T) {
	l, ctx := webLibrary(t), t.Context()
	at := time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)
	a := FetchedPage{Key: "k1", URL: "http://example.org/a", ETag: `"1"`, Modified: "yesterday", Listed: "l", Article: "a", Fetched: at,
		List: "f", Seen: at.Add(time.Minute), Failures: 2, Retry: at.Add(time.Hour)}
	b := FetchedPage{Key: "k2", Article: "a", Fetched: at.Add(time.Hour), Seen: at.Add(time.Hour)}
	if err := l.KeepFetched(ctx, a, b); err != nil {
		t.Fatal(err)
	}
	if err := l.KeepFetched(ctx); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]FetchedPage{"k1": a, "k2": b, "k3": {}} {
		if got, err := l.FetchedPage(ctx, "", key); err != nil || got != want {
			t.Errorf("%s: %+v, %v", key, got, err)
		}
	}
	if got, err := l.FetchedFor(ctx, "a"); err != nil || got != b {
		t.Errorf("the article's: %+v, %v", got, err)
	}
	if got, err := l.FetchedFor(ctx, "b"); err != nil || got != (FetchedPage{}) {
		t.Errorf("another article's: %+v, %v", got, err)
	}
	a.ETag = `"2"`
	if err := l.KeepFetched(ctx, a); err != nil {
		t.Fatal(err)
	}
	if got, err := l.FetchedPage(ctx, "", "k1"); err != nil || got != a {
		t.Errorf("changed: %+v, %v", got, err)
	}
}

func TestFollows(t *testing.T) {
	l, ctx := webLibrary(t), t.Context()
	for _, tt := range []struct {
		target string
		added  bool
	}{{"http://example.org/feed", true}, {"/news", true}, {"/news", false}} {
		if added, err := l.AddFollow(ctx, tt.target, time.Hour); err != nil || added != tt.added {
			t.Fatalf("%s: added %v, %v", tt.target, added, err)
		}
	}
	all, err := l.Follows(ctx)
	want := []Follow{{Target: "/news", Every: time.Hour}, {Target: "http://example.org/feed", Every: time.Hour}}
	if err != nil || !slices.Equal(all, want) {
		t.Fatalf("%+v, %v", all, err)
	}
	// One of two that found it due gets the visit.
	now := time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)
	for _, want := range []bool{true, false} {
		if got, err := l.ClaimFollow(ctx, all[0], now.Add(time.Minute)); err != nil || got != want {
			t.Errorf("claimed %v, %v", got, err)
		}
	}
	done := Follow{Target: "/news", Every: 2 * time.Hour, Next: now.Add(time.Hour), Last: now, Good: now.Add(-time.Hour), Failures: 3, Note: "added 1"}
	if err := l.SetFollow(ctx, done); err != nil {
		t.Fatal(err)
	}
	done.Every = time.Hour
	if all, err = l.Follows(ctx); err != nil || all[0] != done {
		t.Errorf("%+v, %v", all, err)
	}
	for _, want := range []bool{true, false} {
		if got, err := l.RemoveFollow(ctx, "/news"); err != nil || got != want {
			t.Errorf("removed %v, %v", got, err)
		}
	}
	// A visit that ends after that does not bring it back.
	if err := l.SetFollow(ctx, done); err != nil {
		t.Fatal(err)
	}
	if all, err = l.Follows(ctx); err != nil || len(all) != 1 {
		t.Errorf("%+v, %v", all, err)
	}
}

// oldArticle puts an article into a library of the first version or the
// second, by what was then written.
func oldArticle(t *testing.T, db *sql.DB) {
	t.Helper()
	it := Item{Article: Article{ID: "a", Text: "News.\n"}}
	for _, s := range []struct {
		sql  string
		args []any
	}{
		{"INSERT INTO articles VALUES ('a', '', '', '', '', '', '', '', 'null', ?, ?)", []any{it.Article.hash(), it.derived()}},
		{"INSERT INTO texts VALUES ('a', ?, ?)", []any{it.Article.Text, []byte{}}},
		{"INSERT INTO changes VALUES ('a', 1)", nil},
		{"UPDATE state SET generation = 1", nil},
	} {
		if _, err := db.Exec(s.sql, s.args...); err != nil {
			t.Fatal(err)
		}
	}
}

// TestUpgrade opens a library of the first version, which has an article.
func TestUpgrade(t *testing.T) {
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "library.db")
	old := func() {
		t.Helper()
		if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		db, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.Exec(schema + "PRAGMA application_id = 1852143475; PRAGMA user_version = 1"); err != nil {
			t.Fatal(err)
		}
		oldArticle(t, db)
	}
	old()
	l, err := OpenLibrary(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if art, err := l.Article(ctx, "a"); err != nil || art.Text != "News.\n" {
		t.Errorf("the article is %+v, %v", art, err)
	}
	if faults, err := l.Verify(ctx); err != nil || len(faults) > 0 {
		t.Errorf("verify: %q, %v", faults, err)
	}
	if version, _, err := versions(ctx, l.db); err != nil || version != schemaVersion {
		t.Errorf("it is of version %d, %v", version, err)
	}
	if _, err := l.AddFollow(ctx, "/news", time.Hour); err != nil {
		t.Error(err)
	}
	l.Close()
	if l, err = OpenLibrary(ctx, path); err != nil {
		t.Fatal(err)
	}
	if all, err := l.Follows(ctx); err != nil || len(all) != 1 {
		t.Errorf("opened again, it follows %v, %v", all, err)
	}
	l.Close()

	// One that cannot be written is read as it is.
	old()
	l = &Library{path: path, readOnly: true}
	if err := l.open(ctx, unlocked, time.Second); err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	all, err := l.Follows(ctx)
	page, err2 := l.FetchedFor(ctx, "a")
	if err != nil || err2 != nil || len(all) != 0 || page != (FetchedPage{}) {
		t.Errorf("of an old library: %v, %v, %v, %v", all, err, page, err2)
	}
	if _, err := l.Article(ctx, "a"); err != nil {
		t.Error(err)
	}
}
