package main

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"

	"newsdesk/corpus"
	"newsdesk/corpus/clean"
	"newsdesk/corpus/web"
)

// readKept is readPage, with what it was read from.
func readKept(d web.Document) (corpus.Article, error) {
	a, err := readPage(d)
	if err == nil {
		a.Raw = &corpus.Raw{URL: d.URL, MediaType: d.MediaType, Whole: d.Whole, Fetched: d.Fetched.Truncate(time.Second), Bytes: d.Raw}
	}
	return a, err
}

// readPage is the article in a page: its text outside menus, forms and the
// like, a block a paragraph, read as a plain text is.
func readPage(d web.Document) (corpus.Article, error) {
	var text, title strings.Builder
	var within []string // the open elements whose text is left out
	inTitle := false
	for z := html.NewTokenizer(bytes.NewReader(d.Raw)); ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		token := z.Token()
		switch name := token.Data; {
		case kind == html.TextToken && inTitle:
			title.WriteString(name)
		case kind == html.TextToken && len(within) == 0:
			text.WriteString(space.ReplaceAllString(name, " "))
		case name == "title":
			inTitle = kind == html.StartTagToken
		case kind == html.StartTagToken && slices.Contains(leftOut, name):
			within = append(within, name)
		case kind == html.EndTagToken && len(within) > 0 && within[len(within)-1] == name:
			within = within[:len(within)-1]
		case slices.Contains(blocks, name):
			text.WriteString("\n\n")
		}
	}
	a, err := clean.Text(d.Name, []byte(text.String()))
	if err == nil && a.Title == "" && strings.TrimSpace(title.String()) != "" {
		a.Title, a.Provenance["title"] = strings.Join(strings.Fields(title.String()), " "), "title element"
	}
	return a, err
}

var (
	space   = regexp.MustCompile(`\s+`)
	leftOut = []string{"script", "style", "nav", "header", "footer", "aside", "form", "noscript", "template", "svg"}
	blocks  = []string{"p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "section", "article", "blockquote", "figure", "figcaption", "main", "table", "ul", "ol"}
)
