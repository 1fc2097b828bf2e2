package clean

import (
	"io"
	"log/slog"
	"strings"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
)

// maxReadable is the number of elements beyond which a page is not given to
// the extractor, whose time grows faster than the page.
const maxReadable = 25_000

// enough is how many bytes of text an element that says it is the article's
// body must have to be believed.
const enough = 250

// mainNode is the element that holds the article's text: the one that says
// so, or the one that the extractor finds, or all there is.
func mainNode(doc *html.Node, body string) *html.Node {
	whole := find(doc, "body")
	if whole == nil {
		return doc
	}
	if n := declared(doc, body); n != nil {
		return n
	}
	elements := 0
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			elements++
		}
	}
	if elements > maxReadable {
		return whole
	}
	p := readability.NewParser()
	p.DisableJSONLD = true
	p.Logger = slog.New(slog.NewTextHandler(io.Discard, &slog.HandlerOptions{Level: slog.LevelError + 1}))
	found, err := p.ParseDocument(doc, nil)
	if err != nil || found.Node == nil || len(textOf(found.Node, enough)) < min(enough, len(textOf(whole, enough))/2) {
		return whole
	}
	return found.Node
}

// declared is the element that says it holds the article's text, or the one
// that holds the text which the page gives for programs; or nil.
func declared(doc *html.Node, body string) *html.Node {
	sizes := measure(doc)
	var best *html.Node
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && strings.Contains(strings.ToLower(attr(n, "itemprop")), "articlebody") &&
			sizes[n] >= enough && (best == nil || sizes[n] > sizes[best]) {
			best = n
		}
	}
	if body = flat(body); best != nil || len(body) < enough {
		return best
	}
	return holder(find(doc, "body"), body)
}

// holder is the smallest element that has both ends of text in it, or nil.
func holder(n *html.Node, text string) *html.Node {
	first, last := text[:40], text[len(text)-40:]
	var best *html.Node
	for range 64 {
		var inner *html.Node
		for c := range n.ChildNodes() {
			if c.Type == html.ElementNode {
				if t := textOf(c, 1<<20); strings.Contains(t, first) && strings.Contains(t, last) {
					inner = c
					break
				}
			}
		}
		if inner == nil {
			return best
		}
		best, n = inner, inner
	}
	return best
}
