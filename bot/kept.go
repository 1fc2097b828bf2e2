package bot

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"newsdesk/corpus"
	"newsdesk/rag"
)

// kept is an answer, or what was looked up, as it is kept under the ID of its
// last message, for its buttons and for what is replied to it. The value of a
// record of kindAnswer.
type kept struct {
	// Of is the ID of the message that has the rest, where this is another
	// part of a long answer.
	Of string `json:"of,omitempty"`
	// Citations are what is kept of what was looked up, which has no Answer.
	Citations []rag.Citation `json:"citations,omitempty"`
	// Ruled is the verdict on a claim, which then is the Question.
	Ruled string `json:"ruled,omitempty"`

	Question string     `json:"question,omitempty"`
	Narrowed narrowing  `json:"filter,omitzero"`
	History  []rag.Turn `json:"history,omitempty"`
	// AskedOn is when it was asked.
	AskedOn time.Time `json:"asked_on,omitzero"`
	// Answer is the answer as it was shown, without what was only retrieved.
	Answer *rag.Answer `json:"answer,omitempty"`
	// Channel is where it is shown, User who asked.
	Channel string `json:"channel,omitempty"`
	User    string `json:"user,omitempty"`
	// Private is true where only User was shown it.
	Private bool `json:"private,omitempty"`
}

// narrowing is what a question was narrowed to by the one who asked.
type narrowing struct {
	Since    string `json:"since,omitempty"` // days
	Until    string `json:"until,omitempty"`
	Outlet   string `json:"outlet,omitempty"`
	Author   string `json:"author,omitempty"`
	Language string `json:"language,omitempty"`
}

func narrowingOf(f corpus.Filter) narrowing {
	n := narrowing{Outlet: f.Outlet, Author: f.Author, Language: f.Language}
	if !f.Since.IsZero() {
		n.Since = f.Since.Format(time.DateOnly)
	}
	if !f.Until.IsZero() {
		n.Until = f.Until.Format(time.DateOnly)
	}
	return n
}

// landing is where an answer came to stand: in a place, as messages.
type landing struct {
	origin origin
	ids    []string
}

// keep keeps an answer for its buttons and for what is replied to it.
func (b *Bot) keep(q inquiry, a rag.Answer, at landing) {
	if len(at.ids) == 0 {
		return
	}
	last := at.ids[len(at.ids)-1]
	c := conversation{turns: continued(q.question.History, a.Turn(q.question.Text)), end: last}
	// What was shown to one person only is no part of what others go on with.
	shared := !q.private || at.origin.guild == ""
	if shared {
		keys := make([]string, 0, len(at.ids))
		for _, id := range at.ids {
			keys = append(keys, afterMessage(at.origin.channel, id))
		}
		b.memory.keep(c, keys...)
	}

	a.Retrieved, a.Nearest, a.TimingsMS, a.Model = nil, nil, rag.Timings{}, nil
	k := kept{
		Question: q.question.Text, Narrowed: narrowingOf(q.question.Filter), History: q.question.History,
		AskedOn: q.question.AskedOn, Answer: &a, Channel: at.origin.channel, User: q.origin.user, Private: q.private,
	}
	if k.AskedOn.IsZero() {
		k.AskedOn = time.Now()
	}
	b.shelve(k, at)
	if shared {
		b.memory.goOn(at.origin.channel, c, func() {
			b.shelf.put(recordOf(kindConversation, at, at.origin.channel, q.origin.user, thread{After: last}))
		})
	}
}

// shelve keeps k for all the messages that it stands in.
func (b *Bot) shelve(k kept, at landing) {
	last := len(at.ids) - 1
	records := []corpus.Record{recordOf(kindAnswer, at, at.ids[last], k.User, k.encoded())}
	for _, id := range at.ids[:last] {
		records = append(records, recordOf(kindAnswer, at, id, k.User, kept{Of: at.ids[last], Private: k.Private}))
	}
	b.shelf.put(records...)
}

// recordOf is a value as a record of a person's, owned by where it stands.
func recordOf(kind string, at landing, key, person string, value any) corpus.Record {
	// Everything in it came from JSON or can be written as such.
	raw, _ := json.Marshal(value)
	return corpus.Record{Kind: kind, Owner: at.origin.owner(), Key: key, Person: person, Value: raw}
}

// encoded is k as JSON. Where that is too long for a record it is without what
// the buttons can do without: the conversation before, and of what was looked up
// the links, which stand in its footnotes.
func (k kept) encoded() json.RawMessage {
	raw, _ := json.Marshal(k) // which came from JSON or can be written as such
	if len(raw) <= maxRecord {
		return raw
	}
	k.History, k.Citations = nil, slices.Clone(k.Citations)
	for i := range k.Citations {
		k.Citations[i].URL = ""
	}
	raw, _ = json.Marshal(k)
	return raw
}

// answers reports whether k is an answer, which can be asked again.
func (k *kept) answers() bool { return k.Answer != nil }

// judged reports whether k has votes: an answer, and a verdict.
func (k *kept) judged() bool { return k.answers() || k.Ruled != "" }

// opens reports whether k cites what can be opened.
func (k *kept) opens() bool { return len(k.cited()) > 0 }

// cited is what k cites.
func (k *kept) cited() []rag.Citation {
	if k.Answer != nil {
		return k.Answer.Citations
	}
	return k.Citations
}

// thread is how the conversation in a channel goes on. The value of a record
// of kindConversation.
type thread struct {
	// After is the ID of the answer that it goes on from, or Fresh is true and
	// After the ID of what made an end of the conversation.
	After string `json:"after"`
	Fresh bool   `json:"fresh,omitempty"`
}

// recall is what o is shown with that message, and the ID that it is kept
// under. There is none where it is of another place, or was shown to
// another person only.
func (b *Bot) recall(ctx context.Context, o origin, message string) (k kept, id string, ok bool) {
	if !snowflake(message) {
		return k, "", false
	}
	for range 2 { // the message itself, and the one with the rest
		r, there := b.shelf.get(ctx, kindAnswer, o.owner(), message)
		if !there {
			return kept{}, "", false
		}
		k = kept{}
		if err := json.Unmarshal(r.Value, &k); err != nil {
			b.log.Error("an answer that was kept is not understood", "error", err)
			return kept{}, "", false
		}
		if k.Of == "" {
			break
		}
		message = k.Of
	}
	if !k.judged() && !k.opens() || k.Channel != o.channel || k.Private && k.User != o.user {
		return kept{}, "", false
	}
	return k, message, true
}

// conversation is the one that k ends. Nothing goes on from what was looked up.
func (k *kept) conversation(id string) conversation {
	if !k.answers() {
		return conversation{end: id}
	}
	return conversation{turns: continued(k.History, k.Answer.Turn(k.Question)), end: id}
}

// after is the conversation that ends with that message, if the bot knows it.
func (b *Bot) after(ctx context.Context, o origin, message string) ([]rag.Turn, bool) {
	if c, ok := b.memory.at(afterMessage(o.channel, message)); ok {
		return c.turns, true
	}
	k, id, ok := b.recall(ctx, o, message)
	if !ok {
		return nil, false
	}
	c := k.conversation(id)
	b.memory.keep(c, afterMessage(o.channel, message))
	return c.turns, true
}

// within is the conversation in o's channel, if the bot knows of one. The
// store decides where another process has the latest of it.
func (b *Bot) within(ctx context.Context, o origin) ([]rag.Turn, bool) {
	c, known := b.memory.at(inChannel(o.channel))
	var t thread
	r, ok := b.shelf.get(ctx, kindConversation, o.owner(), o.channel)
	if !ok || json.Unmarshal(r.Value, &t) != nil || known && !later(t.After, c.end) {
		return c.turns, known
	}
	c = conversation{end: t.After}
	if !t.Fresh {
		k, id, ok := b.recall(ctx, o, t.After)
		if !ok {
			return nil, false
		}
		c = k.conversation(id)
	}
	b.memory.keep(c, inChannel(o.channel))
	return c.turns, true
}

// startAfresh makes an end of the conversation in o's channel. by is the ID of
// what asked for it.
func (b *Bot) startAfresh(o origin, by string) {
	raw, _ := json.Marshal(thread{After: by, Fresh: true}) // it can always be written
	b.memory.goOn(o.channel, conversation{end: by}, func() {
		b.shelf.put(corpus.Record{Kind: kindConversation, Owner: o.owner(), Key: o.channel, Person: o.user, Value: raw})
	})
}

// forgetPerson takes out everything that is stored of a user, and reports how
// many records there were.
func (b *Bot) forgetPerson(ctx context.Context, user string) (int, error) {
	return b.forgetRecords(func(r corpus.Record) bool { return r.Person == user },
		func() (int, error) { return b.config.Store.ForgetPerson(ctx, user) })
}

// forgetOwner takes out everything that is stored of a server, or of a user's
// direct messages, and reports how many records there were.
func (b *Bot) forgetOwner(ctx context.Context, owner string) (int, error) {
	return b.forgetRecords(func(r corpus.Record) bool { return r.Owner == owner },
		func() (int, error) { return b.config.Store.ForgetOwner(ctx, owner) })
}

// forgetRecords is shelf.forget, and what was remembered of it.
func (b *Bot) forgetRecords(match func(corpus.Record) bool, drop func() (int, error)) (int, error) {
	n, err := b.shelf.forget(match, drop)
	b.memory.forget() // what is still stored is read again
	return n, err
}
