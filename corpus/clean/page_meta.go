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
				k := strings.ToLower(strings.TrimSpace(attr(n, key)))
				if rest, ok := strings.CutPrefix(k, "dc:"); ok {
					k = "dc." + rest
				}
				if k != "" && len(values[k]) < 20 {
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
	if head, tail, ok := strings.Cut(title, ": "); ok && fold(tail) == fold(h) {
		f.outlet(head, "title element")
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
// Where the h1 is the name of the site, it is the one heading that is named
// after a post or article.
func titleNode(doc *html.Node) *html.Node {
	var first, marked, post *html.Node
	posts := 0
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		isMarked := strings.Contains(attr(n, "itemprop"), "headline") && n.Data != "meta"
		switch {
		case n.Data == "h1":
		case isMarked && marked == nil && textOf(n, 100) != "":
			marked = n
			continue
		case n.Data == "h2" || n.Data == "h3":
			if t := tokens(n); t["title"] && (t["post"] || t["entry"] || t["article"] || t["story"]) {
				post = n
				posts++
			}
			continue
		default:
			continue
		}
		text := textOf(n, 500)
		if wordCount(text) == 0 {
			continue
		}
		if t := tokens(n); isMarked || t["headline"] || t["title"] && !t["site"] && (t["post"] || t["entry"] || t["article"] || t["story"] || t["page"]) {
			return n
		}
		// A single word is more often the name of the site.
		if first == nil || wordCount(textOf(first, 500)) < 2 {
			first = n
		}
	}
	switch {
	case posts == 1 && (first == nil || titled(doc, first, post)):
		return post
	case first != nil:
		return first
	case marked != nil:
		return marked
	}
	return &html.Node{Type: html.DocumentNode}
}

// titled reports whether the page's title element has both texts in it, the
// second the longer: the name of the site and of the post.
func titled(doc, site, post *html.Node) bool {
	t := find(doc, "title")
	if t == nil {
		return false
	}
	title, name, head := fold(textOf(t, 1000)), fold(textOf(site, 500)), fold(textOf(post, 500))
	return len(head) > len(name) && strings.Contains(title, name) && strings.Contains(title, head)
}
