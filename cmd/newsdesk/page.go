package main

import (
	"context"
	"errors"

	"newsdesk/corpus"
	"newsdesk/corpus/clean"
	"newsdesk/corpus/source"
	"newsdesk/corpus/web"
)

// readPage is the article in a document that a server sent or a feed holds.
func readPage(ctx context.Context, d web.Document) (corpus.Article, error) {
	if d.Whole {
		return clean.HTML(clean.Page{Name: d.URL, URL: d.URL, MediaType: d.MediaType, Fetched: d.Fetched, Whole: true, Raw: d.Raw})
	}
	var found []source.File
	err := source.ReadContent(ctx, source.Content{Name: d.URL, URL: d.URL, MediaType: d.MediaType, Fetched: d.Fetched, Raw: d.Raw}, func(f source.File) error {
		found = append(found, f)
		if len(found) > 1 {
			return errSeveral
		}
		return nil
	})
	switch {
	case err != nil:
		return corpus.Article{}, err
	case len(found) == 0:
		return corpus.Article{}, clean.ErrEmpty
	}
	return found[0].Article, found[0].Skipped
}

var errSeveral = errors.New("it holds several articles: save it as a file and add that")
