package clean

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html"

	"newsdesk/corpus"
)

// MaxPage is the size in bytes beyond which a page is not read.
const MaxPage = 10 << 20

// The reasons for which the bytes of a page are no article, beside ErrBinary
// and ErrEmpty.
var (
	ErrPageSize = fmt.Errorf("the page is larger than %d MB", MaxPage>>20)
	// ErrPageShape means that reading the page would cost more than any page
	// that is read by people.
	ErrPageShape = fmt.Errorf("the page is no article: it has more than %d elements, or nests them deeper than 512", maxElements)
	ErrPageSlow  = fmt.Errorf("the page took longer than %v to read", maxPageTime)
	ErrCharset   = errors.New("the page's encoding is not known: save it as UTF-8")
)

// Page is a web page as it came: from a file, an archive or a server.
type Page struct {
	// Name becomes the article's ID.
	Name string
	// URL is the address that the page came from, or "".
	URL string
	// MediaType is the content type that came with it, such as
	// "text/html; charset=koi8-r", or "".
	MediaType string
	// Fetched is when it was received; the zero time where that is unknown.
	// It is what "3 hours ago" counts from.
	Fetched time.Time
	// Known is what is told of the article outside the page. It goes before
	// what the page says itself.
	Known Known
	// Whole says that the page is nothing but the article, as a chapter of a
	// book is: all its text is kept, and nothing is looked for around it.
	Whole bool
	Raw   []byte
}

// HTML is the article in a page.
//
// Its text is the main text as a browser shows it: a block or table row a
// line, a paragraph between blank lines, cells parted by tabs, white space
// single; soft hyphens and zero-width spaces are left out. Headings and
// captions keep their kinds, and what of the page's furniture stands between
// the paragraphs is marked. A headline above the text is the Title and no
// part of the text.
//
// Title, author, outlet, day of publication and address are looked for in
// JSON-LD, OpenGraph and other meta elements, microdata, and the visible
// text, in that order; Article.Provenance says which it was. A page that
// does not say "Ann Moss" or "26 April 2019" plainly has no author or date.
//
// The errors are ErrPageSize, ErrPageShape, ErrPageSlow, ErrCharset,
// ErrBinary, ErrEmpty and *DateError. HTML takes memory in proportion to the page and
// no longer than a few seconds, whatever is in it.
func HTML(p Page) (corpus.Article, error) {
	if len(p.Raw) > MaxPage {
		return corpus.Article{}, ErrPageSize
	}
	text, err := decodePage(p.Raw, p.MediaType)
	if err != nil {
		return corpus.Article{}, err
	}
	doc, err := parsePage(text)
	if err != nil {
		return corpus.Article{}, err
	}
	a, err := p.Known.article(p.Name)
	if err != nil {
		return corpus.Article{}, err
	}
	f := facts{article: &a, page: &p, lang: attr(find(doc, "html"), "lang"), head: map[string]bool{}}
	f.base, _ = url.Parse(p.URL)
	f.jsonLD(doc)
	f.meta(doc)
	f.microdata(doc)
	var lines []line
	if p.Whole {
		a.Text, lines = render(find(doc, "body"))
		f.visible(doc)
	} else {
		strip(doc, f.body)
		f.visible(doc)
		a.Text, lines = render(mainNode(doc, f.body))
	}
	if !hasWords(a.Text) {
		return corpus.Article{}, ErrEmpty
	}
	for i := range lines {
		if l := &lines[i]; !l.done && f.head[l.text] {
			l.is(corpus.Byline)
		}
	}
	markLines(&a, lines)
	f.last()
	return a, nil
}

// facts collects what a page says of its article.
type facts struct {
	article *corpus.Article
	page    *Page
	base    *url.URL
	// lang is the page's language: "en-US", or "".
	lang string
	// body is the text that JSON-LD gives the article, or "".
	body string
	// head is the texts of the elements that say who wrote it and when.
	head map[string]bool
}

func (f *facts) title(s, from string) {
	if s = flat(html.UnescapeString(s)); len(s) <= 500 {
		set(f.article, "title", &f.article.Title, s, from)
	}
}

func (f *facts) outlet(s, from string) {
	if s = flat(html.UnescapeString(s)); len(s) <= 120 && !strings.Contains(s, "://") {
		set(f.article, "outlet", &f.article.Outlet, s, from)
	}
}

// authors takes the names that one source gives, as they are written.
func (f *facts) authors(names []string, from string) {
	a := f.article
	if a.Author != "" {
		return
	}
	var people []string
	seen := map[string]bool{}
	for _, s := range names {
		b, ok := readAuthor(html.UnescapeString(s))
		if !ok {
			continue
		}
		set(a, "agency", &a.Agency, b.agency, from)
		for person := range strings.SplitSeq(b.author, ", ") {
			if low := fold(person); low != "" && !seen[low] && low != fold(a.Outlet) {
				seen[low] = true
				people = append(people, person)
			}
		}
	}
	set(a, "author", &a.Author, strings.Join(people, ", "), from)
}

func (f *facts) published(s, from string) {
	if f.article.Published.IsZero() {
		if day, ok := f.day(s); ok {
			setDay(f.article, day, from)
		}
	}
}

// day is the day that s names, if it can be the day of publication.
func (f *facts) day(s string) (time.Time, bool) {
	day, ok := pageDay(s, f.lang, f.page.Fetched)
	if !ok || day.Year() < 1900 || !f.page.Fetched.IsZero() && day.After(f.page.Fetched.AddDate(0, 0, 2)) {
		return time.Time{}, false
	}
	return day, true
}

// address takes a canonical address.
func (f *facts) address(s, from string) {
	if s = strings.TrimSpace(s); s == "" || f.article.URL != "" || len(s) > 2000 {
		return
	}
	u, err := url.Parse(s)
	if err != nil {
		return
	}
	if f.base != nil {
		u = f.base.ResolveReference(u)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return
	}
	u.Fragment = ""
	set(f.article, "url", &f.article.URL, u.String(), from)
}

// last fills what is still unknown from the page's address.
func (f *facts) last() {
	a := f.article
	f.address(f.page.URL, "address")
	if a.Published.IsZero() {
		if u, err := url.Parse(a.URL); err == nil {
			if m := addressDay.FindStringSubmatch(u.Path); m != nil {
				f.published(m[1]+"-"+m[2]+"-"+m[3], "address")
			}
		}
	}
	if a.Agency == "" {
		set(a, "agency", &a.Agency, agencyIn(a.Author), a.Provenance["author"])
	}
}

// flat is s in one line, with single spaces.
func flat(s string) string {
	return strings.Join(strings.Fields(invisible.Replace(strings.ToValidUTF8(s, ""))), " ")
}
