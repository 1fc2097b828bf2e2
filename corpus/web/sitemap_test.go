package web

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"
)

func urlset(urls string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">` + urls + `</urlset>`
}

func mapIndex(maps string) string {
	return `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + maps + `</sitemapindex>`
}

func TestSiteMap(t *testing.T) {
	s, l := newSite(t), newShelf(t)
	r := newReader(t, l)
	r.Again = false
	s.put("/sitemap.xml", urlset(`<url><loc> HOST/old </loc><lastmod>2024-05-01</lastmod></url>
		<url><loc>HOST/news?a=1&amp;b=2</loc><image:image><image:loc>HOST/picture</image:loc></image:image><news:news><news:publication><news:name>Valley Post</news:name></news:publication>
		<news:publication_date>2024-05-06T23:30:00-05:00</news:publication_date><news:title>A &amp;amp; B</news:title></news:news></url>
		<url><loc>https://elsewhere.example/x</loc></url><url><lastmod>2024-05-01</lastmod></url>`))
	s.put("/old", "<title>Old</title><p>Old.</p>")
	s.put("/news?a=1&b=2", "<p>News.</p>")
	var titles []string
	_, err := r.Read(t.Context(), s.URL+"/sitemap.xml", func(f Found) error {
		if f.Article.ID != "" {
			titles = append(titles, f.Article.Title+"|"+f.Article.Outlet+"|"+f.Article.Date()+"|"+f.Article.Provenance["published"])
		}
		return nil
	})
	if want := "[A & B|Valley Post|2024-05-06|site map Old|||]"; err != nil || fmt.Sprint(titles) != want {
		t.Errorf("%v, %v, want %v", titles, err, want)
	}
	if got := s.requests(); got["/picture"] != 0 {
		t.Errorf("asked for %v", got)
	}
	l.want(r, s.URL+"/sitemap.xml", counts{added: 2})
	// What has changed is fetched again, and nothing else.
	s.put("/sitemap.xml", strings.ReplaceAll(s.pages["/sitemap.xml"], "2024-05-01", "2024-05-09"))
	s.put("/old", "<title>Newer</title><p>Old.</p>")
	s.requests()
	l.want(r, s.URL+"/sitemap.xml", counts{updated: 1, unchanged: 1})
	if got := s.requests(); got["/old"] != 1 || got["/news?a=1&b=2"] != 0 {
		t.Errorf("asked for %v", got)
	}
}

func TestSiteMapIndex(t *testing.T) {
	s, l := newSite(t), newShelf(t)
	r := newReader(t, l)
	var gz bytes.Buffer
	z := gzip.NewWriter(&gz)
	z.Write([]byte(strings.ReplaceAll(urlset(`<url><loc>HOST/2</loc></url>`), "HOST", s.URL)))
	z.Close()
	s.put("/2.xml.gz", gz.String())
	s.kinds["/2.xml.gz"] = "application/gzip"
	// An index that names itself, another that names it, and a map twice.
	s.put("/index.xml", mapIndex(`<sitemap><loc>HOST/index.xml</loc></sitemap><sitemap><loc>HOST/1.xml</loc></sitemap><sitemap><loc>HOST/other.xml</loc></sitemap>
		<sitemap><loc>HOST/1.xml</loc></sitemap><sitemap><loc>HOST/2.xml.gz</loc><lastmod>2024-05-06</lastmod></sitemap><sitemap><loc>http://10.0.0.1/s.xml</loc></sitemap>`))
	s.put("/other.xml", mapIndex(`<sitemap><loc>HOST/index.xml</loc></sitemap><sitemap><loc>HOST/other.xml</loc></sitemap>`))
	s.put("/1.xml", urlset(`<url><loc>HOST/1</loc></url>`))
	s.put("/1", "<p>One.</p>")
	s.put("/2", "<p>Two.</p>")
	l.want(r, s.URL+"/index.xml", counts{added: 2})
	got := s.requests()
	for _, path := range []string{"/index.xml", "/other.xml", "/1.xml", "/2.xml.gz"} {
		if got[path] != 1 {
			t.Errorf("%s was read %d times", path, got[path])
		}
	}
	// One map that is down is reported, and tried the next time.
	s.status["/1.xml"] = 500
	s.put("/index.xml", s.pages["/index.xml"]+" ")
	lines := l.want(r, s.URL+"/index.xml", counts{unchanged: 1, skipped: 1})
	if !strings.Contains(lines[0], "/1.xml") {
		t.Errorf("%q", lines)
	}
	s.status["/1.xml"] = 0
	l.want(r, s.URL+"/index.xml", counts{unchanged: 2})
}

func TestSiteMapEndless(t *testing.T) {
	s, l := newSite(t), newShelf(t)
	r := newReader(t, l)
	r.MaxEntries = 2
	// Every index names more of them.
	var maps, urls strings.Builder
	for i := range 300 {
		fmt.Fprintf(&maps, "<sitemap><loc>HOST/i%d</loc></sitemap>", i)
		fmt.Fprintf(&urls, "<url><loc>HOST/a%d</loc><lastmod>2024-05-%02d</lastmod></url>", i, i%28+1)
	}
	for i := range 300 {
		s.put(fmt.Sprintf("/i%d", i), mapIndex(strings.ReplaceAll(maps.String(), "/i", fmt.Sprintf("/i%d", i))))
	}
	s.put("/index", mapIndex(maps.String()))
	if _, _, _, err := l.read(r, s.URL+"/index"); err == nil {
		t.Error("maps without an entry are read without an error")
	}
	n := 0
	for _, times := range s.requests() {
		n += times
	}
	if n > maxMaps+1 {
		t.Errorf("%d requests", n)
	}
	s.put("/map", urlset(urls.String()))
	_, lines, src, err := l.read(r, s.URL+"/map")
	if err != nil || src.Left != 298 || len(lines) != 2 || !strings.Contains(lines[0], "/a27:") {
		t.Errorf("%+v, %q, %v", src, lines, err)
	}
}

func TestHostileSiteMaps(t *testing.T) {
	const n = 400_000
	for name, data := range map[string]string{
		"nested":  "<urlset>" + strings.Repeat("<url>", n),
		"entries": urlset(strings.Repeat("<url><loc>http://example.org/a</loc></url>", n)),
		"long":    urlset("<url><loc>" + strings.Repeat("http://example.org/", n) + "</loc></url>"),
		"cut":     urlset("<url><loc>http://example.org/a</loc></url><url>")[:270],
		"empty":   "<urlset",
	} {
		start := time.Now()
		entries, maps, err := parseSiteMap(t.Context(), []byte(data), "http://example.org/sitemap.xml")
		took := time.Since(start)
		t.Logf("%-8s %4.1f MB %5.0f ms  %d entries, %v", name, float64(len(data))/(1<<20), took.Seconds()*1000, len(entries), err)
		if took > 5*time.Second || len(entries)+len(maps) > maxMapEntries || err != nil && !errors.Is(err, ErrSiteMap) && !errors.Is(err, ErrBounds) {
			t.Errorf("%s: %d entries, %v after %v", name, len(entries), err, took)
		}
	}
}

// FuzzSiteMap holds that all entries are for the site map's own site.
func FuzzSiteMap(f *testing.F) {
	f.Add([]byte(urlset(`<url><loc>http://example.org/a</loc><lastmod>2024-05-06</lastmod></url>`)))
	f.Add([]byte(mapIndex(`<sitemap><loc>http://www.example.org/b</loc></sitemap>`)))
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, maps, err := parseSiteMap(t.Context(), data, "http://example.org/sitemap.xml")
		if err != nil && !errors.Is(err, ErrSiteMap) && !errors.Is(err, ErrBounds) {
			t.Fatal(err)
		}
		for _, e := range append(entries, maps...) {
			u, err := url.Parse(e.URL)
			if err != nil || site(u.Host) != "example.org" {
				t.Fatalf("%q, %v", e.URL, err)
			}
		}
	})
}
