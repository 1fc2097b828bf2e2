package discordtest

import (
	"slices"
	"strconv"
)

// Permission is a set of Discord's permission bits.
type Permission uint64

// Permissions that decide something here.
const (
	Administrator     Permission = 1 << 3
	ManageGuild       Permission = 1 << 5
	AddReactions      Permission = 1 << 6
	ViewChannel       Permission = 1 << 10
	SendMessages      Permission = 1 << 11
	ManageMessages    Permission = 1 << 13
	EmbedLinks        Permission = 1 << 14
	AttachFiles       Permission = 1 << 15
	ReadHistory       Permission = 1 << 16
	MentionEveryone   Permission = 1 << 17
	ExternalEmojis    Permission = 1 << 18
	UseCommands       Permission = 1 << 31
	ManageThreads     Permission = 1 << 34
	PublicThreads     Permission = 1 << 35
	PrivateThreads    Permission = 1 << 36
	SendInThreads     Permission = 1 << 38
	UseExternalApps   Permission = 1 << 50
	allPermissions    Permission = 1<<53 - 1
	directPermissions            = ViewChannel | SendMessages | EmbedLinks | AttachFiles | ReadHistory | MentionEveryone | ExternalEmojis | AddReactions | UseCommands
)

// Everyday is what everybody may do in a guild unless its roles say
// otherwise.
const Everyday = ViewChannel | SendMessages | EmbedLinks | AttachFiles | ReadHistory | AddReactions | MentionEveryone |
	ExternalEmojis | UseCommands | PublicThreads | PrivateThreads | SendInThreads | UseExternalApps

// String is p as Discord's JSON has it.
func (p Permission) String() string { return strconv.FormatUint(uint64(p), 10) }

// has reports whether p has all of q.
func (p Permission) has(q Permission) bool { return p&q == q }

// overwrite changes permissions in one channel.
type overwrite struct{ allow, deny Permission }

// Permit overwrites permissions in a channel for a role or a user, in place of
// what was overwritten for them before. The role of everybody has the guild's
// ID.
func (s *Server) Permit(channel, target string, allow, deny Permission) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.channels[channel]; c != nil {
		c.overwrites[target] = overwrite{allow, deny}
		s.send("CHANNEL_UPDATE", c.Guild, intentGuilds, s.channelObject(c))
	}
}

// Permissions is what a user may do in a channel.
func (s *Server) Permissions(channel, user string) Permission {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.permissions(s.channels[channel], user)
}

// permissions is what a user may do in c, 0 for who is not a member of its
// guild or conversation. A thread has those of the channel that it is in. It
// needs s.mu.
func (s *Server) permissions(c *channel, user string) Permission {
	if c == nil {
		return 0
	}
	if c.Guild == "" {
		if c.foreign() && !slices.Contains(c.Users, user) {
			return 0
		}
		return directPermissions
	}
	g := s.guilds[c.Guild]
	if g == nil || g.members[user] == nil {
		return 0
	}
	p := g.permissions(user)
	if p.has(Administrator) {
		return allPermissions
	}
	in := c
	if parent := s.channels[c.Parent]; c.thread() && parent != nil {
		in = parent
	}
	apply := func(o overwrite) { p = p&^o.deny | o.allow }
	apply(in.overwrites[g.ID])
	var roles overwrite
	for _, role := range g.members[user].Roles {
		o := in.overwrites[role]
		roles.allow, roles.deny = roles.allow|o.allow, roles.deny|o.deny
	}
	apply(roles)
	apply(in.overwrites[user])
	if !p.has(ViewChannel) {
		return 0
	}
	return p
}

// permissions is what a member may do in g as a whole.
func (g *guild) permissions(user string) Permission {
	if user == g.Owner {
		return allPermissions
	}
	p := g.roles[g.ID].Permissions
	if m := g.members[user]; m != nil {
		for _, id := range m.Roles {
			if r := g.roles[id]; r != nil {
				p |= r.Permissions
			}
		}
	}
	if p.has(Administrator) {
		return allPermissions
	}
	return p
}

// demand refuses the bot what it may not do in c. Private threads are seen by
// who was added to them.
func (s *Server) demand(c *channel, p Permission) error {
	have := s.permissions(c, BotID)
	if !have.has(ViewChannel) || c.Type == PrivateThread && !c.members[BotID] && !have.has(ManageThreads) {
		return refuse(403, 50001, "Missing Access")
	}
	if !have.has(p) {
		return refuse(403, 50013, "Missing Permissions")
	}
	return nil
}
