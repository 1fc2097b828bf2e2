package clean

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// metaKeys are the names of meta elements by the field that they give, those
// of OpenGraph first. Their contents are never a page's date of change.
var metaKeys = struct{ title, author, outlet, day, address []string }{
	title:   []string{"og:title", "twitter:title", "citation_title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "headline"},
	author:  []string{"article:author", "og:article:author", "author", "citation_author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "byl", "article.author", "twitter:creator"},
	outlet:  []string{"og:site_name", "article:publisher", "citation_journal_title", "dc.publisher", "dcterms.publisher", "application-name", "apple-mobile-web-app-title", "cre"},
	day:     []string{"article:published_time", "og:article:published_time", "og:published_time", "citation_publication_date", "citation_date", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.created", "dc.date.created", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "date", "article.published", "cxenseparse:recs:publishtime", "originalpublicationdate"},
	address: []string{"og:url", "twitter:url", "parsely-link"},
}

// meta reads OpenGraph and its like: the page's meta elements, its canonical
// link, and its title element.
func (f *facts) meta(doc *html.Node) {
	values := map[string][]string{}
	canonical, title := "", ""
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "meta":
			for _, key := range []string{"property", "name"} {
				if k := strings.ToLower(strings.TrimSpace(attr(n, key))); k != "" && len(values[k]) < 20 {
					values[k] = append(values[k], attr(n, "content"))
				}
			}
		case "link":
			if canonical == "" && slices.Contains(strings.Fields(strings.ToLower(attr(n, "rel"))), "canonical") {
				canonical = attr(n, "href")
			}
		case "title":
			if title == "" {
				title = textOf(n, 1000)
			}
		}
	}
	each := func(keys []string, take func(value, from string)) {
		for _, k := range keys {
			for _, v := range values[k] {
				take(v, metaSource(k))
			}
		}
	}
	each(metaKeys.outlet, f.outlet)
	for _, k := range metaKeys.author {
		f.authors(values[k], metaSource(k))
	}
	each(metaKeys.day, f.published)
	each(metaKeys.address, f.address)
	f.address(canonical, "canonical link")
	f.headline(doc, values, title)
}

func metaSource(key string) string {
	if strings.HasPrefix(key, "og:") || strings.HasPrefix(key, "article:") {
		return "OpenGraph"
	}
	return "meta " + key
}

// headline takes the title from meta elements, or the visible headline or
// the title element: these often say the outlet as well.
func (f *facts) headline(doc *html.Node, values map[string][]string, title string) {
	for _, k := range metaKeys.title {
		for _, v := range values[k] {
			f.title(f.withoutOutlet(v, textOf(titleNode(doc), 500)), metaSource(k))
		}
	}
	h := textOf(titleNode(doc), 500)
	if head, tail := splitTitle(title); tail != "" && (fold(head) == fold(h) || h == "" && isOutlet(tail)) {
		f.outlet(tail, "title element")
	}
	f.title(h, "text")
	f.title(f.withoutOutlet(title, ""), "title element")
}

// withoutOutlet is a title without the outlet's name at its end.
func (f *facts) withoutOutlet(s, h string) string {
	s = flat(s)
	head, tail := splitTitle(s)
	if tail != "" && (fold(tail) == fold(f.article.Outlet) || h != "" && fold(head) == fold(h) || isOutlet(tail)) {
		return head
	}
	return s
}

// splitTitle parts a title at its last bar or dash.
func splitTitle(s string) (head, tail string) {
	at, width := -1, 0
	for _, sep := range []string{" | ", " - ", " – ", " — ", " :: ", " · ", " » ", " • "} {
		if i := strings.LastIndex(s, sep); i > at {
			at, width = i, len(sep)
		}
	}
	if at <= 0 || wordCount(s[at+width:]) > 6 {
		return s, ""
	}
	return strings.TrimSpace(s[:at]), strings.TrimSpace(s[at+width:])
}

// titleNode is the page's headline: the h1 that is named so, else the first
// with words in it, else what microdata calls the headline; or an empty node.
func titleNode(doc *html.Node) *html.Node {
	var first, marked *html.Node
	for n := range doc.Descendants() {
		isMarked := strings.Contains(attr(n, "itemprop"), "headline")
		if n.Type != html.ElementNode || n.Data != "h1" && (!isMarked || marked != nil || n.Data == "meta") {
			continue
		}
		text := textOf(n, 500)
		if wordCount(text) == 0 {
			continue
		}
		if n.Data != "h1" {
			marked = n
			continue
		}
		if names := tokens(n); isMarked || names["headline"] || names["title"] && !names["site"] {
			return n
		}
		// A single word is more often the name of the site.
		if first == nil || wordCount(textOf(first, 500)) < 2 {
			first = n
		}
	}
	switch {
	case first != nil:
		return first
	case marked != nil:
		return marked
	}
	return &html.Node{Type: html.DocumentNode}
}
