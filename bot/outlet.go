package bot

import (
	"cmp"
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"

	"newsdesk/bot/discord"
)

// outlet is where the messages of one answer go. It is used by one goroutine
// at a time.
type outlet interface {
	// put makes m the message number n of the answer, in place of what it was.
	// Numbers are given in order.
	put(ctx context.Context, n int, m outgoing) (sent, error)
	// drop takes the message number n away again, the last one first.
	drop(ctx context.Context, n int) error
	// bare reports whether embeds are known not to be shown there, and setBare
	// makes it known.
	bare() bool
	setBare()
}

// hook is the outlet of an interaction whose answer was deferred.
type hook struct {
	client *discord.Client
	path   string // of the webhook
	ids    []string
	plain  bool

	// closes is when the answer must go on elsewhere, for soon after Discord
	// takes nothing any more; zero where it is to be there long before. onward
	// is where it may go, the best place first.
	closes time.Time
	onward []func(context.Context) (outlet, origin, error)
}

// hookOf is the outlet of u, for an answer that is there soon.
func (b *Bot) hookOf(u *use) *hook {
	application := cmp.Or(u.AppID, b.identity().Application)
	h := &hook{client: b.client, path: discord.Path("webhooks", application, u.Token)}
	h.plain = u.AppPermissions != 0 && u.AppPermissions&discordgo.PermissionEmbedLinks == 0
	return h
}

// hook is the outlet of u for an answer that may take long. Its way onward is
// the channel, if the answer is not private, and then the user's direct
// messages.
func (b *Bot) hook(u *use, private bool) *hook {
	h := b.hookOf(u)
	h.closes = time.Now().Add(b.config.CommandLife)
	if !private && !u.origin.guest {
		h.onward = append(h.onward, func(context.Context) (outlet, origin, error) {
			return &replies{client: b.client, channel: u.origin.channel, nonce: u.ID, places: b.places}, u.origin, nil
		})
	}
	h.onward = append(h.onward, func(ctx context.Context) (outlet, origin, error) {
		var c struct {
			ID string `json:"id"`
		}
		r := discord.Request{Method: http.MethodPost, Path: "users/@me/channels", Body: map[string]string{"recipient_id": u.origin.user}, Again: true}
		if err := b.client.Call(ctx, r, &c); err != nil {
			return nil, origin{}, err
		}
		// Not the nonce of the channel: Discord makes one message of two with the
		// same, wherever they are.
		return &replies{client: b.client, channel: c.ID, nonce: u.ID + "d", places: b.places}, origin{user: u.origin.user, channel: c.ID}, nil
	})
	return h
}

// over reports whether the answer must go on elsewhere.
func (h *hook) over() bool { return !h.closes.IsZero() && !time.Now().Before(h.closes) }

func (h *hook) bare() bool { return h.plain }
func (h *hook) setBare()   { h.plain = true }

func (h *hook) put(ctx context.Context, n int, m outgoing) (sent, error) {
	r := discord.Request{Method: http.MethodPatch, Path: h.path + "/messages/@original", Body: m}
	switch {
	case n > 0 && n < len(h.ids):
		r.Path = h.path + "/messages/" + discord.Path(h.ids[n])
	case n > 0:
		r.Method, r.Path = http.MethodPost, h.path
	}
	var s sent
	if err := h.client.Call(ctx, r, &s); err != nil {
		return sent{}, err
	}
	if n >= len(h.ids) {
		h.ids = append(h.ids, s.ID)
	}
	if n == 0 && h.ids[0] == "" && len(m.Components) > 0 {
		h.ids[0] = h.original(ctx)
	}
	s.ID = cmp.Or(s.ID, h.ids[n])
	return s, nil
}

// original is the ID of the first message, which the buttons below it need,
// where the server does not tell it when the message is edited; or "".
func (h *hook) original(ctx context.Context) string {
	var s sent
	_ = h.client.Call(ctx, discord.Request{Method: http.MethodGet, Path: h.path + "/messages/@original"}, &s) // the answer is there in any case
	return s.ID
}

func (h *hook) drop(ctx context.Context, n int) error {
	id := "@original" // is there before it has an ID: "is thinking"
	if n > 0 {
		id = discord.Path(h.ids[n])
	}
	err := h.client.Call(ctx, discord.Request{Method: http.MethodDelete, Path: h.path + "/messages/" + id}, nil)
	h.ids = h.ids[:min(n, len(h.ids))]
	return err
}

// nonceLength is how long a nonce may be that the number of a message is put
// after: Discord takes 25 characters in all.
const nonceLength = 21

// replies is the outlet in a channel: below a message, or in a thread that was
// opened for the answer.
type replies struct {
	client  *discord.Client
	channel string
	to      string // the message replied to, or empty
	nonce   string // tells the answer from others; to, where it is empty
	places  *places
	ids     []string
}

func (p *replies) bare() bool { return p.places.bare(p.channel) }
func (p *replies) setBare()   { p.places.setBare(p.channel) }

func (p *replies) put(ctx context.Context, n int, m outgoing) (sent, error) {
	path := discord.Path("channels", p.channel, "messages")
	r := discord.Request{Method: http.MethodPost, Path: path, Again: true}
	if n < len(p.ids) {
		r.Method, r.Path = http.MethodPatch, path+"/"+discord.Path(p.ids[n])
	} else {
		if n == 0 && p.to != "" {
			m.Reference = &reference{MessageID: p.to}
		}
		// With a nonce that it enforces, Discord makes one message of two
		// attempts.
		m.Nonce, m.Enforce = cmp.Or(p.nonce, p.to, p.channel)+"-"+strconv.Itoa(n), true
	}
	r.Body = m
	var s sent
	err := p.client.Call(ctx, r, &s)
	if m.Reference != nil && discord.Refused(err, discord.CodeNoHistory) {
		// Where it may not read what it replies to, the bot may write all the same.
		m.Reference = nil
		r.Body = m
		err = p.client.Call(ctx, r, &s)
	}
	if err != nil {
		return sent{}, err
	}
	if n >= len(p.ids) {
		p.ids = append(p.ids, s.ID)
	}
	return s, nil
}

func (p *replies) drop(ctx context.Context, n int) error {
	err := p.client.Call(ctx, discord.Request{Method: http.MethodDelete, Path: discord.Path("channels", p.channel, "messages", p.ids[n])}, nil)
	p.ids = p.ids[:n]
	return err
}
