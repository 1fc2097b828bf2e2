package discordtest

import (
	"encoding/json"
	"maps"
	"strings"
)

// Intents: which events a session gets.
const (
	intentGuilds          = 1 << 0
	intentGuildMembers    = 1 << 1
	intentPresences       = 1 << 8
	intentGuildMessages   = 1 << 9
	intentReactions       = 1 << 10
	intentDirectMessages  = 1 << 12
	intentDirectReactions = 1 << 13
	intentContent         = 1 << 15
	allIntents            = 1<<26 - 1
	privileged            = intentGuildMembers | intentPresences | intentContent
)

// serves reports whether events of a guild go to the session's shard; those
// of none go to the first.
func (one *session) serves(guild string) bool {
	n := 0
	if guild != "" {
		n = int((number(guild) >> 22) % uint64(one.shard[1]))
	}
	return one.shard[0] == n
}

// send sends an event of a guild, or of none, to the sessions that have the
// intent for it; 0 stands for none needed. It needs s.mu.
func (s *Server) send(event, guild string, intent int64, data any) {
	if g := s.guilds[guild]; guild != "" && (g == nil || g.members[BotID] == nil) {
		return
	}
	for _, one := range s.sessions {
		if one.serves(guild) && (intent == 0 || one.intents&intent != 0) {
			s.dispatch(one, event, data)
		}
	}
}

// tell sends an event about m, o, to the sessions that may see it; without
// the intent for content they get it without.
func (s *Server) tell(event string, m *Message, o map[string]any) {
	c := s.channels[m.ChannelID]
	if m.For != "" || c == nil || !s.sees(c) {
		return
	}
	var blanked map[string]any
	for _, one := range s.sessions {
		need := int64(intentGuildMessages)
		if m.GuildID == "" {
			need = intentDirectMessages
		}
		if one.intents&need == 0 || !one.serves(m.GuildID) {
			continue
		}
		if one.intents&intentContent != 0 || strings.HasPrefix(event, "MESSAGE_DELETE") {
			s.dispatch(one, event, o)
			continue
		}
		if blanked == nil {
			blanked = s.withoutContent(m, o)
		}
		s.dispatch(one, event, blanked)
	}
}

// withoutContent is o as a bot without the intent for content gets it.
func (s *Server) withoutContent(m *Message, o map[string]any) map[string]any {
	out := maps.Clone(o)
	if !m.readable() {
		blank(out)
	}
	if to := s.messages[m.ReplyTo]; to != nil && !to.readable() {
		if ref, ok := out["referenced_message"].(map[string]any); ok {
			ref = maps.Clone(ref)
			blank(ref)
			out["referenced_message"] = ref
		}
	}
	return out
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

// Dispatch sends an event to every session, whatever its intents and shard.
// Data that is not JSON is refused with an error.
func (s *Server) Dispatch(event string, data json.RawMessage) error {
	if _, err := json.Marshal(data); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range s.sessions {
		s.dispatch(one, event, data)
	}
	return nil
}

// Delivered is how many events of that name went to sessions.
func (s *Server) Delivered(event string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.delivered[event]
}
