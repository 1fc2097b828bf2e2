package bot

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"newsdesk/bot/discord"
)

// place is what a channel is to the bot.
type place struct {
	thread bool // a thread: a conversation of its own
	ours   bool // one that the bot, or somebody on an answer of the bot's, began
	parent string
}

// maxPlaces is how many channels are remembered.
const maxPlaces = 4096

// bareFor is how long a channel is taken to show no embeds: an administrator
// may allow them.
const bareFor = time.Hour

// places remembers channels.
type places struct {
	mu      sync.Mutex
	known   *lru[place]
	bareAll *lru[time.Time] // since when they show no embeds
}

func newPlaces() *places {
	return &places{known: newLRU[place](maxPlaces), bareAll: newLRU[time.Time](maxPlaces)}
}

// bare reports whether a channel is known to show no embeds.
func (p *places) bare(channel string) bool {
	if p == nil {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	since, ok := p.bareAll.get(channel)
	return ok && time.Since(since) < bareFor
}

// setBare remembers that a channel shows no embeds.
func (p *places) setBare(channel string) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.bareAll.put(channel, time.Now())
}

// Discord's channel types that are threads: of announcements, public, private.
const (
	typeAnnouncementThread = 10
	typePrivateThread      = 12
)

// place finds out what a channel is, by asking Discord the first time. A
// channel that cannot be looked up is no thread.
func (b *Bot) place(ctx context.Context, channel string) place {
	b.places.mu.Lock()
	p, ok := b.places.known.get(channel)
	b.places.mu.Unlock()
	if ok {
		return p
	}
	var c struct {
		Type   int    `json:"type"`
		Owner  string `json:"owner_id"`
		Parent string `json:"parent_id"`
	}
	if err := b.client.Call(ctx, discord.Request{Method: http.MethodGet, Path: discord.Path("channels", channel)}, &c); err != nil {
		b.log.Debug("a channel is not known", "error", err)
		return place{}
	}
	self := b.identity().User
	p.thread = c.Type >= typeAnnouncementThread && c.Type <= typePrivateThread
	p.ours = p.thread && c.Owner == self
	p.parent = c.Parent
	if p.thread && !p.ours && c.Parent != "" {
		ours, err := b.startedOnAnswer(ctx, c.Parent, channel)
		if err != nil {
			b.log.Debug("what a thread was started on is not known", "error", err)
			return p // for now
		}
		p.ours = ours
	}
	b.places.put(channel, p)
	return p
}

func (p *places) put(channel string, is place) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.known.put(channel, is)
}

// startedOnAnswer reports whether a thread was started on a message of the
// bot's: such a thread has the message's ID.
func (b *Bot) startedOnAnswer(ctx context.Context, parent, thread string) (bool, error) {
	if _, ok := b.memory.at(afterMessage(parent, thread)); ok {
		return true, nil
	}
	var m struct {
		Author struct {
			ID string `json:"id"`
		} `json:"author"`
	}
	path := discord.Path("channels", parent, "messages", thread)
	err := b.client.Call(ctx, discord.Request{Method: http.MethodGet, Path: path}, &m)
	var no *discord.APIError
	if errors.As(err, &no) && no.Status < http.StatusInternalServerError && no.Status != http.StatusTooManyRequests {
		return false, nil // a thread without a starting message, most likely
	}
	return m.Author.ID == b.identity().User, err
}
