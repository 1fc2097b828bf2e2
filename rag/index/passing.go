package index

import (
	"context"
	"slices"
	"sync"

	"newsdesk/corpus"
)

// languages remembers the languages of the articles of one state of the
// library, since to tell them takes the texts.
type languages struct {
	mu         sync.Mutex
	generation int64
	of         map[string]string
}

// passing is the IDs of the articles that pass f, nil where all do, which the
// caller must not change. It holds x.mu for reading.
func (x *Index) passing(ctx context.Context, f corpus.Filter) (map[string]bool, error) {
	from := x.articles
	if f.View != nil {
		s, err := x.seenBy(ctx, f.View)
		if err != nil {
			return nil, err
		}
		if f.View = nil; f.Zero() {
			return s.articles, nil
		}
		if s.articles != nil {
			from = make(map[string]*corpus.Article, len(s.articles))
			for id := range s.articles {
				from[id] = x.articles[id]
			}
		}
	}
	if f.Zero() {
		return nil, nil
	}
	var languages map[string]string
	if f.Language != "" {
		var err error
		if languages, err = x.languagesNow(ctx); err != nil {
			return nil, err
		}
	}
	allowed := make(map[string]bool)
	for id, a := range from {
		if f.Language != "" {
			known := *a
			known.Language = languages[id]
			a = &known
		}
		if f.Match(a) {
			allowed[id] = true
		}
	}
	return allowed, nil
}

// Languages is the ISO 639-1 code of each article's language, by ID, without
// those whose language is not known. It reads the opening of every text once
// for each state of the library. The caller must not change it.
func (x *Index) Languages(ctx context.Context) (map[string]string, error) {
	if err := x.refresh(ctx); err != nil {
		return nil, err
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.languagesNow(ctx)
}

func (x *Index) languagesNow(ctx context.Context) (map[string]string, error) {
	l := &x.languages
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.of == nil || l.generation != x.generation {
		of, err := x.lib.Languages(ctx)
		if err != nil {
			return nil, err
		}
		l.of, l.generation = of, x.generation
	}
	return l.of, nil
}

// Passing is what is known of the articles that pass f, without texts, by ID.
// The caller must not change them.
func (x *Index) Passing(ctx context.Context, f corpus.Filter) ([]*corpus.Article, error) {
	all, err := x.Articles(ctx)
	if err != nil || f.Zero() {
		return all, err
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	allowed, err := x.passing(ctx, f)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(a *corpus.Article) bool { return allowed != nil && !allowed[a.ID] }), nil
}
