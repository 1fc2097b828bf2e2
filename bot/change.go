package bot

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"strings"
	"time"

	"newsdesk/bot/render"
	"newsdesk/corpus"
)

// change is a change that an administrator made, as it is kept.
type change struct {
	What []string  `json:"what"`
	At   time.Time `json:"at"`
}

// tell keeps what o's user has changed, and says it in those of the channels
// that are named: the one that the server has chosen for that, and where that
// was changed the one before. It returns a note for the user, on a line of its
// own, where a channel could not be told.
func (b *Bot) tell(ctx context.Context, o origin, what []string, channels ...string) (note string) {
	now := time.Now()
	value, err := json.Marshal(change{What: what, At: now})
	if err != nil {
		b.log.Error("a change of the settings is not kept", "error", err)
	} else {
		b.shelf.put(corpus.Record{
			Kind: kindChange, Owner: o.owner(), Key: now.UTC().Format(time.RFC3339Nano) + rand.Text()[:4], Person: o.user, Value: value, At: now})
	}
	return b.announce(ctx, "<@"+o.user+"> changed my settings:\n"+strings.Join(what, "\n"), channels...)
}

// announceTime bounds how long telling a channel may take: who made the change
// waits.
const announceTime = 10 * time.Second

// announce is tell for what is not kept.
func (b *Bot) announce(ctx context.Context, text string, channels ...string) (note string) {
	ctx, cancel := context.WithTimeout(ctx, announceTime)
	defer cancel()
	told := map[string]bool{"": true}
	for _, channel := range channels {
		if told[channel] {
			continue
		}
		told[channel] = true
		out := &replies{client: b.client, channel: channel, nonce: rand.Text()[:nonceLength], places: b.places}
		if _, err := out.put(ctx, 0, quiet(render.Message{Content: clipUnits(text)})); err != nil {
			b.log.Warn("a change of the settings cannot be told in the channel chosen for that", "error", err)
			note += "\nI could not tell it in <#" + channel + ">: that channel is gone, or I may not write there."
		}
	}
	return note
}

// clipUnits is text as far as a message has room for it, cut at a line, which
// is then said.
func clipUnits(text string) string {
	const more = "\n-# There is more, which a message has no room for."
	if render.Units(text) <= render.MaxContent {
		return text
	}
	for render.Units(text) > render.MaxContent-len(more) {
		text = text[:max(0, strings.LastIndexByte(text, '\n'))]
	}
	return strings.TrimPrefix(text+more, "\n")
}
