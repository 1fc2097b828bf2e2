package main

import (
	"context"
	"time"

	"newsdesk/corpus"
	"newsdesk/corpus/clean"
	"newsdesk/corpus/source"
	"newsdesk/corpus/web"
)

// readKept is readPage, with what it was read from.
func readKept(ctx context.Context, d web.Document) (corpus.Article, error) {
	a, err := readPage(ctx, d)
	if err == nil {
		a.Raw = &corpus.Raw{URL: d.URL, MediaType: d.MediaType, Whole: d.Whole, Fetched: d.Fetched.Truncate(time.Second), Bytes: d.Raw}
	}
	return a, err
}

// readPage is the article in a document that a server sent or a feed holds.
func readPage(ctx context.Context, d web.Document) (corpus.Article, error) {
	if d.Whole {
		return clean.HTML(clean.Page{Name: d.URL, URL: d.URL, MediaType: d.MediaType, Fetched: d.Fetched, Whole: true, Raw: d.Raw})
	}
	return source.Single(ctx, source.Content{Name: d.URL, URL: d.URL, MediaType: d.MediaType, Fetched: d.Fetched, Raw: d.Raw})
}
