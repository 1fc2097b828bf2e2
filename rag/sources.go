package rag

import (
	"fmt"
	"slices"
	"strings"

	"newsdesk/corpus"
	"newsdesk/corpus/copies"
)

// sources groups the cited articles: copies of one text are one source.
func (w *writer) sources() [][]*corpus.Article {
	var articles []*corpus.Article
	for _, s := range w.shown {
		for _, d := range append([]*document{s.doc}, docsOf(s.also)...) {
			if !slices.Contains(articles, d.Article) {
				articles = append(articles, d.Article)
			}
		}
	}
	if len(articles) > maxGrouped {
		return nil
	}
	return copies.Group(articles)
}

// maxGrouped bounds how many articles are held against each other; an overview
// of more says nothing of copies.
const maxGrouped = 8

func docsOf(list []evidence) []*document {
	out := make([]*document, len(list))
	for i, ev := range list {
		out[i] = ev.doc
	}
	return out
}

// noteCopies says which citations carry one text, and whose it is where the
// articles show it.
func (w *writer) noteCopies() {
	for _, group := range w.groups {
		var cited []string
		for _, c := range w.citations {
			if slices.ContainsFunc(group, func(a *corpus.Article) bool { return a.ID == c.Doc }) {
				cited = append(cited, fmt.Sprintf("[%d]", c.N))
			}
		}
		if len(group) < 2 || len(cited) < 2 {
			continue
		}
		note := strings.Join(cited, "") + " are from articles that share most of their text and count as one source"
		if _, why := copies.Original(group); why != "" {
			note += ": " + why
		}
		w.notes = append(w.notes, note+".")
	}
}

// sourceOf numbers the source of a document: copies have one number.
func (w *writer) sourceOf(d *document) int {
	for i, group := range w.groups {
		if slices.Contains(group, d.Article) {
			return i
		}
	}
	return -1
}
