package web

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"newsdesk/corpus"
)

func rss(items string) string {
	return `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Valley Post</title><link>HOST/</link>` + items + `</channel></rss>`
}

// story is the whole of an article, in HTML.
var story = "<p>" + strings.Repeat("The new bridge over the river was opened on Monday by the mayor. ", 20) + "</p><p>It is long.</p>"

// escaped is HTML as an element's text.
func escaped(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

var feeds = map[string]struct{ kind, whole, summary string }{
	"rss": {"application/rss+xml",
		rss(`<item><title>A &amp;amp; B &lt;b&gt;open&lt;/b&gt;</title><link>/a?utm_medium=feed</link><guid isPermaLink="false">tag:1</guid>
			<pubDate>Mon, 06 May 2024 23:30:00 -0500</pubDate><dc:creator>Anna Jones</dc:creator><description>In short.</description>
			<content:encoded><![CDATA[` + story + `<p>The post A appeared first on Valley Post.</p>]]></content:encoded></item>`),
		rss(`<item><title>A &amp;amp; B &lt;b&gt;open&lt;/b&gt;</title><link>/a?utm_medium=feed</link><guid isPermaLink="false">tag:1</guid>
			<pubDate>Mon, 06 May 2024 23:30:00 -0500</pubDate><dc:creator>Anna Jones</dc:creator><description>In short.</description></item>`)},
	"atom": {"application/atom+xml",
		`<feed xmlns="http://www.w3.org/2005/Atom"><title>Valley Post</title><link href="HOST/"/><id>urn:f</id><entry><title type="html">A &amp;amp; B open</title><link href="HOST/a"/><id>tag:1</id>
			<published>2024-05-06T23:30:00-05:00</published><updated>2024-05-07T10:00:00Z</updated><author><name>Anna Jones</name></author><summary>In short.</summary>
			<content type="html">` + escaped(story) + `</content></entry></feed>`,
		`<feed xmlns="http://www.w3.org/2005/Atom"><title>Valley Post</title><link href="HOST/"/><id>urn:f</id><entry><title type="html">A &amp;amp; B open</title><link href="HOST/a"/><id>tag:1</id>
			<published>2024-05-06T23:30:00-05:00</published><updated>2024-05-07T10:00:00Z</updated><author><name>Anna Jones</name></author><summary>In short.</summary></entry></feed>`},
	"json": {"application/feed+json",
		fmt.Sprintf(`{"version": "https://jsonfeed.org/version/1.1", "title": "Valley Post", "home_page_url": "HOST/", "items": [{"id": "tag:1", "url": "HOST/a", "title": "A & B open",
			"date_published": "2024-05-06T23:30:00-05:00", "authors": [{"name": "Anna Jones"}], "summary": "In short.", "content_html": %q}]}`, story),
		`{"version": "https://jsonfeed.org/version/1.1", "title": "Valley Post", "home_page_url": "HOST/", "items": [{"id": "tag:1", "url": "HOST/a", "title": "A & B open",
			"date_published": "2024-05-06T23:30:00-05:00", "authors": [{"name": "Anna Jones"}], "summary": "In short."}]}`},
}

func TestFeeds(t *testing.T) {
	for name, feed := range feeds {
		t.Run(name, func(t *testing.T) {
			s, l := newSite(t), newShelf(t)
			s.put("/whole", feed.whole)
			s.put("/summary", feed.summary)
			s.put("/a", `<title>The page's own title</title><p>From the page.</p>`)
			s.put("/a?utm_medium=feed", `<title>The page's own title</title><p>From the page.</p>`)
			r := newReader(t, l)
			l.want(r, s.URL+"/whole", counts{added: 1})
			a := l.only()
			if a.Title != "A & B open" || a.Author != "Anna Jones" || a.Outlet != "Valley Post" || a.Date() != "2024-05-06" || a.URL != s.URL+"/a" || !strings.Contains(a.Text, "It is long.") {
				t.Errorf("%+v", a)
			}
			for _, field := range []string{"title", "author", "outlet", "published", "url"} {
				if a.Provenance[field] != "feed" {
					t.Errorf("the %s is from %q", field, a.Provenance[field])
				}
			}
			if got := s.requests(); got["/a"]+got["/a?utm_medium=feed"] != 0 {
				t.Errorf("the page was fetched: %v", got)
			}
			id := a.ID
			// The page beats the feed's summary, and the feed fills in.
			l.want(r, s.URL+"/summary", counts{updated: 1})
			a = l.only()
			if a.ID != id || a.Title != "The page's own title" || a.Provenance["title"] != "html" || a.Author != "Anna Jones" || a.Date() != "2024-05-06" || !strings.Contains(a.Text, "From the page.") {
				t.Errorf("%+v", a)
			}
			s.requests()
			r.Again = false // a visit
			if n, _, src, err := l.read(r, s.URL+"/summary"); err != nil || n != (counts{}) || src.Kind != Feed || !src.Unchanged {
				t.Errorf("again: %+v, %+v, %v", n, src, err)
			}
			if got := s.requests(); got["/a"]+got["/a?utm_medium=feed"] != 0 {
				t.Errorf("the page was fetched again: %v", got)
			}
		})
	}
}

func TestJSONText(t *testing.T) {
	data := `{"version": "https://jsonfeed.org/version/1", "items": [null, {"id": "1", "content_text": "First <b> & line,\nsecond.\n\nNext."}, {"id": "2", "content_html": "<p>H</p>", "content_text": "T"}]}`
	list, err := parseFeed(t.Context(), []byte(data), "http://example.org/", 5)
	if err != nil || len(list.Entries) != 2 {
		t.Fatalf("%+v, %v", list, err)
	}
	if got, want := list.Entries[0].Content, "<p>First &lt;b&gt; &amp; line,<br>second.</p>\n<p>Next.</p>\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := list.Entries[1].Content; got != "<p>H</p>" {
		t.Errorf("%q", got)
	}
}

func TestFeedChanges(t *testing.T) {
	s, l := newSite(t), newShelf(t)
	r := newReader(t, l)
	r.Again = false
	item := func(n int, title string) string {
		return fmt.Sprintf(`<item><guid isPermaLink="false">%d</guid><link>HOST/%s</link><title>%s</title></item>`, n, title, title)
	}
	s.put("/feed", rss(item(1, "one")+item(2, "two")))
	s.put("/one", "<p>One.</p>")
	s.put("/two", "<p>Two.</p>")
	l.want(r, s.URL+"/feed", counts{added: 2})
	s.requests()
	// A new entry is fetched, and those known are not.
	s.put("/feed", rss(item(3, "three")+item(1, "one")+item(2, "two")))
	s.put("/three", "<p>Three.</p>")
	l.want(r, s.URL+"/feed", counts{added: 1, unchanged: 2})
	if got := s.requests(); got["/one"]+got["/two"] != 0 || got["/three"] != 1 {
		t.Errorf("asked for %v", got)
	}
	// A new headline with a new address is the same article.
	s.put("/feed", rss(item(1, "uno")))
	s.put("/uno", "<p>Uno.</p>")
	l.want(r, s.URL+"/feed", counts{updated: 1})
	// A new headline, and the page as it was.
	s.put("/feed", strings.ReplaceAll(rss(item(1, "uno")), "<title>uno", "<title>Uno"))
	l.want(r, s.URL+"/feed", counts{unchanged: 1})
	// What is removed stays removed, until it is asked for.
	all, err := l.ChangedSince(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Remove(t.Context(), all...); err != nil {
		t.Fatal(err)
	}
	s.put("/feed", rss(item(3, "three")+item(2, "two")))
	l.want(r, s.URL+"/feed", counts{})
	r.Again = true
	l.want(r, s.URL+"/feed", counts{added: 2})
}

func TestFeedFailures(t *testing.T) {
	s, l := newSite(t), newShelf(t)
	r := newReader(t, l)
	r.Again = false
	s.put("/robots.txt", "User-agent: *\nDisallow: /secret")
	s.put("/feed", rss(`<item><link>HOST/good</link></item><item><link>HOST/gone</link></item><item><link>HOST/down</link></item>
		<item><link>HOST/secret</link></item><item><link>http://10.0.0.1/x</link></item><item><link>javascript:alert(1)</link></item>
		<item><title>nothing</title></item><item><link>HOST/good?again</link></item><item><link>HOST/feed</link></item>`))
	s.put("/good", `<link rel="canonical" href="HOST/good"><p>Good.</p>`)
	s.put("/good?again", `<link rel="canonical" href="HOST/good"><p>Good.</p>`)
	s.status["/down"] = 503
	lines := l.want(r, s.URL+"/feed", counts{added: 1, skipped: 8})
	for i, part := range []string{"no such page", "cannot answer now", "robots.txt", "10.0.0.1", "http:// or https://", "", "same article as", "feed or site map itself"} {
		if len(lines) != 8 || !strings.Contains(lines[i], part) {
			t.Fatalf("line %d does not say %q: %q", i, part, lines)
		}
	}
	// What may pass is tried again, although the feed is the same, and is not
	// named again; what will not pass is not tried.
	s.requests()
	l.want(r, s.URL+"/feed", counts{unchanged: 2})
	if got := s.requests(); got["/down"] != 1 || got["/gone"] != 0 || got["/good"] != 0 {
		t.Errorf("asked for %v", got)
	}
	// Then it is tried more rarely.
	l.want(r, s.URL+"/feed", counts{unchanged: 2})
	if got := s.requests(); got["/down"] != 0 {
		t.Errorf("asked for %v", got)
	}
	s.status["/down"] = 0
	s.put("/down", "<p>Up.</p>")
	l.age(s.URL+"/down", func(p *corpus.FetchedPage) { p.Retry = p.Retry.Add(-2 * time.Hour) })
	l.want(r, s.URL+"/feed", counts{added: 1, unchanged: 2})
	if _, _, src, err := l.read(r, s.URL+"/feed"); err != nil || !src.Unchanged {
		t.Errorf("then the feed is asked whether it has changed: %+v, %v", src, err)
	}
}

func TestFeedBounds(t *testing.T) {
	s, l := newSite(t), newShelf(t)
	r := newReader(t, l)
	r.MaxEntries = 3
	var items strings.Builder
	for i := range 10 {
		fmt.Fprintf(&items, "<item><link>HOST/%d</link></item>", i)
		s.put(fmt.Sprintf("/%d", i), fmt.Sprintf("<p>%d.</p>", i))
	}
	s.put("/feed", rss(items.String()))
	n, _, src, err := l.read(r, s.URL+"/feed")
	if err != nil || n.added != 3 || src.Left != 7 {
		t.Errorf("%+v, %+v, %v", n, src, err)
	}
	// The newest are last here.
	items.Reset()
	for i := range 5 {
		fmt.Fprintf(&items, "<item><title>%d</title><pubDate>Mon, %02d May 2024 10:00:00 GMT</pubDate></item>", i, i+6)
	}
	list, err := parseFeed(t.Context(), []byte(rss(items.String())), "http://example.org/", 2)
	if err != nil || list.left != 3 || list.Entries[0].Title != "4" || list.Entries[1].Title != "3" {
		t.Errorf("%+v, %v", list, err)
	}
	s.put("/empty", rss(""))
	if _, _, _, err := l.read(r, s.URL+"/empty"); !errors.Is(err, ErrEmpty) {
		t.Errorf("%v", err)
	}
}

// TestHostileFeeds holds that feeds made to exhaust a parser do not.
func TestHostileFeeds(t *testing.T) {
	const n = 400_000
	for name, data := range map[string]string{
		"nested":     "<rss version='2.0'><channel>" + strings.Repeat("<x:a>", n),
		"nested end": "<rss version='2.0'><channel><item>" + strings.Repeat("<x:a>", n) + strings.Repeat("</x:a>", n) + "</item></channel></rss>",
		"comments":   "<rss version='2.0' xmlns:x='u'><channel><item><x:a>" + strings.Repeat("a<!---->", n) + "</x:a></item></channel></rss>",
		"pieces":     "<rss version='2.0' xmlns:x='u'><channel><item><x:a>" + strings.Repeat("aaa<x:b/>", n) + "</x:a></item></channel></rss>",
		"namespaces": "<rss version='2.0'" + strings.Repeat(" xmlns:a='b'", n) + "><channel><item>" + strings.Repeat("<a:b xmlns:c='d'/>", n) + "</item></channel></rss>",
		"attributes": "<rss version='2.0'><channel><item " + strings.Repeat(" a='b'", n) + "/></channel></rss>",
		"entities":   "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><rss version='2.0'><channel><item><title>" + strings.Repeat("&b;", n) + "</title></item></channel></rss>",
		"items":      "<rss version='2.0'><channel>" + strings.Repeat("<item/>", n) + "</channel></rss>",
		"json":       `{"version": "https://jsonfeed.org/version/1", "items": ` + strings.Repeat("[", n) + "}",
		"json nulls": `{"version": "https://jsonfeed.org/version/1", "items": [` + strings.Repeat("null,", n) + "null]}",
		"large":      "<rss version='2.0'><channel>" + strings.Repeat("<a>aaaaaaaa</a>", maxFeedBytes/10),
		"cut":        "<rss version='2.0'><channel><item><title>a",
		"binary":     "<rss version='2.0'>\x00\x01\xff\xfe<channel>\xff<item><title>\xc3</title></item>",
	} {
		// Sooner than maxListTime, which ends it in the same way.
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		start := time.Now()
		list, err := parseFeed(ctx, []byte(data), "http://example.org/", 10)
		took := time.Since(start)
		cancel()
		t.Logf("%-10s %5.1f MB  %5.0f ms  %d entries, %v", name, float64(len(data))/(1<<20), took.Seconds()*1000, len(list.Entries), err)
		if took > 5*time.Second {
			t.Errorf("%s took %v", name, took)
		}
		if err != nil && !errors.Is(err, ErrFeed) && !errors.Is(err, ErrBounds) {
			t.Errorf("%s: %v", name, err)
		}
		if len(list.Entries) > 10 {
			t.Errorf("%s has %d entries", name, len(list.Entries))
		}
	}
}

func TestFeedEncodings(t *testing.T) {
	for name, data := range map[string]string{
		"declared":   "<?xml version='1.0' encoding='iso-8859-1'?>" + rss("<item><title>caf\xe9</title><link>/a</link></item>")[21:],
		"utf-8":      rss("<item><title>café</title><link>/a</link></item>"),
		"with a bom": "\uFEFF" + rss("<item><title>café</title><link>/a</link></item>"),
		"control":    rss("<item><title>ca\x0bfé</title><link>/a</link></item>"),
	} {
		list, err := parseFeed(t.Context(), []byte(data), "http://example.org/", 1)
		if err != nil || len(list.Entries) != 1 || list.Entries[0].Title != "café" || kindOf([]byte(data)) != Feed {
			t.Errorf("%s: %+v, %v", name, list, err)
		}
	}
	list, err := parseFeed(t.Context(), []byte(rss("<item><title>caf\xe9</title><link>/a</link></item>")), "http://example.org/", 1)
	if err != nil || len(list.Entries) != 1 || list.Entries[0].Title != "caf\uFFFD" {
		t.Errorf("damaged: %+v, %v", list, err)
	}
}

func TestWhole(t *testing.T) {
	words := strings.Repeat("The bridge was opened. ", 70)
	for _, tt := range []struct {
		name             string
		content, summary string
		want             bool
	}{
		{"nothing", "", "", false},
		{"a summary", "", "In short.", false},
		{"content", "<p>" + words + "</p>", "In short.", true},
		{"short content", "<p>The bridge was opened.</p>", "", false},
		{"an ellipsis", "<p>" + words + "The mayor…</p>", "", false},
		{"dots in brackets", "<p>" + words + "The mayor [&hellip;]</p>", "", false},
		{"a link", "<p>" + words + "</p><a href='x'>Continue reading <span>A bridge</span> →</a>", "", false},
		{"read more", "<p>" + words + "</p><p><a href='x'>Read more »</a></p>", "", false},
		{"read more and signature", "<p>" + words + "Read more</p><p>The post A appeared first on B.</p>", "", false},
		{"signature", "<p>" + words + "</p><p>The post A bridge appeared first on Valley Post.</p>", "", true},
		{"more in the text", "<p>Read more about it here. " + words + "</p>", "", true},
		{"a summary of middling length", "", "<p>" + words[:len(words)*4/5] + "</p>", false},
		{"a summary that is all", "", "<p>" + words + "</p>", true},
		{"a script", "<script>" + words + "</script><p>Short.</p>", "", false},
	} {
		e := Entry{Content: tt.content, Summary: tt.summary}
		if got := e.whole(); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

func TestFeedDates(t *testing.T) {
	fetched := time.Date(2024, 5, 8, 0, 0, 0, 0, time.UTC)
	for written, want := range map[string]string{
		"Mon, 06 May 2024 23:30:00 -0500": "2024-05-06",
		"Mon, 6 May 2024 23:30:00 +0000":  "2024-05-06",
		"Mon, 06 May 2024 10:00:00 GMT":   "2024-05-06",
		"2024-05-06T01:00:00+09:00":       "2024-05-06",
		"2024-05-06":                      "2024-05-06",
		"soon":                            "",
		"":                                "",
		"Mon, 06 May 2999 10:00:00 GMT":   "",
		"0001-01-02T00:00:00Z":            "",
	} {
		list, err := parseFeed(t.Context(), []byte(rss("<item><link>/a</link><pubDate>"+written+"</pubDate></item>")), "http://example.org/", 1)
		if err != nil {
			t.Fatal(err)
		}
		a, err := simple(t.Context(), Document{Raw: []byte("<p>A.</p>")})
		if err != nil {
			t.Fatal(err)
		}
		list.Entries[0].fill(&a, fetched, false)
		if a.Date() != want {
			t.Errorf("%q is %q, want %q", written, a.Date(), want)
		}
	}
}

// TestWholeHostile holds that it is soon told of a long text whether it ends.
func TestWholeHostile(t *testing.T) {
	e := Entry{Content: strings.Repeat("The post was … at the road. ", maxFeedBytes/40)}
	start := time.Now()
	if !e.whole() {
		t.Error("it breaks off")
	}
	if took := time.Since(start); took > 3*time.Second {
		t.Errorf("it took %v", took)
	}
}

// FuzzFeed holds that what is taken of a feed can be used: addresses parse,
// names are one line of UTF-8.
func FuzzFeed(f *testing.F) {
	for _, feed := range feeds {
		f.Add([]byte(feed.whole))
		f.Add([]byte(feed.summary))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := parseFeed(t.Context(), data, "http://example.org/feed", 5)
		if err != nil {
			if !errors.Is(err, ErrFeed) && !errors.Is(err, ErrBounds) || strings.ContainsAny(err.Error(), "\r\n") {
				t.Fatalf("%q", err)
			}
			return
		}
		for i := range list.Entries {
			e := &list.Entries[i]
			for _, s := range []string{e.Title, e.Author, e.Outlet} {
				if s != oneLine(s) || len(s) > 10*maxPlain+20 || strings.ToValidUTF8(s, "") != s {
					t.Fatalf("%q", s)
				}
			}
			if e.URL != "" {
				if _, err := url.Parse(e.URL); err != nil && !strings.HasPrefix(e.URL, "http") {
					t.Fatal(err)
				}
			}
			if e.key() == "" || e.fingerprint() == "" {
				t.Fatalf("%+v has no key", e)
			}
			e.whole()
		}
	})
}
