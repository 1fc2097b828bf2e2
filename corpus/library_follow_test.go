package corpus

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestOwnerNames(t *testing.T) {
	for name, want := range map[string]bool{"server:123": true, "server:1-a": true, "server:": false, "server:A": false, "servers": false,
		"": false, "server:1/2": false, "server:1 2": false, "server:" + strings.Repeat("1", 65): false, "Server:1": false} {
		if err := CheckOwner(name); (err == nil) != want {
			t.Errorf("%q: %v", name, err)
		}
	}
	for name, want := range map[string]bool{"server:1": true, "Server:1": true, "server:": true, "servers": false, "": false, "City": false} {
		if PrivateCollection(name) != want {
			t.Errorf("%q is private: %v", name, !want)
		}
	}
	for id, want := range map[string]string{"server:1/a": "server:1", "server:1/a/b": "server:1", "server:1": "", "a": "", "list/a": "", "server:/a": "", "SERVER:1/a": ""} {
		if got := OwnerOf(id); got != want {
			t.Errorf("%q is %q's, want %q", id, got, want)
		}
	}
	if id := OwnedID(ServerOwner("7"), "a"); OwnerOf(id) != "server:7" || OwnedID("", id) != id {
		t.Error(id)
	}
}

// TestOwnedFollows holds that owners follow one target each for itself.
func TestOwnedFollows(t *testing.T) {
	l, ctx := newTest(t), t.Context()
	const feed = "http://example.org/feed"
	if _, err := l.AddFollow(ctx, feed, time.Hour); err != nil {
		t.Fatal(err)
	}
	due := time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)
	for _, owner := range []string{"server:1", "server:2"} {
		f := Follow{Owner: owner, Target: feed, Every: 2 * time.Hour, Next: due, Note: "added 1"}
		for _, want := range []bool{true, false} {
			if added, err := l.AddFollowOf(ctx, f, "Sport"); err != nil || added != want {
				t.Fatalf("added %v, %v", added, err)
			}
		}
	}
	for _, f := range []Follow{{Owner: "", Target: feed}, {Owner: "me", Target: feed}} {
		if _, err := l.AddFollowOf(ctx, f); err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%+v: %v", f, err)
		}
	}
	for _, name := range []string{"server:2", "Server:2", ""} {
		if _, err := l.AddFollowOf(ctx, Follow{Owner: "server:1", Target: feed}, name); err == nil {
			t.Errorf("what server:1 follows goes into %q", name)
		}
	}
	own, err := l.FollowsOf(ctx, "server:1")
	want := Follow{Owner: "server:1", Target: feed, Every: 2 * time.Hour, Next: due, Note: "added 1"}
	if err != nil || len(own) != 1 || own[0] != want {
		t.Fatalf("%+v, %v", own, err)
	}
	if ok, err := l.ClaimFollow(ctx, own[0], due.Add(time.Hour)); err != nil || !ok {
		t.Fatal(ok, err)
	}
	own[0].Failures, own[0].Note = 1, "down"
	if err := l.SetFollow(ctx, own[0]); err != nil {
		t.Fatal(err)
	}
	all, err := l.Follows(ctx)
	if err != nil || len(all) != 3 || all[0].Owner != "" || all[0].Every != time.Hour || all[0].Failures+all[2].Failures != 0 || all[1].Failures != 1 || all[2].Next != due {
		t.Errorf("%+v, %v", all, err)
	}
	for owner, want := range map[string][]string{"": nil, "server:1": {"Sport"}} {
		if names, err := l.FollowCollections(ctx, owner, feed); err != nil || !slices.Equal(names, want) {
			t.Errorf("%q: %v, %v", owner, names, err)
		}
	}
	if ok, err := l.RemoveFollow(ctx, feed); err != nil || !ok {
		t.Fatal(ok, err)
	}
	if ok, err := l.RemoveFollowOf(ctx, "server:1", feed); err != nil || !ok {
		t.Fatal(ok, err)
	}
	if all, err = l.Follows(ctx); err != nil || len(all) != 1 || all[0].Owner != "server:2" {
		t.Errorf("%+v, %v", all, err)
	}
	sound(t, l)
}

// TestRemoveOwner holds that all of an owner's goes, and nobody else's.
func TestRemoveOwner(t *testing.T) {
	l, ctx := newTest(t), t.Context()
	for _, owner := range []string{"", "server:1", "server:12", "server:2"} {
		it := testItem(OwnedID(owner, "a"), "News of "+owner+".", 2)
		it.Article.Collections = []string{"City"}
		put(t, l, it, testItem(OwnedID(owner, "b"), "Gone.", 1))
		if _, err := l.Remove(ctx, OwnedID(owner, "b")); err != nil {
			t.Fatal(err)
		}
		if err := l.KeepFetched(ctx, FetchedPage{Owner: owner, Key: "k", Article: OwnedID(owner, "a")}); err != nil {
			t.Fatal(err)
		}
		if owner != "" {
			if _, err := l.AddFollowOf(ctx, Follow{Owner: owner, Target: "http://example.org/", Every: time.Hour}); err != nil {
				t.Fatal(err)
			}
		}
	}
	sound(t, l)
	if n, size, err := l.OwnedSize(ctx, "server:1"); err != nil || n != 1 || size != int64(len(testItem("", "News of server:1.", 2).Article.Text)) {
		t.Errorf("it has %d of %d bytes, %v", n, size, err)
	}
	changed := testItem("server:1/a", strings.Repeat("More news. ", 100), 2)
	changed.Article.Raw = &Raw{Bytes: []byte("a page of bytes")}
	put(t, l, changed)
	text := int64(len(changed.Article.Text))
	if n, size, err := l.OwnedSize(ctx, "server:1"); err != nil || n != 1 || size < text+40 || size > text+400 {
		t.Errorf("then %d of %d bytes, %v", n, size, err)
	}
	if n, size, err := l.OwnedSize(ctx, "server:3"); err != nil || n != 0 || size != 0 {
		t.Errorf("who has none has %d of %d bytes, %v", n, size, err)
	}
	// What an owner added is in the owner's collection and cannot leave it.
	a, err := l.Known(ctx, "server:1/a")
	if err != nil || !slices.Equal(a.Collections, []string{"City", "server:1"}) {
		t.Errorf("%+v, %v", a, err)
	}
	for _, ids := range [][]string{nil, {"server:1/a"}} {
		if _, err := l.LeaveCollection(ctx, "Server:1", ids...); err == nil {
			t.Error("it leaves its owner's collection")
		}
	}
	if n, err := l.LeaveCollection(ctx, "City", "server:1/a"); err != nil || n != 1 {
		t.Error(n, err)
	}
	if removed, err := l.RemoveOwner(ctx, "server:1", false); err != nil || len(removed) > 0 {
		t.Errorf("%v, %v", removed, err)
	}
	if all, err := l.Follows(ctx); err != nil || len(all) != 2 {
		t.Errorf("%+v, %v", all, err)
	}
	if ids, err := l.OwnedBy(ctx, "server:1"); err != nil || !slices.Equal(ids, []string{"server:1/a"}) {
		t.Errorf("%v, %v", ids, err)
	}
	if removed, err := l.RemoveOwner(ctx, "server:1", true); err != nil || !slices.Equal(removed, []string{"server:1/a"}) {
		t.Errorf("%v, %v", removed, err)
	}
	for _, owner := range []string{"", "City"} {
		if _, err := l.RemoveOwner(ctx, owner, true); err == nil {
			t.Errorf("all of %q went", owner)
		}
	}
	for _, owner := range []string{"", "server:1", "server:12", "server:2"} {
		page, err := l.FetchedPage(ctx, owner, "k")
		taken := testItem(OwnedID(owner, "b"), "Gone.", 1)
		gone, err2 := l.Removed(ctx, &taken.Article)
		_, err3 := l.Known(ctx, OwnedID(owner, "a"))
		want := owner != "server:1"
		if err != nil || err2 != nil || (page.Key != "") != want || gone != want || (err3 == nil) != want {
			t.Errorf("of %q: %+v, %v; %v, %v; %v", owner, page, err, gone, err2, err3)
		}
	}
	sound(t, l)
}

func TestRemoved(t *testing.T) {
	l, ctx := newTest(t), t.Context()
	it := testItem("a", "News.", 2)
	changed := testItem("a", "Other news.", 2)
	expect := func(want bool) {
		t.Helper()
		if got, err := l.Removed(ctx, &it.Article); err != nil || got != want {
			t.Errorf("removed %v, %v", got, err)
		}
		if got, err := l.Removed(ctx, &changed.Article); err != nil || got {
			t.Errorf("changed, it is removed %v, %v", got, err)
		}
		sound(t, l)
	}
	put(t, l, it)
	expect(false)
	if _, err := l.Remove(ctx, "a", "x"); err != nil {
		t.Fatal(err)
	}
	expect(true)
	put(t, l, it)
	expect(false)
	if ids, err := l.Drop(ctx, "a", "x"); err != nil || !slices.Equal(ids, []string{"a"}) {
		t.Fatal(ids, err)
	}
	expect(false)
}

// TestPruneFetchedMany holds that a feed with new entries at every visit, none
// of which is an article, does not fill the library.
func TestPruneFetchedMany(t *testing.T) {
	l, ctx := newTest(t), t.Context()
	now := time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)
	var pages []FetchedPage
	for i := range KeptOfList + 50 {
		pages = append(pages, FetchedPage{Owner: "server:1", Key: fmt.Sprint("k", i), List: "f", Fetched: now.Add(time.Duration(i) * time.Second)})
	}
	pages = append(pages, FetchedPage{Owner: "server:2", Key: "k0", List: "f", Fetched: now}, FetchedPage{Owner: "server:1", Key: "f", Fetched: now})
	if err := l.KeepFetched(ctx, pages...); err != nil {
		t.Fatal(err)
	}
	if n, err := l.PruneFetched(ctx, now); err != nil || n != 50 {
		t.Errorf("forgot %d, %v", n, err)
	}
	for key, want := range map[string]bool{"k49": false, "k50": true, "f": true} {
		if p, err := l.FetchedPage(ctx, "server:1", key); err != nil || (p.Key != "") != want {
			t.Errorf("%s: %+v, %v", key, p, err)
		}
	}
	if p, err := l.FetchedPage(ctx, "server:2", "k0"); err != nil || p.Key == "" {
		t.Errorf("another owner's: %+v, %v", p, err)
	}
}

// followed3 makes a library of the version before this one, which follows a
// folder and a feed, with that many pages fetched.
func followed3(t *testing.T, path string, pages int) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(schema + upgrades[1]); err != nil {
		t.Fatal(err)
	}
	oldArticle(t, db)
	if _, err := db.Exec(upgrades[2]+`
		INSERT INTO follows VALUES ('/news', 3600, 0, 5, 5, 0, 'added 1'), ('http://example.org/feed', 1800, 9, 5, 4, 2, 'down');
		INSERT INTO follow_collections VALUES ('/news', 'City');
		INSERT INTO fetched VALUES ('http://example.org/feed', 'u', 'e', 'm', 'feed', '', 5), ('http://example.org/a', 'u', 'e', 'm', 'f00d', 'a', 5);
		WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
		INSERT INTO fetched SELECT 'k' || i, '', '', '', '', '', 5 FROM n`, pages); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("PRAGMA application_id = 1852143475; PRAGMA user_version = 3"); err != nil {
		t.Fatal(err)
	}
}

// upgraded checks what has become of a followed3.
func upgraded(t *testing.T, path string, pages int) {
	t.Helper()
	l, ctx := openTest(t, path), t.Context()
	defer l.Close()
	sound(t, l)
	if v, _, err := versions(ctx, l.db); err != nil || v != schemaVersion {
		t.Errorf("it is of version %d, %v", v, err)
	}
	at := time.Unix(5, 0).UTC()
	want := []Follow{
		{Target: "/news", Every: time.Hour, Last: at, Good: at, Note: "added 1"},
		{Target: "http://example.org/feed", Every: 30 * time.Minute, Next: time.Unix(9, 0).UTC(), Last: at, Good: time.Unix(4, 0).UTC(), Failures: 2, Note: "down"},
	}
	if all, err := l.Follows(ctx); err != nil || !slices.Equal(all, want) {
		t.Errorf("%+v, %v", all, err)
	}
	if names, err := l.FollowCollections(ctx, "", "/news"); err != nil || !slices.Equal(names, []string{"City"}) {
		t.Errorf("%v, %v", names, err)
	}
	feed, err := l.FetchedPage(ctx, "", "http://example.org/feed")
	page, err2 := l.FetchedPage(ctx, "", "http://example.org/a")
	if err != nil || err2 != nil || feed.ETag+feed.Modified != "" || feed.Listed != "feed" || page.ETag != "e" || page.Article != "a" || page.Seen.IsZero() || page.List != "" {
		t.Errorf("%+v, %v; %+v, %v", feed, err, page, err2)
	}
	var n int
	if err := l.db.QueryRow("SELECT count(*) FROM fetched").Scan(&n); err != nil || n != pages+2 {
		t.Errorf("%d pages, %v", n, err)
	}
	if n, err := l.PruneFetched(ctx, time.Now()); err != nil || n != 0 {
		t.Errorf("forgot %d, %v", n, err)
	}
	if left, err := l.strings(ctx, l.db, "SELECT name FROM sqlite_schema WHERE name LIKE '%\\_3' ESCAPE '\\'"); err != nil || len(left) > 0 {
		t.Errorf("left over: %v, %v", left, err)
	}
}

func TestUpgradeOwned(t *testing.T) {
	path := filepath.Join(t.TempDir(), "library.db")
	followed3(t, path, 1000)
	// One that cannot be written is read as it is.
	old := &Library{path: path, readOnly: true}
	if err := old.open(t.Context(), unlocked, time.Second); err != nil {
		t.Fatal(err)
	}
	all, err := old.Follows(t.Context())
	page, err2 := old.FetchedFor(t.Context(), "a")
	gone, err3 := old.Removed(t.Context(), &Article{ID: "a"})
	if err != nil || err2 != nil || err3 != nil || len(all) != 2 || page.ETag != "e" || gone {
		t.Errorf("of an old library: %+v, %v; %+v, %v; %v, %v", all, err, page, err2, gone, err3)
	}
	sound(t, old)
	old.Close()
	upgraded(t, path, 1000)
}

// TestKilledUpgrade kills processes that bring an old library up to date.
func TestKilledUpgrade(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(3, 4))
	const pages = 20_000
	old := filepath.Join(t.TempDir(), "old.db")
	followed3(t, old, pages)
	data, err := os.ReadFile(old)
	if err != nil {
		t.Fatal(err)
	}
	within := 0
	for run := range 12 {
		path := filepath.Join(t.TempDir(), "library.db")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(self, fmt.Sprint("run", run))
		cmd.Env = append(os.Environ(), childEnv+"="+path)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration(rng.IntN(120_000))*time.Microsecond, func() { cmd.Process.Kill() })
		// It goes on to add articles once it has upgraded, until it is killed.
		_ = cmd.Wait()
		timer.Stop()
		if db, err := sql.Open("sqlite", path); err == nil {
			if v, _, err := versions(t.Context(), db); err != nil {
				t.Fatal(err)
			} else if v == 3 {
				within++
			}
			db.Close()
		}
		upgraded(t, path, pages)
	}
	t.Logf("%d of 12 were killed before the upgrade was done", within)
	if within == 0 {
		t.Error("none was killed in time to show anything")
	}
}
