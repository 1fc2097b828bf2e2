package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"newsdesk/bot/render"
	"newsdesk/rag"
)

// What the bot says where there is no answer to give.
const (
	sayEmpty     = "Ask me something about the news in my archive, for example what somebody said about a topic."
	sayBusy      = "One question at a time, please: I am still on your last one."
	sayDuplicate = "I am on it: that question is being answered."
	sayFailed    = "Something went wrong on my side, so I have no answer. Please try again in a while."
	saySlow      = "That took too long, so I stopped. Please try again, perhaps with a narrower question."
	sayStopping  = "I am being restarted and could not finish this answer. Please ask again in a minute."
	sayUnknown   = "I do not know that command. Use /ask to ask a question."
	sayMention   = "I can read a reply only where it mentions me: please leave the @ on, or use /ask."
)

// sayTooLong is for a question beyond MaxQuestion.
var sayTooLong = fmt.Sprintf("That question is too long for me: please keep it under %d characters.", MaxQuestion)

// objection is what to say to a question that cannot be asked, or "".
func objection(question string) string {
	switch {
	case strings.TrimSpace(question) == "":
		return sayEmpty
	case render.Units(question) > MaxQuestion:
		return sayTooLong
	}
	return ""
}

// errStopped is given as the cause where the bot ends before the answer.
var errStopped = errors.New("the bot is stopping")

// ask gets an answer in time, or an error. It returns when ctx is done even
// where the Asker does not, and a panic of the Asker's is an error.
func (b *Bot) ask(ctx context.Context, q rag.Question) (rag.Answer, error) {
	timed, cancel := context.WithTimeout(ctx, b.config.Timeout)
	defer cancel()
	select {
	case b.slots <- struct{}{}:
	case <-timed.Done():
		return rag.Answer{}, stopCause(ctx, timed)
	}
	type outcome struct {
		answer rag.Answer
		err    error
	}
	done := make(chan outcome, 1)
	go func() {
		defer func() { <-b.slots }()
		defer func() {
			if r := recover(); r != nil {
				b.log.Error("answering failed", "panic", fmt.Sprint(r), "stack", stack())
				done <- outcome{err: errors.New("the answerer failed")}
			}
		}()
		a, err := b.config.Asker.Ask(timed, q)
		done <- outcome{a, err}
	}()
	select {
	case o := <-done:
		if o.err != nil && timed.Err() != nil {
			return rag.Answer{}, stopCause(ctx, timed)
		}
		return o.answer, o.err
	case <-timed.Done():
		return rag.Answer{}, stopCause(ctx, timed)
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
	switch {
	case err == nil:
		if m := show(a); len(m) > 0 {
			return m
		}
		b.log.Error("an answer without any text")
		return say(sayFailed)
	case errors.Is(err, errStopped):
		return say(sayStopping)
	case errors.Is(err, context.DeadlineExceeded):
		b.log.Warn("an answer took too long", "limit", b.config.Timeout)
		return say(saySlow)
	}
	b.log.Error("no answer", "error", b.redact(err))
	return say(sayFailed)
}

// say is one line as messages.
func say(text string) []render.Message { return []render.Message{{Content: text}} }

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

// outgoing is a message as it is sent.
type outgoing struct {
	render.Message
	Mentions  mentions   `json:"allowed_mentions"`
	Flags     int        `json:"flags,omitempty"`
	Reference *reference `json:"message_reference,omitempty"`
	Nonce     string     `json:"nonce,omitempty"`
	Enforce   bool       `json:"enforce_nonce,omitempty"`
}

// mentions is whom a message may ping: nobody.
type mentions struct {
	Parse       []string `json:"parse"`
	RepliedUser bool     `json:"replied_user"`
}

// reference makes a message a reply.
type reference struct {
	MessageID string `json:"message_id"`
	MustExist bool   `json:"fail_if_not_exists"`
}

// flagEphemeral shows a message to the one who asked only.
const flagEphemeral = 1 << 6

// quiet is m as it is sent, able to ping nobody.
func quiet(m render.Message) outgoing {
	return outgoing{Message: m, Mentions: mentions{Parse: []string{}}}
}

// sent is what Discord says of a message that it took.
type sent struct {
	ID string `json:"id"`
}

// Keys of the memory.
func afterMessage(id string) string { return "m:" + id }
func inChannel(id string) string    { return "c:" + id }
