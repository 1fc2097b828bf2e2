package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"newsdesk/corpus"
	"newsdesk/corpus/language"
)

// narrowed says which of the flags that narrow leaves no article, or
// "" where there are some.
func (a *app) narrowed(ctx context.Context, arch *archive) (string, error) {
	f := a.settings.Filter
	if f.Zero() {
		return "", nil
	}
	all, err := arch.lib().List(ctx, corpus.Filter{})
	if err != nil || len(all) == 0 {
		return "", err
	}
	if f.Language != "" {
		of, err := arch.lib().Languages(ctx)
		if err != nil {
			return "", err
		}
		for i := range all {
			all[i].Language = of[all[i].ID]
		}
	}
	return narrowing(f, all), nil
}

// narrowing is narrowed for these articles.
func narrowing(f corpus.Filter, all []corpus.Article) string {
	passes := func(f corpus.Filter) bool {
		return slices.ContainsFunc(all, func(art corpus.Article) bool { return f.Match(&art) })
	}
	since, until := "--since "+f.Since.Format(time.DateOnly), "--until "+f.Until.Format(time.DateOnly)
	collection := fmt.Sprintf("--collection %q", plainLine(f.Collection))
	outlet := fmt.Sprintf("--outlet %q", plainLine(f.Outlet))
	author, inLanguage := fmt.Sprintf("--author %q", plainLine(f.Author)), "--language "+f.Language
	oldest, newest := reach(all)
	var set []string
	switch {
	case passes(f):
		return ""
	case !passes(corpus.Filter{Collection: f.Collection}):
		return collection + " leaves no article: newsdesk collections lists those that there are"
	case !passes(corpus.Filter{Outlet: f.Outlet}):
		return outlet + " leaves no article: " + outlets(all)
	case !passes(corpus.Filter{Author: f.Author}):
		return author + " leaves no article: no byline has that name"
	case !passes(corpus.Filter{Language: f.Language}):
		return inLanguage + " leaves no article: none is in " + language.Name(f.Language)
	case newest == "" && !(f.Since.IsZero() && f.Until.IsZero()):
		return "no article has a date of publication, and an undated one passes neither --since nor --until"
	case !passes(corpus.Filter{Since: f.Since}):
		return since + " leaves no article: the newest is of " + newest
	case !passes(corpus.Filter{Until: f.Until}):
		return until + " leaves no article: the oldest is of " + oldest
	}
	if !f.Since.IsZero() {
		set = append(set, since)
	}
	if !f.Until.IsZero() {
		set = append(set, until)
	}
	if f.Outlet != "" {
		set = append(set, outlet)
	}
	if f.Collection != "" {
		set = append(set, collection)
	}
	if f.Author != "" {
		set = append(set, author)
	}
	if f.Language != "" {
		set = append(set, inLanguage)
	}
	together := strings.Join(set, " and ") + " together leave no article"
	if !f.Since.IsZero() || !f.Until.IsZero() {
		together += " (an undated one passes neither date)"
	}
	return together
}

// reach is the first and the last day of publication, "" where all articles
// are undated.
func reach(all []corpus.Article) (oldest, newest string) {
	for i := range all {
		day := all[i].Date()
		if day == "" {
			continue
		}
		if oldest == "" || day < oldest {
			oldest = day
		}
		newest = max(newest, day)
	}
	return oldest, newest
}

// maxOutlets is how many outlets are named; the rest are counted.
const maxOutlets = 10

// outlets names the outlets and agencies that --outlet knows.
func outlets(all []corpus.Article) string {
	var names []string
	for i := range all {
		for _, name := range []string{all[i].Outlet, all[i].Agency} {
			if name = plainLine(name); name != "" {
				names = append(names, name)
			}
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		return strings.Compare(strings.ToLower(a)+"\x00"+a, strings.ToLower(b)+"\x00"+b)
	})
	names = slices.CompactFunc(names, strings.EqualFold)
	switch n := len(names); {
	case n == 0:
		return "no outlet is known of any"
	case n == 1:
		return "the only outlet is " + names[0]
	case n > maxOutlets:
		return fmt.Sprintf("the outlets are %s and %d more (newsdesk list shows them)", strings.Join(names[:maxOutlets], ", "), n-maxOutlets)
	default:
		return "the outlets are " + strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
}
