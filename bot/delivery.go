package bot

import (
	"context"
	"reflect"
	"time"

	"newsdesk/bot/render"
	"newsdesk/rag"
)

// editPause is the least time between two edits of an unfinished answer.
// Discord allows five in five seconds of one channel; others write there too.
const editPause = 1200 * time.Millisecond

// farewell is how long sending may go on after the bot was told to end.
const farewell = 3 * time.Second

// sending is the context for sending what answers: unlike ctx it outlives
// the end of the bot, by the farewell.
func sending(ctx context.Context) (context.Context, context.CancelFunc) {
	out, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		time.AfterFunc(farewell, cancel)
	})
	return out, func() { stop(); cancel() }
}

// delivery is an answer on its way into an outlet: shown while it is made, and
// then as a whole.
type delivery struct {
	out  outlet
	news chan rag.Answer // the latest state of the answer, not yet shown
	stop context.CancelFunc
	done chan struct{}

	shown []outgoing // what stands in Discord
	ids   []string   // its messages
}

// deliver begins one. shape is what an unfinished answer looks like.
func deliver(ctx context.Context, out outlet, shape func(rag.Answer) []render.Message) *delivery {
	ctx, stop := context.WithCancel(ctx)
	d := &delivery{out: out, news: make(chan rag.Answer, 1), stop: stop, done: make(chan struct{})}
	go func() {
		defer close(d.done)
		d.follow(ctx, shape)
	}()
	return d
}

// show puts the answer so far into the outlet as soon as Discord may be told
// again; a state that a later one overtakes is left out. It does not wait.
func (d *delivery) show(a rag.Answer) {
	select {
	case <-d.news: // overtaken
	default:
	}
	select {
	case d.news <- a:
	default:
	}
}

// follow shows what there is until ctx is done. An error is let go of, for the
// finished answer comes too.
func (d *delivery) follow(ctx context.Context, shape func(rag.Answer) []render.Message) {
	for {
		select {
		case <-ctx.Done():
			return
		case a := <-d.news:
			_ = d.put(ctx, quietly(shape(a)))
		}
		if sleep(ctx, editPause) != nil {
			return
		}
	}
}

// finish makes messages the answer and returns the IDs of those that stand in
// Discord, which is not all where there is an error. It is called once.
func (d *delivery) finish(ctx context.Context, messages []outgoing) ([]string, error) {
	d.stop()
	<-d.done
	err := d.put(ctx, messages)
	for n := len(d.ids) - 1; n >= len(messages) && err == nil; n-- {
		if err = d.out.drop(ctx, n); err == nil {
			d.ids = d.ids[:n]
		}
	}
	return d.ids, err
}

// put sends those messages that differ from what stands there.
func (d *delivery) put(ctx context.Context, messages []outgoing) error {
	for n, m := range messages {
		if n < len(d.shown) && reflect.DeepEqual(d.shown[n], m) {
			continue
		}
		id, err := d.out.put(ctx, n, m)
		if err != nil {
			return err
		}
		if n == len(d.shown) {
			d.shown, d.ids = append(d.shown, m), append(d.ids, id)
		} else {
			d.shown[n] = m
		}
	}
	return nil
}

// quietly is messages as they are sent.
func quietly(messages []render.Message) []outgoing {
	out := make([]outgoing, len(messages))
	for i, m := range messages {
		out[i] = quiet(m)
	}
	return out
}

// sleep waits for d or until ctx is done.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
