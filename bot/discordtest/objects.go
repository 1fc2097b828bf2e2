package discordtest

import "maps"

// userObject is a user as Discord's JSON has it. It needs s.mu.
func (s *Server) userObject(id string) map[string]any {
	u := s.account(id)
	o := map[string]any{"id": id, "username": u.userName(), "discriminator": "0", "global_name": nil, "avatar": nil, "public_flags": 0, "flags": 0}
	if u.Bot {
		o["bot"] = true
	}
	return o
}

// memberObject is a member of g. It needs s.mu.
func (s *Server) memberObject(g *guild, user string) map[string]any {
	o := s.bareMember(g, user)
	o["user"] = s.userObject(user)
	return o
}

// bareMember is a member without the user, as messages and resolved data have
// it.
func (s *Server) bareMember(g *guild, user string) map[string]any {
	m := g.members[user]
	if m == nil {
		m = &Member{Joined: s.now()}
	}
	o := map[string]any{"roles": list(m.Roles), "joined_at": stamp(m.Joined), "deaf": false, "mute": false, "flags": 0,
		"pending": false, "nick": nil, "avatar": nil, "premium_since": nil, "communication_disabled_until": nil}
	if m.Nick != "" {
		o["nick"] = m.Nick
	}
	return o
}

// list is v, never null in JSON.
func list[T any](v []T) []T {
	if v == nil {
		return []T{}
	}
	return v
}

func (r *Role) object() map[string]any {
	return map[string]any{"id": r.ID, "name": r.Name, "permissions": r.Permissions.String(), "color": 0, "hoist": false,
		"position": 0, "managed": false, "mentionable": r.Mentionable, "flags": 0, "icon": nil, "unicode_emoji": nil}
}

// guildObject is a guild as REST has it.
func (s *Server) guildObject(g *guild) map[string]any {
	roles := []any{}
	for _, r := range sorted(g.roles) {
		roles = append(roles, r.object())
	}
	return map[string]any{"id": g.ID, "name": g.Name, "owner_id": g.Owner, "preferred_locale": g.Locale, "roles": roles,
		"emojis": []any{}, "features": []any{}, "icon": nil, "verification_level": 0, "premium_tier": 0, "nsfw_level": 0}
}

// guildEvent is what GUILD_CREATE tells.
func (s *Server) guildEvent(g *guild) map[string]any {
	o := s.guildObject(g)
	channels, threads := []any{}, []any{}
	for _, c := range sorted(s.channels) {
		switch {
		case c.Guild != g.ID:
		case c.thread():
			if !c.Archived && s.sees(c) {
				threads = append(threads, s.channelObject(c))
			}
		default:
			channels = append(channels, s.channelObject(c))
		}
	}
	me := []any{}
	if g.members[BotID] != nil {
		me = append(me, s.memberObject(g, BotID))
	}
	maps.Copy(o, map[string]any{"channels": channels, "threads": threads, "members": me, "member_count": len(g.members), "large": false,
		"unavailable": false, "joined_at": stamp(s.now()), "voice_states": []any{}, "presences": []any{}, "stage_instances": []any{},
		"guild_scheduled_events": []any{}, "soundboard_sounds": []any{}})
	return o
}

// sees reports whether the bot sees c.
func (s *Server) sees(c *channel) bool { return s.demand(c, 0) == nil }
