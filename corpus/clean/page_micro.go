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
// Of several articles on the page it takes the one with the most text.
func (f *facts) microdata(doc *html.Node) {
	scope := microScope(doc)
	var authors []string
	var byAuthor []*html.Node
	published := ""
	for n := range scope.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		props := strings.Fields(attr(n, "itemprop") + " " + schemaOnly(attr(n, "property")))
		for _, p := range props {
			if p = p[strings.LastIndexAny(p, ":/")+1:]; byReader(n) {
				continue
			}
			switch p {
			case "headline":
				f.title(value(n), fromMicrodata)
			case "author", "creator":
				if len(byAuthor) < maxAuthors && !within(n, byAuthor) {
					byAuthor = append(byAuthor, n)
					authors = append(authors, named(n))
				}
			case "publisher", "sourceOrganization":
				f.outlet(named(n), fromMicrodata)
			case "datePublished", "dateCreated":
				if published == "" || p == "datePublished" {
					published = value(n)
				}
			case "url", "mainEntityOfPage":
				if n.Parent == scope || attr(n, "itemscope") != "" {
					f.address(linkOf(n), fromMicrodata)
				}
			}
		}
		if hnews := strings.Fields(attr(n, "class")); len(props) == 0 && inEntry(n) && !byReader(n) {
			switch {
			case slices.Contains(hnews, "entry-title"):
				f.title(textOf(n, 500), fromMicrodata)
			case slices.Contains(hnews, "source-org"):
				f.outlet(textOf(n, 200), fromMicrodata)
			case (slices.Contains(hnews, "author") || slices.Contains(hnews, "vcard") && tokens(n)["author"]) && len(byAuthor) < maxAuthors && !within(n, byAuthor):
				byAuthor = append(byAuthor, n)
				authors = append(authors, named(n))
			case slices.Contains(hnews, "published") && published == "":
				published = value(n)
			}
		}
	}
	f.authors(authors, fromMicrodata)
	f.published(published, fromMicrodata)
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

// inEntry reports whether n stands in an entry of the hNews microformat.
func inEntry(n *html.Node) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if c := strings.Fields(attr(p, "class")); slices.Contains(c, "hentry") || slices.Contains(c, "h-entry") || slices.Contains(c, "hnews") {
			return true
		}
	}
	return false
}

// byReader reports whether n stands in a comment on the article.
func byReader(n *html.Node) bool {
	for p := n; p != nil; p = p.Parent {
		if t := tokens(p); p.Data != "body" && (t["comment"] || t["comments"] || t["disqus"]) || strings.HasSuffix(attr(p, "itemtype"), "/Comment") {
			return true
		}
	}
	return false
}

func within(n *html.Node, outer []*html.Node) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if slices.Contains(outer, p) {
			return true
		}
	}
	return false
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
