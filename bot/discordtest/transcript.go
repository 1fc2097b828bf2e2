package discordtest

import (
	"maps"
	"slices"
	"time"
)

// Message is a message in a channel.
type Message struct {
	ID        string
	ChannelID string
	GuildID   string
	Author    string
	// Type is 0, 19 for a reply, 20 for the answer to a command, or that of a
	// message that Discord itself writes.
	Type       int
	Content    string
	Embeds     []*Embed
	Components []*Component
	// Files are those attached to it.
	Files   []Attachment
	ReplyTo string
	Flags   int
	// Pings is who was notified: user IDs, "&" and role IDs, "everyone".
	Pings []string
	// Allowed is the allowed_mentions that it came with, nil for none.
	Allowed *Allowed
	// Edits counts how often it was changed; History is what it was before
	// each change, empty where Options.Keep bounds what is remembered.
	Edits   int
	History []Edit
	At      time.Time
	Edited  time.Time
	// Thread is the thread started on it.
	Thread string
	// For is the only user that sees it, of an ephemeral message.
	For string
	// Interaction is the token of what it answers.
	Interaction string
	Deleted     bool
	// Reactions are the users' that reacted, by emoji.
	Reactions map[string][]string

	nonce    string
	metadata map[string]any
}

// Edit is what a message was until At.
type Edit struct {
	At      time.Time
	Content string
	Embeds  []*Embed
}

// Kinds of message beside ordinary ones.
const (
	typeThreadCreated = 18
	typeReply         = 19
	typeCommand       = 20
	typeThreadStarter = 21
	typeContext       = 23
)

// system reports whether Discord itself wrote m.
func (m *Message) system() bool { return m.Type == typeThreadCreated || m.Type == typeThreadStarter }

// loading reports whether m only shows that the bot is thinking.
func (m *Message) loading() bool { return m.Flags&flagLoading != 0 }

// copy is m as others may keep it.
func (m *Message) copy() Message {
	out := *m
	out.Pings, out.History = slices.Clone(m.Pings), slices.Clone(m.History)
	out.Reactions = maps.Clone(m.Reactions)
	return out
}

// Messages is the messages in a channel that everybody there sees, oldest
// first: not those deleted, ephemeral, still "thinking" or written by Discord
// itself.
func (s *Server) Messages(channel string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Message
	if c := s.channels[channel]; c != nil {
		for _, m := range c.messages {
			if m.For == "" && !m.Deleted && !m.loading() && !m.system() {
				out = append(out, m.copy())
			}
		}
	}
	return out
}

// Transcript is everything that was written in a channel, oldest first: what
// a user with the ID viewer saw, ephemeral messages and those deleted since
// included. An empty viewer sees what everybody saw, "*" everything.
func (s *Server) Transcript(channel, viewer string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Message
	if c := s.channels[channel]; c != nil {
		for _, m := range c.messages {
			if m.For == "" || m.For == viewer || viewer == "*" {
				out = append(out, m.copy())
			}
		}
	}
	return out
}

// Message is the message with that ID, and whether it was ever there and is
// still remembered.
func (s *Server) Message(id string) (Message, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.messages[id]; m != nil {
		return m.copy(), true
	}
	return Message{}, false
}

// Channels is all channels and threads, oldest first.
func (s *Server) Channels() []Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Channel
	for _, c := range sorted(s.channels) {
		out = append(out, c.Channel)
	}
	return out
}

// UserName is how a user is shown.
func (s *Server) UserName(id string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.account(id).userName()
}

// Typing is how often the bot was shown typing in a channel.
func (s *Server) Typing(channel string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.typing[channel]
}
