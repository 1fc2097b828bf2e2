package rag

import (
	"errors"
	"sync/atomic"

	"newsdesk/corpus"
	"newsdesk/rag/index"
)

// Viewer is a Retriever that can be narrowed to what a view lets through, as if
// the archive held nothing else. An index is one.
type Viewer interface {
	Retriever
	Under(corpus.View) *index.Part
}

// errNoViews keeps what is not to be seen from being read where the Retriever
// cannot tell it.
var errNoViews = errors.New("these articles cannot be narrowed to what a reader may see: ask without a view")

// under is the Engine that answers from what the filter's view lets through,
// and takes the view out of the filter: all that this Engine reads is seen
// through it, for whatever filter.
func (e *Engine) under(f *corpus.Filter) (*Engine, error) {
	if f.View == nil {
		return e, nil
	}
	viewer, ok := e.retriever.(Viewer)
	if !ok {
		return nil, errNoViews
	}
	key := f.View.Key()
	named, ok := e.views.Get(key)
	if !ok {
		named = new(atomic.Pointer[sources])
		e.views.Add(key, named)
	}
	part := viewer.Under(*f.View)
	narrowed := *e
	narrowed.retriever, narrowed.named, narrowed.sees = part, named, part.Sees
	f.View = nil
	return &narrowed, nil
}
