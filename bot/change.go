package bot

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"newsdesk/bot/discord"
	"newsdesk/bot/render"
	"newsdesk/corpus"
)

// change is a change that an administrator made, as it is kept.
type change struct {
	What []string  `json:"what"`
	At   time.Time `json:"at"`
}

// tell keeps what o's user has changed, and says it in the channel that the
// server has chosen for that. Where that channel itself was changed the one
// before hears of it too.
func (b *Bot) tell(ctx context.Context, o origin, s Settings, before string, what []string) {
	now := time.Now()
	value, err := json.Marshal(change{What: what, At: now})
	if err == nil {
		err = b.config.Store.PutRecords(ctx, corpus.Record{
			Kind: kindChange, Owner: o.owner(), Key: now.UTC().Format(time.RFC3339Nano) + rand.Text()[:4], Person: o.user, Value: value, At: now})
	}
	if err != nil {
		b.log.Error("a change of the settings is not kept", "error", err)
	}
	text := clipUnits("<@" + o.user + "> changed my settings:\n" + strings.Join(what, "\n"))
	told := map[string]bool{"": true}
	for _, channel := range []string{s.Log, before} {
		if told[channel] {
			continue
		}
		told[channel] = true
		r := discord.Request{Method: http.MethodPost, Path: discord.Path("channels", channel, "messages"), Body: quiet(render.Message{Content: text})}
		if err := b.client.Call(ctx, r, nil); err != nil {
			b.log.Warn("a change of the settings cannot be told in the channel chosen for that", "error", err)
		}
	}
}

// clipUnits is text as far as a message has room for it, cut at a line.
func clipUnits(text string) string {
	for render.Units(text) > render.MaxContent {
		cut := strings.LastIndexByte(text, '\n')
		if cut <= 0 {
			return "That is too long to show here."
		}
		text = text[:cut]
	}
	return text
}
