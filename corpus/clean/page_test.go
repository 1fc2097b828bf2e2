package clean

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"newsdesk/corpus"
)

func TestHTMLText(t *testing.T) {
	const filler = "The harbour of the town was closed on Monday after a storm, and no ship could leave it until the evening of the day after."
	for _, tt := range []struct{ name, body, want string }{
		{"white space", "<p>One \n  two&nbsp;three.</p>  <p>Four.</p>", "One two\u00a0three.\n\nFour."},
		{"inline elements", "<p>Un<b>believ</b>able, <a href=x>she</a> <em>said</em>.</p>", "Unbelievable, she said."},
		{"line breaks", "<p>One.<br>Two.<br><br>Three.</p>", "One.\nTwo.\nThree."},
		{"lists", "<p>These:</p><ul><li>One</li><li>Two<ul><li>Three</li></ul></li></ul><p>End.</p>", "These:\n\nOne\nTwo\n\nThree\n\nEnd."},
		{"definitions", "<dl><dt>Bow</dt><dd>the front</dd></dl>", "Bow\nthe front"},
		{"tables", "<table><tr><th>Year</th><th>Ships</th></tr><tr><td>2020</td><td>7</td></tr></table>", "Year\tShips\n2020\t7"},
		{"blocks in cells", "<table><tr><td><p>One.</p><p>Two.</p></td><td>Three.</td></tr></table>", "One.\n\nTwo.\n\nThree."},
		{"blockquotes", "<blockquote>He left.</blockquote>She stayed.", "He left.\n\nShe stayed."},
		{"quotations", "<p>He said <q>no</q>.</p>", "He said “no”."},
		{"preformatted", "<pre>one\n  two</pre>", "one\ntwo"},
		{"soft hyphens", "<p>un&shy;be&#8203;lievable</p>", "unbelievable"},
		{"hidden", "<p>One.</p><p hidden>no</p><p style='display: none'>no</p>", "One."},
		{"rules and pictures", "<p>One.</p><hr><img alt='no'><p>Two.</p>", "One.\n\nTwo."},
	} {
		a, err := HTML(Page{Name: "x", Whole: true, Raw: []byte(tt.body + "<p>" + filler)})
		if want := tt.want + "\n\n" + filler; err != nil || a.Text != want {
			t.Errorf("%s: %q, %v, want %q", tt.name, a.Text, err, want)
		}
	}
}

func TestHTMLKinds(t *testing.T) {
	page := `<article><h1>A bridge for the valley</h1><p class=byline>By Ann Moss</p><h2>Costs</h2>
<p>The new bridge over the river was opened on Monday by Mayor Berta Holm, who walked over it first and alone.</p>
<figure><img src=x><figcaption>The bridge in the morning.</figcaption></figure>
<p>Advertisement</p><p>Read more: What the bridge cost</p><p>It had been closed for two years, and for a while nobody knew whether it would ever be built again.</p></article>`
	a, err := HTML(Page{Name: "x", Raw: []byte(page)})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]corpus.Kind{}
	for _, b := range a.Blocks {
		got[b.Of(a.Text)] = b.Kind
	}
	for text, kind := range map[string]corpus.Kind{
		"Costs": corpus.Heading, "The bridge in the morning.": corpus.Caption, "Advertisement": corpus.Furniture, "Read more: What the bridge cost": corpus.Furniture,
	} {
		if k, ok := got[text]; !ok || k != kind {
			t.Errorf("%q is %v, want %v", text, k, kind)
		}
	}
	if a.Author != "Ann Moss" || a.Provenance["author"] != "text" || a.Provenance["title"] != "text" {
		t.Errorf("author %q (%s), title (%s)", a.Author, a.Provenance["author"], a.Provenance["title"])
	}
}

// TestTrust gives a page a fact from every source, and takes the sources away
// one by one.
func TestTrust(t *testing.T) {
	type source struct{ from, html string }
	sources := []source{
		{"told", ""},
		{"JSON-LD", `<script type="application/ld+json">{"@type":"NewsArticle","headline":"Title of JSON","author":{"name":"Ann Json"},"datePublished":"2001-01-01","publisher":{"name":"Json Post"},"url":"https://json.example/a"}</script>`},
		{"OpenGraph", `<meta property="og:title" content="Title of graph"><meta property="article:author" content="Ann Graph"><meta property="article:published_time" content="2002-01-01"><meta property="og:site_name" content="Graph Post"><meta property="og:url" content="https://graph.example/a">`},
		{"microdata", `<div itemscope itemtype="https://schema.org/NewsArticle"><span itemprop="author">Ann Micro</span><meta itemprop="datePublished" content="2003-01-01"><span itemprop="publisher"><meta itemprop="name" content="Micro Post"></span><link itemprop="url" href="https://micro.example/a"></div>`},
		{"text", `<p class="byline">By Ann Text</p><p class="date">1 January 2004</p>`},
	}
	for i, s := range sources {
		page := Page{Name: "x", URL: "https://page.example/2005/01/01/a"}
		if i == 0 {
			page.Known = Known{Fields: map[string]string{"title": "Title told", "author": "Ann Told", "published": "2000-01-01", "outlet": "Told Post", "url": "https://told.example/a"}, From: "told"}
		}
		var b strings.Builder
		for _, s := range sources[i:] {
			b.WriteString(s.html)
		}
		page.Raw = []byte(b.String() + "<p>The new bridge over the river was opened on Monday by Mayor Berta Holm, who walked over it first.</p>")
		a, err := HTML(page)
		if err != nil {
			t.Fatal(err)
		}
		for field, value := range map[string]string{"author": a.Author, "published": a.Date(), "outlet": a.Outlet, "url": a.URL} {
			want := s.from
			if s.from == "text" && field != "author" && field != "published" {
				want = map[string]string{"outlet": "", "url": "address"}[field]
			}
			if a.Provenance[field] != want {
				t.Errorf("%s: %s is %q from %q", s.from, field, value, a.Provenance[field])
			}
		}
		if day := "200" + string(rune('0'+i)) + "-01-01"; a.Date() != day {
			t.Errorf("%s: of %s, want %s", s.from, a.Date(), day)
		}
	}
}

func TestPageDay(t *testing.T) {
	fetched := time.Date(2024, 5, 6, 10, 0, 0, 0, time.UTC)
	for _, tt := range []struct{ s, lang, want string }{
		{"2019-04-26T23:59:00-08:00", "", "2019-04-26"}, {"2019/4/6", "", "2019-04-06"}, {"20190426", "", "2019-04-26"}, {"1556236800", "", "2019-04-26"}, {"1556236800000", "", "2019-04-26"},
		{"Fri, 26 Apr 2019 10:00:00 GMT", "", "2019-04-26"}, {"April 26th, 2019", "", "2019-04-26"}, {"26. April 2019, 10:15 Uhr", "de", "2019-04-26"}, {"26 de abril de 2019", "es", "2019-04-26"}, {"1er mars 2019", "fr", "2019-03-01"},
		{"26-Apr-2019", "", "2019-04-26"}, {"27 December 2012", "", "2012-12-27"}, {"26.04.2019", "", "2019-04-26"}, {"26/04/2019", "en", "2019-04-26"}, {"04/26/2019", "en", "2019-04-26"}, {"4/6/2019", "en-US", "2019-04-06"}, {"4/6/2019", "en-GB", "2019-06-04"}, {"4/6/2019", "fr", "2019-06-04"},
		{"4/6/2019", "en", ""}, {"4/6/2019", "", ""}, {"2019年4月26日", "ja", "2019-04-26"}, {"26 апреля 2019 г.", "ru", "2019-04-26"}, {"2019-02-30", "", ""}, {"2019-04", "", ""}, {"May 2019", "", ""}, {"soon", "", ""}, {"", "", ""},
		{"3 hours ago", "", "2024-05-06"}, {"12 hours ago", "", "2024-05-05"}, {"an hour ago", "", "2024-05-06"}, {"2 days ago", "", "2024-05-04"}, {"a week ago", "", "2024-04-29"}, {"Yesterday, 18:40", "", "2024-05-05"}, {"vor 3 Tagen", "de", "2024-05-03"}, {"il y a 2 heures", "fr", "2024-05-06"}, {"hace 2 días", "es", "2024-05-04"}, {"today", "", "2024-05-06"},
		{"5 min read", "", ""}, {"7 days in the north", "", ""},
	} {
		got := ""
		if day, ok := pageDay(tt.s, tt.lang, fetched); ok {
			got = day.Format(time.DateOnly)
		}
		if got != tt.want {
			t.Errorf("%q in %q: %q, want %q", tt.s, tt.lang, got, tt.want)
		}
	}
	if _, ok := pageDay("3 hours ago", "", time.Time{}); ok {
		t.Error("a relative date without a day to count from")
	}
}

func TestReadAuthor(t *testing.T) {
	for s, want := range map[string]string{
		"By Ann Moss": "Ann Moss", "Ann Moss and Jo Lee": "Ann Moss, Jo Lee", "BY ANN MOSS": "ANN MOSS", "Von Jürgen Müller und Änne Groß": "Jürgen Müller, Änne Groß", "Ann Moss, Political Editor": "Ann Moss",
		"By Ann Moss | Published 3 May 2024": "Ann Moss", "Ann Moss @annmoss": "Ann Moss", "Reuters": "Reuters", "By Ann Moss for The Daily Post": "Ann Moss", "Staff": "Staff", "Ann Moss (with Jo Lee and Rosa Delgado)": "Ann Moss", "Ann (A. J.) Moss": "Ann (A. J.) Moss", "山田花子": "山田花子",
		"https://example.org/ann": "", "@annmoss": "", "": "", "3 min read": "", "Who wrote this?": "",
	} {
		b, _ := readAuthor(s)
		if b.author != want {
			t.Errorf("%q: %q, want %q", s, b.author, want)
		}
	}
}

func TestDecode(t *testing.T) {
	for _, tt := range []struct {
		name, raw, label, want string
		err                    error
	}{
		{"UTF-8", "café", "", "café", nil}, {"a mark", "\xEF\xBB\xBFcafé", "latin1", "café", nil}, {"Windows", "caf\xe9 \x93x\x94", "", "café “x”", nil}, {"a label", "\xcf\xee\xf0\xf2", "windows-1251", "Порт", nil},
		{"a wrong label", "café", "iso-8859-1", "café", nil}, {"UTF-16", "\xff\xfeh\x00i\x00", "", "hi", nil}, {"Japanese", "\x1b$B9A\x1b(B", "iso-2022-jp", "港", nil}, {"no encoding", "caf\xe9", "klingon", "", ErrCharset}, {"binary", "a\x00b", "", "", ErrBinary},
	} {
		got, err := Decode([]byte(tt.raw), tt.label)
		if got != tt.want || !errors.Is(err, tt.err) {
			t.Errorf("%s: %q, %v, want %q, %v", tt.name, got, err, tt.want, tt.err)
		}
	}
}

func TestPageErrors(t *testing.T) {
	for _, tt := range []struct {
		name, raw string
		want      error
	}{
		{"too large", strings.Repeat(" ", MaxPage+1), ErrPageSize}, {"too deep", strings.Repeat("<div>", 1000), ErrPageShape}, {"too many", strings.Repeat("<p>x", maxElements+1), ErrPageShape},
		{"nothing", "<html></html>", ErrEmpty}, {"scripts alone", "<script>x</script>", ErrEmpty}, {"binary", "<p>\x00</p>", ErrBinary},
	} {
		if _, err := HTML(Page{Name: "x", Raw: []byte(tt.raw)}); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
	}
}

// FuzzHTML checks that blocks cover the text in order, whatever the page.
func FuzzHTML(f *testing.F) {
	for _, c := range pageCases(f) {
		f.Add(c.page.Raw, "")
	}
	f.Add([]byte("<p>caf\xe9"), "text/html; charset=latin1")
	f.Fuzz(func(t *testing.T, raw []byte, mediaType string) {
		a, err := HTML(Page{Name: "x", URL: "https://example.org/", MediaType: mediaType, Raw: raw})
		if err != nil {
			return
		}
		at := 0
		for _, b := range a.Blocks {
			if b.Start < at || b.End <= b.Start || b.End > len(a.Text) || strings.TrimFunc(a.Text[at:b.Start], isSpace) != "" {
				t.Fatalf("block %v after %d of %q", b, at, a.Text)
			}
			at = b.End
		}
		if !utf8.ValidString(a.Text) || !utf8.ValidString(a.Title+a.Author+a.Outlet) || strings.ContainsAny(a.Text, "\r\x00") {
			t.Fatalf("%q, %q", a.Text, a.Title)
		}
	})
}
