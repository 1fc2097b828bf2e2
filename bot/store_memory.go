package bot

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"sync"
	"time"

	"newsdesk/corpus"
)

// maxMemoryRecords is how many records of a kind a MemoryStore keeps.
const maxMemoryRecords = 2048

// MemoryStore is a Store that forgets when the program ends, for running
// without a library. Of each kind it keeps 2,048 records, those used last. The
// zero value is ready; values that it takes and gives must not be changed.
type MemoryStore struct {
	mu    sync.Mutex
	kinds map[string]*lru[corpus.Record]
}

// recordKey tells a record from the others of its kind.
func recordKey(owner, key string) string { return owner + "\x00" + key }

// PutRecords implements Store.
func (s *MemoryStore) PutRecords(_ context.Context, records ...corpus.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range records {
		s.put(r)
	}
	return nil
}

// put needs s.mu.
func (s *MemoryStore) put(r corpus.Record) {
	if r.At.IsZero() {
		r.At = time.Now()
	}
	if s.kinds == nil {
		s.kinds = map[string]*lru[corpus.Record]{}
	}
	of := s.kinds[r.Kind]
	if of == nil {
		of = newLRU[corpus.Record](maxMemoryRecords)
		s.kinds[r.Kind] = of
	}
	of.put(recordKey(r.Owner, r.Key), r)
}

// Record implements Store.
func (s *MemoryStore) Record(_ context.Context, kind, owner, key string) (corpus.Record, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.get(kind, owner, key)
	return r, ok, nil
}

// get needs s.mu.
func (s *MemoryStore) get(kind, owner, key string) (corpus.Record, bool) {
	if of := s.kinds[kind]; of != nil {
		return of.get(recordKey(owner, key))
	}
	return corpus.Record{}, false
}

// Records implements Store.
func (s *MemoryStore) Records(_ context.Context, kind, owner string) iter.Seq2[corpus.Record, error] {
	return s.all(kind, func(r corpus.Record) bool { return r.Owner == owner })
}

// AllRecords implements Store.
func (s *MemoryStore) AllRecords(_ context.Context, kind string) iter.Seq2[corpus.Record, error] {
	return s.all(kind, func(corpus.Record) bool { return true })
}

// all yields the records of a kind that match, ordered by owner and key.
func (s *MemoryStore) all(kind string, match func(corpus.Record) bool) iter.Seq2[corpus.Record, error] {
	s.mu.Lock()
	var all []corpus.Record
	if of := s.kinds[kind]; of != nil {
		for e := of.order.Front(); e != nil; e = e.Next() {
			if r := e.Value.(*entry[corpus.Record]).value; match(r) {
				all = append(all, r)
			}
		}
	}
	s.mu.Unlock()
	slices.SortFunc(all, func(a, b corpus.Record) int { return cmp.Or(cmp.Compare(a.Owner, b.Owner), cmp.Compare(a.Key, b.Key)) })
	return func(yield func(corpus.Record, error) bool) {
		for _, r := range all {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// UpdateRecord implements Store.
func (s *MemoryStore) UpdateRecord(_ context.Context, kind, owner, key string, fn func(old []byte) ([]byte, error)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, there := s.get(kind, owner, key)
	value, err := fn(r.Value)
	switch {
	case err != nil:
		return err
	case value != nil:
		s.put(corpus.Record{Kind: kind, Owner: owner, Key: key, Person: r.Person, Value: value})
	case there:
		s.kinds[kind].drop(recordKey(owner, key))
	}
	return nil
}

// DeleteRecords implements Store.
func (s *MemoryStore) DeleteRecords(_ context.Context, kind, owner string, keys ...string) (deleted int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, key := range keys {
		if _, there := s.get(kind, owner, key); there {
			s.kinds[kind].drop(recordKey(owner, key))
			deleted++
		}
	}
	return deleted, nil
}

// ForgetOwner implements Store.
func (s *MemoryStore) ForgetOwner(_ context.Context, owner string) (int, error) {
	return s.drop(func(r corpus.Record) bool { return r.Owner == owner }), nil
}

// ForgetPerson implements Store.
func (s *MemoryStore) ForgetPerson(_ context.Context, person string) (int, error) {
	return s.drop(func(r corpus.Record) bool { return r.Person == person }), nil
}

// PruneRecords implements Store.
func (s *MemoryStore) PruneRecords(_ context.Context, kind string, before time.Time) (int, error) {
	return s.drop(func(r corpus.Record) bool { return r.Kind == kind && r.At.Before(before) }), nil
}

// drop takes out the records that match and counts them.
func (s *MemoryStore) drop(match func(corpus.Record) bool) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, of := range s.kinds {
		n += of.dropFunc(match)
	}
	return n
}
