package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"newsdesk/corpus"
	"newsdesk/corpus/fetch"
	"newsdesk/corpus/follow"
	"newsdesk/corpus/web"
)

// publish puts a page on the site; SITE in it is the site's address.
func (s *testSite) publish(path, body string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages[path] = strings.ReplaceAll(body, "SITE", s.URL)
}

// anywhere is a getter for which this machine is a public host.
func anywhere(t *testing.T) web.Getter {
	t.Helper()
	c, err := fetch.New(fetch.Options{Allow: []string{"127.0.0.1"}, Delay: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func feedOf(items ...string) string {
	return `<rss version="2.0"><channel><title>Valley Post</title><link>SITE/</link><item>` + strings.Join(items, "</item><item>") + `</item></channel></rss>`
}

func pageOf(text string) string { return "<html><body><p>" + text + "</p></body></html>" }

// TestOwners holds that two owners and the operator can follow one feed, each
// for itself, and that neither what a hostile page of one says nor what one
// removes changes what the others have.
func TestOwners(t *testing.T) {
	site := newSite()
	defer site.Close()
	site.publish("/feed", feedOf("<link>SITE/bridge</link>"))
	site.publish("/bridge", pageOf("The new bridge was opened on Monday by Mayor Anna Jones."))
	s, ctx := newShelf(t), t.Context()
	lib := s.ix.Library()
	s.public = anywhere(t)
	_, _, err := s.visit(ctx, corpus.Follow{Target: site.URL + "/feed"})
	must(t, err)
	for _, owner := range []string{"server:1", "server:2"} {
		out, err := s.AddFor(ctx, follow.Request{Owner: owner, Address: site.URL + "/feed", Every: time.Hour, Collections: []string{"City"}})
		want := follow.Outcome{Address: site.URL + "/feed", Followed: true, Kind: "feed", Added: 1}
		if err != nil || len(out.Articles) != 1 || corpus.OwnerOf(out.Articles[0]) != owner {
			t.Fatalf("%+v, %v", out, err)
		}
		out.Articles = nil
		if fmt.Sprint(out) != fmt.Sprint(want) {
			t.Errorf("%+v, want %+v", out, want)
		}
	}
	all := map[string]*corpus.Article{}
	must(t, lib.Walk(ctx, corpus.Filter{}, func(a *corpus.Article) error { all[corpus.OwnerOf(a.ID)] = a; return nil }))
	for owner, want := range map[string][]string{"": nil, "server:1": {"City", "server:1"}, "server:2": {"City", "server:2"}} {
		if a := all[owner]; a == nil || !slices.Equal(a.Collections, want) {
			t.Fatalf("of %q there is %+v", owner, a)
		}
	}
	follows, err := lib.FollowsOf(ctx, "server:1")
	if err != nil || len(follows) != 1 || time.Until(follows[0].Next) < 59*time.Minute || !strings.HasPrefix(follows[0].Note, "added 1") {
		t.Errorf("%+v, %v", follows, err)
	}

	// One of them follows a feed that says it knows better.
	site.publish("/hostile", feedOf("<link>SITE/fake</link>"))
	site.publish("/fake", `<html><head><link rel="canonical" href="SITE/bridge"></head><body><p>The bridge fell into the river on Tuesday and all are dead.</p></body></html>`)
	out, err := s.AddFor(ctx, follow.Request{Owner: "server:1", Address: site.URL + "/hostile", Every: time.Hour})
	if err != nil || out.Added+out.Updated != 1 {
		t.Errorf("%+v, %v", out, err)
	}
	ids, err := lib.OwnedBy(ctx, "server:1")
	if err != nil || len(ids) != 1 {
		t.Errorf("%v, %v", ids, err)
	}
	for _, owner := range []string{"", "server:2"} {
		if a, err := lib.Article(ctx, all[owner].ID); err != nil || a.Version() != all[owner].Version() {
			t.Errorf("of %q there is now %+v, %v", owner, a, err)
		}
	}

	// What one removes stays out of its own archive alone, until it is asked for.
	site.publish("/bridge", pageOf("The new bridge was opened on Monday by Mayor Anna Jones.")+"<!-- x -->")
	if out, err := s.AddFor(ctx, follow.Request{Owner: "server:1", Address: site.URL + "/bridge"}); err != nil || out.Updated != 1 {
		t.Errorf("%+v, %v", out, err)
	}
	if _, err := s.ix.Remove(ctx, ids...); err != nil {
		t.Fatal(err)
	}
	// The page is another, and the feed lists it anew, but it says the same.
	site.publish("/bridge", pageOf("The new bridge was opened on Monday by Mayor Anna Jones.")+"<!-- again -->")
	site.publish("/feed", feedOf("<link>SITE/bridge</link><pubDate>Mon, 06 May 2024 10:00:00 GMT</pubDate>"))
	for _, f := range []corpus.Follow{{Owner: "server:1", Target: site.URL + "/feed"}, {Owner: "server:1", Target: site.URL + "/bridge"}, {Target: site.URL + "/feed"}} {
		_, _, err := s.visit(ctx, f)
		must(t, err)
	}
	if ids, err := lib.OwnedBy(ctx, "server:1"); err != nil || len(ids) > 0 {
		t.Errorf("it is back: %v, %v", ids, err)
	}
	site.publish("/feed", feedOf("<title>Again</title><link>SITE/bridge</link>"))
	site.publish("/bridge", pageOf("The new bridge was closed on Tuesday by Mayor Anna Jones."))
	changed := corpus.Follow{Owner: "server:1", Target: site.URL + "/feed"}
	if note, _, err := s.visit(ctx, changed); err != nil || !strings.HasPrefix(note, "added 1") {
		t.Errorf("once it has changed: %q, %v", note, err)
	}
	if _, err := s.ix.Remove(ctx, ids...); err != nil {
		t.Fatal(err)
	}
	if out, err := s.AddFor(ctx, follow.Request{Owner: "server:1", Address: site.URL + "/bridge"}); err != nil || out.Added != 1 || out.Kind != "page" || out.Followed {
		t.Errorf("%+v, %v", out, err)
	}
	s.want(all[""].ID, all["server:1"].ID, all["server:2"].ID)
	if removed, err := lib.RemoveOwner(ctx, "server:1", true); err != nil || len(removed) != 1 {
		t.Errorf("%v, %v", removed, err)
	}
	s.want(all[""].ID, all["server:2"].ID)
}

// TestOwnersLimits holds that an owner gets at nothing but the public web, and
// only at so much of it.
func TestOwnersLimits(t *testing.T) {
	site := newSite()
	defer site.Close()
	s, ctx := newShelf(t), t.Context()
	site.publish("/bridge", pageOf("The new bridge was opened on Monday by Mayor Anna Jones."))
	site.publish("/nothing", "<html></html>")
	expect := func(r follow.Request, part string) {
		t.Helper()
		r.Owner = "server:1"
		out, err := s.AddFor(ctx, r)
		if err == nil || !strings.Contains(err.Error(), part) || strings.Contains(err.Error(), "NEWSDESK_") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%+v: %+v, %v", r, out, err)
		}
		s.want()
		if all, err := s.ix.Library().FollowsOf(ctx, "server:1"); err != nil || len(all) > 0 {
			t.Errorf("%+v: it follows %v, %v", r, all, err)
		}
	}
	// The operator's settings allow this address, to the operator.
	for _, at := range []string{site.URL + "/bridge", "http://169.254.169.254/latest/meta-data", "http://localhost/"} {
		expect(follow.Request{Address: at, Every: time.Hour}, "not on the public internet")
	}
	for _, at := range []string{"/etc/passwd", "file:///etc/passwd", "gopher://example.org/", "C:\\news"} {
		expect(follow.Request{Address: at}, "")
	}
	note, _, err := s.visit(ctx, corpus.Follow{Owner: "server:1", Target: t.TempDir()})
	if !errors.Is(err, errOwnersFolder) {
		t.Errorf("%q, %v", note, err)
	}
	if _, _, err := s.visit(ctx, corpus.Follow{Owner: "server:1", Target: site.URL + "/bridge"}); !errors.Is(err, fetch.ErrPrivate) {
		t.Error(err)
	}
	s.public = anywhere(t)
	expect(follow.Request{Address: site.URL + "/nothing", Every: time.Hour}, "/nothing: ")
	expect(follow.Request{Address: site.URL + "/nosuch", Every: time.Hour}, "no such page")
	expect(follow.Request{Address: site.URL + "/bridge", Every: time.Minute}, "15 minutes")
	expect(follow.Request{Address: site.URL + "/bridge", Collections: []string{"server:2"}}, "another")
	expect(follow.Request{Address: site.URL + "/bridge", Discover: true}, "names no feed")
	s.most = 0
	expect(follow.Request{Address: site.URL + "/bridge"}, "full")
	s.most = 1
	for i := range follow.OwnedFollows {
		_, err := s.ix.Library().AddFollowOf(ctx, corpus.Follow{Owner: "server:2", Target: fmt.Sprint(site.URL, "/", i), Every: time.Hour})
		must(t, err)
	}
	r := follow.Request{Owner: "server:2", Address: site.URL + "/bridge", Every: time.Hour}
	if _, err := s.AddFor(ctx, r); err == nil || !strings.Contains(err.Error(), "the most") {
		t.Error(err)
	}
	r.Every = 0
	if out, err := s.AddFor(ctx, r); err != nil || out.Added != 1 {
		t.Errorf("%+v, %v", out, err)
	}
	if _, _, err := s.visit(ctx, corpus.Follow{Owner: "server:2", Target: site.URL + "/bridge"}); err == nil || !strings.Contains(err.Error(), "full") {
		t.Errorf("a visit to a full archive: %v", err)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	s.most = 10
	if _, err := s.AddFor(cancelled, r); err == nil {
		t.Error("it is added although nobody waits for it any more")
	}
}

// TestAddOwnersID holds that no file changes what an owner has.
func TestAddOwnersID(t *testing.T) {
	site := newSite()
	defer site.Close()
	site.publish("/bridge", pageOf("The new bridge was opened on Monday by Mayor Anna Jones."))
	s := newShelf(t)
	s.public = anywhere(t)
	out, err := s.AddFor(t.Context(), follow.Request{Owner: "server:1", Address: site.URL + "/bridge"})
	if err != nil || len(out.Articles) != 1 {
		t.Fatalf("%+v, %v", out, err)
	}
	dir := t.TempDir()
	write(t, dir+"/a.txt", "---\nid: "+out.Articles[0]+"\n---\nThe bridge fell down.")
	write(t, dir+"/b.txt", "The tram stops at noon.")
	note, _, err := s.visit(t.Context(), corpus.Follow{Target: dir})
	if err != nil || !strings.HasPrefix(note, "added 1, updated 0, unchanged 0, skipped 1") || !strings.Contains(s.log.String(), errOwnersID.Error()) {
		t.Errorf("%q, %v; %s", note, err, s.log.String())
	}
	s.want("b", out.Articles[0])
}

// stuck is a getter that never has one page.
type stuck struct {
	web.Getter
	page string
}

// Get implements web.Getter.
func (g stuck) Get(ctx context.Context, address string, known fetch.Validator, limit int64) (*fetch.Page, error) {
	if address == g.page {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	return g.Getter.Get(ctx, address, known, limit)
}

// TestOwnersPatience holds that nobody waits for a slow site: what came in time
// stays, and the rest is the next visit's where there is one.
func TestOwnersPatience(t *testing.T) {
	site := newSite()
	defer site.Close()
	site.publish("/feed", feedOf("<link>SITE/bridge</link>", "<link>SITE/slow</link>"))
	site.publish("/bridge", pageOf("The new bridge was opened on Monday by Mayor Anna Jones."))
	site.publish("/slow", pageOf("The harbour was closed on Tuesday because of a storm."))
	s, ctx := newShelf(t), t.Context()
	quick := anywhere(t)
	s.public, s.patience = stuck{quick, site.URL + "/slow"}, 2*time.Second
	r := follow.Request{Owner: "server:1", Address: site.URL + "/feed"}
	if out, err := s.AddFor(ctx, r); err == nil || !strings.Contains(err.Error(), "longer than 2s; added 1") {
		t.Errorf("%+v, %v", out, err)
	}
	r.Every = time.Hour
	out, err := s.AddFor(ctx, r)
	follows, err2 := s.ix.Library().FollowsOf(ctx, "server:1")
	if err != nil || err2 != nil || !out.Followed || out.Unchanged != 1 || len(follows) != 1 || !follows[0].Next.IsZero() {
		t.Fatalf("%+v, %v; %+v, %v", out, err, follows, err2)
	}
	s.public = quick
	if note, _, err := s.visit(ctx, follows[0]); err != nil || !strings.HasPrefix(note, "added 1, updated 0, unchanged 1") {
		t.Errorf("%q, %v", note, err)
	}
	r.Address = site.URL + "/slow"
	s.public = stuck{quick, r.Address}
	if out, err := s.AddFor(ctx, r); err == nil || !strings.Contains(err.Error(), "longer than") {
		t.Errorf("%+v, %v", out, err)
	}
}

// TestPruneOwned holds that no article of an owner's leaves the owner's
// collection, whichever is pruned.
func TestPruneOwned(t *testing.T) {
	site := newSite()
	defer site.Close()
	site.publish("/bridge", pageOf("The new bridge was opened on Monday by Mayor Anna Jones."))
	s, ctx := newShelf(t), t.Context()
	s.public = anywhere(t)
	out, err := s.AddFor(ctx, follow.Request{Owner: "server:1", Address: site.URL + "/bridge", Collections: []string{"City", "Best"}})
	must(t, err)
	for _, tt := range []struct {
		collection    string
		removed, left int
		in            []string
	}{{"City", 0, 1, []string{"Best", "server:1"}}, {"Server:1", 1, 0, nil}} {
		removed, left, err := pruneBatchOf(ctx, s.ix, tt.collection, out.Articles)
		if err != nil || removed != tt.removed || left != tt.left {
			t.Errorf("%s: removed %d, left %d, %v", tt.collection, removed, left, err)
		}
		if a, err := s.ix.Library().Known(ctx, out.Articles[0]); (err == nil) != (tt.in != nil) || err == nil && !slices.Equal(a.Collections, tt.in) {
			t.Errorf("%s: %+v, %v", tt.collection, a, err)
		}
	}
}
