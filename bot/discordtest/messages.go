package discordtest

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"
)

// nonceTime is for how long a nonce is enforced.
const nonceTime = 5 * time.Minute

// speak is the channel that r names, if the bot may write there.
func (s *Server) speak(r *http.Request) (*channel, error) {
	c, err := s.channel(r, 0)
	if err != nil {
		return nil, err
	}
	if c.Type == ForumChannel {
		return nil, refuse(400, 50008, "Cannot send messages in a non-text channel")
	}
	if err := s.demand(c, c.speaking()); err != nil {
		return nil, err
	}
	if c.Type == DirectChannel && s.account(c.Users[0]).Deaf {
		return nil, refuse(403, 50007, "Cannot send messages to this user")
	}
	if c.Locked && !s.permissions(c, BotID).has(ManageThreads) {
		return nil, refuse(400, 50083, "Thread is archived")
	}
	return c, nil
}

func (s *Server) postMessage(r *http.Request, body []byte) (any, error) {
	c, err := s.speak(r)
	if err != nil {
		return nil, err
	}
	f, err := parseForm(body, postFlags, false, filesOf(r)...)
	if err != nil {
		return nil, err
	}
	if len(f.files) > 0 && !s.permissions(c, BotID).has(AttachFiles) {
		return nil, refuse(403, 50013, "Missing Permissions")
	}
	nonce, _ := f.Nonce.(string)
	if m := s.sameNonce(nonce); m != nil && f.Enforce {
		return s.view(m), nil
	}
	if err := s.dropEmbeds(c, f); err != nil {
		return nil, err
	}
	m := s.newMessage(c, BotID, f)
	m.nonce = nonce
	if ref := f.Reference; ref != nil {
		if !s.permissions(c, BotID).has(ReadHistory) {
			return nil, refuse(400, 160002, "Cannot reply without permission to read message history")
		}
		to := s.messages[ref.MessageID]
		if to != nil && (to.ChannelID != c.ID || to.For != "" || to.system()) {
			to = nil
		}
		if to == nil && (ref.MustExist == nil || *ref.MustExist) {
			return nil, badForm("message_reference", "Unknown message")
		}
		if to != nil {
			m.ReplyTo = to.ID
			m.Pings = s.pings(c, BotID, m.Content, f.Mentions, to.Author)
		}
	}
	if c.Archived {
		c.Archived = false
		s.threadChanged(c)
	}
	s.post(c, m)
	if nonce != "" {
		s.nonces[nonce] = m
	}
	return s.rest(m), nil
}

// sameNonce is the bot's message of the last minutes with that nonce, in
// whatever channel.
func (s *Server) sameNonce(nonce string) *Message {
	m := s.nonces[nonce]
	if m == nil || m.Deleted || s.now().Sub(m.At) > nonceTime {
		return nil
	}
	return m
}

// dropEmbeds takes the embeds off that the bot may not send to c, without a
// word where something else is left. Answers to interactions are free of this.
func (s *Server) dropEmbeds(c *channel, f *form) error {
	if len(f.Embeds) == 0 || s.permissions(c, BotID).has(EmbedLinks) {
		return nil
	}
	f.Embeds = nil
	if f.empty() {
		return refuse(403, 50013, "Missing Permissions")
	}
	return nil
}

// message is the message that r names, if the bot may read it.
func (s *Server) message(r *http.Request) (*Message, error) {
	c, err := s.channel(r, 0)
	if err != nil {
		return nil, err
	}
	m := s.messages[r.PathValue("message")]
	if m == nil || m.ChannelID != c.ID || m.For != "" || m.Deleted {
		return nil, refuse(404, 10008, "Unknown Message")
	}
	return m, nil
}

func (s *Server) getMessage(r *http.Request, _ []byte) (any, error) {
	m, err := s.message(r)
	if err != nil {
		return nil, err
	}
	if err := s.demand(s.channels[m.ChannelID], ReadHistory); err != nil {
		return nil, err
	}
	return s.view(m), nil
}

// getMessages lists messages, newest first; without the permission to read
// the history there are none.
func (s *Server) getMessages(r *http.Request, _ []byte) (any, error) {
	c, err := s.channel(r, 0)
	if err != nil {
		return nil, err
	}
	q := r.URL.Query()
	limit, err := limitOf(q, 50, 100)
	if err != nil {
		return nil, err
	}
	out := []any{}
	if !s.permissions(c, BotID).has(ReadHistory) {
		return out, nil
	}
	var visible []*Message
	for _, m := range c.messages {
		if m.For == "" && !m.Deleted {
			visible = append(visible, m)
		}
	}
	at := func(id string) int {
		n, found := slices.BinarySearchFunc(visible, id, func(m *Message, id string) int { return compareIDs(m.ID, id) })
		if found && q.Get("before") == "" {
			return n + 1
		}
		return n
	}
	from, to := max(0, len(visible)-limit), len(visible)
	switch {
	case q.Get("before") != "":
		to = at(q.Get("before"))
		from = max(0, to-limit)
	case q.Get("after") != "":
		from = at(q.Get("after"))
		to = min(len(visible), from+limit)
	case q.Get("around") != "":
		from = max(0, at(q.Get("around"))-1-limit/2)
		to = min(len(visible), from+limit)
	}
	for _, m := range slices.Backward(visible[from:to]) {
		out = append(out, s.view(m))
	}
	return out, nil
}

func (s *Server) patchMessage(r *http.Request, body []byte) (any, error) {
	m, err := s.message(r)
	if err != nil {
		return nil, err
	}
	if m.Author != BotID {
		return nil, refuse(403, 50005, "Cannot edit a message authored by another user")
	}
	c := s.channels[m.ChannelID]
	if c.Archived {
		return nil, refuse(400, 50083, "Thread is archived")
	}
	f, err := parseForm(body, editFlags, true, filesOf(r)...)
	if err != nil {
		return nil, err
	}
	if err := s.dropEmbeds(c, f); err != nil {
		return nil, err
	}
	if err := s.oldEdit(m); err != nil {
		return nil, err
	}
	if err := s.edit(m, f); err != nil {
		return nil, err
	}
	return s.rest(m), nil
}

// oldEdit counts the edits of messages older than an hour.
func (s *Server) oldEdit(m *Message) error {
	now := s.now()
	if now.Sub(m.At) < time.Hour {
		return nil
	}
	if now.Sub(s.oldHour) >= time.Hour {
		s.oldHour, s.oldEdits = now, 0
	}
	if s.oldEdits >= s.opt.OldEdits {
		return refuse(400, 30046, "Maximum number of edits to messages older than 1 hour reached. Try again later.")
	}
	s.oldEdits++
	return nil
}

func (s *Server) deleteMessage(r *http.Request, _ []byte) (any, error) {
	m, err := s.message(r)
	if err != nil {
		return nil, err
	}
	if m.Author != BotID {
		if err := s.demand(s.channels[m.ChannelID], ManageMessages); err != nil {
			return nil, err
		}
	}
	s.remove(m)
	return nil, nil
}

// bulkDelete deletes 2 to 100 messages, none older than two weeks.
func (s *Server) bulkDelete(r *http.Request, body []byte) (any, error) {
	c, err := s.channel(r, ManageMessages)
	if err != nil {
		return nil, err
	}
	var f struct {
		Messages []string `json:"messages"`
	}
	if json.Unmarshal(body, &f) != nil || len(f.Messages) < 2 || len(f.Messages) > 100 {
		return nil, refuse(400, 50016, "Provided too few or too many messages to delete. Must provide at least 2 and at most 100 messages to delete.")
	}
	var doomed []*Message
	for _, id := range f.Messages {
		if m := s.messages[id]; m != nil && m.ChannelID == c.ID && m.For == "" && !m.Deleted {
			if s.now().Sub(m.At) > 14*24*time.Hour {
				return nil, refuse(400, 50034, "You can only bulk delete messages that are under 14 days old.")
			}
			doomed = append(doomed, m)
		}
	}
	ids := []string{}
	for _, m := range doomed {
		m.Deleted = true
		ids = append(ids, m.ID)
	}
	if len(doomed) > 0 {
		s.tell("MESSAGE_DELETE_BULK", doomed[0], map[string]any{"ids": ids, "channel_id": c.ID, "guild_id": c.Guild})
	}
	s.touch()
	return nil, nil
}
