package web

import (
	"strings"
	"testing"
	"time"

	"newsdesk/corpus"
)

// age changes what is remembered of a page, and returns what was.
func (l *shelf) age(key string, by func(*corpus.FetchedPage)) corpus.FetchedPage {
	l.t.Helper()
	p, err := l.FetchedPage(l.t.Context(), "", key)
	if err != nil || p.Key == "" {
		l.t.Fatalf("of %s is remembered %+v, %v", key, p, err)
	}
	aged := p
	by(&aged)
	if err := l.KeepFetched(l.t.Context(), aged); err != nil {
		l.t.Fatal(err)
	}
	return p
}

// TestGivenUp holds that a page which never answers is asked for more and more
// rarely, then no more until the feed says that it has changed, and that the
// feed is then not sent in full any more.
func TestGivenUp(t *testing.T) {
	s, l := newSite(t), newShelf(t)
	r := newReader(t, l)
	r.Again = false
	s.put("/feed", rss("<item><link>HOST/good</link></item><item><title>Bridge</title><link>HOST/down</link></item>"))
	s.put("/good", "<p>Good.</p>")
	s.status["/down"] = 503
	l.want(r, s.URL+"/feed", counts{added: 1, skipped: 1})
	var waits []time.Duration
	for range maxFailures - 1 {
		p := l.age(s.URL+"/down", func(p *corpus.FetchedPage) { p.Seen, p.Retry = p.Seen.Add(-48*time.Hour), p.Retry.Add(-48*time.Hour) })
		waits = append(waits, p.Retry.Sub(p.Seen))
		l.want(r, s.URL+"/feed", counts{unchanged: 1})
	}
	want := []time.Duration{0, 1, 2, 4, 8, 16, 24, 24, 24}
	for i := range want {
		if waits[i] != want[i]*time.Hour {
			t.Fatalf("tried after %v", waits)
		}
	}
	s.requests()
	l.age(s.URL+"/down", func(p *corpus.FetchedPage) { p.Retry = p.Retry.Add(-48 * time.Hour) })
	if _, _, src, err := l.read(r, s.URL+"/feed"); err != nil || !src.Unchanged || s.requests()["/down"] != 0 {
		t.Errorf("the visit after it was given up: %+v, %v", src, err)
	}
	s.status["/down"] = 0
	s.put("/down", "<p>Up.</p>")
	s.put("/feed", rss("<item><link>HOST/good</link></item><item><title>New bridge</title><link>HOST/down</link></item>"))
	l.want(r, s.URL+"/feed", counts{added: 1, unchanged: 1})
}

// TestUnlisted holds that what a feed still names is remembered, however
// seldom it changes, and what it names no more is not for ever.
func TestUnlisted(t *testing.T) {
	s, l := newSite(t), newShelf(t)
	r := newReader(t, l)
	r.Again = false
	for _, name := range []string{"a", "b", "c"} {
		s.put("/"+name, "<p>"+name+"</p>")
	}
	s.put("/feed", rss("<item><link>HOST/a</link></item><item><link>HOST/b</link></item>"))
	l.want(r, s.URL+"/feed", counts{added: 2})
	all, err := l.List(t.Context(), corpus.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		if _, err := l.Remove(t.Context(), a.ID); err != nil {
			t.Fatal(err)
		}
	}
	// A year goes by in which the feed stays what it was.
	year := func(p *corpus.FetchedPage) { p.Seen, p.Fetched = p.Seen.AddDate(-1, 0, 0), p.Fetched.AddDate(-1, 0, 0) }
	pages := []string{"/feed", "/a", "/b"}
	for _, path := range pages {
		l.age(s.URL+path, year)
	}
	prune := func(want int) {
		t.Helper()
		if n, err := l.PruneFetched(t.Context(), time.Now()); err != nil || n != want {
			t.Errorf("forgot %d, %v, want %d", n, err, want)
		}
	}
	l.want(r, s.URL+"/feed", counts{})
	prune(0)
	// Then it names one of them no more.
	s.put("/feed", rss("<item><link>HOST/a</link></item><item><link>HOST/c</link></item>"))
	l.want(r, s.URL+"/feed", counts{added: 1})
	prune(1)
	if p, err := l.FetchedPage(t.Context(), "", s.URL+"/b"); err != nil || p.Key != "" {
		t.Errorf("still remembered: %+v, %v", p, err)
	}
	l.want(r, s.URL+"/feed", counts{})
	// Of a feed that nobody reads any more only what became articles stays.
	for _, path := range []string{"/feed", "/a", "/c"} {
		l.age(s.URL+path, year)
	}
	prune(2)
	if p, err := l.FetchedPage(t.Context(), "", s.URL+"/c"); err != nil || p.Article == "" {
		t.Errorf("of the article is remembered %+v, %v", p, err)
	}
	if faults, err := l.Verify(t.Context()); err != nil || len(faults) > 0 {
		t.Errorf("%q, %v", faults, err)
	}
}

// TestOwners holds that one feed which two owners and the operator follow gives
// each articles of their own, and that a page which claims another's address
// changes nobody's but its owner's.
func TestOwners(t *testing.T) {
	s, l := newSite(t), newShelf(t)
	s.put("/feed", rss("<item><link>HOST/bridge</link></item>"))
	s.put("/bridge", "<p>The bridge was opened.</p>")
	s.put("/hostile", rss(`<item><guid>x</guid><link>HOST/bridge</link><content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/"><![CDATA[<p>`+
		strings.Repeat("The bridge fell down. ", 80)+`</p>]]></content:encoded></item><item><link>HOST/fake</link></item>`))
	s.put("/fake", `<link rel="canonical" href="HOST/bridge"><p>The bridge fell down.</p>`)
	s.put("/another", `<link rel="canonical" href="HOST/bridge"><p>There never was a bridge.</p>`)
	readers := map[string]*Reader{}
	for _, owner := range []string{"", "server:1", "server:2"} {
		r := newReader(t, l)
		r.Again, r.Owner = false, owner
		readers[owner] = r
		l.want(r, s.URL+"/feed", counts{added: 1})
		l.want(r, s.URL+"/feed", counts{})
	}
	before := map[string]string{}
	if err := l.Walk(t.Context(), corpus.Filter{}, func(a *corpus.Article) error {
		before[a.ID] = a.Version()
		if owner := corpus.OwnerOf(a.ID); owner != "" && (len(a.Collections) != 1 || a.Collections[0] != owner) || owner == "" && len(a.Collections) > 0 {
			t.Errorf("%s is in %v", a.ID, a.Collections)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if len(before) != 3 {
		t.Fatalf("there are %v", before)
	}
	// The second address is taken for the same article, and is left out.
	l.want(readers["server:1"], s.URL+"/hostile", counts{updated: 1, skipped: 1})
	l.want(readers["server:1"], s.URL+"/another", counts{updated: 1})
	if err := l.Walk(t.Context(), corpus.Filter{}, func(a *corpus.Article) error {
		if changed, own := before[a.ID] != a.Version(), corpus.OwnerOf(a.ID) == "server:1"; changed != own {
			t.Errorf("%s: changed %v", a.ID, changed)
		}
		delete(before, a.ID)
		return nil
	}); err != nil || len(before) > 0 {
		t.Errorf("gone are %v, %v", before, err)
	}
	// Another's memory of the page is as it was.
	for owner, r := range readers {
		if p, err := l.FetchedPage(t.Context(), owner, s.URL+"/bridge"); err != nil || corpus.OwnerOf(p.Article) != owner {
			t.Errorf("%q: %+v, %v", owner, p, err)
		}
		if owner != "server:1" {
			l.want(r, s.URL+"/feed", counts{})
		}
	}
	if faults, err := l.Verify(t.Context()); err != nil || len(faults) > 0 {
		t.Errorf("%q, %v", faults, err)
	}
}
