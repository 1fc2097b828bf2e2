package discordtest

import (
	"encoding/json"
)

// Post is a message that a user writes.
type Post struct {
	// User writes it; empty means UserID.
	User string
	// Channel is where; empty means General.
	Channel string
	Content string
	// ReplyTo is the ID of the message that it replies to.
	ReplyTo string
	// Silent leaves the mention of that message's author off.
	Silent bool
	// Forged fields overwrite those of the event, to make it odd.
	Forged map[string]any
}

// Say makes a user write a message and returns it.
func (s *Server) Say(p Post) Message {
	if p.User == "" {
		p.User = UserID
	}
	if p.Channel == "" {
		p.Channel = General
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[p.Channel]
	if c == nil {
		return Message{}
	}
	m := s.newMessage(c, p.User, &form{Content: &p.Content})
	if to := c.find(p.ReplyTo); to != nil {
		m.ReplyTo = to.ID
		if !p.Silent {
			m.Pings = append(m.Pings, to.Author)
		}
	}
	c.messages = append(c.messages, m)
	s.touch()
	o := s.object(m, true)
	for name, v := range p.Forged {
		o[name] = v
	}
	s.dispatchObject(m, o)
	return *m
}

// Messages is the messages in a channel, oldest first.
func (s *Server) Messages(channel string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Message
	if c := s.channels[channel]; c != nil {
		for _, m := range c.messages {
			out = append(out, *m)
		}
	}
	return out
}

// Thread makes owner start a thread: on a message in General, whose ID the
// thread then has, or where that is empty on none.
func (s *Server) Thread(owner, message string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if message == "" {
		message = s.id()
	}
	s.channels[message] = &channel{ID: message, Type: 11, Guild: GuildID, Owner: owner, Parent: General}
	s.touch()
	return message
}

// Typing is how often the bot was shown typing in a channel.
func (s *Server) Typing(channel string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.typing[channel]
}

// Dispatch sends an event to every session, whatever its intents. Data that
// is not JSON is refused with an error.
func (s *Server) Dispatch(event string, data json.RawMessage) error {
	if _, err := json.Marshal(data); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dispatch(event, data)
	return nil
}

// dispatchMessage sends MESSAGE_CREATE to the sessions that may see m. It
// needs s.mu.
func (s *Server) dispatchMessage(m *Message) { s.dispatchObject(m, s.object(m, true)) }

// Intents of messages.
const (
	intentGuilds         = 1 << 0
	intentGuildMessages  = 1 << 9
	intentDirectMessages = 1 << 12
	intentContent        = 1 << 15
)

// dispatchObject is dispatchMessage with m's JSON given.
func (s *Server) dispatchObject(m *Message, o map[string]any) {
	for _, one := range s.sessions {
		need := int64(intentGuildMessages)
		if m.GuildID == "" {
			need = intentDirectMessages
		}
		if one.intents&need == 0 {
			continue
		}
		seen := o
		if one.intents&intentContent == 0 && !m.readable() {
			seen = map[string]any{}
			for name, v := range o {
				seen[name] = v
			}
			seen["content"], seen["embeds"], seen["attachments"], seen["components"] = "", []any{}, []any{}, []any{}
		}
		one.dispatch("MESSAGE_CREATE", seen)
	}
}

// readable reports whether a bot without the message-content intent sees the
// content of m: its own messages, direct ones, and those that mention it.
func (m *Message) readable() bool {
	if m.Author == BotID || m.GuildID == "" {
		return true
	}
	for _, id := range m.Pings {
		if id == BotID {
			return true
		}
	}
	return false
}

// dispatch sends an event to every session. It needs s.mu.
func (s *Server) dispatch(event string, data any) {
	for _, one := range s.sessions {
		one.dispatch(event, data)
	}
}
