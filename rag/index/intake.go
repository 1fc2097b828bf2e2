package index

import (
	"context"
	"errors"
	"runtime"
	"sync"

	"newsdesk/corpus"
)

// Intake takes many articles into an index: while one batch is written, the
// next are cut and embedded on all cores, and as many wait as there are cores,
// so that memory is bounded and whoever reads the articles is held back. A
// batch is one transaction, and batches are written in the order in which they
// came: what a process that is killed has lost is a tail of them, which adding
// the same articles again makes good.
//
// An Intake is for one goroutine.
type Intake struct {
	x   *Index
	ctx context.Context
	// done is called by Add and Wait, in the caller's goroutine.
	done    func(Summary)
	prepare chan *batch
	put     chan *batch
	stored  chan *batch
	workers sync.WaitGroup
	// underWay counts the batches that Add took and stored has not given back.
	underWay int
	err      error
}

// batch goes through the stages of an Intake.
type batch struct {
	articles []corpus.Article
	items    []corpus.Item
	summary  Summary
	err      error
	ready    chan struct{}
}

// Intake starts taking articles in; done, if not nil, is told what became of
// each batch when it is durable. Close ends it. Where ctx ends, what is not
// yet being written is given up.
func (x *Index) Intake(ctx context.Context, done func(Summary)) *Intake {
	workers := runtime.GOMAXPROCS(0)
	if _, remote := x.embedder.(QueryEmbedder); remote {
		workers = 1 // a server is asked for one batch at a time
	}
	if done == nil {
		done = func(Summary) {}
	}
	in := &Intake{x: x, ctx: ctx, done: done, prepare: make(chan *batch), put: make(chan *batch, workers), stored: make(chan *batch, 2*workers+2)}
	for range workers {
		in.workers.Go(func() {
			for b := range in.prepare {
				b.items, b.summary, b.err = x.changedItems(ctx, b.articles)
				close(b.ready)
			}
		})
	}
	in.workers.Go(func() {
		defer close(in.stored)
		var failed error
		for b := range in.put {
			<-b.ready
			// After a failure nothing more is written, so that what is there
			// is the beginning of what came.
			if failed = errors.Join(failed, b.err); failed == nil {
				b.err = x.store(ctx, b)
				failed = b.err
			} else if b.err == nil {
				b.err = failed
			}
			b.articles, b.items = nil, nil
			in.stored <- b
		}
	})
	return in
}

// store writes a batch.
func (x *Index) store(ctx context.Context, b *batch) error {
	added, updated, unchanged, err := x.lib.Put(ctx, b.items)
	b.summary.Added, b.summary.Updated, b.summary.Unchanged = added, updated, append(b.summary.Unchanged, unchanged...)
	return err
}

// Add takes a batch, whose articles are then the intake's, and waits while too
// many are under way. An error may be an earlier batch's; what done was told
// of is durable.
func (in *Intake) Add(articles []corpus.Article) error {
	b := &batch{articles: articles, ready: make(chan struct{})}
	for sent := false; !sent; {
		if in.err != nil {
			return in.err
		}
		select {
		case in.prepare <- b:
			sent = true
		case s := <-in.stored:
			in.take(s)
		}
	}
	in.underWay++
	for {
		select {
		case in.put <- b:
			return in.err
		case s := <-in.stored:
			in.take(s)
		}
	}
}

func (in *Intake) take(b *batch) {
	in.underWay--
	if b.err == nil {
		in.done(b.summary)
	} else if in.err == nil {
		in.err = b.err
	}
}

// Wait returns when all batches taken are durable, or one failed.
func (in *Intake) Wait() error {
	for in.underWay > 0 {
		in.take(<-in.stored)
	}
	return in.err
}

// Close waits and ends the intake. The indexes follow with the next search, or
// with Index.Settle.
func (in *Intake) Close() error {
	err := in.Wait()
	close(in.prepare)
	close(in.put)
	in.workers.Wait()
	return err
}
