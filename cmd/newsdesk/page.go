package main

import (
	"bytes"
	"context"
	"fmt"
	"mime"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"newsdesk/corpus"
	"newsdesk/corpus/clean"
	"newsdesk/corpus/web"
)

// readPage is the article in a page or plain text that a server sent. Of a
// page it is the text outside menus, forms and the like, a block a paragraph,
// read as a plain text is.
func readPage(_ context.Context, d web.Document) (corpus.Article, error) {
	media, _, err := mime.ParseMediaType(d.MediaType)
	if err != nil {
		media, _, _ = strings.Cut(http.DetectContentType(d.Raw), ";")
	}
	switch media {
	case "text/html", "application/xhtml+xml":
	case "text/plain", "text/markdown":
		return clean.Text(d.URL, d.Raw)
	default:
		return corpus.Article{}, fmt.Errorf("it is of a kind that is not read (%s): pages and plain texts are", media)
	}
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
	a, err := clean.Text(d.URL, []byte(text.String()))
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
