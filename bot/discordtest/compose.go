package discordtest

import (
	"cmp"
	"maps"
	"slices"
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

// Say makes a user write a message and returns it. Who is not a member yet
// becomes one. Where there is no such channel nothing happens.
func (s *Server) Say(p Post) Message {
	p.User, p.Channel = cmp.Or(p.User, UserID), cmp.Or(p.Channel, General)
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[p.Channel]
	if c == nil {
		return Message{}
	}
	s.admitUser(c, p.User)
	m := s.newMessage(c, p.User, &form{Content: &p.Content})
	if to := s.messages[p.ReplyTo]; to != nil && to.ChannelID == c.ID {
		m.ReplyTo = to.ID
		if !p.Silent {
			m.Pings = append(m.Pings, to.Author)
		}
	}
	c.Archived = false
	s.keep(c, m)
	o := s.object(m, true)
	maps.Copy(o, p.Forged)
	s.tell("MESSAGE_CREATE", m, o)
	return m.copy()
}

// admitUser makes a user a member where c is, so that tests need not.
func (s *Server) admitUser(c *channel, user string) {
	s.account(user)
	if g := s.guilds[c.Guild]; g != nil && g.members[user] == nil {
		g.members[user] = &Member{Joined: s.now()}
	}
}

// Rewrite makes a user change a message of its own.
func (s *Server) Rewrite(message, content string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.messages[message]; m != nil && !m.Deleted {
		_ = s.edit(m, &form{Content: &content}) // only components can be refused
	}
}

// Erase makes a moderator delete a message.
func (s *Server) Erase(message string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.messages[message]; m != nil && !m.Deleted {
		s.remove(m)
	}
}

// newMessage is a message by author in c. It needs s.mu.
func (s *Server) newMessage(c *channel, author string, f *form) *Message {
	m := &Message{ID: s.id(), Author: author, Embeds: f.Embeds, Components: f.Components, Flags: f.Flags, Allowed: f.Mentions, Files: f.files}
	if f.Content != nil {
		m.Content = *f.Content
	}
	enumerate(m.Components)
	s.locate(c, m)
	m.Pings = s.pings(c, author, m.Content, f.Mentions, "")
	return m
}

// locate gives m the ID, place and time that it lacks.
func (s *Server) locate(c *channel, m *Message) {
	if m.ID == "" {
		m.ID = s.id()
	}
	m.ChannelID, m.GuildID = c.ID, c.Guild
	if m.At.IsZero() {
		m.At = s.now()
	}
}

// keep puts m into c without telling anybody.
func (s *Server) keep(c *channel, m *Message) {
	s.locate(c, m)
	c.messages = trim(append(c.messages, m), s.opt.Keep, func(old *Message) {
		delete(s.messages, old.ID)
		if s.nonces[old.nonce] == old {
			delete(s.nonces, old.nonce)
		}
	})
	s.messages[m.ID] = m
	s.touch()
}

// post puts m into c and tells the sessions that see it. It needs s.mu.
func (s *Server) post(c *channel, m *Message) {
	s.keep(c, m)
	s.tell("MESSAGE_CREATE", m, s.object(m, true))
}

// edit applies f to m. An edit without allowed mentions has none but those
// in the content, as Discord has it.
func (s *Server) edit(m *Message, f *form) error {
	next := *m
	if f.Content != nil {
		next.Content = *f.Content
		next.Allowed = f.Mentions
		next.Pings = s.pings(s.channels[m.ChannelID], m.Author, next.Content, f.Mentions, "")
	}
	if f.Embeds != nil {
		next.Embeds = f.Embeds
	}
	if f.Components != nil {
		next.Components = f.Components
		enumerate(next.Components)
	}
	next.Files = append(slices.Clone(next.Files), f.files...)
	next.Flags |= f.Flags & (flagSuppressEmbeds | flagComponentsV2)
	if next.Content == "" && len(next.Embeds) == 0 && len(next.Components) == 0 && len(next.Files) == 0 {
		return refuse(400, 50006, "Cannot send an empty message")
	}
	if err := checkLayout(next.Components, next.Flags&flagComponentsV2 != 0, next.Content != "" || len(next.Embeds) > 0 || len(next.Files) > 0); err != nil {
		return err
	}
	if s.opt.Keep == 0 && !m.loading() {
		next.History = append(next.History, Edit{s.now(), m.Content, m.Embeds})
	}
	if !m.loading() {
		next.Edits++
		next.Edited = s.now()
	}
	next.Flags &^= flagLoading
	*m = next
	s.updated(m)
	return nil
}

// updated tells sessions that m is another.
func (s *Server) updated(m *Message) {
	s.tell("MESSAGE_UPDATE", m, s.object(m, true))
	s.touch()
}

// remove deletes m; transcripts still have it.
func (s *Server) remove(m *Message) {
	m.Deleted = true
	o := map[string]any{"id": m.ID, "channel_id": m.ChannelID}
	if m.GuildID != "" {
		o["guild_id"] = m.GuildID
	}
	s.tell("MESSAGE_DELETE", m, o)
	s.touch()
}
