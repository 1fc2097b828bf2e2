package discordtest

import (
	"fmt"
	"net/http"
	"slices"
)

// React makes a user react to a message with an emoji, or take that back. It
// is an error where the user sees no such message.
func (s *Server) React(user, message, emoji string, on bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.messages[message]
	if err := s.visible(m, user); err != nil {
		return err
	}
	if m.For != "" {
		return fmt.Errorf("ephemeral messages take no reactions")
	}
	s.react(m, user, emoji, on)
	return nil
}

// react changes a reaction and tells sessions where that is a change.
func (s *Server) react(m *Message, user, emoji string, on bool) {
	event, there := "MESSAGE_REACTION_ADD", slices.Contains(m.Reactions[emoji], user)
	if there == on {
		return
	}
	if m.Reactions == nil {
		m.Reactions = map[string][]string{}
	}
	if on {
		m.Reactions[emoji] = append(slices.Clone(m.Reactions[emoji]), user)
	} else {
		event = "MESSAGE_REACTION_REMOVE"
		m.Reactions[emoji] = slices.DeleteFunc(slices.Clone(m.Reactions[emoji]), func(u string) bool { return u == user })
	}
	o := map[string]any{"user_id": user, "channel_id": m.ChannelID, "message_id": m.ID, "message_author_id": m.Author,
		"emoji": map[string]any{"id": nil, "name": emoji}, "burst": false, "type": 0}
	intent := int64(intentDirectReactions)
	if g := s.guilds[m.GuildID]; g != nil {
		intent = intentReactions
		o["guild_id"], o["member"] = g.ID, s.memberObject(g, user)
	}
	if s.sees(s.channels[m.ChannelID]) {
		s.send(event, m.GuildID, intent, o)
	}
	s.touch()
}

func (s *Server) putReaction(r *http.Request, _ []byte) (any, error) {
	m, err := s.message(r)
	if err != nil {
		return nil, err
	}
	need := ReadHistory
	if len(m.Reactions[r.PathValue("emoji")]) == 0 {
		need |= AddReactions // joining in with others takes less
	}
	if err := s.demand(s.channels[m.ChannelID], need); err != nil {
		return nil, err
	}
	s.react(m, BotID, r.PathValue("emoji"), true)
	return nil, nil
}

func (s *Server) deleteReaction(r *http.Request, _ []byte) (any, error) {
	m, err := s.message(r)
	if err != nil {
		return nil, err
	}
	s.react(m, BotID, r.PathValue("emoji"), false)
	return nil, nil
}
