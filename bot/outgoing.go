package bot

import (
	"encoding/json"

	"newsdesk/bot/render"
)

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

// quietly is messages as they are sent.
func quietly(messages []render.Message) []outgoing {
	out := make([]outgoing, len(messages))
	for i, m := range messages {
		out[i] = quiet(m)
	}
	return out
}

// sent is what Discord says of a message that it took.
type sent struct {
	ID string `json:"id"`
	// Embeds is nil where it says nothing of them.
	Embeds []json.RawMessage `json:"embeds"`
}
