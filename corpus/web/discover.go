package web

import (
	"bytes"
	"context"
	"errors"
	"mime"
	"net/url"
	"strings"

	"golang.org/x/net/html"

	"newsdesk/corpus/fetch"
)

// ErrNoFeed means that a page names no feed.
var ErrNoFeed = errors.New("the page names no feed: look for one on the site, or for its site map, and give its address")

// Discover is the address of the feed that the page at address names first
// (<link rel="alternate">), or address itself where a feed or site map is.
func (r *Reader) Discover(ctx context.Context, address string) (string, error) {
	page, err := r.Getter.Get(ctx, address, fetch.Validator{}, MaxListBytes)
	if err != nil {
		return "", err
	}
	body, err := fetch.Gunzip(page.Body, MaxListBytes)
	if err != nil {
		return "", err
	}
	if kindOf(body) != Page {
		return page.URL, nil
	}
	base, err := url.Parse(page.URL)
	if err != nil {
		return "", err
	}
	if feed := feedLink(body, base); feed != "" {
		return feed, nil
	}
	return "", ErrNoFeed
}

// feedLink is the first feed that a page at base links to as a form of
// itself, or "".
func feedLink(page []byte, base *url.URL) string {
	z := html.NewTokenizer(bytes.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			tag := string(name)
			if tag == "body" {
				return ""
			}
			if tag != "link" && tag != "base" {
				continue
			}
			attr := map[string]string{}
			for more {
				var key, value []byte
				key, value, more = z.TagAttr()
				attr[string(key)] = strings.TrimSpace(string(value))
			}
			to, err := base.Parse(attr["href"])
			if err != nil || attr["href"] == "" {
				continue
			}
			if tag == "base" {
				base = to
			} else if isFeedLink(attr["rel"], attr["type"]) {
				return to.String()
			}
		}
	}
}

func isFeedLink(rel, kind string) bool {
	media, _, err := mime.ParseMediaType(kind)
	if err != nil {
		return false
	}
	switch media {
	case "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml":
	default:
		return false
	}
	for _, word := range strings.Fields(strings.ToLower(rel)) {
		if word == "alternate" {
			return true
		}
	}
	return false
}
