package clean

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

const fromMicrodata = "microdata"

// maxAuthors is how many elements of authors are looked at.
const maxAuthors = 20

// microdata reads the attributes that say which visible text is what: itemprop
// (microdata), property (RDFa) and the class names of the hNews microformat.
// Of several articles on the page it takes the one with the most text, and
// nothing from what readers wrote below it.
func (f *facts) microdata(doc *html.Node) {
	m := microReader{f: f, scope: microScope(doc)}
	entry := false
	for p := m.scope.Parent; p != nil; p = p.Parent {
		entry = entry || isEntry(p)
	}
	m.visit(m.scope, entry || isEntry(m.scope), false)
	f.authors(m.authors, fromMicrodata)
	f.published(m.published, fromMicrodata)
}

// A microReader collects what microdata says.
type microReader struct {
	f         *facts
	scope     *html.Node
	authors   []string
	published string
}

// visit reads what is below n, which stands in an entry of hNews or does not,
// and in an author's element or not.
func (m *microReader) visit(n *html.Node, entry, author bool) {
	for c := range n.ChildNodes() {
		if c.Type != html.ElementNode || byReader(c) {
			continue
		}
		isAuthor := author
		props := strings.Fields(attr(c, "itemprop") + " " + schemaOnly(attr(c, "property")))
		for _, p := range props {
			isAuthor = m.property(c, p[strings.LastIndexAny(p, ":/")+1:], author) || isAuthor
		}
		if len(props) == 0 && entry {
			isAuthor = m.class(c, author) || isAuthor
		}
		m.visit(c, entry || isEntry(c), isAuthor)
	}
}

// property takes what n is said to be, and reports whether that is an author.
func (m *microReader) property(n *html.Node, name string, inAuthor bool) bool {
	switch name {
	case "headline":
		m.f.title(value(n), fromMicrodata)
	case "author", "creator":
		m.author(n, inAuthor)
		return true
	case "publisher", "sourceOrganization":
		m.f.outlet(named(n), fromMicrodata)
	case "datePublished", "dateCreated":
		if m.published == "" || name == "datePublished" {
			m.published = value(n)
		}
	case "url", "mainEntityOfPage":
		if n.Parent == m.scope || attr(n, "itemscope") != "" {
			m.f.address(linkOf(n), fromMicrodata)
		}
	}
	return false
}

// class is property for the class names of hNews.
func (m *microReader) class(n *html.Node, inAuthor bool) bool {
	names := strings.Fields(attr(n, "class"))
	switch {
	case slices.Contains(names, "entry-title"):
		m.f.title(textOf(n, 500), fromMicrodata)
	case slices.Contains(names, "source-org"):
		m.f.outlet(textOf(n, 200), fromMicrodata)
	case slices.Contains(names, "author") || slices.Contains(names, "vcard") && tokens(n)["author"]:
		m.author(n, inAuthor)
		return true
	case slices.Contains(names, "published") && m.published == "":
		m.published = value(n)
	}
	return false
}

func (m *microReader) author(n *html.Node, inAuthor bool) {
	if !inAuthor && len(m.authors) < maxAuthors {
		m.authors = append(m.authors, named(n))
	}
}

// schemaOnly leaves out the properties of OpenGraph, which meta reads.
func schemaOnly(property string) string {
	if strings.HasPrefix(property, "og:") || strings.HasPrefix(property, "article:") || strings.HasPrefix(property, "twitter:") {
		return ""
	}
	return property
}

// microScope is the element that is the page's article for programs, or the
// document where none is.
func microScope(doc *html.Node) *html.Node {
	best, most := doc, 0
	sizes := measure(doc)
	for n := range doc.Descendants() {
		kind := attr(n, "itemtype") + " " + attr(n, "typeof")
		if n.Type != html.ElementNode || kind == " " {
			continue
		}
		for t := range strings.FieldsSeq(kind) {
			if isArticleType(t[strings.LastIndexAny(t, "/:#")+1:]) {
				if sizes[n] > most {
					best, most = n, sizes[n]
				}
			}
		}
	}
	return best
}

// isEntry reports whether n is an entry of the hNews microformat.
func isEntry(n *html.Node) bool {
	c := strings.Fields(attr(n, "class"))
	return slices.Contains(c, "hentry") || slices.Contains(c, "h-entry") || slices.Contains(c, "hnews")
}

// byReader reports whether n holds comments on the article.
func byReader(n *html.Node) bool {
	t := tokens(n)
	return n.Data != "body" && (t["comment"] || t["comments"] || t["disqus"]) || strings.HasSuffix(attr(n, "itemtype"), "/Comment")
}

// value is what n gives: an attribute for programs, else its text.
func value(n *html.Node) string {
	for _, key := range []string{"content", "datetime", "title"} {
		if v := attr(n, key); v != "" && (key != "title" || n.Data == "abbr") {
			return v
		}
	}
	if t := find(n, "time"); t != nil && attr(t, "datetime") != "" {
		return attr(t, "datetime")
	}
	if n.Data == "meta" || n.Data == "link" {
		return ""
	}
	return textOf(n, 500)
}

// named is the name of the person or organisation in n.
func named(n *html.Node) string {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && (strings.Contains(" "+attr(d, "itemprop")+" ", " name ") || slices.Contains(strings.Fields(attr(d, "class")), "fn")) {
			return value(d)
		}
	}
	return value(n)
}

// linkOf is the address that n gives.
func linkOf(n *html.Node) string {
	for _, key := range []string{"content", "href", "itemid"} {
		if v := attr(n, key); v != "" {
			return v
		}
	}
	return ""
}
