// Package story links the articles of a library that are copies of one story:
// the same text of an agency in several outlets, an article that was added
// twice, one that takes in half of another.
//
// Link does it as articles are added. What it costs an article does not grow
// with the library: the signatures of package copies are filed under keys
// (locality-sensitive hashing), of each key and in all only so many articles
// are looked at, and the texts of the few that are near are compared word by
// word.
package story

import (
	"cmp"
	"context"
	"errors"
	"hash/fnv"
	"runtime"
	"slices"
	"sync"

	"newsdesk/corpus"
	"newsdesk/corpus/copies"
)

const (
	// batch is how many articles are linked in one transaction.
	batch = 500
	// compared is how many texts an article is held against at most.
	compared = 6
	// near is the similarity or containment of signatures from which texts
	// are worth a comparison, and copied the overlap that makes a copy.
	near, copied = .25, .5
)

// Link signs the articles that are new or have changed, and links those that
// are copies. It reports how many it found to be copies of others. A run that
// is ended goes on with the next, which also links what another process changes
// meanwhile.
func Link(ctx context.Context, lib *corpus.Library) (linked int, err error) {
	ctx, stop := context.WithCancel(ctx)
	batches := make(chan []corpus.Signed, 1)
	var failed error
	go func() {
		defer close(batches)
		failed = sign(ctx, lib, batches)
	}()
	for signed := range batches {
		n, wrong := lib.Sign(ctx, signed, judge)
		if linked += n; wrong != nil && err == nil {
			err = wrong
			stop() // and take what is left
		}
	}
	stop()
	return linked, cmp.Or(err, failed)
}

// sign reads and signs the articles that are not signed, on all cores, while
// the batch before is linked.
func sign(ctx context.Context, lib *corpus.Library, batches chan<- []corpus.Signed) error {
	for last := ""; ; {
		ids, err := lib.Unsigned(ctx, last, batch)
		if err != nil || len(ids) == 0 {
			return err
		}
		last = ids[len(ids)-1]
		signed, errs := make([]corpus.Signed, len(ids)), make([]error, len(ids))
		var work sync.WaitGroup
		workers := runtime.GOMAXPROCS(0)
		for first := range min(workers, len(ids)) {
			work.Go(func() {
				for i := first; i < len(ids); i += workers {
					signed[i], errs[i] = signOne(ctx, lib, ids[i])
				}
			})
		}
		work.Wait()
		if err := errors.Join(errs...); err != nil {
			return err
		}
		signed = slices.DeleteFunc(signed, func(s corpus.Signed) bool { return s.Article == nil })
		select {
		case batches <- signed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// signOne is an article with its signature, without either where it has been
// removed since it was listed.
func signOne(ctx context.Context, lib *corpus.Library, id string) (corpus.Signed, error) {
	a, err := lib.Article(ctx, id)
	if errors.Is(err, corpus.ErrNotFound) {
		return corpus.Signed{}, nil
	}
	if err != nil {
		return corpus.Signed{}, err
	}
	s := copies.Sign(a)
	return corpus.Signed{Article: a, Signature: s.Encode(), Keys: keysOf(id, s.Keys())}, nil
}

// keysOf are the keys of a signature as they are filed for an article: an
// owner's lie apart, so that they are neither linked to others' nor stand in
// the way of those that are looked at.
func keysOf(id string, keys []uint32) []uint32 {
	owner := corpus.OwnerOf(id)
	if owner == "" {
		return keys
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(owner)) // it cannot fail
	for i := range keys {
		keys[i] ^= h.Sum32()
	}
	return keys
}

// judge implements corpus.Judge.
func judge(s corpus.Signed, candidates []corpus.Candidate, load func(string) (*corpus.Article, error)) (map[string]float64, error) {
	sig, err := copies.Decode(s.Signature)
	if err != nil {
		return nil, err
	}
	type rated struct {
		id string
		by float64
	}
	var worth []rated
	for _, c := range candidates {
		other, err := copies.Decode(c.Signature)
		if err != nil {
			continue // of another version of the program, and signed anew in time
		}
		by := max(sig.Similarity(other), sig.Containment(other), other.Containment(sig))
		if by >= near {
			worth = append(worth, rated{c.Article, by})
		}
	}
	slices.SortStableFunc(worth, func(a, b rated) int { return cmp.Compare(b.by, a.by) })
	found := map[string]float64{}
	for _, w := range worth[:min(compared, len(worth))] {
		a, err := load(w.id)
		if err != nil {
			return nil, err
		}
		if overlap := copies.Overlap(s.Article, a); overlap >= copied {
			found[w.id] = overlap
		}
	}
	return found, nil
}

// Story is articles that are copies of one another, directly or through
// others.
type Story struct {
	// Articles are its members, by ID.
	Articles []*corpus.Article
	// Original is the ID of the one that the others were taken from, and Why
	// a clause that says what shows it; see copies.Original.
	Original, Why string
}

// maxRead is how many articles of a story are read for its original; a text
// with more copies is a form letter.
const maxRead = 50

// All lists the stories that have copies, by the ID of their first article.
func All(ctx context.Context, lib *corpus.Library) ([]Story, error) { return of(ctx, lib, "") }

// Of is the story of an article; without members where it has no copies.
func Of(ctx context.Context, lib *corpus.Library, id string) (Story, error) {
	all, err := of(ctx, lib, id)
	if err != nil || len(all) == 0 {
		return Story{}, err
	}
	return all[0], nil
}

func of(ctx context.Context, lib *corpus.Library, id string) ([]Story, error) {
	links, err := lib.CopyLinks(ctx, id)
	if err != nil {
		return nil, err
	}
	var out []Story
	for _, ids := range corpus.StoriesOf(links) {
		var s Story
		for _, id := range ids {
			a, err := lib.Article(ctx, id)
			if errors.Is(err, corpus.ErrNotFound) {
				continue // removed meanwhile
			}
			if err != nil {
				return nil, err
			}
			s.Articles = append(s.Articles, a)
		}
		if len(s.Articles) < 2 {
			continue
		}
		if len(s.Articles) <= maxRead {
			s.Original, s.Why = copies.Original(s.Articles)
		}
		out = append(out, s)
	}
	return out, nil
}
