package bot

import (
	"context"
	"errors"
	"reflect"
	"time"

	"newsdesk/bot/discord"
	"newsdesk/bot/render"
	"newsdesk/rag"
)

// editPause is the least time between two edits of an answer, the last included.
// Discord allows five in five seconds of one channel; others write there too.
const editPause = 1200 * time.Millisecond

// farewell is how long sending may go on after the bot was told to end: an
// answer of several messages needs two of Discord's windows to be taken back.
const farewell = 5 * time.Second

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
	at    time.Time  // when it came to stand there
	moved *origin    // where it went on, nil where it began
	lost  bool       // it could go on nowhere
}

// errNowhere is for an answer that took longer than Discord lets it be put
// where it was asked for, and may be put nowhere else.
var errNowhere = errors.New("an answer that took long has no place to go")

// deliver begins one. shape is what an unfinished answer looks like.
func deliver(ctx context.Context, out outlet, shape func(rag.Answer) []render.Message) *delivery {
	following, stop := context.WithCancel(ctx)
	d := &delivery{out: out, news: make(chan rag.Answer, 1), stop: stop, done: make(chan struct{})}
	go func() {
		defer close(d.done)
		d.follow(ctx, following, shape)
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

// follow shows what there is until following is done. What is being sent then
// still arrives, for of a message whose ID is not known nobody could make
// anything else. An error is let go of, for the finished answer comes too.
func (d *delivery) follow(ctx, following context.Context, shape func(rag.Answer) []render.Message) {
	var closing <-chan time.Time
	if h, ok := d.out.(*hook); ok && !h.closes.IsZero() {
		timer := time.NewTimer(time.Until(h.closes))
		defer timer.Stop()
		closing = timer.C
	}
	for {
		select {
		case <-following.Done():
			return
		case <-closing:
			if h, ok := d.out.(*hook); ok && !d.lost {
				standing := d.shown
				if len(standing) == 0 {
					standing = []outgoing{quiet(render.Message{Content: render.Unfinished})}
				}
				_ = d.move(ctx, h, standing)
			}
		case a := <-d.news:
			_ = d.put(ctx, following, quietly(shape(a)))
		}
		if discord.Sleep(following, editPause) != nil {
			return
		}
	}
}

// finish makes messages the answer and returns the IDs of those that stand in
// Discord, which is not all where there is an error. It is called once.
func (d *delivery) finish(ctx context.Context, messages []outgoing) ([]string, error) {
	d.stop()
	<-d.done
	if !d.at.IsZero() {
		_ = discord.Sleep(ctx, time.Until(d.at.Add(editPause))) // put tells where ctx is done
	}
	err := d.put(ctx, ctx, messages)
	want := len(d.dressed(messages))
	for n := len(d.ids) - 1; n >= want && err == nil; n-- {
		if err = d.out.drop(ctx, n); err == nil {
			d.shown, d.ids = d.shown[:n], d.ids[:n]
		}
	}
	return d.ids, err
}

// put sends those messages that differ from what stands there, and begins with
// none after until is done.
func (d *delivery) put(ctx, until context.Context, messages []outgoing) error {
	if d.lost {
		return errNowhere
	}
	if h, ok := d.out.(*hook); ok && h.over() {
		return d.move(ctx, h, messages)
	}
	for n, m := range d.dressed(messages) {
		if n < len(d.shown) && reflect.DeepEqual(d.shown[n], m) {
			continue
		}
		if err := until.Err(); err != nil {
			return err
		}
		s, err := d.out.put(ctx, n, m)
		if len(m.Embeds) > 0 && discord.Refused(err, discord.CodeMissingPermissions) {
			d.out.setBare()
			return d.put(ctx, until, messages)
		}
		if err != nil {
			return err
		}
		d.at = time.Now()
		if n == len(d.shown) {
			d.shown, d.ids = append(d.shown, m), append(d.ids, s.ID)
		} else {
			d.shown[n] = m
		}
		if len(m.Embeds) > 0 && s.Embeds != nil && len(s.Embeds) == 0 {
			d.out.setBare() // they were taken off without a word
			return d.put(ctx, until, messages)
		}
	}
	return nil
}

// dressed is messages as the outlet shows them: without embeds where it shows
// none. Buttons stay on the last.
func (d *delivery) dressed(messages []outgoing) []outgoing {
	if !d.out.bare() {
		return messages
	}
	var out []outgoing
	for _, m := range messages {
		plain := quietly(render.WithoutEmbeds([]render.Message{m.Message}))
		for i := range plain {
			plain[i].Flags = m.Flags
		}
		if n := len(plain); n > 0 {
			plain[n-1].Components = m.Components
		}
		out = append(out, plain...)
	}
	return out
}

// move puts messages where the answer can go on when h is about to close, and
// takes away what stands there. Where it can go nowhere it says so in h.
func (d *delivery) move(ctx context.Context, h *hook, messages []outgoing) error {
	for _, open := range h.onward {
		out, at, err := open(ctx)
		if err != nil {
			continue
		}
		next := &delivery{out: out}
		if err = next.put(ctx, ctx, messages); err != nil {
			next.clear(ctx)
			continue
		}
		d.clear(ctx)
		d.out, d.shown, d.ids, d.at, d.moved = out, next.shown, next.ids, next.at, &at
		return nil
	}
	d.lost = true
	if len(d.shown) > 1 {
		d.ids = d.ids[:1]
		for n := len(d.shown) - 1; n > 0; n-- {
			_ = h.drop(ctx, n) // what is left says that it is unfinished
		}
	}
	_, err := h.put(ctx, 0, quiet(render.Message{Content: sayMovedNowhere}))
	return errors.Join(errNowhere, err)
}

// clear takes away what stands in Discord, as far as Discord still lets it.
func (d *delivery) clear(ctx context.Context) {
	n := len(d.ids)
	if _, ok := d.out.(*hook); ok {
		n = max(n, 1) // "is thinking" at least
	}
	for n--; n >= 0; n-- {
		_ = d.out.drop(ctx, n)
	}
}
