package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"newsdesk/bot/discord"
	"newsdesk/bot/render"
	"newsdesk/rag"
)

// What the bot says where there is no answer to give.
const (
	sayEmpty        = "Ask me something about the news in my archive, for example what somebody said about a topic."
	sayBusy         = "One question at a time, please: I am still on your last one."
	sayDuplicate    = "I am on it: that question is being answered."
	sayFailed       = "Something went wrong on my side, so I have no answer. Please try again in a while."
	saySlow         = "That took too long, so I stopped. Please try again, perhaps with a narrower question."
	sayStopping     = "I am being restarted and could not finish this answer. Please ask again in a minute."
	sayTurnedAway   = "I am being restarted. Please ask again in a minute."
	sayUnknown      = "I do not know that command. Use /ask to ask a question."
	sayStale        = "I no longer have what that button is for: please ask again."
	sayPressAgain   = "I could not look that up in time: please press again."
	sayMovedNowhere = "This took longer than Discord lets me answer here, and I may not write to you elsewhere. Please ask again."
	sayMention      = "I can read a reply only where it mentions me: please leave the @ on, or use /ask."
	sayNoArchive    = "I can only be asked here: there is no archive that I could look that up in."
)

// sayTooLong is for a question beyond MaxQuestion.
var sayTooLong = fmt.Sprintf("That question is too long for me: please keep it under %d characters.", MaxQuestion)

// objection is what to say to a question that cannot be asked, or "".
func objection(question string) string {
	switch {
	case !wordy(question):
		return sayEmpty
	case render.Units(question) > MaxQuestion:
		return sayTooLong
	}
	return ""
}

// errStopped is given as the cause where the bot ends before the answer.
var errStopped = errors.New("the bot is stopping")

// Streamer is an Asker that shows its answer while it makes it; see
// rag.Generative.Stream.
type Streamer interface {
	Stream(ctx context.Context, q rag.Question, show func(rag.Answer)) (rag.Answer, error)
}

// ask gets q's answer in time, or an error, and gives show what there is of it
// meanwhile. What it cost is charged, whatever came of it and however late, for
// as long as the bot runs.
func (b *Bot) ask(ctx context.Context, q inquiry, show func(rag.Answer)) (rag.Answer, error) {
	who := b.answerer(ctx, q.origin, q.permit)
	return bounded(ctx, b, func(ctx context.Context) (a rag.Answer, err error) {
		if s, ok := who.(Streamer); ok {
			a, err = s.Stream(ctx, q.question, show)
		} else {
			a, err = who.Ask(ctx, q.question)
		}
		b.charge(q.origin, a)
		return a, err
	})
}

// bounded runs find in one of the bot's slots and within its time. It returns
// when ctx is done even where find does not, and a panic of find's is an error.
func bounded[T any](ctx context.Context, b *Bot, find func(context.Context) (T, error)) (T, error) {
	var none T
	timed, cancel := context.WithTimeout(ctx, b.config.Timeout)
	defer cancel()
	b.saw.Waiting(1)
	select {
	case b.slots <- struct{}{}:
		b.saw.Waiting(-1)
		b.saw.Answering(1)
	case <-timed.Done():
		b.saw.Waiting(-1)
		return none, stopCause(ctx, timed)
	}
	type outcome struct {
		found T
		err   error
	}
	done := make(chan outcome, 1)
	go func() {
		defer func() {
			<-b.slots
			b.saw.Answering(-1)
		}()
		defer func() {
			if r := recover(); r != nil {
				b.log.Error("answering failed", "panic", fmt.Sprint(r), "stack", stack())
				done <- outcome{err: errors.New("the answerer failed")}
			}
		}()
		found, err := find(timed)
		done <- outcome{found, err}
	}()
	select {
	case o := <-done:
		if o.err != nil && timed.Err() != nil {
			return none, stopCause(ctx, timed)
		}
		return o.found, o.err
	case <-timed.Done():
		return none, stopCause(ctx, timed)
	}
}

// stopCause says why an answer was given up.
func stopCause(ctx, timed context.Context) error {
	if ctx.Err() != nil {
		return errStopped
	}
	return timed.Err()
}

// reply is what to send for an answer or the error in its place.
func (b *Bot) reply(a rag.Answer, err error, show func(rag.Answer) []render.Message) []render.Message {
	if err != nil {
		return say(b.failure(err))
	}
	if m := b.drawn(a, show); len(m) > 0 {
		return m
	}
	b.log.Error("an answer without any text")
	return say(sayFailed)
}

// drawn is what show makes of an answer, nothing where it panics.
func (b *Bot) drawn(a rag.Answer, show func(rag.Answer) []render.Message) (m []render.Message) {
	defer func() {
		if r := recover(); r != nil {
			b.log.Error("an answer cannot be shown", "panic", fmt.Sprint(r), "stack", stack())
			m = nil
		}
	}()
	return show(a)
}

// failure is what to say for an error.
func (b *Bot) failure(err error) string {
	switch {
	case errors.Is(err, errStopped):
		return sayStopping
	case errors.Is(err, context.DeadlineExceeded):
		b.log.Warn("an answer took too long", "limit", b.config.Timeout)
		return saySlow
	}
	b.log.Error("no answer", "error", b.client.Redact(err))
	return sayFailed
}

// undelivered logs that an answer did not arrive: as nothing to see to, where
// somebody has deleted its message or its channel meanwhile.
func (b *Bot) undelivered(err error, args ...any) {
	level := slog.LevelError
	if discord.Refused(err, discord.CodeUnknownMessage, discord.CodeUnknownChannel) {
		level = slog.LevelInfo
	}
	b.log.Log(context.Background(), level, "an answer did not arrive", append(args, "error", err)...)
}

// say is one line as messages.
func say(text string) []render.Message { return []render.Message{{Content: text}} }

// inquiry is a question on its way to an answer.
type inquiry struct {
	origin   origin
	permit   permit
	question rag.Question
	private  bool   // only the one who asked sees the answer
	branches bool   // the server may want a thread on the answer
	by       string // how it was asked, for the log
	use      *use   // what it came as, nil for a message
	// finished is what the answer looks like, unfinished what it looks like
	// before that.
	finished, unfinished func(rag.Answer) []render.Message
}

// answer asks, and puts the answer into out while it is made. It calls end
// before the user can see the whole answer and ask again.
func (b *Bot) answer(ctx context.Context, q inquiry, out outlet, end func()) {
	start := time.Now()
	b.saw.Asked(q.by)
	send, cancel := sending(ctx)
	defer cancel()
	d := deliver(send, out, func(a rag.Answer) []render.Message {
		a.Question = q.question.Text
		return b.drawn(a, q.unfinished)
	})
	a, err := b.ask(ctx, q, d.show)
	a.Question = q.question.Text
	messages := quietly(b.reply(a, err, q.finished))
	made := err == nil && a.Text != ""
	if made {
		messages[len(messages)-1].Components = (&kept{Answer: &a}).buttons()
	}
	end()
	defer b.memory.sending(q.origin.channel)()
	ids, failed := d.finish(send, messages)
	if q.use != nil {
		q.use.finished = true
	}
	if failed != nil {
		b.undelivered(failed, "parts", len(ids), "of", len(messages))
	}
	if made && failed == nil {
		at := landing{q.origin, ids}
		if d.moved != nil {
			at.origin = *d.moved
		}
		b.keep(q, a, at)
		if q.branches {
			b.threadOn(send, q, at)
		}
	}
	b.saw.Answered(q.by, a, outcomeOf(a, err, failed), time.Since(start))
	b.log.Info("answered", "by", q.by, "turn", len(q.question.History)+1, "abstained", a.Abstained, "ok", err == nil && failed == nil, "took", time.Since(start))
	b.log.Debug("question", "text", q.question.Text)
}

// Keys of the memory.
func afterMessage(channel, id string) string { return "m:" + channel + ":" + id }
func inChannel(id string) string             { return "c:" + id }
