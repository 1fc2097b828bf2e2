package discordtest

import (
	"encoding/json"
	"net/http"
	"time"
)

// Message is a message in a channel.
type Message struct {
	ID        string
	ChannelID string
	GuildID   string
	Author    string
	Content   string
	Embeds    []*Embed
	ReplyTo   string
	Flags     int
	// Pings is who was notified: user IDs, "&" and role IDs, "everyone".
	Pings []string
	// Edits counts how often it was changed.
	Edits int

	nonce string
}

// channel is a channel and its messages, oldest first.
type channel struct {
	ID       string
	Type     int
	Guild    string
	Owner    string
	Parent   string
	messages []*Message
}

// find is the message with that ID, or nil.
func (c *channel) find(id string) *Message {
	for _, m := range c.messages {
		if m.ID == id {
			return m
		}
	}
	return nil
}

// object is c as Discord's JSON has it.
func (c *channel) object() map[string]any {
	o := map[string]any{"id": c.ID, "type": c.Type}
	for name, v := range map[string]string{"guild_id": c.Guild, "owner_id": c.Owner, "parent_id": c.Parent} {
		if v != "" {
			o[name] = v
		}
	}
	return o
}

// user is a user as Discord's JSON has it.
func user(id string) map[string]any {
	u := map[string]any{"id": id, "username": "user" + id[len(id)-3:], "discriminator": "0", "global_name": nil, "avatar": nil}
	if id == BotID {
		u["username"], u["bot"] = "newsdesk", true
	}
	return u
}

// object is m as Discord's JSON has it. It needs s.mu.
func (s *Server) object(m *Message, withReference bool) map[string]any {
	kind := 0
	embeds := m.Embeds
	if embeds == nil {
		embeds = []*Embed{}
	}
	mentioned := []any{}
	for _, id := range m.Pings {
		if id != "everyone" && id[0] != '&' {
			mentioned = append(mentioned, user(id))
		}
	}
	o := map[string]any{
		"id": m.ID, "channel_id": m.ChannelID, "author": user(m.Author), "content": m.Content,
		"timestamp": time.Now().UTC().Format(time.RFC3339Nano), "edited_timestamp": nil, "tts": false,
		"mention_everyone": false, "mentions": mentioned, "mention_roles": []any{}, "attachments": []any{},
		"embeds": embeds, "pinned": false, "flags": m.Flags, "components": []any{},
	}
	if m.GuildID != "" {
		o["guild_id"] = m.GuildID
	}
	if m.ReplyTo != "" {
		kind = 19
		o["message_reference"] = map[string]any{"type": 0, "message_id": m.ReplyTo, "channel_id": m.ChannelID}
		if c := s.channels[m.ChannelID]; withReference && c != nil {
			if to := c.find(m.ReplyTo); to != nil {
				o["referenced_message"] = s.object(to, false)
			} else {
				o["referenced_message"] = nil
			}
		}
	}
	o["type"] = kind
	return o
}

// channel is the channel that r names.
func (s *Server) channel(r *http.Request) (*channel, error) {
	c := s.channels[r.PathValue("channel")]
	if c == nil {
		return nil, refuse(404, 10003, "Unknown Channel")
	}
	return c, nil
}

func (s *Server) getChannel(r *http.Request, _ []byte) (any, error) {
	c, err := s.channel(r)
	if err != nil {
		return nil, err
	}
	return c.object(), nil
}

func (s *Server) postTyping(r *http.Request, _ []byte) (any, error) {
	c, err := s.channel(r)
	if err != nil {
		return nil, err
	}
	s.typing[c.ID]++
	return nil, nil
}

func (s *Server) postMessage(r *http.Request, body []byte) (any, error) {
	c, err := s.channel(r)
	if err != nil {
		return nil, err
	}
	f, err := parseForm(body, flagSuppressEmbeds|flagSilent, false)
	if err != nil {
		return nil, err
	}
	nonce, _ := f.Nonce.(string)
	if nonce != "" && f.Enforce {
		for _, m := range c.messages {
			if m.nonce == nonce {
				return s.object(m, true), nil
			}
		}
	}
	m := s.newMessage(c, BotID, f)
	m.nonce = nonce
	if ref := f.Reference; ref != nil {
		to := c.find(ref.MessageID)
		if to == nil && (ref.MustExist == nil || *ref.MustExist) {
			return nil, badForm("message_reference: Unknown message")
		}
		if to != nil {
			m.ReplyTo = to.ID
			m.Pings = pings(m.Content, f.Mentions, to.Author)
		}
	}
	c.messages = append(c.messages, m)
	s.touch()
	s.dispatchMessage(m)
	return s.object(m, true), nil
}

// newMessage is a message by author in c. It needs s.mu.
func (s *Server) newMessage(c *channel, author string, f *form) *Message {
	m := &Message{ID: s.id(), ChannelID: c.ID, GuildID: c.Guild, Author: author, Embeds: f.Embeds, Flags: f.Flags}
	if f.Content != nil {
		m.Content = *f.Content
	}
	m.Pings = pings(m.Content, f.Mentions, "")
	return m
}

// edit applies f to m. An edit without allowed mentions has none but those
// in the content, as Discord has it.
func (m *Message) edit(f *form) {
	if f.Content != nil {
		m.Content = *f.Content
		m.Pings = pings(m.Content, f.Mentions, "")
	}
	if f.Embeds != nil {
		m.Embeds = f.Embeds
	}
	m.Edits++
}

func (s *Server) message(r *http.Request) (*Message, error) {
	c, err := s.channel(r)
	if err != nil {
		return nil, err
	}
	m := c.find(r.PathValue("message"))
	if m == nil {
		return nil, refuse(404, 10008, "Unknown Message")
	}
	return m, nil
}

func (s *Server) getMessage(r *http.Request, _ []byte) (any, error) {
	m, err := s.message(r)
	if err != nil {
		return nil, err
	}
	return s.object(m, true), nil
}

func (s *Server) patchMessage(r *http.Request, body []byte) (any, error) {
	m, err := s.message(r)
	if err != nil {
		return nil, err
	}
	if m.Author != BotID {
		return nil, refuse(403, 50005, "Cannot edit a message authored by another user")
	}
	f, err := parseForm(body, flagSuppressEmbeds, true)
	if err != nil {
		return nil, err
	}
	m.edit(f)
	s.touch()
	return s.object(m, true), nil
}

// postThread starts a thread on a message; it has the message's ID.
func (s *Server) postThread(r *http.Request, body []byte) (any, error) {
	m, err := s.message(r)
	if err != nil {
		return nil, err
	}
	var f struct {
		Name string `json:"name"`
	}
	if json.Unmarshal(body, &f) != nil || units(f.Name) < 1 || units(f.Name) > 100 {
		return nil, badForm("name: must be between 1 and 100 in length")
	}
	if s.channels[m.ID] != nil {
		return nil, refuse(400, 160004, "A thread has already been created for this message")
	}
	t := &channel{ID: m.ID, Type: 11, Guild: m.GuildID, Owner: BotID, Parent: m.ChannelID}
	s.channels[t.ID] = t
	s.touch()
	return t.object(), nil
}
