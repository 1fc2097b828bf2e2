package discordtest

// rest is m as REST has it, which leaves the guild out.
func (s *Server) rest(m *Message) map[string]any {
	o := s.object(m, true)
	delete(o, "guild_id")
	delete(o, "member")
	return o
}

// view is m as REST shows it to the bot: without the privileged intent there
// is no content in what does not concern it.
func (s *Server) view(m *Message) map[string]any {
	o := s.rest(m)
	if s.opt.Privileged&intentContent == 0 && !m.readable() {
		blank(o)
	}
	if to := s.messages[m.ReplyTo]; to != nil && s.opt.Privileged&intentContent == 0 && !to.readable() {
		if ref, ok := o["referenced_message"].(map[string]any); ok {
			blank(ref)
		}
	}
	return o
}

// blank empties what the message-content intent gives.
func blank(o map[string]any) {
	o["content"], o["embeds"], o["attachments"], o["components"] = "", []any{}, []any{}, []any{}
}

// object is m as Discord's JSON has it. It needs s.mu.
func (s *Server) object(m *Message, withReference bool) map[string]any {
	mentioned, roles, everyone := []any{}, []any{}, false
	for _, id := range m.Pings {
		switch {
		case id == "everyone":
			everyone = true
		case id[0] == '&':
			roles = append(roles, id[1:])
		default:
			mentioned = append(mentioned, s.userObject(id))
		}
	}
	o := map[string]any{
		"id": m.ID, "channel_id": m.ChannelID, "author": s.userObject(m.Author), "content": m.Content, "type": m.Type,
		"timestamp": stamp(m.At), "edited_timestamp": nil, "tts": false,
		"mention_everyone": everyone, "mentions": mentioned, "mention_roles": roles, "attachments": m.attachments(),
		"embeds": list(m.Embeds), "pinned": false, "flags": m.Flags, "components": list(m.Components),
	}
	if !m.Edited.IsZero() {
		o["edited_timestamp"] = stamp(m.Edited)
	}
	if m.GuildID != "" {
		o["guild_id"] = m.GuildID
		if g := s.guilds[m.GuildID]; g != nil && g.members[m.Author] != nil {
			o["member"] = s.bareMember(g, m.Author)
		}
	}
	if t := s.channels[m.Thread]; t != nil {
		o["thread"] = s.channelObject(t)
	}
	if m.Interaction != "" {
		o["webhook_id"], o["application_id"], o["interaction_metadata"] = AppID, AppID, m.metadata
	}
	if m.nonce != "" {
		o["nonce"] = m.nonce
	}
	if m.ReplyTo != "" {
		s.refer(o, m, withReference)
	}
	return o
}

// refer adds the message that m replies to.
func (s *Server) refer(o map[string]any, m *Message, whole bool) {
	if m.Type == 0 {
		o["type"] = typeReply
	}
	ref := map[string]any{"type": 0, "message_id": m.ReplyTo, "channel_id": m.ChannelID}
	if m.GuildID != "" {
		ref["guild_id"] = m.GuildID
	}
	o["message_reference"] = ref
	if !whole {
		return
	}
	o["referenced_message"] = nil
	if to := s.messages[m.ReplyTo]; to != nil && !to.Deleted {
		o["referenced_message"] = s.object(to, false)
		ref["channel_id"] = to.ChannelID
	}
}
