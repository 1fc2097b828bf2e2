package web

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"newsdesk/corpus"
	"newsdesk/corpus/fetch"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A site serves pages from memory, with validators, and counts requests.
type testSite struct {
	*httptest.Server
	mu    sync.Mutex
	pages map[string]string
	kinds map[string]string // Content-Type, text/html where there is none
	asked map[string]int
	// same counts the answers that nothing has changed.
	same int
	// status, where not 0, is the answer to every page but robots.txt.
	status map[string]int
}

func newSite(t *testing.T) *testSite {
	s := &testSite{pages: map[string]string{}, kinds: map[string]string{}, asked: map[string]int{}, status: map[string]int{}}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *testSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	path := r.URL.RequestURI()
	s.asked[path]++
	if code := s.status[path]; code != 0 {
		w.WriteHeader(code)
		return
	}
	body, ok := s.pages[path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	tag := fmt.Sprintf(`"%x"`, sha256.Sum256([]byte(body)))
	w.Header().Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag {
		s.same++
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if kind := s.kinds[path]; kind != "" {
		w.Header().Set("Content-Type", kind)
	}
	io.WriteString(w, body)
}

// put sets a page, in which HOST is the site's own address.
func (s *testSite) put(path, body string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages[path] = strings.ReplaceAll(body, "HOST", s.URL)
}

// requests is how often paths were asked for since the last call.
func (s *testSite) requests() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.asked
	s.asked = map[string]int{}
	return out
}

// shelf is a library that what is read goes into.
type shelf struct {
	*corpus.Library
	t *testing.T
}

func newShelf(t *testing.T) *shelf {
	t.Helper()
	l, err := corpus.OpenLibrary(t.Context(), filepath.Join(t.TempDir(), "library.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return &shelf{l, t}
}

func newReader(t *testing.T, l *shelf) *Reader {
	t.Helper()
	c, err := fetch.New(fetch.Options{Allow: []string{"127.0.0.1"}, Delay: 1, Timeout: 5 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return &Reader{Getter: c, Pages: l, Article: simple, Again: true}
}

var (
	titleOf      = regexp.MustCompile(`<title>(.*?)</title>`)
	canonicalOf  = regexp.MustCompile(`rel="canonical" href="(.*?)"`)
	paragraphsOf = regexp.MustCompile(`(?s)<p>(.*?)</p>`)
	errNoText    = errors.New("there is no text in it")
)

// simple is an extractor for the pages of these tests.
func simple(_ context.Context, d Document) (corpus.Article, error) {
	a := corpus.Article{Provenance: map[string]string{}}
	if m := titleOf.FindSubmatch(d.Raw); m != nil {
		a.Title, a.Provenance["title"] = string(m[1]), "html"
	}
	if m := canonicalOf.FindSubmatch(d.Raw); m != nil {
		a.URL, a.Provenance["url"] = string(m[1]), "canonical"
	}
	for _, m := range paragraphsOf.FindAllSubmatch(d.Raw, -1) {
		line := plainAll(string(m[1]))
		a.Blocks = append(a.Blocks, corpus.Block{Span: corpus.Span{Start: len(a.Text), End: len(a.Text) + len(line)}})
		a.Text += line + "\n"
	}
	if a.Text == "" {
		return a, errNoText
	}
	return a, nil
}

// counts is what a Read did, in a form to compare.
type counts struct{ added, updated, unchanged, skipped int }

// read reads an address and stores what comes.
func (l *shelf) read(r *Reader, address string) (n counts, lines []string, src Source, err error) {
	ctx := l.t.Context()
	src, err = r.Read(ctx, address, func(f Found) error {
		switch {
		case f.Skipped != nil:
			n.skipped++
			lines = append(lines, f.URL+": "+f.Skipped.Error())
		case f.Unchanged:
			n.unchanged++
		case f.Article.ID != "":
			added, updated, same, err := l.Put(ctx, []corpus.Item{{Article: f.Article}})
			if err != nil {
				return err
			}
			n.added += len(added)
			n.updated += len(updated)
			n.unchanged += len(same)
		}
		if f.Page.Key != "" {
			return l.KeepFetched(ctx, f.Page)
		}
		return nil
	})
	return n, lines, src, err
}

// want checks what a Read does.
func (l *shelf) want(r *Reader, address string, want counts) []string {
	l.t.Helper()
	got, lines, _, err := l.read(r, address)
	if err != nil || got != want {
		l.t.Errorf("%s: %+v, %v, want %+v; %q", address, got, err, want, lines)
	}
	return lines
}

// only is the one article there is.
func (l *shelf) only() *corpus.Article {
	l.t.Helper()
	all, err := l.List(l.t.Context(), corpus.Filter{})
	if err != nil || len(all) != 1 {
		l.t.Fatalf("%d articles, %v", len(all), err)
	}
	a, err := l.Article(l.t.Context(), all[0].ID)
	if err != nil {
		l.t.Fatal(err)
	}
	return a
}

func TestPage(t *testing.T) {
	s, l := newSite(t), newShelf(t)
	s.put("/news/bridge.html?utm_source=x", `<title>A bridge</title><p>It opened.</p>`)
	r := newReader(t, l)
	address := s.URL + "/news/bridge.html?utm_source=x#top"
	l.want(r, address, counts{added: 1})
	a := l.only()
	if a.Title != "A bridge" || a.URL != s.URL+"/news/bridge.html" || a.Provenance["url"] != "address" || !strings.HasPrefix(a.ID, "127.0.0.1") || !strings.Contains(a.ID, "-bridge-") {
		t.Errorf("%+v", a)
	}
	// The same again is unchanged, and is not sent.
	l.want(r, address, counts{unchanged: 1})
	if s.same != 1 {
		t.Errorf("%d pages were not sent", s.same)
	}
	page, err := l.FetchedFor(t.Context(), a.ID)
	if err != nil || time.Since(page.Fetched) > time.Minute {
		t.Errorf("it was fetched at %v, %v", page.Fetched, err)
	}
	// What the page says now is a new version of the same article.
	s.put("/news/bridge.html?utm_source=x", `<title>A new bridge</title><p>It opened.</p>`)
	l.want(r, address, counts{updated: 1})
	if got := l.only(); got.ID != a.ID || got.Title != "A new bridge" {
		t.Errorf("%+v", got)
	}
	// What was removed comes back when it is asked for, and only then.
	if _, err := l.Remove(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	r.Again = false
	l.want(r, address, counts{unchanged: 1})
	r.Again = true
	l.want(r, address, counts{added: 1})
}

func TestNoPage(t *testing.T) {
	s, l := newSite(t), newShelf(t)
	s.put("/a", "<html><title>x</title></html>")
	r := newReader(t, l)
	l.want(r, s.URL+"/a", counts{skipped: 1})
	for _, bad := range []string{s.URL + "/missing", "ftp://example.org/", "http://10.0.0.1/"} {
		if _, _, _, err := l.read(r, bad); err == nil {
			t.Errorf("%s is read", bad)
		}
	}
	// What there is to know of a document is handed on.
	s.put("/b.pdf", "%PDF-1.7")
	s.kinds["/b.pdf"] = "application/pdf"
	r.Article = func(_ context.Context, d Document) (corpus.Article, error) {
		if d.URL != s.URL+"/b.pdf" || d.MediaType != "application/pdf" || time.Since(d.Fetched) > time.Minute || d.Whole || string(d.Raw) != "%PDF-1.7" {
			t.Errorf("%+v", d)
		}
		return corpus.Article{Text: "PDF."}, nil
	}
	l.want(r, s.URL+"/b.pdf", counts{added: 1})
}

// TestCanonical holds that a page can name its own address, and not be taken
// for another site's.
func TestCanonical(t *testing.T) {
	s, l := newSite(t), newShelf(t)
	r := newReader(t, l)
	s.put("/a?print=1", `<link rel="canonical" href="HOST/a"><p>A.</p>`)
	s.put("/a", `<link rel="canonical" href="HOST/a"><p>A.</p>`)
	l.want(r, s.URL+"/a?print=1", counts{added: 1})
	l.want(r, s.URL+"/a", counts{unchanged: 1})
	if a := l.only(); a.URL != s.URL+"/a" || a.Provenance["url"] != "canonical" {
		t.Errorf("%+v", a)
	}
	s.put("/evil", `<link rel="canonical" href="https://bank.example/statement"><p>E.</p>`)
	s.put("/lazy", `<link rel="canonical" href="HOST/"><p>L.</p>`)
	for _, path := range []string{"/evil", "/lazy"} {
		_, err := r.Read(t.Context(), s.URL+path, func(f Found) error {
			if f.Article.URL != s.URL+path || f.Article.Provenance["url"] != "address" {
				t.Errorf("%s is %+v", path, f.Article)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func TestCancelled(t *testing.T) {
	s, l := newSite(t), newShelf(t)
	s.put("/feed", rss(`<item><link>HOST/1</link></item><item><link>HOST/2</link></item>`))
	s.put("/1", "<p>One.</p>")
	s.put("/2", "<p>Two.</p>")
	r := newReader(t, l)
	ctx, cancel := context.WithCancel(t.Context())
	n := 0
	_, err := r.Read(ctx, s.URL+"/feed", func(Found) error {
		n++
		cancel()
		return nil
	})
	if !errors.Is(err, context.Canceled) || n != 1 {
		t.Errorf("%v after %d", err, n)
	}
	full := errors.New("full")
	if _, err := r.Read(t.Context(), s.URL+"/feed", func(Found) error { return full }); !errors.Is(err, full) {
		t.Errorf("%v", err)
	}
}

func TestDiscover(t *testing.T) {
	s, l := newSite(t), newShelf(t)
	r := newReader(t, l)
	s.put("/feed", rss(""))
	s.put("/home", `<html><head><base href="HOST/deep/"><link rel=stylesheet type="text/css" href="s.css">
		<link rel="alternate" hreflang="fr" href="/fr"><LINK href='news.xml' rel='Alternate home' type='application/rss+xml; charset=utf-8'></head></html>`)
	s.put("/none", `<html><body><link rel="alternate" type="application/rss+xml" href="/comment"></body></html>`)
	for path, want := range map[string]string{"/feed": "/feed", "/home": "/deep/news.xml"} {
		if got, err := r.Discover(t.Context(), s.URL+path); err != nil || got != s.URL+want {
			t.Errorf("%s: %q, %v", path, got, err)
		}
	}
	if _, err := r.Discover(t.Context(), s.URL+"/none"); !errors.Is(err, ErrNoFeed) {
		t.Errorf("%v", err)
	}
}
