package bot

import "container/list"

// lru is a map of bounded size that forgets what was longest unused. It is
// not safe for concurrent use.
type lru[V any] struct {
	max   int
	order *list.List // of *entry[V], the latest in front
	byKey map[string]*list.Element
}

type entry[V any] struct {
	key   string
	value V
}

func newLRU[V any](max int) *lru[V] {
	return &lru[V]{max: max, order: list.New(), byKey: map[string]*list.Element{}}
}

func (l *lru[V]) get(key string) (V, bool) {
	e, ok := l.byKey[key]
	if !ok {
		var zero V
		return zero, false
	}
	l.order.MoveToFront(e)
	return e.Value.(*entry[V]).value, true
}

// drop forgets the value under key.
func (l *lru[V]) drop(key string) {
	if e, ok := l.byKey[key]; ok {
		l.order.Remove(e)
		delete(l.byKey, key)
	}
}

// dropFunc forgets the values that match, and counts them.
func (l *lru[V]) dropFunc(match func(V) bool) int {
	n := 0
	for key, e := range l.byKey {
		if match(e.Value.(*entry[V]).value) {
			l.drop(key)
			n++
		}
	}
	return n
}

func (l *lru[V]) put(key string, value V) {
	if e, ok := l.byKey[key]; ok {
		e.Value.(*entry[V]).value = value
		l.order.MoveToFront(e)
		return
	}
	l.byKey[key] = l.order.PushFront(&entry[V]{key, value})
	if l.order.Len() > l.max {
		oldest := l.order.Back()
		l.order.Remove(oldest)
		delete(l.byKey, oldest.Value.(*entry[V]).key)
	}
}
