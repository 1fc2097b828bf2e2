package bot

import (
	"cmp"
	"context"
	"net/http"
	"strconv"

	"newsdesk/bot/discord"
	"newsdesk/bot/render"
)

// outlet is where the messages of one answer go. It is used by one goroutine
// at a time.
type outlet interface {
	// put makes m the message number n of the answer, in place of what it was,
	// and returns its ID. Numbers are given in order.
	put(ctx context.Context, n int, m outgoing) (id string, err error)
	// drop takes the message number n away again.
	drop(ctx context.Context, n int) error
}

// outgoing is a message as it is sent.
type outgoing struct {
	render.Message
	Mentions   mentions    `json:"allowed_mentions"`
	Components []component `json:"components,omitempty"`
	Flags      int         `json:"flags,omitempty"`
	Reference  *reference  `json:"message_reference,omitempty"`
	Nonce      string      `json:"nonce,omitempty"`
	Enforce    bool        `json:"enforce_nonce,omitempty"`
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

// hook is the outlet of an interaction whose answer was deferred.
type hook struct {
	client *discord.Client
	path   string // of the webhook
	ids    []string
}

// hookOf is the outlet of i. application is the bot's, for an interaction that
// does not name it.
func hookOf(c *discord.Client, i *discord.Interaction, application string) *hook {
	if i.AppID != "" {
		application = i.AppID
	}
	return &hook{client: c, path: discord.Path("webhooks", application, i.Token)}
}

func (h *hook) put(ctx context.Context, n int, m outgoing) (string, error) {
	r := discord.Request{Method: http.MethodPatch, Path: h.path + "/messages/@original", Body: m}
	switch {
	case n > 0 && n < len(h.ids):
		r.Path = h.path + "/messages/" + discord.Path(h.ids[n])
	case n > 0:
		r.Method, r.Path = http.MethodPost, h.path
	}
	var s sent
	if err := h.client.Call(ctx, r, &s); err != nil {
		return "", err
	}
	if n >= len(h.ids) {
		h.ids = append(h.ids, s.ID)
	}
	return s.ID, nil
}

func (h *hook) drop(ctx context.Context, n int) error {
	err := h.client.Call(ctx, discord.Request{Method: http.MethodDelete, Path: h.path + "/messages/" + discord.Path(h.ids[n])}, nil)
	h.ids = h.ids[:n]
	return err
}

// replies is the outlet in a channel: below a message, or in a thread that was
// opened for the answer.
type replies struct {
	client  *discord.Client
	channel string
	to      string // the message replied to, or empty
	ids     []string
}

func (p *replies) put(ctx context.Context, n int, m outgoing) (string, error) {
	path := discord.Path("channels", p.channel, "messages")
	r := discord.Request{Method: http.MethodPost, Path: path, Again: true}
	if n < len(p.ids) {
		r.Method, r.Path = http.MethodPatch, path+"/"+discord.Path(p.ids[n])
	} else {
		// With a nonce that it enforces, Discord makes one message of two
		// attempts.
		m.Nonce, m.Enforce = cmp.Or(p.to, p.channel)+"-"+strconv.Itoa(n), true
		if n == 0 && p.to != "" {
			m.Reference = &reference{MessageID: p.to}
		}
	}
	r.Body = m
	var s sent
	if err := p.client.Call(ctx, r, &s); err != nil {
		return "", err
	}
	if n >= len(p.ids) {
		p.ids = append(p.ids, s.ID)
	}
	return s.ID, nil
}

func (p *replies) drop(ctx context.Context, n int) error {
	err := p.client.Call(ctx, discord.Request{Method: http.MethodDelete, Path: discord.Path("channels", p.channel, "messages", p.ids[n])}, nil)
	p.ids = p.ids[:n]
	return err
}
