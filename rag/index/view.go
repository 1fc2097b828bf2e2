package index

import (
	"context"
	"sync"
	"time"

	bindex "github.com/blevesearch/bleve_index_api"

	"newsdesk/corpus"
)

// views remembers what each view lets through.
type views struct {
	mu sync.Mutex
	of map[string]*seen
}

// maxViews is how many views are remembered. One of 100,000 articles takes
// about 4 MB.
const maxViews = 64

// seen is what a view lets through of one state of the index.
type seen struct {
	generation int64
	lex        *lexical
	// articles are the IDs of those that pass, and docs, by number, the
	// documents that are passages of theirs. Both are nil where all pass.
	articles       map[string]bool
	docs           []bool
	stats          stats
	oldest, newest time.Time

	mu     sync.Mutex
	counts map[string]int // by stem
}

// maxCounts is how many stems a view remembers the frequencies of.
const maxCounts = 20_000

// seenBy is what v lets through now. The caller holds x.mu for reading, after
// refresh.
func (x *Index) seenBy(ctx context.Context, v *corpus.View) (*seen, error) {
	key := v.Key()
	x.views.mu.Lock()
	defer x.views.mu.Unlock()
	if s := x.views.of[key]; s != nil && s.generation == x.generation && s.lex == x.lex {
		return s, nil
	}
	s := &seen{generation: x.generation, lex: x.lex, articles: make(map[string]bool), counts: make(map[string]int)}
	for id, a := range x.articles {
		if v.Match(a) {
			s.articles[id] = true
		}
	}
	s.oldest, s.newest = reach(func(yield func(*corpus.Article) bool) {
		for id := range s.articles {
			if !yield(x.articles[id]) {
				return
			}
		}
	})
	if len(s.articles) == len(x.articles) {
		s.articles, s.stats = nil, x.stats
	} else {
		var err error
		if s.docs, s.stats, err = x.lex.part(s.articles); err != nil {
			return nil, err
		}
	}
	if x.views.of == nil {
		x.views.of = make(map[string]*seen)
	}
	for other := range x.views.of {
		if len(x.views.of) < maxViews || x.views.of[key] != nil {
			break
		}
		delete(x.views.of, other)
	}
	x.views.of[key] = s
	return s, nil
}

// part is, by number, which documents are passages of the articles allowed, and
// their statistics.
func (l *lexical) part(allowed map[string]bool) (docs []bool, s stats, err error) {
	owners, err := l.owned()
	if err != nil {
		return nil, s, err
	}
	docs = make([]bool, len(owners))
	for i, article := range owners {
		if allowed[article] {
			docs[i] = true
			s.passages++
		}
	}
	if s.passages == 0 {
		return docs, s, nil
	}
	err = l.read(func(r bindex.IndexReader) error {
		s.avgLen, err = sampleLength(r, docs)
		return err
	})
	return docs, s, err
}

// owners are, by number of the document, the articles that passages are of. The
// numbers of an index that is only read stay what they are.
func (l *lexical) owners() (owners []string, err error) {
	err = l.read(func(r bindex.IndexReader) error {
		ids, err := r.DocIDReaderAll()
		if err != nil {
			return err
		}
		defer ids.Close()
		same := make(map[string]string)
		for {
			id, err := ids.Next()
			if err != nil || id == nil {
				return err
			}
			key, err := r.ExternalID(id)
			if err != nil {
				return err
			}
			article, _ := splitKey(key)
			if _, ok := same[article]; !ok {
				same[article] = article
			}
			for n := docNumber(id); len(owners) <= n; {
				owners = append(owners, "")
			}
			owners[docNumber(id)] = same[article]
		}
	})
	return owners, err
}

// Part is an index as those see it who have a view: as if it held nothing else.
// It is safe for concurrent use.
type Part struct {
	x    *Index
	view corpus.View
}

// Under is the part of the index that v lets through.
func (x *Index) Under(v corpus.View) *Part { return &Part{x, v} }

// look calls fn, with the index locked for reading, with what is seen of it.
func (p *Part) look(ctx context.Context, fn func(*seen) error) error {
	if err := p.x.refresh(ctx); err != nil {
		return err
	}
	p.x.mu.RLock()
	defer p.x.mu.RUnlock()
	s, err := p.x.seenBy(ctx, &p.view)
	if err != nil {
		return err
	}
	return fn(s)
}

// Generation is as of the Index.
func (p *Part) Generation(ctx context.Context) (int64, error) { return p.x.Generation(ctx) }

// Search is as of the Index.
func (p *Part) Search(ctx context.Context, q Query) ([]Hit, error) {
	q.Filter.View = &p.view
	return p.x.Search(ctx, q)
}

// Articles is as of the Index.
func (p *Part) Articles(ctx context.Context) ([]*corpus.Article, error) {
	return p.Passing(ctx, corpus.Filter{})
}

// Passing is as of the Index.
func (p *Part) Passing(ctx context.Context, f corpus.Filter) ([]*corpus.Article, error) {
	f.View = &p.view
	return p.x.Passing(ctx, f)
}

// Languages is as of the Index, with articles of other parts too.
func (p *Part) Languages(ctx context.Context) (map[string]string, error) { return p.x.Languages(ctx) }

// Sees reports whether there is such an article in this part.
func (p *Part) Sees(ctx context.Context, article string) (sees bool, err error) {
	err = p.look(ctx, func(s *seen) error {
		_, there := p.x.articles[article]
		sees = there && (s.articles == nil || s.articles[article])
		return nil
	})
	return sees, err
}

// Reach is as of the Index.
func (p *Part) Reach(ctx context.Context) (oldest, newest time.Time, err error) {
	err = p.look(ctx, func(s *seen) error {
		oldest, newest = s.oldest, s.newest
		return nil
	})
	return oldest, newest, err
}

// Frequencies is as of the Index.
func (p *Part) Frequencies(ctx context.Context, stems []string) (passages int, counts []int, err error) {
	err = p.look(ctx, func(s *seen) error {
		passages = s.stats.passages
		counts, err = s.frequencies(ctx, stems)
		return err
	})
	return passages, counts, err
}

// frequencies counts the stems that have not been counted.
func (s *seen) frequencies(ctx context.Context, stems []string) ([]int, error) {
	if s.articles == nil {
		return s.lex.frequencies(ctx, stems, nil)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var missing []string
	for _, stem := range stems {
		if _, ok := s.counts[stem]; !ok {
			missing = append(missing, stem)
		}
	}
	if len(s.counts)+len(missing) > maxCounts {
		s.counts, missing = make(map[string]int), stems
	}
	counted, err := s.lex.frequencies(ctx, missing, s.docs)
	if err != nil {
		return nil, err
	}
	for i, stem := range missing {
		s.counts[stem] = counted[i]
	}
	out := make([]int, len(stems))
	for i, stem := range stems {
		out[i] = s.counts[stem]
	}
	return out, nil
}

// Similar is as of the Index.
func (p *Part) Similar(ctx context.Context, stem string, misspelt bool) (similar []string, err error) {
	err = p.look(ctx, func(s *seen) error {
		similar, err = s.lex.similar(ctx, stem, misspelt, s.docs)
		return err
	})
	return similar, err
}
