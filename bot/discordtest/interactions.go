package discordtest

import (
	"encoding/json"
	"net/http"
	"time"
)

// tokenLife is how long an interaction's token is good.
const tokenLife = 15 * time.Minute

// Interaction is a command that a user called. Its fields must be read
// through Server.Interaction.
type Interaction struct {
	ID, Token string
	ChannelID string
	User      string
	// Callback is the type of the first answer, 0 while there is none.
	Callback int
	// AckAfter is how long that took.
	AckAfter time.Duration
	// Loading says that "is thinking" is shown.
	Loading bool
	// Messages are the answer and what followed it.
	Messages []Message

	made      time.Time
	ephemeral bool
	sent      []*Message
}

// InteractionOptions say who calls a command, and where. The zero value is
// UserID in General.
type InteractionOptions struct{ User, Channel string }

// Ask makes a user call /ask and returns the interaction's token.
func (s *Server) Ask(question string, o InteractionOptions) string {
	return s.Call("ask", []map[string]any{{"name": "question", "type": 3, "value": question}}, o)
}

// Call makes a user call a slash command with options as Discord's JSON has
// them, and returns the interaction's token.
func (s *Server) Call(command string, options []map[string]any, o InteractionOptions) string {
	if o.User == "" {
		o.User = UserID
	}
	if o.Channel == "" {
		o.Channel = General
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.id()
	i := &Interaction{ID: id, Token: "secret-" + id, ChannelID: o.Channel, User: o.User, made: time.Now()}
	s.interactions[i.Token] = i
	e := map[string]any{
		"id": i.ID, "application_id": AppID, "type": 2, "token": i.Token, "version": 1, "channel_id": i.ChannelID,
		"data":            map[string]any{"id": "100000000000000099", "name": command, "type": 1, "options": options},
		"app_permissions": "274877958144", "locale": "en-GB", "entitlements": []any{}, "attachment_size_limit": 10485760,
		"context": 0, "authorizing_integration_owners": map[string]any{"0": GuildID},
	}
	if c := s.channels[o.Channel]; c != nil && c.Guild != "" {
		e["guild_id"] = c.Guild
		e["member"] = map[string]any{"user": user(o.User), "roles": []any{}, "permissions": "0", "joined_at": "2020-01-01T00:00:00Z", "deaf": false, "mute": false}
	} else {
		e["context"] = 1
		e["user"] = user(o.User)
	}
	s.dispatch("INTERACTION_CREATE", e)
	return i.Token
}

// Interaction is the state of the interaction with that token.
func (s *Server) Interaction(token string) Interaction {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.interactions[token]
	if i == nil {
		return Interaction{}
	}
	out := *i
	for _, m := range i.sent {
		out.Messages = append(out.Messages, *m)
	}
	return out
}

func (s *Server) postCallback(r *http.Request, body []byte) (any, error) {
	i := s.interactions[r.PathValue("token")]
	if i == nil || i.ID != r.PathValue("interaction") {
		return nil, refuse(404, 10062, "Unknown interaction")
	}
	if i.Callback != 0 {
		return nil, refuse(400, 40060, "Interaction has already been acknowledged.")
	}
	age := time.Since(i.made)
	if age > s.opt.Window {
		return nil, refuse(404, 10062, "Unknown interaction")
	}
	var c struct {
		Type int             `json:"type"`
		Data json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(body, &c); err != nil {
		return nil, badForm("not a callback")
	}
	switch c.Type {
	case 4:
		f, err := parseForm(c.Data, flagSuppressEmbeds|flagEphemeral|flagSilent, false)
		if err != nil {
			return nil, err
		}
		s.place(i, f)
	case 5:
		if len(c.Data) > 0 {
			var f *form
			if err := json.Unmarshal(c.Data, &f); err != nil || f == nil {
				return nil, badForm("data: not an object")
			}
			i.ephemeral = f.Flags&flagEphemeral != 0
		}
		i.Loading = true
	default: // to a command; components and modals have others
		return nil, badForm("type: not an answer to a command")
	}
	i.Callback, i.AckAfter = c.Type, age
	s.touch()
	return nil, nil
}

// place adds a message to what answers i, for all to see unless ephemeral.
// It needs s.mu.
func (s *Server) place(i *Interaction, f *form) *Message {
	c := s.channels[i.ChannelID]
	if c == nil {
		c = &channel{ID: i.ChannelID}
	}
	m := s.newMessage(c, BotID, f)
	if i.ephemeral {
		m.Flags |= flagEphemeral
	}
	i.sent = append(i.sent, m)
	if m.Flags&flagEphemeral == 0 {
		c.messages = append(c.messages, m)
		s.dispatchMessage(m)
	}
	return m
}

// hook is the interaction whose token r has.
func (s *Server) hook(r *http.Request) (*Interaction, error) {
	i := s.interactions[r.PathValue("token")]
	switch {
	case i == nil || r.PathValue("application") != AppID || i.Callback == 0:
		return nil, refuse(404, 10015, "Unknown Webhook")
	case time.Since(i.made) > tokenLife:
		return nil, refuse(401, 50027, "Invalid Webhook Token")
	}
	return i, nil
}

// followup is the message of i that r names.
func (s *Server) followup(i *Interaction, r *http.Request) (*Message, error) {
	id := r.PathValue("message")
	for n, m := range i.sent {
		if m.ID == id || id == "@original" && n == 0 {
			return m, nil
		}
	}
	return nil, refuse(404, 10008, "Unknown Message")
}

func (s *Server) getFollowup(r *http.Request, _ []byte) (any, error) {
	i, err := s.hook(r)
	if err != nil {
		return nil, err
	}
	m, err := s.followup(i, r)
	if err != nil {
		return nil, err
	}
	return s.object(m, true), nil
}

func (s *Server) patchFollowup(r *http.Request, body []byte) (any, error) {
	i, err := s.hook(r)
	if err != nil {
		return nil, err
	}
	f, err := parseForm(body, flagSuppressEmbeds, true)
	if err != nil {
		return nil, err
	}
	defer s.touch()
	if i.Loading && r.PathValue("message") == "@original" {
		i.Loading = false
		return s.object(s.place(i, f), true), nil
	}
	m, err := s.followup(i, r)
	if err != nil {
		return nil, err
	}
	m.edit(f)
	return s.object(m, true), nil
}

// postFollowup adds a message. The first after a deferred answer takes the
// place of "is thinking".
func (s *Server) postFollowup(r *http.Request, body []byte) (any, error) {
	i, err := s.hook(r)
	if err != nil {
		return nil, err
	}
	f, err := parseForm(body, flagSuppressEmbeds|flagEphemeral|flagSilent, false)
	if err != nil {
		return nil, err
	}
	i.Loading = false
	m := s.place(i, f)
	s.touch()
	return s.object(m, true), nil
}
